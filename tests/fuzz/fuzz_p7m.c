/* SPDX-License-Identifier: Apache-2.0 */
/* Cryptographic messages: children end, and stand where they are said to stand. */
#include "fuzz.h"

#include "formats/format.h"

#include <stdbool.h>
#include <string.h>

enum { BUDGET = 1 << 20 };

struct record {
    const uint8_t *bytes;
    size_t len;
    uint64_t spent;
};

static struct ls_result spend(void *user, uint64_t entries, uint64_t bytes)
{
    struct record *rec = user;
    (void)entries;
    rec->spent += bytes;
    return rec->spent > BUDGET ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct record *rec = user;
    uint8_t chunk[300];
    uint64_t size = 0;
    size_t got = 0;
    struct ls_result r;
    do {
        r = ls_blob_read(child->blob, size, chunk, sizeof chunk, &got);
        FUZZ_CHECK(!child->verbatim || got == 0 ||
                       (child->raw_lo + size + got <= rec->len &&
                        memcmp(rec->bytes + child->raw_lo + size, chunk, got) == 0),
                   "not verbatim");
        size += got;
        if (!ls_failed(r))
            r = spend(rec, 0, got);
    } while (got && !ls_failed(r));
    FUZZ_CHECK(child->raw_hi <= rec->len, "from outside");
    return r.code == LS_E_MALFORMED ? ls_ok() : r;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)user;
    (void)member;
    FUZZ_CHECK(gap->reason && gap->reason[0], "a gap without a reason");
    return ls_ok();
}

static const struct ls_emit emit = {.child = on_child, .gap = on_gap, .charge = spend};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ls_format *format = ls_format_find("p7m");
    struct record rec = {.bytes = data, .len = size};
    struct ls_probe probe = {
        .head = data,
        .head_len = size < LS_PROBE_HEAD ? size : LS_PROBE_HEAD,
        .size = size,
    };
    struct ls_blob blob;
    ls_blob_memory(&blob, data, size);
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit, .user = &rec};
    format->bid(&probe);
    struct ls_result r = format->run(&job);
    FUZZ_CHECK(!ls_failed(r) || r.code == LS_E_LIMIT || r.code == LS_E_MALFORMED, "ended with %d",
               (int)r.code);
    return 0;
}

#define OID_DATA "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define OID_SIGNED "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02"
#define OID_COMPRESSED "\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x09"

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char pieces[] =
        "\x30\x80" OID_SIGNED
        "\xA0\x80\x30\x80\x02\x01\x01\x31\x80\x05\x00\x00\x00\x30\x80" OID_DATA
        "\xA0\x80\x24\x80\x04\x02he\x24\x06\x04\x01l\x04\x01l\x04\x00\x04\x01o\x00\x00\x00\x00";
    static const char compressed[] =
        "\x30\x80" OID_COMPRESSED "\xA0\x80\x30\x80\x02\x01\x00\x30\x00\x30\x80" OID_DATA
        "\xA0\x80\x04\x0D\x78\x9C\xCB\x48\xCD\xC9\xC9\x07\x00\x06\x2C\x02\x15";
    static const char pem[] = "-----BEGIN PKCS7-----\n"
                              "MCoGCSqGSIb3DQEHAqAdMBsCAQExADAUBgkqhkiG9w0BBwGgBwQFaGVsbG8=\n"
                              "-----END PKCS7-----\n";
    add(pieces, sizeof pieces - 1);
    add(compressed, sizeof compressed - 1);
    add(pem, sizeof pem - 1);
}
