/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 密级: one of the three grades, with or without 级, alone or with a star and
 * a term behind it; or one of Taiwan: 绝对机密 or
 * 极机密. Values like 密, 内部, 公开 or 无 are none.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool is_star(uint32_t c)
{
    for (const char32_t *s = U"★☆✩✭⭐⋆✱✦*·"; *s; s++)
        if (*s == c)
            return true;
    return false;
}

/* "10年", "6个月", "长期", "2030年5月1日": digits and a few words, nothing else. */
static bool is_term(const uint32_t *text, size_t n)
{
    static const char32_t in_terms[] = U"年月日个长期永久前后解密()一二三四五六七八九十";
    for (size_t i = 0; i < n; i++) {
        bool known = text[i] >= '0' && text[i] <= '9';
        for (const char32_t *s = in_terms; *s && !known; s++)
            known = *s == text[i];
        if (!known)
            return false;
    }
    return true;
}

static bool cell(const uint32_t *text, size_t n)
{
    uint32_t c[LS_CELL_CHARS_MAX];
    n = ls_check_squeeze(text, n, c);
    size_t first = n > 2 && c[0] == U'极' && c[1] == U'机' ? 1 : 0;
    first = n > 3 && c[0] == U'绝' && c[1] == U'对' && c[2] == U'机' ? 2 : first;
    if (n < 2 || c[first + 1] != U'密' ||
        (c[first] != U'绝' && c[first] != U'机' && c[first] != U'秘'))
        return false;
    size_t at = first + 2;
    at += at < n && c[at] == U'级';
    at += at < n && is_star(c[at]);
    return is_term(c + at, n - at);
}

const struct ls_validator ls_validator_cn_grade = {
    .name = "cn-grade",
    .what = "a grade of the PRC, with or without its term, or of Taiwan",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
