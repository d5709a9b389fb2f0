/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings that are text for people, in whatever object they stand: what a key means depends little
 * on where it is, and an object that nothing leads to is still in the file. So all objects are gone
 * through by number, after the pages have taken theirs.
 *
 *   /Title (…)  outlines       /JS (…) scripts       /Alt (…) structure      /V (…) fields
 */
#include "formats/pdf_page.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <stdio.h>
#include <string.h>

enum {
    OPEN_MAX = 64,      /* dictionaries and arrays in each other, without references */
    CLEAR_EVERY = 4096, /* objects, when memory runs short */
};

/* What a key says. */
struct key {
    const char *name;
    enum ls_part part;
    enum { PLAIN, LONG, RICH, LIST, BINARY, SKIP, OWNED } how;
};

/*
 * By name. SKIP: what pdf_pages.c has read of a page. BINARY: strings that are no text; in
 * dictionaries of that name there may be others, an action when the mouse goes up (/U) for one.
 * OWNED: streams that belong to a font or a picture; the dictionary says what they are, they do
 * not.
 */
static const struct key keys[] = {
    {"AC", LS_PART_FIELD, PLAIN},
    {"ActualText", LS_PART_ALT_TEXT, PLAIN},
    {"Alt", LS_PART_ALT_TEXT, PLAIN},
    {"Annots", LS_PART_NONE, SKIP},
    {"Author", LS_PART_PROPERTY, PLAIN},
    {"CA", LS_PART_FIELD, PLAIN},
    {"CIDSet", LS_PART_NONE, OWNED},
    {"CIDToGIDMap", LS_PART_NONE, OWNED},
    {"Cert", LS_PART_NONE, BINARY},
    {"CharProcs", LS_PART_NONE, OWNED},
    {"CheckSum", LS_PART_NONE, BINARY},
    {"ContactInfo", LS_PART_FIELD, PLAIN},
    {"Contents", LS_PART_ANNOTATION, PLAIN},
    {"DV", LS_PART_FIELD, LIST},
    {"Desc", LS_PART_NAME, PLAIN},
    {"E", LS_PART_ALT_TEXT, PLAIN},
    {"F", LS_PART_NAME, PLAIN},
    {"FontFile", LS_PART_NONE, OWNED},
    {"FontFile2", LS_PART_NONE, OWNED},
    {"FontFile3", LS_PART_NONE, OWNED},
    {"ID", LS_PART_NONE, BINARY},
    {"JBIG2Globals", LS_PART_NONE, OWNED},
    {"JS", LS_PART_SCRIPT, LONG},
    {"Keywords", LS_PART_PROPERTY, PLAIN},
    {"Location", LS_PART_FIELD, PLAIN},
    {"Name", LS_PART_NAME, PLAIN},
    {"O", LS_PART_NONE, BINARY},
    {"OE", LS_PART_NONE, BINARY},
    {"Opt", LS_PART_FIELD, LIST},
    {"P", LS_PART_NAME, PLAIN},
    {"Perms", LS_PART_NONE, BINARY},
    {"RC", LS_PART_ANNOTATION, RICH},
    {"RV", LS_PART_FIELD, RICH},
    {"Reason", LS_PART_FIELD, PLAIN},
    {"Subj", LS_PART_ANNOTATION, PLAIN},
    {"Subject", LS_PART_PROPERTY, PLAIN},
    {"T", LS_PART_ANNOTATION, PLAIN},
    {"TM", LS_PART_FIELD, PLAIN},
    {"TU", LS_PART_FIELD, PLAIN},
    {"Title", LS_PART_NAME, PLAIN},
    {"ToUnicode", LS_PART_NONE, OWNED},
    {"U", LS_PART_NONE, BINARY},
    {"UE", LS_PART_NONE, BINARY},
    {"UF", LS_PART_NAME, PLAIN},
    {"URI", LS_PART_FIELD, PLAIN},
    {"V", LS_PART_FIELD, LIST},
};

