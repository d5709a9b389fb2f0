/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slides, notes and masters of a presentation in their order, then what no list names, and last
 * what only older edits say.
 */
#include "formats/ppt_priv.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLIDES = 0, /* instances of PPT_SLIDE_LIST (2.4.14.3) */
    MASTERS = 1,
    NOTES = 2,
};

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
        if (ppt->lists[list->instance].n == PPT_SLIDES_MAX) {
            ls_ppt_note(ppt, "too many slides");
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
        struct ppt_object *object = ls_ppt_find_object(ppt, slide->persist);
        struct ppt_record record;
        bool found = false;
        memset(ppt->outlines, 0, sizeof ppt->outlines);
        ppt->slide = slide;
        if (object && !object->read)
            LS_TRY(ls_ppt_record(ppt, object->off, ppt->view.blob->size, &record, &found));
        found = found &&
                (record.type == PPT_SLIDE || record.type == PPT_NOTES || record.type == PPT_MASTER);
        if (!found)
            ls_ppt_note(ppt, "a slide that is missing");
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
    LS_VEC_INIT(&now, PPT_OBJECTS_MAX);
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

struct ls_result ls_ppt_slides(struct ls_ppt *ppt, const struct ppt_record *document)
{
    if (!ppt->lost) {
        LS_TRY(read_lists(ppt, document));
        LS_TRY(tell_list(ppt, SLIDES));
        LS_TRY(tell_list(ppt, NOTES));
        LS_TRY(tell_list(ppt, MASTERS));
        LS_TRY(tell_others(ppt));
        LS_TRY(tell(ppt, document, LS_PART_BODY, 0));
    }
    return tell_rest(ppt);
}
