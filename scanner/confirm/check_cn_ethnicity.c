/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 民族: the 56 names of GB/T 3304-1991, with or without 族.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static const char32_t names[] =
    U"汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|"
    U"拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|"
    U"怒|"
    U"乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|";

static bool cell(const uint32_t *text, size_t n)
{
    uint32_t name[LS_CELL_CHARS_MAX];
    n = ls_check_squeeze(text, n, name);
    if (n > 1 && name[n - 1] == U'族')
        n--;
    return n > 0 && ls_check_listed(names, name, n);
}

const struct ls_validator ls_validator_cn_ethnicity = {
    .name = "cn-ethnicity",
    .what = "one of the 56 nationalities of GB/T 3304-1991",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
