/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a ZIP archive: what is told lies inside them, what is stored stands there, and an
 * archive that is not in memory reads the same as one that is.
 */
#include "fuzz.h"

#include "base/fnv.h"
#include "formats/format.h"
#include "formats/zip.h"
#include "generate/zip_cases.h"

#include <string.h>

enum { BUDGET = 4 << 20, CHUNK = 8 << 10 };

/* One reading. */
struct reading {
    const uint8_t *bytes;
    size_t len;
    uint64_t decoded, children, gaps, notes;
    uint64_t digest; /* of all that was told */
};

static void mix(struct reading *r, const void *bytes, size_t len)
{
    r->digest = ls_fnv(r->digest, bytes, len);
}

static struct ls_result spend(struct reading *r, uint64_t n)
{
    r->decoded += n;
    return r->decoded > BUDGET ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct reading *r = user;
    uint8_t chunk[CHUNK];
    uint64_t off = 0;
    size_t got;
    struct ls_result result;
    r->children++;
    FUZZ_CHECK(child->off < r->len, "at %llu", (unsigned long long)child->off);
    FUZZ_CHECK(child->raw_lo <= child->raw_hi && child->raw_hi <= r->len, "outside");
    mix(r, child->name.at, child->name.len);
    do {
        result = child->blob->read(child->blob, off, chunk, sizeof chunk, &got);
        FUZZ_CHECK(got <= sizeof chunk, "wrote behind its room");
        FUZZ_CHECK(!child->verbatim || (child->raw_hi - child->raw_lo >= off + got &&
                                        memcmp(r->bytes + child->raw_lo + off, chunk, got) == 0),
                   "not verbatim");
        mix(r, chunk, got);
        off += got;
        if (!ls_failed(result))
            result = spend(r, got);
    } while (got > 0 && !ls_failed(result));
    FUZZ_CHECK(result.reach != LS_STOP, "code %d", result.code);
    return result.code == LS_E_MALFORMED ? ls_ok() : result;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct reading *r = user;
    if (gap->state == LS_STATE_SCANNED)
        r->notes++;
    else
        r->gaps++;
    mix(r, member.at, member.len);
    mix(r, gap->reason, strlen(gap->reason));
    if (gap->detail)
        mix(r, gap->detail, strlen(gap->detail));
    return ls_ok();
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)entries;
    return spend(user, bytes);
}

static const struct ls_emit emit = {.child = on_child, .gap = on_gap, .charge = on_charge};

/* The bytes of another blob, a few at a time. */
struct away {
    struct ls_blob blob;
    struct ls_blob *from;
};

static struct ls_result read_away(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct ls_blob *from = LS_CONTAINER(blob, struct away, blob)->from;
    return from->read(from, off, out, len < 700 ? len : 700, got);
}

static struct reading read_zip(const uint8_t *data, size_t size, bool in_memory)
{
    struct reading r = {.bytes = data, .len = size, .digest = LS_FNV_START};
    struct ls_probe probe = {
        .head = data, .head_len = size, .tail = data, .tail_len = size, .size = size};
    struct ls_blob memory;
    ls_blob_memory(&memory, data, size);
    struct away away = {.blob = {.size = size, .random = true, .read = read_away}, .from = &memory};
    struct ls_format_job job = {
        .blob = in_memory ? &memory : &away.blob, .probe = &probe, .emit = &emit, .user = &r};
    struct ls_result result = ls_format_find("zip")->run(&job);
    FUZZ_CHECK(result.reach != LS_STOP, "code %d", result.code);
    if (result.code == LS_E_LIMIT)
        r.digest = 0; /* the budget is used up in steps of another size */
    return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reading near = read_zip(data, size, true);
    struct reading far = read_zip(data, size, false);
    FUZZ_CHECK(near.digest == far.digest || near.digest == 0 || far.digest == 0,
               "children %llu and %llu, gaps %llu and %llu", (unsigned long long)near.children,
               (unsigned long long)far.children, (unsigned long long)near.gaps,
               (unsigned long long)far.gaps);
    struct ls_probe probe = {
        .head = data, .head_len = size, .tail = data + size / 2, .tail_len = size - size / 2};
    probe.size = size;
    (void)ls_format_find("zip")->bid(&probe);
    (void)ls_zip_probe(&probe, "word/document.xml");
    return 0;
}

static void add_case(void *user, const char *name, const void *bytes, size_t len)
{
    void (**add)(const void *, size_t) = user;
    (void)name;
    (*add)(bytes, len);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    ls_zip_cases(add_case, &add);
}
