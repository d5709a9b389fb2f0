/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `match` rules: an anchor stands there; does the pattern cover it, at an allowed place, with
 * nothing before it that makes it an example, and with what it needs close by?
 *
 * Most anchors in real text are words inside a sentence. They are turned away by looking at the
 * bytes before them, without decoding.
 */
#include "base/escape.h"
#include "confirm/border.h"
#include "confirm/confirm_priv.h"

#include <string.h>

enum { RAW_PLACES = LS_AT_LINE_START | LS_AT_LINE | LS_AT_CELL };

/*
 * May a place begin at most `lead` characters before the anchor? Several rules ask about one
 * anchor, one after the other, so the distance is kept.
 */
static bool near_border(const struct ls_work *work, const struct ls_event *e, uint32_t lead)
{
    struct ls_border *border = &work->ctx->border;
    if (!border->known || border->off != e->off || border->enc != e->enc) {
        size_t reach = work->ctx->confirm->lead_max + LS_LEAD_SLACK;
        *border = (struct ls_border){
            true, e->enc, e->off,
            ls_border_distance(work->block, (enum ls_encoding)e->enc, e->off, reach)};
    }
    return border->distance <= lead + LS_LEAD_SLACK;
}

/* Does the document itself say that this is a place for such a mark: a page header, a watermark? */
static bool is_placed(const struct ls_work *work, const struct ls_rule *rule, size_t off)
{
    const struct ls_places *places = work->block->places;
    return places && (rule->at & ~(unsigned)RAW_PLACES) &&
           (places->at(places->user, work->block->off + off) & rule->at);
}

/* What a byte or two say, the cheapest look first; false: it is no anchor of the rule. */
static bool look_beside(struct ls_beside *beside, const struct ls_block *block, struct ls_event *e,
                        const struct ls_rule *rule)
{
    bool asks = rule->before.n || rule->behind.n;
    if (!asks || ls_beside_behind(beside, block, e, rule))
        e->beside = LS_BESIDE_BEHIND;
    else if (ls_beside_may_precede(beside, block, e, rule))
        e->beside = LS_BESIDE_BEFORE;
    return e->beside != LS_BESIDE_UNKNOWN;
}

/* Reading needs the anchors with separators inside, whatever becomes of them. */
bool ls_confirm_wants(struct ls_confirm_ctx *ctx, const struct ls_block *block, struct ls_event *e)
{
    if (e->role != LS_EVENT_ANCHOR || ls_is_escape(e->enc))
        return true;
    return look_beside(&ctx->beside, block, e, ctx->confirm->at[e->rule].rule) || e->gapped;
}

/* What a few bytes beside the anchor say; the cheapest look first. */
static bool worth_reading(const struct ls_work *work, const struct ls_event *e,
                          const struct ls_rule *rule, bool placed)
{
    struct ls_beside *beside = &work->ctx->beside;
    struct ls_event seen = *e;
    if (ls_is_escape(e->enc)) /* the bytes beside it say nothing yet, and there are few */
        return true;
    if (!seen.beside && !look_beside(beside, work->block, &seen, rule))
        return false;
    if (rule->at && !placed && (!(rule->at & RAW_PLACES) || !near_border(work, e, rule->lead)))
        return false;
    return seen.beside == LS_BESIDE_BEHIND || ls_beside_before(beside, work->block, e, rule);
}

static size_t skip_blanks_back(const struct ls_text *text, size_t i)
{
    while (i > 0 && text->cps[i - 1] == ' ')
        i--;
    return i;
}

static size_t skip_blanks(const struct ls_text *text, size_t i)
{
    while (i < text->n && text->cps[i] == ' ')
        i++;
    return i;
}

static bool alone_on_line(const struct ls_text *text, size_t from, size_t to)
{
    return ls_text_begins(text, skip_blanks_back(text, from), false) &&
           ls_text_ends(text, skip_blanks(text, to), false);
}

