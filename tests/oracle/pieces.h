/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts for the comparison with a naive loop: random rows of pieces that match, nearly match, or
 * get in the way. The same seed gives the same text.
 *
 *   pieces of a topic, numbers, noise --any variant of each character--> bytes of one encoding,
 *   now and then a few pieces in another one, or a stray byte
 */
#ifndef LS_TESTS_PIECES_H
#define LS_TESTS_PIECES_H

#include "base/encoding.h"

#include <stddef.h>
#include <stdint.h>

enum topic {
    TOPIC_MARKS,   /* for marks.yaml */
    TOPIC_GRADES,  /* for the grade marks of the built-in packs */
    TOPIC_NUMBERS, /* for numbers.yaml */
    TOPIC_WORDS,   /* for words.yaml */
    TOPICS,
};

struct made_text {
    uint64_t seed, rng;
    enum topic topic;
    enum ls_encoding enc;
    uint8_t *bytes;
    size_t n, cap;
    size_t since_break; /* bytes since the last line break */
};

void text_begin(struct made_text *text, enum topic topic, enum ls_encoding enc, uint64_t seed);
void text_drop(struct made_text *text);

/* Appends random pieces until the text has `size` bytes or a few more. */
void text_pieces(struct made_text *text, size_t size);

/* Appends ordinary lines, in which nothing is to be found, in the same way. */
void text_fill(struct made_text *text, size_t size);

/* Appends a paragraph of so many bytes, in which there is no ASCII character. */
void text_paragraph(struct made_text *text, size_t bytes);

/* How many pieces the topic has, and one of them. */
size_t text_pieces_n(enum topic topic);
void text_piece(struct made_text *text, size_t piece);

#endif
