/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/html_text.h"

#include "base/alloc.h"
#include "base/utf8.h"

enum {
    LINE_MAX = 4 << 20,     /* who lets a line grow sees to it that it does not come to this */
    LINE_FULL = 16 << 10,   /* bytes of a line that are handed over before it ends */
    SEGS_MAX = 64 << 10,    /* of any map here */
    SEGS_FULL = 8 << 10,    /* of a line that is handed over before it ends */
    KEPT_MAX = 8 << 20,     /* never reached */
    KEPT_FULL = 1 << 20,    /* bytes kept before they are emitted in between */
    PIECES_FULL = 32 << 10, /* likewise */
    PIECES_MAX = 64 << 10,
    UNDECIDED_MAX = 256, /* pieces of one tag among which some may be undecided */
    STEP_MAX = UINT16_MAX,
};

void ls_html_text_init(struct ls_html_text *text, struct ls_format_job *job, const char *encoding)
{
    *text = (struct ls_html_text){.job = job, .encoding = encoding, .kept.limit = KEPT_MAX};
    for (size_t i = 0; i < LS_HTML_LEVELS; i++) {
        text->lines[i].text.limit = LINE_MAX;
        ls_map_init(&text->lines[i].map, SEGS_MAX);
    }
    ls_map_init(&text->kept_map, SEGS_MAX);
    LS_VEC_INIT(&text->pieces, PIECES_MAX);
    text->lines[LS_HTML_BODY].part = LS_PART_BODY;
    text->lines[LS_HTML_BODY].open = true;
}

void ls_html_text_fini(struct ls_html_text *text)
{
    for (size_t i = 0; i < LS_HTML_LEVELS; i++) {
        LS_VEC_FINI(&text->lines[i].text);
        ls_map_fini(&text->lines[i].map);
    }
    LS_VEC_FINI(&text->kept);
    ls_map_fini(&text->kept_map);
    LS_VEC_FINI(&text->pieces);
}

void ls_html_drop(struct ls_html_line *line)
{
    LS_VEC_CLEAR(&line->text);
    ls_map_clear(&line->map);
    line->joined = line->space = false;
}

/* ---- out ----------------------------------------------------------------------------------- */

static struct ls_result begin_part(struct ls_html_text *t, enum ls_part part)
{
    struct ls_part_info info = {
        .part = part, .encoding = t->encoding, .raw_off = 0, .link_off = LS_OFF_UNKNOWN};
    t->in_body = part == LS_PART_BODY;
    return ls_emit_part(t->job, &info);
}

/* Emits what is kept of one part. */
static struct ls_result emit_kept(struct ls_html_text *t, enum ls_part part)
{
    bool begun = false;
    for (size_t i = 0; i < t->pieces.n; i++) {
        const struct ls_html_kept *piece = &t->pieces.at[i];
        if (piece->part != part)
            continue;
        if (!begun)
            LS_TRY(begin_part(t, part));
        begun = true;
        if (piece->len) {
            struct ls_str said = {t->kept.at + piece->at, piece->len};
            LS_TRY(ls_emit_text(t->job, said, &t->kept_map, piece->at));
        }
        if (piece->after >= 0)
            LS_TRY(ls_emit_break(t->job, (enum ls_break)piece->after));
    }
    return ls_ok();
}

static struct ls_result emit_all_kept(struct ls_html_text *t)
{
    for (unsigned part = 0; part < LS_PART_COUNT && t->pieces.n; part++)
        LS_TRY(emit_kept(t, (enum ls_part)part));
    LS_VEC_CLEAR(&t->pieces);
    LS_VEC_CLEAR(&t->kept);
    ls_map_clear(&t->kept_map);
    return ls_ok();
}

static struct ls_result keep(struct ls_html_text *t, struct ls_html_line *line, int after)
{
    struct ls_html_kept piece = {t->kept.n, line->text.n, line->part, after};
    LS_TRY(ls_map_append(&t->kept_map, &line->map, 0, line->text.n));
    LS_TRY(ls_buf_add(&t->kept, line->text.at, line->text.n));
    LS_VEC_PUSH(&t->pieces, piece);
    t->undecided |= piece.part == LS_PART_NONE;
    bool full =
        t->kept.n >= KEPT_FULL || t->pieces.n >= PIECES_FULL || t->kept_map.segs.n >= SEGS_MAX / 2;
    return full ? emit_all_kept(t) : ls_ok();
}

/* Hands a line over, with what ends it, or -1 when it goes on. */
static struct ls_result hand_over(struct ls_html_text *t, struct ls_html_line *line, int after)
{
    bool space = line->space && after < 0;
    if (line != &t->lines[LS_HTML_BODY]) {
        if (line->text.n || line->joined || after == LS_BREAK_CELL || after == LS_BREAK_ROW)
            LS_TRY(keep(t, line, after));
    } else {
        if (!t->in_body && (line->text.n || after == LS_BREAK_CELL))
            LS_TRY(begin_part(t, LS_PART_BODY));
        if (line->text.n)
            LS_TRY(
                ls_emit_text(t->job, (struct ls_str){line->text.at, line->text.n}, &line->map, 0));
        if (after >= 0 && t->in_body)
            LS_TRY(ls_emit_break(t->job, (enum ls_break)after));
    }
    ls_html_drop(line);
    line->joined = after < 0;
    line->space = space;
    return ls_ok();
}

