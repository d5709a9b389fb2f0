/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `match` rules. Around each anchor the pattern is searched in the window from left to right; the
 * match that covers the anchor counts if it meets the conditions.
 *
 * Doubtful is a match with an `unless` pattern before it whose `$` stands at the end of an earlier
 * line: docs/rules.md says that `$` means just before the match, and elsewhere the end of a line.
 */
#define PCRE2_CODE_UNIT_WIDTH 32

#include "naive.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS_MAX = 32, FORMS_MAX = 256, SEPARATORS_MAX = 3 };

/* The patterns of one rule. */
struct naive_rule {
    pcre2_code *match;
    uint32_t hit_group;  /* 0: the whole match */
    pcre2_code **unless; /* with `$` just before the match */
    pcre2_code **near;
};

/* What may stand between the characters of a word. */
struct form {
    uint32_t cps[SEPARATORS_MAX];
    size_t n;
};

static const struct form uniform[] = {
    {{' '}, 1},    {{' ', ' '}, 2},   {{' ', ' ', ' '}, 3}, {{'\t'}, 1},   {{0x3000}, 1},
    {{0x00A0}, 1}, {{0x200B}, 1},     {{0x200C}, 1},        {{0x200D}, 1}, {{0x2060}, 1},
    {{0xFEFF}, 1}, {{0x00AD}, 1},     {{0x2002}, 1},        {{0x2003}, 1}, {{0x2009}, 1},
    {{'\n'}, 1},   {{'\r', '\n'}, 2},
};
static const struct form wraps[] = {{{'\n'}, 1}, {{'\r', '\n'}, 2}};
static const uint32_t mixed[] = {' ', 0x3000, 0x00A0, 0x200B, '\n'};

enum {
    UNIFORM_N = sizeof uniform / sizeof *uniform,
    WRAPS_N = sizeof wraps / sizeof *wraps,
    MIXED_N = sizeof mixed / sizeof *mixed,
};

/* ---- patterns ---- */

static pcre2_code *compile(const char *utf8, uint32_t options)
{
    static uint32_t wide[16384];
    size_t len = strlen(utf8), n = 0;
    int error;
    PCRE2_SIZE where;
    for (size_t at = 0; at < len && n < sizeof wide / sizeof *wide; n++)
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8 + at, len - at, &wide[n]);
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_code *code = pcre2_compile(wide, n, options, &error, &where, context);
    pcre2_compile_context_free(context);
    if (!code) {
        fprintf(stderr, "not a pattern: %s\n", utf8);
        abort();
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

static pcre2_code **compile_all(const struct ls_strings *texts, uint32_t options)
{
    pcre2_code **codes = reading_room(texts->n, sizeof *codes);
    for (size_t i = 0; i < texts->n; i++)
        codes[i] = compile(texts->at[i], options);
    return codes;
}

static void free_all(pcre2_code **codes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        pcre2_code_free(codes[i]);
    free(codes);
}

void naive_compile(struct naive *naive)
{
    static const uint32_t hit[] = {'h', 'i', 't', 0};
    naive->compiled = reading_room(naive->rules->n, sizeof *naive->compiled);
    for (size_t i = 0; i < naive->rules->n; i++) {
        const struct ls_rule *rule = &naive->rules->at[i];
        struct naive_rule *c = &naive->compiled[i];
        if (rule->kind != LS_RULE_MATCH)
            continue;
        c->match = compile(rule->match, PCRE2_MULTILINE);
        int group = pcre2_substring_number_from_name(c->match, hit);
        c->hit_group = group > 0 ? (uint32_t)group : 0;
        c->unless = compile_all(&rule->unless, PCRE2_DOLLAR_ENDONLY);
        c->near = compile_all(&rule->near.any, PCRE2_MULTILINE);
    }
}

void naive_uncompile(struct naive *naive)
{
    for (size_t i = 0; i < naive->rules->n; i++) {
        const struct ls_rule *rule = &naive->rules->at[i];
        struct naive_rule *c = &naive->compiled[i];
        if (rule->kind != LS_RULE_MATCH)
            continue;
        pcre2_code_free(c->match);
        free_all(c->unless, rule->unless.n);
        free_all(c->near, rule->near.any.n);
    }
    free(naive->compiled);
}

/* A piece of a reading's folded text, and a match in it. */
struct span {
    size_t from, to;
};

static bool line_begins(const struct reading *r, size_t i)
{
    return i == 0 || naive_is_line_end(r->cps[i - 1]);
}

static bool line_ends(const struct reading *r, size_t i)
{
    return i == r->n || naive_is_line_end(r->cps[i]);
}

/*
 * The first match that begins at `start` or behind it and lies within `in`. A pattern that was
 * compiled for `unless` takes the end of `in` for `$`, wherever that is.
 */
static bool search(const pcre2_code *code, const struct reading *r, struct span in, size_t start,
                   struct span groups[GROUPS_MAX])
{
    uint32_t made_with;
    static pcre2_match_data *data;
    if (!data)
        data = pcre2_match_data_create(GROUPS_MAX, NULL);
    if (start > in.to)
        return false;
    pcre2_pattern_info(code, PCRE2_INFO_ARGOPTIONS, &made_with);
    bool ends = line_ends(r, in.to) || (made_with & PCRE2_DOLLAR_ENDONLY);
    uint32_t options = (line_begins(r, in.from) ? 0 : PCRE2_NOTBOL) | (ends ? 0 : PCRE2_NOTEOL);
    int n =
        pcre2_match(code, r->cps + in.from, in.to - in.from, start - in.from, options, data, NULL);
    if (n < 0 && n != PCRE2_ERROR_NOMATCH)
        abort();
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);
    for (int g = 0; g < GROUPS_MAX; g++) {
        bool set = g < n && at[2 * g] != PCRE2_UNSET;
        groups[g] =
            set ? (struct span){in.from + at[2 * g], in.from + at[2 * g + 1]} : (struct span){0, 0};
    }
    return n > 0;
}

