/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Traditional characters as people write them every day.
 */
#ifndef LS_GENERATE_EVERYDAY_H
#define LS_GENERATE_EVERYDAY_H

#include <stdint.h>

/*
 * How a text in traditional characters writes `cp`: itself where that is an everyday character,
 * else the simplest everyday character that folds to the same, else itself. Any thread.
 */
uint32_t ls_everyday_traditional(uint32_t cp);

#endif
