/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cryptographic messages (CMS, RFC 5652; S/MIME, RFC 8551), and those of the same form with SM2
 * (GM/T 0010), in DER or BER, base64 or PEM (RFC 7468).
 *
 *   ContentInfo ::= SEQUENCE { OID, [0] content }
 *   signedData:     content ::= SEQUENCE { INTEGER, SET, SEQUENCE { OID, [0] OCTET STRING }, … }
 *
 * What is only signed is read: the OCTET STRING, which may come in pieces, is a child. What is
 * encrypted is a gap. A signature apart from its content says nothing, and nothing is said.
 */
#include "base/alloc.h"
#include "base/reason.h"
#include "decode/inflate.h"
#include "decode/transfer.h"
#include "formats/ber.h"
#include "formats/format.h"
#include "formats/mime.h"

#include <string.h>

enum {
    NEST_MAX = 16, /* OCTET STRINGs in OCTET STRINGs */
    ARMOR_PIECE = 4096,
    ARMOR_PEEK = 96, /* characters of base64 that show whether there is a message in it */
};

enum {
    TAG_INTEGER = 0x02,
    TAG_OCTETS = 0x04,
    TAG_OID = 0x06,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31,
    TAG_EXPLICIT_0 = 0xA0,
    CONSTRUCTED = 0x20
};

/* ---- kinds of content ------------------------------------------------------------------------ */

enum content { DATA, SIGNED, DIGESTED, COMPRESSED, STAMPED, ENCRYPTED, OTHER };

enum root { PKCS, GM };

static const struct {
    uint8_t len;
    uint8_t oid[9];
} roots[] = {
    [PKCS] = {7, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01}},           /* 1.2.840.113549.1 */
    [GM] = {9, {0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x06, 0x01, 0x04, 0x02}}, /* 1.2.156.10197.6.1.4.2 */
};

/* Ends of object identifiers. */
static const struct {
    enum root root;
    uint8_t len;
    uint8_t oid[4];
    enum content content;
    const char *what;
} contents[] = {
    {PKCS, 2, {7, 1}, DATA, "data"},
    {PKCS, 2, {7, 2}, SIGNED, "signed data"},
    {PKCS, 2, {7, 3}, ENCRYPTED, "S/MIME: enveloped data"},
    {PKCS, 2, {7, 4}, ENCRYPTED, "S/MIME: signed and enveloped data"},
    {PKCS, 2, {7, 5}, DIGESTED, "digested data"},
    {PKCS, 2, {7, 6}, ENCRYPTED, "S/MIME: encrypted data"},
    {PKCS, 4, {9, 16, 1, 2}, OTHER, "S/MIME: authenticated data"},
    {PKCS, 4, {9, 16, 1, 9}, COMPRESSED, "compressed data"},
    {PKCS, 4, {9, 16, 1, 23}, ENCRYPTED, "S/MIME: authenticated enveloped data"},
    {PKCS, 4, {9, 16, 1, 31}, STAMPED, "time-stamped data"},
    {GM, 1, {1}, DATA, "data"},
    {GM, 1, {2}, SIGNED, "signed data"},
    {GM, 1, {3}, ENCRYPTED, "SM2: enveloped data"},
    {GM, 1, {4}, ENCRYPTED, "SM2: signed and enveloped data"},
    {GM, 1, {5}, ENCRYPTED, "SM2: encrypted data"},
};

/* The index in `contents`, or -1. */
static int find_content(const uint8_t *oid, size_t len)
{
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        size_t root = roots[contents[i].root].len;
        if (len == root + contents[i].len && memcmp(oid, roots[contents[i].root].oid, root) == 0 &&
            memcmp(oid + root, contents[i].oid, contents[i].len) == 0)
            return (int)i;
    }
    return -1;
}

/* Bytes of a length field at at[0..n), or 0. */
static size_t length_bytes(const uint8_t *at, size_t n)
{
    size_t len = n && at[0] > 0x80 ? 1 + (at[0] & 0x7Fu) : 1;
    return len <= n && len <= 9 ? len : 0;
}

static bool is_message(const uint8_t *at, size_t n)
{
    if (n < 4 || at[0] != TAG_SEQUENCE)
        return false;
    size_t len = length_bytes(at + 1, n - 1);
    at += 1 + len;
    n -= 1 + len;
    return len && n > 2 && at[0] == TAG_OID && at[1] < n - 2 && find_content(at + 2, at[1]) >= 0;
}

