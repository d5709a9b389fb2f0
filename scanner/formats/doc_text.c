/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over the characters of a story: through pieces, and in these through runs of one look.
 * Text goes to the story at hand, or beside it: deleted, hidden, instructions of fields. Characters
 * that stand for something else ([MS-DOC] 2.4.1, 2.8.25 Plcfld) end lines and cells, or say
 * nothing.
 */
#include "formats/doc_priv.h"

#include "base/utf8.h"

#include <string.h>

enum {
    CELL = 0x07,
    LINE = 0x0B,
    PAGE = 0x0C,
    PARAGRAPH = 0x0D,
    COLUMN = 0x0E,
    FIELD_BEGIN = 0x13,
    FIELD_SEPARATOR = 0x14,
    FIELD_END = 0x15,
    HARD_HYPHEN = 0x1E,
    SAY_MAX = 1 << 18, /* bytes decoded at a time */
    PAIRS = 2,         /* of 8-bit characters, that speak for a double-byte charset */
    SAMPLE = 1 << 14,
};

/* A run of one look, and where it ends. */
struct look {
    enum ls_part aside;
    uint16_t character, paragraph; /* flags */
    uint16_t symbol_font, symbol;
    uint32_t until;
};

/* Where byte `off` of a stream stands in the file, and how many follow it there. */
static uint64_t place_of(const struct doc_stream *stream, uint64_t off, uint64_t *run)
{
    return stream->decrypted ? LS_OFF_UNKNOWN : ls_cfb_stream_off(&stream->place, off, run);
}

/* Decodes bytes of a stream, each mapped to where it stands in the file. */
static struct ls_result decode(struct doc *doc, const struct doc_stream *stream, uint64_t off,
                               uint64_t len, const struct ls_charset *charset)
{
    struct ls_charset_reader reader;
    LS_VEC_CLEAR(&doc->text);
    ls_map_clear(&doc->map);
    ls_charset_begin(&reader, charset, 0);
    reader.begun = true; /* a byte order mark is a character here */
    while (len) {
        uint64_t run = len, at = place_of(stream, off, &run);
        run = run < len ? run : len;
        reader.in = at;
        LS_TRY(ls_charset_feed(&reader, stream->bytes.at + (off - stream->base), (size_t)run,
                               run == len, &doc->text, at == LS_OFF_UNKNOWN ? NULL : &doc->map));
        if (at == LS_OFF_UNKNOWN && doc->text.n > doc->map.out_end)
            LS_TRY(ls_map_add(&doc->map, doc->text.n - doc->map.out_end, 0, 1, 0));
        off += run;
        len -= run;
    }
    return ls_ok();
}

struct ls_result doc_say(struct doc *doc, const struct doc_stream *stream, uint64_t off,
                         uint64_t len, const struct ls_charset *charset, enum ls_part aside)
{
    uint64_t end = stream->base + stream->bytes.n;
    if (off < stream->base || off >= end)
        return ls_ok();
    len = len < end - off ? len : end - off;
    doc->data_told = doc->data_told || stream == &doc->data;
    while (len) {
        uint64_t n = len < SAY_MAX ? len : SAY_MAX;
        LS_TRY(decode(doc, stream, off, n, charset));
        LS_TRY(ls_story_text(doc->story, aside, (struct ls_str){doc->text.at, doc->text.n},
                             &doc->map, 0));
        off += n;
        len -= n;
    }
    return ls_ok();
}

void doc_begin(struct doc *doc, enum ls_part part, const char *encoding)
{
    doc->info =
        (struct ls_part_info){.part = part, .encoding = encoding, .link_off = LS_OFF_UNKNOWN};
    doc->fields = 0;
    doc->fields_n = 0;
    doc->in_field = doc->shown = false;
    doc->before = 0;
    ls_story_begin(doc->story, &doc->info);
}

struct ls_result doc_end(struct doc *doc)
{
    return ls_story_end(doc->story);
}

static enum ls_part aside_of(const struct doc *doc, const struct look *look, uint8_t deleted)
{
    bool style = look->paragraph & DOC_RUN_STYLE_HIDDEN, hidden;
    style = style != ((look->character & DOC_RUN_STYLE_HIDDEN) != 0);
    hidden = look->character & DOC_RUN_HIDDEN;
    hidden = hidden || (style && !(look->character & (DOC_RUN_SHOWN | DOC_RUN_CONTRARY)));
    hidden = hidden || (!style && look->character & DOC_RUN_CONTRARY);
    if (deleted == 1 || (deleted == DOC_UNSET && look->character & DOC_RUN_DELETED))
        return LS_PART_DELETION;
    return hidden && doc->info.part != LS_PART_HIDDEN ? LS_PART_HIDDEN : LS_PART_NONE;
}

