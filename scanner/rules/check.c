/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the keys of a rule to a checked rule: which keys go together, which numbers make sense, what
 * is the default. Everything is copied into the arena; nothing of the raw pack is kept.
 *
 * Whether a regular expression compiles, and whether a validator exists, only confirm/ can tell.
 */
#include "rules/pack_priv.h"

#include "base/fold.h"
#include "rules/locate.h"
#include "rules/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WINDOW_DEFAULT = 64,
    COUNT_WITHIN_DEFAULT = LS_RULE_WINDOW_MAX,
    ANCHOR_CHARS_MIN = 2, /* a single double-byte character matches across the border of two */
};

struct ls_result ls_check_wrong(const struct ls_check *check, const char *key, const char *format,
                                ...)
{
    char path[LS_YAML_PATH_MAX];
    char what[320];
    snprintf(path, sizeof path, "%s.%" PRIu32 "%s%s", check->list, check->entry, key[0] ? "." : "",
             key);
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return ls_diag_stop(check->diag, LS_E_RULES, "%s:%" PRIu32 ": %s: %s", check->pack->file,
                        ls_locate_line(check->pack, path), ls_locate_key(path), what);
}

/* NULL stays NULL. */
static struct ls_result copy_text(const struct ls_check *c, const char *text, const char **out)
{
    *out = NULL;
    if (!text)
        return ls_ok();
    *out = ls_arena_strndup(c->arena, text, strlen(text));
    return *out ? ls_ok() : ls_stop(LS_E_MEMORY);
}

struct ls_result ls_check_texts(const struct ls_check *c, const struct ls_raw_texts *raw,
                                struct ls_strings *out)
{
    *out = (struct ls_strings){0};
    if (raw->n == 0)
        return ls_ok();
    const char **at = ls_arena_calloc(c->arena, raw->n, sizeof *at);
    if (!at)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < raw->n; i++)
        LS_TRY(copy_text(c, raw->at[i], &at[i]));
    *out = (struct ls_strings){at, raw->n};
    return ls_ok();
}

bool ls_check_same_word(const struct ls_word *a, const struct ls_word *b)
{
    return a->folded_n == b->folded_n &&
           memcmp(a->folded, b->folded, a->folded_n * sizeof *a->folded) == 0;
}

/* The key of an entry of the list at `key`, in `path`. */
static const char *entry_of(const char *key, uint32_t i, char path[LS_YAML_PATH_MAX])
{
    snprintf(path, LS_YAML_PATH_MAX, "%s.%" PRIu32, key, i);
    return path;
}

/* The words of the list at `key`; each at least `chars_min` characters long, none twice. */
struct ls_result ls_check_words(const struct ls_check *c, const char *key,
                                const struct ls_raw_texts *raw, size_t chars_min,
                                struct ls_words *out)
{
    char entry[LS_YAML_PATH_MAX];
    struct ls_word *at = ls_arena_calloc(c->arena, raw->n + 1u, sizeof *at);
    if (!at)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < raw->n; i++) {
        const char *text;
        LS_TRY(copy_text(c, raw->at[i], &text));
        const char *problem = ls_word_make(c->arena, text, &at[i]);
        if (problem == LS_WORD_NO_MEMORY)
            return ls_stop(LS_E_MEMORY);
        if (problem)
            return ls_check_wrong(c, entry_of(key, i, entry),
                                  "\"%s\" cannot be a word, expected %s", text, problem);
        if (at[i].folded_n < chars_min)
            return ls_check_wrong(c, entry_of(key, i, entry),
                                  "\"%s\" is too short, expected %zu characters or more", text,
                                  chars_min);
        for (uint32_t k = 0; k < i; k++)
            if (ls_check_same_word(&at[k], &at[i]))
                return ls_check_wrong(c, entry_of(key, i, entry),
                                      "\"%s\" folds to the same as \"%s\", expected each "
                                      "word once",
                                      text, at[k].text);
    }
    *out = (struct ls_words){at, raw->n};
    return ls_ok();
}

