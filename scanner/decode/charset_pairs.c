/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Charsets of one to four bytes a character without shifts: sets of single bytes, Shift_JIS and
 * EUC. What is no character takes one byte, so that an ASCII byte behind it is not swallowed.
 */
#include "decode/charset_priv.h"

static const struct ls_charset_step bad = {LS_CHAR_BAD, 1, 1, true};

uint32_t ls_charset_cell(const struct ls_charset_grid *grid, unsigned lead, unsigned trail)
{
    if (lead < grid->lead_lo || lead > grid->lead_hi || trail < grid->trail_lo ||
        trail > grid->trail_hi)
        return 0;
    size_t width = (size_t)(grid->trail_hi - grid->trail_lo) + 1;
    size_t i = (lead - grid->lead_lo) * width + (trail - grid->trail_lo);
    bool beyond = grid->sip && (grid->sip[i / 8] >> (i % 8) & 1);
    return grid->low[i] | (beyond ? 0x20000U : 0);
}

static struct ls_charset_step step_of(uint32_t cp, uint8_t taken)
{
    return cp ? (struct ls_charset_step){cp, taken, taken, false} : bad;
}

static struct ls_charset_step single(uint32_t cp)
{
    return (struct ls_charset_step){cp, 1, 1, false};
}

struct ls_charset_step ls_charset_next_single(const struct ls_charset *charset, uint32_t *state,
                                              const uint8_t *bytes, size_t len)
{
    (void)state;
    (void)len;
    uint32_t cp = bytes[0] < 0x80 ? bytes[0] : charset->upper[bytes[0] - 0x80];
    return (struct ls_charset_step){cp, 1, 1, cp == LS_CHAR_BAD};
}

/* EUC-KR with its extension by Microsoft (code page 949), Johab. */
static struct ls_charset_step next_grid(const struct ls_charset *charset, uint32_t *state,
                                        const uint8_t *bytes, size_t len)
{
    (void)state;
    if (bytes[0] < 0x80)
        return single(bytes[0]);
    return len < 2 ? bad : step_of(ls_charset_cell(charset->grid, bytes[0], bytes[1]), 2);
}

/* Code page 932: a byte of A1..DF is half-width katakana of JIS X 0201. */
static struct ls_charset_step next_sjis(const struct ls_charset *charset, uint32_t *state,
                                        const uint8_t *bytes, size_t len)
{
    uint8_t b = bytes[0];
    if (b >= 0xA1 && b <= 0xDF)
        return single(0xFF61U + (b - 0xA1));
    return next_grid(charset, state, bytes, len);
}

/* Set 2 is half-width katakana, set 3 JIS X 0212. */
static struct ls_charset_step next_euc_jp(const struct ls_charset *charset, uint32_t *state,
                                          const uint8_t *bytes, size_t len)
{
    if (bytes[0] == 0x8E)
        return len < 2 || bytes[1] < 0xA1 || bytes[1] > 0xDF
                   ? bad
                   : step_of(0xFF61U + (bytes[1] - 0xA1), 2);
    if (bytes[0] == 0x8F)
        return len < 3 ? bad
                       : step_of(ls_charset_cell(&ls_charset_jisx0212_grid, bytes[1], bytes[2]), 3);
    return next_grid(charset, state, bytes, len);
}

/* Set 2 names a plane of CNS 11643 in its second byte. */
static struct ls_charset_step next_euc_tw(const struct ls_charset *charset, uint32_t *state,
                                          const uint8_t *bytes, size_t len)
{
    static const struct ls_charset_grid *const planes[15] = {
        &ls_charset_cns1_grid, &ls_charset_cns2_grid,         &ls_charset_cns3_grid,
        &ls_charset_cns4_grid, &ls_charset_cns5_grid,         &ls_charset_cns6_grid,
        &ls_charset_cns7_grid, [14] = &ls_charset_cns15_grid,
    };
    if (bytes[0] != 0x8E)
        return next_grid(charset, state, bytes, len);
    unsigned plane = len < 4 ? 15U : bytes[1] - 0xA1U;
    return plane >= 15 || !planes[plane]
               ? bad
               : step_of(ls_charset_cell(planes[plane], bytes[2], bytes[3]), 4);
}

const struct ls_charset ls_charset_shift_jis = {
    .name = "shift_jis",
    .next = next_sjis,
    .lookahead = 2,
    .ascii = true,
    .grid = &ls_charset_cp932_grid,
};
const struct ls_charset ls_charset_euc_kr = {
    .name = "euc-kr",
    .next = next_grid,
    .lookahead = 2,
    .ascii = true,
    .grid = &ls_charset_cp949_grid,
};
const struct ls_charset ls_charset_johab = {
    .name = "johab",
    .next = next_grid,
    .lookahead = 2,
    .ascii = true,
    .grid = &ls_charset_johab_grid,
};
const struct ls_charset ls_charset_euc_jp = {
    .name = "euc-jp",
    .next = next_euc_jp,
    .lookahead = 3,
    .ascii = true,
    .grid = &ls_charset_jisx0208_grid,
};
const struct ls_charset ls_charset_euc_tw = {
    .name = "euc-tw",
    .next = next_euc_tw,
    .lookahead = 4,
    .ascii = true,
    .grid = &ls_charset_cns1_grid,
};
