/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule in words. Sentences are put together in `text`; end() makes text from packs safe for a
 * terminal, wraps it by the columns it takes, and appends it to the page.
 */
#include "cli/rules_view.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "confirm/validator.h"
#include "rules/evidence.h"
#include "sink/escape.h"

#include <inttypes.h>
#include <stdio.h>

enum { PAGE_BYTES_MAX = 4 << 20, COLUMNS = 88 };

struct page {
    struct ls_buf out;
    struct ls_buf text; /* the paragraph being written */
    struct ls_buf safe; /* the same, escaped */
};

/* Columns on a terminal: two for what East Asian fonts set square. */
static size_t columns(uint32_t cp)
{
    bool wide = (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
                (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
                (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) || cp >= 0x1F300;
    return wide ? 2 : 1;
}

/* Length of the piece at s that is not broken: a word up to a blank, or one square character. */
static size_t piece(const char *s, size_t len, size_t *width)
{
    size_t at = 0;
    *width = 0;
    while (at < len && s[at] != ' ') {
        uint32_t cp;
        bool bad;
        size_t n = ls_escape_next(s + at, len - at, &cp, &bad);
        if (at > 0 && columns(cp) == 2)
            break;
        at += n;
        *width += columns(cp);
        if (columns(cp) == 2)
            break;
    }
    return at;
}

static struct ls_result wrap(struct ls_buf *out, const struct ls_buf *text, size_t indent)
{
    size_t column = indent;
    LS_TRY(ls_buf_printf(out, "%*s", (int)indent, ""));
    for (size_t at = 0; at < text->n;) {
        size_t width;
        bool blank = text->at[at] == ' ';
        at += blank;
        size_t len = piece(text->at + at, text->n - at, &width);
        if (column > indent && column + blank + width > COLUMNS) {
            LS_TRY(ls_buf_printf(out, "\n%*s", (int)indent, ""));
            column = indent;
        } else if (blank && column > indent) {
            LS_TRY(ls_buf_char(out, ' '));
            column++;
        }
        LS_TRY(ls_buf_add(out, text->at + at, len));
        column += width;
        at += len;
    }
    return ls_buf_char(out, '\n');
}

/* Ends the paragraph; its lines begin with `indent` blanks. */
static struct ls_result end(struct page *p, size_t indent)
{
    LS_VEC_CLEAR(&p->safe);
    LS_TRY(ls_escape_text(&p->safe, p->text.at, p->text.n));
    LS_VEC_CLEAR(&p->text);
    return wrap(&p->out, &p->safe, indent);
}

/* Ends the paragraph as an item of a list. */
static struct ls_result end_item(struct page *p)
{
    size_t start = p->out.n;
    LS_TRY(end(p, 4));
    p->out.at[start + 2] = '-';
    return ls_ok();
}

static struct ls_result heading(struct page *p, const char *title)
{
    return ls_buf_printf(&p->out, "\n%s\n", title);
}

static struct ls_result add_words(struct page *p, const struct ls_words *words)
{
    for (size_t i = 0; i < words->n; i++)
        LS_TRY(ls_buf_printf(&p->text, "%s%s", i ? ", " : "", words->at[i].text));
    return ls_ok();
}

/* What the validator of that name knows. */
static struct ls_result add_check(struct page *p, const char *name)
{
    const struct ls_validator *validator = ls_validator_find(name);
    return ls_buf_str(&p->text, validator ? validator->what : name);
}

static struct ls_result list(struct page *p, const struct ls_strings *texts)
{
    for (size_t i = 0; i < texts->n; i++) {
        LS_TRY(ls_buf_str(&p->text, texts->at[i]));
        LS_TRY(end_item(p));
    }
    return ls_ok();
}

static struct ls_result explain_place(struct page *p, unsigned at)
{
    static const struct {
        enum ls_at bit;
        const char *words;
    } places[] = {
        {LS_AT_LINE_START, "at the start of a line"}, {LS_AT_LINE, "alone on a line"},
        {LS_AT_CELL, "as the whole of a table cell"}, {LS_AT_HEADER, "in a page header or footer"},
        {LS_AT_WATERMARK, "in a watermark"},          {LS_AT_TEXT_BOX, "in a text box"},
    };
    const char *separator = "It counts only ";
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (at & places[i].bit) {
            LS_TRY(ls_buf_printf(&p->text, "%s%s", separator, places[i].words));
            separator = ", ";
        }
    LS_TRY(ls_buf_char(&p->text, '.'));
    return end_item(p);
}

static struct ls_result explain_mask(struct page *p, const struct ls_rule *rule)
{
    if (!rule->mask)
        return ls_ok();
    LS_TRY(ls_buf_printf(&p->text, "Reports hide it like %s.", rule->mask));
    return end_item(p);
}

static struct ls_result explain_match(struct page *p, const struct ls_rule *rule)
{
    static const char *const gaps[] = {
        [LS_GAP_NONE] = "",
        [LS_GAP_UNIFORM] =
            ", also with one separator between all characters or broken over two lines",
        [LS_GAP_ANY] = ", also with blanks, line breaks or invisible characters inside",
    };
    LS_TRY(ls_buf_str(&p->text, "One of the words "));
    LS_TRY(add_words(p, &rule->anchors));
    LS_TRY(ls_buf_printf(&p->text, "%s, simplified or traditional%s%s, in this form:",
                         rule->capitals ? ", in capital letters" : "", gaps[rule->gap],
                         rule->escapes ? ", and where text is escaped" : ""));
    LS_TRY(end_item(p));
    LS_TRY(ls_buf_str(&p->text, rule->match));
    LS_TRY(end(p, 8));
    if (rule->check) {
        LS_TRY(ls_buf_str(&p->text, "What is reported has to be a valid "));
        LS_TRY(add_check(p, rule->check));
        LS_TRY(ls_buf_char(&p->text, '.'));
        LS_TRY(end_item(p));
    }
    LS_TRY(explain_mask(p, rule));
    if (rule->at)
        LS_TRY(explain_place(p, rule->at));
    if (rule->near.any.n == 0)
        return ls_ok();
    LS_TRY(ls_buf_printf(
        &p->text, "Within %" PRIu32 " characters before or after it one of these must stand:",
        rule->near.within));
    LS_TRY(end_item(p));
    for (size_t i = 0; i < rule->near.any.n; i++) {
        LS_TRY(ls_buf_str(&p->text, rule->near.any.at[i]));
        LS_TRY(end(p, 8));
    }
    return ls_ok();
}

static struct ls_result explain_digits(struct page *p, const struct ls_rule *rule)
{
    LS_TRY(ls_buf_printf(&p->text, "A number of %" PRIu32, rule->digits_min));
    if (rule->digits_max != rule->digits_min)
        LS_TRY(ls_buf_printf(&p->text, " to %" PRIu32, rule->digits_max));
    LS_TRY(ls_buf_printf(&p->text,
                         " characters, blanks and hyphens inside not counted, that is a valid "));
    LS_TRY(add_check(p, rule->check));
    LS_TRY(ls_buf_char(&p->text, '.'));
    LS_TRY(end_item(p));
    if (rule->near.labels.n > 0) {
        LS_TRY(ls_buf_printf(&p->text, "Within %" PRIu32 " characters one of the words ",
                             rule->near.within));
        LS_TRY(add_words(p, &rule->near.labels));
        if (rule->near.or_count)
            LS_TRY(ls_buf_printf(&p->text,
                                 "; or at least %" PRIu32 " different such numbers within "
                                 "%" PRIu32 " characters",
                                 rule->near.or_count, rule->count_within));
        LS_TRY(ls_buf_char(&p->text, '.'));
        LS_TRY(end_item(p));
    }
    if (rule->count_at_least) {
        LS_TRY(ls_buf_printf(&p->text,
                             "At least %" PRIu32 " different ones within %" PRIu32
                             " characters; fewer are not reported.",
                             rule->count_at_least, rule->count_within));
        LS_TRY(end_item(p));
    }
    return explain_mask(p, rule);
}

static struct ls_result explain_terms(struct page *p, const struct ls_rule *rule)
{
    for (size_t i = 0; i < rule->groups_n; i++) {
        LS_TRY(ls_buf_printf(&p->text, "At least %" PRIu32 " of the words ",
                             rule->groups[i].at_least));
        LS_TRY(add_words(p, &rule->groups[i].words));
        LS_TRY(ls_buf_char(&p->text, '.'));
        LS_TRY(end_item(p));
    }
    LS_TRY(ls_buf_printf(&p->text, "All of them within %" PRIu32 " characters%s.",
                         rule->terms_within,
                         rule->cells ? ", each as a cell of its own in one row of a table" : ""));
    LS_TRY(end_item(p));
    if (!rule->rows_at_least)
        return ls_ok();
    LS_TRY(ls_buf_printf(&p->text,
                         "Under that row, within %" PRIu32 " characters, at least %" PRIu32
                         " rows whose cells hold what the head of their column says:",
                         rule->rows_within, rule->rows_at_least));
    LS_TRY(end_item(p));
    for (size_t i = 0; i < rule->columns_n; i++) {
        LS_TRY(add_words(p, &rule->columns[i].columns));
        LS_TRY(ls_buf_str(&p->text, ": "));
        LS_TRY(add_check(p, rule->columns[i].check));
        LS_TRY(end(p, 8));
    }
    return ls_ok();
}

/* The last of the words are common ones. */
static struct ls_result add_cue_words(struct page *p, const struct ls_words *words, size_t common_n)
{
    struct ls_words rare = {words->at, words->n - common_n};
    struct ls_words common = {words->at + rare.n, common_n};
    LS_TRY(add_words(p, &rare));
    if (common.n)
        LS_TRY(ls_buf_str(&p->text, rare.n ? "; or two of " : "two of "));
    return add_words(p, &common);
}

static struct ls_result explain_cue(struct page *p, const struct ls_cue *cue)
{
    LS_TRY(ls_buf_printf(&p->text, "%" PRIu32 "%s: ", cue->weight,
                         cue->needed ? ", and not without it" : ""));
    if (cue->at_least > 1)
        LS_TRY(ls_buf_printf(&p->text, "at least %" PRIu32 " of ", cue->at_least));
    struct ls_words own = {cue->words.at, cue->own_words_n};
    if (cue->match)
        LS_TRY(ls_buf_str(&p->text, cue->match));
    else
        LS_TRY(add_cue_words(p, &own, cue->common_n));
    if (cue->named)
        LS_TRY(ls_buf_printf(&p->text, "%s%s (%s)", cue->match || own.n ? "; or " : "",
                             cue->named->title, cue->named->name));
    return end(p, 8);
}

/* What it looks for is said once, however many cues are it. */
static struct ls_result explain_named(struct page *p, const struct ls_named_cue *cue)
{
    LS_TRY(ls_buf_printf(&p->text, "%s: %s", cue->name, cue->title));
    LS_TRY(end_item(p));
    if (cue->words.n) {
        LS_TRY(add_cue_words(p, &cue->words, cue->common_n));
        LS_TRY(end(p, 8));
    }
    if (cue->match) {
        LS_TRY(ls_buf_str(&p->text, cue->match));
        LS_TRY(end(p, 8));
    }
    return ls_ok();
}

static bool names(const struct ls_evidence *evidence, const struct ls_named_cue *cue)
{
    for (size_t i = 0; i < evidence->cues_n; i++)
        if (evidence->cues[i].named == cue)
            return true;
    for (size_t i = 0; i < evidence->lower_n; i++)
        for (size_t k = 0; k < evidence->lower[i].named_n; k++)
            if (evidence->lower[i].named[k] == cue)
                return true;
    return false;
}

static struct ls_result explain_evidence(struct page *p, const struct ls_rules *rules,
                                         const struct ls_rule *rule)
{
    const struct ls_evidence *evidence = rule->evidence;
    LS_TRY(ls_buf_printf(&p->text,
                         "Within %" PRIu32 " characters, evidence that weighs %" PRIu32
                         " or more; each counts once:",
                         evidence->within, evidence->need));
    LS_TRY(end_item(p));
    for (size_t i = 0; i < evidence->cues_n; i++)
        LS_TRY(explain_cue(p, &evidence->cues[i]));
    for (size_t i = 0; i < evidence->lower_n; i++) {
        LS_TRY(ls_buf_printf(&p->text, "It is only %s where one of these stands there too:",
                             ls_severity_name(evidence->lower[i].to)));
        LS_TRY(end_item(p));
        for (size_t k = 0; k < evidence->lower[i].any.n; k++) {
            LS_TRY(ls_buf_str(&p->text, evidence->lower[i].any.at[k]));
            LS_TRY(end(p, 8));
        }
        for (size_t k = 0; k < evidence->lower[i].named_n; k++) {
            LS_TRY(ls_buf_printf(&p->text, "%s (%s)", evidence->lower[i].named[k]->title,
                                 evidence->lower[i].named[k]->name));
            LS_TRY(end(p, 8));
        }
    }
    for (size_t i = 0; i < rules->cues_n; i++)
        if (names(evidence, &rules->cues[i]))
            LS_TRY(explain_named(p, &rules->cues[i]));
    return ls_ok();
}

static struct ls_result explain_contexts(struct page *p, const struct ls_rule *rule)
{
    if (rule->context) {
        LS_TRY(ls_buf_printf(&p->text,
                             "It is not reported: it names the text around it (%s), in which "
                             "other rules weigh less.",
                             rule->context));
        LS_TRY(end_item(p));
    }
    for (size_t i = 0; i < rule->in_context_n; i++) {
        LS_TRY(ls_buf_printf(&p->text, "In a text of the kind %s it is only %s.",
                             rule->in_context[i].context,
                             ls_severity_name(rule->in_context[i].to)));
        LS_TRY(end_item(p));
    }
    return ls_ok();
}

static struct ls_result add_categories(struct page *p, const char *before, uint32_t categories)
{
    if (categories == 0)
        return ls_ok();
    LS_TRY(ls_buf_str(&p->text, before));
    for (int i = 0, n = 0; i < LS_CAT_COUNT; i++)
        if (categories >> i & 1)
            LS_TRY(ls_buf_printf(&p->text, "%s%s", n++ ? ", " : "",
                                 ls_category_name((enum ls_category)i)));
    return end_item(p);
}

/* What else has to be found in the same document, and what not. */
static struct ls_result explain_provided(struct page *p, const struct ls_provided *provided)
{
    if (!provided)
        return ls_ok();
    LS_TRY(add_categories(p, "Only if the document also has a hit of: ", provided->found));
    return add_categories(p, "Only if the document has no hit at all of: ", provided->missing);
}

static struct ls_result explain_kind(struct page *p, const struct ls_rules *rules,
                                     const struct ls_rule *rule)
{
    switch (rule->kind) {
    case LS_RULE_MATCH:
        return explain_match(p, rule);
    case LS_RULE_DIGITS:
        return explain_digits(p, rule);
    case LS_RULE_TERMS:
        return explain_terms(p, rule);
    case LS_RULE_EVIDENCE:
        return explain_evidence(p, rules, rule);
    }
    return ls_stop(LS_E_INTERNAL);
}

static struct ls_result explain_origin(struct page *p, const struct ls_rules *rules,
                                       const struct ls_rule *rule)
{
    if (rule->source[0]) {
        LS_TRY(heading(p, "Where it comes from"));
        LS_TRY(ls_buf_str(&p->text, rule->source));
        LS_TRY(end(p, 2));
    }
    if (rule->serves.n > 0) {
        LS_TRY(heading(p, "Clauses of the founding regulations that it serves (template, chapter, "
                          "clause)"));
        for (size_t i = 0; i < rule->serves.n; i++)
            LS_TRY(ls_buf_printf(&p->text, "%s%s", i ? ", " : "", rule->serves.at[i]));
        LS_TRY(end(p, 2));
    }
    LS_TRY(heading(p, "Where it is written"));
    LS_TRY(ls_buf_printf(&p->text, "%s, line %" PRIu32 ", pack %s", ls_rules_file(rules, rule),
                         rule->line, rule->pack));
    return end(p, 2);
}

static struct ls_result explain(struct page *p, const struct ls_rules *rules,
                                const struct ls_rule *rule)
{
    LS_TRY(ls_buf_printf(&p->text, "%s: %s", rule->info.id, rule->info.title));
    LS_TRY(end(p, 0));
    if (rule->context)
        LS_TRY(ls_buf_printf(&p->text, "context %s", rule->context));
    else
        LS_TRY(ls_buf_printf(&p->text, "category %s, severity %s",
                             ls_category_name(rule->info.category),
                             ls_severity_name(rule->info.severity)));
    LS_TRY(end(p, 0));
    if (rule->description) {
        LS_TRY(heading(p, "What it means"));
        LS_TRY(ls_buf_str(&p->text, rule->description));
        LS_TRY(end(p, 2));
    }
    LS_TRY(heading(p, "What it looks for"));
    LS_TRY(explain_kind(p, rules, rule));
    LS_TRY(explain_contexts(p, rule));
    LS_TRY(explain_provided(p, rule->provided));
    if (rule->unless.n > 0) {
        LS_TRY(
            heading(p, rule->evidence
                           ? "What it does not report: where one of these stands there too"
                           : "What it does not report: a match with one of these just before it"));
        LS_TRY(list(p, &rule->unless));
    }
    LS_TRY(heading(p, "Examples that it reports"));
    LS_TRY(list(p, &rule->hit_examples));
    if (rule->miss_examples.n > 0) {
        LS_TRY(heading(p, "Examples that it does not report"));
        LS_TRY(list(p, &rule->miss_examples));
    }
    return explain_origin(p, rules, rule);
}

struct ls_result ls_rules_explain(const struct ls_rules *rules, const struct ls_rule *rule)
{
    struct page page = {
        .out = {.limit = PAGE_BYTES_MAX},
        .text = {.limit = PAGE_BYTES_MAX},
        .safe = {.limit = PAGE_BYTES_MAX},
    };
    struct ls_result r = explain(&page, rules, rule);
    if (!ls_failed(r))
        fwrite(page.out.at, 1, page.out.n, stdout);
    LS_VEC_FINI(&page.out);
    LS_VEC_FINI(&page.text);
    LS_VEC_FINI(&page.safe);
    return r;
}
