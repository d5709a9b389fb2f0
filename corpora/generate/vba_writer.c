/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/vba_writer.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "generate/must.h"
#include "generate/put.h"

#include <string.h>

enum { ROOM = 1 << 20, CHUNK = 4096, TOKENS = 8, COMPILED = 100 };

/* The longest copy for bytes[at..] out of those before, in the chunk. */
static size_t find_copy(const uint8_t *bytes, size_t at, size_t len, size_t most, size_t *back)
{
    size_t best = 0;
    for (size_t from = 0; from < at; from++) {
        size_t n = 0;
        while (n < most && at + n < len && bytes[from + n] == bytes[at + n])
            n++;
        if (n > best) {
            best = n;
            *back = at - from;
        }
    }
    return best;
}

static void pack_chunk(const uint8_t *bytes, size_t len, struct ls_buf *out)
{
    size_t head = out->n, flags = 0;
    put_number(out, 0, 2);
    for (size_t at = 0, token = 0; at < len; token++) {
        if (token % TOKENS == 0) {
            flags = out->n;
            put_number(out, 0, 1);
        }
        unsigned bits = 4;
        while (bits < 12 && (1u << bits) < at)
            bits++;
        size_t back = 0, n = find_copy(bytes, at, len, (0xFFFFu >> bits) + 3, &back);
        if (n >= 3) {
            put_number(out, (back - 1) << (16 - bits) | (n - 3), 2);
            out->at[flags] |= (char)(1u << token % TOKENS);
            at += n;
        } else {
            put_number(out, bytes[at++], 1);
        }
    }
    uint16_t size = (uint16_t)((out->n - head - 3) | 3u << 12 | 1u << 15);
    out->at[head] = (char)size;
    out->at[head + 1] = (char)(size >> 8);
}

void ls_vba_pack(const void *bytes, size_t len, struct ls_buf *out)
{
    put_number(out, 1, 1);
    for (size_t at = 0; at < len; at += CHUNK)
        pack_chunk((const uint8_t *)bytes + at, len - at < CHUNK ? len - at : CHUNK, out);
}

static void put_record(struct ls_buf *out, unsigned id, const void *bytes, size_t len)
{
    put_number(out, id, 2);
    put_number(out, len, 4);
    if (len)
        must(ls_buf_add(out, bytes, len));
}

static void put_module(struct ls_buf *list, const struct ls_vba_module *module)
{
    struct ls_buf wide = {.limit = 64};
    put_utf16(&wide, module->name);
    put_record(list, 0x19, "?", 1);
    put_record(list, 0x1A, "?", 1);
    put_record(list, 0x32, wide.at, wide.n);
    LS_VEC_FINI(&wide);
    put_record(list, 0x31, (const uint8_t[4]){COMPILED}, 4);
    put_record(list, 0x21, NULL, 0);
    put_record(list, 0x2B, NULL, 0);
}

void ls_vba_write(struct ls_cfb_writer *writer, uint32_t storage,
                  const struct ls_vba_module *module)
{
    struct ls_buf list = {.limit = ROOM}, packed = {.limit = ROOM}, stream = {.limit = ROOM};
    uint8_t page[2] = {(uint8_t)module->code_page, (uint8_t)(module->code_page >> 8)};
    uint32_t vba = ls_cfb_storage(writer, storage, "VBA");
    put_record(&list, 0x01, (const uint8_t[4]){3}, 4);
    put_record(&list, 0x03, page, sizeof page);
    put_number(&list, 0x09, 2);
    put_number(&list, 4, 4);
    put_number(&list, 0, 6);
    put_record(&list, 0x0F, (const uint8_t[2]){1}, 2);
    if (!module->unlisted)
        put_module(&list, module);
    put_record(&list, 0x10, NULL, 0);
    ls_vba_pack(list.at, list.n, &packed);
    ls_cfb_stream(writer, vba, "dir", packed.at, packed.n);
    put_number(&stream, 0xFF, COMPILED);
    ls_vba_pack(module->text, module->len, &stream);
    ls_cfb_stream(writer, vba, module->name, stream.at, stream.n);
    ls_cfb_stream(writer, vba, "_VBA_PROJECT", "\xcc\x61", 2);
    LS_VEC_FINI(&list);
    LS_VEC_FINI(&packed);
    LS_VEC_FINI(&stream);
}
