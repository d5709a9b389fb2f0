/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiled rules: made in three steps, so that several threads can share the patterns, and
 * freed. What a rule asks of the bytes around it makes the margins of a block.
 */
#include "confirm/confirm_priv.h"
#include "rules/evidence.h"

#include "base/alloc.h"

#include <string.h>

static struct ls_result wrong(const struct ls_confirm *c, const struct ls_rule *rule,
                              const char *key, struct ls_diag *diag)
{
    struct ls_diag why = *diag;
    return ls_diag_stop(diag, LS_E_RULES, "%s:%u: %s: %.200s", ls_rules_file(c->rules, rule),
                        (unsigned)rule->line, key, why.text);
}

static struct ls_result ask_for_patterns(struct ls_confirm *c, struct ls_confirm_rule *cr)
{
    const struct ls_rule *rule = cr->rule;
    struct ls_pattern_set *set = c->patterns;
    enum ls_pattern_lines lines = rule->evidence ? LS_PATTERN_LINES : LS_PATTERN_SUBJECT;
    if (rule->match)
        LS_TRY(ls_pattern_set_get(set, rule->match, LS_PATTERN_LINES,
                                  (struct ls_pattern_asker){rule, NULL, "match"}, &cr->match));
    LS_TRY(ls_pattern_set_join(set, &rule->unless, lines,
                               (struct ls_pattern_asker){rule, NULL, "unless"}, &cr->unless));
    LS_TRY(ls_pattern_set_join(set, &rule->near.any, LS_PATTERN_LINES,
                               (struct ls_pattern_asker){rule, NULL, "near"}, &cr->near));
    return rule->evidence ? ls_confirm_evidence_new(rule, set, &cr->evidence) : ls_ok();
}

static struct ls_result find_check(const struct ls_confirm *c, const struct ls_rule *rule,
                                   const char *name, bool cell, const struct ls_validator **check,
                                   struct ls_diag *diag)
{
    *check = ls_validator_find(name);
    if (*check && (cell ? (*check)->cell != NULL : (*check)->number != NULL))
        return ls_ok();
    ls_diag_set(diag, "there is no %s validator \"%.60s\"", cell ? "cell" : "number", name);
    return wrong(c, rule, "check", diag);
}

static void ask_for(uint32_t *shortest, uint32_t run)
{
    if (run && (*shortest == 0 || run < *shortest))
        *shortest = run;
}

static struct ls_result compile_checks(struct ls_confirm *c, struct ls_confirm_rule *cr,
                                       struct ls_diag *diag)
{
    const struct ls_rule *rule = cr->rule;
    if (rule->kind == LS_RULE_DIGITS) {
        LS_TRY(find_check(c, rule, rule->check, false, &cr->check, diag));
        struct ls_digit_limits limits = ls_validator_limits(cr->check, rule->digits_min);
        ask_for(&c->digits.alone, limits.alone);
        ask_for(&c->digits.lettered, limits.lettered);
    }
    if (rule->kind == LS_RULE_MATCH && rule->check) {
        cr->check = ls_validator_find(rule->check);
        ls_diag_set(diag, "there is no validator \"%.60s\"", rule->check);
        if (!cr->check)
            return wrong(c, rule, "check", diag);
    }
    cr->columns = ls_calloc(rule->columns_n, sizeof *cr->columns);
    if (!cr->columns)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < rule->columns_n; i++)
        LS_TRY(find_check(c, rule, rule->columns[i].check, true, &cr->columns[i], diag));
    return ls_ok();
}

