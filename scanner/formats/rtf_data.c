/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures and objects: hexadecimal digits, or \bin, that become children.
 *
 *   {\*\objdata 0105000002000000…}        header of OLE 1, then the object
 *   {\pict\pngblip 89504e47…}             a file as it is
 *
 * A child is decoded while the engine reads it: reading it makes the document go on, token by
 * token, up to the end of its group. What is found while another child is being read, the HTML of
 * the document, waits in memory.
 */
#include "formats/rtf_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/member_name.h"
#include "formats/ole1.h"

#include <stdio.h>
#include <string.h>

enum {
    HEAD = 8 << 10, /* bytes in which the names of an object are looked for */
    BYTES_MAX = 64 << 10,
    WAITING_MAX = 16 << 20, /* bytes in memory */
    WAITING_ITEMS_MAX = 4096,
    NO_PRESENTATION = 8, /* bytes of its header, when there is none */
};

void ls_rtf_data_init(struct ls_rtf *rtf)
{
    rtf->data.rtf = rtf;
    rtf->data.half = -1;
    rtf->data.bytes.limit = BYTES_MAX;
    LS_VEC_INIT(&rtf->waiting, WAITING_ITEMS_MAX);
}

void ls_rtf_data_fini(struct ls_rtf *rtf)
{
    LS_VEC_FINI(&rtf->data.bytes);
    for (size_t i = 0; i < rtf->waiting.n; i++)
        LS_VEC_FINI(&rtf->waiting.at[i].bytes);
    LS_VEC_FINI(&rtf->waiting);
}

/* ---- what comes together ------------------------------------------------------------------- */

static struct ls_result tell_nesting(struct ls_rtf *rtf)
{
    if (rtf->told_nesting)
        return ls_ok();
    rtf->told_nesting = true;
    return ls_emit_gap(rtf->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED,
                       "the data of an object goes on inside that of another");
}

struct ls_result ls_rtf_data_begin(struct ls_rtf *rtf, enum ls_rtf_data_kind kind,
                                   struct ls_str word, uint64_t off)
{
    struct ls_rtf_data *d = &rtf->data;
    bool nested = d->open;
    if (nested && (d->ended || d->bytes.n || d->half >= 0 || d->left))
        return tell_nesting(rtf);
    size_t n = word.len < sizeof d->word ? word.len : sizeof d->word;
    memmove(d->word, word.at, n);
    d->word_n = n;
    d->kind = kind;
    d->picture = LS_RTF_PICTURE_UNKNOWN;
    d->off = d->end = off;
    if (nested)
        return ls_ok();
    d->open = true;
    d->ended = d->is_binary = false;
    d->behind = rtf->behind;
    d->level = rtf->depth;
    d->half = -1;
    d->taken = 0;
    LS_VEC_CLEAR(&d->bytes);
    d->bytes.limit = rtf->html ? WAITING_MAX : BYTES_MAX;
    return ls_ok();
}

/* Whether there is room for more; while another child is being read, there may be none. */
static bool has_room(const struct ls_rtf *rtf, size_t len)
{
    return !rtf->html || rtf->waiting_bytes + rtf->data.bytes.n + len <= WAITING_MAX;
}

struct ls_result ls_rtf_data_hex(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    struct ls_rtf_data *d = &rtf->data;
    if (!d->open || d->ended)
        return ls_ok();
    if (!has_room(rtf, token->len)) {
        rtf->waiting_bytes = WAITING_MAX;
        return ls_ok();
    }
    LS_TRY(LS_VEC_RESERVE(&d->bytes, token->len / 2 + 1));
    for (size_t i = 0; i < token->len; i++) {
        int digit = ls_rtf_hex(token->at[i]);
        if (digit < 0)
            continue;
        if (d->half < 0) {
            d->half = digit;
        } else {
            d->bytes.at[d->bytes.n++] = (char)(d->half * 16 + digit);
            d->half = -1;
        }
    }
    d->end = token->hi;
    return ls_ok();
}

struct ls_result ls_rtf_data_bytes(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    struct ls_rtf_data *d = &rtf->data;
    if (!d->open || d->ended)
        return ls_ok();
    if (has_room(rtf, token->len))
        LS_TRY(ls_buf_add(&d->bytes, token->at, token->len));
    else
        rtf->waiting_bytes = WAITING_MAX;
    d->end = token->hi;
    bool over = d->is_binary && rtf->source.bin == 0;
    return over ? ls_rtf_data_end(rtf, token->hi) : ls_ok();
}