static bool any_in(pcre2_code *const *codes, size_t n, const struct reading *r, struct span in)
{
    struct span groups[GROUPS_MAX];
    for (size_t i = 0; i < n; i++)
        if (search(codes[i], r, in, in.from, groups))
            return true;
    return false;
}

/* ---- words ---- */

/* A searched word with seps[k] behind its character k; the raw character behind it, or 0. */
static size_t spelled(const struct reading *r, size_t i, const struct ls_word *word,
                      const struct form *const *seps)
{
    for (size_t k = 0; k < word->folded_n; k++) {
        if (i == r->raw_n || !reading_spells(r, i++, word->folded[k]))
            return 0;
        for (size_t s = 0; seps[k] && k + 1 < word->folded_n && s < seps[k]->n; s++)
            if (i == r->raw_n || r->raw[i++] != seps[k]->cps[s])
                return 0;
    }
    return i;
}

bool naive_word_at(const struct reading *r, size_t i, const struct ls_word *word)
{
    static const struct form *const none[LS_RULE_WORD_CHARS_MAX];
    return !r->shadow[i] && reading_spells(r, i, word->folded[0]) && spelled(r, i, word, none) != 0;
}

/* The ends of all forms of the word that begin at raw character i. Returns their number. */
static size_t word_forms(const struct reading *r, size_t i, const struct ls_word *word,
                         enum ls_gap_policy gap, size_t ends[FORMS_MAX])
{
    const struct form *seps[LS_RULE_WORD_CHARS_MAX];
    size_t n = 0, count = word->folded_n;
    if (r->shadow[i] || !reading_spells(r, i, word->folded[0]))
        return 0;
    memset(seps, 0, sizeof seps);
    n += (ends[n] = spelled(r, i, word, seps)) != 0;
    if (gap == LS_GAP_NONE)
        return n;
    for (size_t w = 0; count > 2 && w < WRAPS_N; w++)
        for (size_t k = 0; k + 1 < count; k++) {
            seps[k] = &wraps[w];
            n += (ends[n] = spelled(r, i, word, seps)) != 0;
            seps[k] = NULL;
        }
    for (size_t u = 0; u < UNIFORM_N; u++) {
        for (size_t k = 0; k < count; k++)
            seps[k] = &uniform[u];
        n += (ends[n] = spelled(r, i, word, seps)) != 0;
    }
    for (size_t c = 0; gap == LS_GAP_ANY && count == 2 && c < MIXED_N * MIXED_N * MIXED_N; c++)
        for (size_t depth = 1; depth <= SEPARATORS_MAX; depth++) {
            const struct form mix = {
                {mixed[c % MIXED_N], mixed[c / MIXED_N % MIXED_N], mixed[c / MIXED_N / MIXED_N]},
                depth};
            seps[0] = &mix;
            if (n < FORMS_MAX && (ends[n] = spelled(r, i, word, seps)) != 0)
                n++;
        }
    return n;
}

static bool is_wide(enum ls_encoding enc)
{
    return enc == LS_ENC_UTF16LE || enc == LS_ENC_UTF16BE;
}

