/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTF (Rich Text Format Specification 1.9.1) in tokens, forward only:
 *
 *   {\b 机\'c3\u23494?}   ->   OPEN  WORD b  TEXT 机  HEX c3  WORD u 23494  TEXT ?  CLOSE
 *
 * Ends of lines and zero bytes between tokens say nothing and are passed over. Whatever the bytes
 * are, they are read as something. One thread at a time.
 */
#ifndef LS_FORMATS_RTF_TOKEN_H
#define LS_FORMATS_RTF_TOKEN_H

#include "base/blob.h"
#include "base/place.h"

enum {
    LS_RTF_WORD_MAX = 32, /* letters of a control word that count */
    LS_RTF_ESCAPE = 4,    /* bytes of \'xx without blanks */
};

enum ls_rtf_token_kind {
    LS_RTF_END,
    LS_RTF_OPEN,
    LS_RTF_CLOSE,
    LS_RTF_TEXT,   /* bytes as they stand there */
    LS_RTF_WORD,   /* \word123 and the blank behind it */
    LS_RTF_SYMBOL, /* \ and one other character, '\n' for either end of a line */
    LS_RTF_HEX,    /* \'xx */
    LS_RTF_BIN,    /* some of the bytes behind \binN */
};

struct ls_rtf_token {
    enum ls_rtf_token_kind kind;
    uint64_t lo, hi;   /* where it stands */
    const uint8_t *at; /* TEXT, BIN: the bytes, until the next token … */
    size_t len;
    struct ls_str word; /* … and WORD: the letters */
    bool has_param;
    int32_t param; /* numbers beyond 32 bits are the nearest that fits */
    uint8_t byte;  /* SYMBOL, HEX */
};

struct ls_rtf_source {
    struct ls_blob *blob;
    uint8_t *chunk;
    uint64_t base; /* offset of chunk[0] */
    size_t at, n;
    bool eof;                /* the blob has no more … */
    struct ls_result result; /* … and why */
    uint64_t bin;            /* bytes of \bin that are due */
    bool pairs; /* in the charset at hand a byte from 0x81 on takes the next one along, also when it
                   looks like a brace or backslash */
    char word[LS_RTF_WORD_MAX];
};

struct ls_result ls_rtf_source_init(struct ls_rtf_source *source, struct ls_blob *blob) LS_MUST_USE;
void ls_rtf_source_fini(struct ls_rtf_source *source);

void ls_rtf_next(struct ls_rtf_source *source, struct ls_rtf_token *token);

/*
 * Behind LS_RTF_HEX: up to `room` bytes of more \'xx that stand right there without blanks in them;
 * each is a token less. Returns their number.
 */
size_t ls_rtf_take_escapes(struct ls_rtf_source *source, uint8_t *out, size_t room);

/* The next byte, and past it; -1: there is none. */
int ls_rtf_peek(struct ls_rtf_source *source);

/* Up to `len` bytes as they are; fewer only at the end. */
size_t ls_rtf_take(struct ls_rtf_source *source, void *out, size_t len);

/* Offset of the next byte. */
static inline uint64_t ls_rtf_offset(const struct ls_rtf_source *source)
{
    return source->base + source->at;
}

/* The value of a hexadecimal digit, or -1. */
static inline int ls_rtf_hex(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    int small = c | 0x20;
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

#endif
