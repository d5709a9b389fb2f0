/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/packed.h"

#include "base/cursor.h"
#include "base/reason.h"

#include <string.h>

const char ls_packed_tail[] = "more bytes behind the end of the packed data";
const char ls_packed_cut[] = "ends in the middle of the packed data";
const char ls_packed_damaged[] = "the packed data is damaged";

struct ls_gap ls_packed_why(enum ls_unpack_state state)
{
    switch (state) {
    case LS_UNPACK_TRUNCATED:
        return (struct ls_gap){.reason = LS_REASON_TRUNCATED, .detail = ls_packed_cut};
    case LS_UNPACK_MEMORY:
        return (struct ls_gap){.reason = LS_REASON_MEMORY_LIMIT,
                               .detail = "needs a window of more than 128 MiB"};
    case LS_UNPACK_UNSUPPORTED:
        return (struct ls_gap){.reason = LS_REASON_UNSUPPORTED,
                               .detail = "packed with a dictionary, filter or version not known"};
    case LS_UNPACK_OPEN:
    case LS_UNPACK_WHOLE:
    case LS_UNPACK_TAIL:
    case LS_UNPACK_BROKEN:
    case LS_UNPACK_FAILED:
        break;
    }
    return (struct ls_gap){.reason = LS_REASON_MALFORMED, .detail = ls_packed_damaged};
}

/* The decoder's blob, and what is to be said of its end as soon as it is there. */
struct watched {
    struct ls_blob blob;
    struct ls_unpack *unpack;
    struct ls_blob *inner;
    struct ls_gap why;
};

static struct ls_result read_watched(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct watched *w = LS_CONTAINER(blob, struct watched, blob);
    struct ls_result r = w->inner->read(w->inner, off, out, len, got);
    if (ls_failed(r))
        w->why = ls_packed_why(ls_unpack_state(w->unpack));
    return r;
}

static struct ls_result run(struct ls_format_job *job, struct ls_unpack *unpack)
{
    uint64_t size = job->blob->size;
    struct watched w = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_watched}, .unpack = unpack};
    struct ls_child child = {
        .blob = &w.blob,
        .raw_hi = size == LS_SIZE_UNKNOWN ? 0 : size,
        .why = &w.why,
    };
    ls_unpack_open(unpack, job->blob, 0, UINT64_MAX, &w.inner);
    LS_TRY(ls_emit_child(job, &child));
    if (ls_unpack_state(unpack) != LS_UNPACK_TAIL)
        return ls_ok();
    return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, ls_packed_tail);
}

struct ls_result ls_packed_run(struct ls_format_job *job, enum ls_unpack_kind kind)
{
    struct ls_unpack *unpack;
    LS_TRY(ls_unpack_new(kind, &unpack));
    struct ls_result r = run(job, unpack);
    ls_unpack_free(unpack);
    return r;
}

bool ls_packed_has_frame(const struct ls_probe *probe, const uint8_t magic[4])
{
    struct ls_cursor c;
    ls_cursor_init(&c, probe->head, probe->head_len);
    while (!c.failed) {
        const uint8_t *at = ls_cursor_bytes(&c, 4);
        if (!at || memcmp(at, magic, 4) == 0)
            return at != NULL;
        if ((at[0] & 0xF0) != 0x50 || at[1] != 0x2A || at[2] != 0x4D || at[3] != 0x18)
            return false;
        ls_cursor_bytes(&c, ls_cursor_u32le(&c));
    }
    return false;
}