/* The same form of the word in the other byte order, one byte before (big endian) or behind. */
static bool is_double(const struct naive *naive, const struct reading *r, size_t i,
                      const struct naive_use *use, size_t end)
{
    size_t off = r->raw_off[i], ends[FORMS_MAX];
    if (r->enc == LS_ENC_UTF16LE && off == 0)
        return false;
    off = r->enc == LS_ENC_UTF16LE ? off - 1 : off + 1;
    for (size_t k = 0; k < NAIVE_READINGS; k++) {
        const struct reading *other = &naive->readings[k];
        size_t at = reading_raw_at(other, off);
        if (!is_wide(other->enc) || other->enc == r->enc || at == other->raw_n ||
            other->raw_off[at] != off)
            continue;
        size_t n = word_forms(other, at, use->word, use->gap, ends);
        for (size_t f = 0; f < n; f++)
            if (ends[f] - at == end - i)
                return true;
    }
    return false;
}

/*
 * Of a word that can be read in both byte orders the one of the text counts, where it stands at an
 * even offset. Elsewhere something of another encoding came before it, and nobody can tell.
 */
static void find_shadows(struct naive *naive, struct reading *r, const struct naive_use *use,
                         bool *shadow)
{
    size_t ends[FORMS_MAX];
    for (size_t i = 0; i < r->raw_n; i++) {
        size_t n = word_forms(r, i, use->word, use->gap, ends);
        for (size_t f = 0; f < n; f++) {
            if (!is_double(naive, r, i, use, ends[f]))
                continue;
            uint64_t off = r->raw_off[i], len = r->raw_off[ends[f]] - off;
            bool written = r->enc == naive->written, even = off % 2 == 0;
            if (is_wide(naive->written) && even == written)
                shadow[i] = !written;
            else
                naive_add(&naive->doubtful,
                          (struct naive_hit){.rule = use->rule, .off = off, .len = len});
        }
    }
}

void naive_find_shadows(struct naive *naive)
{
    for (size_t k = 0; k < NAIVE_READINGS; k++) {
        struct reading *r = &naive->readings[k];
        bool *shadow = is_wide(r->enc) ? reading_room(r->raw_n, sizeof *shadow) : NULL;
        for (uint32_t i = 0; shadow && i < naive->rules->n; i++) {
            const struct ls_rule *rule = &naive->rules->at[i];
            for (size_t w = 0; w < rule->anchors.n; w++)
                find_shadows(naive, r, &(struct naive_use){i, &rule->anchors.at[w], rule->gap},
                             shadow);
            for (size_t l = 0; l < rule->lists_n; l++)
                for (size_t w = 0; w < rule->lists[l].n; w++)
                    find_shadows(naive, r,
                                 &(struct naive_use){i, &rule->lists[l].at[w], LS_GAP_NONE},
                                 shadow);
        }
        naive->shadows[k] = shadow;
    }
    for (size_t k = 0; k < NAIVE_READINGS; k++)
        if (naive->shadows[k]) {
            memcpy(naive->readings[k].shadow, naive->shadows[k], naive->readings[k].raw_n);
            free(naive->shadows[k]);
        }
}

void naive_leave_out(struct naive *naive, struct reading *r)
{
    size_t ends[FORMS_MAX];
    for (size_t k = 0; k < naive->rules->n; k++) {
        const struct ls_rule *rule = &naive->rules->at[k];
        for (size_t w = 0; w < rule->anchors.n; w++)
            for (size_t i = 0; i < r->raw_n; i++) {
                size_t n = word_forms(r, i, &rule->anchors.at[w], rule->gap, ends);
                for (size_t f = 0; f < n; f++)
                    if (ends[f] > i + rule->anchors.at[w].folded_n)
                        memset(r->left_out + i, 1, ends[f] - i);
            }
    }
}

/* ---- places ---- */

bool naive_is_line_end(uint32_t folded)
{
    return folded == '\n' || folded == '\f' || folded == 0x1E;
}

/* Fields end at a comma as it stands there: the full-width one of a sentence only folds to it. */
static bool is_border(const struct reading *r, size_t i, bool fields)
{
    uint32_t c = r->cps[i], raw = r->raw[r->raw_of[i]];
    return naive_is_line_end(c) || c == '\t' || c == 0x1F ||
           (fields && (raw == ',' || raw == ';' || raw == '|'));
}

static bool begins(const struct reading *r, size_t i, bool fields)
{
    return i == 0 || is_border(r, i - 1, fields);
}

static bool ends(const struct reading *r, size_t i, bool fields)
{
    return i == r->n || is_border(r, i, fields);
}

