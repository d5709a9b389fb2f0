/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mailboxes of Outlook (pst, ost): every message that has a node, also those that no folder lists
 * any more. A message is a part, "Inbox/Subject"; its attachments, and other forms of its text, are
 * children under that name, and messages that are attached are parts again.
 */
#include "formats/format.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/pst_priv.h"

#include <string.h>

enum {
    STORE = 0x21, /* nodes ([MS-PST] 2.4.1) */
    RECIPIENTS = 0x692,
    NAMES_MAX = 8 << 20,
    PATH_MAX_BYTES = 512, /* of a folder's path, and of the name of a message */
    PATH_DEPTH = 12,
    CELLS_HELD = 1024,
    NESTED_MAX = 1000, /* attached messages of one message … */
    DEPTH_MAX = 32,    /* … in each other */
};

/* What is broken is one message, not the mailbox. */
static struct ls_result only_here(struct pst_box *box, struct ls_result r)
{
    if (r.reach == LS_BAD && r.code == LS_E_MALFORMED) {
        ls_pst_note(box, "a broken message");
        return ls_ok();
    }
    return r;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* The first string of that property in box->values, behind a slash. */
static struct ls_result add_step(struct pst_box *box, uint16_t id, struct ls_buf *path)
{
    for (size_t i = 0; i < box->values.n; i++) {
        const struct ls_mapi_value *value = &box->values.at[i];
        if (value->id != id || (value->type != LS_MAPI_STRING && value->type != LS_MAPI_STRING8))
            continue;
        if (path->n && path->n < path->limit)
            LS_TRY(ls_buf_char(path, '/'));
        return ls_mapi_add_name(&box->mapi, &box->source, value, path);
    }
    return ls_ok();
}

/* "Top of Personal Folders/Inbox": box->path, of the last folder asked for. */
static struct ls_result find_path(struct pst_box *box, uint64_t folder)
{
    struct ls_pst_node way[PATH_DEPTH];
    size_t n = 0;
    bool found = true;
    if (box->folder == folder)
        return ls_ok();
    box->folder = folder;
    LS_VEC_CLEAR(&box->path);
    for (uint64_t nid = folder; n < PATH_DEPTH && found; nid = way[n - 1].parent) {
        LS_TRY(ls_pst_find(&box->pst, nid, &way[n], &found));
        uint64_t type = nid & LS_PST_NID_TYPE;
        found &= type == LS_PST_FOLDER || type == LS_PST_SEARCH_FOLDER;
        if (!found || way[n++].parent == nid)
            break;
    }
    while (n--) {
        LS_TRY(ls_pst_place_open(&box->other, &way[n]));
        LS_TRY(only_here(box, ls_pst_list(box, &box->other)));
        LS_TRY(add_step(box, LS_MAPI_DISPLAY_NAME, &box->path));
    }
    return ls_ok();
}

/* ---- messages -------------------------------------------------------------------------------- */
static struct ls_result wait_for(struct pst_box *box, const struct ls_pst_node *node,
                                 struct ls_str name)
{
    struct pst_waiting waiting = {
        .node = *node, .name = box->names.n, .name_len = name.len, .depth = box->depth + 1};
    if (waiting.depth > DEPTH_MAX || box->waiting.n == box->waiting.limit ||
        box->names.limit - box->names.n < name.len)
        return ls_emit_gap(box->job, name, LS_REASON_DEPTH_LIMIT, "messages in messages");
    if (name.len)
        LS_TRY(ls_buf_add(&box->names, name.at, name.len));
    LS_VEC_PUSH(&box->waiting, waiting);
    return ls_ok();
}

/* [MS-PST] 2.4.6.2.3: the value names the node of a message, or of an object's bytes. */
static struct ls_result tell_object(struct ls_mapi_source *source,
                                    const struct ls_mapi_value *value, struct ls_child *child)
{
    struct pst_box *box = LS_CONTAINER(source, struct pst_box, source);
    uint8_t room[4];
    struct ls_cursor c;
    if (value->name == PST_IN_SUBNODE || value->size < sizeof room)
        return ls_ok();
    LS_TRY(ls_blob_read_all(&box->here->data.blob, value->where, room, sizeof room));
    ls_cursor_init(&c, room, sizeof room);
    const struct ls_pst_node *node = ls_pst_subnode(box->here, ls_cursor_u32le(&c));
    if (!node) {
        ls_pst_note(box, "an attachment that is nowhere");
        return ls_ok();
    }
    if ((node->nid & LS_PST_NID_TYPE) == LS_PST_MESSAGE)
        return wait_for(box, node, child->name);
    LS_TRY(ls_pst_data_open(&box->open_data, node->data));
    child->blob = &box->open_data.blob;
    child->off = LS_OFF_UNKNOWN;
    return child->blob->size ? ls_emit_child(box->job, child) : ls_ok();
}

/* Recipients may be more than are held at a time. */
static struct ls_result tell_row(struct pst_box *box)
{
    struct ls_result r = ls_mapi_tell_recipient(&box->mapi, &box->source, &box->row);
    LS_VEC_CLEAR(&box->row);
    return r;
}

static struct ls_result take_cell(void *user, const struct ls_pst_value *found)
{
    struct pst_box *box = user;
    struct ls_mapi_value value = {.id = found->id, .type = found->type};
    bool there;
    LS_TRY(ls_pst_locate(box, found->number, &value, &there));
    if (box->row.n == CELLS_HELD)
        LS_TRY(tell_row(box));
    return there ? ls_mapi_add(&box->mapi, &box->row, &value) : ls_ok();
}

static struct ls_result tell_recipients(struct pst_box *box)
{
    struct pst_place rows;
    uint32_t nid;
    const struct ls_pst_node *node = ls_pst_subnode(&box->message, RECIPIENTS);
    if (!node)
        return ls_ok();
    LS_TRY(ls_pst_place_open(&box->other, node));
    box->here = &box->other;
    LS_VEC_CLEAR(&box->row);
    LS_TRY(ls_pst_table(&box->other.data, NULL, &nid, take_cell, box));
    node = nid ? ls_pst_subnode(&box->other, nid) : NULL;
    if (node) {
        ls_pst_place_init(&rows, &box->pst);
        struct ls_result r = ls_pst_data_open(&rows.data, node->data);
        if (!ls_failed(r))
            r = ls_pst_table(&box->other.data, &rows.data, &nid, take_cell, box);
        ls_pst_data_fini(&rows.data);
        LS_TRY(r);
    }
    return tell_row(box);
}

static struct ls_result tell_attachment(struct pst_box *box, const struct ls_pst_node *node)
{
    LS_TRY(ls_pst_place_open(&box->attachment, node));
    LS_TRY(ls_pst_list(box, &box->attachment));
    return ls_mapi_tell_attachment(&box->mapi, &box->source, &box->values);
}

/* `above`: the path before its subject. */
static struct ls_result tell_message(struct pst_box *box, const struct ls_pst_node *node,
                                     struct ls_str above)
{
    LS_VEC_CLEAR(&box->name);
    if (above.len)
        LS_TRY(ls_buf_add(&box->name, above.at,
                          above.len < PATH_MAX_BYTES ? above.len : PATH_MAX_BYTES));
    ls_mapi_begin(&box->mapi, NULL);
    LS_TRY(ls_pst_place_open(&box->message, node));
    LS_TRY(ls_pst_list(box, &box->message));
    LS_TRY(add_step(box, LS_MAPI_SUBJECT, &box->name));
    if (box->name.n == 0)
        LS_TRY(ls_buf_str(&box->name, "message"));
    box->link = (struct ls_link){
        .name = {box->name.at, box->name.n},
        .off = box->message.data.blocks.n ? box->message.data.blocks.at[0].off : LS_OFF_UNKNOWN};
    box->mapi.link = box->link;
    LS_TRY(ls_mapi_tell_text(&box->mapi, &box->source, &box->values));
    LS_TRY(only_here(box, tell_recipients(box)));
    box->here = &box->message;
    LS_TRY(ls_mapi_tell_rest(&box->mapi, &box->source, &box->values));
    for (size_t i = 0; i < box->message.subnodes.n; i++) {
        struct ls_pst_node each = box->message.subnodes.at[i];
        if ((each.nid & LS_PST_NID_TYPE) == LS_PST_ATTACHMENT)
            LS_TRY(only_here(box, tell_attachment(box, &each)));
    }
    return ls_ok();
}

/* Messages that are attached to the last one, and to those. */
static struct ls_result tell_waiting(struct pst_box *box)
{
    while (box->waiting.n) {
        struct pst_waiting next = box->waiting.at[--box->waiting.n];
        struct ls_str above = {box->names.at + next.name, next.name_len};
        box->names.n = next.name; /* what comes later stands there; it is copied first */
        box->depth = next.depth;
        if (next.name_len == 0)
            above.at = NULL;
        LS_TRY(only_here(box, tell_message(box, &next.node, above)));
    }
    box->depth = 0;
    return ls_ok();
}

/* What a folder, or the mailbox itself, is called, and what is noted about it. */
static struct ls_result tell_folder(struct pst_box *box, const struct ls_pst_node *node)
{
    const char *unnamed = node->nid == STORE ? "mailbox" : "folder";
    LS_TRY(find_path(box, node->nid));
    ls_mapi_begin(&box->mapi, NULL);
    LS_TRY(ls_pst_place_open(&box->other, node));
    LS_TRY(ls_pst_list(box, &box->other));
    LS_VEC_CLEAR(&box->name);
    LS_TRY(ls_buf_add(&box->name, box->path.n ? box->path.at : unnamed,
                      box->path.n ? box->path.n : strlen(unnamed)));
    box->mapi.link = (struct ls_link){.name = {box->name.at, box->name.n}, .off = LS_OFF_UNKNOWN};
    for (size_t i = 0; i < box->values.n; i++) {
        const struct ls_mapi_value *value = &box->values.at[i];
        bool name = value->id == LS_MAPI_DISPLAY_NAME;
        if (value->type == LS_MAPI_STRING || value->type == LS_MAPI_STRING8)
            LS_TRY(ls_mapi_tell_string(&box->mapi, &box->source, value,
                                       name ? LS_PART_NAME : LS_PART_PROPERTY));
    }
    return ls_ok();
}

static struct ls_result tell_node(struct pst_box *box, const struct ls_pst_node *node)
{
    if (node->nid == STORE)
        return tell_folder(box, node);
    switch (node->nid & LS_PST_NID_TYPE) {
    case LS_PST_FOLDER:
    case LS_PST_SEARCH_FOLDER:
        return tell_folder(box, node);
    case LS_PST_MESSAGE:
    case LS_PST_ASSOCIATED:
        LS_TRY(find_path(box, node->parent));
        LS_TRY(only_here(box, tell_message(box, node, (struct ls_str){box->path.at, box->path.n})));
        return tell_waiting(box);
    default:
        return ls_ok();
    }
}

static struct ls_result tell_all(struct pst_box *box)
{
    struct ls_pst_walk *walk = ls_calloc(1, sizeof *walk);
    struct ls_result r = walk ? only_here(box, ls_pst_read_names(box)) : ls_stop(LS_E_MEMORY);
    bool got = true;
    while (!ls_failed(r) && got) {
        struct ls_pst_node node;
        r = ls_pst_next(&box->pst, walk, &node, &got);
        if (!ls_failed(r) && got)
            r = only_here(box, tell_node(box, &node));
    }
    ls_free(walk);
    return r;
}

static void box_init(struct pst_box *box, struct ls_format_job *job)
{
    ls_pst_source_init(&box->source);
    box->source.object = tell_object;
    box->job = job;
    ls_mapi_init(&box->mapi, job);
    ls_pst_place_init(&box->message, &box->pst);
    ls_pst_place_init(&box->attachment, &box->pst);
    ls_pst_place_init(&box->other, &box->pst);
    ls_pst_data_init(&box->open_data, &box->pst);
    box->entries.limit = box->strings.limit = box->names.limit = NAMES_MAX;
    box->path.limit = PATH_MAX_BYTES;
    box->name.limit = 2 * PATH_MAX_BYTES;
    LS_VEC_INIT(&box->waiting, NESTED_MAX);
}

static void box_fini(struct pst_box *box)
{
    ls_mapi_fini(&box->mapi);
    ls_pst_place_fini(&box->message);
    ls_pst_place_fini(&box->attachment);
    ls_pst_place_fini(&box->other);
    ls_pst_data_fini(&box->open_data);
    LS_VEC_FINI(&box->values);
    LS_VEC_FINI(&box->row);
    LS_VEC_FINI(&box->entries);
    LS_VEC_FINI(&box->strings);
    LS_VEC_FINI(&box->path);
    LS_VEC_FINI(&box->name);
    LS_VEC_FINI(&box->waiting);
    LS_VEC_FINI(&box->names);
}

static struct ls_result run(struct ls_format_job *job)
{
    const char *why, *detail;
    struct ls_str none = {NULL, 0};
    struct pst_box *box = ls_calloc(1, sizeof *box);
    if (!box)
        return ls_stop(LS_E_MEMORY);
    box_init(box, job);
    struct ls_result r = ls_pst_open(&box->pst, job, &why, &detail);
    if (!ls_failed(r))
        r = why ? ls_emit_gap(job, none, why, detail) : tell_all(box);
    if (!ls_failed(r) && box->pst.trouble)
        r = ls_emit_gap(job, none, LS_REASON_MALFORMED, box->pst.trouble);
    box_fini(box);
    ls_free(box);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    static const char magic[] = {'!', 'B', 'D', 'N'};
    enum { CLIENT = 8 };
    bool client = ls_probe_is(probe, CLIENT, "SM", 2) || ls_probe_is(probe, CLIENT, "SO", 2) ||
                  ls_probe_is(probe, CLIENT, "AB", 2);
    return ls_probe_is(probe, 0, magic, sizeof magic) && client ? 48 : 0;
}

const struct ls_format ls_format_pst = {
    .name = "pst",
    .what = "Outlook mailbox (PST, OST)",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
