/* SPDX-License-Identifier: Apache-2.0 */
/*
 * .Z files of compress(1): LZW (Welch, "A Technique for High-Performance Data Compression", 1984)
 * with codes that grow from 9 to at most 16 bits.
 *
 *   1F 9D  flags           bits 0-4 of the flags: the most bits of a code; bit 7: code 256 clears
 *   codes, least significant bit first, in groups of eight: a group of 9-bit codes takes 9 bytes
 *
 * When codes become wider, and after a code that clears, the rest of the group at hand means
 * nothing. Codes 0 to 255 are bytes; every other stands for the string of an older code and a byte.
 * There is no end mark.
 */
#include "decode/unpack_priv.h"

#include <string.h>

enum {
    BITS_MIN = 9,
    BITS_MAX = 16,
    CODES = 1 << BITS_MAX,
    CLEAR = 256,
    NONE = CODES, /* no code before this one */
    HEADER = 3,
    FLAG_BITS = 0x1F,
    FLAG_RESERVED = 0x60,
    FLAG_BLOCKS = 0x80,
};

struct compress {
    size_t header_n;
    bool blocks; /* code 256 clears */
    unsigned bits, bits_max;
    uint32_t free;             /* the next code that gets a string */
    uint32_t old;              /* the code before, or NONE */
    uint8_t first;             /* byte of its string */
    bool group_ready;          /* codes are taken from it; else it is being filled */
    size_t group_n, group_bit; /* bytes of the group at hand, bits of it taken */
    uint8_t group[BITS_MAX];
    size_t stack_n; /* bytes of a string that are still to be given, last one first */
    uint16_t before[CODES];
    uint8_t last[CODES];
    uint8_t stack[CODES];
};

static bool begins(const uint8_t *bytes, size_t len)
{
    return len >= HEADER && bytes[0] == 0x1F && bytes[1] == 0x9D &&
           (bytes[2] & FLAG_RESERVED) == 0 && (bytes[2] & FLAG_BITS) >= BITS_MIN &&
           (bytes[2] & FLAG_BITS) <= BITS_MAX;
}

static void fini(void *state)
{
    (void)state;
}

static void drop_group(struct compress *c)
{
    c->group_ready = false;
    c->group_n = c->group_bit = 0;
}

static void forget(struct compress *c)
{
    c->bits = BITS_MIN;
    c->free = c->blocks ? CLEAR + 1 : CLEAR;
    c->old = NONE;
    drop_group(c);
}

static enum ls_unpack_step begin(void *state)
{
    struct compress *c = state;
    c->header_n = c->stack_n = 0;
    return LS_STEP_MORE;
}

static void take_header(struct compress *c, struct ls_unpack_io *io)
{
    for (; c->header_n < HEADER && io->taken < io->in_len; c->header_n++) {
        uint8_t byte = io->in[io->taken++];
        c->blocks = byte & FLAG_BLOCKS;
        c->bits_max = byte & FLAG_BITS;
    }
    if (c->header_n == HEADER)
        forget(c);
}

/* The next code; false when the input at hand has no more. The last group may be cut short. */
static bool take_code(struct compress *c, struct ls_unpack_io *io, uint32_t *code)
{
    if (c->free >= 1u << c->bits && c->bits < c->bits_max) {
        c->bits++;
        drop_group(c);
    }
    if (c->group_ready && c->group_bit + c->bits > 8 * c->group_n)
        drop_group(c);
    if (!c->group_ready) {
        size_t room = c->bits - c->group_n, left = io->in_len - io->taken;
        size_t more = left < room ? left : room;
        memcpy(c->group + c->group_n, io->in + io->taken, more);
        io->taken += more;
        c->group_n += more;
        c->group_ready = c->group_n == c->bits || (io->last && 8 * c->group_n >= c->bits);
        if (!c->group_ready)
            return false;
    }
    *code = 0;
    for (unsigned i = 0; i < c->bits; i++, c->group_bit++)
        *code |= (uint32_t)(c->group[c->group_bit / 8] >> c->group_bit % 8 & 1) << i;
    return true;
}

/* Puts the string of a code on the stack and gives the next free code a string. */
static bool take_string(struct compress *c, uint32_t code)
{
    uint32_t at = code;
    if (code > c->free || (c->old == NONE && code >= CLEAR))
        return false;
    if (code == c->free) { /* the string that is about to be made: the one before and its first */
        c->stack[c->stack_n++] = c->first;
        at = c->old;
    }
    for (; at >= CLEAR; at = c->before[at])
        c->stack[c->stack_n++] = c->last[at];
    c->first = (uint8_t)at;
    c->stack[c->stack_n++] = c->first;
    if (c->old != NONE && c->free < 1u << c->bits_max) {
        c->before[c->free] = (uint16_t)c->old;
        c->last[c->free++] = c->first;
    }
    c->old = code;
    return true;
}

static enum ls_unpack_step step(void *state, struct ls_unpack_io *io)
{
    struct compress *c = state;
    uint32_t code;
    if (c->header_n < HEADER)
        take_header(c, io);
    if (c->header_n < HEADER)
        return LS_STEP_MORE;
    while (io->made < io->out_len) {
        if (c->stack_n > 0) {
            io->out[io->made++] = c->stack[--c->stack_n];
            continue;
        }
        if (!take_code(c, io, &code))
            break;
        if (code == CLEAR && c->blocks)
            forget(c);
        else if (!take_string(c, code))
            return LS_STEP_BROKEN;
    }
    return LS_STEP_MORE;
}

const struct ls_unpack_codec ls_unpack_compress = {
    .state_size = sizeof(struct compress),
    .endless = true,
    .begins = begins,
    .begin = begin,
    .step = step,
    .fini = fini,
};