struct ls_result ls_rtf_data_end(struct ls_rtf *rtf, uint64_t end)
{
    struct ls_rtf_data *d = &rtf->data;
    d->ended = true;
    d->end = end;
    if (!rtf->html)
        return ls_ok();
    d->open = false;
    if (rtf->waiting_bytes == WAITING_MAX || rtf->waiting.n == WAITING_ITEMS_MAX)
        return ls_emit_gap(rtf->job, (struct ls_str){d->word, d->word_n}, LS_REASON_MEMORY_LIMIT,
                           "pictures and objects in encapsulated HTML");
    LS_VEC_PUSH(&rtf->waiting, *d);
    rtf->waiting_bytes += d->bytes.n;
    d->bytes = (struct ls_buf){.limit = BYTES_MAX};
    return ls_ok();
}

/* ---- children ------------------------------------------------------------------------------ */

/* Makes the document go on until n bytes are there, or no more will come. */
static struct ls_result gather(struct ls_rtf_data *d, size_t n)
{
    while (d->bytes.n - d->taken < n && !d->ended) {
        d->bytes.n -= d->taken;
        if (d->bytes.n)
            memmove(d->bytes.at, d->bytes.at + d->taken, d->bytes.n);
        d->taken = 0;
        LS_TRY(ls_rtf_step(d->rtf));
    }
    return ls_ok();
}

static struct ls_result read_data(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct ls_rtf_data *d = LS_CONTAINER(blob, struct ls_rtf_data, blob);
    (void)off; /* forward only */
    *got = 0;
    if (d->left == 0 || len == 0)
        return ls_ok();
    LS_TRY(gather(d, 1));
    size_t n = d->bytes.n - d->taken;
    n = n < len ? n : len;
    n = n < d->left ? n : (size_t)d->left;
    if (n)
        memcpy(out, d->bytes.at + d->taken, n);
    d->taken += n;
    d->left -= n;
    d->child.raw_hi = d->end;
    *got = n;
    return ls_ok();
}

/* The next `size` bytes, or as many as there are. */
static struct ls_result emit_child(struct ls_rtf *rtf, struct ls_str name, uint64_t size)
{
    struct ls_rtf_data *d = &rtf->data;
    uint8_t unread[1024];
    size_t got = 1;
    LS_TRY(gather(d, 1));
    if (size == 0 || d->bytes.n == d->taken)
        return ls_ok();
    d->left = size;
    d->blob = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_data};
    d->child = (struct ls_child){
        .name = name,
        .blob = &d->blob,
        .off = d->off,
        .raw_lo = d->off,
        .raw_hi = d->end > d->off ? d->end : d->off,
        .part = d->behind ? LS_PART_HIDDEN : LS_PART_NONE,
    };
    LS_TRY(ls_emit_child(rtf->job, &d->child));
    LS_TRY(rtf->result);
    while (got)
        LS_TRY(read_data(&d->blob, 0, unread, sizeof unread, &got));
    d->left = 0;
    return ls_ok();
}

static struct ls_result emit_file(struct ls_rtf *rtf)
{
    static const char *const endings[] = {"",     ".bmp",  ".dib", ".emf",
                                          ".jpg", ".pict", ".png", ".wmf"};
    struct ls_rtf_data *d = &rtf->data;
    char name[LS_RTF_NAME_MAX];
    struct ls_str word = {name, d->word_n};
    memcpy(name, d->word, d->word_n);
    if (d->kind == LS_RTF_DATA_PICTURE) {
        int n = snprintf(name, sizeof name, "picture %u%s", ++rtf->pictures, endings[d->picture]);
        word.len = n > 0 ? (size_t)n : 0;
    }
    return emit_child(rtf, word, UINT64_MAX);
}

/* A name that stands beside the object, in the document's charset. */
static struct ls_result note(struct ls_rtf *rtf, enum ls_part part, struct ls_str raw)
{
    struct ls_charset_reader reader;
    struct ls_buf text = {.limit = LS_MEMBER_NAME_ROOM};
    ls_charset_begin(&reader, ls_rtf_fonts_document(&rtf->fonts), 0);
    struct ls_result r = ls_charset_feed(&reader, raw.at, raw.len, true, &text, NULL);
    if (!ls_failed(r) && text.n)
        r = ls_rtf_out_note(&rtf->out, part, (struct ls_str){text.at, text.n});
    LS_VEC_FINI(&text);
    return r;
}

