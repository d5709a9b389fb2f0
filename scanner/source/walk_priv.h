/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What walk.c (who goes where next) and visit.c (what is there) share. Private to source/.
 */
#ifndef LS_SOURCE_WALK_PRIV_H
#define LS_SOURCE_WALK_PRIV_H

#include "base/buf.h"
#include "source/folder_priv.h"
#include "source/walk.h"

#include <stdatomic.h>

/* An entry of a sorted listing: its kind and where its name stands in ls_walker.names. */
struct ls_listed {
    size_t name;
    unsigned char type; /* DT_* */
};

/* One thread in a walk. */
struct ls_walker {
    const struct ls_walk_options *options;
    struct ls_folders *folders;
    const atomic_bool *stop;
    ls_walk_fn emit;
    void *user;
    struct ls_buf path;     /* of what is looked at right now, NUL behind it */
    size_t prefix_n;        /* so much of it is the folder with its '/' */
    ls_folder_chain chain;  /* scratch of ls_folder_open() */
    unsigned char *dirents; /* scratch of getdents64(2) */
    struct ls_buf names;    /* scratch of a sorted listing, with `order` */
    LS_VEC(struct ls_listed) order;
    struct ls_folder *found; /* folders found in this listing, in order */
    struct ls_folder **found_end;
    size_t room; /* how many more folders may wait */
};

struct ls_result ls_walker_init(struct ls_walker *walker) LS_MUST_USE;
void ls_walker_fini(struct ls_walker *walker);

/* Hands over what a path of the user's names; a folder is only put into `found`. */
struct ls_result ls_visit_named(struct ls_walker *walker, const char *path) LS_MUST_USE;

/* Hands over what is in a folder; its folders are put into `found`. */
struct ls_result ls_visit_folder(struct ls_walker *walker, struct ls_folder *folder) LS_MUST_USE;

#endif
