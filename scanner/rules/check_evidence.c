/* SPDX-License-Identifier: Apache-2.0 */
/* The keys `evidence` and `in_context` of a rule. */
#include "rules/evidence.h"
#include "rules/pack_priv.h"

#include "rules/locate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WORD_CHARS_MIN = 2, NEED_MAX = 1000 };

static struct ls_result copy(const struct ls_check *c, const char *text, const char **out)
{
    *out = text ? ls_arena_strndup(c->arena, text, strlen(text)) : NULL;
    return text && !*out ? ls_stop(LS_E_MEMORY) : ls_ok();
}

static struct ls_result parse_severity(const struct ls_check *c, const char *key, const char *name,
                                       enum ls_severity *severity)
{
    if (name && ls_severity_parse(name, severity))
        return ls_ok();
    return ls_check_wrong(c, key,
                          "\"%.32s\" is no severity, expected one of critical, high, medium, low, "
                          "mention",
                          name ? name : "");
}

static struct ls_result find_named(const struct ls_check *c, const char *key, const char *name,
                                   const struct ls_named_cue **cue)
{
    for (size_t i = 0; i < c->cues_n; i++)
        if (strcmp(c->cues[i].name, name) == 0) {
            *cue = &c->cues[i];
            return ls_ok();
        }
    return ls_check_wrong(
        c, key, "there is no cue \"%s\", expected one that a pack names under `cues`", name);
}

/* More words behind those that a cue has. */
static struct ls_result add_words(const struct ls_check *c, const char *key,
                                  const struct ls_words *more, struct ls_words *words)
{
    struct ls_word *all = ls_arena_calloc(c->arena, words->n + more->n + 1, sizeof *all);
    if (!all)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < words->n; i++)
        all[i] = words->at[i];
    for (size_t i = 0; i < more->n; i++) {
        const struct ls_word *word = &more->at[i];
        all[words->n + i] = *word;
        for (size_t k = 0; k < words->n; k++)
            if (ls_check_same_word(&words->at[k], word))
                return ls_check_wrong(c, key, "\"%s\" is among its own words, expected each once",
                                      word->text);
    }
    *words = (struct ls_words){all, words->n + more->n};
    return ls_ok();
}

/* The words at `key`, and behind them the common ones. */
static struct ls_result check_cue_words(const struct ls_check *c, const char *key,
                                        const struct ls_raw_texts *words,
                                        const struct ls_raw_texts *common, struct ls_words *all,
                                        size_t *common_n)
{
    char entry[LS_YAML_PATH_MAX];
    struct ls_words more;
    snprintf(entry, sizeof entry, "%s%swords", key, *key ? "." : "");
    LS_TRY(ls_check_words(c, entry, words, WORD_CHARS_MIN, all));
    snprintf(entry, sizeof entry, "%s%scommon", key, *key ? "." : "");
    LS_TRY(ls_check_words(c, entry, common, WORD_CHARS_MIN, &more));
    if (more.n == 1)
        return ls_check_wrong(c, entry, "one alone is never enough, expected two words or more");
    *common_n = more.n;
    return add_words(c, entry, &more, all);
}

/* So many of the words of a cue without a pattern can count at most. */
static uint32_t most_words(const struct ls_cue *cue)
{
    uint32_t halves = 0;
    for (size_t i = 0; i < cue->words.n; i++)
        halves += ls_cue_word_halves(cue, i);
    return halves / 2;
}

