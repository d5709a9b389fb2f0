/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 涉密等级 (of persons and posts): 核心, 重要, 一般.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool cell(const uint32_t *text, size_t n)
{
    return ls_check_listed(U"核心|重要|一般|核心涉密|重要涉密|一般涉密|核心涉密人员|重要涉密人员|"
                           U"一般涉密人员|核心涉密岗位|重要涉密岗位|一般涉密岗位|",
                           text, n);
}

const struct ls_validator ls_validator_cn_secrecy_post = {
    .name = "cn-secrecy-post",
    .what = "how close to secrets a post is: core, important, ordinary, in Chinese",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
