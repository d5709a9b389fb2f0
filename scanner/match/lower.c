/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why literals and nothing else: one class or one bounded gap inside the database costs stage 1 a
 * factor of five, while ten times as many literals cost a third (docs/architecture.md). So every
 * spelling is written out:
 *
 *   word      绝密                               folded, as the rules have it
 *   spelling  绝密 絕密 絶密                     every character that folds to the one written
 *   form      绝密  绝 密  绝\n密  绝U+3000密     separators, as far as the gap policy goes
 *   string    the form in one encoding, where the encoding has all its characters; the plain form
 *             also as text is escaped, for the rules that ask for it
 *
 * Words that rules want in further encodings are gone through once more for each of these, so that
 * a string of it serves only them.
 *
 * Uses of a word are kept sorted from the most to the least tolerant gap policy, so the uses that a
 * form serves are always a prefix of the list: a plain form serves all, an `any` form only the
 * tolerant ones.
 */
#include "match/lower.h"

#include "base/alloc.h"
#include "base/escape.h"
#include "base/fold.h"
#include "match/letters.h"
#include "match/pairs.h"
#include "match/utf8_shape.h"
#include "rules/spell.h"
#include "rules/words.h"

#include <stdlib.h>
#include <string.h>

/* U+3000 ideographic space, U+00A0 no-break space, U+200B zero-width space. */
static const uint32_t mixed[] = {' ', 0x3000, 0x00A0, 0x200B, '\n'};

enum { ESCAPED_BYTES_MIN = 4 };
enum { MIXED_N = sizeof mixed / sizeof *mixed, MIXED_DEPTH = 3, SEPARATOR_MAX = 3 };

/* Of a word in the traditional characters of daily use: there are few of each. */
enum { TRADITIONAL_MIXTURES_MAX = 16 };

struct separator {
    uint32_t cps[SEPARATOR_MAX];
    size_t n;
};

/* The same between all characters of a word. */
static const struct separator uniform[] = {
    {{' '}, 1},    {{' ', ' '}, 2},   {{' ', ' ', ' '}, 3}, {{'\t'}, 1},   {{0x3000}, 1},
    {{0x00A0}, 1}, {{0x200B}, 1},     {{0x200C}, 1},        {{0x200D}, 1}, {{0x2060}, 1},
    {{0xFEFF}, 1}, {{0x00AD}, 1},     {{0x2002}, 1},        {{0x2003}, 1}, {{0x2009}, 1},
    {{'\n'}, 1},   {{'\r', '\n'}, 2},
};

/* A line break at one place: text that was wrapped in the middle of a word. */
static const struct separator wraps[] = {{{'\n'}, 1}, {{'\r', '\n'}, 2}};

/* One word as the rules use it. */
struct wanted {
    const struct ls_word *word;
    struct ls_word_use use;
    enum ls_gap_policy gap;
    bool capitals; /* not in small letters */
};

typedef LS_VEC(struct wanted) wanted_vec;

/* The word that is being spelled out. */
struct spelling {
    struct ls_lower *lower;
    enum ls_encoding first, end; /* encodings to write it in */
    uint32_t chars[LS_RULE_WORD_CHARS_MAX];
    size_t n;
    uint32_t uses;        /* first use */
    uint16_t uses_n[3];   /* how many serve a form of that gap policy: index enum ls_gap_policy */
    uint32_t escape_uses; /* first of those that are searched escaped too */
    uint16_t escape_uses_n;
    enum ls_gap_policy gap; /* the most tolerant policy that anybody wants */
    bool together;          /* nobody wants it but together with other words */
    bool capitals;          /* its letters are written as capitals only */
    bool caseless;          /* its ASCII letters are searched in either case */
};

void ls_lower_init(struct ls_lower *lower)
{
    LS_VEC_INIT(&lower->strings, LS_LOWER_STRINGS_MAX);
    LS_VEC_INIT(&lower->offsets, LS_LOWER_STRINGS_MAX);
    LS_VEC_INIT(&lower->bytes, (size_t)LS_LOWER_STRINGS_MAX * 64);
    LS_VEC_INIT(&lower->uses, (size_t)LS_RULES_MAX * LS_RULE_WORDS_MAX);
    lower->longest = 0;
}

