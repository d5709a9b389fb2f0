/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes that no member covers: what stands before, between and behind them, directories too,
 * and all of an archive without a directory. Local headers in there are members that the directory
 * hides; runs of directory headers are directories that the end record does not lead to.
 *
 *   [jpg][member][?????][member][directory][end][??????]
 *    ^^^          ^^^^^         ^^^^^^^^^^^^^^^^^^^^^^^  swept, once, whatever is in it
 *
 * A member covers its data only where they do not run into the next member or past the end; else it
 * covers no more than its header. Where the lists do not agree on an end, it covers nothing, and
 * its local header is read once more on its own. The data of a member that tells its sizes behind
 * it ends at a descriptor which says so, or at the next header.
 */
#include "formats/zip_priv.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "formats/zip_find.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 64 << 10, FUDGE = 2, IN_LOCAL = 14, IN_DIRECTORY = 16 };

struct sweep {
    struct ls_zip *zip;
    LS_VEC(struct zip_range) covers;
    size_t listed; /* entries that were there before */
    bool open;     /* the last entry added has no end yet */
};

static int by_lo(const void *a, const void *b)
{
    const struct zip_range *x = a, *y = b;
    return x->lo < y->lo ? -1 : x->lo > y->lo;
}

/* Whether a descriptor (4.3.9) of this width, 4 or 8, for `n` bytes of data stands at
 * bytes[0..len).
 */
static bool descriptor_at(const uint8_t *bytes, size_t len, size_t width, uint64_t n,
                          uint64_t *size)
{
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    (void)ls_cursor_u32le(&c); /* checksum */
    uint64_t packed = width == 8 ? ls_cursor_u64le(&c) : ls_cursor_u32le(&c);
    *size = width == 8 ? ls_cursor_u64le(&c) : ls_cursor_u32le(&c);
    return !c.failed && packed == n;
}

/* Whether nobody denies that an entry's data end at `hi`. */
static struct ls_result is_its_end(struct ls_zip *zip, const struct zip_item *item, uint64_t hi,
                                   bool *yes)
{
    uint32_t signature, local = 0, directory = 0;
    const uint8_t *at;
    size_t got;
    uint64_t size;
    *yes = !item->disputed;
    if (item->disputed || !item->described)
        return ls_ok();
    LS_TRY(zip_u32(zip, hi, &signature));
    /* Headers of both kinds have the same fields as a descriptor without its signature. */
    if (signature != ZIP_DESCRIPTOR && hi >= IN_DIRECTORY) {
        LS_TRY(zip_u32(zip, hi - IN_LOCAL, &local));
        LS_TRY(zip_u32(zip, hi - IN_DIRECTORY, &directory));
    }
    LS_TRY(zip_view(zip, signature == ZIP_DESCRIPTOR ? hi + 4 : hi, 20, 20, &at, &got));
    *yes = local != ZIP_LOCAL && directory != ZIP_DIRECTORY &&
           (descriptor_at(at, got, 8, item->pub.packed, &size) ||
            descriptor_at(at, got, 4, item->pub.packed, &size));
    return ls_ok();
}

/* The next entry that begins somewhere else. */
static size_t next_place(const struct ls_zip *zip, size_t i)
{
    size_t next = i + 1;
    while (next < zip->items.n &&
           (zip->items.at[next].pub.data_off == 0 ||
            zip->items.at[next].pub.header_off == zip->items.at[i].pub.header_off))
        next++;
    return next;
}

static struct ls_result cover(struct sweep *s)
{
    struct ls_zip *zip = s->zip;
    for (size_t i = 0; i < zip->items.n; i = next_place(zip, i)) {
        const struct ls_zip_entry *e = &zip->items.at[i].pub;
        size_t next = next_place(zip, i);
        uint64_t end = next < zip->items.n ? zip->items.at[next].pub.header_off : zip->size;
        uint64_t hi;
        bool agreed = true;
        if (e->data_off == 0)
            continue;
        if (__builtin_add_overflow(e->data_off, e->packed, &hi) || hi > end + FUDGE)
            hi = e->data_off;
        else
            LS_TRY(is_its_end(zip, &zip->items.at[i], hi, &agreed));
        if (agreed)
            LS_VEC_PUSH(&s->covers, ((struct zip_range){e->header_off, hi}));
    }
    if (s->covers.n > 1)
        qsort(s->covers.at, s->covers.n, sizeof *s->covers.at, by_lo);
    return ls_ok();
}

struct ls_result zip_next_signature(struct ls_zip *zip, uint64_t *off, uint64_t hi,
                                    uint32_t *signature)
{
    *signature = 0;
    while (*off < hi && hi - *off >= 4) {
        const uint8_t *at;
        size_t got, want = hi - *off < STEP ? (size_t)(hi - *off) : STEP;
        LS_TRY(zip_view(zip, *off, want, want, &at, &got));
        const uint8_t *p = got < 4 ? NULL : at;
        while (p && (p = zip_find_pk(p, got - (size_t)(p - at))) && got - (size_t)(p - at) >= 4) {
            struct ls_cursor c;
            ls_cursor_init(&c, p, 4);
            *signature = ls_cursor_u32le(&c);
            if (*signature == ZIP_LOCAL || *signature == ZIP_DIRECTORY || *signature == ZIP_END ||
                *signature == ZIP_DESCRIPTOR) {
                *off += (uint64_t)(p - at);
                return ls_ok();
            }
            p++;
        }
        *signature = 0;
        if (got < 4)
            break;
        *off += got - 3;
        LS_TRY(ls_charge(zip->job, 0, 0));
    }
    *off = hi;
    return ls_ok();
}

