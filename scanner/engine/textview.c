/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/textview.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <string.h>

enum {
    OWN_BYTES = 256 << 10, /* text that is decided about at a time */
    SEGS_MAX = 1 << 18,
    SPOTS_MAX = 1 << 18,
    PARTS_MAX = 1 << 17,
    NAMES_MAX = 8 << 20,
    CELLS_SKIPPED_MAX = 64, /* empty cells in a row that are spelled out */
};

struct ls_result ls_textview_init(struct ls_textview *view, const struct ls_engine *engine,
                                  struct ls_scanner *scanner)
{
    *view = (struct ls_textview){.scanner = scanner, .names.limit = NAMES_MAX};
    ls_engine_margins(engine, &view->before, &view->after);
    ls_found_init(&view->found);
    ls_map_init(&view->map, SEGS_MAX);
    LS_VEC_INIT(&view->spots, SPOTS_MAX);
    LS_VEC_INIT(&view->parts, PARTS_MAX);
    view->cap = view->before + OWN_BYTES + view->after;
    view->bytes = ls_alloc_aligned(LS_MATCH_PAD, view->cap + LS_MATCH_PAD);
    if (!view->bytes)
        return ls_stop(LS_E_MEMORY);
    return ls_reducer_new(ls_engine_rules(engine), &view->reducer);
}

void ls_textview_fini(struct ls_textview *view)
{
    ls_free(view->bytes);
    ls_found_fini(&view->found);
    ls_reducer_free(view->reducer);
    ls_map_fini(&view->map);
    LS_VEC_FINI(&view->spots);
    LS_VEC_FINI(&view->parts);
    LS_VEC_FINI(&view->names);
}

static struct ls_result add_spot(struct ls_textview *v, struct ls_textview_spot spot)
{
    if (v->spots.n && v->spots.at[v->spots.n - 1].off == spot.off) {
        v->spots.at[v->spots.n - 1] = spot;
        return ls_ok();
    }
    if (v->spots.n == v->spots.limit) {
        size_t gone = v->spots.n / 2;
        memmove(v->spots.at, v->spots.at + gone, (v->spots.n - gone) * sizeof *v->spots.at);
        v->spots.n -= gone;
    }
    LS_VEC_PUSH(&v->spots, spot);
    return ls_ok();
}

static uint64_t text_end(const struct ls_textview *v)
{
    return v->base + v->n;
}

static struct ls_textview_spot *last_spot(struct ls_textview *v)
{
    return &v->spots.at[v->spots.n - 1];
}

static const struct ls_textview_spot *spot_of(const struct ls_textview *v, uint64_t off)
{
    LS_BISECT_LAST(lo, v->spots.n, i, v->spots.at[i].off <= off);
    return &v->spots.at[lo];
}

static const struct ls_textview_part *part_of(const struct ls_textview *v, uint64_t off)
{
    return &v->parts.at[spot_of(v, off)->part];
}

/* What a rule calls the place. */
static unsigned places_at(const void *user, uint64_t off)
{
    static const uint8_t places[LS_PART_COUNT] = {
        [LS_PART_HEADER] = LS_AT_HEADER,
        [LS_PART_FOOTER] = LS_AT_HEADER,
        [LS_PART_WATERMARK] = LS_AT_WATERMARK,
        [LS_PART_TEXT_BOX] = LS_AT_TEXT_BOX,
    };
    return places[part_of(user, off)->part];
}

static struct ls_str name_of(const struct ls_textview *v, size_t at, size_t len)
{
    return (struct ls_str){len ? v->names.at + at : NULL, len};
}

/*
 * In a part in UTF-16, text that is made of single bytes: old documents store strings so when all
 * their characters are below U+0100.
 */
static enum ls_encoding narrow_encoding(const struct ls_map_seg *seg, unsigned enc)
{
    if (seg->in_step != 1 || enc >= LS_ENC_COUNT || !ls_encoding_is_wide((enum ls_encoding)enc))
        return LS_ENC_COUNT;
    return seg->out_step == 1 ? LS_ENC_UTF8 : LS_ENC_WINDOWS_1252;
}

