/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/retold.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Odd constants with as many ones as zeros, about. */
#define MIX_A 0x9E3779B97F4A7C15U
#define MIX_B 0xC2B2AE3D27D4EB4FU

void ls_retold_init(struct ls_retold *retold)
{
    *retold = (struct ls_retold){.seed = MIX_A};
    LS_VEC_INIT(&retold->at, LS_RETOLD_MAX);
    if (getrandom(&retold->seed, sizeof retold->seed, GRND_NONBLOCK) < 0)
        retold->seed ^= (uint64_t)(uintptr_t)retold; /* no chance to be had: better than nothing */
}

void ls_retold_fini(struct ls_retold *retold)
{
    LS_VEC_FINI(&retold->at);
}

void ls_retold_clear(struct ls_retold *retold)
{
    LS_VEC_CLEAR(&retold->at);
    retold->before = 0;
}

static int by_hash(const void *a, const void *b)
{
    const struct ls_retold_record *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void ls_retold_again(struct ls_retold *retold)
{
    if (retold->at.n)
        qsort(retold->at.at, retold->at.n, sizeof *retold->at.at, by_hash);
    for (size_t i = 0; i < retold->at.n; i++)
        retold->at.at[i].met = 0;
    retold->before = retold->at.n;
}

/* Both halves of the product, folded: every bit of the input reaches every bit of the result. */
static uint64_t mix(uint64_t x, uint64_t y)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)x * y;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_of(uint64_t seed, const void *record, size_t len)
{
    const unsigned char *p = record;
    uint64_t hash = mix(seed ^ len, MIX_A), word;
    for (; len >= sizeof word; p += sizeof word, len -= sizeof word) {
        memcpy(&word, p, sizeof word);
        hash = mix(hash ^ word, MIX_B ^ seed);
    }
    word = 0;
    memcpy(&word, p, len);
    return mix(hash ^ word, MIX_A ^ seed);
}

/* Where among the records told before those with this hash begin, or where they end. */
static size_t first_from(const struct ls_retold *retold, uint64_t hash, bool beyond)
{
    LS_BISECT(lo, retold->before, i,
              retold->at.at[i].hash < hash || (beyond && retold->at.at[i].hash == hash));
    return lo;
}

/* Whether a record told before is met again; each one can be only once. */
static bool meet(struct ls_retold *retold, uint64_t hash)
{
    size_t first = first_from(retold, hash, false), end = first_from(retold, hash, true);
    if (first == end || retold->at.at[first].met == end - first)
        return false;
    retold->at.at[first].met++;
    return true;
}

struct ls_result ls_retold_is_new(struct ls_retold *retold, const void *record, size_t len,
                                  bool *is_new)
{
    uint64_t hash = hash_of(retold->seed, record, len);
    *is_new = !meet(retold, hash);
    if (*is_new && retold->at.n < retold->at.limit)
        LS_VEC_PUSH(&retold->at, ((struct ls_retold_record){.hash = hash}));
    return ls_ok();
}
