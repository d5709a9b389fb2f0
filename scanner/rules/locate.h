/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first look at a pack: whether it is YAML of the plain kind, and on which line a key stands.
 *
 * A place is written as a path of keys and positions: "rules.3.near.within". Nothing is kept: to
 * find a line the pack is simply read again, since that happens once, for the message that ends
 * the loading. Pure functions, any thread.
 */
#ifndef LS_RULES_LOCATE_H
#define LS_RULES_LOCATE_H

#include "base/diag.h"
#include "base/result.h"
#include "rules/evidence.h"
#include "rules/rules.h"

#include <stddef.h>
#include <stdint.h>

enum {
    LS_YAML_PATH_MAX = 256, /* bytes of a path, NUL included */
    LS_YAML_DEPTH_MAX = 10, /* lists and mappings inside each other */
    LS_YAML_KEYS_MAX = 64,  /* keys of one mapping */
};

/* The lines of the entries of a pack's lists, 1-based. */
struct ls_locate_lines {
    uint32_t rules[LS_RULES_MAX], cues[LS_PACK_CUES_MAX];
};

/*
 * Refuses what must not reach the schema: broken YAML, more than one document, aliases, keys that
 * are no plain text or stand twice, NUL characters, deep nesting. Writes the line of each entry of
 * the lists `rules` and `cues`; the others are left as they are. Fails with STOP/LS_E_RULES and
 * "file:line: …".
 */
struct ls_result ls_locate_check(const struct ls_pack_text *pack, struct ls_locate_lines *lines,
                                 struct ls_diag *diag) LS_MUST_USE;

/* The line of `path`, or of the nearest place around it that exists; 1 at least. */
uint32_t ls_locate_line(const struct ls_pack_text *pack, const char *path);

/* The part of a path that messages show: "near.any" of "rules.3.near.any", "rule" of "rules.3". */
const char *ls_locate_key(const char *path);

#endif