/* A field of a table may stand in quotes, but then these touch its borders. */
static bool in_cell(const struct ls_text *text, size_t from, size_t to)
{
    from = skip_blanks_back(text, from);
    to = skip_blanks(text, to);
    if (from > 0 && to < text->n && text->cps[from - 1] == '"' && text->cps[to] == '"') {
        from--;
        to++;
    }
    return ls_text_begins(text, from, true) && ls_text_ends(text, to, true);
}

/* `from` is where the whole match begins, [hit_from, hit_to) what it reports. */
static bool at_place(const struct ls_rule *rule, const struct ls_text *text,
                     const struct ls_spans *spans, size_t hit_from, size_t hit_to)
{
    if (!rule->at)
        return true;
    size_t from = spans->from[LS_GROUP_WHOLE];
    if ((rule->at & LS_AT_LINE_START) && ls_text_begins(text, skip_blanks_back(text, from), false))
        return true;
    if ((rule->at & LS_AT_LINE) && alone_on_line(text, from, spans->to[LS_GROUP_WHOLE]))
        return true;
    return (rule->at & LS_AT_CELL) && in_cell(text, hit_from, hit_to);
}

struct ls_subject ls_confirm_subject(const struct ls_text *text, size_t from, size_t to)
{
    return (struct ls_subject){
        .text = text->cps,
        .from = from,
        .to = to,
        .line_begins = from ? ls_text_is_line_end(text->cps[from - 1]) : text->starts,
        .line_ends = to < text->n ? ls_text_is_line_end(text->cps[to]) : text->ends,
        .last = SIZE_MAX,
    };
}

static bool found_in(const struct ls_work *work, const struct ls_pattern *pattern, size_t from,
                     size_t to, bool ends)
{
    struct ls_spans spans;
    bool limited = false;
    struct ls_subject s = ls_confirm_subject(&work->ctx->text, from, to);
    s.line_ends = s.line_ends || ends;
    bool found = ls_pattern_search(pattern, work->ctx->match, &s, from, &spans, &limited);
    work->found->limits_hit += limited;
    return found;
}

/*
 * Does the reported text pass the rule's validator? One for numbers gets its letters and digits, in
 * capitals, without what groups them.
 */
static bool passes(const struct ls_validator *check, const struct ls_text *text, size_t from,
                   size_t to)
{
    enum { NUMBER_MAX = 64 };
    char number[NUMBER_MAX];
    size_t n = 0;
    if (check->cell)
        return check->cell(text->cps + from, to - from);
    for (size_t i = from; i < to; i++) {
        uint32_t cp = text->cps[i];
        bool letter = cp >= 'a' && cp <= 'z', digit = cp >= '0' && cp <= '9';
        if (cp >= 0x80 || n == NUMBER_MAX)
            return false;
        if (letter || digit)
            number[n++] = (char)(letter ? cp - 'a' + 'A' : cp);
    }
    return check->number(number, n);
}

/* The conditions on a match that covers the anchor; `near` needs the wider text. */
static bool conditions(const struct ls_work *work, const struct ls_confirm_rule *cr,
                       const struct ls_spans *spans, size_t hit_from, size_t hit_to)
{
    const struct ls_rule *rule = cr->rule;
    const struct ls_text *text = &work->ctx->text;
    if (!at_place(rule, text, spans, hit_from, hit_to) &&
        !is_placed(work, rule, text->off[hit_from]))
        return false;
    if (cr->check && !passes(cr->check, text, hit_from, hit_to))
        return false;
    size_t lo = hit_from > rule->window ? hit_from - rule->window : 0;
    return !cr->unless || !found_in(work, cr->unless, lo, hit_from, true);
}

static bool is_near(const struct ls_work *work, const struct ls_confirm_rule *cr, size_t hit_from,
                    size_t hit_to)
{
    size_t within = cr->rule->near.within, n = work->ctx->text.n;
    size_t hi = n - hit_to > within ? hit_to + within : n;
    size_t lo = hit_from > within ? hit_from - within : 0;
    return found_in(work, cr->near, lo, hit_from, false) ||
           found_in(work, cr->near, hit_to, hi, false);
}

