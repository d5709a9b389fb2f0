/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EQ fields of Word put letters over each other. Their instruction is all there is, so the letters
 * stand in it, and people read them in the line:
 *
 *   EQ \* jc2 \* "Font:x" \* hps10 \o\ad(\s\up 9(small),BIG)    BIG, with small letters over it
 *   EQ \o\ac(○,BIG)                                             BIG, in a ring
 *   EQ \o(\s\up 5(BI),\s\do 3(G))                               BI over G, in the room of one
 *
 * What other EQ fields are made of (fractions, roots, integrals) is not told apart. One thread.
 */
#ifndef LS_FORMATS_WORD_EQ_H
#define LS_FORMATS_WORD_EQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_WORD_EQ_DEPTH = 8 };

/* Begins with zeros, in front of the first character of the instruction. */
struct ls_word_eq {
    uint8_t state, depth;
    uint8_t kinds[LS_WORD_EQ_DEPTH]; /* of the brackets that are open */
    uint8_t next;                    /* of the next one */
    char option;                     /* its first letter; 0: none is being read */
    uint8_t option_n;                /* letters */
    bool ahead, ahead_shown;         /* the next character of the text was looked at */
};

/* The next character of the instruction: is it one that people read in the line? */
bool ls_word_eq_shows(struct ls_word_eq *eq, uint32_t c);

/*
 * Bytes of UTF-8 text up to where its characters become such, or are no longer; *shown: they are.
 * What is left is asked for next.
 */
size_t ls_word_eq_run(struct ls_word_eq *eq, const char *text, size_t len, bool *shown);

#endif
