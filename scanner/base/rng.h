/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood: "Fast
 * splittable pseudorandom number generators", OOPSLA 2014). For generated texts and tests, never
 * for secrets. The state is one number, any value is a seed; one thread at a time.
 */
#ifndef LS_BASE_RNG_H
#define LS_BASE_RNG_H

#include <stdint.h>

static inline uint64_t ls_rng_next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* A number in [0, n), n >= 1. The bias is below n / 2^32. */
static inline uint32_t ls_rng_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(((ls_rng_next(state) >> 32) * n) >> 32);
}

#endif
