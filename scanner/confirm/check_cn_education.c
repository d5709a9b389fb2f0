/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 学历 or 学位: holds one of the levels of GB/T 4658 or GB/T 6864 and is
 * short, so that 中央党校研究生 and 大学本科/学士 pass and a sentence about schools does not.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static const char32_t *const levels[] = {U"研究生", U"博士", U"硕士", U"学士", U"大学",
                                         U"本科",   U"大专", U"专科", U"中专", U"高中",
                                         U"初中",   U"小学", U"中技", U"技校"};

static bool holds(const uint32_t *text, size_t n, const char32_t *word)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (word[k] && i + k < n && text[i + k] == word[k])
            k++;
        if (!word[k])
            return true;
    }
    return false;
}

static bool cell(const uint32_t *text, size_t n)
{
    enum { CHARS_MAX = 16 };
    uint32_t value[LS_CELL_CHARS_MAX];
    n = ls_check_squeeze(text, n, value);
    for (size_t i = 0; n <= CHARS_MAX && i < sizeof levels / sizeof *levels; i++)
        if (holds(value, n, levels[i]))
            return true;
    return false;
}

const struct ls_validator ls_validator_cn_education = {
    .name = "cn-education",
    .what = "level of education or degree (GB/T 4658, GB/T 6864)",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