/* Ends the open member at `off`, where something else begins or a descriptor might stand. */
static struct ls_result end_member(struct sweep *s, uint64_t off, bool descriptor, uint64_t *behind)
{
    struct ls_zip_entry *e = &s->zip->items.at[s->zip->items.n - 1].pub;
    uint64_t data = off - e->data_off, size = 0;
    const uint8_t *at;
    size_t got, len = 0;
    *behind = off;
    for (size_t width = 8; width >= 4 && len == 0; width -= 4) {
        size_t n = 4 + 2 * width;
        if (!descriptor && data < n)
            continue;
        LS_TRY(zip_view(s->zip, descriptor ? off + 4 : off - n, n, n, &at, &got));
        if (descriptor_at(at, got, width, descriptor ? data : data - n, &size))
            len = n;
    }
    if (descriptor && len == 0)
        return ls_ok(); /* it is data */
    if (descriptor)
        *behind = off + 4 + len;
    struct zip_item *item = &s->zip->items.at[s->zip->items.n - 1];
    item->size_known = len > 0;
    item->pub.packed = descriptor ? data : data - len;
    item->reach = item->pub.packed;
    if (len > 0)
        item->pub.size = size;
    s->open = false;
    return ls_ok();
}

static struct ls_result on_local(struct sweep *s, uint64_t hi, uint64_t *off)
{
    struct ls_zip *zip = s->zip;
    const struct ls_str none = {NULL, 0};
    struct zip_header header;
    struct zip_item item;
    bool there;
    uint64_t end;
    LS_TRY(zip_read_local(zip, *off, none, &header, &there));
    if (!there || !zip_method_known(header.method)) {
        *off += 4;
        return ls_ok();
    }
    if (s->open)
        LS_TRY(end_member(s, *off, false, &end));
    zip_local_item(&header, *off, &item);
    if (item.described && !__builtin_add_overflow(item.pub.data_off, item.pub.packed, &end))
        LS_TRY(is_its_end(zip, &item, end, &item.size_known));
    size_t n = zip->items.n;
    LS_TRY(zip_add(zip, &item));
    s->open = zip->items.n > n && !item.size_known;
    if (zip->prefix == LS_OFF_UNKNOWN)
        zip->prefix = *off;
    bool disputed = zip_is_listed(zip, s->listed, *off); /* else it would not be looked at */
    *off = item.pub.data_off;
    if (!disputed && item.size_known &&
        !__builtin_add_overflow(item.pub.data_off, item.pub.packed, &end) && end <= hi)
        *off = end;
    return ls_ok();
}

static struct ls_result on_run(struct sweep *s, uint64_t *off)
{
    struct ls_zip *zip = s->zip;
    uint64_t count, end, behind, at = *off;
    struct zip_header header;
    bool there;
    *off += 4; /* comments in it may be long enough for a member */
    if (zip_in_run(zip, at))
        return s->open ? end_member(s, at, false, &behind) : ls_ok();
    LS_TRY(zip_read_directory(zip, at, &header, &there));
    if (!there || !zip_method_known(header.method))
        return ls_ok();
    if (s->open)
        LS_TRY(end_member(s, at, false, &behind));
    LS_TRY(zip_read_run(zip, at, zip->prefix == LS_OFF_UNKNOWN ? 0 : zip->prefix, &count, &end));
    if (!zip_in_run(zip, at) && end > *off) /* too many of them to know it again */
        *off = end;
    return ls_ok();
}

static struct ls_result sweep_range(struct sweep *s, uint64_t off, uint64_t hi)
{
    uint64_t behind;
    while (off < hi && !s->zip->cut) {
        uint32_t signature;
        LS_TRY(zip_next_signature(s->zip, &off, hi, &signature));
        if (signature == ZIP_LOCAL) {
            LS_TRY(on_local(s, hi, &off));
        } else if (signature == ZIP_DIRECTORY) {
            LS_TRY(on_run(s, &off));
        } else if (signature == ZIP_DESCRIPTOR && s->open) {
            LS_TRY(end_member(s, off, true, &behind));
            off = behind > off ? behind : off + 4;
        } else if (signature == ZIP_END && s->open) {
            LS_TRY(end_member(s, off, false, &behind));
            off += 4;
        } else if (signature) {
            off += 4;
        }
    }
    return s->open ? end_member(s, hi, false, &behind) : ls_ok();
}

static struct ls_result sweep_all(struct sweep *s)
{
    uint64_t at = 0;
    LS_TRY(cover(s));
    for (size_t i = 0; i < s->covers.n; i++) {
        if (s->covers.at[i].lo > at)
            LS_TRY(sweep_range(s, at, s->covers.at[i].lo));
        if (s->covers.at[i].hi > at)
            at = s->covers.at[i].hi;
    }
    return sweep_range(s, at, s->zip->size);
}

struct ls_result zip_sweep(struct ls_zip *zip)
{
    struct sweep s = {.zip = zip, .listed = zip->items.n};
    LS_VEC_INIT(&s.covers, LS_ZIP_ENTRIES_MAX);
    struct ls_result r = sweep_all(&s);
    LS_VEC_FINI(&s.covers);
    return r;
}
