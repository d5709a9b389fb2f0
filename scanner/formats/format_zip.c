/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ZIP archives, also with something before them (self-extracting programs, pictures) and under the
 * names of what is one: jar, apk, whl … Documents that are ZIP archives have formats of their own.
 */
#include "base/cursor.h"
#include "formats/zip.h"

#include <string.h>

enum { END_LEN = 22 };

enum {
    BEGINS = 32,
    ENDS = 24,   /* an end record, and its comment reaches to the end */
    BEHIND = 20, /* an end record behind its directory, and something else */
};

/* What an end record (PKWARE APPNOTE 4.3.16) at tail[at] says for an archive. */
static unsigned bid_end(const struct ls_probe *probe, size_t at)
{
    struct ls_cursor c;
    ls_cursor_init(&c, probe->tail + at, END_LEN);
    (void)ls_cursor_bytes(&c, 10);
    uint16_t entries = ls_cursor_u16le(&c);
    uint32_t dir_size = ls_cursor_u32le(&c);
    (void)ls_cursor_u32le(&c);
    uint16_t comment = ls_cursor_u16le(&c);
    uint64_t off = probe->size - probe->tail_len + at;
    if (entries > 0 && comment == probe->tail_len - at - END_LEN &&
        (dir_size == UINT32_MAX || dir_size <= off))
        return ENDS;
    return entries > 0 && dir_size >= 4 && dir_size <= at &&
                   memcmp(probe->tail + at - dir_size, "PK\1\2", 4) == 0
               ? BEHIND
               : 0;
}

static unsigned bid_tail(const struct ls_probe *probe)
{
    const uint8_t *tail = probe->tail;
    size_t n = probe->tail_len;
    unsigned best = 0;
    for (size_t at = 3; n >= END_LEN && at <= n - END_LEN + 3; at++) {
        /* The last byte of the signature is the rarest. */
        const uint8_t *p = memchr(tail + at, 6, n - END_LEN + 4 - at);
        if (!p)
            break;
        at = (size_t)(p - tail);
        unsigned bits = memcmp(p - 3, "PK\5", 3) == 0 ? bid_end(probe, at - 3) : 0;
        if (bits > best)
            best = bits;
    }
    return best;
}

static unsigned bid(const struct ls_probe *probe)
{
    if (ls_probe_is(probe, 0, "PK", 2)) {
        if (ls_probe_is(probe, 2, "\3\4", 2) || ls_probe_is(probe, 2, "\5\6", 2) ||
            ls_probe_is(probe, 2, "\7\10PK\3\4", 6) || ls_probe_is(probe, 2, "00PK\3\4", 6))
            return BEGINS;
    }
    return bid_tail(probe);
}

static struct ls_result emit_all(struct ls_format_job *job, struct ls_zip *zip,
                                 struct ls_zip_member *member)
{
    const char *trouble = ls_zip_trouble(zip);
    if (trouble)
        LS_TRY(ls_emit_ambiguous(job, trouble));
    for (size_t i = 0; i < ls_zip_count(zip); i++)
        LS_TRY(ls_zip_emit_member(job, member, ls_zip_entry(zip, i)));
    return ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    struct ls_zip *zip;
    struct ls_zip_member *member;
    LS_TRY(ls_zip_open(job, &zip));
    struct ls_result r = ls_zip_member_new(zip, &member);
    if (!ls_failed(r))
        r = emit_all(job, zip, member);
    ls_zip_member_free(member);
    ls_zip_close(zip);
    return r;
}

const struct ls_format ls_format_zip = {
    .name = "zip",
    .what = "ZIP archive",
    .access = LS_ACCESS_RANDOM,
    .archive = true,
    .appended = true,
    .bid = bid,
    .run = run,
};