/* What an object is called, kept in `room`: its file, its program. */
static struct ls_result name_object(const struct ls_rtf *rtf, struct ls_str best,
                                    struct ls_buf *room, struct ls_str *name)
{
    struct ls_buf decoded = {.limit = LS_MEMBER_NAME_ROOM};
    if (best.len == 0)
        best = (struct ls_str){rtf->class_name, rtf->class_name_n};
    if (best.len == 0)
        best = ls_str_of("object");
    struct ls_result r = ls_member_name(best, &decoded, name);
    if (!ls_failed(r))
        r = ls_buf_add(room, name->at, name->len);
    *name = (struct ls_str){room->at, room->n};
    LS_VEC_FINI(&decoded);
    return r;
}

static struct ls_result emit_embedded(struct ls_rtf *rtf, const struct ls_ole1 *object,
                                      struct ls_buf *room)
{
    struct ls_rtf_data *d = &rtf->data;
    struct ls_ole1_package package;
    struct ls_str best = object->class_name, name;
    uint64_t size = object->native_len;
    const char *native = d->bytes.at + d->taken;
    size_t left = d->bytes.n - d->taken;
    if (ls_ole1_package_read(native, left, &package)) {
        best = package.label;
        size = package.data_len;
        d->taken += package.data_off;
        LS_TRY(note(rtf, LS_PART_NAME, package.label));
        LS_TRY(note(rtf, LS_PART_NAME, package.path));
    }
    LS_TRY(name_object(rtf, best, room, &name));
    return emit_child(rtf, name, size);
}

/* Where a file begins that stands behind something that is no header; 0: nowhere, or at once. */
static size_t find_file(const struct ls_rtf_data *d)
{
    static const struct ls_str magics[] = {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, {"PK\3\4", 4}};
    const char *bytes = d->bytes.at + d->taken;
    size_t left = d->bytes.n - d->taken;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const char *found = memmem(bytes, left, magics[i].at, magics[i].len);
        if (found)
            return (size_t)(found - bytes);
    }
    return 0;
}

static struct ls_result emit_object(struct ls_rtf *rtf, struct ls_buf *room)
{
    struct ls_rtf_data *d = &rtf->data;
    struct ls_ole1 object;
    struct ls_str name;
    LS_TRY(gather(d, HEAD));
    if (d->bytes.n == d->taken)
        return ls_ok();
    if (!ls_ole1_read(d->bytes.at + d->taken, d->bytes.n - d->taken, &object)) {
        LS_TRY(name_object(rtf, (struct ls_str){NULL, 0}, room, &name));
        LS_TRY(emit_child(rtf, name, find_file(d)));
        return emit_child(rtf, name, UINT64_MAX);
    }
    LS_TRY(note(rtf, LS_PART_FIELD, object.topic));
    LS_TRY(note(rtf, LS_PART_FIELD, object.item));
    d->taken += object.native_off;
    if (!object.linked)
        LS_TRY(emit_embedded(rtf, &object, room));
    LS_TRY(gather(d, NO_PRESENTATION + 1));
    if (d->bytes.n - d->taken <= NO_PRESENTATION)
        return ls_ok();
    return emit_child(rtf, ls_str_of("presentation"), UINT64_MAX);
}

struct ls_result ls_rtf_data_emit(struct ls_rtf *rtf)
{
    struct ls_rtf_data *d = &rtf->data;
    struct ls_buf room = {.limit = LS_MEMBER_NAME_ROOM};
    if (!d->open || rtf->html || (d->bytes.n == 0 && !d->ended))
        return ls_ok();
    struct ls_result r = d->kind == LS_RTF_DATA_OBJECT ? emit_object(rtf, &room) : emit_file(rtf);
    LS_VEC_FINI(&room);
    LS_TRY(r);
    while (!d->ended) { /* more of it than was asked for */
        LS_VEC_CLEAR(&d->bytes);
        d->taken = 0;
        LS_TRY(ls_rtf_step(rtf));
    }
    d->open = false;
    return ls_ok();
}

struct ls_result ls_rtf_data_emit_waiting(struct ls_rtf *rtf)
{
    struct ls_result r = ls_ok();
    for (size_t i = 0; i < rtf->waiting.n && !ls_failed(r); i++) {
        struct ls_rtf_data *item = &rtf->waiting.at[i];
        LS_VEC_FINI(&rtf->data.bytes);
        rtf->data = *item;
        item->bytes = (struct ls_buf){.limit = 0};
        rtf->data.open = true;
        r = ls_rtf_data_emit(rtf);
    }
    rtf->data.open = false;
    return r;
}
