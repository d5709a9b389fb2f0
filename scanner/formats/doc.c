/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a Word document (formats/doc_priv.h has a map of it): the text of all stories, then what
 * stands beside them, then what is left over. A document of AutoText entries may follow in the same
 * streams, with a FIB of its own. What is broken is passed over, and text comes first: a document
 * without a table of pieces is told as what looks like text in it.
 */
#include "formats/doc.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/doc_priv.h"
#include "formats/kinds.h"

#include <string.h>

enum { MAP_SEGS = 1 << 18, TEXT_MAX = 2 << 20, KNOWN_MAX = 1 << 21, FIBS_MAX = 2 };

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    return ls_cfb_find_stream(cfb, storage, "WordDocument") != LS_CFB_NONE;
}

/* ---- streams --------------------------------------------------------------------------------- */

static void close_stream(struct doc_stream *stream)
{
    if (stream->open)
        ls_cfb_stream_close(&stream->place);
    LS_VEC_FINI(&stream->bytes);
    stream->open = false;
}

static struct ls_result open_stream(struct doc *doc, const char *name, struct doc_stream *stream)
{
    close_stream(stream);
    stream->bytes.limit = DOC_STREAM_MAX;
    stream->entry = ls_cfb_find_stream(doc->cfb, doc->storage, name);
    if (stream->entry == LS_CFB_NONE)
        return ls_ok();
    LS_TRY(ls_cfb_stream_open(doc->cfb, stream->entry, &stream->place));
    stream->open = true;
    return ls_ok();
}

/* All of a stream that is not too long. */
static struct ls_result load_stream(struct doc *doc, const char *name, struct doc_stream *stream)
{
    LS_TRY(open_stream(doc, name, stream));
    if (!stream->open)
        return ls_ok();
    LS_TRY(ls_cfb_load(doc->cfb, stream->entry, &stream->bytes, NULL));
    if (doc->unlocked)
        doc_decrypt(doc, stream);
    if (stream->place.blob.size > DOC_STREAM_MAX)
        return ls_emit_gap(doc->job, ls_str_of(name), LS_REASON_MEMORY_LIMIT,
                           "only the beginning of a stream was read");
    return ls_ok();
}

static void take(struct doc *doc, const struct doc_stream *stream)
{
    bool all = stream == &doc->data || stream->place.blob.size <= DOC_STREAM_MAX;
    if (stream->entry != LS_CFB_NONE && all)
        ls_cfb_take(doc->cfb, stream->entry);
}

/* ---- what cannot be read --------------------------------------------------------------------- */

static struct ls_result gap(struct doc *doc, const char *reason, const char *detail)
{
    return ls_emit_gap(doc->job, (struct ls_str){NULL, 0}, reason, detail);
}

/* The reader of what is encrypted as a whole tells of it. */
static bool is_under_rights(const struct doc *doc)
{
    return ls_cfb_find_stream(doc->cfb, doc->storage, "\tDRMContent") != LS_CFB_NONE;
}

/* The stream is not where the directory says; what it would say may still be seen. */
static struct ls_result tell_empty(struct doc *doc)
{
    const char *what = "Word document";
    bool encrypted = false;
    LS_TRY(ls_kind_look_ole(doc->job, &what, &encrypted));
    return encrypted ? gap(doc, LS_REASON_ENCRYPTED, what)
                     : gap(doc, LS_REASON_MALFORMED, "a Word document without bytes");
}

