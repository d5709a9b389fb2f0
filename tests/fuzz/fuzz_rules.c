/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rule loader on bytes that need not be a pack: a right one keeps the limits of
 * rules/rules.h, a wrong one is told apart in one line that names the file. What was loaded goes
 * through the compilers of both stages as well.
 */
#include "fuzz.h"

#include "confirm/confirm.h"
#include "match/lower.h"
#include "rules/evidence.h"
#include "rules/rules.h"

#include <string.h>

enum {
    BYTES_MAX = 64 * 1024,
    LOWERED_MAX = 8, /* words of a pack that is worth lowering each time */
};

#define FILE_NAME "fuzz.yaml"

static void check_words(const struct ls_words *words, size_t chars_min)
{
    FUZZ_CHECK(words->n <= LS_RULE_WORDS_MAX, "%zu words", words->n);
    for (size_t i = 0; i < words->n; i++) {
        const struct ls_word *word = &words->at[i];
        FUZZ_CHECK(word->text && word->folded, "word %zu has no text", i);
        FUZZ_CHECK(word->folded_n >= chars_min && word->folded_n <= LS_RULE_WORD_CHARS_MAX,
                   "\"%s\" has %zu characters", word->text, word->folded_n);
    }
}

static void check_match(const struct ls_rule *rule)
{
    FUZZ_CHECK(rule->match && rule->anchors.n > 0, "%s", rule->info.id);
    FUZZ_CHECK(rule->window >= 1 && rule->window <= LS_RULE_WINDOW_MAX, "%s", rule->info.id);
    FUZZ_CHECK(rule->lead <= rule->window, "%s", rule->info.id);
    FUZZ_CHECK(rule->near.within <= LS_RULE_WINDOW_MAX, "%s", rule->info.id);
}

static void check_digits(const struct ls_rule *rule)
{
    FUZZ_CHECK(rule->check, "%s", rule->info.id);
    FUZZ_CHECK(rule->digits_min >= 1 && rule->digits_min <= rule->digits_max &&
                   rule->digits_max <= LS_RULE_DIGITS_MAX,
               "%s", rule->info.id);
    FUZZ_CHECK(rule->count_at_least <= LS_RULE_COUNT_MAX, "%s", rule->info.id);
    FUZZ_CHECK(rule->near.or_count <= LS_RULE_COUNT_MAX, "%s", rule->info.id);
    FUZZ_CHECK(rule->count_within >= 1 && rule->count_within <= LS_RULE_WINDOW_MAX, "%s",
               rule->info.id);
}

static void check_terms(const struct ls_rule *rule)
{
    FUZZ_CHECK(rule->groups_n >= 1 && rule->groups_n <= LS_RULE_GROUPS_MAX, "%s", rule->info.id);
    FUZZ_CHECK(rule->terms_within >= 1 && rule->terms_within <= LS_RULE_WINDOW_MAX, "%s",
               rule->info.id);
    for (size_t g = 0; g < rule->groups_n; g++) {
        check_words(&rule->groups[g].words, 2);
        FUZZ_CHECK(rule->groups[g].at_least >= 1 &&
                       rule->groups[g].at_least <= rule->groups[g].words.n,
                   "%s", rule->info.id);
    }
    for (size_t i = 0; i < rule->columns_n; i++) {
        FUZZ_CHECK(rule->columns[i].check, "%s", rule->info.id);
        check_words(&rule->columns[i].columns, 1);
    }
}

static void check_evidence(const struct ls_rule *rule)
{
    const struct ls_evidence *evidence = rule->evidence;
    uint32_t sum = 0;
    FUZZ_CHECK(evidence && evidence->cues_n >= 1 && evidence->cues_n <= LS_CUES_MAX, "%s",
               rule->info.id);
    FUZZ_CHECK(evidence->within >= 1 && evidence->within <= LS_EVIDENCE_WITHIN_MAX, "%s",
               rule->info.id);
    for (size_t i = 0; i < evidence->cues_n; i++) {
        const struct ls_cue *cue = &evidence->cues[i];
        check_words(&cue->words, 2);
        bool pattern = ls_cue_has_pattern(cue);
        FUZZ_CHECK(pattern || cue->words.n, "%s", rule->info.id);
        FUZZ_CHECK(cue->at_least >= 1 && (pattern || cue->at_least <= cue->words.n), "%s",
                   rule->info.id);
        FUZZ_CHECK(cue->own_words_n + (cue->named ? cue->named->words.n : 0) == cue->words.n, "%s",
                   rule->info.id);
        FUZZ_CHECK(cue->common_n <= cue->own_words_n, "%s", rule->info.id);
        for (size_t k = 0; k < cue->longer_n; k++)
            FUZZ_CHECK(cue->longer[k].word < cue->words.n &&
                           cue->longer[k].before.n + cue->longer[k].behind.n > 0,
                       "%s", rule->info.id);
        sum += cue->weight;
    }
    FUZZ_CHECK(evidence->need >= 1 && evidence->need <= sum, "%s", rule->info.id);
}

