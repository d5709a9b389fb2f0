/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 32

#include "confirm/pattern.h"

#include "confirm/first_chars.h"

#include "base/alloc.h"
#include "base/encoding.h"

#include <pcre2.h>
#include <string.h>

enum {
    MATCH_LIMIT = 100000, /* steps of one search */
    HEAP_KIB = 1024,
    GROUPS_MAX = 64, /* of one pattern, the whole match included */
    PATTERN_MAX = 16 * 1024,
    TRIES = 16, /* places looked from one by one, unless they are further apart than that: */
    TRIES_APART = 32,
};

struct ls_pattern {
    pcre2_code *code;
    bool compiled;                /* to machine code; without, it is only slower */
    uint32_t group[LS_GROUPS];    /* number of each known group, 0 where there is none */
    struct ls_first_chars *first; /* NULL: a match may begin anywhere */
};

struct ls_pattern_maker {
    pcre2_compile_context *context;
    struct ls_first_reader *reader;
    uint32_t wide[PATTERN_MAX]; /* the pattern at hand */
};

struct ls_pattern_match {
    pcre2_match_data *data;
    pcre2_match_context *context;
};

static uint32_t group_number(const pcre2_code *code, const char *name)
{
    uint32_t wide[16];
    size_t n = 0;
    for (; name[n]; n++)
        wide[n] = (unsigned char)name[n];
    wide[n] = 0;
    int number = pcre2_substring_number_from_name(code, wide);
    return number > 0 && number < GROUPS_MAX ? (uint32_t)number : 0;
}

static void say_error(int error, struct ls_diag *diag)
{
    uint32_t wide[200];
    char text[200];
    int n = pcre2_get_error_message(error, wide, sizeof wide / sizeof *wide);
    size_t len = n > 0 && n < 200 ? (size_t)n : 0;
    for (size_t i = 0; i < len; i++)
        text[i] = (char)wide[i];
    text[len] = '\0';
    ls_diag_set(diag, "%s", text);
}

static struct ls_result compile(struct ls_pattern_maker *maker, size_t n,
                                enum ls_pattern_lines lines, struct ls_pattern *pattern,
                                struct ls_diag *diag)
{
    int error;
    PCRE2_SIZE at;
    uint32_t options = lines == LS_PATTERN_LINES ? PCRE2_MULTILINE : PCRE2_DOLLAR_ENDONLY;
    if (pattern->first) /* we know already where to look, and the code for that takes its time */
        options |= PCRE2_NO_START_OPTIMIZE;
    pattern->code =
        pcre2_compile(maker->wide, n, options | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT,
                      &error, &at, maker->context);
    if (!pattern->code) {
        say_error(error, diag);
        return ls_stop(LS_E_RULES);
    }
    uint32_t groups = 0;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= GROUPS_MAX)
        return ls_diag_stop(diag, LS_E_RULES, "more than %d groups", GROUPS_MAX - 1);
    pattern->compiled = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
    static const char *const names[LS_GROUPS] = {"", "hit", "grade", "term"};
    for (int g = LS_GROUP_HIT; g < LS_GROUPS; g++)
        pattern->group[g] = group_number(pattern->code, names[g]);
    return ls_ok();
}

static struct ls_result find_first(struct ls_pattern_maker *maker, size_t n,
                                   struct ls_pattern *pattern)
{
    struct ls_first_chars first;
    if (!ls_first_chars_find(maker->reader, maker->wide, n, &first))
        return ls_ok();
    pattern->first = ls_reallocarray(NULL, 1, sizeof first);
    if (!pattern->first)
        return ls_stop(LS_E_MEMORY);
    *pattern->first = first;
    return ls_ok();
}

struct ls_pattern_maker *ls_pattern_maker_new(void)
{
    struct ls_pattern_maker *maker = ls_reallocarray(NULL, 1, sizeof *maker);
    if (!maker)
        return NULL;
    maker->context = pcre2_compile_context_create(NULL);
    maker->reader = ls_first_reader_new();
    if (!maker->context || !maker->reader) {
        ls_pattern_maker_free(maker);
        return NULL;
    }
    pcre2_set_newline(maker->context, PCRE2_NEWLINE_LF);
    return maker;
}

void ls_pattern_maker_free(struct ls_pattern_maker *maker)
{
    if (!maker)
        return;
    pcre2_compile_context_free(maker->context);
    ls_first_reader_free(maker->reader);
    ls_free(maker);
}

struct ls_pattern *ls_pattern_empty(void)
{
    return ls_calloc(1, sizeof(struct ls_pattern));
}

struct ls_result ls_pattern_compile(struct ls_pattern_maker *maker, struct ls_pattern *pattern,
                                    const char *utf8, enum ls_pattern_lines lines,
                                    struct ls_diag *diag)
{
    size_t len = strlen(utf8), n = 0;
    if (len > PATTERN_MAX)
        return ls_diag_stop(diag, LS_E_RULES, "longer than %d bytes", PATTERN_MAX);
    const uint8_t *bytes = (const uint8_t *)utf8;
    for (size_t at = 0; at < len; n++)
        at += ls_decode_char(LS_ENC_UTF8, bytes + at, len - at, &maker->wide[n]);
    LS_TRY(find_first(maker, n, pattern));
    return compile(maker, n, lines, pattern, diag);
}

