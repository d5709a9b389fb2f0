/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decoders of base/encoding.h on bytes that need not be text: what they read lies inside the
 * bytes, goes forward, and is the same from every place where a character starts.
 */
#include "fuzz.h"

#include "base/encoding.h"

#include <stdbool.h>
#include <string.h>

enum {
    BYTES_MAX = 4096,
    PLACES = 16, /* where one input is cut or synchronised, at most */
};

/* One input, read in one encoding from its first byte. */
struct reading {
    enum ls_encoding enc;
    const uint8_t *bytes;
    size_t len;
    uint32_t cps[BYTES_MAX];
    uint32_t offs[BYTES_MAX + 1];
    size_t n;
    bool starts[BYTES_MAX + 1]; /* a character starts at this byte */
};

static bool is_wide(enum ls_encoding enc)
{
    return enc == LS_ENC_UTF16LE || enc == LS_ENC_UTF16BE;
}

static void read_all(struct reading *r, enum ls_encoding enc, const uint8_t *bytes, size_t len)
{
    r->enc = enc;
    r->bytes = bytes;
    r->len = len;
    r->n = ls_decode_run(enc, bytes, len, r->cps, r->offs, BYTES_MAX);
    memset(r->starts, 0, sizeof r->starts);
    for (size_t i = 0; i <= r->n; i++) {
        FUZZ_CHECK(r->offs[i] <= len, "%s: behind the end", ls_encoding_name(enc));
        r->starts[r->offs[i]] = true;
    }
    FUZZ_CHECK(r->offs[0] == 0 && r->offs[r->n] == len, "%s: not read to the end",
               ls_encoding_name(enc));
}

/* Each character as ls_decode_char() has it, and the way back to bytes. */
static void check_characters(const struct reading *r)
{
    for (size_t i = 0; i < r->n; i++) {
        size_t at = r->offs[i], taken = r->offs[i + 1] - at;
        uint32_t cp = r->cps[i], alone, back;
        uint8_t out[LS_CHAR_BYTES_MAX];
        FUZZ_CHECK(r->offs[i + 1] > at && taken <= LS_CHAR_BYTES_MAX, "%s at %zu: took %zu",
                   ls_encoding_name(r->enc), at, taken);
        FUZZ_CHECK(ls_decode_char(r->enc, r->bytes + at, r->len - at, &alone) == taken &&
                       alone == cp,
                   "%s at %zu: another character when alone", ls_encoding_name(r->enc), at);
        size_t len = ls_encode_char(r->enc, cp, out);
        if (cp == LS_CHAR_BAD && len == 0)
            continue; /* Big5 cannot say it */
        FUZZ_CHECK(len > 0 && ls_decode_char(r->enc, out, len, &back) == len && back == cp,
                   "%s at %zu: U+%04X does not come back", ls_encoding_name(r->enc), at, cp);
        bool one_way = r->enc == LS_ENC_UTF8 || is_wide(r->enc);
        FUZZ_CHECK(!one_way || cp == LS_CHAR_BAD ||
                       (len == taken && memcmp(out, r->bytes + at, len) == 0),
                   "%s at %zu: U+%04X has two spellings", ls_encoding_name(r->enc), at, cp);
    }
}

/* The same in pieces of `max` characters. */
static void check_pieces(const struct reading *r, size_t max)
{
    static uint32_t cps[BYTES_MAX], offs[BYTES_MAX + 1];
    size_t done = 0;
    for (size_t at = 0; at < r->len;) {
        size_t n = ls_decode_run(r->enc, r->bytes + at, r->len - at, cps, offs, max);
        FUZZ_CHECK(n > 0 && n <= max && done + n <= r->n, "%s: pieces of %zu",
                   ls_encoding_name(r->enc), max);
        for (size_t i = 0; i <= n; i++)
            FUZZ_CHECK(at + offs[i] == r->offs[done + i] && (i == n || cps[i] == r->cps[done + i]),
                       "%s: pieces of %zu", ls_encoding_name(r->enc), max);
        at += offs[n];
        done += n;
    }
    FUZZ_CHECK(done == r->n, "%s: pieces of %zu", ls_encoding_name(r->enc), max);
}

/* Walking back from `at`, in a copy that ends there: nothing behind may be looked at. */
static void check_sync(const struct reading *r, size_t at)
{
    bool certain = false;
    uint8_t *before = malloc(at + 1);
    if (!before)
        abort();
    memcpy(before, r->bytes, at);
    before[at] = 0xA5;
    size_t start = ls_encoding_sync(r->enc, before, at, &certain);
    free(before);
    FUZZ_CHECK(start <= at && at - start <= LS_SYNC_BYTES_MAX, "%s: from %zu to %zu",
               ls_encoding_name(r->enc), at, start);
    bool again;
    FUZZ_CHECK(ls_encoding_sync(r->enc, r->bytes, at, &again) == start && again == certain,
               "%s: at %zu the bytes behind count", ls_encoding_name(r->enc), at);
    if (is_wide(r->enc)) { /* of a text that starts at the same parity */
        FUZZ_CHECK(certain && ((start ^ at) & 1) == 0, "%s: lost at %zu", ls_encoding_name(r->enc),
                   at);
        FUZZ_CHECK((at & 1) || r->starts[start], "%s: from %zu to %zu", ls_encoding_name(r->enc),
                   at, start);
        return;
    }
    FUZZ_CHECK(certain || start == 0 || at - start >= LS_SYNC_BYTES_MAX - LS_CHAR_BYTES_MAX,
               "%s: gave up early at %zu", ls_encoding_name(r->enc), at);
    /* Reading looks at nothing behind it, so who arrives at a start goes on as from the beginning.
     */
    FUZZ_CHECK(!certain || r->starts[start], "%s: from %zu to %zu", ls_encoding_name(r->enc), at,
               start);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reading reading;
    size_t len = size < BYTES_MAX ? size : BYTES_MAX;
    size_t step = len / PLACES + 1;
    if (len == 0)
        return 0;
    for (enum ls_encoding enc = LS_ENC_UTF8; enc < LS_ENC_COUNT; enc++) {
        read_all(&reading, enc, data, len);
        check_characters(&reading);
        check_pieces(&reading, 1);
        check_pieces(&reading, 1 + data[len - 1] % 31);
        for (size_t at = 0; at <= len; at += step)
            check_sync(&reading, at);
    }
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    /* Long texts without a certain place: the same two bytes again and again. */
    uint8_t pairs[2 * LS_SYNC_BYTES_MAX + 64];
    for (unsigned lead = 0x80; lead < 0x100; lead += 3) {
        for (size_t i = 0; i < sizeof pairs; i++)
            pairs[i] = (uint8_t)(i % 2 ? 0xA1 + lead % 90 : lead);
        add(pairs, sizeof pairs);
    }
}