/*
 * Of the characters that are at most `lead` before the anchor, a run of blanks counting as one, and
 * in its window: the first one; with `places` the first one that a line, cell or field begins with,
 * SIZE_MAX if none does.
 */
static size_t first_before(const struct ls_text *text, size_t anchor, const struct ls_rule *rule,
                           bool places, bool fields)
{
    size_t i = anchor, lo = anchor > rule->window ? anchor - rule->window : 0, first = SIZE_MAX;
    for (uint32_t have = 0;; i--) {
        bool plain = i > 0 && !ls_text_may_border(text->cps[i - 1]);
        if (places && !plain && ls_text_begins(text, i, fields))
            first = i;
        if (i == lo)
            break;
        bool goes_on = !plain && i < anchor && text->cps[i - 1] == ' ' && text->cps[i] == ' ';
        if (!goes_on && have++ == rule->lead)
            break;
    }
    return places ? first : i;
}

/* Letters of words that are set apart by blanks: Latin, Greek, Cyrillic; digits. */
static bool goes_on(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || cp == '_' ||
           (cp >= 0xC0 && cp < 0x250 && cp != 0xD7 && cp != 0xF7) || (cp >= 0x370 && cp < 0x530);
}

/* Is it the word itself, and no part of a longer one? */
static bool is_word(const struct ls_text *text, const struct ls_word *word, size_t from, size_t to)
{
    const uint32_t *cps = text->cps;
    size_t n = word->folded_n;
    return to - from == n && memcmp(cps + from, word->folded, n * sizeof *cps) == 0 &&
           !(from > 0 && goes_on(cps[from]) && goes_on(cps[from - 1])) &&
           !(to < text->n && goes_on(cps[to - 1]) && goes_on(cps[to]));
}

/* The match that covers characters [from, to), the anchor `word`, where it meets the conditions;
 * empty if none does. It begins at `first` or later. */
static void find_match(const struct ls_work *work, const struct ls_confirm_rule *cr,
                       const struct ls_word *word, size_t first, size_t from, size_t to,
                       struct ls_spans *spans)
{
    struct ls_confirm_ctx *ctx = work->ctx;
    const struct ls_text *text = &ctx->text;
    const struct ls_rule *rule = cr->rule;
    size_t lo = from > rule->window ? from - rule->window : 0;
    size_t hi = text->n - to > rule->window ? to + rule->window : text->n;
    struct ls_subject s = ls_confirm_subject(text, lo, hi);
    bool limited = false, covers = !cr->match && is_word(text, word, from, to);
    s.last = from; /* or it does not cover the anchor */
    if (covers)
        *spans = (struct ls_spans){.from = {from}, .to = {to}};
    for (size_t start = first > lo ? first : lo;
         cr->match && ls_pattern_search(cr->match, ctx->match, &s, start, spans, &limited);
         start = spans->to[0] > spans->from[0] ? spans->to[0] : spans->from[0] + 1) {
        covers = spans->from[0] <= from && spans->to[0] >= to;
        if (covers)
            break;
    }
    work->found->limits_hit += limited;
    if (covers && spans->to[LS_GROUP_HIT] == spans->from[LS_GROUP_HIT]) {
        spans->from[LS_GROUP_HIT] = spans->from[LS_GROUP_WHOLE];
        spans->to[LS_GROUP_HIT] = spans->to[LS_GROUP_WHOLE];
    }
    if (!covers || !conditions(work, cr, spans, spans->from[LS_GROUP_HIT], spans->to[LS_GROUP_HIT]))
        spans->from[LS_GROUP_HIT] = spans->to[LS_GROUP_HIT] = 0;
}

/* Characters that share digits with their neighbours: those that begin or end inside. */
static bool find_overlapping(const struct ls_text *text, size_t off, size_t len, size_t *from,
                             size_t *to)
{
    *from = 0;
    while (*from < text->n && text->end[*from] <= off)
        ++*from;
    *to = *from;
    while (*to < text->n && text->off[*to] < off + len)
        ++*to;
    return *from < *to;
}

