/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/lzfu.h"

#include "base/cursor.h"

#include <string.h>

enum {
    HEADER = 16,
    LZFU = 0x75465A4C,
    MELA = 0x414C454D,
    SIZE_BEHIND = 4, /* the size in the header counts what follows it */
};

/* [MS-OXRTFCP] 2.1.2.1: what the window holds before the first byte. */
static const char start[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static struct ls_result refill(struct ls_lzfu *z)
{
    size_t want = z->left < LS_LZFU_CHUNK ? (size_t)z->left : LS_LZFU_CHUNK;
    z->at = z->n = 0;
    if (want == 0)
        return ls_ok();
    struct ls_result r = ls_blob_read(z->from, z->in, z->chunk, want, &z->n);
    z->in += z->n;
    z->left = z->n < want ? 0 : z->left - z->n;
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED ? ls_ok() : r;
}

/* The next byte of the input; *got is false at its end. */
static struct ls_result next(struct ls_lzfu *z, uint8_t *byte, bool *got)
{
    if (z->at == z->n)
        LS_TRY(refill(z));
    *got = z->at < z->n;
    *byte = *got ? z->chunk[z->at++] : 0;
    return ls_ok();
}

static struct ls_result begin(struct ls_lzfu *z)
{
    uint8_t header[HEADER];
    struct ls_cursor c;
    size_t got;
    struct ls_result r = ls_blob_read(z->from, 0, header, HEADER, &got);
    if (ls_failed(r) && r.code != LS_E_MALFORMED)
        return r;
    z->begun = true;
    ls_cursor_init(&c, header, got);
    uint32_t size = ls_cursor_u32le(&c);
    z->raw = ls_cursor_u32le(&c);
    uint32_t type = ls_cursor_u32le(&c);
    ls_cursor_u32le(&c);
    z->broken = c.failed || (type != LZFU && type != MELA);
    z->packed = type == LZFU;
    z->in = HEADER;
    z->left = size > HEADER - SIZE_BEHIND ? size - (HEADER - SIZE_BEHIND) : 0;
    if (!z->packed && z->left > z->raw)
        z->left = z->raw;
    memcpy(z->window, start, sizeof start - 1);
    z->write = sizeof start - 1;
    return ls_ok();
}

/* Takes what comes next of the packed text: *byte, or a reference into z->copy, or the end. */
static struct ls_result take(struct ls_lzfu *z, uint8_t *byte, bool *literal)
{
    uint8_t a, b;
    bool got;
    *literal = false;
    if (z->control_n == 0) {
        LS_TRY(next(z, &a, &got));
        z->ended = !got;
        z->control = a;
        z->control_n = 8;
        if (!got)
            return ls_ok();
    }
    bool reference = z->control & 1;
    z->control >>= 1;
    z->control_n--;
    LS_TRY(next(z, &a, &got));
    z->ended = !got;
    if (!reference || !got) {
        *byte = a;
        *literal = got;
        return ls_ok();
    }
    LS_TRY(next(z, &b, &got));
    z->ended = !got;
    z->copy = (uint32_t)a << 4 | b >> 4;
    z->copy_n = (b & 15u) + 2;
    if (!got || z->copy == z->write) { /* the end says so */
        z->ended = true;
        z->copy_n = 0;
    }
    return ls_ok();
}

static struct ls_result unpack(struct ls_lzfu *z, uint8_t *out, size_t len, size_t *got)
{
    while (*got < len && !z->ended) {
        uint8_t byte = 0;
        bool there = z->copy_n > 0;
        if (there) {
            byte = z->window[z->copy];
            z->copy = (z->copy + 1) % LS_LZFU_WINDOW;
            z->copy_n--;
        } else {
            LS_TRY(take(z, &byte, &there));
        }
        if (!there)
            continue;
        z->window[z->write] = byte;
        z->write = (z->write + 1) % LS_LZFU_WINDOW;
        out[(*got)++] = byte;
    }
    return ls_ok();
}

static struct ls_result copy(struct ls_lzfu *z, uint8_t *out, size_t len, size_t *got)
{
    while (*got < len && !z->ended) {
        bool there;
        uint8_t byte;
        LS_TRY(next(z, &byte, &there));
        z->ended = !there;
        if (there)
            out[(*got)++] = byte;
    }
    return ls_ok();
}

static struct ls_result read_lzfu(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct ls_lzfu *z = LS_CONTAINER(blob, struct ls_lzfu, blob);
    (void)off;
    *got = 0;
    if (!z->begun)
        LS_TRY(begin(z));
    if (!z->broken)
        LS_TRY(z->packed ? unpack(z, out, len, got) : copy(z, out, len, got));
    z->made += *got;
    if (z->ended && z->made < z->raw)
        z->broken = true;
    return z->broken ? ls_bad(LS_E_MALFORMED) : ls_ok();
}

void ls_lzfu_init(struct ls_lzfu *lzfu, struct ls_blob *from)
{
    memset(lzfu, 0, sizeof *lzfu);
    lzfu->blob = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_lzfu};
    lzfu->from = from;
}