struct ls_result ls_check_number(const struct ls_check *c, const char *key, uint32_t value,
                                 uint32_t min, uint32_t max)
{
    if (value < min || value > max)
        return ls_check_wrong(c, key,
                              "%" PRIu32 " is out of range, expected %" PRIu32 " to %" PRIu32,
                              value, min, max);
    return ls_ok();
}

/* "18" or "13-19". */
static bool parse_digits(const char *text, uint32_t *min, uint32_t *max)
{
    unsigned long numbers[2];
    const char *p = text;
    for (int i = 0; i < 2; i++) {
        char *end;
        if (*p < '1' || *p > '9')
            return false;
        numbers[i] = strtoul(p, &end, 10);
        if (i == 0 && *end == '\0')
            numbers[++i] = numbers[0];
        else if (*end != (i == 0 ? '-' : '\0'))
            return false;
        p = end + 1;
    }
    if (numbers[0] > numbers[1] || numbers[1] > LS_RULE_DIGITS_MAX)
        return false;
    *min = (uint32_t)numbers[0];
    *max = (uint32_t)numbers[1];
    return true;
}

bool ls_check_is_name(const char *s)
{
    for (const char *p = s; *p; p++) {
        bool word = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_';
        if (!word && (p == s || (*p != '.' && *p != '-') || p[1] == '\0'))
            return false;
    }
    return *s != '\0';
}

struct key_use {
    const char *key;
    bool set;
    unsigned kinds; /* 1 << enum ls_rule_kind where the key makes sense */
};

/* Decides the kind by the one key that makes it, and refuses keys of another kind. */
static struct ls_result check_kind(const struct ls_check *c, const struct ls_raw_rule *raw,
                                   enum ls_rule_kind *kind)
{
    enum {
        M = 1 << LS_RULE_MATCH,
        D = 1 << LS_RULE_DIGITS,
        T = 1 << LS_RULE_TERMS,
        E = 1 << LS_RULE_EVIDENCE,
    };
    static const char *const kinds[] = {"match", "digits", "terms", "evidence"};
    const struct key_use uses[] = {
        {"match", raw->match, M},
        {"digits", raw->digits, D},
        {"terms", raw->terms, T},
        {"evidence", raw->evidence, E},
        {"anchors", raw->anchors.n > 0, M},
        {"gap", raw->gap, M},
        {"capitals", raw->capitals, M},
        {"escapes", raw->escapes, M},
        {"window", raw->window, M},
        {"lead", raw->lead, M},
        {"at", raw->at, M},
        {"beside", raw->beside, M},
        {"unless", raw->unless.n > 0, M},
        {"near", raw->near, M | D},
        {"check", raw->check, M | D},
        {"mask", raw->mask, M | D},
        {"count", raw->count, D},
        {"context", raw->context, M | T | E},
    };
    int n = 0;
    for (int i = 0; i < 4; i++)
        if (uses[i].set) {
            *kind = (enum ls_rule_kind)i;
            n++;
        }
    if (n == 0)
        return ls_check_wrong(c, "",
                              "nothing to look for, expected one of match, digits, terms, "
                              "evidence");
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (uses[i].set && !(uses[i].kinds & (1u << *kind)))
            return ls_check_wrong(c, uses[i].key,
                                  "does not go with `%s`, expected keys of one kind", kinds[*kind]);
    if (*kind == LS_RULE_MATCH && raw->anchors.n == 0)
        return ls_check_wrong(c, "match",
                              "no anchors, expected `anchors` with the words that stand "
                              "in every match");
    if (*kind == LS_RULE_DIGITS && !raw->check)
        return ls_check_wrong(c, "digits", "no validator, expected `check` with its name");
    return ls_ok();
}