static struct ls_result check_cue(const struct ls_check *c, uint32_t i,
                                  const struct ls_raw_cue *raw, struct ls_cue *cue)
{
    char key[LS_YAML_PATH_MAX];
    snprintf(key, sizeof key, "evidence.cues.%" PRIu32, i);
    if (raw->words.n == 0 && raw->common.n == 0 && !raw->match && !raw->cue)
        return ls_check_wrong(c, key, "nothing to look for, expected `words`, `match` or `cue`");
    LS_TRY(check_cue_words(c, key, &raw->words, &raw->common, &cue->words, &cue->common_n));
    cue->own_words_n = cue->words.n;
    LS_TRY(copy(c, raw->match, &cue->match));
    if (raw->cue) {
        snprintf(key, sizeof key, "evidence.cues.%" PRIu32 ".cue", i);
        LS_TRY(find_named(c, key, raw->cue, &cue->named));
        LS_TRY(add_words(c, key, &cue->named->words, &cue->words));
    }
    LS_TRY(ls_check_longer(c, cue));
    cue->weight = raw->weight ? raw->weight : 1;
    cue->at_least = raw->at_least ? raw->at_least : 1;
    cue->needed = raw->needed != 0;
    cue->told = raw->told != 0;
    snprintf(key, sizeof key, "evidence.cues.%" PRIu32 ".weight", i);
    LS_TRY(ls_check_number(c, key, cue->weight, 1, LS_EVIDENCE_WEIGHT_MAX));
    snprintf(key, sizeof key, "evidence.cues.%" PRIu32 ".at_least", i);
    return ls_check_number(c, key, cue->at_least, 1,
                           ls_cue_has_pattern(cue) ? LS_RULE_COUNT_MAX : most_words(cue));
}

/* The named cues of entry i of `lower`: words of theirs would not be searched for that. */
static struct ls_result find_lowering(const struct ls_check *c, uint32_t i,
                                      const struct ls_raw_texts *names, struct ls_lowering *lower)
{
    const struct ls_named_cue **named = ls_arena_calloc(c->arena, names->n + 1u, sizeof *named);
    if (!named)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t k = 0; k < names->n; k++) {
        char key[64];
        snprintf(key, sizeof key, "evidence.lower.%" PRIu32 ".cues.%" PRIu32, i, k);
        LS_TRY(find_named(c, key, names->at[k], &named[k]));
        if (!named[k]->match || named[k]->words.n)
            return ls_check_wrong(c, key, "\"%s\" has words, expected a cue with `match` alone",
                                  names->at[k]);
    }
    lower->named = named;
    lower->named_n = names->n;
    return ls_ok();
}

static struct ls_result check_lower(const struct ls_check *c, const struct ls_raw_evidence *raw,
                                    struct ls_evidence *evidence)
{
    struct ls_lowering *lower = ls_arena_calloc(c->arena, raw->lower_n + 1u, sizeof *lower);
    if (!lower)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < raw->lower_n; i++) {
        char key[64];
        snprintf(key, sizeof key, "evidence.lower.%" PRIu32, i);
        if (raw->lower[i].any.n == 0 && raw->lower[i].cues.n == 0)
            return ls_check_wrong(c, key, "nothing to look for, expected `any` or `cues`");
        LS_TRY(find_lowering(c, i, &raw->lower[i].cues, &lower[i]));
        LS_TRY(parse_severity(c, key, raw->lower[i].to, &lower[i].to));
        LS_TRY(ls_check_texts(c, &raw->lower[i].any, &lower[i].any));
    }
    evidence->lower = lower;
    evidence->lower_n = raw->lower_n;
    return ls_ok();
}

/* All words that are searched, and whether the cues can be enough. */
static struct ls_result check_sums(const struct ls_check *c, const struct ls_evidence *evidence,
                                   struct ls_rule *rule)
{
    uint32_t sum = 0;
    size_t words = 0;
    struct ls_words *lists = ls_arena_calloc(c->arena, evidence->cues_n, sizeof *lists);
    if (!lists)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < evidence->cues_n; i++) {
        lists[i] = evidence->cues[i].words;
        words += lists[i].n;
        sum += evidence->cues[i].weight;
    }
    rule->lists = lists;
    rule->lists_n = evidence->cues_n;
    if (words == 0)
        return ls_check_wrong(c, "evidence.cues", "no words to search, expected `words` in a cue");
    if (words > LS_RULE_WORDS_MAX)
        return ls_check_wrong(c, "evidence.cues", "too many words, expected %d in all together",
                              LS_RULE_WORDS_MAX);
    if (sum < evidence->need)
        return ls_check_wrong(c, "evidence.need",
                              "%" PRIu32 " is more than all cues together, expected %" PRIu32
                              " at most",
                              evidence->need, sum);
    return ls_ok();
}

