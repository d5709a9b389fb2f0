/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are ZIP archives of XML parts which name each other: ODF, OFD, EPUB.
 *
 *   open -> find a part, by its name or as seen from another part -> read it as XML -> …
 *        -> the rest: every member that was not read is a child
 *
 * A part is read once; nothing is lost for not being known. One thread at a time.
 */
#ifndef LS_FORMATS_PACKAGE_H
#define LS_FORMATS_PACKAGE_H

#include "formats/format.h"
#include "formats/xml.h"
#include "formats/zip.h"

#include <stdbool.h>

enum {
    LS_PACKAGE_NAME_MAX = 4096, /* bytes of a name; parts with longer ones are never found */
    LS_PACKAGE_ROOT_MAX = 64,   /* bytes of a root element's name */
    LS_PACKAGE_PIECE = 32 << 10,
};

#define LS_PACKAGE_NONE SIZE_MAX

struct ls_package {
    struct ls_format_job *job;
    struct ls_zip *zip;
    struct ls_zip_member *member;
    uint8_t *state; /* of each member */
    char *piece;
    char *name; /* LS_PACKAGE_NAME_MAX and a NUL */
};

/* The root element of a part: its name without prefix, empty where there is none. */
struct ls_package_root {
    char name[LS_PACKAGE_ROOT_MAX];
    size_t len;
};

/* `package` may be closed after a failure, too. Tells what the lists have against each other. */
struct ls_result ls_package_open(struct ls_format_job *job, struct ls_package *package) LS_MUST_USE;
void ls_package_close(struct ls_package *package);

size_t ls_package_count(const struct ls_package *package);
struct ls_str ls_package_name(const struct ls_package *package, size_t index);

/* The part of this name (ASCII letters in either case), or LS_PACKAGE_NONE. */
size_t ls_package_find(struct ls_package *package, struct ls_str name);

/*
 * The part that `target`, which stands in part `from`, leads to: from the top with a leading '/',
 * else from the folder of `from`, and if nothing is there from each folder around it.
 */
size_t ls_package_follow(struct ls_package *package, size_t from, struct ls_str target);

/* Whether it was read, emitted or taken. */
bool ls_package_is_done(const struct ls_package *package, size_t index);
/* It needs no reading: its bytes say nothing to people. */
void ls_package_take(struct ls_package *package, size_t index);

/* The root element, without reading more than the beginning. */
struct ls_result ls_package_root(struct ls_package *package, size_t index,
                                 struct ls_package_root *root) LS_MUST_USE;

/* Where the text of a part stands: `name`, `link_off` and `raw_off`. */
void ls_package_info(const struct ls_package *package, size_t index, enum ls_part part,
                     struct ls_part_info *info);

/*
 * Reads a part as XML, if it was not read before. What is wrong with it is a gap; where it is no
 * XML at all, it stays for ls_package_rest().
 */
struct ls_result ls_package_read(struct ls_package *package, size_t index,
                                 const struct ls_xml_handler *handler) LS_MUST_USE;

/* Reads a part for what it says about others: without a gap, and it may be read again. */
struct ls_result ls_package_scan(struct ls_package *package, size_t index,
                                 const struct ls_xml_handler *handler) LS_MUST_USE;

/* Emits a member as a child, if it was not read before. `seen` may be NULL; see zip.h. */
struct ls_result ls_package_child(struct ls_package *package, size_t index,
                                  const struct ls_child *seen) LS_MUST_USE;

/* Emits all members that were not read. */
struct ls_result ls_package_rest(struct ls_package *package) LS_MUST_USE;

/* A gap about a member. */
struct ls_result ls_package_gap(struct ls_package *package, size_t index, const char *reason,
                                const char *detail) LS_MUST_USE;

#endif
