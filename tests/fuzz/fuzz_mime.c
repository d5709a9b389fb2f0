/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formats of mail: text is UTF-8 without control characters, its map stays in the object, and
 * what is called verbatim stands there; children end. In memory and read forward only a message
 * says the same, as long as nothing has to be read twice.
 *
 * The last byte chooses the format, and whether so much stands before the input that it lies across
 * the windows in which messages are read.
 */
#include "fuzz.h"

#include "../forward.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/reason.h"
#include "base/utf8.h"
#include "formats/format.h"

#include <stdbool.h>
#include <string.h>

enum {
    TOLD_MAX = 64 << 20,
    BUDGET = 4 << 20,
    PAD = 30 << 10, /* and up to 8 KiB more */
};

struct record {
    struct ls_buf told;
    const uint8_t *bytes;
    size_t len;
    uint64_t spent;
    bool in_two_ways; /* something was to be read twice, and could not be */
};

static void note(struct record *rec, const void *s, size_t len)
{
    FUZZ_CHECK(!ls_failed(ls_buf_add(&rec->told, s, len)), "more told than fits");
}

static struct ls_result spend(struct record *rec, uint64_t bytes)
{
    rec->spent += bytes;
    return rec->spent > BUDGET ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct record *rec = user;
    FUZZ_CHECK(info->name.len == 0 && info->raw_off == 0, "texts stand in the message itself");
    note(rec, "\x01", 1);
    note(rec, info->encoding ? info->encoding : "", info->encoding ? strlen(info->encoding) : 0);
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct record *rec = user;
    uint64_t lo, hi;
    bool verbatim;
    FUZZ_CHECK(text.len && ls_utf8_valid(text.at, text.len), "no UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = (uint8_t)text.at[i];
        FUZZ_CHECK((c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n', "a control character");
    }
    FUZZ_CHECK(map && base + text.len <= map->out_end, "text beyond its map");
    for (size_t i = 0; i < text.len; i += 1 + text.len / 16)
        if (ls_map_find(map, base + i, base + i + 1, &lo, &hi, &verbatim)) {
            FUZZ_CHECK(lo <= hi && hi <= rec->len, "from outside");
            FUZZ_CHECK(!verbatim || rec->bytes[lo] == (uint8_t)text.at[i], "not verbatim");
        }
    note(rec, text.at, text.len);
    return spend(rec, text.len);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    (void)user;
    (void)what;
    return ls_ok();
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    (void)user;
    (void)row;
    (void)column;
    return ls_ok();
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct record *rec = user;
    uint8_t chunk[300];
    uint64_t size = 0;
    size_t got = 0;
    struct ls_result r;
    note(rec, "\x02", 1);
    note(rec, child->name.at, child->name.len);
    note(rec, "\x03", 1);
    do {
        r = ls_blob_read(child->blob, size, chunk, 1 + size % sizeof chunk, &got);
        FUZZ_CHECK(!child->verbatim || got == 0 ||
                       (child->raw_lo + size + got <= rec->len &&
                        memcmp(rec->bytes + child->raw_lo + size, chunk, got) == 0),
                   "not verbatim");
        note(rec, chunk, got);
        size += got;
        if (!ls_failed(r))
            r = spend(rec, got);
    } while (got && !ls_failed(r));
    FUZZ_CHECK(child->raw_hi <= rec->len, "from outside");
    FUZZ_CHECK(!child->verbatim || ls_failed(r) || child->raw_hi - child->raw_lo == size,
               "%llu bytes", (unsigned long long)size);
    return r.code == LS_E_MALFORMED ? ls_ok() : r;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct record *rec = user;
    (void)member;
    FUZZ_CHECK(gap->reason && gap->reason[0], "a gap without a reason");
    rec->in_two_ways |= strcmp(gap->reason, LS_REASON_MEMORY_LIMIT) == 0;
    note(rec, "\x04", 1);
    note(rec, gap->reason, strlen(gap->reason));
    return ls_ok();
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)entries;
    return spend(user, bytes);
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

static struct ls_result tell(struct record *rec, const struct ls_format *format,
                             const uint8_t *bytes, size_t len, bool forward_only)
{
    struct ls_probe probe = {
        .head = bytes,
        .head_len = len < LS_PROBE_HEAD ? len : LS_PROBE_HEAD,
        .size = forward_only ? LS_SIZE_UNKNOWN : len,
    };
    struct ls_blob blob;
    ls_blob_memory(&blob, bytes, len);
    struct forward forward = forward_of(&blob, SIZE_MAX);
    struct ls_format_job job = {
        .blob = forward_only ? &forward.blob : &blob, .probe = &probe, .emit = &emit, .user = rec};
    *rec = (struct record){.told = {.limit = TOLD_MAX}, .bytes = bytes, .len = len};
    format->bid(&probe);
    struct ls_result r = format->run(&job);
    FUZZ_CHECK(!ls_failed(r) || r.code == LS_E_LIMIT || r.code == LS_E_MALFORMED, "ended with %d",
               (int)r.code);
    return r;
}

static void check(const struct ls_format *format, const uint8_t *bytes, size_t len)
{
    struct record rec[2];
    struct ls_result r[2];
    for (int i = 0; i < 2; i++)
        r[i] = tell(&rec[i], format, bytes, len, i == 1);
    bool comparable = !rec[1].in_two_ways && r[0].code != LS_E_LIMIT && format->name[3] != 'x';
    FUZZ_CHECK(!comparable || (r[0].code == r[1].code && rec[0].told.n == rec[1].told.n &&
                               (rec[0].told.n == 0 ||
                                memcmp(rec[0].told.at, rec[1].told.at, rec[0].told.n) == 0)),
               "%s: forward it says something else", format->name);
    LS_VEC_FINI(&rec[0].told);
    LS_VEC_FINI(&rec[1].told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"eml", "mbox", "emlx", "eml"};
    if (size == 0)
        return 0;
    uint8_t option = data[size - 1];
    const struct ls_format *format = ls_format_find(names[option & 3]);
    if ((option & 0x1C) != 0x1C) {
        check(format, data, size);
        return 0;
    }
    size_t pad = PAD + (size_t)(option >> 5) * 1024 + size % 1024;
    uint8_t *bytes = malloc(pad + size);
    if (!bytes)
        abort();
    memset(bytes, 'x', pad);
    bytes[1] = ':';
    bytes[pad - 1] = '\n';
    memcpy(bytes + pad, data, size);
    check(format, bytes, pad + size);
    free(bytes);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char *const seeds[] = {
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\n"
        "<p>\n--b--\n@",
        "Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: quoted-printable\n\n"
        "5py65a"
        "+G4piF=3D\n@",
        "Subject: =?gb2312?B?u/rD?= =?gb2312?Q?=DC?=\nContent-Type: a/b; name*0*=utf-8''%E6;"
        " name*1=x\n\nbegin 644 a\n#:&5L\nend\n@",
        "From a Mon Jan  1 10:00:00 2024\nSubject: 1\n\none\n\nFrom b Mon Jan  1 10:00:00 2024\n"
        "\ntwo\nA",
        "23\nSubject: s\nFrom: a\n\nhi\n<?xml version=\"1.0\"?>\nB",
    };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        add(seeds[i], strlen(seeds[i]));
}
