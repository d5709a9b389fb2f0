/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of OpenPGP (RFC 9580), in ASCII armor (§6) or as packets that begin with an encrypted
 * session key (§5.1, 5.3). They are known, so that somebody learns that they were not read.
 */
#include "formats/format.h"

#include "base/reason.h"

static const char armor[] = "-----BEGIN PGP MESSAGE";

enum { TAG_PUBLIC_KEY = 1, TAG_PASSWORD = 3 };

static bool is_algorithm(uint8_t algorithm)
{
    return algorithm == 1 || algorithm == 2 || algorithm == 16 || algorithm == 18 ||
           algorithm == 25 || algorithm == 26;
}

/* A packet with the session key, for a public key of which eight bytes of name follow, or a
 * password. */
static unsigned bid_packet(const uint8_t *at, size_t n)
{
    if (n < 16 || !(at[0] & 0x80))
        return 0;
    bool modern = at[0] & 0x40;
    unsigned tag = modern ? at[0] & 0x3F : at[0] >> 2 & 0x0F;
    size_t head = modern             ? at[1] < 192 ? 2u : 3u
                  : (at[0] & 3) == 0 ? 2u
                  : (at[0] & 3) == 1 ? 3u
                                     : 0u;
    if (head == 0)
        return 0;
    size_t len = head == 2 ? at[1]
                 : modern  ? ((at[1] - 192u) << 8) + at[2] + 192
                           : (size_t)at[1] << 8 | at[2];
    if (tag == TAG_PUBLIC_KEY)
        return at[head] == 3 && is_algorithm(at[head + 9]) && len >= 40 && len <= 2100 ? 26 : 0;
    return tag == TAG_PASSWORD && at[head] == 4 && (len == 13 || len == 4) && at[head + 1] >= 1 &&
                   at[head + 1] <= 13 && at[head + 2] <= 4
               ? 26
               : 0;
}

static unsigned bid(const struct ls_probe *probe)
{
    if (ls_probe_is(probe, 0, armor, sizeof armor - 1))
        return 64;
    return probe->head_len ? bid_packet(probe->head, probe->head_len) : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED, "PGP message");
}

const struct ls_format ls_format_pgp = {
    .name = "pgp",
    .what = "encrypted message (OpenPGP)",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
