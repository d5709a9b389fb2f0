/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams: the main text (flow 0) goes straight to the engine; each open flow above it and each
 * part beside it is a stream in memory. A stream is its text, a map, and marks: what happens
 * between two bytes of the text.
 *
 *   text   内部文件附件
 *   marks        ^line ^cell 3,2 …
 *
 * A closed flow is appended to the stream of its part. Every flow carries a tick, which changes
 * with everything said in it; text aside compares it with the tick of its last piece.
 */
#include "formats/story.h"

#include "base/alloc.h"

#include <string.h>

enum {
    STREAM_MAX = 8 << 20,   /* bytes or marks; LS_STORY_SIDES_FULL holds it far below */
    STREAM_SEGS = 16 << 10, /* of a map; older ones are forgotten */
    NOTHING = -1,           /* no break is due */
    MARK_CELL = 16,         /* marks beside those of enum ls_break */
    MARK_MAPPED = 17,       /* what follows has a way back … */
    MARK_UNMAPPED = 18,     /* … or has none, as at the start */
    CELLS_MAX = 64,         /* empty ones in a row that are told */
    KEEP_MAX = 64 << 10,    /* bytes kept for the next part */
};

struct mark {
    size_t at; /* byte of the text that it stands before */
    uint32_t row, column;
    int what;
};

struct stream {
    struct ls_buf text;
    struct ls_map map;
    LS_VEC(struct mark) marks;
    enum ls_part part;
    bool mapped;  /* the text added last */
    bool in_cell; /* row, column */
    bool cell;    /* … which begins with the next text */
    uint32_t row, column;
    int due;        /* the break before the next text … */
    unsigned cells; /* … and the empty cells behind it */
    uint64_t tick;  /* flows: changes with all that is said; aside: the flow's, at the last piece */
};

struct ls_story {
    struct ls_format_job *job;
    struct ls_part_info info;
    bool told;    /* the engine is in the main part */
    bool written; /* … and has text of it */
    uint64_t ticks;
    size_t collected; /* bytes of all streams */
    size_t flows_n;   /* open, with the main text */
    size_t too_many;  /* open beyond LS_STORY_FLOWS_MAX */
    struct stream flows[LS_STORY_FLOWS_MAX];
    struct stream sides[LS_PART_COUNT];
    struct stream held;
};

static void init_stream(struct stream *stream)
{
    stream->text.limit = STREAM_MAX;
    LS_VEC_INIT(&stream->marks, STREAM_MAX);
    ls_map_init(&stream->map, STREAM_SEGS);
    stream->due = NOTHING;
}

static void fini_stream(struct stream *stream)
{
    LS_VEC_FINI(&stream->text);
    LS_VEC_FINI(&stream->marks);
    ls_map_fini(&stream->map);
}

static void clear_stream(struct stream *stream)
{
    LS_VEC_CLEAR(&stream->text);
    LS_VEC_CLEAR(&stream->marks);
    ls_map_clear(&stream->map);
    if (stream->text.cap > KEEP_MAX)
        LS_VEC_FINI(&stream->text);
    stream->mapped = false;
    stream->cell = stream->in_cell;
    stream->due = NOTHING;
    stream->cells = 0;
}

static void renew_stream(struct stream *stream)
{
    stream->in_cell = false;
    clear_stream(stream);
}

struct ls_result ls_story_new(struct ls_format_job *job, struct ls_story **story)
{
    struct ls_story *made = ls_calloc(1, sizeof *made);
    if (!made)
        return ls_stop(LS_E_MEMORY);
    made->job = job;
    for (size_t i = 0; i < LS_STORY_FLOWS_MAX; i++)
        init_stream(&made->flows[i]);
    for (size_t i = 0; i < LS_PART_COUNT; i++)
        init_stream(&made->sides[i]);
    init_stream(&made->held);
    *story = made;
    return ls_ok();
}

void ls_story_free(struct ls_story *story)
{
    if (!story)
        return;
    for (size_t i = 0; i < LS_STORY_FLOWS_MAX; i++)
        fini_stream(&story->flows[i]);
    for (size_t i = 0; i < LS_PART_COUNT; i++)
        fini_stream(&story->sides[i]);
    fini_stream(&story->held);
    ls_free(story);
}

