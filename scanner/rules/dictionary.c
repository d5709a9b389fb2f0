/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/dictionary.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/encoding.h"
#include "rules/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_CHARS_MAX = 128, CHARS_MIN = 2, WINDOW = 8 };

/* A word while all files are read: where it came from, and whether it came before. */
struct entry {
    struct ls_word word;
    uint32_t dictionary, order;
    bool twin;
};

typedef LS_VEC(struct entry) entry_vec;

/* The file at hand. */
struct reading {
    const struct ls_dictionary *dictionary;
    uint32_t number;
    enum ls_encoding enc;
    size_t at; /* next byte */
    uint32_t line;
    struct ls_arena *arena;
    struct ls_diag *diag;
    entry_vec *entries;
};

static struct ls_result wrong(const struct reading *r, const char *what)
{
    return ls_diag_stop(r->diag, LS_E_RULES, "%s:%" PRIu32 ": %s", r->dictionary->text->file,
                        r->line, what);
}

static bool is_all(enum ls_encoding enc, const struct ls_pack_text *text)
{
    uint32_t cp;
    for (size_t at = 0; at < text->len;) {
        at += ls_decode_char(enc, (const uint8_t *)text->bytes + at, text->len - at, &cp);
        if (cp == LS_CHAR_BAD)
            return false;
    }
    return true;
}

/* By its byte order mark, which is skipped; else what can be read to the end. */
static struct ls_result tell_encoding(struct reading *r)
{
    static const struct {
        const char *mark;
        size_t len;
        enum ls_encoding enc;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, LS_ENC_UTF8},
        {"\xFF\xFE", 2, LS_ENC_UTF16LE},
        {"\xFE\xFF", 2, LS_ENC_UTF16BE},
    };
    const struct ls_pack_text *text = r->dictionary->text;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text->len >= marks[i].len && memcmp(text->bytes, marks[i].mark, marks[i].len) == 0) {
            r->enc = marks[i].enc;
            r->at = marks[i].len;
            return ls_ok();
        }
    r->enc = is_all(LS_ENC_UTF8, text) ? LS_ENC_UTF8 : LS_ENC_GB18030;
    if (r->enc == LS_ENC_GB18030 && !is_all(LS_ENC_GB18030, text))
        return wrong(r,
                     "neither UTF-8 nor GB18030, expected words in one of them, or UTF-16 with a "
                     "byte order mark");
    return ls_ok();
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0x3000 || cp == 0x00A0;
}

/* The next line without the blanks around it; *n is more than fits when it is too long. */
static void read_line(struct reading *r, uint32_t line[LINE_CHARS_MAX], size_t *n)
{
    const struct ls_pack_text *text = r->dictionary->text;
    size_t len = 0, last = 0;
    uint32_t cp = 0;
    while (r->at < text->len && cp != '\n') {
        r->at +=
            ls_decode_char(r->enc, (const uint8_t *)text->bytes + r->at, text->len - r->at, &cp);
        if (cp == '\r') { /* alone it ends a line as well */
            uint32_t next = 0;
            size_t took = r->at < text->len
                              ? ls_decode_char(r->enc, (const uint8_t *)text->bytes + r->at,
                                               text->len - r->at, &next)
                              : 0;
            r->at += next == '\n' ? took : 0;
            cp = '\n';
        }
        if (cp == '\n' || (len == 0 && is_blank(cp)))
            continue;
        if (len < LINE_CHARS_MAX)
            line[len] = cp;
        len++;
        if (!is_blank(cp))
            last = len;
    }
    *n = last;
}

static struct ls_result add_word(struct reading *r, const uint32_t *line, size_t n)
{
    char utf8[LINE_CHARS_MAX * LS_CHAR_BYTES_MAX];
    char what[128];
    size_t len = 0;
    struct entry entry = {.dictionary = r->number, .order = (uint32_t)r->entries->n};
    if (n > LINE_CHARS_MAX)
        return wrong(r, "too long, expected a word of 2 to 32 characters");
    for (size_t i = 0; i < n; i++)
        len += ls_encode_char(LS_ENC_UTF8, line[i], (uint8_t *)utf8 + len);
    const char *text = ls_arena_strndup(r->arena, utf8, len);
    if (!text)
        return ls_stop(LS_E_MEMORY);
    const char *problem = ls_word_make(r->arena, text, &entry.word);
    if (problem == LS_WORD_NO_MEMORY)
        return ls_stop(LS_E_MEMORY);
    if (!problem && entry.word.folded_n < CHARS_MIN)
        problem = "a word of 2 to 32 characters";
    if (!problem && !ls_word_is_long_enough(&entry.word))
        problem = "more: two letters would be found everywhere";
    if (problem) {
        snprintf(what, sizeof what, "no word to search for, expected %s", problem);
        return wrong(r, what);
    }
    if (r->entries->n == r->entries->limit) {
        snprintf(what, sizeof what, "too many words, expected %d at most in all dictionaries",
                 LS_DICTIONARY_WORDS_MAX);
        return wrong(r, what);
    }
    LS_VEC_PUSH(r->entries, entry);
    return ls_ok();
}