static bool is_base64_message(const uint8_t *at, size_t n)
{
    struct ls_decoder decoder;
    struct ls_buf out = {.limit = ARMOR_PEEK};
    bool is = false;
    n = n < ARMOR_PEEK ? n : ARMOR_PEEK;
    ls_decoder_begin(&decoder, LS_TRANSFER_BASE64);
    if (n && at[0] == 'M' && ls_base64_likeness(at, n) == 100 &&
        !ls_failed(ls_decoder_feed(&decoder, at, n, 0, &out, NULL)))
        is = is_message((const uint8_t *)out.at, out.n);
    LS_VEC_FINI(&out);
    return is;
}

static bool is_armor(const uint8_t *at, size_t n)
{
    static const char *const lines[] = {"-----BEGIN PKCS7-----", "-----BEGIN CMS-----",
                                        "-----BEGIN PKCS #7 SIGNED DATA-----"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (n > strlen(lines[i]) && memcmp(at, lines[i], strlen(lines[i])) == 0)
            return true;
    return false;
}

static unsigned bid(const struct ls_probe *probe)
{
    const uint8_t *at = probe->head;
    size_t n = probe->head_len;
    if (n == 0)
        return 0;
    if (at[0] == TAG_SEQUENCE)
        return is_message(at, n) ? 72 : 0;
    if (at[0] == 'M')
        return is_base64_message(at, n) ? 64 : 0;
    return at[0] == '-' && is_armor(at, n) ? 64 : 0;
}

/* ---- out of base64 --------------------------------------------------------------------------- */

/* base64 with lines around it that begin with '-'. */
struct armor {
    struct ls_blob blob;
    struct ls_blob *inner;
    uint64_t off;
    struct ls_decoder decoder;
    struct ls_buf out;
    size_t taken;
    bool in_mark, line_start, ended;
};

static struct ls_result unwrap(struct armor *a)
{
    uint8_t bytes[ARMOR_PIECE];
    size_t got, kept = 0;
    LS_TRY(ls_blob_read(a->inner, a->off, bytes, sizeof bytes, &got));
    for (size_t i = 0; i < got; i++) {
        bool ends = bytes[i] == '\n' || bytes[i] == '\r';
        a->in_mark |= a->line_start && bytes[i] == '-';
        if (!a->in_mark)
            bytes[kept++] = bytes[i];
        a->in_mark = a->in_mark && !ends;
        a->line_start = ends;
    }
    a->off += got;
    LS_VEC_CLEAR(&a->out);
    a->taken = 0;
    a->ended = got == 0;
    LS_TRY(ls_decoder_feed(&a->decoder, bytes, kept, 0, &a->out, NULL));
    return a->ended ? ls_decoder_end(&a->decoder, &a->out, NULL) : ls_ok();
}

static struct ls_result read_armor(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                   size_t *got)
{
    struct armor *a = LS_CONTAINER(blob, struct armor, blob);
    (void)off;
    while (a->taken == a->out.n && !a->ended)
        LS_TRY(unwrap(a));
    *got = a->out.n - a->taken < len ? a->out.n - a->taken : len;
    if (*got)
        memcpy(out, a->out.at + a->taken, *got);
    a->taken += *got;
    return ls_ok();
}

/* ---- the content ----------------------------------------------------------------------------- */

/* An OCTET STRING while it is read, whole or in pieces of pieces; or any other element. */
struct octets {
    struct ls_blob blob;
    struct ls_ber *ber;
    uint64_t left;           /* of the piece at hand */
    uint64_t ends[NEST_MAX]; /* of the open constructed ones, or LS_BER_OPEN */
    size_t depth;
    struct ls_child child;
};

static struct ls_result open_octets(struct octets *o, const struct ls_ber_element *element)
{
    bool pieces = element->tag == (TAG_OCTETS | CONSTRUCTED);
    if (!pieces && element->len == LS_BER_OPEN)
        return ls_bad(LS_E_MALFORMED);
    if (!pieces) {
        o->left = element->len;
        return ls_ok();
    }
    if (o->depth == NEST_MAX)
        return ls_bad(LS_E_MALFORMED);
    uint64_t end = LS_BER_OPEN;
    if (element->len != LS_BER_OPEN && __builtin_add_overflow(o->ber->off, element->len, &end))
        return ls_bad(LS_E_MALFORMED);
    o->ends[o->depth++] = end;
    return ls_ok();
}

/* Goes on to the next piece that has bytes; left == 0 when there is none. */
static struct ls_result next_piece(struct octets *o)
{
    while (o->left == 0 && o->depth) {
        struct ls_ber_element element;
        uint64_t end = o->ends[o->depth - 1];
        if (end != LS_BER_OPEN && o->ber->off >= end) {
            o->depth--;
            continue;
        }
        LS_TRY(ls_ber_next(o->ber, &element));
        if (end == LS_BER_OPEN && ls_ber_is_end(&element)) {
            o->depth--;
            continue;
        }
        if ((element.tag & ~CONSTRUCTED) != TAG_OCTETS)
            return ls_bad(LS_E_MALFORMED);
        LS_TRY(open_octets(o, &element));
    }
    return ls_ok();
}

static struct ls_result read_octets(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    struct octets *o = LS_CONTAINER(blob, struct octets, blob);
    (void)off;
    *got = 0;
    if (len == 0)
        return ls_ok();
    LS_TRY(next_piece(o));
    if (o->left == 0)
        return ls_ok();
    LS_TRY(ls_ber_fill(o->ber));
    size_t have = o->ber->n - o->ber->at, n = o->left < have ? (size_t)o->left : have;
    n = n < len ? n : len;
    if (n == 0)
        return ls_bad(LS_E_MALFORMED);
    memcpy(out, o->ber->window + o->ber->at, n);
    o->ber->at += n;
    o->ber->off += n;
    o->left -= n;
    o->child.raw_hi = o->child.verbatim ? o->ber->off : 0;
    *got = n;
    return ls_ok();
}

/* Is it a part of a message, with a header of its own? Looks at what is in the window. */
static bool is_mime(struct octets *o)
{
    static const char *const names[] = {"Content-", "MIME-Version:", "content-"};
    const uint8_t *at = o->ber->window + o->ber->at;
    size_t n = o->ber->n - o->ber->at;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);
        if (n > len && memcmp(at, names[i], len) == 0 && ls_mime_is_field(at, n))
            return true;
    }
    return false;
}