static void widen(struct ls_confirm *c, const struct ls_rule *rule)
{
    size_t chars = (size_t)rule->window + rule->near.within;
    if (rule->terms_within > chars)
        chars = rule->terms_within;
    if (rule->evidence)
        chars = (size_t)rule->evidence->within + LS_EVIDENCE_CHUNK;
    size_t before = chars * LS_CHAR_BYTES_MAX + LS_SYNC_BYTES_MAX + LS_WORD_BYTES_MAX;
    size_t rows = rule->rows_within ? (size_t)rule->rows_within + rule->terms_within : 0;
    size_t after = (chars + rows) * LS_CHAR_BYTES_MAX + LS_WORD_BYTES_MAX;
    if (rule->evidence) /* to the end of the chunk */
        after = LS_EVIDENCE_CHUNK + LS_EVIDENCE_BEHIND * LS_CHAR_BYTES_MAX + LS_WORD_BYTES_MAX;
    if (before > c->before)
        c->before = before;
    if (after > c->after)
        c->after = after;
    if (rule->at && rule->lead > c->lead_max)
        c->lead_max = rule->lead;
}

/* Can n digits side by side be the number, or what the number begins with? */
static bool may_begin(const struct ls_confirm_rule *cr, size_t n)
{
    const struct ls_rule *rule = cr->rule;
    if (rule->kind != LS_RULE_DIGITS || n > rule->digits_max)
        return false;
    size_t least = rule->digits_min;
    if (cr->check->alphabet == LS_ALPHA_LAST_X)
        least--;
    else if (cr->check->alphabet == LS_ALPHA_UPPER)
        least = cr->check->run;
    return n >= least;
}

/* Which two digits a number of n digits may begin with, under the rule that was added last. */
static void add_leads(struct ls_number_rules *rules, const struct ls_confirm_rule *cr, size_t n)
{
    const struct ls_validator *check = cr->check;
    uint64_t *leads = ls_confirm_needs_label(cr->rule) ? rules->beside : rules->leads;
    size_t i = rules->plain_n - 1, bit = i < LS_NUMBER_BITS ? i : LS_NUMBER_BITS - 1;
    for (unsigned two = 0; two < 100; two++)
        if (!check->leads || check->leads(two, n))
            leads[two] |= UINT64_C(1) << bit;
}

static struct ls_result sort_numbers(struct ls_confirm *c)
{
    for (size_t n = 0; n <= LS_RULE_DIGITS_MAX; n++) {
        struct ls_number_rules *rules = &c->numbers_of[n];
        memset(rules->leads, 0, sizeof rules->leads);
        memset(rules->beside, 0, sizeof rules->beside);
        rules->plain = ls_calloc(c->rules->n, sizeof *rules->plain);
        rules->mixed = ls_calloc(c->rules->n, sizeof *rules->mixed);
        if (!rules->plain || !rules->mixed)
            return ls_stop(LS_E_MEMORY);
        for (uint32_t i = 0; i < c->rules->n; i++) {
            if (!may_begin(&c->at[i], n))
                continue;
            if (c->at[i].check->alphabet != LS_ALPHA_UPPER) {
                rules->plain[rules->plain_n++] = i;
                add_leads(rules, &c->at[i], n);
                continue;
            }
            rules->mixed[rules->mixed_n++] = i;
            rules->mixed_whole = rules->mixed_whole ||
                                 (n >= c->rules->at[i].digits_min && !c->at[i].check->lettered);
        }
    }
    return ls_ok();
}

/* First of all, so that what is wrong with one is said of it and not of a rule. */
static struct ls_result ask_for_named_cues(struct ls_confirm *c)
{
    for (size_t i = 0; i < c->rules->cues_n; i++) {
        const struct ls_named_cue *cue = &c->rules->cues[i];
        const struct ls_pattern *pattern;
        if (cue->match)
            LS_TRY(ls_pattern_set_get(c->patterns, cue->match, LS_PATTERN_LINES,
                                      (struct ls_pattern_asker){NULL, cue, "match"}, &pattern));
    }
    return ls_ok();
}

