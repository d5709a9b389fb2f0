/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as an object of each of FUZZ_FORMATS in turn, whatever their bids: text is UTF-8
 * without control characters, children and parts lie inside the object, verbatim ones stand there,
 * nothing ends the job, nothing is told after a failure, and the budget is kept to. A format that
 * reads forward only is also given a blob that goes forward only, in small pieces, and has to find
 * the same children in it, if it does not break or ask for memory.
 *
 * With FUZZ_WRAP the bytes are what stands in a file around them, which fuzz_wrap() writes: streams
 * of a compound file (fuzz_stream_<name>.c), parts of a package (fuzz_package.c).
 */
#include "fuzz.h"

#include "../forward.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fnv.h"
#include "base/reason.h"
#include "base/utf8.h"
#include "formats/format.h"

#include <string.h>

enum {
    BUDGET = 4 << 20,
    ENTRIES_MAX = 20000,
    CHUNK = 8 << 10,
    PIECE = 701,
};

/* One reading. */
struct reading {
    const uint8_t *bytes;
    size_t len;
    bool forward;
    uint64_t spent, entries, children, texts;
    uint64_t digest;  /* of the children */
    uint64_t raw_off; /* of the part at hand */
    bool over;        /* a failure has been handed up */
    bool gave_up;     /* it says that it would need the object in memory */
};

static struct ls_result spend(struct reading *r, uint64_t entries, uint64_t bytes)
{
    FUZZ_CHECK(!r->over, "goes on after a failure");
    r->spent += bytes;
    r->entries += entries;
    r->over = r->spent > BUDGET || r->entries > ENTRIES_MAX;
    return r->over ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static void mix(struct reading *r, const void *bytes, size_t len)
{
    r->digest = ls_fnv(r->digest, bytes, len);
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct reading *r = user;
    FUZZ_CHECK(info->part < LS_PART_COUNT, "part %u", (unsigned)info->part);
    FUZZ_CHECK(r->forward || info->raw_off == LS_OFF_UNKNOWN || info->raw_off <= r->len,
               "bytes outside");
    FUZZ_CHECK(r->forward || info->link_off == LS_OFF_UNKNOWN || info->link_off <= r->len,
               "a part outside");
    r->raw_off = info->raw_off;
    return spend(r, 1, 0);
}

/* The same bytes, but for ends of lines, which are '\n' whatever stands there. */
static bool is_verbatim(const uint8_t *bytes, struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (bytes[i] != (uint8_t)text.at[i] && !(text.at[i] == '\n' && bytes[i] < ' '))
            return false;
    return true;
}

static void check_text(struct ls_str text)
{
    FUZZ_CHECK(ls_utf8_valid(text.at, text.len), "no UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool ends = c == '\n' || c == '\f' || c == 0x1E || c == 0x1F; /* as ls_emit_break() */
        FUZZ_CHECK((c >= 0x20 && c != 0x7F) || ends || c == '\t', "control character %u", c);
    }
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reading *r = user;
    uint64_t lo, hi;
    bool verbatim;
    check_text(text);
    if (map && text.len && ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim)) {
        bool inside = r->raw_off != LS_OFF_UNKNOWN && !r->forward;
        FUZZ_CHECK(lo <= hi, "map goes back");
        FUZZ_CHECK(!inside || (r->raw_off <= r->len && hi <= r->len - r->raw_off), "leads outside");
        FUZZ_CHECK(!inside || !verbatim ||
                       (hi - lo == text.len && is_verbatim(r->bytes + r->raw_off + lo, text)),
                   "text is not verbatim");
    }
    mix(r, text.at, text.len);
    r->texts++;
    return spend(r, 0, text.len);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    FUZZ_CHECK(what <= LS_BREAK_PAGE, "break %u", (unsigned)what);
    return spend(user, 0, 1);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    FUZZ_CHECK(row && column, "no cell");
    return spend(user, 0, 1);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct reading *r = user;
    uint8_t chunk[CHUNK];
    uint64_t off = 0;
    size_t got;
    struct ls_result result = spend(r, 1, 0);
    r->children++;
    mix(r, child->name.at, child->name.len);
    FUZZ_CHECK(child->raw_lo <= child->raw_hi, "extent goes back");
    while (!ls_failed(result)) {
        result = child->blob->read(child->blob, off, chunk, sizeof chunk, &got);
        FUZZ_CHECK(got <= sizeof chunk, "wrote behind its room");
        FUZZ_CHECK(!child->verbatim || child->raw_hi <= r->len || r->forward, "behind the end");
        FUZZ_CHECK(!child->verbatim || (child->raw_hi - child->raw_lo >= off + got &&
                                        child->raw_lo + off + got <= r->len &&
                                        memcmp(r->bytes + child->raw_lo + off, chunk, got) == 0),
                   "not verbatim");
        mix(r, chunk, got);
        off += got;
        if (ls_failed(result) || got == 0)
            break;
        result = spend(r, 0, got);
    }
    FUZZ_CHECK(result.reach != LS_STOP, "code %d", result.code);
    if (result.code == LS_E_MALFORMED)
        FUZZ_CHECK(!child->why || !child->why->reason || *child->why->reason, "no reason");
    return result.code == LS_E_MALFORMED ? ls_ok() : result;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct reading *r = user;
    (void)member;
    FUZZ_CHECK(gap->reason && *gap->reason, "no reason");
    r->gave_up |= strcmp(gap->reason, LS_REASON_MEMORY_LIMIT) == 0;
    return spend(r, 1, 0);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    return spend(user, entries, bytes);
}

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
};

