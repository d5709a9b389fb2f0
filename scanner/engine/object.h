/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One object from its first to its last byte: blocks in, hits and gaps out. The command line, the
 * library and every kind of input come through here.
 *
 *   input --lane or split--> candidates of a block --reducer--> hits --line, mask--> report
 *
 * One thread at a time; a large file may be shared with others through a crew.
 */
#ifndef LS_ENGINE_OBJECT_H
#define LS_ENGINE_OBJECT_H

#include "base/digest.h"
#include "base/hit.h"
#include "confirm/reduce.h"
#include "engine/budget.h"
#include "engine/lane.h"
#include "engine/lines.h"
#include "engine/split.h"

/* What is reported, and how. */
struct ls_object_options {
    size_t block_bytes; /* owned by a block, rounded up to an even number; 0: LS_BLOCK_BYTES */
    enum ls_severity min_severity; /* hits below are neither reported nor counted */
    uint32_t categories;           /* set of 1 << enum ls_category; 0: all */
    bool reveal;                   /* nothing is masked */
    bool redact;                   /* everything is masked */
    bool sha256;
    bool undecided; /* what depends on the whole object is decided by who scans, not here */
    struct ls_limits limits; /* of what is inside; all zero: ls_limits_default */
};

/* Takes what is found, in order. A failure of `hit` or `gap` ends the object and is passed on. */
struct ls_report {
    struct ls_result (*hit)(void *user, const struct ls_hit *hit);
    struct ls_result (*gap)(void *user, const struct ls_gap *gap);
    void *user;
    _Atomic uint64_t *bytes_done; /* raised block by block, by this thread alone; may be NULL */
};

enum { LS_SPLIT_BLOCKS = 8 }; /* files with more are shared, if there is somebody to share with */

/* How it ended. */
struct ls_outcome {
    enum ls_state state;
    uint64_t size;       /* bytes of the object: of a stream what came, else what it had */
    uint64_t bytes_read; /* bytes that were looked at */
    uint64_t hits[LS_SEV_COUNT];
    uint64_t gaps;
    uint64_t bytes_decoded;           /* that came out of it */
    uint64_t members[LS_STATE_COUNT]; /* inner objects, by their end state */
    char sha256[LS_SHA256_HEX];       /* "" when nobody asked, or not all was read */
};

struct ls_object_scanner;

struct ls_result ls_object_scanner_new(const struct ls_engine *engine,
                                       const struct ls_object_options *options,
                                       struct ls_object_scanner **scanner) LS_MUST_USE;
void ls_object_scanner_free(struct ls_object_scanner *scanner);

/* The lane, to help others with. */
struct ls_lane *ls_object_scanner_lane(struct ls_object_scanner *scanner);

/*
 * Scans the input; `crew` may be NULL. What goes wrong with the object is a gap. Fails with reach
 * STOP only (no memory, the report failed); the outcome is filled in any case and what was found
 * before was reported, with the gap `interrupted`. When input->cancel becomes non-zero, stops at
 * the next block with the same gap and no failure.
 */
struct ls_result ls_object_scan(struct ls_object_scanner *scanner, const struct ls_input *input,
                                const struct ls_crew *crew, const struct ls_report *report,
                                struct ls_outcome *outcome) LS_MUST_USE;

#endif