/* What the bytes behind text from `off` on are in. */
static const char *encoding_at(const struct ls_textview *v, const struct ls_textview_part *part,
                               uint64_t off, uint64_t len)
{
    enum ls_encoding enc = LS_ENC_COUNT;
    LS_BISECT_LAST(lo, v->map.segs.n, i, v->map.segs.at[i].out <= off);
    for (; lo < v->map.segs.n && v->map.segs.at[lo].out < off + len; lo++) {
        const struct ls_map_seg *seg = &v->map.segs.at[lo];
        enum ls_encoding narrow = narrow_encoding(seg, part->enc);
        if (seg->in_step && (narrow != LS_ENC_UTF8 || enc == LS_ENC_COUNT))
            enc = narrow;
    }
    return enc == LS_ENC_COUNT ? part->encoding : ls_encoding_name(enc);
}

/* From text offsets to the bytes behind them, and to people's words. */
static struct ls_result on_hit(void *user, const struct ls_hit *found)
{
    struct ls_textview *v = user;
    struct ls_hit hit = *found;
    const struct ls_textview_spot *spot = spot_of(v, hit.off);
    const struct ls_textview_part *part = &v->parts.at[spot->part];
    uint64_t lo, hi;
    bool verbatim;
    hit.exact = LS_EXACT_OBJECT;
    hit.encoding = ls_encoding_name(LS_ENC_UTF8);
    if (ls_map_find(&v->map, hit.off, hit.off + hit.len, &lo, &hi, &verbatim) && hi > lo) {
        hit.encoding = encoding_at(v, part, hit.off, hit.len);
        hit.off = lo;
        hit.len = hi - lo;
        hit.exact = verbatim ? LS_EXACT_EXACT : LS_EXACT_MAPPED;
    }
    hit.place = (struct ls_place){
        .part = part->part,
        .page = part->page,
        .slide = part->slide,
        .sheet = name_of(v, part->sheet, part->sheet_len),
        .row = spot->row,
        .column = spot->column,
        .line = spot->row ? 0 : spot->line,
    };
    struct ls_link link = {
        .name = name_of(v, part->name, part->name_len), .off = part->link_off, .part = true};
    return v->emit(v->user, &hit, &link);
}

/* Decides about what ends in the next `own` bytes, of which the margins are there. */
static struct ls_result scan(struct ls_textview *v, size_t own, bool last)
{
    struct ls_places places = {places_at, v};
    struct ls_block block = {
        .bytes = v->bytes,
        .len = v->n,
        .off = v->base,
        .own_lo = v->own_lo,
        .own_hi = v->own_lo + own,
        .last = last,
        .utf8 = true,
        .places = &places,
    };
    memset(v->bytes + v->n, 0, LS_MATCH_PAD);
    ls_found_clear(&v->found);
    struct ls_result r = ls_scanner_block(v->scanner, &block, &v->found);
    if (r.code == LS_E_LIMIT)
        v->crowded = true;
    else if (r.reach == LS_BAD)
        v->refused = true;
    else
        LS_TRY(r);
    v->limits_hit += v->found.limits_hit;
    v->own_lo += own;
    return ls_reducer_feed(v->reducer, &v->found, on_hit, v);
}

static void slide(struct ls_textview *v)
{
    size_t gone = v->own_lo > v->before ? v->own_lo - v->before : 0;
    memmove(v->bytes, v->bytes + gone, v->n - gone);
    v->n -= gone;
    v->own_lo -= gone;
    v->base += gone;
}

static struct ls_result append(struct ls_textview *v, const char *text, size_t len)
{
    while (len) {
        size_t room = v->cap - v->n;
        size_t more = len < room ? len : room;
        memcpy(v->bytes + v->n, text, more);
        v->n += more;
        text += more;
        len -= more;
        if (v->n < v->cap)
            break;
        LS_TRY(scan(v, v->cap - v->after - v->own_lo, false));
        slide(v);
    }
    return ls_ok();
}

