/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates are short and ours, so groups call themselves, to a fixed depth.
 */
#include "generate/documents/phrase.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "generate/must.h"

#include <stdbool.h>
#include <string.h>

enum { DEPTH_MAX = 40, ITEMS_MAX = 200, MEMOS_MAX = 64, NAME_MAX_BYTES = 32, VALUE_LIMIT = 4096 };

struct memo {
    char name[NAME_MAX_BYTES];
    struct ls_buf value;
};

struct writer {
    uint64_t rng;
    struct ls_buf *out;
    struct memo memos[MEMOS_MAX];
    size_t memos_n;
    unsigned count; /* of $n */
    int depth;
};

struct span {
    const char *at, *end;
};

static void write_span(struct writer *w, struct span text);

static uint32_t between(struct writer *w, uint32_t low, uint32_t high)
{
    MUST(high >= low);
    return low + ls_rng_below(&w->rng, high - low + 1);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static uint32_t take_number(struct span *s)
{
    uint32_t n = 0;
    MUST(s->at < s->end && is_digit(*s->at));
    while (s->at < s->end && is_digit(*s->at))
        n = n * 10 + (uint32_t)(*s->at++ - '0');
    return n;
}

/* "3-6" or "3". */
static uint32_t take_range(struct writer *w, struct span *s)
{
    uint32_t low = take_number(s), high = low;
    if (s->at < s->end && *s->at == '-') {
        s->at++;
        high = take_number(s);
    }
    return between(w, low, high);
}

/* The brace that ends the group which begins behind `at`. */
static const char *group_end(struct span s)
{
    int depth = 0;
    for (const char *p = s.at; p < s.end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '{')
            depth++;
        else if (*p == '}' && depth-- == 0)
            return p;
    }
    fprintf(stderr, "no end: %.*s\n", (int)(s.end - s.at), s.at);
    MUST(false);
    return NULL;
}

/* Cuts at the bars that stand in no group of their own. */
static size_t split(struct span s, struct span *items)
{
    size_t n = 0;
    int depth = 0;
    const char *from = s.at;
    for (const char *p = s.at; p <= s.end; p++) {
        if (p < s.end && *p == '\\') {
            p++;
        } else if (p < s.end && *p == '{') {
            depth++;
        } else if (p < s.end && *p == '}') {
            depth--;
        } else if (p == s.end || (*p == '|' && depth == 0)) {
            MUST(n < ITEMS_MAX);
            items[n++] = (struct span){from, p};
            from = p + 1;
        }
    }
    return n;
}

static void shuffle(struct writer *w, struct span *items, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = ls_rng_below(&w->rng, (uint32_t)i);
        struct span held = items[i - 1];
        items[i - 1] = items[j];
        items[j] = held;
    }
}

/* Leaves `want` of the items, in their order; those that begin with ! stay. */
static size_t choose(struct writer *w, struct span *items, size_t n, size_t want)
{
    size_t optional = 0, fixed = 0, kept = 0;
    for (size_t i = 0; i < n; i++)
        items[i].at < items[i].end &&*items[i].at == '!' ? fixed++ : optional++;
    size_t open = want > fixed ? want - fixed : 0;
    for (size_t i = 0; i < n; i++) {
        bool stays = items[i].at < items[i].end && *items[i].at == '!';
        if (!stays) {
            stays = ls_rng_below(&w->rng, (uint32_t)optional) < open;
            optional--;
            open -= stays;
        }
        if (stays)
            items[kept++] = items[i];
    }
    return kept;
}

/* ---- groups ---- */

static void write_list(struct writer *w, struct span s, uint32_t want, bool any_order)
{
    struct span items[ITEMS_MAX], join = {s.at, s.at};
    if (s.at < s.end && *s.at == '^') {
        const char *end = memchr(s.at + 1, '^', (size_t)(s.end - s.at - 1));
        MUST(end);
        join = (struct span){s.at + 1, end};
        s.at = end + 1;
    }
    size_t n = split(s, items);
    n = choose(w, items, n, want < n ? want : n);
    if (any_order)
        shuffle(w, items, n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            write_span(w, join);
        if (items[i].at < items[i].end && *items[i].at == '!')
            items[i].at++;
        write_span(w, items[i]);
    }
}

static void write_number(struct writer *w, struct span s)
{
    int width = 1;
    for (; s.at < s.end && *s.at == '#'; s.at++)
        width++;
    must(ls_buf_printf(w->out, "%0*u", width, take_range(w, &s)));
}

/* Behind the number of rows and the %. */
static void write_table(struct writer *w, struct span s, uint32_t rows)
{
    struct span columns[ITEMS_MAX], heads[ITEMS_MAX];
    uint32_t want = take_range(w, &s);
    MUST(s.at < s.end && *s.at == '|');
    s.at++;
    size_t n = choose(w, columns, split(s, columns), want);
    if (n > 3 && ls_rng_below(&w->rng, 3) == 0) {
        size_t i = 2 + ls_rng_below(&w->rng, (uint32_t)n - 3);
        struct span held = columns[i];
        columns[i] = columns[i + 1];
        columns[i + 1] = held;
    }
    for (size_t i = 0; i < n; i++) {
        if (*columns[i].at == '!')
            columns[i].at++;
        const char *equals = memchr(columns[i].at, '=', (size_t)(columns[i].end - columns[i].at));
        MUST(equals);
        heads[i] = (struct span){columns[i].at, equals};
        columns[i].at = equals + 1;
    }
    for (uint32_t row = 0; row <= rows; row++)
        for (size_t i = 0; i < n; i++) {
            write_span(w, row == 0 ? heads[i] : columns[i]);
            must(ls_buf_char(w->out, i + 1 < n ? '\t' : '\n'));
        }
}