/* What the message is read from. */
struct source {
    struct ls_format_job *job;
    struct ls_ber *ber;
    bool plain; /* the object's own bytes */
};

static struct ls_result emit_inflated(struct ls_format_job *job, struct ls_child *child)
{
    struct ls_inflate *inflate;
    LS_TRY(ls_inflate_new(&inflate));
    ls_inflate_open(inflate, child->blob, 0, LS_SIZE_UNKNOWN);
    struct ls_result r = ls_inflate_begin(inflate, LS_INFLATE_ZLIB, &child->blob);
    child->verbatim = false;
    if (!ls_failed(r))
        r = ls_emit_child(job, child);
    ls_inflate_free(inflate);
    return r;
}

/* The OCTET STRING whose head comes next, as a child. */
static struct ls_result emit_octets(struct source *source, const struct ls_ber_element *element,
                                    enum content content)
{
    struct octets octets = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_octets},
                            .ber = source->ber};
    bool whole = element->tag != (TAG_OCTETS | CONSTRUCTED);
    uint64_t off = source->ber->off;
    LS_TRY(open_octets(&octets, element));
    LS_TRY(next_piece(&octets));
    LS_TRY(ls_ber_fill(source->ber));
    bool verbatim = source->plain && whole;
    octets.child = (struct ls_child){
        .name = ls_str_of("content"),
        .blob = &octets.blob,
        .off = source->plain ? off : LS_OFF_UNKNOWN,
        .raw_lo = verbatim ? off : 0,
        .raw_hi = verbatim ? off : 0,
        .verbatim = verbatim,
        .as = content != COMPRESSED && is_mime(&octets) ? "eml" : NULL,
    };
    return content == COMPRESSED ? emit_inflated(source->job, &octets.child)
                                 : ls_emit_child(source->job, &octets.child);
}

