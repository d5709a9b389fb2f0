/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan rules check: the proof by examples through the whole engine, and the cost of each rule
 * on a generated law text.
 *
 * Cost is measured with a database of that rule alone, so that the figure does not depend on what
 * other rules happen to search for; the last line has all of them together.
 */
#include "cli/rules_view.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "confirm/reduce.h"
#include "confirm/validator.h"
#include "engine/scanner.h"
#include "match/match.h"
#include "rules/reftext.h"
#include "rules/selfcheck.h"
#include "sink/escape.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    TEXT_BYTES = 8 << 20,
    BLOCK_BYTES = 1 << 20,
    ROUNDS = 3, /* the fastest counts: others share the machine */
    SEED = 1,
    SHOWN_BYTES_MAX = 240,
    TEXTS_PER_MB_MAX = 2, /* read for a rule of evidence, each of some thousand characters */
};

struct prover {
    struct ls_engine *engine;
    struct ls_scanner *scanner;
    struct ls_reducer *reducer;
    struct ls_found found;
    struct ls_buf padded; /* a copy of what is scanned, readable LS_MATCH_PAD further */
    uint8_t *text;        /* TEXT_BYTES of law text, padded; NULL when nothing is measured */
    double gb_per_second; /* of both stages with all rules, on that text */
    double *texts_per_mb; /* read there for each rule */
    size_t problems;
};

/* Of a scan: whose hits are wanted, and where they go. */
struct wanted {
    const struct ls_rule *rule;
    ls_selfcheck_span_fn span;
    void *collector;
};

struct cost {
    size_t strings, in_utf8;
    double gb_per_second;
    double anchors_per_mb;
};

static struct ls_result take_hit(void *user, const struct ls_hit *hit)
{
    const struct wanted *wanted = user;
    if (hit->rule != &wanted->rule->info)
        return ls_ok();
    return wanted->span(wanted->collector, hit->off, hit->len);
}

/* ls_selfcheck.scan: the whole engine over one small object. */
static struct ls_result scan(void *user, const struct ls_rule *rule, const uint8_t *bytes,
                             size_t len, ls_selfcheck_span_fn span, void *collector)
{
    static const char pad[LS_MATCH_PAD];
    struct prover *p = user;
    struct wanted wanted = {rule, span, collector};
    LS_VEC_CLEAR(&p->padded);
    LS_TRY(ls_buf_add(&p->padded, bytes, len));
    LS_TRY(ls_buf_add(&p->padded, pad, sizeof pad));
    struct ls_block block = {.bytes = (const uint8_t *)p->padded.at,
                             .len = len,
                             .own_hi = len,
                             .last = true,
                             .contexts = true};
    ls_found_clear(&p->found);
    LS_TRY(ls_scanner_block(p->scanner, &block, &p->found));
    LS_TRY(ls_reducer_feed(p->reducer, &p->found, take_hit, &wanted));
    return ls_reducer_end(p->reducer, take_hit, &wanted);
}

