/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an object did to the process that scanned it, as one number: a signal, LS_DIED_CODE and a
 * code (engine/shared_slots.h), or one of the following. 0: nothing.
 */
#ifndef LS_ENGINE_CAUSE_H
#define LS_ENGINE_CAUSE_H

#include "engine/shared_slots.h"

enum {
    LS_CAUSE_HANG = 512, /* a format did not come to an end */
    LS_CAUSE_EXIT,       /* the process ended by itself, and nobody knows why */
    LS_CAUSE_LIES,       /* it said what no scanning process says */
    LS_CAUSE_WORDS = 80,
};

/* A word of base/reason.h. */
const char *ls_cause_reason(unsigned cause);

/* The detail of a gap; written to `words` where it is not always the same. */
const char *ls_cause_words(unsigned cause, char words[LS_CAUSE_WORDS]);

#endif
