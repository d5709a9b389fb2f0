/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words [-v] [-l] FILE TEXT...: how many of the words in TEXT, which another program extracted from
 * FILE, are in ours too? Prints "found all", and with -v the missing ones. A word is a run of
 * letters and digits of two or more; of Chinese and its like, each character.
 *
 * The formats take FILE apart as in tests/transcript.h, with the other form that a text is in (a
 * mail's HTML in its RTF). Embedded documents are left aside, for the other program does not read
 * those either. Order does not matter, number does not either: what is asked is whether something
 * was not looked at.
 */
#include "transcript.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/fnv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 256, TABLE = 1 << 20, TEXT_MAX = 256 << 20 };

/* Hashes of the words that we have; 0: free. */
static uint64_t table[TABLE];

static uint64_t hash_of(const char *word, size_t len)
{
    uint64_t h = ls_fnv(LS_FNV_START, word, len);
    return h ? h : 1;
}

static bool look_up(uint64_t hash, bool insert)
{
    for (size_t i = hash % TABLE, n = 0; n < TABLE; i = (i + 1) % TABLE, n++) {
        if (table[i] == hash)
            return true;
        if (table[i])
            continue;
        if (insert)
            table[i] = hash;
        return insert;
    }
    return false;
}

enum class { OTHER, LETTER, CHARACTER };

static enum class class_of(uint32_t cp) {
    if (cp < 0x80) return (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z')
        ? LETTER
        : OTHER;
    if ((cp >= 0xC0 && cp < 0x2000 && cp != 0xD7 && cp != 0xF7)) return LETTER;
    return (cp >= 0x3041 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ? CHARACTER : OTHER;
}

/* The next word of text[*at..len); 0 at the end. ASCII letters become small. */
static size_t next_word(const char *text, size_t len, size_t *at, char word[WORD_MAX])
{
    size_t n = 0, letters = 0;
    while (*at < len) {
        uint32_t cp;
        size_t taken = ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + *at, len - *at, &cp);
        enum class c = class_of(cp);
        if (cp == 0xAD) { /* may break a line there, and parts no word */
            *at += taken;
            continue;
        }
        if (n && c != LETTER) {
            if (letters >= 2)
                return n;
            n = letters = 0;
        }
        if (c != OTHER && n + taken < WORD_MAX) {
            for (size_t i = 0; i < taken; i++) {
                char byte = text[*at + i];
                word[n++] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
            }
            letters++;
        }
        *at += taken;
        if (c == CHARACTER)
            return n;
    }
    return letters >= 2 ? n : 0;
}

static bool read_file(const char *path, struct ls_buf *out)
{
    char chunk[1 << 16];
    size_t got;
    FILE *file = fopen(path, "rbe");
    LS_VEC_CLEAR(out);
    out->limit = TEXT_MAX;
    while (file && (got = fread(chunk, 1, sizeof chunk, file)) > 0)
        if (ls_failed(ls_buf_add(out, chunk, got)))
            return false;
    return file && fclose(file) == 0;
}

/* Only what is text in the transcript: the words in its quotes. */
static void insert_ours(const char *transcript)
{
    char word[WORD_MAX];
    for (const char *line = transcript; *line; line += *line == '\n') {
        size_t len = strcspn(line, "\n");
        if (strncmp(line, "text \"", 6) == 0) {
            struct ls_buf text = {.limit = TEXT_MAX};
            for (size_t i = 6; i < len; i++) { /* \n, \r, \f and \t are borders */
                bool escape = line[i] == '\\' && i + 1 < len && strchr("nrft", line[i + 1]);
                if (ls_failed(ls_buf_char(&text, escape ? ' ' : line[i])))
                    abort();
                i += escape;
            }
            size_t at = 0, n;
            while ((n = next_word(text.at, text.n, &at, word)) > 0)
                look_up(hash_of(word, n), true);
            LS_VEC_FINI(&text);
        }
        line += len;
    }
}

static bool has_letter(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (word[i] < '0' || word[i] > '9')
            return true;
    return false;
}

int main(int argc, char **argv)
{
    bool verbose = false, letters = false;
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        verbose = verbose || strcmp(argv[first], "-v") == 0;
        letters = letters || strcmp(argv[first], "-l") == 0;
    }
    struct ls_transcript t = {.budget = TEXT_MAX, .other_forms = true};
    struct ls_buf theirs = {.limit = TEXT_MAX};
    size_t found = 0, all = 0;
    const char *ours = argc - first >= 2 ? ls_transcript_file(&t, argv[first]) : NULL;
    if (!ours) {
        fprintf(stderr, "usage: words [-v] [-l] FILE TEXT...\n");
        return 2;
    }
    if (strstr(ours, "\ngap \"\" encrypted") || strncmp(ours, "gap \"\" encrypted", 16) == 0) {
        printf("encrypted\n");
        ls_transcript_free(&t);
        return 0;
    }
    insert_ours(ours);
    for (int i = first + 1; i < argc; i++) {
        char word[WORD_MAX];
        size_t at = 0, n;
        if (!read_file(argv[i], &theirs)) {
            perror(argv[i]);
            return 2;
        }
        while ((n = next_word(theirs.at, theirs.n, &at, word)) > 0) {
            if (letters && !has_letter(word, n))
                continue;
            bool there = look_up(hash_of(word, n), false);
            found += there;
            all++;
            if (!there && verbose)
                fprintf(stderr, "  %.*s\n", (int)n, word);
        }
    }
    printf("%zu %zu\n", found, all);
    LS_VEC_FINI(&theirs);
    ls_transcript_free(&t);
    return 0;
}