/* Reads so much around the anchor and finds it there; *found is false when it is no such word. */
static struct ls_result read_anchor(const struct ls_work *work, const struct ls_event *e,
                                    size_t chars, size_t *from, size_t *to, bool *found)
{
    LS_TRY(ls_confirm_read(work, e, chars, chars));
    struct ls_text *text = &work->ctx->text;
    *found = ls_escape_is_base64(e->enc) ? find_overlapping(text, e->off, e->len, from, to)
                                         : ls_text_find(text, e->off, e->len, from, to);
    return ls_ok();
}

/* Has the same been asked just now, by another rule? */
static bool is_same(const struct ls_earliest *a, const struct ls_earliest *b)
{
    return a->known && a->lo != SIZE_MAX && a->off == b->off && a->enc == b->enc &&
           a->lead == b->lead && a->window == b->window && a->fields == b->fields &&
           a->lo == b->lo && a->hi == b->hi;
}

/* Where it has, or in place of what was asked longest ago. */
static struct ls_earliest *recall(struct ls_confirm_ctx *ctx, const struct ls_earliest *now)
{
    for (size_t i = 0; i < LS_EARLIEST_KEPT; i++)
        if (is_same(&ctx->earliest[i], now))
            return &ctx->earliest[i];
    struct ls_earliest *oldest = &ctx->earliest[ctx->earliest_next++ % LS_EARLIEST_KEPT];
    *oldest = *now;
    oldest->known = false;
    return oldest;
}

/* The first character that a match for the anchor at `from` may begin with; SIZE_MAX: none may. */
static size_t first_of(const struct ls_work *work, const struct ls_event *e,
                       const struct ls_rule *rule, size_t from, bool placed)
{
    const struct ls_text *text = &work->ctx->text;
    const struct ls_earliest now = {.known = true,
                                    .fields = (rule->at & LS_AT_CELL) != 0,
                                    .enc = e->enc,
                                    .off = e->off,
                                    .lead = rule->lead,
                                    .window = rule->window,
                                    .lo = text->shown_lo,
                                    .hi = text->shown_hi};
    if (!rule->at)
        return 0;
    if (placed)
        return first_before(text, from, rule, false, false);
    struct ls_earliest *kept = recall(work->ctx, &now);
    if (!kept->known) {
        size_t first = first_before(text, from, rule, true, now.fields);
        kept->back = first == SIZE_MAX ? SIZE_MAX : from - first;
        kept->known = true;
    }
    return kept->back == SIZE_MAX ? SIZE_MAX : from - kept->back;
}

struct ls_result ls_confirm_anchor(const struct ls_work *work, const struct ls_event *e)
{
    const struct ls_confirm_rule *cr = &work->ctx->confirm->at[e->rule];
    const struct ls_rule *rule = cr->rule;
    const struct ls_word *word = &rule->anchors.at[e->word];
    struct ls_spans spans = {0};
    size_t first, from, to;
    bool found;
    bool placed = is_placed(work, rule, e->off);
    if (!worth_reading(work, e, rule, placed))
        return ls_ok();
    LS_TRY(read_anchor(work, e, rule->window, &from, &to, &found));
    if (!found) /* the second half of one character and the first of the next */
        return ls_ok();
    first = first_of(work, e, rule, from, placed);
    if (first == SIZE_MAX)
        return ls_ok();
    find_match(work, cr, word, first, from, to, &spans);
    if (spans.to[LS_GROUP_HIT] == 0)
        return ls_ok();
    if (cr->near) { /* only now the wider text, which few anchors need */
        LS_TRY(read_anchor(work, e, (size_t)rule->window + rule->near.within, &from, &to, &found));
        first = found ? first_of(work, e, rule, from, placed) : SIZE_MAX;
        if (first == SIZE_MAX)
            return ls_ok();
        find_match(work, cr, word, first, from, to, &spans);
        if (spans.to[LS_GROUP_HIT] == 0 ||
            !is_near(work, cr, spans.from[LS_GROUP_HIT], spans.to[LS_GROUP_HIT]))
            return ls_ok();
    }
    return ls_confirm_add(work, e, spans.from[LS_GROUP_HIT], spans.to[LS_GROUP_HIT], &spans);
}
