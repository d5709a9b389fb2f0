/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/member.h"

#include "base/alloc.h"
#include "match/match.h"

#include <string.h>

enum {
    FIRST_BYTES = 256 << 10, /* held before it is known to be longer, whatever the limit */
};

static bool grow(struct ls_held *held)
{
    size_t cap = held->cap ? held->cap * 2 : FIRST_BYTES;
    uint64_t room = held->limit > *held->used ? held->limit - *held->used : 0;
    if (held->cap && cap - held->cap > room) /* what it is has to be known in any case */
        return false;
    uint8_t *bytes = ls_reallocarray(held->bytes, cap + LS_MATCH_PAD, 1);
    if (!bytes)
        return false;
    *held->used += cap - held->cap;
    held->bytes = bytes;
    held->cap = cap;
    return true;
}

struct ls_result ls_held_read(struct ls_held *held, struct ls_blob *blob)
{
    while (!held->whole) {
        size_t got;
        if (held->n == held->cap && !grow(held))
            return ls_ok();
        struct ls_result r =
            ls_blob_read(blob, held->n, held->bytes + held->n, held->cap - held->n, &got);
        held->n += got;
        if (r.reach == LS_STOP)
            return r;
        held->whole = ls_failed(r) || held->n < held->cap;
        held->broken = r;
    }
    return ls_ok();
}

void ls_held_free(struct ls_held *held)
{
    *held->used -= held->cap;
    ls_free(held->bytes);
    held->bytes = NULL;
    held->n = held->cap = 0;
}

void ls_probe_memory(struct ls_probe *probe, const uint8_t *bytes, size_t len)
{
    size_t tail = len < LS_PROBE_TAIL ? len : LS_PROBE_TAIL;
    *probe = (struct ls_probe){
        .head = bytes,
        .head_len = len < LS_PROBE_HEAD ? len : LS_PROBE_HEAD,
        .tail = bytes + (len - tail),
        .tail_len = tail,
        .size = len,
    };
}

void ls_held_probe(const struct ls_held *held, struct ls_blob *bytes, struct ls_probe *probe)
{
    ls_probe_memory(probe, held->bytes, held->n);
    if (!held->whole) {
        probe->tail_len = 0;
        probe->size = LS_SIZE_UNKNOWN;
    }
    ls_blob_memory(bytes, held->bytes, held->n);
    probe->blob = held->whole ? bytes : NULL;
}

static struct ls_result read_begun(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                   size_t *got)
{
    struct ls_begun *begun = LS_CONTAINER(blob, struct ls_begun, blob);
    const struct ls_held *held = begun->held;
    if (off >= held->n) {
        begun->gone = true;
        return begun->rest->read(begun->rest, off, out, len, got);
    }
    *got = held->n - (size_t)off < len ? held->n - (size_t)off : len;
    memcpy(out, held->bytes + off, *got);
    return ls_ok();
}

void ls_begun_init(struct ls_begun *begun, const struct ls_held *held, struct ls_blob *rest)
{
    *begun = (struct ls_begun){
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_begun}, .held = held, .rest = rest};
}
