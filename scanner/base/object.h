/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ledger says of one top-level object, and of a whole run.
 */
#ifndef LS_BASE_OBJECT_H
#define LS_BASE_OBJECT_H

#include "base/hit.h"

/* The record that closes an object. Strings are valid during the call that hands it over. */
struct ls_object {
    struct ls_str path;     /* bytes as the system gave them, any encoding */
    uint64_t size;          /* bytes; for a stream what was read */
    bool size_known;        /* false when it could not even be opened */
    uint64_t bytes_read;    /* bytes of it that were looked at */
    uint64_t bytes_decoded; /* bytes that came out of the containers and filters in it */
    enum ls_state state;
    uint64_t hits;
    uint64_t gaps;
    uint64_t members[LS_STATE_COUNT]; /* inner objects, by their end state */
    const char *sha256;               /* hexadecimal, or NULL when nobody asked */
};

/* The sums of a run. objects_seen == the sum over objects[] is the ledger's invariant. */
struct ls_summary {
    uint64_t objects_seen;
    uint64_t objects[LS_STATE_COUNT];
    uint64_t bytes_read;              /* bytes of top-level objects that were scanned */
    uint64_t bytes_decoded;           /* bytes that came out of containers and filters */
    uint64_t members[LS_STATE_COUNT]; /* inner objects of all of them */
    uint64_t hits[LS_SEV_COUNT];
    uint64_t objects_with_hits;
    double seconds;
    const char *rules_digest;
    int exit_status;
};

#endif
