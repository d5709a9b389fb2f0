/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `digits` rules: a run of digits stands there; which rules does it satisfy?
 *
 * A run may be one number in groups (6222 0212 3456), several numbers side by side, or the digits
 * of a longer token with letters. So its solid pieces are tried one by one, then the run as a
 * whole. Everything is decided on bytes; only a number that passed its validator is put into words.
 */
#include "confirm/confirm_priv.h"

#include <string.h>

/* A number being tried: its characters, and the bytes it covers. */
struct token {
    char text[LS_RULE_DIGITS_MAX + 1];
    size_t n;
    size_t from, to; /* bytes of the block */
};

/* Access to the characters of 8-bit or UTF-16 text one unit at a time. */
struct units {
    const uint8_t *bytes;
    size_t len;
    size_t size;  /* 1 or 2 */
    size_t digit; /* which byte of a unit holds an ASCII character */
};

/* The ASCII character at byte `at`, or 0. */
static int unit_at(const struct units *u, size_t at)
{
    if (at + u->size > u->len || at > u->len)
        return 0;
    if (u->size == 2 && u->bytes[at + 1 - u->digit] != 0)
        return 0;
    int c = u->bytes[at + u->digit];
    return c < 0x80 ? c : 0;
}

static int unit_before(const struct units *u, size_t at)
{
    return at < u->size ? 0 : unit_at(u, at - u->size);
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(int c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word(int c)
{
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '_';
}

/* A letter just before a number may be the second half of a double-byte character. */
static bool open_left(const struct units *u, size_t from)
{
    int c = unit_before(u, from);
    if (c == '.' && from >= 2 * u->size && is_digit(unit_before(u, from - u->size)))
        return false;
    if (!is_word(c))
        return true;
    return !is_digit(c) && u->size == 1 && from >= 2 && u->bytes[from - 2] >= 0x81;
}

static bool open_right(const struct units *u, size_t to)
{
    int c = unit_at(u, to);
    return !is_word(c) && !(c == '.' && is_digit(unit_at(u, to + u->size)));
}

/* Label events of the rule within reach of the number, in an encoding that fits it. */
static bool labelled(const struct ls_work *work, const struct ls_rule *rule,
                     const struct ls_event *e, const struct token *t, uint8_t *enc)
{
    size_t reach = (size_t)rule->near.within * LS_CHAR_BYTES_MAX + 256;
    bool wide = e->enc != LS_ENC_UTF8;
    size_t a = 0, b = work->n, lo = t->from > reach ? t->from - reach : 0;
    while (a < b) {
        size_t mid = a + (b - a) / 2;
        if (work->events[mid].off + work->events[mid].len < lo)
            a = mid + 1;
        else
            b = mid;
    }
    for (; a < work->n && work->events[a].off < t->to + reach; a++) {
        const struct ls_event *l = &work->events[a];
        if (l->role != LS_EVENT_LABEL || l->rule != rule->number)
            continue;
        if (wide ? l->enc != e->enc : l->enc > LS_ENC_BIG5)
            continue;
        size_t from = l->off < t->from ? l->off + l->len : t->to;
        size_t to = l->off < t->from ? t->from : l->off;
        size_t chars = 0;
        for (uint32_t cp; from < to && chars <= rule->near.within; chars++)
            from +=
                ls_decode_char((enum ls_encoding)l->enc, work->block->bytes + from, to - from, &cp);
        if (from >= to && chars <= rule->near.within) {
            *enc = l->enc;
            return true;
        }
    }
    return false;
}

/* FNV-1a: equal numbers, equal values, however they are grouped. */
static uint64_t value_of(const struct token *t)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < t->n; i++)
        h = (h ^ (unsigned char)(t->text[i] == 'x' ? 'X' : t->text[i])) * 0x100000001b3u;
    return h;
}

static struct ls_result accept(const struct ls_work *work, const struct ls_rule *rule,
                               const struct ls_event *e, const struct token *t)
{
    uint8_t enc = e->enc;
    bool bulk = rule->count_at_least || rule->near.or_count;
    bool label = rule->near.labels.n == 0 || labelled(work, rule, e, t, &enc);
    if (!label && !bulk)
        return ls_ok();
    struct ls_found *found = work->found;
    struct ls_candidate c = {.off = work->block->off + t->from,
                             .len = (uint32_t)(t->to - t->from),
                             .rule = rule->number,
                             .value = value_of(t),
                             .enc = enc,
                             .labelled = label};
    LS_TRY(ls_confirm_original(work, (enum ls_encoding)enc, t->from, t->to - t->from, &c.text));
    c.folded.at = (uint32_t)found->strings.n;
    LS_TRY(ls_buf_add(&found->strings, t->text, t->n));
    c.folded.len = (uint32_t)t->n;
    LS_VEC_PUSH(&found->candidates, c);
    return ls_ok();
}

