/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Office Open XML packages (ECMA-376 Part 2) for format_docx.c, format_xlsx.c, format_xlsb.c and
 * format_pptx.c.
 *
 *   _rels/.rels --> main part --relationships--> parts --relationships--> …     then: all the rest
 *
 * Relationships say in which order parts are read and to which slide or sheet they belong; the root
 * element of a part says what it is, whatever its name and declared type. So parts that nothing
 * leads to are read as well. What is no XML, or XML of a kind that is not listed, is a child.
 *
 * Each part is read once. One thread at a time.
 */
#ifndef LS_FORMATS_OOXML_H
#define LS_FORMATS_OOXML_H

#include "base/buf.h"
#include "base/place.h"
#include "base/result.h"
#include "formats/format.h"
#include "formats/known.h"
#include "formats/story.h"
#include "formats/xml.h"
#include "formats/zip.h"

enum {
    LS_OOXML_NAME_MAX = 1024, /* bytes of a part's name that a relationship leads to */
    LS_OOXML_SHEETS_MAX = 64 << 10,
};

struct ls_ooxml;

/* What a part belongs to, as its relationships say. */
struct ls_ooxml_place {
    uint32_t slide; /* 1-based, or 0 */
    uint32_t sheet; /* 1-based index for ls_ooxml_sheet_name(), or 0 */
    bool hidden;    /* of a hidden sheet or slide, or nothing leads there */
};

struct ls_ooxml_part {
    size_t index; /* in the archive */
    const struct ls_zip_entry *entry;
    struct ls_ooxml_place place;
    const struct ls_ooxml_root *root; /* NULL: no XML */
    struct ls_part_info info;         /* where its text stands; `part` is that of the root */
};

/* What a root element means. The first entry that fits counts. */
struct ls_ooxml_root {
    const char *local;
    enum ls_part part;
    /* NULL: nothing in it is for people. */
    struct ls_result (*read)(struct ls_ooxml *package, const struct ls_ooxml_part *part);
};

struct ls_ooxml_kind {
    const struct ls_ooxml_root *roots; /* beside those that all kinds have */
    size_t roots_n;
    const char *main[4]; /* usual names of the main part, for packages that do not say */
    /* A part that is no XML; false in *taken: it is a child. May be NULL. */
    struct ls_result (*binary)(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                               bool *taken);
    /* When all parts have been read. May be NULL. */
    struct ls_result (*end)(struct ls_ooxml *package);
};

struct ls_ooxml {
    struct ls_format_job *job;
    const struct ls_ooxml_kind *kind;
    struct ls_story *story;
    struct ls_zip *zip;
    struct ls_zip_member *member;
    struct ls_ooxml_state *state; /* of ooxml.c */
    struct ls_buf sheet_names;
    LS_VEC(uint32_t) sheet_ends; /* of each name in sheet_names */
    struct ls_known diagrams;    /* lines of the data of diagrams (ooxml_trace.h) */
    void *own;                   /* of the kind */
};

/* Takes a package apart. */
struct ls_result ls_ooxml_run(struct ls_format_job *job, const struct ls_ooxml_kind *kind,
                              void *own) LS_MUST_USE;

/* How many bits speak for a package that has its parts below `folder` ("word/"). */
unsigned ls_ooxml_bid(const struct ls_probe *probe, const char *folder);

/* Reads a part as XML; what is wrong with it becomes a gap. */
struct ls_result ls_ooxml_read(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                               const struct ls_xml_handler *handler) LS_MUST_USE;

/* The same without a gap: the reason of base/reason.h in *why, or NULL; *detail for people. */
struct ls_result ls_ooxml_read_quietly(struct ls_ooxml *package, const struct ls_zip_entry *entry,
                                       const struct ls_xml_handler *handler, const char **why,
                                       const char **detail) LS_MUST_USE;

/* The index of the part of this name (ASCII letters in either case); SIZE_MAX: there is none. */
size_t ls_ooxml_find(const struct ls_ooxml *package, struct ls_str name);

/* Part `index` is to be read next, after those that are waiting. Nothing, when it has been. */
struct ls_result ls_ooxml_queue(struct ls_ooxml *package, size_t index,
                                struct ls_ooxml_place place) LS_MUST_USE;

/* Reads it now, if it has not been read; not from within the reading of another part. */
struct ls_result ls_ooxml_visit(struct ls_ooxml *package, size_t index,
                                struct ls_ooxml_place place) LS_MUST_USE;

/* Do the content types call the part of this name HTML? */
struct ls_result ls_ooxml_is_html(struct ls_ooxml *package, struct ls_str name,
                                  bool *html) LS_MUST_USE;

/* A new sheet; its index for struct ls_ooxml_place, 0 when there are too many. */
struct ls_result ls_ooxml_add_sheet(struct ls_ooxml *package, struct ls_str name,
                                    uint32_t *sheet) LS_MUST_USE;
struct ls_str ls_ooxml_sheet_name(const struct ls_ooxml *package, uint32_t sheet);

/* Roots that all kinds have. */
extern const struct ls_ooxml_root ls_ooxml_common_roots[];
extern const size_t ls_ooxml_common_roots_n;
extern const struct ls_ooxml_root ls_ooxml_custom_root; /* of whatever stands in customXml/ */

/* Bytes [from, to) of what stands at `at`, which may be NULL where there are none. */
static inline struct ls_str ls_ooxml_slice(const char *at, size_t from, size_t to)
{
    return from < to ? (struct ls_str){at + from, to - from} : (struct ls_str){NULL, 0};
}

/* An attribute that says yes ("1", "true", "on", or nothing but its name). */
bool ls_ooxml_yes(struct ls_str value);

#endif