static unsigned encoding_of(const char *name)
{
    for (unsigned e = 0; e < LS_ENC_COUNT; e++)
        if (strcmp(name, ls_encoding_name((enum ls_encoding)e)) == 0)
            return e;
    return LS_ENC_COUNT;
}

static struct ls_result keep_name(struct ls_textview *v, struct ls_str name, size_t *at,
                                  size_t *len)
{
    /* Parts that go on where they left off bring the same names again. */
    const struct ls_textview_part *last = v->parts.n ? &v->parts.at[v->parts.n - 1] : NULL;
    const size_t ats[] = {last ? last->name : 0, last ? last->sheet : 0};
    const size_t lens[] = {last ? last->name_len : 0, last ? last->sheet_len : 0};
    for (size_t i = 0; i < 2; i++)
        if (name.len == lens[i] && name.len &&
            memcmp(v->names.at + ats[i], name.at, name.len) == 0) {
            *at = ats[i];
            *len = lens[i];
            return ls_ok();
        }
    if (v->names.limit - v->names.n < name.len)
        return ls_ok(); /* so many parts that this one has no name */
    *at = v->names.n;
    LS_TRY(ls_buf_add(&v->names, name.at, name.len));
    *len = name.len;
    return ls_ok();
}

struct ls_result ls_textview_part(struct ls_textview *v, const struct ls_part_info *info)
{
    struct ls_textview_part part = {
        .part = info->part,
        .page = info->page,
        .slide = info->slide,
        .link_off = info->name.len ? info->link_off : LS_OFF_UNKNOWN,
        .raw_off = info->raw_off,
        .encoding = info->encoding ? info->encoding : ls_encoding_name(LS_ENC_UTF8),
    };
    if (text_end(v) > 0)
        LS_TRY(ls_textview_break(v, LS_BREAK_PAGE));
    part.enc = encoding_of(part.encoding);
    LS_TRY(keep_name(v, info->name, &part.name, &part.name_len));
    LS_TRY(keep_name(v, info->sheet, &part.sheet, &part.sheet_len));
    if (v->parts.n == v->parts.limit) /* hits in the many that follow have the last one's place */
        v->parts.n--;
    LS_VEC_PUSH(&v->parts, part);
    return add_spot(v, (struct ls_textview_spot){
                           .off = text_end(v), .part = (uint32_t)(v->parts.n - 1), .line = 1});
}

/* New lines in text that stands, or will stand, at `off`. */
static struct ls_result count_lines(struct ls_textview *v, const char *text, size_t len,
                                    uint64_t off)
{
    const char *end = text + len;
    for (const char *p = memchr(text, '\n', len); p; p = memchr(p, '\n', (size_t)(end - p))) {
        struct ls_textview_spot spot = *last_spot(v);
        p++;
        spot.off = off + (uint64_t)(p - text);
        spot.line++;
        LS_TRY(add_spot(v, spot));
    }
    return ls_ok();
}

/* Bytes of the object itself that a format has read as the text from offset `from` on. */
static struct ls_result note_seen(struct ls_textview *v, uint64_t from)
{
    const struct ls_textview_part *part = &v->parts.at[v->parts.n - 1];
    size_t i = v->map.segs.n;
    if (part->raw_off == LS_OFF_UNKNOWN || !v->told)
        return ls_ok();
    while (i > 0 && v->map.segs.at[i - 1].out > from)
        i--;
    for (i -= i > 0; i < v->map.segs.n; i++) {
        const struct ls_map_seg *seg = &v->map.segs.at[i];
        uint64_t to = i + 1 < v->map.segs.n ? seg[1].out : v->map.out_end;
        uint64_t skipped = from > seg->out ? (from - seg->out) / seg->out_step : 0;
        uint64_t steps = (to - seg->out + seg->out_step - 1) / seg->out_step;
        uint64_t in = part->raw_off + seg->in;
        enum ls_encoding narrow = narrow_encoding(seg, part->enc);
        if (seg->in_step)
            LS_TRY(ls_told_add_seen(v->told, in + skipped * seg->in_step, in + steps * seg->in_step,
                                    narrow == LS_ENC_COUNT ? part->enc : narrow));
    }
    return ls_ok();
}