struct ls_result ls_pattern_new(const char *utf8, enum ls_pattern_lines lines,
                                struct ls_pattern **pattern, struct ls_diag *diag)
{
    struct ls_pattern_maker *maker = ls_pattern_maker_new();
    *pattern = ls_pattern_empty();
    struct ls_result r = *pattern && maker ? ls_pattern_compile(maker, *pattern, utf8, lines, diag)
                                           : ls_stop(LS_E_MEMORY);
    ls_pattern_maker_free(maker);
    if (ls_failed(r)) {
        ls_pattern_free(*pattern);
        *pattern = NULL;
    }
    return r;
}

void ls_pattern_free(struct ls_pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    ls_free(pattern->first);
    ls_free(pattern);
}

void ls_pattern_forget_first(struct ls_pattern *pattern)
{
    ls_free(pattern->first);
    pattern->first = NULL;
}

bool ls_pattern_is_quick(const struct ls_pattern *pattern)
{
    return pattern->first != NULL;
}

struct ls_result ls_pattern_match_new(struct ls_pattern_match **match)
{
    *match = ls_calloc(1, sizeof **match);
    if (!*match)
        return ls_stop(LS_E_MEMORY);
    (*match)->data = pcre2_match_data_create(GROUPS_MAX, NULL);
    (*match)->context = pcre2_match_context_create(NULL);
    if (!(*match)->data || !(*match)->context) {
        ls_pattern_match_free(*match);
        *match = NULL;
        return ls_stop(LS_E_MEMORY);
    }
    pcre2_set_match_limit((*match)->context, MATCH_LIMIT);
    pcre2_set_heap_limit((*match)->context, HEAP_KIB);
    return ls_ok();
}

void ls_pattern_match_free(struct ls_pattern_match *match)
{
    if (!match)
        return;
    pcre2_match_data_free(match->data);
    pcre2_match_context_free(match->context);
    ls_free(match);
}

/* What is the same for all places that a match is looked for from. */
struct attempt {
    const struct ls_pattern *pattern;
    struct ls_pattern_match *match;
    const struct ls_subject *subject;
    uint32_t options;
};

/* A match that begins in text[start..last]. */
static int search(const struct attempt *a, size_t start, size_t last)
{
    const struct ls_subject *s = a->subject;
    pcre2_set_offset_limit(a->match->context, last < s->to ? last - s->from : PCRE2_UNSET);
    /* The short way to the machine code leaves out checks of arguments, which ours pass. */
    return (a->pattern->compiled ? pcre2_jit_match : pcre2_match)(
        a->pattern->code, s->text + s->from, s->to - s->from, start - s->from, a->options,
        a->match->data, a->match->context);
}

/* The same, looked for only where it may begin; from there on, where that is at every turn. */
static int search_from_places(const struct attempt *a, const struct ls_first_chars *first,
                              size_t start)
{
    const struct ls_subject *s = a->subject;
    size_t end = s->last < s->to ? s->last + 1 : s->to, tries = 0;
    for (size_t at = start; (at = ls_first_chars_next(first, s->text, at, end, s->to)) < end;
         at++) {
        if (tries++ == TRIES && at - start < TRIES * TRIES_APART)
            return search(a, at, s->last);
        int n = search(a, at, at);
        if (n != PCRE2_ERROR_NOMATCH)
            return n;
    }
    return PCRE2_ERROR_NOMATCH;
}

bool ls_pattern_search(const struct ls_pattern *pattern, struct ls_pattern_match *match,
                       const struct ls_subject *subject, size_t start, struct ls_spans *spans,
                       bool *limited)
{
    if (start > subject->to)
        return false;
    uint32_t options =
        (subject->line_begins ? 0 : PCRE2_NOTBOL) | (subject->line_ends ? 0 : PCRE2_NOTEOL);
    struct attempt attempt = {pattern, match, subject, options};
    int n = pattern->first ? search_from_places(&attempt, pattern->first, start)
                           : search(&attempt, start, subject->last);
    if (n < 0) {
        *limited = *limited || n != PCRE2_ERROR_NOMATCH;
        return false;
    }
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(match->data);
    for (int g = 0; g < LS_GROUPS; g++) {
        uint32_t number = g == LS_GROUP_WHOLE ? 0 : pattern->group[g];
        bool set = g == LS_GROUP_WHOLE ||
                   (number && (n == 0 || number < (uint32_t)n) && at[2 * number] != PCRE2_UNSET);
        spans->from[g] = set ? subject->from + at[2 * number] : 0;
        spans->to[g] = set ? subject->from + at[2 * number + 1] : 0;
    }
    return true;
}