static struct ls_result read_words(struct reading *r)
{
    uint32_t line[LINE_CHARS_MAX];
    size_t n, before = r->entries->n;
    if (r->dictionary->text->len > LS_PACK_BYTES_MAX)
        return wrong(r, "too large, expected 4 MiB at most");
    LS_TRY(tell_encoding(r));
    for (; r->at < r->dictionary->text->len; r->line++) {
        read_line(r, line, &n);
        if (n > 0 && line[0] != '#')
            LS_TRY(add_word(r, line, n));
    }
    r->line = 1;
    return r->entries->n > before ? ls_ok() : wrong(r, "no words here, expected one a line");
}

_Static_assert(LS_PACK_BYTES_MAX == 4 << 20, "the message above says 4 MiB");
_Static_assert(LS_RULE_WORD_CHARS_MAX == 32, "the messages above say 32");

/* By word, then as they came. */
static int by_word(const void *a, const void *b)
{
    const struct entry *x = *(const struct entry *const *)a, *y = *(const struct entry *const *)b;
    if (x->word.folded_n != y->word.folded_n)
        return x->word.folded_n < y->word.folded_n ? -1 : 1;
    int order = memcmp(x->word.folded, y->word.folded, x->word.folded_n * sizeof(uint32_t));
    return order ? order : (x->order < y->order ? -1 : 1);
}

static bool same_word(const struct ls_word *x, const struct ls_word *y)
{
    return x->folded_n == y->folded_n &&
           memcmp(x->folded, y->folded, x->folded_n * sizeof(uint32_t)) == 0;
}

/* Every word but the first of those that fold to the same. Returns how many are left. */
static struct ls_result mark_twins(entry_vec *entries, size_t *left)
{
    struct entry **sorted = ls_calloc(entries->n + 1, sizeof *sorted);
    if (!sorted)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < entries->n; i++)
        sorted[i] = &entries->at[i];
    qsort(sorted, entries->n, sizeof *sorted, by_word);
    *left = entries->n;
    for (size_t i = 1; i < entries->n; i++)
        if (same_word(&sorted[i - 1]->word, &sorted[i]->word)) {
            sorted[i]->twin = true;
            --*left;
        }
    ls_free(sorted);
    return ls_ok();
}

static struct ls_result keep_words(struct ls_dictionary *dictionary, uint32_t number,
                                   const entry_vec *entries, bool many, struct ls_arena *arena)
{
    size_t n = 0;
    for (size_t i = 0; i < entries->n; i++)
        n += entries->at[i].dictionary == number && !entries->at[i].twin;
    struct ls_word *words = ls_arena_calloc(arena, n + 1, sizeof *words);
    if (!words)
        return ls_stop(LS_E_MEMORY);
    dictionary->words = (struct ls_words){words, n};
    for (size_t i = 0; i < entries->n; i++) {
        if (entries->at[i].dictionary != number || entries->at[i].twin)
            continue;
        *words = entries->at[i].word;
        words++->one_script = many;
    }
    return ls_ok();
}

static struct ls_result read_all(struct ls_dictionary *dictionaries, size_t n, entry_vec *entries,
                                 struct ls_arena *arena, struct ls_diag *diag)
{
    size_t left;
    for (uint32_t i = 0; i < n; i++) {
        struct reading r = {.dictionary = &dictionaries[i],
                            .number = i,
                            .line = 1,
                            .arena = arena,
                            .diag = diag,
                            .entries = entries};
        LS_TRY(read_words(&r));
    }
    LS_TRY(mark_twins(entries, &left));
    for (uint32_t i = 0; i < n; i++)
        LS_TRY(keep_words(&dictionaries[i], i, entries, left > LS_DICTIONARY_FEW, arena));
    return ls_ok();
}

struct ls_result ls_dictionaries_read(struct ls_dictionary *dictionaries, size_t n,
                                      struct ls_arena *arena, struct ls_diag *diag)
{
    entry_vec entries;
    LS_VEC_INIT(&entries, LS_DICTIONARY_WORDS_MAX);
    struct ls_result r = read_all(dictionaries, n, &entries, arena, diag);
    LS_VEC_FINI(&entries);
    return r;
}

struct ls_result ls_dictionary_rule(const struct ls_dictionary *dictionary, size_t number,
                                    struct ls_arena *arena, struct ls_rule *rule,
                                    struct ls_pack *pack)
{
    const char *file = dictionary->text->file;
    const char *slash = strrchr(file, '/');
    const struct ls_words *words = &dictionary->words;
    char id[32], title[256];
    snprintf(id, sizeof id, "dictionary.%zu", number);
    snprintf(title, sizeof title, "单位词典 (%.200s)", slash ? slash + 1 : file);
    *pack = (struct ls_pack){
        .id = ls_arena_strndup(arena, id, strlen(id)),
        .title = ls_arena_strndup(arena, title, strlen(title)),
        .source = "",
        .file = ls_arena_strndup(arena, file, strlen(file)),
        .rules_n = 1,
    };
    *rule = (struct ls_rule){
        .info = {pack->id, pack->title, LS_CAT_DICTIONARY, LS_SEV_HIGH},
        .pack = pack->id,
        .description = "Words that the unit has supplied in a file.",
        .source = "",
        .line = 1,
        .kind = LS_RULE_MATCH,
        .anchors = *words,
        .gap = words->n && words->at[0].one_script ? LS_GAP_NONE : LS_GAP_UNIFORM,
        .window = WINDOW,
        .lead = WINDOW,
    };
    return pack->id && pack->title && pack->file ? ls_ok() : ls_stop(LS_E_MEMORY);
}
