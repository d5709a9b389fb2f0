/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stream "PowerPoint Document" is a run of records, most of them in others. What it holds now
 * is what the newest edit says ([MS-PPT] 2.1.2): a directory of numbered objects (the document,
 * slides, notes, masters, embedded objects), which goes on in those of the edits before it.
 *
 *   Current User -> edit 2 -> directory {1: @900, 3: @1200}       @100  slide, of edit 1: 3
 *                     |                                           @400  slide           : 4
 *                     v                                           @900  document
 *                   edit 1 -> directory {1: @40, 3: @100, 4: @400}   @1200 slide
 *
 * The document lists slides, masters and notes in their order, with the texts of the outline. An
 * object that a later edit has written anew still stands in the stream: what only it says is told
 * as deleted.
 */
#include "formats/ppt.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/ppt_priv.h"

#include <stdlib.h>
#include <string.h>

enum {
    OBJECTS_MAX = 1 << 20,
    SLIDES_MAX = 1 << 14,
    EDITS_MAX = 1 << 14,
    SAID_MAX = 1 << 20, /* lines */
    PLAIN = 0xE391C05F, /* token of a file without a password (2.3.2) */
    SLIDES = 0,         /* instances of PPT_SLIDE_LIST (2.4.14.3) */
    MASTERS = 1,
    NOTES = 2,
};

static void note(struct ls_ppt *ppt, const char *what)
{
    if (!ppt->broken)
        ppt->broken = what;
}

struct ls_result ls_ppt_record(struct ls_ppt *ppt, uint64_t off, uint64_t end,
                               struct ppt_record *record, bool *found)
{
    const uint8_t *head;
    *found = false;
    *record = (struct ppt_record){.off = off, .end = off};
    if (off >= end || end - off < PPT_HEAD)
        return ls_ok();
    LS_TRY(ls_ole_view_at(&ppt->view, off, PPT_HEAD, &head));
    if (!head)
        return ls_ok();
    struct ls_office_art_record as = ls_office_art_record(head); /* the same in all the file */
    record->version = as.version;
    record->instance = as.instance;
    record->type = as.type;
    uint64_t len = as.len;
    record->off = off + PPT_HEAD;
    if (len > end - record->off) {
        note(ppt, "a record is longer than what it stands in");
        len = end - record->off;
    }
    record->end = record->off + len;
    *found = true;
    return ls_charge(ppt->job, 0, PPT_HEAD);
}

struct ls_result ls_ppt_child(struct ls_ppt *ppt, const struct ppt_record *parent, unsigned type,
                              struct ppt_record *child, bool *found)
{
    for (uint64_t off = parent->off;; off = child->end) {
        LS_TRY(ls_ppt_record(ppt, off, parent->end, child, found));
        if (!*found || child->type == type)
            return ls_ok();
    }
}

struct ls_result ls_ppt_bytes(struct ls_ppt *ppt, const struct ppt_record *record, uint64_t at,
                              size_t len, struct ls_cursor *c)
{
    const uint8_t *bytes = NULL;
    uint64_t have = record->end - record->off;
    if (at <= have && have - at >= len)
        LS_TRY(ls_ole_view_at(&ppt->view, record->off + at, len, &bytes));
    ls_cursor_init(c, bytes, bytes ? len : 0);
    return ls_ok();
}

/* ---- edits ----------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const struct ppt_object *x = a, *y = b;
    if (x->persist != y->persist)
        return x->persist < y->persist ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static struct ppt_object *find_object(struct ls_ppt *ppt, uint32_t number)
{
    size_t lo = 0, hi = ppt->objects.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (ppt->objects.at[mid].persist < number)
            lo = mid + 1;
        else
            hi = mid;
    }
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
        note(ppt, "an edit without its list of objects");
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
                note(ppt, "too many objects");
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
            note(ppt, "an edit that is missing");
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
            note(ppt, "edits in a ring");
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

/* ---- slides ---------------------------------------------------------------------------------- */

