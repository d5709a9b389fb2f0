/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Input for tests and measurements: endless, of any size, in any encoding, from one seed.
 *
 *   reference text, rows, mail lines --pieces of UTF-8--> one encoding --> read(2)-like interface
 *
 * Never a half character: where the last one does not fit into the size asked for, line feeds (in
 * UTF-16 an odd last byte is 0) fill up. One thread at a time.
 */
#ifndef LS_GENERATE_H
#define LS_GENERATE_H

#include "base/encoding.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_generate_kind {
    LS_GENERATE_LAW,    /* the reference text */
    LS_GENERATE_CSV,    /* rows of numbers of 6 to 19 digits */
    LS_GENERATE_BASE64, /* mail parts: short head, base64 lines of random bytes */
    LS_GENERATE_RANDOM, /* random bytes; has no encoding */
    LS_GENERATE_ZEROS,  /* as a disk that was never written to; has no encoding */
    LS_GENERATE_KINDS,
};

struct ls_generate_options {
    enum ls_generate_kind kind;
    enum ls_encoding enc; /* Big5 is written in traditional characters */
    uint64_t seed;
    uint32_t mentions;   /* law: grade words in sentences, per 1,000,000 bytes of UTF-8 */
    uint32_t mark_every; /* law: a line with a mark each time so many bytes of UTF-8; 0: none */
};

struct ls_generate;

struct ls_result ls_generate_new(const struct ls_generate_options *options,
                                 struct ls_generate **generate) LS_MUST_USE;
void ls_generate_free(struct ls_generate *generate);

/* Begins a text of `bytes` bytes at the next line; a new generator has none to give. */
void ls_generate_start(struct ls_generate *generate, uint64_t bytes);

/* Writes the next bytes of the text to out[0..cap), cap >= 8. Returns their number, 0 at the end.
 */
size_t ls_generate_read(struct ls_generate *generate, uint8_t *out, size_t cap);

/* Marks written since the generator was made. */
uint64_t ls_generate_marks(const struct ls_generate *generate);

const char *ls_generate_kind_name(enum ls_generate_kind kind);
bool ls_generate_kind_parse(const char *name, enum ls_generate_kind *kind);

#endif
