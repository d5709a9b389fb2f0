/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in compound files (formats/cfb.h). ONE READER FOR EACH KIND OF DOCUMENT, in a table
 * in ole.c. Each kind also has a format_<name>.c, which bids when its main stream is there;
 * whichever wins, the same is done with the file, so that a file that is two things at once is read
 * as both:
 *
 *   1. every reader that knows the root reads it;
 *   2. a storage that a reader knows becomes a child: an object inside a document;
 *   3. streams that nobody has taken become children, as bytes;
 *   4. what nobody knows is a gap that names its kind.
 */
#ifndef LS_FORMATS_OLE_H
#define LS_FORMATS_OLE_H

#include "formats/cfb.h"
#include "formats/format.h"

struct ls_ole_reader {
    /* Whether this storage is such a document: looks at names only. */
    bool (*knows)(const struct ls_cfb *cfb, uint32_t storage);
    /*
     * Reads it and takes (ls_cfb_take) the streams it has told all of. BAD/LS_E_MALFORMED: broken
     * here; the gap is made for it, and what it has not taken is told as bytes.
     */
    struct ls_result (*read)(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage);
    /* Belongs to whatever document it stands in and is read with it, in any storage: macros. */
    bool in_place;
    /* In place, and yet a file that has nothing else in its root is whole: vbaProject.bin. */
    bool suffices;
};

/*
 * run() of all formats that are compound files; their access is LS_ACCESS_STREAM, for a gap can be
 * told of what cannot be read at random.
 */
struct ls_result ls_ole_run(struct ls_format_job *job) LS_MUST_USE;

/*
 * Bid of a format whose files have an entry of this name, more than that of any compound file; an
 * entry of the root outbids one of an object in it.
 */
unsigned ls_ole_bid(const struct ls_probe *probe, const char *name);

/*
 * Path of an entry below `storage`, "ObjectPool/_1234": what it is called in a chain. Control
 * characters are left out. The text is in `room`.
 */
struct ls_result ls_ole_path(const struct ls_cfb *cfb, uint32_t storage, uint32_t i,
                             struct ls_buf *room, struct ls_str *path) LS_MUST_USE;

/*
 * A storage or a stream as the child that is filled in, all but its bytes and where they stand.
 * Takes it.
 */
struct ls_result ls_ole_child_as(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                 struct ls_child *child) LS_MUST_USE;

/* The same, with its path for a name. */
struct ls_result ls_ole_child(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                              enum ls_part part) LS_MUST_USE;

#endif
