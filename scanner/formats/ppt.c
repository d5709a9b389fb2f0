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

enum { SAID_MAX = 1 << 20 /* lines */ };

void ls_ppt_note(struct ls_ppt *ppt, const char *what)
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
        ls_ppt_note(ppt, "a record is longer than what it stands in");
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
    struct ppt_record document;
    LS_TRY(ls_ppt_open(ppt, &document, encrypted));
    if (*encrypted)
        return ls_ok();
    LS_TRY(ls_ppt_slides(ppt, &document));
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
    LS_VEC_INIT(&ppt.objects, PPT_OBJECTS_MAX);
    for (unsigned list = 0; list < PPT_LISTS; list++)
        LS_VEC_INIT(&ppt.lists[list], PPT_SLIDES_MAX);
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
