/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FNV-1a of 64 bits (Fowler, Noll, Vo): a number by which pieces of text are known again. Quick for
 * short ones; no defence against who looks for two that share it.
 */
#ifndef LS_BASE_FNV_H
#define LS_BASE_FNV_H

#include "base/place.h"

#include <stddef.h>
#include <stdint.h>

#define LS_FNV_START UINT64_C(0xcbf29ce484222325)

/* One step; `what` may be more than a byte, where that is what things are made of. */
static inline uint64_t ls_fnv_add(uint64_t hash, uint64_t what)
{
    return (hash ^ what) * UINT64_C(0x100000001b3);
}

/* Goes on from `hash`, at first LS_FNV_START. */
static inline uint64_t ls_fnv(uint64_t hash, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = ls_fnv_add(hash, ((const uint8_t *)bytes)[i]);
    return hash;
}

static inline uint64_t ls_fnv_str(struct ls_str text)
{
    return ls_fnv(LS_FNV_START, text.at, text.len);
}

/* The eight bytes of a number, from the lowest on. */
static inline uint64_t ls_fnv_word(uint64_t hash, uint64_t word)
{
    for (int i = 0; i < 8; i++)
        hash = ls_fnv_add(hash, (uint8_t)(word >> 8 * i));
    return hash;
}

#endif