/* ls_selfcheck.failed: one line on standard error. */
static void failed(void *user, const struct ls_selfcheck_failure *failure)
{
    static const char *const problems[] = {
        [LS_SELFCHECK_NO_HIT] = "a hit example is not found",
        [LS_SELFCHECK_SPAN] = "a hit example is found on other characters",
        [LS_SELFCHECK_NOISE] = "a miss example is found",
        [LS_SELFCHECK_TOO_LONG] = "an example is too long",
    };
    struct prover *p = user;
    const struct ls_rule *rule = failure->rule;
    struct ls_buf bytes = {.limit = 4 * SHOWN_BYTES_MAX};
    struct ls_result r = ls_ok();
    p->problems++;
    for (size_t i = 0; i < failure->len && i < SHOWN_BYTES_MAX && !ls_failed(r); i++)
        r = ls_buf_printf(&bytes, "%02x", failure->bytes[i]);
    ls_cli_error("%s:%u: examples: %s: %s in %s: \"%.*s\" as %.*s",
                 ls_rules_file(ls_engine_rules(p->engine), rule), (unsigned)rule->line,
                 rule->info.id, problems[failure->problem], ls_encoding_name(failure->enc),
                 SHOWN_BYTES_MAX, failure->example, (int)bytes.n, bytes.at ? bytes.at : "");
    LS_VEC_FINI(&bytes);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* One pass of stage 1 over the text. */
static struct ls_result pass(const struct ls_matcher *matcher, struct ls_match_scratch *scratch,
                             const uint8_t *text, size_t *anchors)
{
    *anchors = 0;
    for (size_t at = 0; at < TEXT_BYTES; at += BLOCK_BYTES) {
        struct ls_match_list list;
        LS_TRY(ls_match_scan(matcher, scratch, text + at, BLOCK_BYTES, 0, &list));
        *anchors += list.anchors_n + list.runs_n;
    }
    return ls_ok();
}

static struct ls_result measure_matcher(const struct ls_matcher *matcher, const uint8_t *text,
                                        struct cost *cost)
{
    struct ls_match_scratch *scratch;
    struct ls_match_info info;
    size_t anchors = 0;
    LS_TRY(ls_match_scratch_new(matcher, &scratch));
    struct ls_result r = ls_ok();
    double best = 0;
    for (int i = 0; i < ROUNDS && !ls_failed(r); i++) {
        double start = now();
        r = pass(matcher, scratch, text, &anchors);
        double seconds = now() - start;
        if (i == 0 || seconds < best)
            best = seconds;
    }
    ls_match_scratch_free(scratch);
    ls_matcher_info(matcher, &info);
    cost->strings = info.strings;
    cost->in_utf8 = info.in_utf8;
    cost->gb_per_second = best > 0 ? TEXT_BYTES / best / 1e9 : 0;
    cost->anchors_per_mb = (double)anchors / (TEXT_BYTES / 1e6);
    return r;
}

/* Stage 1 with this rule alone. */
static struct ls_result measure_rule(const struct ls_rule *rule, const uint8_t *text,
                                     struct cost *cost, struct ls_diag *diag)
{
    struct ls_rule alone = *rule;
    alone.number = 0;
    const struct ls_rules rules = {.at = &alone, .n = 1};
    const struct ls_validator *validator =
        rule->kind == LS_RULE_DIGITS ? ls_validator_find(rule->check) : NULL;
    struct ls_match_options options = {0};
    if (validator)
        options.digits = ls_validator_limits(validator, rule->digits_min);
    struct ls_matcher *matcher;
    LS_TRY(ls_matcher_new(&rules, &options, &matcher, diag));
    struct ls_result r = measure_matcher(matcher, text, cost);
    ls_matcher_free(matcher);
    return r;
}

/* Both stages with all rules, before anything else is scanned; the fastest round counts. */
static struct ls_result measure_engine(struct prover *p)
{
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        for (size_t at = 0; at < TEXT_BYTES; at += BLOCK_BYTES) {
            struct ls_block block = {.bytes = p->text + at,
                                     .len = BLOCK_BYTES,
                                     .off = at,
                                     .own_hi = BLOCK_BYTES,
                                     .last = true};
            ls_found_clear(&p->found);
            LS_TRY(ls_scanner_block(p->scanner, &block, &p->found));
        }
        double seconds = now() - start;
        if (i == 0 || seconds < best)
            best = seconds;
    }
    p->gb_per_second = best > 0 ? TEXT_BYTES / best / 1e9 : 0;
    size_t n = ls_engine_rules(p->engine)->n;
    p->texts_per_mb = ls_calloc(n, sizeof *p->texts_per_mb);
    if (!p->texts_per_mb)
        return ls_stop(LS_E_MEMORY);
    for (uint32_t i = 0; i < n; i++)
        p->texts_per_mb[i] =
            (double)ls_scanner_texts_read(p->scanner, i) / ROUNDS / (TEXT_BYTES / 1e6);
    return ls_ok();
}

/* One line on standard error when a rule of evidence has running text read too often. */
static void judge_texts(struct prover *p, const struct ls_rule *rule)
{
    double texts = p->texts_per_mb[rule->number];
    if (!rule->evidence || texts <= TEXTS_PER_MB_MAX)
        return;
    p->problems++;
    ls_cli_error("%s:%u: evidence: %s: its words have %.1f texts read in a megabyte of law, "
                 "expected %d at most: put those that are common there under `common`",
                 ls_rules_file(ls_engine_rules(p->engine), rule), (unsigned)rule->line,
                 rule->info.id, texts, TEXTS_PER_MB_MAX);
}