/* The look at a byte of WordDocument; `props`: what its piece says. */
static struct look look_at(const struct doc *doc, uint32_t off, const struct doc_props *props)
{
    struct look look = {.until = UINT32_MAX};
    const struct doc_run *run = doc_run_at(&doc->characters, off, &look.until);
    look.character = run ? run->flags : 0;
    look.symbol_font = run ? run->symbol_font : 0;
    look.symbol = run ? run->symbol : 0;
    run = doc_run_at(&doc->paragraphs, off, &look.until);
    look.paragraph = run ? run->flags : 0;
    if (props->vanish <= 1) {
        unsigned other = look.character & ~(unsigned)(DOC_RUN_HIDDEN | DOC_RUN_CONTRARY);
        look.character = (uint16_t)(other | (props->vanish ? DOC_RUN_HIDDEN : DOC_RUN_SHOWN));
    }
    look.aside = aside_of(doc, &look, props->deleted);
    return look;
}

static struct ls_result end_cell(struct doc *doc, const struct look *look)
{
    bool known = doc->paragraphs.list.n > 0;
    bool row = known ? look->paragraph & DOC_RUN_ROW_END : doc->before == CELL;
    return ls_story_break(doc->story, row ? LS_BREAK_ROW : LS_BREAK_CELL);
}

static struct ls_result end_paragraph(struct doc *doc, const struct look *look)
{
    enum ls_break what = look->paragraph & DOC_RUN_INNER_ROW    ? LS_BREAK_ROW
                         : look->paragraph & DOC_RUN_INNER_CELL ? LS_BREAK_CELL
                                                                : LS_BREAK_LINE;
    return ls_story_break(doc->story, what);
}

/* Fields may stand in the instruction and in the result of others. Each instruction is a line. */
static struct ls_result change_field(struct doc *doc, uint16_t mark)
{
    bool said = doc->in_field;
    doc->in_field = doc->shown = false;
    doc->eq = (struct ls_word_eq){0};
    if (mark == FIELD_BEGIN) {
        if (doc->fields_n < DOC_FIELDS_MAX)
            doc->fields |= UINT64_C(1) << doc->fields_n;
        doc->fields_n++;
    } else if (doc->fields_n > 0) {
        unsigned i = doc->fields_n - 1;
        if (i < DOC_FIELDS_MAX)
            doc->fields &= ~(UINT64_C(1) << i);
        doc->fields_n -= mark == FIELD_END;
    }
    return said ? ls_story_text(doc->story, LS_PART_FIELD, ls_str_of("\n"), NULL, 0) : ls_ok();
}

static enum ls_part part_of(const struct doc *doc, const struct look *look)
{
    bool field = doc->fields && !doc->shown;
    return look->aside == LS_PART_NONE && field ? LS_PART_FIELD : look->aside;
}

/* A character that is no text, or stands for another one. */
static struct ls_result say_special(struct doc *doc, uint16_t c, const struct look *look)
{
    enum ls_part aside = part_of(doc, look);
    switch (c) {
    case CELL:
        return end_cell(doc, look);
    case PARAGRAPH:
        return end_paragraph(doc, look);
    case PAGE:
        return ls_story_break(doc->story, LS_BREAK_PAGE);
    case LINE:
    case COLUMN:
        return aside ? ls_story_text(doc->story, aside, ls_str_of("\n"), NULL, 0)
                     : ls_story_break(doc->story, LS_BREAK_LINE);
    case FIELD_BEGIN:
    case FIELD_SEPARATOR:
    case FIELD_END:
        return change_field(doc, c);
    case HARD_HYPHEN:
        return ls_story_text(doc->story, aside, ls_str_of("-"), NULL, 0);
    default:
        return ls_ok();
    }
}

/* A character of a symbol font (2.6.1 sprmCSymbol). Stars are what marks are made of. */
static struct ls_result say_symbol(struct doc *doc, const struct look *look)
{
    char bytes[8];
    struct ls_buf utf8 = {.at = bytes, .cap = sizeof bytes, .limit = sizeof bytes};
    bool star = (look->symbol | 0xF000) == 0xF0AB && doc_is_wingdings(doc, look->symbol_font);
    if (look->symbol < ' ')
        return ls_ok();
    LS_TRY(ls_utf8_add(&utf8, star ? 0x2605 : look->symbol));
    return ls_story_text(doc->story, part_of(doc, look), (struct ls_str){bytes, utf8.n}, NULL, 0);
}

static struct ls_result say_run(struct doc *doc, uint32_t off, uint32_t end,
                                const struct ls_charset *charset, const struct look *look)
{
    enum ls_part part = part_of(doc, look);
    if (off >= end)
        return ls_ok();
    doc->before = 0;
    doc->in_field |= part == LS_PART_FIELD;
    return doc_say(doc, &doc->main, off, end - off, charset, part);
}

