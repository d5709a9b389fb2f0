/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A labelled corpus: documents as offices write them, with invented content, and clean twins that
 * use the same words. Every kind is a template (phrase.h); its label says what a person who knows
 * the rules of secrecy would say about each document made of it.
 *
 *   kind + seed + number --template--> text --script--> --format, encoding--> file, label
 */
#ifndef LS_GENERATE_DOCUMENTS_H
#define LS_GENERATE_DOCUMENTS_H

#include "generate/documents/render.h"

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_document_kind {
    const char *name;
    const char *category; /* what must be told: categories, with commas; NULL: clean */
    const char *rules;    /* by one of these at least; NULL: whichever */
    const char *allowed;  /* categories that may be told too; "low": any, of low severity */
    const char *text;     /* template, of plain words in simplified characters */
};

struct ls_document {
    const struct ls_document_kind *kind;
    enum ls_render_format format;
    enum ls_encoding enc;
    const char *script;  /* "simplified", "traditional" or "taiwan" */
    struct ls_buf marks; /* as they are written, each with a bar behind it */
    struct ls_buf bytes;
};

/* All kinds. */
const struct ls_document_kind *const *ls_document_kinds(size_t *n);

/*
 * Makes the `number`th document of a kind. Numbers go round all formats, encodings and scripts; the
 * same seed and number always give the same bytes. ls_document_fini() frees what it holds.
 */
void ls_document_make(const struct ls_document_kind *kind, uint64_t seed, uint32_t number,
                      struct ls_document *document);

/* The same document as a text in UTF-8, to be read by people. */
void ls_document_make_plain(const struct ls_document_kind *kind, uint64_t seed, uint32_t number,
                            struct ls_document *document);
void ls_document_fini(struct ls_document *document);

#define LS_DOCUMENT_TABLES(X)                                                                      \
    X(marks)                                                                                       \
    X(internal)                                                                                    \
    X(personnel)                                                                                   \
    X(exams)                                                                                       \
    X(cases)                                                                                       \
    X(office)                                                                                      \
    X(registers)                                                                                   \
    X(variety)                                                                                     \
    X(strangers)                                                                                   \
    X(notes)                                                                                       \
    X(more)                                                                                        \
    X(far)                                                                                         \
    X(houses)                                                                                      \
    X(inner)                                                                                       \
    X(clerks)                                                                                      \
    X(inspectors)                                                                                  \
    X(files)                                                                                       \
    X(probes)                                                                                      \
    X(rooms)                                                                                       \
    X(quizzes)                                                                                     \
    X(staff)                                                                                       \
    X(world)                                                                                       \
    X(clean_persons)                                                                               \
    X(clean_office)                                                                                \
    X(clean_variety)                                                                               \
    X(clean_clerks)                                                                                \
    X(clean_rooms)                                                                                 \
    X(clean_everyday)

#define LS_DOCUMENT_DECLARE(table)                                                                 \
    extern const struct ls_document_kind ls_documents_##table[];                                   \
    extern const size_t ls_documents_##table##_n;
LS_DOCUMENT_TABLES(LS_DOCUMENT_DECLARE)
#define LS_DOCUMENT_TABLE(table, ...)                                                              \
    const struct ls_document_kind ls_documents_##table[] = {__VA_ARGS__};                          \
    const size_t ls_documents_##table##_n =                                                        \
        sizeof ls_documents_##table / sizeof *ls_documents_##table;

/* A row of a table; NULL for what it has not. */
#define LS_DOCUMENT(name_, category_, rules_, allowed_, text_)                                     \
    {                                                                                              \
        .name = name_, .category = category_, .rules = rules_, .allowed = allowed_, .text = text_  \
    }
/* One of which nothing may be told, and one of which nothing may be that weighs more than low. */
#define LS_CLEAN_DOCUMENT(name_, text_) LS_DOCUMENT(name_, NULL, NULL, NULL, text_)
#define LS_LOWERED_DOCUMENT(name_, text_) LS_DOCUMENT(name_, NULL, NULL, "low", text_)
/* A paper that has no form of its own: whatever else it is taken for besides is no mistake. */
#define LS_LOOSE_KIND(name_, category_, text_)                                                     \
    LS_DOCUMENT(name_, category_, NULL,                                                            \
                "grade-mark,internal-mark,personnel,identifier,register,minutes,case-file,"        \
                "audit,staffing,archive-file,exam,trade-secret,credential,telegram,foreign-mark",  \
                text_)

#endif