void ls_lower_fini(struct ls_lower *lower)
{
    LS_VEC_FINI(&lower->strings);
    LS_VEC_FINI(&lower->offsets);
    LS_VEC_FINI(&lower->bytes);
    LS_VEC_FINI(&lower->uses);
}

/*
 * One form in one encoding: seps[i] stands between characters i and i + 1, NULL for nothing. Where
 * the encoding lacks a character there is no string, and nothing is missed.
 */
static struct ls_result add_string(const struct spelling *s, const struct separator *const *seps,
                                   enum ls_gap_policy form, enum ls_encoding enc)
{
    struct ls_lower *lower = s->lower;
    size_t begin = lower->bytes.n;
    bool gapped = false;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t cps[1 + SEPARATOR_MAX] = {s->chars[i]};
        size_t cps_n = 1;
        if (seps && i + 1 < s->n && seps[i]) {
            memcpy(cps + 1, seps[i]->cps, seps[i]->n * sizeof *cps);
            cps_n += seps[i]->n;
            gapped = true;
        }
        for (size_t k = 0; k < cps_n; k++) {
            uint8_t out[LS_CHAR_BYTES_MAX];
            size_t len = ls_encode_char(enc, cps[k], out);
            if (len == 0) {
                lower->bytes.n = begin;
                return ls_ok();
            }
            LS_TRY(ls_buf_add(&lower->bytes, out, len));
        }
    }
    size_t len = lower->bytes.n - begin;
    if (len > UINT16_MAX || begin > UINT32_MAX)
        return ls_stop(LS_E_LIMIT);
    if (len > lower->longest)
        lower->longest = len;
    const uint8_t *bytes = (const uint8_t *)lower->bytes.at + begin;
    LS_VEC_PUSH(&lower->offsets, (uint32_t)begin);
    LS_VEC_PUSH(&lower->strings,
                ((struct ls_lowered){.uses = s->uses,
                                     .uses_n = s->uses_n[form],
                                     .enc = (uint8_t)enc,
                                     .len = (uint16_t)len,
                                     .gapped = gapped,
                                     .caseless = s->caseless,
                                     .in_utf8 = ls_utf8_shape_holds(bytes, len),
                                     .paired = enc == LS_ENC_UTF8 && !s->caseless &&
                                               ls_pairs_hold(bytes, len)}));
    return ls_ok();
}

static struct ls_result add_form(const struct spelling *s, const struct separator *const *seps,
                                 enum ls_gap_policy form)
{
    /* ASCII is the same bytes in all 8-bit encodings, but what stands beside it is not. */
    for (enum ls_encoding enc = s->first; enc < s->end; enc++)
        LS_TRY(add_string(s, seps, form, enc));
    return ls_ok();
}

static struct ls_result add_uniform(const struct spelling *s)
{
    for (size_t u = 0; u < sizeof uniform / sizeof *uniform; u++) {
        const struct separator *seps[LS_RULE_WORD_CHARS_MAX];
        for (size_t i = 0; i + 1 < s->n; i++)
            seps[i] = &uniform[u];
        LS_TRY(add_form(s, seps, LS_GAP_UNIFORM));
    }
    for (size_t w = 0; s->n > 2 && w < sizeof wraps / sizeof *wraps; w++)
        for (size_t at = 0; at + 1 < s->n; at++) {
            const struct separator *seps[LS_RULE_WORD_CHARS_MAX] = {NULL};
            seps[at] = &wraps[w];
            LS_TRY(add_form(s, seps, LS_GAP_UNIFORM));
        }
    return ls_ok();
}

static bool is_uniform(const struct separator *sep)
{
    for (size_t u = 0; u < sizeof uniform / sizeof *uniform; u++)
        if (uniform[u].n == sep->n && memcmp(uniform[u].cps, sep->cps, sep->n * 4) == 0)
            return true;
    return false;
}

/* Two characters with any mix of one to three separators that add_uniform() has not written. */
static struct ls_result add_mixed(const struct spelling *s)
{
    size_t combinations = 1;
    for (size_t depth = 1; depth <= MIXED_DEPTH; depth++) {
        combinations *= MIXED_N;
        for (size_t c = 0; c < combinations; c++) {
            struct separator sep = {.n = depth};
            for (size_t k = 0, rest = c; k < depth; k++, rest /= MIXED_N)
                sep.cps[k] = mixed[rest % MIXED_N];
            const struct separator *seps[] = {&sep};
            if (!is_uniform(&sep))
                LS_TRY(add_form(s, seps, LS_GAP_ANY));
        }
    }
    return ls_ok();
}

