/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `digits` rules: every run of ASCII digits of the text, with single blanks or hyphens between
 * them; first its pieces, then the whole. 8-bit text is read as UTF-8, which is right for digits in
 * all of the 8-bit charsets.
 */
#include "naive.h"

#include "confirm/validator.h"

#include <stdlib.h>
#include <string.h>

enum { JOINED_MAX = 48 /* characters of a run that is tried as a whole */ };

/* Raw characters [from, to) of a reading. */
struct run {
    size_t from, to;
};

static uint32_t raw_at(const struct reading *r, size_t i)
{
    return i < r->raw_n ? r->raw[i] : 0;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(uint32_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word(uint32_t c)
{
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '_';
}

/* Where the digits that begin at raw character i end, single separators between them included. */
static size_t run_end(const struct reading *r, size_t i)
{
    for (;; i++) {
        uint32_t c = raw_at(r, i);
        bool glue = (c == ' ' || c == '-') && is_digit(raw_at(r, i + 1));
        if (!is_digit(c) && !glue)
            return i;
    }
}

static bool is_wide(const struct reading *r)
{
    return r->enc == LS_ENC_UTF16LE || r->enc == LS_ENC_UTF16BE;
}

/* The next run at raw character i or behind it; of a long one its pieces, one after the other. */
static bool next_run(const struct reading *r, size_t i, struct run *run)
{
    while (i < r->raw_n && !is_digit(r->raw[i]))
        i++;
    if (i == r->raw_n)
        return false;
    size_t begin = i;
    while (begin > 0 && (is_digit(r->raw[begin - 1]) || run_end(r, begin - 1) > begin))
        begin--;
    *run = (struct run){i, run_end(r, i)};
    if (run->to - begin > JOINED_MAX)
        for (run->to = i; is_digit(raw_at(r, run->to));)
            run->to++;
    return true;
}

/* ---- labels ---- */

/* A label with at most so many characters between it and bytes [from, to). */
static bool is_labelled_in(const struct ls_rule *rule, const struct reading *r, size_t from,
                           size_t to)
{
    size_t begin = reading_raw_at(r, from), end = reading_raw_at(r, to), within = rule->near.within;
    size_t first =
        begin > within + LS_RULE_WORD_CHARS_MAX ? begin - within - LS_RULE_WORD_CHARS_MAX : 0;
    for (size_t i = first; i < r->raw_n && i <= end + within; i++)
        for (size_t w = 0; w < rule->near.labels.n; w++) {
            const struct ls_word *label = &rule->near.labels.at[w];
            if (!naive_word_at(r, i, label))
                continue;
            if (i < begin ? i + label->folded_n + within >= begin : i >= end)
                return true;
        }
    return false;
}

/* A label in the encoding of the number; 8-bit digits have all 8-bit encodings. */
static bool is_labelled(const struct naive *naive, const struct ls_rule *rule,
                        const struct reading *of, size_t from, size_t to)
{
    for (size_t k = 0; k < NAIVE_READINGS; k++) {
        const struct reading *r = &naive->readings[k];
        bool fits = is_wide(of) ? r->enc == of->enc : !is_wide(r);
        if (fits && is_labelled_in(rule, r, from, to))
            return true;
    }
    return rule->near.labels.n == 0;
}

/* ---- numbers ---- */

/* Is the digit before byte `off` the last byte of a four-byte character? */
static bool is_fourth(const struct reading *r, size_t off)
{
    return !is_wide(r) && off >= 4 && is_digit(r->bytes[off - 1]) && r->bytes[off - 2] >= 0x81 &&
           is_digit(r->bytes[off - 3]) && r->bytes[off - 4] >= 0x81;
}

/* A letter or digit just before may be the last byte of a longer character. */
static bool is_half(const struct reading *r, size_t i)
{
    uint32_t c = i > 0 ? r->raw[i - 1] : 0;
    size_t off = r->raw_off[i];
    if (is_digit(c))
        return is_fourth(r, off);
    return is_word(c) && !is_digit(c) && !is_wide(r) && off >= 2 && r->bytes[off - 2] >= 0x81;
}

/* Nothing of a longer number or word on either side. */
static bool is_free_before(const struct reading *r, struct run run)
{
    uint32_t before = run.from > 0 ? r->raw[run.from - 1] : 0;
    if (before == '.' && run.from > 1 && is_digit(r->raw[run.from - 2]))
        return false;
    return !is_word(before) || is_half(r, run.from);
}

static bool is_free_after(const struct reading *r, struct run run)
{
    uint32_t after = raw_at(r, run.to);
    return !is_word(after) && !(after == '.' && is_digit(raw_at(r, run.to + 1)));
}

/* The characters of the number without separators; false when they are more than any number has. */
static bool take_value(const struct reading *r, struct run run, char value[LS_RULE_DIGITS_MAX + 1])
{
    size_t n = 0;
    for (size_t i = run.from; i < run.to; i++) {
        uint32_t c = r->raw[i];
        if (c == ' ' || c == '-')
            continue;
        if (n == LS_RULE_DIGITS_MAX)
            return false;
        value[n++] = (char)(c == 'x' ? 'X' : c);
    }
    value[n] = '\0';
    return true;
}

static bool has_length(const struct ls_rule *rule, const char *value)
{
    return strlen(value) >= rule->digits_min && strlen(value) <= rule->digits_max;
}

static bool try_run(struct naive *naive, const struct ls_rule *rule, const struct reading *r,
                    struct run run)
{
    const struct ls_validator *check = ls_validator_find(rule->check);
    struct naive_hit hit = {.rule = rule->number, .off = r->raw_off[run.from]};
    if (!take_value(r, run, hit.value))
        return false;
    bool x = raw_at(r, run.to) == 'X' || raw_at(r, run.to) == 'x';
    if (!is_free_before(r, run))
        return false;
    naive->numbers += has_length(rule, hit.value) && (x || is_free_after(r, run));
    run.to += x && check->alphabet == LS_ALPHA_LAST_X;
    if (!take_value(r, run, hit.value) || !has_length(rule, hit.value) || !is_free_after(r, run) ||
        !check->number(hit.value, strlen(hit.value)))
        return false;
    hit.numbers = naive->numbers;
    hit.len = r->raw_off[run.to] - hit.off;
    hit.labelled = is_labelled(naive, rule, r, hit.off, hit.off + hit.len);
    while (!is_digit(r->raw[run.from]))
        run.from++;
    hit.seen = r->raw_off[run_end(r, run.from)];
    naive_add(&naive->found, hit);
    return true;
}

/* Letters and digits around a piece of digits belong to the number. */
static void try_token(struct naive *naive, const struct ls_rule *rule, const struct reading *r,
                      struct run run)
{
    struct run careful;
    while (is_digit(raw_at(r, run.to)) || is_upper(raw_at(r, run.to)))
        run.to++;
    careful = run;
    while (run.from > 0 && (is_digit(r->raw[run.from - 1]) || is_upper(r->raw[run.from - 1])))
        run.from--;
    while (careful.from > run.from && !is_half(r, careful.from))
        careful.from--;
    if (!try_run(naive, rule, r, run))
        try_run(naive, rule, r, careful);
}

static void try_all(struct naive *naive, const struct ls_rule *rule, const struct reading *r,
                    struct run whole)
{
    const struct ls_validator *check = ls_validator_find(rule->check);
    struct run piece = {whole.from, whole.from};
    size_t pieces = 0;
    for (size_t i = whole.from; i <= whole.to; i++) {
        if (i < whole.to && is_digit(r->raw[i]))
            continue;
        piece.to = i;
        pieces++;
        if (check->alphabet == LS_ALPHA_UPPER) {
            if (piece.to - piece.from >= check->run)
                try_token(naive, rule, r, piece);
        } else {
            try_run(naive, rule, r, piece);
        }
        piece.from = i + 1;
    }
    if (pieces > 1 && check->alphabet != LS_ALPHA_UPPER)
        try_run(naive, rule, r, whole);
}

/*
 * Digits of UTF-16 can be read in both byte orders, one byte apart. Which of the two is the text
 * the caller knows; the library has to find out.
 */
static bool is_read(const struct naive *naive, const struct reading *r)
{
    return is_wide(r) ? r->enc == naive->written : r->enc == LS_ENC_UTF8;
}

void naive_numbers(struct naive *naive, uint32_t number)
{
    const struct ls_rule *rule = &naive->rules->at[number];
    naive->numbers = 0;
    for (size_t k = 0; k < NAIVE_READINGS; k++) {
        const struct reading *r = &naive->readings[k];
        struct run run = {0, 0};
        while (is_read(naive, r) && next_run(r, run.to, &run)) {
            try_all(naive, rule, r, run);
            if (is_fourth(r, (size_t)r->raw_off[run.from] + 1))
                try_all(naive, rule, r, (struct run){run.from + 1, run.to});
        }
    }
}
