/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the two files of a mailbox share: which node is being looked at, and its values.
 *
 *   pst_values.c   the values of a node, where their bytes stand, names of named properties
 *   format_pst.c   folders, messages, what is attached to them
 */
#ifndef LS_FORMATS_PST_PRIV_H
#define LS_FORMATS_PST_PRIV_H

#include "base/alloc.h"
#include "formats/mapi.h"
#include "formats/pst.h"

enum { PST_IN_SUBNODE = 1 }; /* kinds of values: ls_mapi_value.name */

/* A node whose data is a heap. */
struct pst_place {
    struct ls_pst_data data;
    struct ls_pst_nodes subnodes;
};

/* A message that waits for its turn. */
struct pst_waiting {
    struct ls_pst_node node;
    size_t name, name_len; /* in `names` */
    unsigned depth;
};

struct pst_box {
    struct ls_mapi_source source;
    struct ls_format_job *job;
    struct ls_pst pst;
    struct ls_mapi mapi;
    struct pst_place message, attachment, other;
    struct pst_place *here; /* whose values are being told */
    struct ls_mapi_values values, row;
    struct ls_mapi_values *into;
    struct ls_blob_range open;
    struct ls_pst_data open_data;
    struct ls_buf entries, strings; /* of named properties */
    struct ls_buf path;             /* of the folder `folder` */
    uint64_t folder;
    struct ls_buf name; /* of the message at hand */
    struct ls_link link;
    LS_VEC(struct pst_waiting) waiting;
    struct ls_buf names;
    unsigned depth;
};

/* Bytes and names of values; what is attached is not the node's own: source->object is left out. */
void ls_pst_source_init(struct ls_mapi_source *source);

void ls_pst_place_init(struct pst_place *place, struct ls_pst *pst);
void ls_pst_place_fini(struct pst_place *place);
struct ls_result ls_pst_place_open(struct pst_place *place,
                                   const struct ls_pst_node *node) LS_MUST_USE;

/* The subnode of this number, or NULL; valid until the place is opened anew. */
const struct ls_pst_node *ls_pst_subnode(const struct pst_place *place, uint64_t nid);

/* What is wrong, for a gap at the end; the first word counts. */
void ls_pst_note(struct pst_box *box, const char *trouble);

/* The values of an open node into box->values; it is box->here from now on. */
struct ls_result ls_pst_list(struct pst_box *box, struct pst_place *place) LS_MUST_USE;

/* Where the bytes of an item or subnode of box->here are; *found is false where there is none. */
struct ls_result ls_pst_locate(struct pst_box *box, uint32_t number, struct ls_mapi_value *value,
                               bool *found) LS_MUST_USE;

/* What named properties are called, for box->source; once, before anything is told. */
struct ls_result ls_pst_read_names(struct pst_box *box) LS_MUST_USE;

#endif