struct ls_result ls_check_evidence(const struct ls_check *c, const struct ls_raw_rule *raw_rule,
                                   struct ls_rule *rule)
{
    const struct ls_raw_evidence *raw = raw_rule->evidence;
    if (raw->cues_n == 0)
        return ls_check_wrong(c, "evidence", "nothing to look for, expected `cues`");
    struct ls_evidence *evidence = ls_arena_calloc(c->arena, 1, sizeof *evidence);
    struct ls_cue *cues = ls_arena_calloc(c->arena, raw->cues_n, sizeof *cues);
    if (!evidence || !cues)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < raw->cues_n; i++)
        LS_TRY(check_cue(c, i, &raw->cues[i], &cues[i]));
    evidence->cues = cues;
    evidence->cues_n = raw->cues_n;
    evidence->need = raw->need;
    evidence->within = raw->within;
    LS_TRY(ls_check_number(c, "evidence.need", raw->need, 1, NEED_MAX));
    LS_TRY(ls_check_number(c, "evidence.within", raw->within, 1, LS_EVIDENCE_WITHIN_MAX));
    LS_TRY(ls_check_texts(c, &raw->unless, &rule->unless));
    LS_TRY(check_lower(c, raw, evidence));
    rule->evidence = evidence;
    return check_sums(c, evidence, rule);
}

struct ls_result ls_check_contexts(const struct ls_check *c, const char *key,
                                   const struct ls_raw_context *raw, uint32_t n,
                                   struct ls_rule *rule)
{
    if (n == 0)
        return ls_ok();
    struct ls_in_context *in = ls_arena_calloc(c->arena, n, sizeof *in);
    if (!in)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < n; i++) {
        if (!raw[i].context)
            return ls_check_wrong(c, key, "no name, expected `context`");
        LS_TRY(copy(c, raw[i].context, &in[i].context));
        LS_TRY(parse_severity(c, key, raw[i].to, &in[i].to));
    }
    rule->in_context = in;
    rule->in_context_n = n;
    return ls_ok();
}

struct ls_result ls_check_provided(const struct ls_check *c, const struct ls_raw_rule *raw,
                                   struct ls_rule *rule)
{
    if (!raw->provided)
        return ls_ok();
    uint32_t found = raw->provided->found, missing = raw->provided->missing;
    if (!found && !missing)
        return ls_check_wrong(c, "provided", "asks for nothing, expected `found` or `missing`");
    if (found & missing)
        return ls_check_wrong(c, "provided.missing",
                              "has a category of `found`, expected each in one of them");
    struct ls_provided *provided = ls_arena_calloc(c->arena, 1, sizeof *provided);
    if (!provided)
        return ls_stop(LS_E_MEMORY);
    *provided = (struct ls_provided){found, missing};
    rule->provided = provided;
    return ls_ok();
}

struct ls_result ls_check_named_cue(const struct ls_check *c, const struct ls_raw_named_cue *raw,
                                    struct ls_named_cue *cue)
{
    if (!raw->name)
        return ls_check_wrong(c, "", "no name, expected `name`");
    if (!ls_check_is_name(raw->name))
        return ls_check_wrong(c, "name", "\"%s\" is no name, expected a-z, 0-9, dots and dashes",
                              raw->name);
    if (!raw->title)
        return ls_check_wrong(c, "", "no title, expected `title`");
    if (raw->words.n == 0 && raw->common.n == 0 && !raw->match)
        return ls_check_wrong(c, "", "nothing to look for, expected `words` or `match`");
    for (size_t i = 0; i < c->cues_n; i++)
        if (strcmp(c->cues[i].name, raw->name) == 0)
            return ls_check_wrong(
                c, "name", "\"%s\" stands in %s:%" PRIu32 " already, expected a name of its own",
                raw->name, c->cues[i].file, c->cues[i].line);
    LS_TRY(copy(c, raw->name, &cue->name));
    LS_TRY(copy(c, raw->title, &cue->title));
    LS_TRY(copy(c, raw->match, &cue->match));
    cue->not_in = c->not_in;
    return check_cue_words(c, "", &raw->words, &raw->common, &cue->words, &cue->common_n);
}