static struct ls_result prove_rule(struct prover *p, const struct ls_rule *rule, int width,
                                   struct ls_diag *diag)
{
    const struct ls_selfcheck check = {.scan = scan, .failed = failed, .user = p};
    struct ls_selfcheck_report report;
    LS_TRY(ls_selfcheck_rule(&check, rule, &report));
    printf("%-*s  ", width, rule->info.id);
    if (p->text) {
        struct cost cost;
        LS_TRY(measure_rule(rule, p->text, &cost, diag));
        printf("%8zu  %5.2f  %10.1f  %8.1f  ", cost.strings, cost.gb_per_second,
               cost.anchors_per_mb, p->texts_per_mb[rule->number]);
        judge_texts(p, rule);
    }
    printf("%8zu  %7zu  %s\n", report.examples, report.scans, report.failures ? "WRONG" : "ok");
    fflush(stdout);
    return ls_ok();
}

/* The last line: all rules together. */
static struct ls_result sum_up(struct prover *p, int width)
{
    struct cost all;
    double texts = 0;
    for (size_t i = 0; i < ls_engine_rules(p->engine)->n; i++)
        texts += p->texts_per_mb[i];
    LS_TRY(measure_matcher(ls_engine_matcher(p->engine), p->text, &all));
    printf("%-*s  %8zu  %5.2f  %10.1f  %8.1f  with stage 2: %.2f GB/s; %zu strings in UTF-8\n",
           width, "all rules", all.strings, all.gb_per_second, all.anchors_per_mb, texts,
           p->gb_per_second, all.in_utf8);
    return ls_ok();
}

static struct ls_result prove_all(struct prover *p, struct ls_diag *diag)
{
    const struct ls_rules *rules = ls_engine_rules(p->engine);
    int width = 9;
    for (size_t i = 0; i < rules->n; i++) {
        int len = (int)strlen(rules->at[i].info.id);
        width = len > width ? len : width;
    }
    printf("%-*s  %s%8s  %7s\n", width, "rule",
           p->text ? " strings   GB/s  anchors/MB  texts/MB  " : "", "examples", "scans");
    if (p->text)
        LS_TRY(measure_engine(p));
    for (size_t i = 0; i < rules->n; i++)
        LS_TRY(prove_rule(p, &rules->at[i], width, diag));
    return p->text ? sum_up(p, width) : ls_ok();
}

static struct ls_result make_text(struct prover *p)
{
    struct ls_reftext *reftext;
    p->text = ls_calloc(TEXT_BYTES + LS_MATCH_PAD, 1);
    if (!p->text)
        return ls_stop(LS_E_MEMORY);
    LS_TRY(ls_reftext_new(SEED, LS_REFTEXT_MENTIONS, &reftext));
    ls_reftext_fill(reftext, (char *)p->text, TEXT_BYTES);
    ls_reftext_free(reftext);
    return ls_ok();
}

static struct ls_result prove(struct prover *p, struct ls_rules *rules, bool quick,
                              struct ls_diag *diag)
{
    const struct ls_match_options options = {.cache_dir = ls_cli_cache_dir()};
    LS_TRY(ls_engine_new(rules, &options, &p->engine, diag));
    LS_TRY(ls_scanner_new(p->engine, &p->scanner));
    LS_TRY(ls_reducer_new(ls_engine_rules(p->engine), &p->reducer));
    ls_reducer_tell_contexts(p->reducer);
    if (!quick)
        LS_TRY(make_text(p));
    return prove_all(p, diag);
}

struct ls_result ls_rules_prove(struct ls_rules *rules, bool quick, size_t *problems,
                                struct ls_diag *diag)
{
    struct prover p = {.padded = {.limit = 1 << 20}};
    ls_found_init(&p.found);
    struct ls_result r = prove(&p, rules, quick, diag);
    ls_reducer_free(p.reducer);
    ls_scanner_free(p.scanner);
    ls_engine_free(p.engine);
    ls_found_fini(&p.found);
    LS_VEC_FINI(&p.padded);
    ls_free(p.text);
    ls_free(p.texts_per_mb);
    *problems = p.problems;
    return r;
}