/* What it is, and how much it weighs. */
static struct ls_result check_weight(const struct ls_check *c, const struct ls_raw_rule *raw,
                                     struct ls_rule *rule)
{
    if (!raw->category || !ls_category_parse(raw->category, &rule->info.category)) {
        char names[256] = "";
        for (int i = 0; i < LS_CAT_COUNT; i++)
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? ", " : "",
                     ls_category_name((enum ls_category)i));
        return ls_check_wrong(c, "category", "\"%.32s\" is no category, expected one of %s",
                              raw->category ? raw->category : "", names);
    }
    if (!raw->severity || !ls_severity_parse(raw->severity, &rule->info.severity))
        return ls_check_wrong(c, "severity",
                              "\"%.32s\" is no severity, expected one of critical, high, medium, "
                              "low, mention",
                              raw->severity ? raw->severity : "");
    return ls_ok();
}

static struct ls_result check_common(const struct ls_check *c, const struct ls_raw_rule *raw,
                                     struct ls_rule *rule)
{
    if (!raw->id)
        return ls_check_wrong(c, "", "no id, expected `id`");
    if (!ls_check_is_name(raw->id))
        return ls_check_wrong(c, "id", "\"%s\" is no id, expected a-z, 0-9, dots and dashes",
                              raw->id);
    if (!raw->title)
        return ls_check_wrong(c, "", "no title, expected `title`");
    if (raw->context && (raw->severity || raw->category || raw->in_context_n || raw->provided))
        return ls_check_wrong(
            c, "context", "tells nothing, expected no severity, category, in_context or provided");
    LS_TRY(ls_check_contexts(c, "in_context", raw->in_context, raw->in_context_n, rule));
    LS_TRY(ls_check_provided(c, raw, rule));
    if (raw->context)
        rule->info.severity = LS_SEV_MENTION;
    else
        LS_TRY(check_weight(c, raw, rule));
    if (raw->context && !ls_check_is_name(raw->context))
        return ls_check_wrong(c, "context", "\"%s\" is no name, expected a-z, 0-9, dots and dashes",
                              raw->context);
    if (!raw->examples || raw->examples->hit.n == 0)
        return ls_check_wrong(c, raw->examples ? "examples" : "",
                              "nothing proves the rule, expected `examples` with a list `hit`");
    LS_TRY(copy_text(c, raw->id, &rule->info.id));
    LS_TRY(copy_text(c, raw->title, &rule->info.title));
    LS_TRY(copy_text(c, raw->context, &rule->context));
    LS_TRY(copy_text(c, raw->description, &rule->description));
    LS_TRY(ls_check_texts(c, &raw->serves, &rule->serves));
    LS_TRY(ls_check_texts(c, &raw->examples->hit, &rule->hit_examples));
    LS_TRY(ls_check_texts(c, &raw->examples->miss, &rule->miss_examples));
    return copy_text(c, raw->mask, &rule->mask);
}

/* NULL: none. Each of them has to fold to itself, as the text is compared folded. */
static struct ls_result copy_chars(const struct ls_check *c, const char *key, const char *text,
                                   struct ls_chars *out)
{
    *out = (struct ls_chars){0};
    if (!text)
        return ls_ok();
    size_t n = ls_text_chars(text, NULL, 0);
    uint32_t *at = ls_arena_calloc(c->arena, n + 1, sizeof *at);
    if (!at)
        return ls_stop(LS_E_MEMORY);
    ls_text_chars(text, at, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t folded[LS_FOLD_MAX];
        if (ls_fold_char(at[i], folded) != 1 || folded[0] != at[i] || at[i] == ' ' || at[i] == '\t')
            return ls_check_wrong(c, key,
                                  "character %zu is changed by folding, or a blank, expected "
                                  "others",
                                  i + 1);
    }
    *out = (struct ls_chars){at, n};
    return ls_ok();
}

