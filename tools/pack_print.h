/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pack as the schema read it, written as the C initialiser of a struct ls_raw_pack. All that is
 * in the pack is in there, so that two packs that are written alike are alike.
 */
#ifndef LS_TOOLS_PACK_PRINT_H
#define LS_TOOLS_PACK_PRINT_H

#include "rules/pack_priv.h"

#include <stdio.h>

void ls_pack_print(FILE *out, const struct ls_raw_pack *pack);

#endif