/* Bytes [off, end) of WordDocument, all of one look. */
static struct ls_result walk_run(struct doc *doc, uint32_t off, uint32_t end, bool wide,
                                 const struct look *look)
{
    const uint8_t *bytes = (const uint8_t *)doc->main.bytes.at;
    const struct ls_charset *charset = wide ? doc->wide : doc->narrow;
    uint32_t step = wide ? 2 : 1, from = off;
    bool symbol = look->character & DOC_RUN_SYMBOL;
    for (; end - off >= step; off += step) {
        uint16_t c = wide ? doc_u16(bytes + off) : bytes[off];
        if (doc->fields && c >= ' ' && ls_word_eq_shows(&doc->eq, c) != doc->shown) {
            LS_TRY(say_run(doc, from, off, charset, look));
            from = off;
            doc->shown = !doc->shown;
        }
        if (c >= ' ' ? !symbol || (c != '(' && c < 0xF000) : c == '\t')
            continue;
        LS_TRY(say_run(doc, from, off, charset, look));
        from = off + step;
        LS_TRY(c >= ' ' ? say_symbol(doc, look) : say_special(doc, c, look));
        doc->before = c;
    }
    return say_run(doc, from, off, charset, look);
}

/*
 * Programs of the Far East have written text in the charset of the country as 8-bit pieces, which
 * should be Latin: two bytes beyond ASCII side by side, always.
 */
static bool is_double_byte(const uint8_t *bytes, size_t len)
{
    size_t high = 0, pairs = 0;
    len = len < SAMPLE ? len : SAMPLE;
    for (size_t i = 0; i < len; i++) {
        bool pair = bytes[i] > 0x80 && i + 1 < len && bytes[i + 1] >= 0xA1;
        high += bytes[i] > 0x80;
        pairs += pair;
        i += pair;
    }
    return pairs >= PAIRS && pairs * 10 >= high * 9;
}

static const struct ls_charset *charset_of(const struct doc *doc, const uint8_t *bytes, size_t len)
{
    static const char latin[] = "windows-1252";
    const char *own = doc_charset_of_language(doc->fib.lid);
    const char *east = doc_charset_of_language(doc->fib.lid_east);
    bool pairs = is_double_byte(bytes, len);
    const char *name = strcmp(own, latin) == 0 ? east : own; /* of the country, if not Latin */
    bool chinese = strcmp(name, "gb18030") == 0 || strcmp(name, "big5") == 0;
    if (doc->fib.old && strcmp(own, latin) == 0 && pairs)
        return ls_charset_guess(bytes, len);
    if (!doc->fib.old && !(chinese && pairs))
        name = latin;
    return ls_charset_find(name, strlen(name));
}

static struct ls_result walk_piece(struct doc *doc, const struct doc_piece *piece, uint32_t lo,
                                   uint32_t hi)
{
    uint32_t step = piece->wide ? 2 : 1;
    uint64_t off = piece->fc + (uint64_t)(lo - piece->cp) * step;
    uint64_t end = piece->fc + (uint64_t)(hi - piece->cp) * step;
    struct doc_props props;
    end = end < doc->main.bytes.n ? end : doc->main.bytes.n;
    if (off >= end)
        return ls_ok();
    doc_props_init(&props);
    doc_piece_props(doc, piece, &props);
    if (!piece->wide)
        doc->narrow =
            charset_of(doc, (const uint8_t *)doc->main.bytes.at + off, (size_t)(end - off));
    while (end - off >= step) {
        struct look look = look_at(doc, (uint32_t)off, &props);
        uint64_t until = look.until < end ? look.until : end;
        until -= (until - off) % step; /* a border inside a character */
        until += until == off ? step : 0;
        LS_TRY(walk_run(doc, (uint32_t)off, (uint32_t)until, piece->wide, &look));
        off = until;
    }
    return ls_ok();
}

struct ls_result doc_walk(struct doc *doc, uint32_t lo, uint32_t hi)
{
    size_t i = 0, last = doc->pieces.n;
    while (i < last) { /* the first piece that ends behind `lo` */
        size_t mid = i + (last - i) / 2;
        if (doc->pieces.at[mid].cp_end <= lo)
            i = mid + 1;
        else
            last = mid;
    }
    for (; i < doc->pieces.n && doc->pieces.at[i].cp < hi; i++) {
        const struct doc_piece *piece = &doc->pieces.at[i];
        uint32_t from = piece->cp > lo ? piece->cp : lo;
        uint32_t to = piece->cp_end < hi ? piece->cp_end : hi;
        if (from < to)
            LS_TRY(walk_piece(doc, piece, from, to));
    }
    return ls_ok();
}
