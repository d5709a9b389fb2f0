/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a document says of itself: the information dictionary (ISO 32000-2, 14.3.3), and XMP, which
 * mostly repeats it. Text that the dictionary has said is not told again.
 */
#include "formats/pdf.h"

#include "base/alloc.h"
#include "base/fnv.h"
#include "formats/xml.h"

#include <string.h>

enum { NUMBER_DIGITS = 8 }; /* in a row: an account or a person's number, not a date or a version */

static uint64_t hash_of(struct ls_str text)
{
    uint64_t hash = LS_FNV_START;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] > ' ')
            hash = ls_fnv_add(hash, (uint8_t)text.at[i]);
    return hash;
}

static bool is_date(const char *key)
{
    return strcmp(key, "CreationDate") == 0 || strcmp(key, "ModDate") == 0;
}

static void read_info(struct ls_pdf *pdf, void *arg)
{
    fz_context *ctx = pdf->ctx;
    pdf_obj *info = pdf_dict_get(ctx, pdf_trailer(ctx, pdf->doc), PDF_NAME(Info));
    int n = pdf_dict_len(ctx, info);
    bool news;
    (void)arg;
    if (pdf_is_dict(ctx, info)) /* else it is met again among all objects, and its loss told */
        ls_pdf_see(pdf, info);
    for (int i = 0; i < n; i++) {
        const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, info, i));
        pdf_obj *value = pdf_dict_get_val(ctx, info, i);
        if ((pdf_is_array(ctx, value) || pdf_is_dict(ctx, value)) && !pdf_is_indirect(ctx, value))
            ls_pdf_walk(pdf, value, 0, LS_PART_NONE);
        struct ls_str text = ls_pdf_text(pdf, value);
        if (is_date(key) || text.len == 0)
            continue;
        ls_pdf_must(pdf, ls_known_add(&pdf->values, hash_of(text), &news));
        ls_pdf_must(pdf, ls_pdf_tell(pdf, LS_PART_PROPERTY, 0, text));
    }
}

struct ls_result ls_pdf_read_info(struct ls_pdf *pdf)
{
    return ls_pdf_try(pdf, read_info, NULL);
}

/* ---- XMP ------------------------------------------------------------------------------------ */

bool ls_pdf_is_metadata(struct ls_pdf *pdf, pdf_obj *object)
{
    return pdf_name_eq(pdf->ctx, pdf_dict_get(pdf->ctx, object, PDF_NAME(Type)),
                       PDF_NAME(Metadata));
}

/* Names for programs: "uuid:…", "2026-11-02T08:00:00", short numbers. */
static bool is_for_people(struct ls_str text)
{
    size_t letters = 0, digits = 0;
    if (text.len >= 4 && (memcmp(text.at, "uuid", 4) == 0 || memcmp(text.at, "xmp.", 4) == 0))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        letters += c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits == NUMBER_DIGITS)
            return true;
    }
    return letters > 2;
}

/* Tells a value unless it has been told. */
static struct ls_result say(struct ls_pdf *pdf, struct ls_str text)
{
    bool news;
    if (!is_for_people(text))
        return ls_ok();
    LS_TRY(ls_known_add(&pdf->values, hash_of(text), &news));
    return news ? ls_pdf_tell(pdf, LS_PART_PROPERTY, 0, text) : ls_ok();
}

static struct ls_result end_value(struct ls_pdf *pdf)
{
    struct ls_result r = say(pdf, (struct ls_str){pdf->rich.at, pdf->rich.n});
    LS_VEC_CLEAR(&pdf->rich);
    return r;
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct ls_pdf *pdf = user;
    LS_TRY(end_value(pdf));
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        bool ours = attr->name.len > 3 &&
                    (memcmp(attr->name.at, "xml", 3) == 0 || memcmp(attr->name.at, "rdf", 3) == 0);
        if (!ours && !ls_str_is(tag->local, "xmpmeta"))
            LS_TRY(say(pdf, attr->value));
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    (void)tag;
    return end_value(user);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ls_pdf *pdf = user;
    (void)map;
    (void)base;
    return ls_buf_add(&pdf->rich, text.at, text.len); /* no longer than the stream */
}

void ls_pdf_tell_metadata(struct ls_pdf *pdf, pdf_obj *stream)
{
    const struct ls_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .user = pdf};
    struct ls_xml_verdict verdict;
    struct ls_blob blob;
    struct ls_str text = ls_pdf_long_text(pdf, stream);
    /* Its bytes, in pdf->room: the parser knows the charset better. */
    ls_blob_memory(&blob, pdf->room.at, pdf->room.n);
    LS_VEC_CLEAR(&pdf->rich);
    ls_pdf_must(pdf, ls_xml_read(&blob, &handler, NULL, &verdict));
    pdf->data_lost |=
        verdict.malformed && !verdict.not_xml; /* a tag that is too long is left out */
    if (verdict.not_xml)
        ls_pdf_must(pdf, ls_pdf_tell(pdf, LS_PART_PROPERTY, 0, text));
}