/* [MS-DOC] 2.2.6: how it is encrypted stands in front of the table. */
static const char *cipher_of(const struct doc *doc)
{
    const struct ls_buf *table = &doc->table.bytes;
    if (doc->fib.old || doc->fib.flags & DOC_FIB_OBFUSCATED)
        return "Word document, XOR obfuscation";
    if (table->n >= 4 && doc_u16(table->at) > 1)
        return "Word document, RC4 CryptoAPI";
    return "Word document, RC4";
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct ls_result open_table(struct doc *doc, bool one)
{
    return load_stream(doc, one ? "1Table" : "0Table", &doc->table);
}

/* The table that the FIB names; the other one when that leads nowhere. */
static struct ls_result read_pieces(struct doc *doc)
{
    bool one = doc->fib.flags & DOC_FIB_TABLE1;
    if (doc->fib.old) {
        LS_TRY(doc_pieces_read(doc));
        return doc->pieces.n ? ls_ok() : doc_pieces_guess(doc);
    }
    for (int i = 0; i < 2 && doc->pieces.n == 0; i++) {
        LS_TRY(open_table(doc, one != (i == 1)));
        LS_TRY(doc_pieces_read(doc));
    }
    if (doc->pieces.n)
        return ls_ok();
    LS_TRY(open_table(doc, one));
    return doc_pieces_guess(doc);
}

/* Formats of sections ([MS-DOC] 2.8.26 PlcfSed, 2.9.243 Sepx) stand between the texts. */
static struct ls_result know_sections(struct doc *doc)
{
    enum { SED = 12 };
    struct ls_str plc = doc_list(doc, DOC_SECTIONS);
    const struct ls_buf *main = &doc->main.bytes;
    size_t n = plc.len < 4 ? 0 : (plc.len - 4) / (4 + SED);
    for (size_t i = 0; i < n; i++) {
        uint32_t off = doc_u32(plc.at + 4 * (n + 1) + i * SED + 2);
        if (off < main->n && main->n - off >= 2)
            LS_TRY(doc_know(doc, off, (uint64_t)off + 2 + doc_u16(main->at + off)));
    }
    return ls_charge(doc->job, 0, n);
}

/* In old documents lists are between the texts. */
static struct ls_result know_lists(struct doc *doc)
{
    for (unsigned i = 0; doc->fib.old && i < doc->fib.lists_n; i++) {
        struct ls_str list = doc_list(doc, (enum doc_list)i);
        uint64_t off = list.len ? (uint64_t)(list.at - doc->main.bytes.at) : 0;
        LS_TRY(doc_know(doc, off, off + list.len));
    }
    return ls_ok();
}

static struct ls_result read_document(struct doc *doc, bool *told)
{
    LS_VEC_CLEAR(&doc->pieces);
    LS_VEC_CLEAR(&doc->pictures);
    LS_TRY(doc_know(doc, doc->fib.off, doc->fib.end));
    LS_TRY(read_pieces(doc));
    *told |= doc->pieces.n > 0;
    LS_TRY(know_lists(doc));
    LS_TRY(know_sections(doc));
    doc_styles_read(doc);
    doc_fonts_read(doc);
    LS_TRY(doc_looks_read(doc));
    LS_TRY(doc_stories_tell(doc));
    LS_TRY(doc_drawings_tell(doc));
    LS_TRY(doc_data_tell(doc));
    LS_TRY(doc_lists_tell(doc));
    take(doc, &doc->table);
    return doc_strings_tell(doc);
}

static struct ls_result read_all(struct doc *doc)
{
    bool told = false;
    size_t off = 0;
    for (int i = 0; i < FIBS_MAX; i++) {
        if (!doc_fib_read(doc, off))
            break;
        doc->glossary = off > 0;
        LS_TRY(read_document(doc, &told));
        off = doc->fib.next;
        if (off == 0)
            break;
    }
    LS_TRY(doc_rest_tell(doc, told ? LS_PART_DELETION : LS_PART_BODY));
    take(doc, &doc->main);
    if (doc->data_told) /* else it is all pictures, which those who look at its bytes may read */
        take(doc, &doc->data);
    if (doc->full)
        LS_TRY(gap(doc, LS_REASON_ENTRY_LIMIT, "pieces of text, or pictures, of a document"));
    if (!told)
        return gap(doc, LS_REASON_MALFORMED, "no table of the document's pieces");
    if (doc->disorder)
        LS_TRY(gap(doc, LS_REASON_MALFORMED, "pieces of text that are out of order"));
    if (doc->cut)
        return gap(doc, LS_REASON_TRUNCATED, "text that the document should have is not there");
    return ls_ok();
}

static struct ls_result read_open(struct doc *doc)
{
    LS_TRY(load_stream(doc, "WordDocument", &doc->main));
    LS_TRY(open_stream(doc, "Data", &doc->data));
    if (doc->main.bytes.n == 0)
        return is_under_rights(doc) ? ls_ok() : tell_empty(doc);
    if (!doc_fib_read(doc, 0))
        return gap(doc, LS_REASON_UNSUPPORTED, "Word document of an unknown version");
    if (doc->fib.flags & DOC_FIB_ENCRYPTED) {
        LS_TRY(open_table(doc, doc->fib.flags & DOC_FIB_TABLE1));
        LS_TRY(doc_unlock(doc));
        if (!doc->unlocked)
            return gap(doc, LS_REASON_ENCRYPTED, cipher_of(doc));
        LS_TRY(load_stream(doc, "WordDocument", &doc->main));
        if (!doc_fib_read(doc, 0))
            return gap(doc, LS_REASON_MALFORMED, NULL);
    }
    return read_all(doc);
}

static void init(struct doc *doc, struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    static const char wide[] = "utf-16le", narrow[] = "windows-1252";
    doc->job = job;
    doc->cfb = cfb;
    doc->storage = storage;
    doc->wide = ls_charset_find(wide, sizeof wide - 1);
    doc->narrow = ls_charset_find(narrow, sizeof narrow - 1);
    doc->main.entry = doc->table.entry = doc->data.entry = LS_CFB_NONE;
    doc->text.limit = TEXT_MAX;
    ls_map_init(&doc->map, MAP_SEGS);
    LS_VEC_INIT(&doc->pieces, DOC_PIECES_MAX);
    LS_VEC_INIT(&doc->prcs, DOC_PRCS_MAX);
    LS_VEC_INIT(&doc->characters.list, DOC_RUNS_MAX);
    LS_VEC_INIT(&doc->paragraphs.list, DOC_RUNS_MAX);
    LS_VEC_INIT(&doc->pictures, DOC_PICTURES_MAX);
    LS_VEC_INIT(&doc->known, KNOWN_MAX);
}

static void fini(struct doc *doc)
{
    close_stream(&doc->main);
    close_stream(&doc->table);
    close_stream(&doc->data);
    LS_VEC_FINI(&doc->text);
    ls_map_fini(&doc->map);
    LS_VEC_FINI(&doc->pieces);
    LS_VEC_FINI(&doc->prcs);
    LS_VEC_FINI(&doc->characters.list);
    LS_VEC_FINI(&doc->paragraphs.list);
    LS_VEC_FINI(&doc->pictures);
    LS_VEC_FINI(&doc->known);
    ls_story_free(doc->story);
    ls_free(doc->styles);
    ls_free(doc);
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct doc *doc = ls_calloc(1, sizeof *doc);
    if (!doc)
        return ls_stop(LS_E_MEMORY);
    init(doc, job, cfb, storage);
    struct ls_result r = ls_story_new(job, &doc->story);
    doc->styles = ls_calloc(DOC_STYLES_MAX, 1);
    if (!ls_failed(r) && !doc->styles)
        r = ls_stop(LS_E_MEMORY);
    if (!ls_failed(r))
        r = read_open(doc);
    fini(doc);
    return r;
}

const struct ls_ole_reader ls_doc_reader = {.knows = knows, .read = read};