static struct ls_result check_match(const struct ls_check *c, const struct ls_raw_rule *raw,
                                    struct ls_rule *rule)
{
    LS_TRY(ls_check_words(c, "anchors", &raw->anchors, ANCHOR_CHARS_MIN, &rule->anchors));
    LS_TRY(copy_text(c, raw->match, &rule->match));
    LS_TRY(copy_text(c, raw->check, &rule->check));
    LS_TRY(ls_check_texts(c, &raw->unless, &rule->unless));
    rule->gap = raw->gap ? *raw->gap : LS_GAP_UNIFORM;
    rule->capitals = raw->capitals;
    rule->escapes = raw->escapes;
    rule->window = raw->window ? *raw->window : WINDOW_DEFAULT;
    rule->at = raw->at ? *raw->at : 0;
    LS_TRY(ls_check_number(c, "window", rule->window, 1, LS_RULE_WINDOW_MAX));
    if (raw->lead && !rule->at)
        return ls_check_wrong(c, "lead", "has no place to count from, expected `at` beside it");
    rule->lead = raw->lead ? *raw->lead : rule->window;
    LS_TRY(ls_check_number(c, "lead", rule->lead, 0, rule->window));
    if (raw->beside) {
        LS_TRY(copy_chars(c, "beside.before", raw->beside->before, &rule->before));
        LS_TRY(copy_chars(c, "beside.behind", raw->beside->behind, &rule->behind));
    }
    if (!raw->near)
        return ls_ok();
    if (raw->near->or_count)
        return ls_check_wrong(c, "near.or_count",
                              "does not go with `match`, expected it beside "
                              "`digits`");
    if (raw->near->any.n == 0)
        return ls_check_wrong(c, "near", "nothing to look for, expected `any`");
    rule->near.within = raw->near->within;
    LS_TRY(ls_check_number(c, "near.within", rule->near.within, 1, LS_RULE_WINDOW_MAX));
    return ls_check_texts(c, &raw->near->any, &rule->near.any);
}

static struct ls_result check_digits(const struct ls_check *c, const struct ls_raw_rule *raw,
                                     struct ls_rule *rule)
{
    if (!parse_digits(raw->digits, &rule->digits_min, &rule->digits_max))
        return ls_check_wrong(c, "digits",
                              "\"%s\" is no length, expected a number like 18 or a "
                              "range like 13-19, %d at most",
                              raw->digits, LS_RULE_DIGITS_MAX);
    LS_TRY(copy_text(c, raw->check, &rule->check));
    size_t mask_n = raw->mask ? strlen(raw->mask) : 0;
    if (raw->mask && (mask_n < rule->digits_min || mask_n > rule->digits_max))
        return ls_check_wrong(c, "mask",
                              "is %zu characters long, expected as many as the number "
                              "has",
                              mask_n);
    if (raw->near) {
        if (raw->near->any.n == 0)
            return ls_check_wrong(c, "near", "nothing to look for, expected `any`");
        LS_TRY(
            ls_check_words(c, "near.any", &raw->near->any, ANCHOR_CHARS_MIN, &rule->near.labels));
        rule->near.within = raw->near->within;
        rule->near.or_count = raw->near->or_count;
        LS_TRY(ls_check_number(c, "near.within", rule->near.within, 1, LS_RULE_WINDOW_MAX));
    }
    rule->count_within = COUNT_WITHIN_DEFAULT;
    if (raw->count) {
        rule->count_at_least = raw->count->at_least;
        rule->count_within = raw->count->within;
        LS_TRY(ls_check_number(c, "count.at_least", rule->count_at_least, 2, LS_RULE_COUNT_MAX));
        LS_TRY(ls_check_number(c, "count.within", rule->count_within, 1, LS_RULE_WINDOW_MAX));
    }
    if (rule->near.or_count)
        LS_TRY(ls_check_number(c, "near.or_count", rule->near.or_count, 2, LS_RULE_COUNT_MAX));
    return ls_ok();
}