struct ls_result ls_html_text_end(struct ls_html_text *t)
{
    while (t->level > LS_HTML_BODY)
        LS_TRY(ls_html_close(t, t->level));
    LS_TRY(ls_html_break(t, LS_BREAK_LINE));
    return emit_all_kept(t);
}

struct ls_result ls_html_pass_on(struct ls_html_text *t)
{
    return hand_over(t, ls_html_line(t), -1);
}

void ls_html_decide(struct ls_html_text *t, enum ls_part part)
{
    if (!t->undecided)
        return;
    t->undecided = false;
    for (size_t i = t->pieces.n, n = 0; i-- > 0 && n < UNDECIDED_MAX; n++)
        if (t->pieces.at[i].part == LS_PART_NONE)
            t->pieces.at[i].part = part;
}

/* The part that a child belongs to: that of the element around it. */
enum ls_part ls_html_part_around(const struct ls_html_text *text)
{
    for (size_t i = LS_HTML_INSERT; i > LS_HTML_BODY; i--)
        if (text->lines[i].open)
            return text->lines[i].part;
    bool script = text->level == LS_HTML_PIECE && text->lines[LS_HTML_PIECE].part == LS_PART_SCRIPT;
    return script ? LS_PART_SCRIPT : LS_PART_NONE;
}

/* ---- levels -------------------------------------------------------------------------------- */

static void find_level(struct ls_html_text *t)
{
    t->level = LS_HTML_PIECE;
    while (!t->lines[t->level].open)
        t->level--;
}

void ls_html_open(struct ls_html_text *t, enum ls_html_level level, enum ls_part part)
{
    ls_html_drop(&t->lines[level]);
    t->lines[level].open = true;
    t->lines[level].part = part;
    find_level(t);
}

struct ls_result ls_html_close(struct ls_html_text *t, enum ls_html_level level)
{
    LS_TRY(hand_over(t, &t->lines[level], LS_BREAK_LINE));
    ls_html_drop(&t->lines[level]);
    t->lines[level].open = level == LS_HTML_BODY;
    find_level(t);
    return ls_ok();
}

/* ---- in ------------------------------------------------------------------------------------ */

static struct ls_result end_space(struct ls_html_line *line)
{
    if (!line->space)
        return ls_ok();
    line->space = false;
    if (line->text.n == 0 && !line->joined)
        return ls_ok();
    LS_TRY(ls_buf_char(&line->text, ' '));
    uint64_t span = line->space_hi - line->space_lo;
    if (line->space_plain)
        return ls_map_add(&line->map, 1, line->space_lo, 1, 1);
    /* Steps of two, of which one is there: a line's end is no blank, so it is not verbatim. */
    return ls_map_add(&line->map, 1, line->space_lo, 2,
                      (uint16_t)(span < STEP_MAX ? span : STEP_MAX));
}

static struct ls_result spill(struct ls_html_text *t, struct ls_html_line *line)
{
    bool full = line->text.n >= LINE_FULL || line->map.segs.n >= SEGS_FULL;
    return full && t->level != LS_HTML_PIECE ? hand_over(t, line, -1) : ls_ok();
}

struct ls_result ls_html_put(struct ls_html_text *t, struct ls_html_source *source, size_t n)
{
    struct ls_html_line *line = ls_html_line(t);
    uint64_t off = ls_html_offset(source);
    LS_TRY(end_space(line));
    LS_TRY(ls_buf_add(&line->text, ls_html_here(source), n));
    LS_TRY(ls_map_append(&line->map, &source->map, off, off + n));
    source->at += n;
    return spill(t, line);
}

struct ls_result ls_html_put_char(struct ls_html_text *t, uint32_t cp, uint64_t lo, uint64_t hi)
{
    struct ls_html_line *line = ls_html_line(t);
    if ((cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0))
        return ls_ok();
    LS_TRY(end_space(line));
    size_t before = line->text.n;
    LS_TRY(ls_utf8_add(&line->text, cp));
    uint16_t len = (uint16_t)(line->text.n - before);
    uint16_t span = (uint16_t)(hi - lo < STEP_MAX ? hi - lo : STEP_MAX);
    /* One byte from one byte would look verbatim. */
    LS_TRY(ls_map_add(&line->map, len, lo, len == 1 && span == 1 ? 2 : len, span));
    return spill(t, line);
}

void ls_html_put_space(struct ls_html_text *t, bool plain, uint64_t lo, uint64_t hi)
{
    struct ls_html_line *line = ls_html_line(t);
    if (line->space)
        return;
    line->space = true;
    line->space_plain = plain && hi - lo == 1;
    line->space_lo = lo;
    line->space_hi = hi;
}

struct ls_result ls_html_break(struct ls_html_text *t, enum ls_break what)
{
    return hand_over(t, ls_html_line(t), (int)what);
}
