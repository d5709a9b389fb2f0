/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables that tools/gen_tables.c writes, for encoding.c, fold.c and fold_run.c. Nobody else
 * reads them.
 */
#ifndef LS_BASE_TABLES_PRIV_H
#define LS_BASE_TABLES_PRIV_H

#include "base/fold.h"

#include <stddef.h>
#include <stdint.h>

enum {
    LS_DBCS_ROW = 192, /* second bytes 0x40..0xFF */

    /* Decoded values D800..DFFF, which no character has, number an entry of `supp`. */
    LS_DBCS_ESCAPE = 0xD800,
    LS_DBCS_ESCAPES = 0x800,
};

/* The two-byte codes of one character set; a code is first byte << 8 | second byte. */
struct ls_dbcs {
    const uint16_t *decode;        /* [first - 0x80][second - 0x40]; 0 for no character */
    const uint8_t *page;           /* code point >> 8 -> row of `encode` */
    const uint16_t (*encode)[256]; /* -> code, 0 for none */
    const uint32_t *supp;          /* code points beyond the BMP, ascending */
    const uint16_t *supp_code;     /* their codes */
    size_t supp_n;
};

extern const struct ls_dbcs ls_dbcs_gb18030;
extern const struct ls_dbcs ls_dbcs_big5;
extern const struct ls_dbcs ls_dbcs_shift_jis;
extern const struct ls_dbcs ls_dbcs_euc_jp;
extern const struct ls_dbcs ls_dbcs_jis_x_0212; /* of EUC-JP, behind 0x8F */
extern const struct ls_dbcs ls_dbcs_euc_kr;

/* The characters of 0x80 to 0xFF, 0 for none. */
extern const uint16_t ls_single_windows_1251[128];
extern const uint16_t ls_single_koi8_r[128];
extern const uint16_t ls_single_cp866[128];
extern const uint16_t ls_single_windows_1258[128];
extern const uint16_t ls_single_windows_1252[128];

/*
 * GB18030's four-byte codes of the BMP, numbered 81308130 = 0, 81308131 = 1 ...: from number
 * `linear` to the next run they are the code points from `cp` on, or unassigned where `cp` is 0.
 * The last run only ends the table.
 */
struct ls_gb18030_run {
    uint16_t linear;
    uint16_t cp;
};

extern const struct ls_gb18030_run ls_gb18030_runs[];
extern const size_t ls_gb18030_runs_n;

/*
 * Folds that are not one BMP character for one BMP character: ls_fold_odd[i] folds to
 * ls_fold_pool[ls_fold_odd_at[i] .. ls_fold_odd_at[i + 1]).
 */
extern const uint32_t ls_fold_odd[]; /* ascending */
extern const uint16_t ls_fold_odd_at[];
extern const size_t ls_fold_odd_n;
extern const uint32_t ls_fold_pool[];

/* The characters of the BMP that fold to themselves: bit cp % 32 of ls_fold_same[cp / 32]. */
extern const uint32_t ls_fold_same[];

/* All that fold to one other character, by that character; compatibility forms come last. */
extern const uint32_t ls_fold_sources[];
extern const size_t ls_fold_sources_n;

#endif
