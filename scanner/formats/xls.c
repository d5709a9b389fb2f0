/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream is read from its first byte to its last, substream after substream: whatever begins with
 * BOF, whether the workbook lists it or not. Sheets that are listed and did not come by are looked
 * for at the end.
 */
#include "formats/xls_priv.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BOF_2 = 0x009,
    BOF_3 = 0x209,
    BOF_4 = 0x409,
    BOF = 0x809,
    END = 0x00A,
    CODE_PAGE = 0x042,

    BOF_BYTES = 8, /* of a record's header and what is looked at of its content */
    BOF_LEN_MAX = 32,
    SHEETS_MAX = 64 << 10,
    NAMES_BYTES = 1 << 20,
    CUTS_MAX = 256 << 10,
    CHUNK = 64 << 10,
    AHEAD = 64, /* records in which a code page is looked for */
};

/* ---- the reader ---------------------------------------------------------------------------- */

/* The way from bytes of a stream to those of the object. */
static struct ls_result map_pieces(struct ls_xls *x, const struct ls_cfb_stream *pieces)
{
    uint64_t begin = 0;
    ls_map_init(&x->pieces, pieces->extents.n);
    for (size_t i = 0; i < pieces->extents.n; i++) {
        const struct ls_cfb_extent *extent = &pieces->extents.at[i];
        LS_TRY(ls_map_add(&x->pieces, extent->end - begin, extent->off, 1, 1));
        begin = extent->end;
    }
    x->scattered = x->mapped = true;
    return ls_ok();
}

struct ls_result ls_xls_init(struct ls_xls *x, struct ls_format_job *job,
                             const struct ls_xls_stream *stream)
{
    x->job = job;
    x->info = stream->info;
    x->info.encoding = "utf-16le";
    x->mapped = x->info.raw_off != LS_OFF_UNKNOWN;
    x->decrypted = stream->decrypted;
    x->names.limit = NAMES_BYTES;
    ls_map_init(&x->through, UINT16_MAX);
    ls_xls_text_init(&x->text);
    ls_xls_text_init(&x->phonetic);
    ls_xlsx_strings_init(&x->strings);
    LS_VEC_INIT(&x->strings_at, LS_XLSX_STRINGS_MAX);
    LS_VEC_INIT(&x->cuts, CUTS_MAX);
    LS_VEC_INIT(&x->sheets, SHEETS_MAX);
    LS_VEC_INIT(&x->notes, LS_XLS_NOTES_MAX);
    if (stream->pieces)
        LS_TRY(map_pieces(x, stream->pieces));
    LS_TRY(ls_story_new(job, &x->story));
    return ls_xls_records_init(&x->records, job, stream->blob);
}

void ls_xls_fini(struct ls_xls *x)
{
    ls_xls_records_fini(&x->records);
    ls_story_free(x->story);
    ls_map_fini(&x->pieces);
    ls_map_fini(&x->through);
    ls_xls_text_fini(&x->text);
    ls_xls_text_fini(&x->phonetic);
    ls_xlsx_strings_fini(&x->strings);
    LS_VEC_FINI(&x->strings_at);
    LS_VEC_FINI(&x->cuts);
    LS_VEC_FINI(&x->sheets);
    LS_VEC_FINI(&x->notes);
    LS_VEC_FINI(&x->names);
}

/* ---- where a substream begins -------------------------------------------------------------- */

static bool is_bof(unsigned type)
{
    return type == BOF || type == BOF_2 || type == BOF_3 || type == BOF_4;
}

static unsigned u16(const uint8_t *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8;
}

/* Where one is expected: what its kind is does not matter. */
static bool may_begin(const uint8_t *bytes, size_t len)
{
    return len >= BOF_BYTES && is_bof(u16(bytes)) && u16(bytes + 2) >= 4 &&
           u16(bytes + 2) <= BOF_LEN_MAX;
}

static bool is_kind(unsigned kind)
{
    return kind == LS_XLS_GLOBALS || kind == LS_XLS_PROGRAM || kind == LS_XLS_SHEET ||
           kind == LS_XLS_CHART || kind == LS_XLS_MACROS || kind == LS_XLS_WORKSPACE;
}

/* Where none is expected. */
static bool does_begin(const uint8_t *bytes)
{
    unsigned len = u16(bytes + 2), version = u16(bytes + 4);
    return u16(bytes) == BOF && (len == 8 || len == 16) &&
           (version == 0x0500 || version == 0x0600) && is_kind(u16(bytes + 6));
}