static struct reading read_as(const struct ls_format *format, const uint8_t *data, size_t size,
                              bool forward)
{
    struct reading r = {.bytes = data, .len = size, .forward = forward, .digest = LS_FNV_START};
    struct ls_probe probe = {.head = data,
                             .head_len = size < LS_PROBE_HEAD ? size : LS_PROBE_HEAD,
                             .tail = data,
                             .size = forward ? LS_SIZE_UNKNOWN : size};
    struct ls_blob memory;
    ls_blob_memory(&memory, data, size);
    if (!forward) {
        probe.blob = &memory;
        probe.tail_len = size < LS_PROBE_TAIL ? size : LS_PROBE_TAIL;
        probe.tail += size - probe.tail_len;
    }
    struct forward pieces = forward_of(&memory, PIECE);
    struct ls_format_job job = {
        .blob = forward ? &pieces.blob : &memory, .probe = &probe, .emit = &emit, .user = &r};
    (void)format->bid(&probe);
    struct ls_result result = format->run(&job);
    FUZZ_CHECK(result.reach != LS_STOP || result.code == LS_E_MEMORY, "code %d", result.code);
    if (ls_failed(result) || r.gave_up)
        r.digest = 0; /* how far it came may depend on the pieces */
    return r;
}

static void read_both_ways(const struct ls_format *format, const uint8_t *data, size_t size)
{
    struct reading near = read_as(format, data, size, false);
    if (format->access != LS_ACCESS_STREAM)
        return;
    struct reading far = read_as(format, data, size, true);
    /* What can be read again may have more to give, behind a break; of what is only read at random
       nothing comes but a gap. */
    FUZZ_CHECK(near.digest == far.digest || near.digest == 0 || far.digest == 0 ||
                   near.children > far.children || far.children + far.texts == 0,
               "%llu children in memory, %llu in pieces", (unsigned long long)near.children,
               (unsigned long long)far.children);
}

static void read_all(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {FUZZ_FORMATS};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const struct ls_format *format = ls_format_find(formats[i]);
        FUZZ_CHECK(format, "no format %s", formats[i]);
        read_both_ways(format, data, size);
    }
}

#ifdef FUZZ_WRAP

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ls_buf file = {.limit = 1 << 26};
    fuzz_wrap(data, size, &file);
    read_all((const uint8_t *)file.at, file.n);
    LS_VEC_FINI(&file);
    return 0;
}

#else

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_all(data, size);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    (void)add;
}

#endif
