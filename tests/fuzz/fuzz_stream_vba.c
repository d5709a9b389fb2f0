/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as macros: the list of modules and the text of one. */
#include "fuzz.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/vba_writer.h"

enum { ROOM = 1 << 24, SIZE = 2 };

/* Two bytes say how long the list is. Odd: it is not yet packed. */
void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    struct ls_buf packed = {.limit = ROOM};
    size_t n = size < SIZE ? 0 : data[0] | (size_t)data[1] << 8;
    const uint8_t *list = data + (size < SIZE ? size : SIZE);
    size_t left = size < SIZE ? 0 : size - SIZE;
    n = n < left ? n : left;
    ls_cfb_begin(&w);
    uint32_t vba = ls_cfb_storage(&w, 0, "VBA");
    if (n % 2 && n < 2048) {
        ls_vba_pack(list, n, &packed);
        ls_cfb_stream(&w, vba, "dir", packed.at, packed.n);
    } else {
        ls_cfb_stream(&w, vba, "dir", list, n);
    }
    ls_cfb_stream(&w, vba, "M", list + n, left - n);
    ls_cfb_stream(&w, vba, "N", list, left);
    ls_cfb_end(&w, out);
    LS_VEC_FINI(&packed);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char list[] =
        "\0\0\3\0\2\0\0\0\xa8\3\x1a\0\1\0\0\0M\x31\0\4\0\0\0\0\0\0\0\x2b\0\0\0\0\0";
    static const char text[] = "Attribute VB_Name = \"M\"\nx = 1: x = 1: x = 1\n";
    struct ls_buf seed = {.limit = ROOM};
    if (ls_failed(ls_buf_add(&seed, list, sizeof list - 1)))
        return;
    seed.at[0] = (char)(sizeof list - 1 - SIZE);
    ls_vba_pack(text, sizeof text - 1, &seed);
    add(seed.at, seed.n);
    LS_VEC_FINI(&seed);
}