void ls_story_begin(struct ls_story *story, const struct ls_part_info *info)
{
    story->info = *info;
    story->told = story->written = false;
    story->collected = story->too_many = 0;
    story->flows_n = 1;
    for (size_t i = 0; i < LS_STORY_FLOWS_MAX; i++)
        renew_stream(&story->flows[i]);
    for (size_t i = 0; i < LS_PART_COUNT; i++)
        renew_stream(&story->sides[i]);
    renew_stream(&story->held);
    story->flows[0].part = info->part;
}

static struct stream *flow_of(struct ls_story *story)
{
    return &story->flows[story->flows_n - 1];
}

enum ls_part ls_story_part(const struct ls_story *story)
{
    return story->flows[story->flows_n - 1].part;
}

static struct ls_result put_out(struct ls_story *story, struct stream *stream, enum ls_part part)
{
    struct ls_part_info info = story->info;
    struct ls_format_job *job = story->job;
    size_t from = 0;
    bool mapped = false;
    if (stream->text.n == 0)
        return ls_ok();
    info.part = part;
    story->told = story->written = false;
    LS_TRY(ls_emit_part(job, &info));
    for (size_t i = 0; i <= stream->marks.n; i++) {
        const struct mark *mark = i < stream->marks.n ? &stream->marks.at[i] : NULL;
        size_t to = mark ? mark->at : stream->text.n;
        struct ls_str piece = {stream->text.at + from, to - from};
        if (piece.len)
            LS_TRY(ls_emit_text(job, piece, mapped ? &stream->map : NULL, from));
        from = to;
        if (!mark)
            break;
        if (mark->what == MARK_CELL)
            LS_TRY(ls_emit_cell(job, mark->row, mark->column));
        else if (mark->what == MARK_MAPPED || mark->what == MARK_UNMAPPED)
            mapped = mark->what == MARK_MAPPED;
        else
            LS_TRY(ls_emit_break(job, (enum ls_break)mark->what));
    }
    return ls_ok();
}

/* All that is collected; open flows stay open, and what goes on in a cell stays in it. */
static struct ls_result flush(struct ls_story *story)
{
    for (size_t i = 0; i < LS_PART_COUNT; i++) {
        LS_TRY(put_out(story, &story->sides[i], (enum ls_part)i));
        clear_stream(&story->sides[i]);
    }
    for (size_t i = 1; i < story->flows_n; i++) {
        LS_TRY(put_out(story, &story->flows[i], story->flows[i].part));
        clear_stream(&story->flows[i]);
    }
    story->collected = 0;
    return ls_ok();
}

/* Where no text is split by it. */
static struct ls_result flush_if_much(struct ls_story *story)
{
    bool much = story->flows_n == 1 && story->collected > LS_STORY_SIDES_MAX;
    return much ? flush(story) : ls_ok();
}

struct ls_result ls_story_end(struct ls_story *story)
{
    while (story->flows_n > 1)
        LS_TRY(ls_story_close(story));
    LS_TRY(ls_story_settle(story, LS_PART_HIDDEN));
    return flush(story);
}

/* Text of flow 0. */
static struct ls_result put_main(struct ls_story *story, struct ls_str text,
                                 const struct ls_map *map, uint64_t base)
{
    struct ls_format_job *job = story->job;
    struct stream *flow = &story->flows[0];
    if (!story->told) {
        LS_TRY(ls_emit_part(job, &story->info));
        flow->cell = flow->in_cell;
    }
    if (flow->cell) {
        LS_TRY(ls_emit_cell(job, flow->row, flow->column));
    } else {
        if (story->written && flow->due != NOTHING)
            LS_TRY(ls_emit_break(job, (enum ls_break)flow->due));
        for (; flow->cells > 0; flow->cells--)
            LS_TRY(ls_emit_break(job, LS_BREAK_CELL));
    }
    story->told = story->written = true;
    flow->due = NOTHING;
    flow->cell = false;
    return ls_emit_text(job, text, map, base);
}

static struct ls_result set_mark(struct ls_story *story, struct stream *stream, int what)
{
    story->collected += sizeof(struct mark);
    LS_VEC_PUSH(&stream->marks, ((struct mark){stream->text.n, stream->row, stream->column, what}));
    return ls_ok();
}