static bool add_char(struct token *t, int c)
{
    if (t->n == LS_RULE_DIGITS_MAX)
        return false;
    t->text[t->n++] = (char)c;
    return true;
}

/* Widens a piece of digits to the letters and digits around it. */
static bool widen(const struct units *u, struct token *t, bool careful)
{
    size_t from = t->from, to = t->to;
    for (int c = unit_before(u, from); is_digit(c) || is_upper(c); c = unit_before(u, from)) {
        if (careful && is_upper(c) && u->size == 1 && from >= 2 && u->bytes[from - 2] >= 0x81)
            break;
        from -= u->size;
        if (t->to - from > (size_t)LS_RULE_DIGITS_MAX * u->size)
            return false;
    }
    while (is_digit(unit_at(u, to)) || is_upper(unit_at(u, to))) {
        to += u->size;
        if (to - from > (size_t)LS_RULE_DIGITS_MAX * u->size)
            return false;
    }
    t->n = 0;
    for (size_t at = from; at < to; at += u->size)
        add_char(t, unit_at(u, at));
    t->from = from;
    t->to = to;
    return true;
}

/* Turns away by length alone: in a table of numbers this is where nearly all of them end. */
static bool may_fit(const struct ls_confirm_rule *cr, const struct units *u,
                    const struct token *piece, bool solid)
{
    const struct ls_rule *rule = cr->rule;
    if (piece->n > rule->digits_max)
        return false;
    if (cr->check->alphabet != LS_ALPHA_UPPER)
        return piece->n + (cr->check->alphabet == LS_ALPHA_LAST_X) >= rule->digits_min;
    return solid && (piece->n >= rule->digits_min || is_word(unit_before(u, piece->from)) ||
                     is_word(unit_at(u, piece->to)));
}

/* Tries the digits of `piece` under one rule; `solid` when no separators stand between them. */
static struct ls_result try_rule(const struct ls_work *work, const struct ls_event *e,
                                 const struct units *u, const struct token *piece, bool solid,
                                 const struct ls_confirm_rule *cr)
{
    const struct ls_rule *rule = cr->rule;
    enum ls_alphabet alphabet = cr->check->alphabet;
    struct token t = *piece;
    if (alphabet == LS_ALPHA_UPPER) {
        for (int careful = 0; solid && careful < 2; careful++) {
            t = *piece;
            if (widen(u, &t, careful != 0) && t.n >= rule->digits_min && t.n <= rule->digits_max &&
                open_left(u, t.from) && open_right(u, t.to) && cr->check->number(t.text, t.n))
                return accept(work, rule, e, &t);
        }
        return ls_ok();
    }
    int next = unit_at(u, t.to);
    if (alphabet == LS_ALPHA_LAST_X && (next == 'X' || next == 'x') && add_char(&t, 'X'))
        t.to += u->size;
    if (t.n < rule->digits_min || t.n > rule->digits_max || !cr->check->number(t.text, t.n) ||
        !open_left(u, t.from) || !open_right(u, t.to))
        return ls_ok();
    return accept(work, rule, e, &t);
}

static struct ls_result try_token(const struct ls_work *work, const struct ls_event *e,
                                  const struct units *u, const struct token *piece, bool solid)
{
    const struct ls_confirm *c = work->ctx->confirm;
    for (size_t i = 0; i < c->numbers_n; i++) {
        const struct ls_confirm_rule *cr = &c->at[c->numbers[i]];
        if (may_fit(cr, u, piece, solid))
            LS_TRY(try_rule(work, e, u, piece, solid, cr));
    }
    return ls_ok();
}

struct ls_result ls_confirm_number(const struct ls_work *work, const struct ls_event *e)
{
    struct units u = {work->block->bytes, work->block->len, e->enc == LS_ENC_UTF8 ? 1 : 2,
                      e->enc == LS_ENC_UTF16BE};
    struct token whole = {.from = e->off, .to = (size_t)e->off + e->len};
    struct token piece = {.from = e->off};
    bool fits = true;
    size_t pieces = 0;
    for (size_t at = e->off; at <= whole.to; at += u.size) {
        int c = at < whole.to ? unit_at(&u, at) : 0;
        if (is_digit(c)) {
            fits = add_char(&whole, c) && fits;
            if (piece.n <= LS_RULE_DIGITS_MAX && !add_char(&piece, c))
                piece.n = LS_RULE_DIGITS_MAX + 1; /* too long for any rule */
            continue;
        }
        piece.to = at;
        pieces++;
        if (piece.n >= work->ctx->confirm->min_run && piece.n <= LS_RULE_DIGITS_MAX)
            LS_TRY(try_token(work, e, &u, &piece, true));
        piece.n = 0;
        piece.from = at + u.size;
    }
    return pieces > 1 && fits ? try_token(work, e, &u, &whole, false) : ls_ok();
}