static struct ls_result prepare(struct ls_confirm *c)
{
    LS_TRY(ask_for_named_cues(c));
    for (size_t i = 0; i < c->rules->n; i++) {
        struct ls_confirm_rule *cr = &c->at[i];
        cr->rule = &c->rules->at[i];
        LS_TRY(ask_for_patterns(c, cr));
        LS_TRY(compile_checks(c, cr, &c->why));
        widen(c, cr->rule);
        c->contexts = c->contexts || cr->rule->context;
    }
    LS_TRY(sort_numbers(c));
    c->before += c->before & 1; /* even, so that UTF-16 keeps its parity from block to block */
    c->after += c->after & 1;
    return ls_ok();
}

struct ls_result ls_confirm_prepare(const struct ls_rules *rules, struct ls_confirm **confirm)
{
    struct ls_confirm *c = ls_calloc(1, sizeof *c);
    *confirm = c;
    if (!c)
        return ls_stop(LS_E_MEMORY);
    c->rules = rules;
    c->at = ls_calloc(rules->n, sizeof *c->at);
    c->patterns = ls_pattern_set_new();
    c->checked = c->at && c->patterns ? prepare(c) : ls_stop(LS_E_MEMORY);
    if (!ls_failed(c->checked) || c->checked.code == LS_E_RULES)
        return ls_ok(); /* a pattern before that may be wrong as well */
    struct ls_result r = c->checked;
    ls_confirm_free(c);
    *confirm = NULL;
    return r;
}

void ls_confirm_compile(struct ls_confirm *confirm)
{
    ls_pattern_set_compile(confirm->patterns);
}

static struct ls_result tell_wrong_pattern(const struct ls_confirm *c, struct ls_result r,
                                           const struct ls_pattern_asker *asker,
                                           struct ls_diag *diag)
{
    if (r.code != LS_E_RULES)
        return r;
    if (asker->rule)
        return wrong(c, asker->rule, asker->key, diag);
    struct ls_diag why = *diag;
    return ls_diag_stop(diag, LS_E_RULES, "%s:%u: %s: %.200s", asker->cue->file,
                        (unsigned)asker->cue->line, asker->key, why.text);
}

struct ls_result ls_confirm_finish(struct ls_confirm *confirm, struct ls_diag *diag)
{
    struct ls_pattern_asker asker;
    struct ls_diag own;
    diag = diag ? diag : &own;
    struct ls_result r = ls_pattern_set_check(confirm->patterns, &asker, diag);
    if (ls_failed(r))
        return tell_wrong_pattern(confirm, r, &asker, diag);
    if (ls_failed(confirm->checked)) {
        *diag = confirm->why;
        return confirm->checked;
    }
    for (size_t i = 0; i < confirm->rules->n; i++)
        if (confirm->at[i].evidence)
            ls_confirm_evidence_order(confirm->rules->at[i].evidence, confirm->at[i].evidence);
    return ls_ok();
}

struct ls_result ls_confirm_new(const struct ls_rules *rules, struct ls_confirm **confirm,
                                struct ls_diag *diag)
{
    LS_TRY(ls_confirm_prepare(rules, confirm));
    ls_confirm_compile(*confirm);
    struct ls_result r = ls_confirm_finish(*confirm, diag);
    if (ls_failed(r)) {
        ls_confirm_free(*confirm);
        *confirm = NULL;
    }
    return r;
}

void ls_confirm_free(struct ls_confirm *confirm)
{
    if (!confirm)
        return;
    for (size_t i = 0; confirm->at && i < confirm->rules->n; i++) {
        ls_confirm_evidence_free(confirm->at[i].evidence);
        ls_free(confirm->at[i].columns);
    }
    ls_free(confirm->at);
    ls_pattern_set_free(confirm->patterns);
    for (size_t n = 0; n <= LS_RULE_DIGITS_MAX; n++) {
        ls_free(confirm->numbers_of[n].plain);
        ls_free(confirm->numbers_of[n].mixed);
    }
    ls_free(confirm);
}

void ls_confirm_margins(const struct ls_confirm *confirm, size_t *before, size_t *after)
{
    *before = confirm->before;
    *after = confirm->after;
}

struct ls_digit_limits ls_confirm_digits(const struct ls_confirm *confirm)
{
    return confirm->digits;
}