static struct ls_result put_stream(struct ls_story *story, struct stream *stream,
                                   struct ls_str text, const struct ls_map *map, uint64_t base)
{
    if (stream->cell) {
        LS_TRY(set_mark(story, stream, MARK_CELL));
    } else {
        if (stream->due != NOTHING && stream->text.n)
            LS_TRY(set_mark(story, stream, stream->due));
        for (; stream->cells > 0; stream->cells--)
            LS_TRY(set_mark(story, stream, LS_BREAK_CELL));
    }
    stream->due = NOTHING;
    stream->cell = false;
    if (stream->mapped != (map != NULL))
        LS_TRY(set_mark(story, stream, map ? MARK_MAPPED : MARK_UNMAPPED));
    stream->mapped = map != NULL;
    story->collected += text.len;
    LS_TRY(ls_buf_add(&stream->text, text.at, text.len));
    return map ? ls_map_append(&stream->map, map, base, base + text.len)
               : ls_map_add(&stream->map, text.len, 0, 1, 0);
}

/* Room for some more text aside, however much there is. */
static struct ls_result make_room(struct ls_story *story, size_t len)
{
    return story->collected + len > LS_STORY_SIDES_FULL ? flush(story) : ls_ok();
}

static struct ls_result put_clean(struct ls_story *story, enum ls_part aside, struct ls_str text,
                                  const struct ls_map *map, uint64_t base)
{
    struct stream *flow = flow_of(story);
    if (aside == LS_PART_NONE)
        flow->tick = ++story->ticks;
    if (aside == LS_PART_NONE && story->flows_n == 1)
        return put_main(story, text, map, base);
    LS_TRY(make_room(story, text.len));
    if (aside == LS_PART_NONE)
        return put_stream(story, flow, text, map, base);
    struct stream *side = &story->sides[aside];
    if (side->tick != flow->tick && side->due == NOTHING)
        side->due = LS_BREAK_LINE;
    side->tick = flow->tick;
    return put_stream(story, side, text, map, base);
}

static bool is_clean(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x20 ? u != 0x7F : u == '\t' || u == '\n';
}

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* Clean bytes at the front; eight at a time, as long as there is not even a line end in them. */
static size_t clean_run(const char *s, size_t len)
{
    size_t at = 0;
    while (at < len) {
        uint64_t w;
        for (; len - at >= sizeof w; at += sizeof w) {
            memcpy(&w, s + at, sizeof w);
            uint64_t del = w ^ EACH_BYTE(0x7F);
            uint64_t found = ((w - EACH_BYTE(0x20)) & ~w) | ((del - EACH_BYTE(1)) & ~del);
            if (found & EACH_BYTE(0x80))
                break;
        }
        size_t stop = len - at < sizeof w ? len : at + sizeof w;
        while (at < stop && is_clean(s[at]))
            at++;
        if (at < stop)
            break;
    }
    return at;
}

/* The next clean piece of a text, from *at on, which moves behind it; empty: there is none. */
static struct ls_str next_clean(struct ls_str text, size_t *at)
{
    while (*at < text.len && !is_clean(text.at[*at]))
        (*at)++;
    size_t from = *at;
    if (from >= text.len) /* there may be no bytes at all */
        return (struct ls_str){NULL, 0};
    *at += clean_run(text.at + from, text.len - from);
    return (struct ls_str){text.at + from, *at - from};
}

struct ls_result ls_story_text(struct ls_story *story, enum ls_part aside, struct ls_str text,
                               const struct ls_map *map, uint64_t base)
{
    struct ls_str piece;
    if (text.len > LS_STORY_TEXT_MAX)
        return ls_stop(LS_E_INTERNAL);
    for (size_t at = 0; (piece = next_clean(text, &at)).len;)
        LS_TRY(put_clean(story, aside, piece, map, base + (uint64_t)(piece.at - text.at)));
    return ls_ok();
}

struct ls_result ls_story_break(struct ls_story *story, enum ls_break what)
{
    struct stream *flow = flow_of(story);
    flow->tick = ++story->ticks;
    if (what == LS_BREAK_CELL) {
        flow->due = flow->due == LS_BREAK_LINE ? NOTHING : flow->due;
        flow->cells += flow->cells < CELLS_MAX;
    } else if (what != LS_BREAK_LINE || flow->cells == 0) {
        flow->due = (int)what > flow->due ? (int)what : flow->due;
        flow->cells = 0;
    }
    return flush_if_much(story);
}