/* The word in one kind of escape; its ASCII stands as it is. */
static struct ls_result add_escaped(const struct spelling *s, unsigned escape)
{
    struct ls_lower *lower = s->lower;
    size_t begin = lower->bytes.n;
    uint8_t bytes[LS_ESCAPED_WORD_MAX];
    size_t len = ls_escape_word(escape, s->chars, s->n, bytes, sizeof bytes);
    if (len < ESCAPED_BYTES_MIN) /* it cannot be written so, or would be everywhere */
        return ls_ok();
    LS_TRY(ls_buf_add(&lower->bytes, bytes, len));
    if (begin > UINT32_MAX)
        return ls_stop(LS_E_LIMIT);
    if (len > lower->longest)
        lower->longest = len;
    LS_VEC_PUSH(&lower->offsets, (uint32_t)begin);
    LS_VEC_PUSH(&lower->strings,
                ((struct ls_lowered){.uses = s->escape_uses,
                                     .uses_n = s->escape_uses_n,
                                     .enc = (uint8_t)escape,
                                     .len = (uint16_t)len,
                                     .caseless = ls_escape_is_caseless(escape) ||
                                                 (s->caseless && !ls_escape_is_base64(escape)),
                                     .in_utf8 = ls_utf8_shape_holds(bytes, len)}));
    return ls_ok();
}

static bool has_more_than_ascii(const struct spelling *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->chars[i] >= 0x80)
            return true;
    return false;
}

static struct ls_result add_spelling(const struct spelling *s)
{
    LS_TRY(add_form(s, NULL, LS_GAP_NONE));
    for (unsigned e = LS_ENC_COUNT; s->escape_uses_n && has_more_than_ascii(s) && e < LS_ESC_END;
         e++)
        LS_TRY(add_escaped(s, e));
    if (s->gap >= LS_GAP_UNIFORM && s->n >= 2)
        LS_TRY(add_uniform(s));
    if (s->gap == LS_GAP_ANY && s->n == 2)
        LS_TRY(add_mixed(s));
    return ls_ok();
}

/*
 * The characters that may stand for `cp`. ASCII letters have hundreds of look-alikes in Unicode;
 * here they are themselves in both cases.
 */
static size_t variants_of(uint32_t cp, bool capitals, uint32_t *out)
{
    uint32_t capital = ls_letters_capital(cp);
    if (cp < 0x80 || (capitals && capital != cp)) {
        out[0] = capitals ? capital : cp;
        out[1] = capital;
        return out[1] == out[0] ? 1 : 2;
    }
    size_t n = ls_fold_variants(cp, out, LS_LOWER_VARIANTS_MAX);
    if (n == 0)
        out[n++] = cp;
    return n;
}

/* What may stand for each character of a word, and how many combinations of that there are. */
struct wheels {
    uint32_t at[LS_RULE_WORD_CHARS_MAX][LS_LOWER_VARIANTS_MAX];
    size_t n[LS_RULE_WORD_CHARS_MAX];
    size_t max;          /* combinations that are spelled out */
    size_t combinations; /* counted up to a little beyond that */
    size_t deepest;
};

static void set_wheels(struct wheels *wheels, const struct ls_word *word, bool traditional,
                       bool capitals)
{
    wheels->combinations = 1;
    wheels->deepest = 1;
    for (size_t i = 0; i < word->folded_n; i++) {
        uint32_t cp = word->folded[i];
        size_t n = traditional ? ls_spell_traditional(cp, wheels->at[i]) : 0;
        wheels->n[i] = n ? n : variants_of(cp, capitals, wheels->at[i]);
        if (traditional && n == 0)
            wheels->n[i] = 1; /* not in that script: as it is */
        if (wheels->n[i] > wheels->deepest)
            wheels->deepest = wheels->n[i];
        if (wheels->combinations <= wheels->max)
            wheels->combinations *= wheels->n[i];
    }
}

/*
 * Every combination, counted like an odometer. Of too many only those with the same position on
 * all wheels, the last one where a wheel has no more.
 */
