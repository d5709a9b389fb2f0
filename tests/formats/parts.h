/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small packages for the tests of documents that are ZIP archives: parts by name, and what is read
 * of them.
 *
 *   const struct part parts[] = {{"word/document.xml", "<w:document>…"}, {0}};
 *   assert_reads(parts, "part body \"word/document.xml\"\n" … "end\n");
 */
#ifndef LS_TESTS_PARTS_H
#define LS_TESTS_PARTS_H

#include "generate/zip_writer.h"
#include "transcript.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { PARTS_MAX = 32 };

struct part {
    const char *name, *text;
};

/* Stored, so that maps lead to the bytes of the archive as well. The caller ends the writer. */
static inline void parts_write(struct ls_zip_writer *zip, const struct part *parts)
{
    ls_zip_writer_init(zip);
    for (; parts->name; parts++) {
        struct ls_zip_record record = {.name = parts->name};
        ls_zip_writer_add(zip, &record, parts->text, strlen(parts->text));
    }
    ls_zip_writer_end(zip, NULL);
}

/* What is read of them; until ls_transcript_free(). */
static inline const char *parts_read(struct ls_transcript *t, const struct part *parts)
{
    struct ls_zip_writer zip;
    t->check_verbatim = true;
    parts_write(&zip, parts);
    const char *text = ls_transcript_run(t, NULL, zip.out.at, zip.out.n);
    ls_zip_writer_fini(&zip);
    return text;
}

static inline void assert_reads(const struct part *parts, const char *expected)
{
    struct ls_transcript t = {0};
    assert_string_equal(parts_read(&t, parts), expected);
    ls_transcript_free(&t);
}

/* Is this line, or are these lines, in what is read? */
static inline void assert_says(const struct part *parts, const char *lines)
{
    struct ls_transcript t = {0};
    const char *text = parts_read(&t, parts);
    if (!strstr(text, lines))
        print_error("not found:\n%s\nin:\n%s", lines, text);
    assert_non_null(strstr(text, lines));
    ls_transcript_free(&t);
}

static inline void assert_silent_about(const struct part *parts, const char *words)
{
    struct ls_transcript t = {0};
    const char *text = parts_read(&t, parts);
    if (strstr(text, words))
        print_error("found: %s\nin:\n%s", words, text);
    assert_null(strstr(text, words));
    ls_transcript_free(&t);
}

#endif
