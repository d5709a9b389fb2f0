/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records that have been told of an object, should it have to be scanned again: then each of
 * them is taken for the old one as often as it was told, and only what is new is told.
 *
 * A record is known by a hash of its bytes. More than LS_RETOLD_MAX records are not remembered;
 * they would be told twice, which is better than not at all.
 */
#ifndef LS_ENGINE_RETOLD_H
#define LS_ENGINE_RETOLD_H

#include "base/buf.h"

#include <stdbool.h>

enum { LS_RETOLD_MAX = 1 << 22 };

struct ls_retold_record {
    uint64_t hash;
    uint32_t met; /* the first of equal ones: how many were met since the last ls_retold_again() */
};

struct ls_retold {
    uint64_t seed; /* of the hash: nobody outside may know it */
    LS_VEC(struct ls_retold_record) at;
    size_t before; /* at[0..before): told before the last ls_retold_again(), ascending */
};

void ls_retold_init(struct ls_retold *retold);
void ls_retold_fini(struct ls_retold *retold);

/* Another object comes. */
void ls_retold_clear(struct ls_retold *retold);

/* The object is scanned again from its start. */
void ls_retold_again(struct ls_retold *retold);

/* Whether this record is to be told; it counts as told then. Fails with STOP/LS_E_MEMORY. */
struct ls_result ls_retold_is_new(struct ls_retold *retold, const void *record, size_t len,
                                  bool *is_new) LS_MUST_USE;

#endif