static const struct key *find_key(const char *name)
{
    size_t lo = 0, hi = sizeof keys / sizeof *keys;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = (unsigned char)keys[mid].name[0] - (unsigned char)name[0];
        if (order == 0)
            order = strcmp(keys[mid].name, name);
        if (order == 0)
            return &keys[mid];
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* ---- the strings of an object --------------------------------------------------------------- */

/* The object that is gone through. Whatever is open in it lives as long as it does. */
struct walk {
    struct ls_pdf *pdf;
    uint32_t page;
    enum ls_part annot; /* its part, when it is an annotation: some keys are told already */
    struct {
        pdf_obj *at;
        int next;
        const struct key *key; /* of a list */
    } open[OPEN_MAX];
    size_t n;
};

static bool has_mark(struct ls_pdf *pdf, pdf_obj *string)
{
    size_t len;
    const char *bytes = pdf_to_string(pdf->ctx, string, &len);
    return len > 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                       (len > 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0));
}

static void tell(struct walk *w, enum ls_part part, struct ls_str text)
{
    ls_pdf_must(w->pdf, ls_pdf_tell(w->pdf, part, w->page, text));
}

/* The part of a key's value, by what else is in the dictionary. */
static enum ls_part part_of(const struct walk *w, pdf_obj *dict, const struct key *key)
{
    fz_context *ctx = w->pdf->ctx;
    if (w->annot != LS_PART_NONE && key->part == LS_PART_ANNOTATION)
        return w->annot;
    if (strcmp(key->name, "T") != 0)
        return key->part;
    if (pdf_dict_gets(ctx, dict, "FT") || pdf_dict_gets(ctx, dict, "Kids"))
        return LS_PART_FIELD;
    return pdf_dict_gets(ctx, dict, "S") ? LS_PART_ALT_TEXT : LS_PART_ANNOTATION;
}

static bool is_told(const struct walk *w, const struct key *key)
{
    static const char *const told[] = {"Contents", "RC", "RV", "V", "DV"};
    for (size_t i = 0; w->annot != LS_PART_NONE && w->n == 1 && i < sizeof told / sizeof *told; i++)
        if (strcmp(key->name, told[i]) == 0)
            return true;
    return false;
}

static void tell_value(struct walk *w, pdf_obj *dict, const struct key *key, pdf_obj *value)
{
    struct ls_pdf *pdf = w->pdf;
    enum ls_part part = part_of(w, dict, key);
    if (pdf_is_stream(pdf->ctx, value))
        ls_pdf_see(pdf, value);
    if (key->how == RICH) {
        struct ls_str rich = ls_pdf_long_text(pdf, value);
        LS_VEC_CLEAR(&pdf->rich);
        ls_pdf_must(pdf, ls_pdf_rich(rich, &pdf->rich));
        tell(w, part, (struct ls_str){pdf->rich.at, pdf->rich.n});
    } else if (key->how == LONG || key->how == LIST) {
        tell(w, part, ls_pdf_long_text(pdf, value));
    } else {
        tell(w, part, ls_pdf_text(pdf, value));
    }
}

static void open_it(struct walk *w, pdf_obj *object, const struct key *key)
{
    if (pdf_is_indirect(w->pdf->ctx, object))
        return;
    if (w->n == OPEN_MAX) {
        w->pdf->data_lost = true;
        return;
    }
    if (w->n > 0 && pdf_is_dict(w->pdf->ctx, object))
        ls_pdf_note_file(w->pdf, object);
    w->open[w->n].at = object;
    w->open[w->n].next = 0;
    w->open[w->n++].key = key;
}

/* One stream, or one for each glyph. */
static void see_owned(struct ls_pdf *pdf, pdf_obj *value)
{
    fz_context *ctx = pdf->ctx;
    int n = pdf_is_stream(ctx, value) ? 0 : pdf_dict_len(ctx, value);
    if (pdf_is_stream(ctx, value))
        ls_pdf_see(pdf, value);
    for (int i = 0; i < n; i++) {
        ls_pdf_tick(pdf);
        ls_pdf_see(pdf, pdf_dict_get_val(ctx, value, i));
    }
}