/* `whole` is all that matched, `hit` what is reported. */
static bool at_place(const struct reading *r, const struct ls_rule *rule, struct span whole,
                     struct span hit)
{
    struct span wide = whole;
    while (wide.from > 0 && r->cps[wide.from - 1] == ' ')
        wide.from--;
    while (wide.to < r->n && r->cps[wide.to] == ' ')
        wide.to++;
    if ((rule->at & LS_AT_LINE_START) && begins(r, wide.from, false))
        return true;
    if ((rule->at & LS_AT_LINE) && begins(r, wide.from, false) && ends(r, wide.to, false))
        return true;
    while (hit.from > 0 && r->cps[hit.from - 1] == ' ')
        hit.from--;
    while (hit.to < r->n && r->cps[hit.to] == ' ')
        hit.to++;
    if (hit.from > 0 && hit.to < r->n && r->cps[hit.from - 1] == '"' && r->cps[hit.to] == '"') {
        hit.from--;
        hit.to++;
    }
    return (rule->at & LS_AT_CELL) && begins(r, hit.from, true) && ends(r, hit.to, true);
}

/* Characters [from, to), a run of blanks as one. */
static size_t lead_of(const struct reading *r, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        n += r->cps[i] != ' ' || i + 1 == to || r->cps[i + 1] != ' ';
    return n;
}

static bool within_lead(const struct reading *r, const struct ls_rule *rule, size_t anchor)
{
    size_t at = anchor;
    while (!begins(r, at, (rule->at & LS_AT_CELL) != 0)) {
        if (at == 0 || anchor - at == rule->window || lead_of(r, at - 1, anchor) > rule->lead)
            return false;
        at--;
    }
    return true;
}

static size_t minus(size_t a, size_t b)
{
    return a > b ? a - b : 0;
}

static size_t at_most(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- matches ---- */

static bool is_near(const struct naive *naive, const struct reading *r, uint32_t number,
                    struct span hit)
{
    const struct ls_near *near = &naive->rules->at[number].near;
    struct span before = {minus(hit.from, near->within), hit.from};
    struct span behind = {hit.to, at_most(hit.to + near->within, r->n)};
    pcre2_code *const *codes = naive->compiled[number].near;
    return near->any.n == 0 || any_in(codes, near->any.n, r, before) ||
           any_in(codes, near->any.n, r, behind);
}

/*
 * groups[0] is all that matched, groups[1] what is to be reported, or empty. The anchor ends at
 * byte `seen`.
 */
static void try_match(struct naive *naive, const struct reading *r, uint32_t number,
                      const struct span groups[2], uint64_t seen)
{
    struct span whole = groups[0], hit = groups[1].from < groups[1].to ? groups[1] : groups[0];
    const struct ls_rule *rule = &naive->rules->at[number];
    const struct naive_rule *c = &naive->compiled[number];
    struct span before = {minus(hit.from, rule->window), hit.from};
    uint64_t off = reading_off(r, hit.from);
    struct naive_hit found = {
        .rule = number, .off = off, .len = reading_end(r, hit.to - 1) - off, .seen = seen};
    if (rule->at && !at_place(r, rule, whole, hit))
        return;
    if (any_in(c->unless, rule->unless.n, r, before) || !is_near(naive, r, number, hit))
        return;
    naive_add(&naive->found, found);
}

/* The anchor is folded characters `anchor`. */
static void try_anchor(struct naive *naive, const struct reading *r, uint32_t number,
                       struct span anchor)
{
    const struct ls_rule *rule = &naive->rules->at[number];
    const struct naive_rule *c = &naive->compiled[number];
    struct span in = {minus(anchor.from, rule->window), at_most(anchor.to + rule->window, r->n)};
    struct span groups[GROUPS_MAX];
    if (rule->at && !within_lead(r, rule, anchor.from))
        return;
    size_t first = in.from;
    while (rule->at && lead_of(r, first, anchor.from) > rule->lead)
        first++;
    for (size_t start = first; search(c->match, r, in, start, groups);
         start = groups[0].to > groups[0].from ? groups[0].to : groups[0].from + 1) {
        const struct span found[2] = {groups[0], groups[c->hit_group]};
        bool covers = found[0].from <= anchor.from && found[0].to >= anchor.to;
        if (covers)
            try_match(naive, r, number, found, reading_end(r, anchor.to - 1));
        if (covers || found[0].from > anchor.from)
            return;
    }
}

void naive_marks(struct naive *naive, const struct reading *r, uint32_t number)
{
    const struct ls_rule *rule = &naive->rules->at[number];
    size_t stops[FORMS_MAX];
    for (size_t w = 0; w < rule->anchors.n; w++)
        for (size_t i = 0; i < r->raw_n; i++) {
            size_t n = word_forms(r, i, &rule->anchors.at[w], rule->gap, stops);
            for (size_t f = 0; f < n; f++)
                try_anchor(naive, r, number,
                           (struct span){reading_at(r, i), reading_at(r, stops[f])});
        }
}
