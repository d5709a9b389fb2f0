/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things that go wrong on demand, to show what is made of them.
 */
#ifndef LS_ENGINE_INJECT_H
#define LS_ENGINE_INJECT_H

#include "base/place.h"
#include "base/result.h"

#include <stdbool.h>
#include <stdint.h>

enum ls_injection {
    LS_INJECT_NOTHING,
    LS_INJECT_CRASH,        /* a format dies of it; its raw bytes do no harm */
    LS_INJECT_CRASH_LATE,   /* the same, when all its records have been written */
    LS_INJECT_CRASH_RAW,    /* the raw bytes do it as well */
    LS_INJECT_CRASH_HELP,   /* whoever helps another thread with it dies of that; raw bytes only: no
                               harm */
    LS_INJECT_CRASH_MEMBER, /* a format dies of members called "deadly" */
    LS_INJECT_HANG,         /* a format does not come to an end */
    LS_INJECT_HANG_RAW,     /* and the raw scan does not either */
    LS_INJECT_MEMORY,       /* a format takes all the memory there is, until an allocation fails */
    LS_INJECT_EXIT,         /* something ends the process with a status */
    LS_INJECT_OPEN,         /* an intruder opens files and makes some; a crash if that works … */
    LS_INJECT_SIGNAL,       /* … or sends signals … */
    LS_INJECT_SOCKET,       /* … or makes a socket … */
    LS_INJECT_EXEC,         /* … or starts a program */
    LS_INJECT_LIES,         /* an intruder writes records of his own making */
    LS_INJECT_COUNT,
};

/* "crash", "crash-late" …; false when there is no such name. */
bool ls_inject_parse(const char *name, enum ls_injection *what);

/*
 * Makes it go wrong, before (`late` false) or after an object is scanned. `phase` is where
 * the thread says what it does, `records` the stream that its records go to.
 */
struct ls_result ls_inject(enum ls_injection what, bool late, bool raw_only,
                           _Atomic uint32_t *phase, int records) LS_MUST_USE;

/* For LS_INJECT_CRASH_MEMBER: a member is looked at. */
void ls_inject_member(enum ls_injection what, struct ls_str name);

/* For LS_INJECT_CRASH_HELP: the helper's end, and the waiting for it. */
void ls_inject_crash(void);
void ls_inject_hang(void);

#endif