/* What a reference leads to; every question about the reference would look that up anew. */
static pdf_obj *direct_of(fz_context *ctx, pdf_obj *object)
{
    return pdf_is_indirect(ctx, object) ? pdf_resolve_indirect_chain(ctx, object) : object;
}

/* The next entry of the innermost dictionary. */
static void take_entry(struct walk *w, pdf_obj *dict, int i)
{
    fz_context *ctx = w->pdf->ctx;
    pdf_obj *value = pdf_dict_get_val(ctx, dict, i), *direct = direct_of(ctx, value);
    bool is_string = pdf_is_string(ctx, direct), is_dict = pdf_is_dict(ctx, direct),
         is_array = pdf_is_array(ctx, direct);
    if (!is_string && !is_dict && !is_array) /* a stream has a dictionary */
        return;
    const struct key *key = find_key(pdf_to_name(ctx, pdf_dict_get_key(ctx, dict, i)));
    if (key && key->how == OWNED) {
        see_owned(w->pdf, value);
        key = NULL;
    }
    bool is_text =
        is_string || (key && key->how != PLAIN && key->how != BINARY && pdf_is_stream(ctx, value));
    if (key &&
        ((key->how == BINARY && !is_dict) || is_told(w, key) || (key->how == SKIP && w->page)))
        return;
    if (key && strcmp(key->name, "Contents") == 0 && pdf_dict_get(ctx, dict, PDF_NAME(ByteRange)))
        return; /* a signature */
    if (key && is_text)
        tell_value(w, dict, key, value);
    else if (is_string && has_mark(w->pdf, direct))
        tell(w, LS_PART_PROPERTY, ls_pdf_text(w->pdf, direct));
    else if (key && key->how == LIST && is_array && direct != value)
        open_it(w, direct, key);
    else if (is_dict || is_array)
        open_it(w, value, key && key->how == LIST ? key : NULL);
}

static void take_item(struct walk *w, pdf_obj *array, int i, const struct key *key)
{
    fz_context *ctx = w->pdf->ctx;
    pdf_obj *item = pdf_array_get(ctx, array, i), *direct = direct_of(ctx, item);
    if (pdf_is_string(ctx, direct) && (key || has_mark(w->pdf, direct)))
        tell(w, key ? key->part : LS_PART_NAME, ls_pdf_text(w->pdf, direct));
    else if (direct == item && (pdf_is_dict(ctx, item) || pdf_is_array(ctx, item)))
        open_it(w, item, key);
}

void ls_pdf_walk(struct ls_pdf *pdf, pdf_obj *object, uint32_t page, enum ls_part annot)
{
    fz_context *ctx = pdf->ctx;
    struct walk w = {.pdf = pdf, .page = page, .annot = annot};
    open_it(&w, pdf_resolve_indirect(ctx, object), NULL);
    while (w.n > 0) {
        pdf_obj *at = w.open[w.n - 1].at;
        bool is_dict = pdf_is_dict(ctx, at);
        int i = w.open[w.n - 1].next++,
            n = is_dict ? pdf_dict_len(ctx, at) : pdf_array_len(ctx, at);
        ls_pdf_tick(pdf);
        if (i >= n)
            w.n--;
        else if (is_dict)
            take_entry(&w, at, i);
        else
            take_item(&w, at, i, w.open[w.n - 1].key);
    }
}

/* ---- all objects ---------------------------------------------------------------------------- */

struct object {
    int number;
    pdf_obj *at;     /* a reference to it */
    pdf_obj *loaded; /* itself; asked for in a way that fails where it cannot be read */
};

static bool is_form(struct ls_pdf *pdf, const struct object *object)
{
    fz_context *ctx = pdf->ctx;
    if (!pdf_is_stream(ctx, object->at))
        return false;
    pdf_obj *type = pdf_dict_get(ctx, object->loaded, PDF_NAME(Type));
    return (!type || pdf_name_eq(ctx, type, PDF_NAME(XObject))) &&
           pdf_name_eq(ctx, pdf_dict_get(ctx, object->loaded, PDF_NAME(Subtype)), PDF_NAME(Form));
}