static struct ls_result check_rows(const struct ls_check *c, const struct ls_raw_terms *raw,
                                   struct ls_rule *rule)
{
    const struct ls_raw_rows *rows = raw->rows;
    if (!raw->cells)
        return ls_check_wrong(c, "terms.rows", "needs cells, expected `cells: true` beside it");
    if (rows->columns_n == 0)
        return ls_check_wrong(c, "terms.rows", "nothing to validate, expected `columns`");
    LS_TRY(ls_check_number(c, "terms.rows.at_least", rows->at_least, 1, LS_RULE_COUNT_MAX));
    LS_TRY(ls_check_number(c, "terms.rows.within", rows->within, 1, LS_RULE_WINDOW_MAX));
    struct ls_column_check *columns = ls_arena_calloc(c->arena, rows->columns_n, sizeof *columns);
    if (!columns)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < rows->columns_n; i++) {
        char key[64];
        snprintf(key, sizeof key, "terms.rows.columns.%" PRIu32, i);
        if (rows->columns[i].words.n == 0 || !rows->columns[i].check)
            return ls_check_wrong(c, key, "is not complete, expected `words` and `check`");
        snprintf(key, sizeof key, "terms.rows.columns.%" PRIu32 ".words", i);
        LS_TRY(ls_check_words(c, key, &rows->columns[i].words, 1, &columns[i].columns));
        LS_TRY(copy_text(c, rows->columns[i].check, &columns[i].check));
    }
    rule->columns = columns;
    rule->columns_n = rows->columns_n;
    rule->rows_at_least = rows->at_least;
    rule->rows_within = rows->within;
    return ls_ok();
}

static struct ls_result list_words(const struct ls_check *c, struct ls_rule *rule)
{
    struct ls_words *lists = ls_arena_calloc(c->arena, rule->groups_n, sizeof *lists);
    if (!lists)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < rule->groups_n; i++)
        lists[i] = rule->groups[i].words;
    rule->lists = lists;
    rule->lists_n = rule->groups_n;
    return ls_ok();
}

static struct ls_result check_terms(const struct ls_check *c, const struct ls_raw_rule *raw,
                                    struct ls_rule *rule)
{
    const struct ls_raw_terms *terms = raw->terms;
    size_t words_n = 0;
    if (terms->groups_n == 0)
        return ls_check_wrong(c, "terms", "no words, expected `groups`");
    for (uint32_t i = 0; i < terms->groups_n; i++) {
        char key[64];
        const struct ls_raw_group *group = &terms->groups[i];
        snprintf(key, sizeof key, "terms.groups.%" PRIu32 ".words", i);
        LS_TRY(ls_check_words(c, key, &group->words, ANCHOR_CHARS_MIN, &rule->groups[i].words));
        if ((words_n += group->words.n) > LS_RULE_WORDS_MAX)
            return ls_check_wrong(c, key, "too many words, expected %d in all groups together",
                                  LS_RULE_WORDS_MAX);
        snprintf(key, sizeof key, "terms.groups.%" PRIu32 ".at_least", i);
        LS_TRY(ls_check_number(c, key, group->at_least, 1, group->words.n));
        rule->groups[i].at_least = group->at_least;
    }
    rule->groups_n = terms->groups_n;
    LS_TRY(list_words(c, rule));
    rule->terms_within = terms->within;
    LS_TRY(ls_check_number(c, "terms.within", rule->terms_within, 1, LS_RULE_WINDOW_MAX));
    rule->cells = terms->cells;
    return terms->rows ? check_rows(c, terms, rule) : ls_ok();
}

struct ls_result ls_check_rule(const struct ls_check *check, const struct ls_raw_rule *raw,
                               struct ls_rule *rule)
{
    LS_TRY(check_common(check, raw, rule));
    LS_TRY(check_kind(check, raw, &rule->kind));
    switch (rule->kind) {
    case LS_RULE_MATCH:
        return check_match(check, raw, rule);
    case LS_RULE_DIGITS:
        return check_digits(check, raw, rule);
    case LS_RULE_TERMS:
        return check_terms(check, raw, rule);
    case LS_RULE_EVIDENCE:
        return ls_check_evidence(check, raw, rule);
    }
    return ls_stop(LS_E_INTERNAL);
}
