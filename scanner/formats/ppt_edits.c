/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the newest edit of a presentation says: which objects there are, and where they stand now.
 */
#include "formats/ppt_priv.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <stdlib.h>

enum {
    EDITS_MAX = 1 << 14,
    PLAIN = 0xE391C05F, /* token of a file without a password (2.3.2) */
};

static int by_number(const void *a, const void *b)
{
    const struct ppt_object *x = a, *y = b;
    if (x->persist != y->persist)
        return x->persist < y->persist ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

struct ppt_object *ls_ppt_find_object(struct ls_ppt *ppt, uint32_t number)
{
    LS_BISECT(lo, ppt->objects.n, i, ppt->objects.at[i].persist < number);
    return lo < ppt->objects.n && ppt->objects.at[lo].persist == number ? &ppt->objects.at[lo]
                                                                        : NULL;
}

/* PersistDirectoryAtom (2.3.4): numbers in a row, and the place of each. */
static struct ls_result read_directory(struct ls_ppt *ppt, uint64_t off, uint32_t rank)
{
    struct ppt_record record;
    struct ls_cursor c;
    bool found;
    LS_TRY(ls_ppt_record(ppt, off, ppt->view.blob->size, &record, &found));
    if (!found || record.type != PPT_PERSIST_DIRECTORY) {
        ls_ppt_note(ppt, "an edit without its list of objects");
        return ls_ok();
    }
    for (uint64_t at = 0; at + 4 <= record.end - record.off;) {
        LS_TRY(ls_ppt_bytes(ppt, &record, at, 4, &c));
        uint32_t first = ls_cursor_u32le(&c), n = first >> 20;
        at += 4;
        for (uint32_t i = 0; i < n; i++, at += 4) {
            LS_TRY(ls_ppt_bytes(ppt, &record, at, 4, &c));
            uint32_t place = ls_cursor_u32le(&c);
            if (c.failed)
                break;
            if (ppt->objects.n == ppt->objects.limit) {
                ls_ppt_note(ppt, "too many objects");
                return ls_ok();
            }
            LS_VEC_PUSH(&ppt->objects,
                        ((struct ppt_object){
                            .persist = (first & 0xFFFFF) + i, .rank = rank, .off = place}));
        }
    }
    return ls_charge(ppt->job, 0, record.end - record.off);
}

/* Of each object the newest. */
static void sort_objects(struct ls_ppt *ppt)
{
    size_t n = 0;
    if (ppt->objects.n > 1)
        qsort(ppt->objects.at, ppt->objects.n, sizeof *ppt->objects.at, by_number);
    for (size_t i = 0; i < ppt->objects.n; i++)
        if (n == 0 || ppt->objects.at[n - 1].persist != ppt->objects.at[i].persist)
            ppt->objects.at[n++] = ppt->objects.at[i];
    ppt->objects.n = n;
}

/* UserEditAtom (2.3.3), and those before it. */
static struct ls_result read_edits(struct ls_ppt *ppt, uint64_t off, uint32_t *document,
                                   bool *encrypted)
{
    for (uint32_t rank = 0; rank < EDITS_MAX; rank++) {
        struct ppt_record edit;
        struct ls_cursor c;
        bool found;
        LS_TRY(ls_ppt_record(ppt, off, ppt->view.blob->size, &edit, &found));
        LS_TRY(ls_ppt_bytes(ppt, &edit, 0, 28, &c));
        (void)ls_cursor_u64le(&c);
        uint64_t last = ls_cursor_u32le(&c), directory = ls_cursor_u32le(&c);
        uint32_t root = ls_cursor_u32le(&c);
        if (!found || c.failed || edit.type != PPT_USER_EDIT) {
            ls_ppt_note(ppt, "an edit that is missing");
            break;
        }
        if (rank == 0) {
            *document = root;
            *encrypted |= edit.end - edit.off >= 32;
        }
        LS_TRY(read_directory(ppt, directory, rank));
        if (last == 0)
            break;
        if (last >= off) {
            ls_ppt_note(ppt, "edits in a ring");
            break;
        }
        off = last;
    }
    sort_objects(ppt);
    return ls_ok();
}

/* The last edit that stands in the stream: for when nothing leads to one. */
static struct ls_result find_edit(struct ls_ppt *ppt, uint64_t *edit)
{
    struct ppt_record record;
    bool found;
    *edit = 0;
    for (uint64_t off = 0;; off = record.end) {
        LS_TRY(ls_ppt_record(ppt, off, ppt->view.blob->size, &record, &found));
        if (!found)
            return ls_ok();
        if (record.type == PPT_USER_EDIT)
            *edit = off;
    }
}

/* CurrentUserAtom (2.3.2). */
static struct ls_result read_current_user(struct ls_ppt *ppt, uint64_t *edit, bool *encrypted)
{
    struct ls_buf user = {.limit = 256};
    struct ls_cursor c;
    uint32_t i = ls_cfb_find_stream(ppt->cfb, ppt->storage, "Current User");
    *edit = 0;
    if (i == LS_CFB_NONE)
        return ls_ok();
    struct ls_result r = ls_cfb_load(ppt->cfb, i, &user, NULL);
    ls_cursor_init(&c, user.at, user.n);
    (void)ls_cursor_u16le(&c);
    bool is = ls_cursor_u16le(&c) == PPT_CURRENT_USER;
    (void)ls_cursor_u64le(&c);
    uint32_t token = ls_cursor_u32le(&c), off = ls_cursor_u32le(&c);
    if (is && !c.failed) {
        *edit = off;
        *encrypted = token != PLAIN;
        ls_cfb_take(ppt->cfb, i);
    }
    LS_VEC_FINI(&user);
    return r;
}

static struct ls_result open_document(struct ls_ppt *ppt, uint64_t edit,
                                      struct ppt_record *document, bool *encrypted)
{
    uint32_t number = 0;
    bool found = false;
    if (edit)
        LS_TRY(read_edits(ppt, edit, &number, encrypted));
    if (ppt->objects.n == 0 && !*encrypted) {
        LS_TRY(find_edit(ppt, &edit));
        if (edit)
            LS_TRY(read_edits(ppt, edit, &number, encrypted));
    }
    if (*encrypted) {
        bool open;
        LS_TRY(ls_ppt_unlock(ppt, edit, &open));
        *encrypted = !open;
        if (!open)
            return ls_ok();
    }
    struct ppt_object *object = ls_ppt_find_object(ppt, number);
    if (object)
        LS_TRY(ls_ppt_record(ppt, object->off, ppt->view.blob->size, document, &found));
    ppt->lost = !found || document->type != PPT_DOCUMENT;
    if (ppt->lost) {
        ls_ppt_note(ppt, "no document that an edit leads to");
        ppt->objects.n = 0;
    } else {
        object->read = true;
    }
    return ls_ok();
}

struct ls_result ls_ppt_open(struct ls_ppt *ppt, struct ppt_record *document, bool *encrypted)
{
    uint64_t edit;
    LS_TRY(read_current_user(ppt, &edit, encrypted));
    return open_document(ppt, edit, document, encrypted);
}