static bool is_stray(struct ls_pdf *pdf, const struct object *object)
{
    fz_context *ctx = pdf->ctx;
    pdf_obj *type = pdf_dict_get(ctx, object->loaded, PDF_NAME(Type));
    if (pdf_name_eq(ctx, type, PDF_NAME(Page)))
        return pdf_dict_get(ctx, object->loaded, PDF_NAME(Contents)) != NULL;
    return is_form(pdf, object);
}

static void take_object(struct ls_pdf *pdf, void *arg)
{
    struct object *object = arg;
    fz_context *ctx = pdf->ctx;
    const pdf_xref_entry *entry = pdf_get_xref_entry_no_null(ctx, pdf->doc, object->number);
    bool news = true;
    (void)ls_pdf_lost_data(pdf);
    pdf->content->lost = false;
    if (entry->type != 'n' && entry->type != 'o')
        return;
    object->at = pdf_new_indirect(ctx, pdf->doc, object->number, 0);
    uint64_t identity = pdf->known ? ls_pdf_identity(pdf, object->number) : 0;
    if (identity)
        ls_pdf_must(pdf, ls_known_add(pdf->known, identity, &news));
    if (!news)
        return;
    pdf_obj *resolved = object->loaded = pdf_load_object(ctx, pdf->doc, object->number);
    if (ls_pdf_has_seen(pdf, object->number)) {
        if (is_form(pdf, object)) /* it was drawn, no more */
            ls_pdf_walk(pdf, object->at, 0, LS_PART_NONE);
        return;
    }
    if (pdf_is_string(ctx, resolved) && has_mark(pdf, resolved)) {
        ls_pdf_must(pdf, ls_pdf_tell(pdf, LS_PART_PROPERTY, 0, ls_pdf_text(pdf, resolved)));
        return;
    }
    ls_pdf_note_file(pdf, object->at);
    ls_pdf_walk(pdf, object->at, 0, LS_PART_NONE);
    if (ls_pdf_is_metadata(pdf, resolved))
        ls_pdf_tell_metadata(pdf, object->at);
    else if (is_stray(pdf, object))
        ls_pdf_draw_stray(pdf, object->at);
    else
        ls_pdf_note_stream(pdf, object->at);
}

static void forget_objects(struct ls_pdf *pdf, void *arg)
{
    (void)arg;
    pdf_clear_xref(pdf->ctx, pdf->doc);
}

static struct ls_result tell_lost(struct ls_pdf *pdf, unsigned n)
{
    char detail[64];
    snprintf(detail, sizeof detail, "%u of its objects cannot be read", n);
    return ls_emit_gap(pdf->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, detail);
}

struct ls_result ls_pdf_read_objects(struct ls_pdf *pdf)
{
    int n = pdf_xref_len(pdf->ctx, pdf->doc);
    unsigned lost = 0;
    for (int i = 1; i < n && i <= LS_PDF_OBJECTS_MAX; i++) {
        struct object object = {.number = i};
        LS_TRY(ls_charge(pdf->job, 0, 0));
        struct ls_result r = ls_pdf_guard(pdf, take_object, &object);
        pdf_drop_obj(pdf->ctx, object.at);
        pdf_drop_obj(pdf->ctx, object.loaded);
        if (ls_failed(r) && (r.reach != LS_BAD || r.code != LS_E_MALFORMED))
            return r;
        lost += ls_failed(r) || pdf->content->lost || ls_pdf_lost_data(pdf);
        if (i % CLEAR_EVERY == 0 && ls_pdf_heap_is_half_full(pdf))
            LS_TRY(ls_pdf_try(pdf, forget_objects, NULL));
    }
    return lost ? tell_lost(pdf, lost) : ls_ok();
}