struct ls_result ls_story_cell(struct ls_story *story, enum ls_part aside, uint32_t row,
                               uint32_t column)
{
    struct stream *flow = flow_of(story);
    struct stream *stream = aside == LS_PART_NONE ? flow : &story->sides[aside];
    LS_TRY(flush_if_much(story));
    stream->cell = stream->in_cell = true;
    stream->row = row;
    stream->column = column;
    if (aside == LS_PART_NONE)
        flow->tick = ++story->ticks;
    stream->tick = flow->tick;
    return ls_ok();
}

struct ls_result ls_story_open(struct ls_story *story, enum ls_part part)
{
    if (story->flows_n == LS_STORY_FLOWS_MAX) {
        story->too_many++;
        return ls_story_break(story, LS_BREAK_LINE);
    }
    struct stream *flow = &story->flows[story->flows_n++];
    renew_stream(flow);
    flow->part = part;
    flow->tick = ++story->ticks;
    return ls_ok();
}

/* Puts a stream behind another one, as lines of their own. */
static struct ls_result append(struct ls_story *story, struct stream *to, const struct stream *from)
{
    size_t shift = to->text.n;
    if (shift)
        LS_TRY(set_mark(story, to, LS_BREAK_LINE));
    if (to->mapped)
        LS_TRY(set_mark(story, to, MARK_UNMAPPED));
    for (size_t i = 0; i < from->marks.n; i++) {
        struct mark mark = from->marks.at[i];
        mark.at += shift;
        LS_VEC_PUSH(&to->marks, mark);
    }
    LS_TRY(ls_buf_add(&to->text, from->text.at, from->text.n));
    LS_TRY(ls_map_append(&to->map, &from->map, 0, from->text.n));
    to->mapped = from->mapped;
    to->due = LS_BREAK_LINE;
    return ls_ok();
}

struct ls_result ls_story_close(struct ls_story *story)
{
    struct stream *flow = flow_of(story);
    if (story->too_many) {
        story->too_many--;
        return ls_story_break(story, LS_BREAK_LINE);
    }
    if (story->flows_n == 1)
        return ls_ok();
    story->flows_n--;
    if (flow->text.n == 0)
        return ls_ok();
    LS_TRY(append(story, &story->sides[flow->part], flow));
    clear_stream(flow);
    return ls_ok();
}

struct ls_result ls_story_settle(struct ls_story *story, enum ls_part aside)
{
    struct stream *held = &story->held;
    if (held->text.n == 0)
        return ls_ok();
    if (aside != LS_PART_NONE) {
        LS_TRY(make_room(story, held->text.n));
        LS_TRY(append(story, &story->sides[aside], held));
    }
    clear_stream(held);
    return ls_ok();
}

struct ls_result ls_story_hold(struct ls_story *story, struct ls_str text, const struct ls_map *map,
                               uint64_t base)
{
    struct stream *held = &story->held;
    if (held->text.n + held->marks.n * sizeof(struct mark) + text.len > LS_STORY_HELD_MAX)
        LS_TRY(ls_story_settle(story, LS_PART_HIDDEN));
    struct ls_str piece;
    for (size_t at = 0; (piece = next_clean(text, &at)).len;)
        LS_TRY(put_stream(story, held, piece, map, base + (uint64_t)(piece.at - text.at)));
    return ls_ok();
}

struct ls_result ls_story_line(struct ls_story *story, enum ls_part aside, struct ls_str text,
                               const struct ls_map *map, uint64_t base)
{
    struct stream *side = &story->sides[aside];
    uint64_t tick = side->tick;
    if (text.len == 0)
        return ls_ok();
    if (side->due == NOTHING)
        side->due = LS_BREAK_LINE;
    struct ls_result r = ls_story_text(story, aside, text, map, base);
    side->tick = tick;
    side->due = LS_BREAK_LINE;
    return r;
}

struct ls_result ls_story_note(struct ls_story *story, enum ls_part aside, struct ls_str text,
                               uint64_t off)
{
    struct ls_map map;
    struct ls_result r = ls_ok();
    ls_map_init(&map, 1);
    if (off != LS_OFF_UNKNOWN && text.len)
        r = ls_map_add(&map, text.len, off, 1, 1);
    if (!ls_failed(r))
        r = ls_story_line(story, aside, text, off == LS_OFF_UNKNOWN ? NULL : &map, 0);
    ls_map_fini(&map);
    return r;
}