struct ls_result ls_textview_text(struct ls_textview *v, struct ls_str text,
                                  const struct ls_map *map, uint64_t base)
{
    uint64_t off = text_end(v);
    if (text.len == 0)
        return ls_ok();
    if (map) {
        LS_TRY(ls_map_append(&v->map, map, base, base + text.len));
        LS_TRY(note_seen(v, off));
    } else {
        LS_TRY(ls_map_add(&v->map, text.len, 0, 1, 0));
    }
    LS_TRY(count_lines(v, text.at, text.len, off)); /* hits may come while it is appended */
    return append(v, text.at, text.len);
}

static struct ls_result put_break(struct ls_textview *v, char c)
{
    LS_TRY(ls_map_add(&v->map, 1, 0, 1, 0));
    return append(v, &c, 1);
}

/*
 * Ends follow each other inwards out: the paragraph in a cell, the cell, the row, the page. The
 * outer one takes the place of the inner one; only empty cells count, since columns are told apart
 * by them.
 */
struct ls_result ls_textview_break(struct ls_textview *v, enum ls_break what)
{
    static const char ends[] = {'\n', 0x1F, 0x1E, '\f'};
    char *last = v->n > v->own_lo ? (char *)&v->bytes[v->n - 1] : NULL;
    bool ended = !last && text_end(v) == 0 && what != LS_BREAK_CELL;
    for (unsigned i = 0; last && i < sizeof ends; i++) {
        if (*last != ends[i])
            continue;
        if (i < what)
            *last = ends[what];
        ended = i < what || what != LS_BREAK_CELL;
        break;
    }
    if (!ended)
        LS_TRY(put_break(v, ends[what]));
    if (what != LS_BREAK_LINE || ended)
        return ls_ok();
    struct ls_textview_spot spot = *last_spot(v);
    spot.off = text_end(v);
    spot.line++;
    return add_spot(v, spot);
}

struct ls_result ls_textview_cell(struct ls_textview *v, uint32_t row, uint32_t column)
{
    struct ls_textview_spot spot = *last_spot(v);
    uint32_t empty = column - 1;
    if (spot.row == row && spot.column < column) {
        empty = column - spot.column;
    } else {
        LS_TRY(ls_textview_break(v, spot.row ? LS_BREAK_ROW : LS_BREAK_PAGE));
    }
    for (uint32_t i = 0; i < empty && i < CELLS_SKIPPED_MAX; i++)
        LS_TRY(put_break(v, 0x1F));
    spot.off = text_end(v);
    spot.row = row;
    spot.column = column;
    return add_spot(v, spot);
}

struct ls_result ls_textview_begin(struct ls_textview *v, struct ls_told *told, ls_textview_fn emit,
                                   void *user)
{
    struct ls_part_info body = {.part = LS_PART_BODY, .link_off = LS_OFF_UNKNOWN, .raw_off = 0};
    v->n = v->own_lo = 0;
    v->base = 0;
    v->told = told;
    v->emit = emit;
    v->user = user;
    v->crowded = v->refused = false;
    v->limits_hit = 0;
    ls_map_clear(&v->map);
    LS_VEC_CLEAR(&v->spots);
    LS_VEC_CLEAR(&v->parts);
    LS_VEC_CLEAR(&v->names);
    return ls_textview_part(v, &body);
}

struct ls_result ls_textview_end(struct ls_textview *v)
{
    struct ls_result r = v->n > v->own_lo ? scan(v, v->n - v->own_lo, true) : ls_ok();
    struct ls_result end = ls_reducer_end(v->reducer, on_hit, v);
    return ls_failed(r) ? r : end;
}