/* SlideListWithTextContainer (2.4.14.3): an entry, then its texts. */
static struct ls_result read_list(struct ls_ppt *ppt, const struct ppt_record *list)
{
    struct ppt_record record;
    bool found;
    if (list->instance >= PPT_LISTS)
        return ls_ok();
    struct ppt_slide *last = NULL;
    for (uint64_t off = list->off;; off = record.end) {
        struct ls_cursor c;
        LS_TRY(ls_ppt_record(ppt, off, list->end, &record, &found));
        if (last)
            last->hi = off;
        if (!found)
            return ls_ok();
        if (record.type != PPT_SLIDE_PERSIST)
            continue;
        LS_TRY(ls_ppt_bytes(ppt, &record, 0, 16, &c));
        struct ppt_slide slide = {
            .persist = ls_cursor_u32le(&c), .lo = record.end, .hi = record.end};
        (void)ls_cursor_u64le(&c);
        slide.id = ls_cursor_u32le(&c);
        if (ppt->lists[list->instance].n == SLIDES_MAX) {
            note(ppt, "too many slides");
            return ls_ok();
        }
        LS_VEC_PUSH(&ppt->lists[list->instance], slide);
        last = &ppt->lists[list->instance].at[ppt->lists[list->instance].n - 1];
    }
}

static struct ls_result read_lists(struct ls_ppt *ppt, const struct ppt_record *document)
{
    struct ppt_record record;
    bool found;
    for (uint64_t off = document->off;; off = record.end) {
        LS_TRY(ls_ppt_record(ppt, off, document->end, &record, &found));
        if (!found)
            return ls_ok();
        if (record.type == PPT_SLIDE_LIST)
            LS_TRY(read_list(ppt, &record));
    }
}

static struct ls_result tell(struct ls_ppt *ppt, const struct ppt_record *record, enum ls_part part,
                             uint32_t slide)
{
    struct ls_part_info info = {.part = part,
                                .slide = slide,
                                .encoding = ls_charset_name(ppt->utf16),
                                .link_off = LS_OFF_UNKNOWN};
    ls_story_begin(ppt->story, &info);
    if (record)
        LS_TRY(ls_ppt_walk(ppt, record));
    if (ppt->slide)
        LS_TRY(ls_ppt_outline(ppt, 0, true));
    return ls_story_end(ppt->story);
}

/* Is it left out of the show (SlideShowSlideInfoAtom, 2.6.6)? */
static struct ls_result is_hidden(struct ls_ppt *ppt, const struct ppt_record *slide, bool *hidden)
{
    struct ppt_record info;
    struct ls_cursor c;
    bool found;
    *hidden = false;
    LS_TRY(ls_ppt_child(ppt, slide, PPT_SHOW_INFO, &info, &found));
    if (!found)
        return ls_ok();
    LS_TRY(ls_ppt_bytes(ppt, &info, 10, 2, &c));
    *hidden = ls_cursor_u16le(&c) & 4;
    return ls_ok();
}

/* The slide that notes belong to (NotesAtom, 2.5.12), 1-based; 0: none that is listed. */
static struct ls_result slide_of_notes(struct ls_ppt *ppt, const struct ppt_record *notes,
                                       uint32_t *slide)
{
    struct ppt_record atom;
    struct ls_cursor c;
    bool found;
    *slide = 0;
    LS_TRY(ls_ppt_child(ppt, notes, PPT_NOTES_ATOM, &atom, &found));
    if (!found)
        return ls_ok();
    LS_TRY(ls_ppt_bytes(ppt, &atom, 0, 4, &c));
    uint32_t id = ls_cursor_u32le(&c);
    for (uint32_t i = 0; id && *slide == 0 && i < ppt->lists[SLIDES].n; i++)
        if (ppt->lists[SLIDES].at[i].id == id)
            *slide = i + 1;
    return ls_ok();
}

/* What stands for itself, by what it is. `number`: of a slide, or 0. */
static struct ls_result tell_object(struct ls_ppt *ppt, const struct ppt_record *record,
                                    uint32_t number)
{
    enum ls_part part = LS_PART_MASTER;
    bool hidden;
    switch (record->type) {
    case PPT_SLIDE:
        LS_TRY(is_hidden(ppt, record, &hidden));
        part = hidden || number == 0 ? LS_PART_HIDDEN : LS_PART_BODY;
        break;
    case PPT_NOTES:
        LS_TRY(slide_of_notes(ppt, record, &number));
        part = number || ppt->slide || ppt->lost ? LS_PART_NOTES : LS_PART_MASTER;
        break;
    case PPT_MASTER:
    case PPT_HANDOUT:
        number = 0;
        break;
    default:
        return ls_ok();
    }
    return tell(ppt, record, ppt->old ? LS_PART_DELETION : part, number);
}

