/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are ZIP archives, made of parts given as text, and what is read of them.
 *
 *   check_package((struct part[]){{"OFD.xml", "<OFD>…"}, {NULL}}, "part property \"OFD.xml\"\n…");
 */
#ifndef LS_TESTS_PACKAGE_CASE_H
#define LS_TESTS_PACKAGE_CASE_H

#include "pack.h"
#include "transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

struct part {
    const char *name, *text;
};

static inline void make_package(struct packed *p, const struct part *parts)
{
    bool typed = strcmp(parts->name, "mimetype") == 0; /* has to be read without unpacking */
    pack_begin_with(p, "zip", ARCHIVE_FILTER_NONE, typed ? "compression=store" : NULL);
    for (; parts->name; parts++)
        pack_add(p, parts->name, parts->text, strlen(parts->text));
    pack_end(p);
}

/* What is read of it; the caller frees it. */
static inline char *read_package(const struct part *parts)
{
    struct packed p;
    struct ls_transcript t = {.check_verbatim = true};
    make_package(&p, parts);
    char *text = strdup(ls_transcript_run(&t, NULL, p.bytes, p.len));
    assert_non_null(text);
    ls_transcript_free(&t);
    pack_free(&p);
    return text;
}

static inline void check_package(const struct part *parts, const char *expected)
{
    char *text = read_package(parts);
    if (strcmp(text, expected) != 0)
        print_error("%s\n--- expected\n%s\n", text, expected);
    assert_string_equal(text, expected);
    free(text);
}

#endif
