/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of a member on their way out of its container: held in memory as far as there is room,
 * so that a format may read them in any order and the raw pass after it; what does not fit is read
 * forward only, the first bytes again from memory. One thread at a time.
 */
#ifndef LS_ENGINE_MEMBER_H
#define LS_ENGINE_MEMBER_H

#include "base/blob.h"
#include "formats/format.h"

struct ls_held {
    uint64_t *used; /* bytes held by all members, against */
    uint64_t limit;
    uint8_t *bytes; /* readable LS_MATCH_PAD further */
    size_t n, cap;
    bool whole;              /* all of it is there */
    struct ls_result broken; /* why it ended before its end */
};

/* Reads until the end, an error (see `broken`) or the limit. Fails with STOP only. */
struct ls_result ls_held_read(struct ls_held *held, struct ls_blob *blob) LS_MUST_USE;
void ls_held_free(struct ls_held *held);

/* What formats bid by; `bytes` are those that are held, as long as the probe is used. */
void ls_held_probe(const struct ls_held *held, struct ls_blob *bytes, struct ls_probe *probe);

/* For bytes that are all there. */
void ls_probe_memory(struct ls_probe *probe, const uint8_t *bytes, size_t len);

/* What is held, and then the rest. */
struct ls_begun {
    struct ls_blob blob;
    const struct ls_held *held;
    struct ls_blob *rest;
    bool gone; /* something of the rest was read: there is no way back */
};

void ls_begun_init(struct ls_begun *begun, const struct ls_held *held, struct ls_blob *rest);

#endif