static struct ls_result turn(struct spelling *s, const struct wheels *wheels)
{
    bool mix = wheels->combinations <= wheels->max;
    size_t rounds = mix ? wheels->combinations : wheels->deepest;
    for (size_t round = 0; round < rounds; round++) {
        size_t rest = round;
        for (size_t i = 0; i < s->n; i++) {
            size_t n = wheels->n[i];
            s->chars[i] = wheels->at[i][mix ? rest % n : rest < n ? rest : n - 1];
            if (mix)
                rest /= n;
        }
        LS_TRY(add_spelling(s));
    }
    return ls_ok();
}

/*
 * Words that know capitals. Where a word holds ASCII letters, case is nothing to the database: that
 * may see a little more than was meant (a byte of another character that looks like a letter), and
 * costs fewer strings.
 */
static struct ls_result add_letters(struct spelling *s, const struct ls_word *word)
{
    uint32_t ways[LS_LETTERS_WAYS_MAX][LS_RULE_WORD_CHARS_MAX];
    s->n = word->folded_n;
    if (s->capitals) {
        for (size_t i = 0; i < s->n; i++)
            s->chars[i] = ls_letters_capital(word->folded[i]);
        return add_spelling(s);
    }
    for (size_t i = 0; i < s->n; i++)
        s->caseless = s->caseless || (word->folded[i] >= 'a' && word->folded[i] <= 'z');
    size_t n = ls_letters_ways(word, ways);
    for (size_t i = 0; i < n; i++) {
        memcpy(s->chars, ways[i], s->n * sizeof *s->chars);
        LS_TRY(add_spelling(s));
    }
    return ls_ok();
}

/* As the rule has it; ASCII letters in either case, without a spelling for each. */
static void set_simplified(struct spelling *s, const struct ls_word *word)
{
    for (size_t i = 0; i < word->folded_n; i++) {
        uint32_t cp = word->folded[i];
        s->chars[i] = s->capitals ? ls_letters_capital(cp) : cp;
        s->caseless = s->caseless || (!s->capitals && cp >= 'a' && cp <= 'z');
    }
}

/*
 * Every mixture of script variants. A word with too many of them is spelled simplified, and in
 * mixtures of the traditional characters of daily use: 幹部履歷表 takes the third of 干 and the
 * second of 历.
 */
static struct ls_result add_word(struct spelling *s, const struct ls_word *word)
{
    struct wheels wheels = {.max = ls_word_mixtures_max(word, s->together)};
    s->n = word->folded_n;
    set_wheels(&wheels, word, false, s->capitals);
    if (wheels.combinations > wheels.max) {
        set_simplified(s, word);
        LS_TRY(add_spelling(s));
        if (wheels.max < TRADITIONAL_MIXTURES_MAX)
            wheels.max = TRADITIONAL_MIXTURES_MAX;
        set_wheels(&wheels, word, true, s->capitals);
    }
    return turn(s, &wheels);
}

static struct ls_result want(wanted_vec *all, const struct ls_words *words, struct ls_word_use use,
                             enum ls_gap_policy gap, bool capitals)
{
    for (size_t i = 0; i < words->n; i++, use.word++)
        LS_VEC_PUSH(all, ((struct wanted){&words->at[i], use, gap, capitals}));
    return ls_ok();
}

static struct ls_result collect(const struct ls_rules *rules, wanted_vec *all)
{
    for (size_t i = 0; i < rules->n; i++) {
        const struct ls_rule *rule = &rules->at[i];
        struct ls_word_use use = {.rule = rule->number, .role = LS_USE_ANCHOR};
        LS_TRY(want(all, &rule->anchors, use, rule->gap, rule->capitals));
        use.role = LS_USE_LABEL;
        LS_TRY(want(all, &rule->near.labels, use, LS_GAP_NONE, false));
        use.role = LS_USE_TERM;
        for (size_t g = 0; g < rule->lists_n; g++) {
            LS_TRY(want(all, &rule->lists[g], use, LS_GAP_NONE, false));
            use.word = (uint16_t)(use.word + rule->lists[g].n);
        }
    }
    return ls_ok();
}

/* By word, then from the most to the least tolerant gap policy. */
static int by_word(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    if (x->word->folded_n != y->word->folded_n)
        return x->word->folded_n < y->word->folded_n ? -1 : 1;
    int order = memcmp(x->word->folded, y->word->folded, x->word->folded_n * sizeof(uint32_t));
    if (order == 0)
        order = (int)x->capitals - (int)y->capitals;
    return order ? order : (int)y->gap - (int)x->gap;
}