/* A list of slides, masters or notes in its order. */
static struct ls_result tell_list(struct ls_ppt *ppt, unsigned list)
{
    for (uint32_t i = 0; i < ppt->lists[list].n; i++) {
        const struct ppt_slide *slide = &ppt->lists[list].at[i];
        struct ppt_object *object = find_object(ppt, slide->persist);
        struct ppt_record record;
        bool found = false;
        memset(ppt->outlines, 0, sizeof ppt->outlines);
        ppt->slide = slide;
        if (object && !object->read)
            LS_TRY(ls_ppt_record(ppt, object->off, ppt->view.blob->size, &record, &found));
        found = found &&
                (record.type == PPT_SLIDE || record.type == PPT_NOTES || record.type == PPT_MASTER);
        if (!found)
            note(ppt, "a slide that is missing");
        else
            object->read = true;
        if (!found)
            LS_TRY(tell(ppt, NULL, list == SLIDES ? LS_PART_BODY : LS_PART_NOTES, i + 1));
        else if (list == MASTERS)
            LS_TRY(tell(ppt, &record, LS_PART_MASTER, 0));
        else
            LS_TRY(tell_object(ppt, &record, i + 1));
    }
    ppt->slide = NULL;
    return ls_ok();
}

/* Objects that no list names: masters of notes and handouts, embedded objects, lost slides. */
static struct ls_result tell_others(struct ls_ppt *ppt)
{
    for (size_t i = 0; i < ppt->objects.n; i++) {
        struct ppt_object *object = &ppt->objects.at[i];
        struct ppt_record record;
        bool found;
        if (object->read)
            continue;
        object->read = true;
        LS_TRY(ls_ppt_record(ppt, object->off, ppt->view.blob->size, &record, &found));
        if (found && record.type == PPT_OLE_STORAGE)
            LS_TRY(ls_ppt_object(ppt, &record, object->persist));
        else if (found)
            LS_TRY(tell_object(ppt, &record, 0));
    }
    return ls_ok();
}

static int by_place(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* All records that stand for themselves and that no edit of today has. */
static struct ls_result tell_old(struct ls_ppt *ppt, const uint64_t *now, size_t now_n)
{
    struct ppt_record record;
    uint32_t slides = 0;
    bool found;
    ppt->old = !ppt->lost;
    for (uint64_t off = 0;; off = record.end) {
        LS_TRY(ls_ppt_record(ppt, off, ppt->view.blob->size, &record, &found));
        if (!found)
            break;
        if (now_n && bsearch(&off, now, now_n, sizeof *now, by_place))
            continue;
        slides += record.type == PPT_SLIDE;
        if (record.type == PPT_OLE_STORAGE)
            LS_TRY(ls_ppt_object(ppt, &record, 0));
        else if (record.type == PPT_DOCUMENT)
            LS_TRY(tell(ppt, &record, ppt->old ? LS_PART_DELETION : LS_PART_BODY, 0));
        else
            LS_TRY(tell_object(ppt, &record, ppt->lost ? slides : 0));
    }
    ppt->old = false;
    return ls_ok();
}

static struct ls_result tell_rest(struct ls_ppt *ppt)
{
    LS_VEC(uint64_t) now;
    LS_VEC_INIT(&now, OBJECTS_MAX);
    struct ls_result r = LS_VEC_RESERVE(&now, ppt->objects.n);
    for (size_t i = 0; !ls_failed(r) && i < ppt->objects.n; i++)
        now.at[now.n++] = ppt->objects.at[i].off;
    if (now.n > 1)
        qsort(now.at, now.n, sizeof *now.at, by_place);
    if (!ls_failed(r))
        r = tell_old(ppt, now.at, now.n);
    LS_VEC_FINI(&now);
    return r;
}

/* ---- the whole ------------------------------------------------------------------------------- */

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
    struct ppt_object *object = find_object(ppt, number);
    if (object)
        LS_TRY(ls_ppt_record(ppt, object->off, ppt->view.blob->size, document, &found));
    ppt->lost = !found || document->type != PPT_DOCUMENT;
    if (ppt->lost) {
        note(ppt, "no document that an edit leads to");
        ppt->objects.n = 0;
    } else {
        object->read = true;
    }
    return ls_ok();
}