/* SEQUENCE { OID, [0] OCTET STRING OPTIONAL } */
static struct ls_result read_inner(struct source *source, enum content content)
{
    struct ls_ber *ber = source->ber;
    struct ls_ber_element sequence, element;
    LS_TRY(ls_ber_expect(ber, TAG_SEQUENCE, &sequence));
    uint64_t end = sequence.len == LS_BER_OPEN ? LS_BER_OPEN : ber->off + sequence.len;
    LS_TRY(ls_ber_skip_expected(ber, TAG_OID));
    if (ber->off >= end)
        return ls_ok(); /* its content is elsewhere */
    LS_TRY(ls_ber_next(ber, &element));
    if (ls_ber_is_end(&element))
        return ls_ok();
    if (element.tag != TAG_EXPLICIT_0)
        return ls_bad(LS_E_MALFORMED);
    LS_TRY(ls_ber_next(ber, &element));
    return emit_octets(source, &element, content);
}

/* TimeStampedData (RFC 5544): SEQUENCE { INTEGER, IA5String?, SEQUENCE?, OCTET STRING?, … } */
static struct ls_result read_stamped(struct source *source)
{
    struct ls_ber_element element;
    do {
        LS_TRY(ls_ber_next(source->ber, &element));
        if ((element.tag & ~CONSTRUCTED) == TAG_OCTETS)
            return emit_octets(source, &element, STAMPED);
        if (ls_ber_is_end(&element) || element.tag >= TAG_EXPLICIT_0)
            return ls_ok();
        LS_TRY(ls_ber_skip(source->ber, &element));
    } while (true);
}

static struct ls_result read_content(struct source *source, enum content content)
{
    struct ls_ber *ber = source->ber;
    struct ls_ber_element element;
    LS_TRY(ls_ber_expect(ber, TAG_EXPLICIT_0, &element));
    LS_TRY(ls_ber_next(ber, &element));
    if (content == DATA)
        return emit_octets(source, &element, content);
    if (element.tag != TAG_SEQUENCE)
        return ls_bad(LS_E_MALFORMED);
    if (content == STAMPED)
        return read_stamped(source);
    LS_TRY(ls_ber_skip_expected(ber, TAG_INTEGER));
    LS_TRY(ls_ber_skip_expected(ber, content == SIGNED ? TAG_SET : TAG_SEQUENCE));
    return read_inner(source, content);
}

static struct ls_result read_message(struct source *source)
{
    struct ls_ber_element element;
    uint8_t oid[16];
    LS_TRY(ls_ber_expect(source->ber, TAG_SEQUENCE, &element));
    LS_TRY(ls_ber_expect(source->ber, TAG_OID, &element));
    if (element.len > sizeof oid)
        return ls_bad(LS_E_MALFORMED);
    for (size_t i = 0; i < element.len; i++)
        LS_TRY(ls_ber_byte(source->ber, &oid[i]));
    int i = find_content(oid, (size_t)element.len);
    if (i < 0)
        return ls_bad(LS_E_MALFORMED);
    if (contents[i].content == ENCRYPTED || contents[i].content == OTHER)
        return ls_emit_gap(source->job, (struct ls_str){NULL, 0},
                           contents[i].content == ENCRYPTED ? LS_REASON_ENCRYPTED
                                                            : LS_REASON_UNSUPPORTED,
                           contents[i].what);
    return read_content(source, contents[i].content);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct armor armor = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_armor},
        .inner = job->blob,
        .out = {.limit = 2 * ARMOR_PIECE},
        .line_start = true,
    };
    struct source source = {
        .job = job,
        .plain = job->probe->head_len && job->probe->head[0] == TAG_SEQUENCE,
    };
    struct ls_ber *ber = ls_calloc(1, sizeof *ber);
    if (!ber)
        return ls_stop(LS_E_MEMORY);
    ls_decoder_begin(&armor.decoder, LS_TRANSFER_BASE64);
    ber->blob = source.plain ? job->blob : &armor.blob;
    ber->job = job;
    source.ber = ber;
    struct ls_result r = read_message(&source);
    ls_free(ber);
    LS_VEC_FINI(&armor.out);
    return r;
}

const struct ls_format ls_format_p7m = {
    .name = "p7m",
    .what = "signed or encrypted message (CMS, S/MIME)",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
