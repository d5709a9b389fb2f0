/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 政治面貌: the thirteen values of GB/T 4762-1984 as offices write them.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static const char32_t values[] =
    U"中共党员|党员|中国共产党党员|中共正式党员|中共预备党员|预备党员|共青团员|团员|"
    U"民革|民革党员|民革会员|民盟|民盟盟员|民建|民建会员|民进|民进会员|农工党|农工党党员|"
    U"农工民主党|"
    U"致公党|致公党党员|九三|九三学社|九三学社社员|台盟|台盟盟员|无党派|无党派人士|无党派民主人士|"
    U"群众|";

static bool cell(const uint32_t *text, size_t n)
{
    return ls_check_listed(values, text, n);
}

const struct ls_validator ls_validator_cn_politics = {
    .name = "cn-politics",
    .what = "political status: party, league, one of the democratic parties, none (GB/T 4762)",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
