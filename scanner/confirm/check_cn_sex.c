/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 性别.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool cell(const uint32_t *text, size_t n)
{
    return ls_check_listed(U"男|女|男性|女性|", text, n);
}

const struct ls_validator ls_validator_cn_sex = {
    .name = "cn-sex",
    .what = "male or female, in Chinese",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
