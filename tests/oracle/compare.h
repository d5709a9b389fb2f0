/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule pack on both sides: the library (and the engine below it, with blocks of any size), and
 * the naive loop. What one says of a text the other has to say: the same rules, offsets, lengths.
 */
#ifndef LS_TESTS_COMPARE_H
#define LS_TESTS_COMPARE_H

#include "leakscan.h"

#include "naive.h"
#include "pieces.h"

#include "engine/object.h"

enum { BLOCK_SIZES = 7 };

struct subject {
    struct leakscan_rules *library;
    struct leakscan_scanner *scanner;
    struct ls_engine *engine;
    struct ls_object_scanner *in_blocks[BLOCK_SIZES];
    struct naive naive;
    size_t *compared; /* hits that both sides agree on, for each rule */
    size_t wrong;
};

/* Opens a pack of this folder; NULL: the built-in ones. */
void subject_open(struct subject *s, const char *pack);

/* Fails the test when anything was wrong, or a rule was never found. */
void subject_close(struct subject *s);

/* The same for rules whose ids begin with `prefix`; the others may stay unseen. */
void subject_close_some(struct subject *s, const char *prefix);

void subject_check(struct subject *s, const struct made_text *text);

/* Checks `count` texts in each encoding, from short to long; equal seeds give equal texts. */
void subject_check_texts(struct subject *s, enum topic topic, uint64_t seed, uint64_t count);

/* Checks every piece of the topic as a whole input, alone and twice without anything between. */
void subject_check_pieces(struct subject *s, enum topic topic);

/* Checks texts a little longer than a block of the library, with pieces around its end. */
void subject_check_large(struct subject *s, enum topic topic, enum ls_encoding enc);

/* Checks texts with pieces between paragraphs that are longer than any window. */
void subject_check_paragraphs(struct subject *s, enum topic topic, enum ls_encoding enc);

#endif
