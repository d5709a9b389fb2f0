/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `digits` rules: a run of digits stands there; which rules does it satisfy?
 *
 * A run may be one number in groups (6222 0212 3456), several numbers side by side, or the digits
 * of a longer token with letters. So its solid pieces are tried one by one, then the run as a
 * whole. Everything is decided on bytes; only a number that passed its validator is put into words.
 *
 * A table of numbers asks this millions of times, so a number is turned away by its length first:
 * ls_confirm.numbers_of[] names the few rules that a length leaves.
 */
#include "base/fnv.h"
#include "confirm/check_priv.h"
#include "confirm/confirm_priv.h"

#include <string.h>

/* A number being tried: its characters, and the bytes it covers. */
struct token {
    const char *text; /* in the block itself where that is possible, else in `room` */
    size_t n;
    size_t from, to; /* bytes of the block */
};

/* Access to the characters of 8-bit or UTF-16 text one unit at a time. */
struct units {
    const uint8_t *bytes;
    size_t len;
    size_t size;  /* 1 or 2 */
    size_t digit; /* which byte of a unit holds an ASCII character */
    uint8_t enc;  /* LS_ENC_UTF8 for any 8-bit charset */
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

/* Does the byte before `at` end a four-byte character of GB18030, and is a digit by accident? */
static bool behind_four_bytes(const struct units *u, size_t at)
{
    const uint8_t *b = u->bytes;
    return u->size == 1 && at >= 4 && is_digit(b[at - 1]) && b[at - 2] >= 0x81 &&
           is_digit(b[at - 3]) && b[at - 4] >= 0x81;
}

/* A letter just before a number may be the second half of a double-byte character. */
static bool open_left(const struct units *u, size_t from)
{
    int c = unit_before(u, from);
    if (c == '.' && from >= 2 * u->size && is_digit(unit_before(u, from - u->size)))
        return false;
    if (!is_word(c))
        return true;
    if (is_digit(c))
        return behind_four_bytes(u, from);
    return u->size == 1 && from >= 2 && u->bytes[from - 2] >= 0x81;
}

static bool open_right(const struct units *u, size_t to)
{
    int c = unit_at(u, to);
    return !is_word(c) && !(c == '.' && is_digit(unit_at(u, to + u->size)));
}

/* Label events of the rule within reach of the number, in an encoding that fits it. */
static bool labelled(const struct ls_work *work, const struct ls_rule *rule, const struct units *u,
                     const struct token *t, uint8_t *enc)
{
    size_t reach = (size_t)rule->near.within * LS_CHAR_BYTES_MAX + 256;
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
        if (u->size == 2 ? l->enc != u->enc : ls_encoding_is_wide((enum ls_encoding)l->enc))
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

/* Equal numbers, equal values, however they are grouped. */
static uint64_t value_of(const struct token *t, const struct ls_validator *check)
{
    uint64_t h = LS_FNV_START;
    for (size_t i = check->core && check->core < t->n ? t->n - check->core : 0; i < t->n; i++)
        h = ls_fnv_add(h, (unsigned char)(t->text[i] == 'x' ? 'X' : t->text[i]));
    return h;
}

/* Numbers so far that the rule could have been about, by their length. */
static uint32_t numbers_seen(const struct ls_found *found, const struct ls_rule *rule)
{
    uint32_t n = 0;
    for (uint32_t i = rule->digits_min; i <= rule->digits_max; i++)
        n += found->numbers[i];
    return n;
}

static struct ls_result accept(const struct ls_work *work, const struct ls_rule *rule,
                               const struct units *u, const struct token *t)
{
    uint8_t enc = u->enc;
    bool bulk = rule->count_at_least || rule->near.or_count;
    bool label = rule->near.labels.n == 0 || labelled(work, rule, u, t, &enc);
    if (!label && !bulk)
        return ls_ok();
    struct ls_found *found = work->found;
    struct ls_candidate c = {.off = work->block->off + t->from,
                             .seen = work->seen,
                             .len = (uint32_t)(t->to - t->from),
                             .rule = rule->number,
                             .value = value_of(t, work->ctx->confirm->at[rule->number].check),
                             .numbers = numbers_seen(found, rule),
                             .enc = enc,
                             .labelled = label};
    c.folded.at = (uint32_t)found->strings.n;
    c.folded.len = (uint32_t)t->n;
    LS_TRY(ls_buf_add(&found->strings, t->text, t->n));
    c.text = c.folded;
    if (t->to - t->from != t->n) /* not just ASCII in a row */
        LS_TRY(ls_confirm_original(work, (enum ls_encoding)enc, t->from, t->to - t->from, &c.text));
    LS_VEC_PUSH(&found->candidates, c);
    return ls_ok();
}

/* Widens a piece of digits to the letters and digits around it; false when that gets too long. */
static bool widen(const struct units *u, struct token *t, char *room, bool careful)
{
    size_t from = t->from, to = t->to;
    for (int c = unit_before(u, from); is_digit(c) || is_upper(c); c = unit_before(u, from)) {
        if (careful && open_left(u, from))
            break; /* it may be the end of another character */
        from -= u->size;
        if (t->to - from > (size_t)LS_RULE_DIGITS_MAX * u->size)
            return false;
    }
    while (is_digit(unit_at(u, to)) || is_upper(unit_at(u, to))) {
        to += u->size;
        if (to - from > (size_t)LS_RULE_DIGITS_MAX * u->size)
            return false;
    }
    *t = (struct token){.text = room, .from = from, .to = to};
    for (size_t at = from; at < to; at += u->size)
        room[t->n++] = (char)unit_at(u, at);
    return true;
}

/* Letters and digits mixed; once with, once without a letter that may be half a character. */
static struct ls_result try_mixed(const struct ls_work *work, const struct ls_confirm_rule *cr,
                                  const struct units *u, const struct token *piece)
{
    const struct ls_rule *rule = cr->rule;
    if (piece->n >= rule->digits_min && !cr->check->number(piece->text, piece->n) &&
        !is_upper(unit_before(u, piece->from)) && !is_upper(unit_at(u, piece->to)))
        return ls_ok();
    for (int careful = 0; careful < 2; careful++) {
        char room[LS_RULE_DIGITS_MAX];
        struct token t = *piece;
        if (widen(u, &t, room, careful != 0) && t.n >= rule->digits_min &&
            t.n <= rule->digits_max && open_left(u, t.from) && open_right(u, t.to) &&
            cr->check->number(t.text, t.n))
            return accept(work, rule, u, &t);
    }
    return ls_ok();
}

/* The digits and an X behind them. */
static struct ls_result try_x(const struct ls_work *work, const struct ls_confirm_rule *cr,
                              const struct units *u, const struct token *piece)
{
    char room[LS_RULE_DIGITS_MAX + 1];
    memcpy(room, piece->text, piece->n);
    room[piece->n] = 'X';
    struct token t = {
        .text = room, .n = piece->n + 1, .from = piece->from, .to = piece->to + u->size};
    bool fits = t.n >= cr->rule->digits_min && t.n <= cr->rule->digits_max;
    return fits && open_right(u, t.to) && cr->check->number(t.text, t.n)
               ? accept(work, cr->rule, u, &t)
               : ls_ok();
}

static struct ls_result try_rule(const struct ls_work *work, uint32_t number, const struct units *u,
                                 const struct token *piece)
{
    const struct ls_confirm_rule *cr = &work->ctx->confirm->at[number];
    return piece->n >= cr->rule->digits_min && cr->check->number(piece->text, piece->n)
               ? accept(work, cr->rule, u, piece)
               : ls_ok();
}

/* Nothing beside the digits that could belong to them: the common case. */
static struct ls_result try_alone(const struct ls_work *work, const struct ls_number_rules *rules,
                                  const struct units *u, const struct token *piece)
{
    enum { LAST = LS_NUMBER_BITS - 1 };
    work->found->numbers[piece->n]++;
    uint64_t which = UINT64_MAX;
    if (piece->n >= 2) {
        unsigned two = ls_check_two(piece->text);
        which = rules->leads[two] | (work->labels ? rules->beside[two] : 0);
    }
    for (; which; which &= which - 1) {
        size_t i = (size_t)__builtin_ctzll(which), end = i == LAST ? rules->plain_n : i + 1;
        for (; i < end && i < rules->plain_n; i++)
            LS_TRY(try_rule(work, rules->plain[i], u, piece));
    }
    return ls_ok();
}

static struct ls_result try_plain(const struct ls_work *work, const struct ls_number_rules *rules,
                                  const struct units *u, const struct token *piece)
{
    const struct ls_confirm *c = work->ctx->confirm;
    if (!open_left(u, piece->from))
        return ls_ok();
    if (open_right(u, piece->to))
        return try_alone(work, rules, u, piece);
    int next = unit_at(u, piece->to);
    if (next != 'X' && next != 'x')
        return ls_ok();
    work->found->numbers[piece->n]++;
    for (size_t i = 0; i < rules->plain_n; i++)
        if (c->at[rules->plain[i]].check->alphabet == LS_ALPHA_LAST_X)
            LS_TRY(try_x(work, &c->at[rules->plain[i]], u, piece));
    return ls_ok();
}

/* Tries the digits of `piece` under each rule; `solid` when no separators stand between them. */
static struct ls_result try_token(const struct ls_work *work, const struct units *u,
                                  const struct token *piece, bool solid)
{
    const struct ls_confirm *c = work->ctx->confirm;
    const struct ls_number_rules *rules = &c->numbers_of[piece->n];
    if (rules->plain_n)
        LS_TRY(try_plain(work, rules, u, piece));
    if (!solid || !(rules->mixed_whole || is_upper(unit_before(u, piece->from)) ||
                    is_upper(unit_at(u, piece->to))))
        return ls_ok();
    for (size_t i = 0; i < rules->mixed_n; i++)
        LS_TRY(try_mixed(work, &c->at[rules->mixed[i]], u, piece));
    return ls_ok();
}

/* A run in pieces, or of wide characters: its digits are gathered first. */
static struct ls_result try_pieces(const struct ls_work *work, const struct units *u,
                                   const struct ls_digit_run *run)
{
    char digits[LS_DIGITS_JOINED_MAX];
    struct token whole = {.text = digits, .from = run->off, .to = (size_t)run->off + run->len};
    struct token piece = {.text = digits, .from = run->off};
    size_t pieces = 0;
    for (size_t at = run->off; at <= whole.to && whole.n <= sizeof digits; at += u->size) {
        int c = at < whole.to ? unit_at(u, at) : 0;
        if (is_digit(c)) {
            if (whole.n < sizeof digits)
                digits[whole.n] = (char)c;
            whole.n++;
            continue;
        }
        piece.to = at;
        piece.n = whole.n - (size_t)(piece.text - digits);
        pieces++;
        if (piece.n <= LS_RULE_DIGITS_MAX)
            LS_TRY(try_token(work, u, &piece, true));
        piece.text = digits + whole.n;
        piece.from = at + u->size;
    }
    return pieces > 1 && whole.n <= LS_RULE_DIGITS_MAX ? try_token(work, u, &whole, false)
                                                       : ls_ok();
}

/* Does this byte beside a number need a closer look? */
static bool is_plain_border(uint8_t b)
{
    return !is_word(b) && b != '.';
}

static struct ls_result look_at(const struct ls_work *work, const struct ls_digit_run *run)
{
    struct units u = {work->block->bytes, work->block->len, run->enc == LS_ENC_UTF8 ? 1 : 2,
                      run->enc == LS_ENC_UTF16BE, run->enc};
    size_t from = run->off, to = from + run->len;
    if (!run->solid)
        return run->len <= LS_DIGITS_JOINED_MAX * u.size ? try_pieces(work, &u, run) : ls_ok();
    if (run->len > LS_RULE_DIGITS_MAX)
        return ls_ok(); /* more digits than any number has */
    const struct ls_number_rules *rules = &work->ctx->confirm->numbers_of[run->len];
    struct token piece = {(const char *)u.bytes + from, run->len, from, to};
    bool alone = (from == 0 || is_plain_border(u.bytes[from - 1])) &&
                 (to == u.len || is_plain_border(u.bytes[to]));
    if (!alone || rules->mixed_whole)
        return try_token(work, &u, &piece, true);
    return rules->plain_n ? try_alone(work, rules, &u, &piece) : ls_ok();
}

struct ls_result ls_confirm_number(const struct ls_work *work, const struct ls_digit_run *run)
{
    LS_TRY(look_at(work, run));
    const struct units u = {work->block->bytes, work->block->len, 1, 0, LS_ENC_UTF8};
    if (run->enc != LS_ENC_UTF8 || run->off == 0 || u.bytes[run->off - 1] < 0x81 ||
        !behind_four_bytes(&u, (size_t)run->off + 1))
        return ls_ok();
    struct ls_digit_run rest = *run;
    do {
        rest.off++;
        rest.len--;
    } while (rest.len > 0 && !is_digit(u.bytes[rest.off]));
    return look_at(work, &rest);
}
