/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decoders of decode/transfer.h: in one piece and in pieces (of as many bytes as the last one
 * says) they make the same, no more than they may, and their map stays in the input. The rest of
 * the last byte chooses the decoder.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "decode/transfer.h"

#include <stdbool.h>
#include <string.h>

enum { OUT_MAX = 4 << 20, GROWTH_UU = 64 };

struct decoding {
    struct ls_decoder decoder;
    struct ls_buf out;
    struct ls_map map;
};

static void decode(struct decoding *d, enum ls_transfer kind, const uint8_t *data, size_t size,
                   size_t piece)
{
    d->out = (struct ls_buf){.limit = OUT_MAX};
    ls_map_init(&d->map, OUT_MAX);
    ls_decoder_begin(&d->decoder, kind);
    for (size_t at = 0; at < size; at += piece) {
        size_t n = size - at < piece ? size - at : piece;
        FUZZ_CHECK(!ls_failed(ls_decoder_feed(&d->decoder, data + at, n, at, &d->out, &d->map)),
                   "decoder %d", (int)kind);
    }
    FUZZ_CHECK(!ls_failed(ls_decoder_end(&d->decoder, &d->out, &d->map)), "decoder %d", (int)kind);
    size_t growth = kind == LS_TRANSFER_UU ? GROWTH_UU : 1;
    FUZZ_CHECK(d->out.n <= size * growth + LS_TRANSFER_HOLD, "decoder %d made %zu", (int)kind,
               d->out.n);
}

static void fini(struct decoding *d)
{
    LS_VEC_FINI(&d->out);
    ls_map_fini(&d->map);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct decoding whole, pieces;
    if (size == 0)
        return 0;
    uint8_t option = data[size - 1];
    enum ls_transfer kind = (enum ls_transfer)(option % LS_TRANSFER_COUNT);
    decode(&whole, kind, data, size, size);
    decode(&pieces, kind, data, size, 1u + option / LS_TRANSFER_COUNT);
    FUZZ_CHECK(whole.out.n == pieces.out.n &&
                   (whole.out.n == 0 || memcmp(whole.out.at, pieces.out.at, whole.out.n) == 0),
               "decoder %d: pieces", (int)kind);
    FUZZ_CHECK(kind == LS_TRANSFER_YENC || whole.map.out_end == whole.out.n, "decoder %d: map",
               (int)kind);
    for (uint64_t i = 0; i < whole.map.out_end; i++) {
        uint64_t lo[2], hi[2];
        bool verbatim[2];
        bool known = ls_map_find(&whole.map, i, i + 1, &lo[0], &hi[0], &verbatim[0]);
        FUZZ_CHECK(known == ls_map_find(&pieces.map, i, i + 1, &lo[1], &hi[1], &verbatim[1]) &&
                       (!known || (lo[0] == lo[1] && hi[0] == hi[1] && verbatim[0] == verbatim[1])),
                   "decoder %d: the map of pieces", (int)kind);
        FUZZ_CHECK(!known || (lo[0] <= hi[0] && hi[0] <= size), "decoder %d: outside", (int)kind);
        FUZZ_CHECK(!known || !verbatim[0] || (uint8_t)whole.out.at[i] == data[lo[0]],
                   "decoder %d: not verbatim", (int)kind);
    }
    fini(&whole);
    fini(&pieces);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char *const seeds[] = {
        "aGVsbG8g\r\nd29ybGQ=\r\n=aGV*s\x01",
        "=E6=9C=BA=\r\n=E5=AF=86= \t\r\n=4\x02",
        "begin 644 a\r\n+:&5L;&\\@=V]R;&0\r\nM\n`\r\nend\r\n\x03",
        "=ybegin line=128 size=7 name=a\r\n\x92\x8F\x96\x96\x99=@\r\n=yend size=7\r\n\x04",
    };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        add(seeds[i], strlen(seeds[i]));
}
