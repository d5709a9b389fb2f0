/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs that were read when the program was built (tools/gen_packs.c), so that it need not read
 * their text. Immutable; any thread.
 */
#ifndef LS_RULES_PACK_IMAGE_H
#define LS_RULES_PACK_IMAGE_H

#include "base/digest.h"
#include "rules/pack_priv.h"

struct ls_pack_image {
    const struct ls_raw_pack *raw;
    const uint32_t *rule_lines, *cue_lines; /* of the entries of its lists */
    uint8_t digest[LS_SHA256_BYTES];        /* SHA-256 of its text */
};

/* Those of ls_rules_builtin(), in its order. */
const struct ls_pack_image *ls_pack_images(size_t *n);

/* That of a text that ls_rules_builtin() gave; NULL for any other. */
const struct ls_pack_image *ls_pack_image_of(const struct ls_pack_text *text);

#endif
