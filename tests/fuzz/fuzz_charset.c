/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Charsets on any bytes: in one piece and in two the text, the map and the number of bad characters
 * are the same, the text is UTF-8, and every byte of it leads back into the input.
 *
 * The last byte says where the input is cut, and which charsets are tried.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "decode/charset.h"

#include <string.h>

enum { BYTES_MAX = 4096, TRIED = 4 };

static const char *const names[] = {
    "utf-8",       "gb18030",     "big5",     "utf-16", "utf-16le",     "utf-16be",
    "utf-32",      "utf-32le",    "utf-32be", "utf-7",  "hz-gb-2312",   "iso-2022-cn",
    "iso-2022-jp", "iso-2022-kr", "euc-jp",   "euc-kr", "euc-tw",       "shift_jis",
    "johab",       "us-ascii",    "koi8-r",   "viscii", "windows-1252", "iso-8859-7",
};

struct reading {
    struct ls_buf out;
    struct ls_map map;
    uint64_t bad;
};

static void read_cut(struct reading *r, const struct ls_charset *charset, const uint8_t *bytes,
                     size_t len, size_t cut)
{
    struct ls_charset_reader reader;
    LS_VEC_CLEAR(&r->out);
    ls_map_clear(&r->map);
    ls_charset_begin(&reader, charset, 0);
    FUZZ_CHECK(!ls_failed(ls_charset_feed(&reader, bytes, cut, false, &r->out, &r->map)), "first");
    FUZZ_CHECK(!ls_failed(ls_charset_feed(&reader, bytes + cut, len - cut, true, &r->out, &r->map)),
               "second");
    FUZZ_CHECK(reader.in == len && reader.pending_n == 0, "not read to the end");
    r->bad = reader.bad;
}

static void check_map(const char *name, const struct reading *r, size_t len)
{
    uint64_t lo, hi;
    bool verbatim;
    FUZZ_CHECK(r->map.out_end == r->out.n, "%s: the map is not as long as the text", name);
    for (size_t i = 0; i < r->out.n; i++)
        FUZZ_CHECK(ls_map_find(&r->map, i, i + 1, &lo, &hi, &verbatim) && lo < hi && hi <= len,
                   "%s: %zu leads nowhere", name, i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reading whole, cut;
    size_t len = size < BYTES_MAX ? size : BYTES_MAX;
    size_t at = len ? len * data[size - 1] / 256 : 0;
    if (whole.out.limit == 0) {
        whole.out.limit = cut.out.limit = 4 * BYTES_MAX;
        ls_map_init(&whole.map, 4 * BYTES_MAX);
        ls_map_init(&cut.map, 4 * BYTES_MAX);
    }
    FUZZ_CHECK(ls_charset_guess(data, size), "no guess");
    (void)ls_charset_find((const char *)data, len);
    for (size_t k = 0; k < TRIED; k++) {
        size_t i = ((size ? data[size - 1] : 0) + 5 * k) % (sizeof names / sizeof *names);
        const struct ls_charset *charset = ls_charset_find(names[i], strlen(names[i]));
        FUZZ_CHECK(charset, "%s is unknown", names[i]);
        read_cut(&whole, charset, data, len, 0);
        read_cut(&cut, charset, data, len, at);
        FUZZ_CHECK(whole.out.n == cut.out.n && whole.bad == cut.bad &&
                       (cut.out.n == 0 || memcmp(whole.out.at, cut.out.at, cut.out.n) == 0),
                   "%s: cut at %zu it says something else", names[i], at);
        FUZZ_CHECK(ls_utf8_valid(whole.out.at, whole.out.n), "%s: no UTF-8", names[i]);
        check_map(names[i], &whole, len);
        check_map(names[i], &cut, len);
        if (ls_charset_fits(charset, data, len))
            FUZZ_CHECK(whole.bad == 0, "%s: fits, and does not", names[i]);
    }
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char *const seeds[] = {
        "\x1B$)A\x0E;zC\\\x0F \x1B$*H\x1BN!!\n\x1B$)G\x0Ebl\x0F",
        "\x1B$B5!L)\x1B(B \x1B$(D0!\x1B(I1\x1B(J~\x1B.A\x1BNi\x1B$A;z\n",
        "\x1B$)C\n\x0E\x31\x62\x39\x50\x0F x",
        "~{;zC\\~} ~~ ~\n~{!o~}\n",
        "+Zzpbxg-a+2D3cAA-+-+AGE",
        "\x8E\xA2\xD4\xD9\xEF\x8F\xB0\xA1\x8E\xB1",
        "\xFF\xFE\x3A\x67\xC6\x5B",
        "\x81\x30\x81\x30\x94\x38\x82\x35",
    };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        add(seeds[i], strlen(seeds[i]));
}
