/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/shared_slots.h"

#include <sys/mman.h>

enum { INDEX_BITS = 8 };

static size_t size_of(unsigned n)
{
    return sizeof(struct ls_slots) + n * sizeof(struct ls_slot);
}

struct ls_slots *ls_slots_new(unsigned n)
{
    struct ls_slots *slots =
        mmap(NULL, size_of(n), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (slots == MAP_FAILED)
        return NULL;
    slots->n = n;
    return slots;
}

void ls_slots_free(struct ls_slots *slots)
{
    if (slots)
        munmap(slots, size_of(slots->n));
}

void ls_slots_clear(struct ls_slots *slots)
{
    for (unsigned i = 0; i < slots->n; i++) {
        struct ls_slot *slot = &slots->at[i];
        atomic_store(&slot->object, 0);
        atomic_store(&slot->bytes, 0);
        atomic_store(&slot->phase, LS_PHASE_RAW);
        atomic_store(&slot->died, 0);
    }
}

uint64_t ls_object_id(uint32_t ticket, size_t index)
{
    return (uint64_t)ticket << INDEX_BITS | (index + 1);
}

uint32_t ls_object_id_ticket(uint64_t id)
{
    return (uint32_t)(id >> INDEX_BITS);
}

size_t ls_object_id_index(uint64_t id)
{
    return (size_t)(id & ((1 << INDEX_BITS) - 1)) - 1;
}