bool ls_xls_begins(const struct ls_probe *probe)
{
    static const unsigned lens[] = {4, 6, 6, 8};
    if (probe->head_len < BOF_BYTES)
        return false;
    const uint8_t *head = probe->head;
    unsigned type = u16(head), len = u16(head + 2), kind = u16(head + 6);
    if (type == BOF)
        return does_begin(head);
    if (!is_bof(type) || len != lens[type >> 9] || !is_kind(kind) || kind == LS_XLS_GLOBALS)
        return false;
    size_t next = 4 + (size_t)len; /* another record, and none that nobody has */
    return probe->head_len >= next + 4 && u16(head + next) < 0x600 && u16(head + next + 2) <= 2080;
}

/* The first one from `off` on. */
static struct ls_result find_bof(struct ls_xls *x, uint64_t off, uint64_t *found, bool *any)
{
    struct ls_xls_records *r = &x->records;
    const uint8_t *bytes = NULL;
    size_t got;
    *any = true;
    *found = off;
    LS_TRY(ls_xls_peek(r, off, BOF_BYTES, &bytes, &got));
    if (may_begin(bytes, got))
        return ls_ok();
    for (;; *found += got - BOF_BYTES + 1) {
        LS_TRY(ls_xls_peek(r, *found, CHUNK, &bytes, &got));
        if (got < BOF_BYTES)
            break;
        const uint8_t *end = bytes + got - BOF_BYTES + 1;
        for (const uint8_t *at = bytes;
             at < end && (at = memchr(at, BOF & 0xFF, (size_t)(end - at))); at++)
            if (does_begin(at)) {
                *found += (uint64_t)(at - bytes);
                return ls_ok();
            }
    }
    *any = false;
    return ls_ok();
}

/* ---- a substream --------------------------------------------------------------------------- */

static int by_off(const void *a, const void *b)
{
    const struct ls_xls_sheet *left = a, *right = b;
    return left->off < right->off ? -1 : left->off > right->off;
}

static struct ls_xls_sheet *find_sheet(struct ls_xls *x, uint64_t off)
{
    struct ls_xls_sheet key = {.off = off};
    if (!x->sorted && x->sheets.n)
        qsort(x->sheets.at, x->sheets.n, sizeof key, by_off);
    x->sorted = true;
    return x->sheets.n ? bsearch(&key, x->sheets.at, x->sheets.n, sizeof key, by_off) : NULL;
}

/* What strings of bytes are in (CodePage, 2.4.52): one of the first records says so. */
static struct ls_result find_code_page(struct ls_xls *x, uint64_t back)
{
    struct ls_xls_records *r = &x->records;
    char name[16] = "windows-1252";
    bool any = true;
    for (unsigned i = 0; i < AHEAD && any; i++) {
        LS_TRY(ls_xls_next(r, &any));
        if (!any || r->type == END)
            break;
        if (r->type != CODE_PAGE)
            continue;
        unsigned page = ls_xls_u16(r);
        if (page == 10000 || page == 32768)
            snprintf(name, sizeof name, "macintosh");
        else if (page != 32769)
            snprintf(name, sizeof name, "cp%u", page);
        break;
    }
    x->charset = ls_charset_find(name, strlen(name));
    if (!x->charset)
        x->charset = ls_charset_find("windows-1252", 12);
    ls_xls_seek(r, back);
    return ls_ok();
}

/* BOF: which version, what kind. */
static struct ls_result read_bof(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    unsigned type = r->type, version = ls_xls_u16(r), kind = ls_xls_u16(r);
    x->version = type == BOF     ? version >= 0x0600 ? 8 : 5
                 : type == BOF_4 ? 4
                 : type == BOF_3 ? 3
                                 : 2;
    x->kind = is_kind(kind) ? (enum ls_xls_kind)kind : LS_XLS_SHEET;
    if (x->version >= 8)
        x->charset = NULL;
    else if (!x->charset)
        LS_TRY(find_code_page(x, r->next));
    x->text.charset = x->charset;
    x->info.encoding = x->charset ? ls_charset_name(x->charset) : "utf-16le";
    return ls_ok();
}