static bool same_word(const struct wanted *x, const struct wanted *y)
{
    return x->capitals == y->capitals && x->word->folded_n == y->word->folded_n &&
           memcmp(x->word->folded, y->word->folded, x->word->folded_n * sizeof(uint32_t)) == 0;
}

static struct ls_result lower_groups(const struct ls_rules *rules, const wanted_vec *all,
                                     enum ls_encoding first_enc, enum ls_encoding end,
                                     struct ls_lower *lower, struct ls_diag *diag)
{
    for (size_t i = 0; i < all->n;) {
        const struct wanted *first = &all->at[i];
        if (!ls_word_is_long_enough(first->word))
            return ls_diag_stop(diag, LS_E_RULES, "%s: %s: too short to search for",
                                rules->at[first->use.rule].info.id, first->word->text);
        struct spelling s = {.lower = lower,
                             .first = first_enc,
                             .end = end,
                             .uses = (uint32_t)lower->uses.n,
                             .gap = first->gap,
                             .together = true,
                             .capitals = first->capitals};
        for (; i < all->n && same_word(&all->at[i], first); i++) {
            LS_VEC_PUSH(&lower->uses, all->at[i].use);
            s.together =
                s.together && (all->at[i].use.role == LS_USE_TERM || all->at[i].word->one_script);
            for (int form = 0; form <= (int)all->at[i].gap; form++)
                s.uses_n[form]++;
        }
        s.escape_uses = (uint32_t)lower->uses.n;
        for (const struct wanted *w = first; w < all->at + i; w++)
            if (end <= LS_ENC_COMMON && w->use.role == LS_USE_ANCHOR &&
                rules->at[w->use.rule].escapes) {
                LS_VEC_PUSH(&lower->uses, w->use);
                s.escape_uses_n++;
            }
        LS_TRY(ls_letters_only(first->word) ? add_letters(&s, first->word)
                                            : add_word(&s, first->word));
    }
    return ls_ok();
}

/* Words of ASCII are found in these encodings as they are in UTF-8. */
static bool is_ascii(const struct ls_word *word)
{
    for (size_t i = 0; i < word->folded_n; i++)
        if (word->folded[i] >= 0x80)
            return false;
    return true;
}

/* The encodings that only some rules ask for; `all` is in order, and so is what is left of it. */
static struct ls_result lower_further(const struct ls_rules *rules, const wanted_vec *all,
                                      wanted_vec *some, struct ls_lower *lower,
                                      struct ls_diag *diag)
{
    for (enum ls_encoding enc = LS_ENC_COMMON; enc < LS_ENC_COUNT; enc++) {
        LS_VEC_CLEAR(some);
        for (size_t i = 0; i < all->n; i++)
            if ((rules->at[all->at[i].use.rule].encodings >> enc & 1) && !is_ascii(all->at[i].word))
                LS_VEC_PUSH(some, all->at[i]);
        LS_TRY(lower_groups(rules, some, enc, enc + 1, lower, diag));
    }
    return ls_ok();
}

struct ls_result ls_lower_rules(const struct ls_rules *rules, struct ls_lower *lower,
                                struct ls_diag *diag)
{
    wanted_vec all, some;
    LS_VEC_INIT(&all, (size_t)LS_RULES_MAX * LS_RULE_WORDS_MAX);
    LS_VEC_INIT(&some, (size_t)LS_RULES_MAX * LS_RULE_WORDS_MAX);
    struct ls_result r = collect(rules, &all);
    if (!ls_failed(r) && all.n)
        qsort(all.at, all.n, sizeof *all.at, by_word);
    if (!ls_failed(r))
        r = lower_groups(rules, &all, LS_ENC_UTF8, LS_ENC_COMMON, lower, diag);
    if (!ls_failed(r))
        r = lower_further(rules, &all, &some, lower, diag);
    LS_VEC_FINI(&all);
    LS_VEC_FINI(&some);
    if (r.code == LS_E_LIMIT)
        ls_diag_set(diag,
                    "the rules need more than %d byte strings; use fewer anchors or "
                    "`gap: none`",
                    LS_LOWER_STRINGS_MAX);
    return r;
}