static void write_counted(struct writer *w, struct span s)
{
    uint32_t n = take_range(w, &s);
    MUST(s.at < s.end);
    char what = *s.at++;
    if (what == '%') {
        write_table(w, s, n);
        return;
    }
    if (what != '*') {
        write_list(w, s, n, what == '~');
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        write_span(w, s);
}

static void write_group(struct writer *w, struct span s)
{
    struct span items[ITEMS_MAX];
    struct span rest = {s.at + 1, s.end};
    switch (s.at < s.end ? *s.at : '\0') {
    case '?':
        if (ls_rng_below(&w->rng, 2))
            write_span(w, rest);
        return;
    case '~':
        write_list(w, rest, ITEMS_MAX, true);
        return;
    case '#':
        write_number(w, rest);
        return;
    case '=':
        must(ls_buf_char(w->out, LS_PHRASE_MARK));
        write_span(w, rest);
        must(ls_buf_char(w->out, LS_PHRASE_MARK_END));
        return;
    default:
        break;
    }
    const char *p = s.at;
    while (p < s.end && (is_digit(*p) || *p == '-'))
        p++;
    if (p > s.at && p < s.end && strchr("*~!%", *p)) {
        write_counted(w, s);
        return;
    }
    size_t n = split(s, items);
    write_span(w, items[ls_rng_below(&w->rng, (uint32_t)n)]);
}

/* ---- words ---- */

static const char *find_word(const char *name, size_t len)
{
    const struct ls_phrase_word *const lists[] = {ls_words_general, ls_words_papers};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct ls_phrase_word *word = lists[i]; word->name; word++)
            if (strlen(word->name) == len && memcmp(word->name, name, len) == 0)
                return word->text;
    return NULL;
}

static void write_named(struct writer *w, const char *name, size_t len)
{
    static const struct {
        const char *name;
        void (*write)(uint64_t *rng, struct ls_buf *out);
    } computed[] = {
        {"resident", ls_phrase_resident}, {"card", ls_phrase_card}, {"uscc", ls_phrase_uscc}};
    for (size_t i = 0; i < sizeof computed / sizeof *computed; i++)
        if (strlen(computed[i].name) == len && memcmp(computed[i].name, name, len) == 0) {
            computed[i].write(&w->rng, w->out);
            return;
        }
    const char *text = find_word(name, len);
    if (!text)
        fprintf(stderr, "no word $%.*s\n", (int)len, name);
    MUST(text);
    write_span(w, (struct span){text, text + strlen(text)});
}

/* The value of $word2, written on its first use. */
static const struct ls_buf *remembered(struct writer *w, struct span name, size_t word_len)
{
    size_t len = (size_t)(name.end - name.at);
    for (size_t i = 0; i < w->memos_n; i++)
        if (strlen(w->memos[i].name) == len && memcmp(w->memos[i].name, name.at, len) == 0)
            return &w->memos[i].value;
    struct ls_buf value = {.limit = VALUE_LIMIT}, *out = w->out;
    w->out = &value;
    write_named(w, name.at, word_len);
    w->out = out;
    MUST(w->memos_n < MEMOS_MAX && len < NAME_MAX_BYTES);
    struct memo *memo = &w->memos[w->memos_n++];
    memcpy(memo->name, name.at, len);
    memo->name[len] = '\0';
    memo->value = value;
    return &memo->value;
}

static void write_word(struct writer *w, struct span *s)
{
    struct span name = {s->at, s->at};
    while (name.end < s->end && is_word(*name.end))
        name.end++;
    size_t word_len = (size_t)(name.end - name.at);
    while (name.end < s->end && is_digit(*name.end))
        name.end++;
    s->at = name.end;
    if (word_len == 1 && *name.at == 'n') {
        if (name.end > name.at + 1)
            w->count = 0;
        else
            must(ls_buf_u64(w->out, ++w->count));
        return;
    }
    if (name.end == name.at + word_len) {
        write_named(w, name.at, word_len);
        return;
    }
    const struct ls_buf *value = remembered(w, name, word_len);
    must(ls_buf_add(w->out, value->at, value->n));
}

static void write_span(struct writer *w, struct span text)
{
    MUST(++w->depth < DEPTH_MAX);
    while (text.at < text.end) {
        char c = *text.at++;
        if (c == '{') {
            const char *end = group_end(text);
            write_group(w, (struct span){text.at, end});
            text.at = end + 1;
        } else if (c == '$') {
            write_word(w, &text);
        } else {
            if (c == '\\' && text.at < text.end)
                c = *text.at++;
            must(ls_buf_char(w->out, c));
        }
    }
    w->depth--;
}

void ls_phrase_write(const char *template, uint64_t seed, struct ls_buf *out)
{
    struct writer *w = ls_calloc(1, sizeof *w);
    MUST(w);
    w->rng = seed;
    w->out = out;
    write_span(w, (struct span){template, template + strlen(template)});
    for (size_t i = 0; i < w->memos_n; i++)
        LS_VEC_FINI(&w->memos[i].value);
    ls_free(w);
}