static struct ls_result begin(struct ls_xls *x, uint64_t off)
{
    LS_TRY(read_bof(x));
    struct ls_part_info *here = &x->here;
    *here = x->info;
    here->part = LS_PART_BODY;
    if (x->kind != LS_XLS_GLOBALS) {
        struct ls_xls_sheet *sheet = find_sheet(x, off);
        if (sheet) {
            sheet->read = true;
            here->sheet =
                ls_ooxml_slice(x->names.at, sheet->name, (size_t)sheet->name + sheet->name_len);
        }
        if (sheet ? sheet->hidden : x->sheets.n > 0) /* nothing leads there */
            here->part = LS_PART_HIDDEN;
    }
    memset(x->hidden_rows, 0, sizeof x->hidden_rows);
    memset(x->hidden_columns, 0, sizeof x->hidden_columns);
    x->row = x->column = x->inner = 0;
    x->object_kind = 0;
    ls_story_begin(x->story, here);
    return ls_charge(x->job, 1, 0);
}

static struct ls_result read_record(struct ls_xls *x)
{
    bool taken;
    LS_TRY(ls_xls_read_cell(x, &taken));
    if (!taken)
        LS_TRY(ls_xls_read_globals(x, &taken));
    if (!taken)
        LS_TRY(ls_xls_read_beside(x, &taken));
    return taken ? ls_ok() : ls_xls_read_object(x, &taken);
}

/* The one inside: a chart on a sheet. Anything else has its turn when this one is over. */
static bool is_inside(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 2);
    bool chart = ls_xls_u16(r) == LS_XLS_CHART;
    return chart && x->kind != LS_XLS_GLOBALS && x->kind != LS_XLS_WORKSPACE &&
           !find_sheet(x, r->start);
}

static struct ls_result read_substream(struct ls_xls *x, uint64_t off)
{
    struct ls_xls_records *r = &x->records;
    bool any;
    ls_xls_seek(r, off);
    LS_TRY(ls_xls_next(r, &any));
    if (!any)
        return ls_ok();
    LS_TRY(begin(x, off));
    while (!x->encrypted) {
        LS_TRY(ls_xls_next(r, &any));
        if (!any)
            break;
        if (is_bof(r->type)) {
            if (!is_inside(x)) {
                ls_xls_seek(r, r->start);
                break;
            }
            x->inner++;
        } else if (r->type == END) {
            if (x->inner == 0)
                break;
            x->inner--;
        } else {
            LS_TRY(read_record(x));
        }
    }
    LS_TRY(ls_story_end(x->story));
    ls_story_begin(x->story, &x->here); /* in no cell */
    LS_TRY(ls_xls_end_objects(x));
    return ls_story_end(x->story);
}

/* ---- the stream ---------------------------------------------------------------------------- */

/* Listed, and not there when all was read: looked for where it is said to be. */
static struct ls_result read_missing(struct ls_xls *x)
{
    bool lost = false;
    for (size_t i = 0; i < x->sheets.n; i++) {
        const uint8_t *bytes = NULL;
        size_t got;
        bool again = i > 0 && x->sheets.at[i - 1].off == x->sheets.at[i].off;
        if (x->sheets.at[i].read || again)
            continue;
        LS_TRY(ls_xls_peek(&x->records, x->sheets.at[i].off, BOF_BYTES, &bytes, &got));
        if (may_begin(bytes, got) && u16(bytes + 6) != LS_XLS_GLOBALS)
            LS_TRY(read_substream(x, x->sheets.at[i].off));
        else
            lost = true;
    }
    if (lost && !x->records.truncated)
        return ls_emit_gap(x->job, x->info.name, LS_REASON_MALFORMED,
                           "a sheet that is not where the workbook says");
    return ls_ok();
}

static struct ls_result read_all(struct ls_xls *x)
{
    uint64_t off = 0;
    bool any;
    LS_TRY(find_bof(x, 0, &off, &any));
    if (!any)
        return ls_bad(LS_E_MALFORMED);
    while (any && !x->encrypted) {
        LS_TRY(read_substream(x, off));
        LS_TRY(find_bof(x, x->records.next, &off, &any));
    }
    if (x->encrypted)
        return ls_ok();
    (void)find_sheet(x, 0);
    LS_TRY(read_missing(x));
    LS_TRY(ls_xls_end_strings(x));
    return x->records.truncated ? ls_emit_gap(x->job, x->info.name, LS_REASON_TRUNCATED, NULL)
                                : ls_ok();
}

struct ls_result ls_xls_read_book(struct ls_format_job *job, const struct ls_xls_stream *stream,
                                  bool *encrypted)
{
    struct ls_xls *x = ls_calloc(1, sizeof *x);
    if (!x)
        return ls_stop(LS_E_MEMORY);
    struct ls_result result = ls_xls_init(x, job, stream);
    if (!ls_failed(result))
        result = read_all(x);
    *encrypted = x->encrypted;
    ls_xls_fini(x);
    ls_free(x);
    return result;
}
