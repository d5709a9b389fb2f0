/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members are written by position, none left out: the compiler complains when a struct has more of
 * them than stand here. Lists are compound literals, which last as long as the program outside of
 * functions.
 */
#include "pack_print.h"

#include <inttypes.h>

/* One function for each struct of rules/pack_priv.h; `void *`, so that one loop does for lists. */
typedef void (*print_fn)(FILE *out, const void *at);

static void print_text(FILE *out, const char *text)
{
    if (!text) {
        fputs("NULL", out);
        return;
    }
    putc('"', out);
    for (const char *p = text; *p; p++) {
        if (*p >= ' ' && *p <= '~' && *p != '"' && *p != '\\' && *p != '?')
            putc(*p, out);
        else
            fprintf(out, "\\%03o", (unsigned)(unsigned char)*p);
    }
    putc('"', out);
}

static void print_strings(FILE *out, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        print_text(out, texts[i]);
        fputs(", ", out);
    }
}

static void print_texts(FILE *out, const struct ls_raw_texts *texts)
{
    if (texts->n == 0) {
        fputs("{NULL, 0}", out);
        return;
    }
    fputs("{(char *[]){", out);
    print_strings(out, (const char *const *)texts->at, texts->n);
    fprintf(out, "}, %" PRIu32 "}", texts->n);
}

static void print_number(FILE *out, const uint32_t *number)
{
    if (number)
        fprintf(out, "(uint32_t[]){%" PRIu32 "}", *number);
    else
        fputs("NULL", out);
}

/* A list of n structs of `size` bytes: "(struct type[]){…}, n". */
static void print_list(FILE *out, const char *type, const void *at, size_t n, size_t size,
                       print_fn print)
{
    if (n == 0) {
        fputs("NULL, 0", out);
        return;
    }
    fprintf(out, "(struct %s[]){\n", type);
    for (size_t i = 0; i < n; i++) {
        print(out, (const char *)at + i * size);
        fputs(",\n", out);
    }
    fprintf(out, "}, %zu", n);
}

/* A part that may be missing. */
static void print_part(FILE *out, const char *type, const void *at, print_fn print)
{
    if (!at) {
        fputs("NULL", out);
        return;
    }
    fprintf(out, "(struct %s[]){", type);
    print(out, at);
    putc('}', out);
}

#define LIST(out, type, list, n, print) print_list(out, #type, list, n, sizeof(struct type), print)

static void print_near(FILE *out, const void *at)
{
    const struct ls_raw_near *near = at;
    putc('{', out);
    print_texts(out, &near->any);
    fprintf(out, ", %" PRIu32 ", %" PRIu32 "}", near->within, near->or_count);
}

static void print_beside(FILE *out, const void *at)
{
    const struct ls_raw_beside *beside = at;
    putc('{', out);
    print_strings(out, (const char *const[]){beside->before, beside->behind}, 2);
    putc('}', out);
}

static void print_count(FILE *out, const void *at)
{
    const struct ls_raw_count *count = at;
    fprintf(out, "{%" PRIu32 ", %" PRIu32 "}", count->at_least, count->within);
}

static void print_group(FILE *out, const void *at)
{
    const struct ls_raw_group *group = at;
    fprintf(out, "{%" PRIu32 ", ", group->at_least);
    print_texts(out, &group->words);
    putc('}', out);
}

static void print_column(FILE *out, const void *at)
{
    const struct ls_raw_column *column = at;
    putc('{', out);
    print_texts(out, &column->words);
    fputs(", ", out);
    print_text(out, column->check);
    putc('}', out);
}

static void print_rows(FILE *out, const void *at)
{
    const struct ls_raw_rows *rows = at;
    fprintf(out, "{%" PRIu32 ", %" PRIu32 ", ", rows->at_least, rows->within);
    LIST(out, ls_raw_column, rows->columns, rows->columns_n, print_column);
    putc('}', out);
}

static void print_terms(FILE *out, const void *at)
{
    const struct ls_raw_terms *terms = at;
    putc('{', out);
    LIST(out, ls_raw_group, terms->groups, terms->groups_n, print_group);
    fprintf(out, ", %" PRIu32 ", %" PRIu32 ", ", terms->within, terms->cells);
    print_part(out, "ls_raw_rows", terms->rows, print_rows);
    putc('}', out);
}

static void print_named_cue(FILE *out, const void *at)
{
    const struct ls_raw_named_cue *cue = at;
    putc('{', out);
    print_strings(out, (const char *const[]){cue->name, cue->title, cue->match}, 3);
    print_texts(out, &cue->words);
    fputs(", ", out);
    print_texts(out, &cue->common);
    putc('}', out);
}

