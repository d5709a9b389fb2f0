/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character references of HTML (HTML Living Standard, 13.2.5.72 and 13.5). Pure functions, any
 * thread.
 */
#ifndef LS_FORMATS_HTML_ENTITY_H
#define LS_FORMATS_HTML_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_HTML_ENTITY_MAX = 32 }; /* bytes of the longest name and its semicolon */

struct ls_html_entity {
    uint16_t at, len; /* of its name in ls_html_entity_names */
    bool bare;        /* known without a semicolon, too */
    uint32_t cps[2];  /* the second is 0 for most */
};

/* Ascending by name; written by tools/gen_entities.c. */
extern const struct ls_html_entity ls_html_entities[];
extern const size_t ls_html_entities_n;
extern const char ls_html_entity_names[];

/*
 * The reference whose name begins at name[0..len), behind the ampersand, or NULL; *taken counts its
 * bytes with the semicolon. `in_attribute`: followed by a letter, a digit or '=' it needs one.
 */
const struct ls_html_entity *ls_html_entity_find(const char *name, size_t len, bool in_attribute,
                                                 size_t *taken);

/* What `&#number;` stands for: some are windows-1252 by mistake; U+FFFD when it is no character. */
uint32_t ls_html_numeric(uint32_t number);

#endif