/* Returns the words that lowering has to spell. */
static size_t check_rules(const struct ls_rules *rules, uint32_t lines)
{
    size_t words = 0;
    FUZZ_CHECK(rules->n >= 1 && rules->n <= LS_RULES_MAX && rules->packs_n == 1, "%zu rules",
               rules->n);
    FUZZ_CHECK(strlen(rules->digest) == 64, "digest \"%s\"", rules->digest);
    for (uint32_t i = 0; i < rules->n; i++) {
        const struct ls_rule *rule = &rules->at[i];
        FUZZ_CHECK(rule->number == i && ls_rules_find(rules, rule->info.id) == rule, "%s",
                   rule->info.id);
        FUZZ_CHECK(rule->line >= 1 && rule->line <= lines, "%s: line %u of %u", rule->info.id,
                   rule->line, lines);
        check_words(&rule->anchors, 2);
        check_words(&rule->near.labels, 2);
        if (rule->kind == LS_RULE_MATCH)
            check_match(rule);
        else if (rule->kind == LS_RULE_DIGITS)
            check_digits(rule);
        else if (rule->kind == LS_RULE_TERMS)
            check_terms(rule);
        else
            check_evidence(rule);
        words += rule->anchors.n + rule->near.labels.n;
        for (size_t g = 0; g < rule->lists_n; g++)
            words += rule->lists[g].n;
    }
    return words;
}

/* One line, which begins with the file and a line of it where it is about the pack. */
static void check_refusal(struct ls_result r, const struct ls_diag *diag, const char *begin)
{
    FUZZ_CHECK(r.reach == LS_STOP && r.code == LS_E_RULES, "reach %d, code %d: %s", r.reach, r.code,
               diag->text);
    FUZZ_CHECK(strncmp(diag->text, begin, strlen(begin)) == 0, "\"%s\"", diag->text);
    FUZZ_CHECK(memchr(diag->text, '\0', sizeof diag->text), "a message without end");
    for (const char *c = diag->text; *c; c++)
        FUZZ_CHECK((unsigned char)*c >= ' ' && *c != 0x7F, "control character in the message");
}

static void compile(const struct ls_rules *rules, size_t words)
{
    struct ls_diag diag = {.text = ""};
    struct ls_confirm *confirm;
    struct ls_result r = ls_confirm_new(rules, &confirm, &diag);
    if (ls_failed(r))
        check_refusal(r, &diag, FILE_NAME ":");
    ls_confirm_free(confirm);
    if (words > LOWERED_MAX)
        return;
    struct ls_lower lower;
    ls_lower_init(&lower);
    r = ls_lower_rules(rules, &lower, &diag);
    if (ls_failed(r) && r.code != LS_E_LIMIT)
        check_refusal(r, &diag, "");
    FUZZ_CHECK(lower.strings.n == lower.offsets.n, "%zu strings, %zu offsets", lower.strings.n,
               lower.offsets.n);
    for (size_t i = 0; i < lower.strings.n; i++)
        FUZZ_CHECK(lower.offsets.at[i] + lower.strings.at[i].len <= lower.bytes.n &&
                       lower.strings.at[i].uses + lower.strings.at[i].uses_n <= lower.uses.n,
                   "string %zu", i);
    ls_lower_fini(&lower);
}

/* Not less than the parser can count: CR, LF, and the last bytes of U+0085, U+2028 and U+2029. */
static uint32_t lines_of(const uint8_t *data, size_t size)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == 0x0A || data[i] == 0x0D || data[i] == 0x85 || data[i] == 0xA8 ||
                 data[i] == 0xA9 || data[i] == 0x28 || data[i] == 0x29;
    return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > BYTES_MAX)
        return 0;
    const struct ls_pack_text pack = {FILE_NAME, (const char *)data, size};
    struct ls_diag diag = {.text = ""};
    struct ls_rules *rules;
    struct ls_result r = ls_rules_load(&pack, 1, &rules, &diag);
    uint32_t lines = lines_of(data, size);
    if (ls_failed(r)) {
        FUZZ_CHECK(!rules, "rules of a wrong pack");
        check_refusal(r, &diag, FILE_NAME ":");
        unsigned long line = strtoul(diag.text + sizeof FILE_NAME, NULL, 10);
        FUZZ_CHECK(line >= 1 && line <= lines + 1, "line %lu of %u: %s", line, lines, diag.text);
        return 0;
    }
    compile(rules, check_rules(rules, lines));
    ls_rules_free(rules);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    (void)add;
}
