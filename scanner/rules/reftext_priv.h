/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary of the reference text (reftext_words.c): words separated by blanks, most frequent
 * first; single characters the same way, without blanks.
 */
#ifndef LS_RULES_REFTEXT_PRIV_H
#define LS_RULES_REFTEXT_PRIV_H

extern const char ls_reftext_nouns[];
extern const char ls_reftext_verbs[];
extern const char ls_reftext_adverbs[];
extern const char ls_reftext_adjectives[];
extern const char ls_reftext_bodies[];     /* who acts: authorities, companies, parties */
extern const char ls_reftext_characters[]; /* no character of a grade word among them */

#endif