static void print_cue(FILE *out, const void *at)
{
    const struct ls_raw_cue *cue = at;
    putc('{', out);
    print_texts(out, &cue->words);
    fputs(", ", out);
    print_texts(out, &cue->common);
    fputs(", ", out);
    print_strings(out, (const char *const[]){cue->match, cue->cue}, 2);
    fprintf(out, "%" PRIu32 ", %" PRIu32 ", %" PRIu32 ", %" PRIu32 "}", cue->weight, cue->at_least,
            cue->needed, cue->told);
}

static void print_lower(FILE *out, const void *at)
{
    const struct ls_raw_lower *lower = at;
    putc('{', out);
    print_texts(out, &lower->any);
    fputs(", ", out);
    print_texts(out, &lower->cues);
    fputs(", ", out);
    print_text(out, lower->to);
    putc('}', out);
}

static void print_evidence(FILE *out, const void *at)
{
    const struct ls_raw_evidence *evidence = at;
    putc('{', out);
    LIST(out, ls_raw_cue, evidence->cues, evidence->cues_n, print_cue);
    fprintf(out, ", %" PRIu32 ", %" PRIu32 ", ", evidence->need, evidence->within);
    print_texts(out, &evidence->unless);
    fputs(", ", out);
    LIST(out, ls_raw_lower, evidence->lower, evidence->lower_n, print_lower);
    putc('}', out);
}

static void print_context(FILE *out, const void *at)
{
    const struct ls_raw_context *context = at;
    putc('{', out);
    print_strings(out, (const char *const[]){context->context, context->to}, 2);
    putc('}', out);
}

static void print_provided(FILE *out, const void *at)
{
    const struct ls_raw_provided *provided = at;
    fprintf(out, "{%" PRIu32 ", %" PRIu32 "}", provided->found, provided->missing);
}

static void print_examples(FILE *out, const void *at)
{
    const struct ls_raw_examples *examples = at;
    putc('{', out);
    print_texts(out, &examples->hit);
    fputs(",\n", out);
    print_texts(out, &examples->miss);
    putc('}', out);
}

/* Up to the pattern: what a rule is, and what it is found by. */
static void print_head(FILE *out, const struct ls_raw_rule *rule)
{
    print_strings(out,
                  (const char *const[]){rule->id, rule->title, rule->category, rule->severity,
                                        rule->description, rule->source},
                  6);
    print_texts(out, &rule->serves);
    fputs(", ", out);
    print_number(out, rule->encodings);
    fputs(", ", out);
    print_texts(out, &rule->anchors);
    if (rule->gap)
        fprintf(out, ", (enum ls_gap_policy[]){%d}", (int)*rule->gap);
    else
        fputs(", NULL", out);
    fprintf(out, ", %" PRIu32 ", %" PRIu32 ", ", rule->capitals, rule->escapes);
    print_text(out, rule->match);
    fputs(", ", out);
}

static void print_rule(FILE *out, const void *at)
{
    const struct ls_raw_rule *rule = at;
    const uint32_t *const numbers[] = {rule->window, rule->lead, rule->at};
    putc('{', out);
    print_head(out, rule);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        print_number(out, numbers[i]);
        fputs(", ", out);
    }
    print_part(out, "ls_raw_beside", rule->beside, print_beside);
    fputs(", ", out);
    print_texts(out, &rule->unless);
    fputs(", ", out);
    print_part(out, "ls_raw_near", rule->near, print_near);
    fputs(", ", out);
    print_strings(out, (const char *const[]){rule->digits, rule->check, rule->mask}, 3);
    print_part(out, "ls_raw_count", rule->count, print_count);
    fputs(", ", out);
    print_part(out, "ls_raw_terms", rule->terms, print_terms);
    fputs(", ", out);
    print_part(out, "ls_raw_evidence", rule->evidence, print_evidence);
    fputs(", ", out);
    print_text(out, rule->context);
    fputs(", ", out);
    LIST(out, ls_raw_context, rule->in_context, rule->in_context_n, print_context);
    fputs(", ", out);
    print_part(out, "ls_raw_provided", rule->provided, print_provided);
    fputs(", ", out);
    print_part(out, "ls_raw_examples", rule->examples, print_examples);
    putc('}', out);
}

void ls_pack_print(FILE *out, const struct ls_raw_pack *pack)
{
    putc('{', out);
    print_strings(out, (const char *const[]){pack->pack, pack->title, pack->source}, 3);
    LIST(out, ls_raw_context, pack->in_context, pack->in_context_n, print_context);
    fputs(", ", out);
    print_number(out, pack->encodings);
    fputs(", ", out);
    print_texts(out, &pack->not_in);
    fputs(", ", out);
    LIST(out, ls_raw_named_cue, pack->cues, pack->cues_n, print_named_cue);
    fputs(", ", out);
    LIST(out, ls_raw_rule, pack->rules, pack->rules_n, print_rule);
    putc('}', out);
}