/* What is encrypted beside a document that could be opened, each in a way of its own. */
static struct ls_result pass_over_beside(struct ls_ppt *ppt)
{
    static const char *const names[] = {"EncryptedSummary", "Pictures"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        uint32_t i = ls_cfb_find_stream(ppt->cfb, ppt->storage, names[k]);
        if (i == LS_CFB_NONE)
            continue;
        ls_cfb_take(ppt->cfb, i);
        LS_TRY(ls_emit_gap(ppt->job, ls_str_of(names[k]), LS_REASON_ENCRYPTED,
                           "PowerPoint presentation (97-2003)"));
    }
    return ls_ok();
}

static struct ls_result read_document(struct ls_ppt *ppt, bool *encrypted)
{
    uint64_t edit;
    struct ppt_record document;
    LS_TRY(read_current_user(ppt, &edit, encrypted));
    LS_TRY(open_document(ppt, edit, &document, encrypted));
    if (*encrypted)
        return ls_ok();
    if (!ppt->lost) {
        LS_TRY(read_lists(ppt, &document));
        LS_TRY(tell_list(ppt, SLIDES));
        LS_TRY(tell_list(ppt, NOTES));
        LS_TRY(tell_list(ppt, MASTERS));
        LS_TRY(tell_others(ppt));
        LS_TRY(tell(ppt, &document, LS_PART_BODY, 0));
    }
    LS_TRY(tell_rest(ppt));
    return ppt->plain.n ? pass_over_beside(ppt) : ls_ppt_pictures(ppt);
}

static struct ls_result read_stream(struct ls_ppt *ppt, uint32_t i)
{
    struct ls_cfb_stream stream;
    bool encrypted = false;
    struct ls_result r = ls_cfb_stream_open(ppt->cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&ppt->view, &stream);
    if (!ls_failed(r))
        r = ls_story_new(ppt->job, &ppt->story);
    if (!ls_failed(r))
        r = read_document(ppt, &encrypted);
    if (!ls_failed(r) && encrypted)
        r = ls_emit_gap(ppt->job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED,
                        "PowerPoint presentation (97-2003)");
    else if (!ls_failed(r) && ppt->broken)
        r = ls_emit_gap(ppt->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, ppt->broken);
    ls_story_free(ppt->story);
    ls_ole_view_fini(&ppt->view);
    ls_cfb_stream_close(&stream);
    return r;
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    return ls_cfb_find_stream(cfb, storage, "PowerPoint Document") != LS_CFB_NONE;
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct ls_ppt ppt = {.job = job,
                         .cfb = cfb,
                         .storage = storage,
                         .said.limit = SAID_MAX,
                         .utf16 = ls_ole_code_page(1200),
                         .latin = ls_ole_code_page(1252)};
    uint32_t i = ls_cfb_find_stream(cfb, storage, "PowerPoint Document");
    LS_VEC_INIT(&ppt.objects, OBJECTS_MAX);
    for (unsigned list = 0; list < PPT_LISTS; list++)
        LS_VEC_INIT(&ppt.lists[list], SLIDES_MAX);
    ls_ole_text_init(&ppt.text);
    struct ls_result r = read_stream(&ppt, i);
    ls_cfb_take(cfb, i);
    ls_ole_text_fini(&ppt.text);
    LS_VEC_FINI(&ppt.objects);
    LS_VEC_FINI(&ppt.plain);
    for (unsigned list = 0; list < PPT_LISTS; list++)
        LS_VEC_FINI(&ppt.lists[list]);
    ls_known_fini(&ppt.said);
    return r;
}

const struct ls_ole_reader ls_ppt_reader = {.knows = knows, .read = read};
