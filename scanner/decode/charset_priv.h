/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the charset_*.c share: a charset reads one character at a time.
 */
#ifndef LS_DECODE_CHARSET_PRIV_H
#define LS_DECODE_CHARSET_PRIV_H

#include "base/encoding.h"
#include "decode/charset.h"

/* No character: a shift, an escape sequence. */
#define LS_CHARSET_NOTHING UINT32_MAX

/* One character, or a step on the way to it. */
struct ls_charset_step {
    uint32_t cp;   /* LS_CHAR_BAD where there is none, LS_CHARSET_NOTHING: goes on silently */
    uint8_t taken; /* bytes, at least one */
    uint8_t span;  /* bytes that it is made of: more than taken when the next one shares some */
    bool bad;      /* no character: `cp` may also be U+FFFD because the text says so */
};

struct ls_charset {
    const char *name;
    /*
     * Reads bytes[0..len), len >= 1. When fewer than `lookahead` bytes are left and more will come,
     * a step that is bad or gave nothing is not believed, and `state` is put back.
     */
    struct ls_charset_step (*next)(const struct ls_charset *charset, uint32_t *state,
                                   const uint8_t *bytes, size_t len);
    uint8_t lookahead;     /* at most sizeof pending of a reader */
    bool ascii;            /* bytes below 0x80 that start a character are ASCII */
    bool runs;             /* `enc` reads it, many characters at a time */
    bool verbatim;         /* its characters are UTF-8 already */
    enum ls_encoding enc;  /* of those that base/encoding.h reads */
    uint32_t state;        /* to begin with */
    const uint16_t *upper; /* bytes 0x80..0xFF of single-byte sets */
    const struct ls_charset_grid *grid;
};

/* A set of two-byte codes. */
struct ls_charset_grid {
    const uint16_t *low;                          /* row by row; 0: no character */
    const uint8_t *sip;                           /* bit i: cell i is of plane 2; NULL: none is */
    uint8_t lead_lo, lead_hi, trail_lo, trail_hi; /* inclusive */
};

/* How many of the first bytes are ASCII. */
size_t ls_charset_ascii_len(const uint8_t *bytes, size_t len);

/* The character at these two bytes, or 0. */
uint32_t ls_charset_cell(const struct ls_charset_grid *grid, unsigned lead, unsigned trail);

/* Written by tools/gen_charsets.c. */
extern const struct ls_charset ls_charset_singles[];
extern const size_t ls_charset_singles_n;
extern const struct ls_charset_grid ls_charset_cp949_grid, ls_charset_johab_grid,
    ls_charset_cp932_grid, ls_charset_jisx0208_grid, ls_charset_jisx0212_grid,
    ls_charset_isoir165_grid, ls_charset_cns1_grid, ls_charset_cns2_grid, ls_charset_cns3_grid,
    ls_charset_cns4_grid, ls_charset_cns5_grid, ls_charset_cns6_grid, ls_charset_cns7_grid,
    ls_charset_cns15_grid;

struct ls_charset_step ls_charset_next_single(const struct ls_charset *charset, uint32_t *state,
                                              const uint8_t *bytes, size_t len);

/* charset_wide.c */
extern const struct ls_charset ls_charset_utf8, ls_charset_gb18030, ls_charset_big5,
    ls_charset_utf16, ls_charset_utf16le, ls_charset_utf16be, ls_charset_utf32, ls_charset_utf32le,
    ls_charset_utf32be;

/* charset_pairs.c */
extern const struct ls_charset ls_charset_shift_jis, ls_charset_euc_kr, ls_charset_johab,
    ls_charset_euc_jp, ls_charset_euc_tw;

/* charset_shift.c */
extern const struct ls_charset ls_charset_utf7, ls_charset_hz, ls_charset_iso2022_cn,
    ls_charset_iso2022_jp, ls_charset_iso2022_kr;

/*
 * One step that is not to be taken back: false when it has to wait for more bytes. `last`: none
 * will come.
 */
bool ls_charset_take(const struct ls_charset *charset, uint32_t *state, const uint8_t *bytes,
                     size_t len, bool last, struct ls_charset_step *step);

#endif
