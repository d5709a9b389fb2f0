/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the MIME parser.
 *
 *   blob --mime_read.c--> runs of bytes of the part at hand, up to its delimiter
 *            |                |                             |
 *   mime_header.c         mime_text.c                   mime_leaf.c
 *   fields, parameters    transfer encoding, charset,   transfer encoding on the fly:
 *   (mime_param.c),       lines: text of the message    a child
 *   words (mime_words.c)
 *
 * mime.c goes through the structure with a stack of open multiparts. A part that can be read in
 * more than one way is read in the first, and noted down; at the end of the message the other
 * readings follow, of the bytes [lo, hi) again, as far as the blob can go back.
 */
#ifndef LS_FORMATS_MIME_PRIV_H
#define LS_FORMATS_MIME_PRIV_H

#include "formats/mime_types.h"

struct ls_result ls_mime_note(struct ls_mime *m, enum ls_mime_note note) LS_MUST_USE;

/* ---- mime_read.c ----------------------------------------------------------------------------- */

struct ls_result ls_mime_reader_init(struct ls_mime_reader *r, struct ls_blob *blob, uint64_t off,
                                     uint64_t end) LS_MUST_USE;
void ls_mime_reader_fini(struct ls_mime_reader *r);

/* Gets `want` bytes, at most LS_MIME_PIECE + LS_MIME_LOOK, unless the end comes first. */
struct ls_result ls_mime_fill(struct ls_mime_reader *r, size_t want) LS_MUST_USE;
void ls_mime_skip(struct ls_mime_reader *r, size_t n);

/* The next bytes of the part at hand, at most LS_MIME_PIECE; n == 0 at its end. */
struct ls_result ls_mime_next(struct ls_mime *m, struct ls_mime_run_of_bytes *run) LS_MUST_USE;

/* Where the body of the part at hand begins, before any of it is read: its header may have ended
 * with the part. */
uint64_t ls_mime_body_off(const struct ls_mime *m);

/* The same bytes without taking them. */
struct ls_result ls_mime_peek(struct ls_mime *m, struct ls_mime_run_of_bytes *run) LS_MUST_USE;

/* Is the line that begins here a delimiter? Takes nothing. */
bool ls_mime_is_delim(const struct ls_mime *m, const uint8_t *line, size_t n,
                      struct ls_mime_delim *delim);

/* Passes over the rest of the part at hand. */
struct ls_result ls_mime_drain(struct ls_mime *m) LS_MUST_USE;

/* ---- mime_type.c ------------------------------------------------------------------------------
 */

/* The value of a Content-Type field: one more of m->entity.types. */
struct ls_result ls_mime_take_type(struct ls_mime *m, const uint8_t *value, size_t n) LS_MUST_USE;

/*
 * Fills m->readings with all that make sense of the part whose body begins here, by its header and
 * its first bytes; the first is the one to begin with. `digest`: what a part is by default.
 */
struct ls_result ls_mime_find_readings(struct ls_mime *m, bool digest) LS_MUST_USE;

bool ls_mime_same_reading(const struct ls_mime_reading *a, const struct ls_mime_reading *b);

/* ---- mime_header.c, mime_param.c, mime_words.c ----------------------------------------------- */

/* Reads the header of a message or part into m->entity, and emits what people see of it. */
struct ls_result ls_mime_read_header(struct ls_mime *m, bool message) LS_MUST_USE;

struct ls_mime_param {
    struct ls_str name; /* without '*' and what follows */
    const uint8_t *at;  /* its value, without quotes, escapes as they are */
    size_t n;
    size_t loose_n; /* up to the next semicolon; of a value in quotes: n */
    int section;    /* of a value in several parameters (RFC 2231 §3), or -1 */
    bool encoded;   /* RFC 2231 §4 */
    bool quoted;
    bool taken;
};

enum { LS_MIME_PARAMS_MAX = 128 };

struct ls_mime_params {
    struct ls_str value; /* what stands before the parameters */
    struct ls_mime_param at[LS_MIME_PARAMS_MAX];
    size_t n;
};

void ls_mime_parse_params(const uint8_t *value, size_t n, struct ls_mime_params *params);

/*
 * Puts the parameter `i` with all its sections into m->raw with m->raw_map, as bytes in its charset
 * (`*charset`: the name stands in the parameter, or is empty), and marks them taken.
 */
struct ls_result ls_mime_join_param(struct ls_mime *m, struct ls_mime_params *params, size_t i,
                                    struct ls_str *charset) LS_MUST_USE;

/* All parameters of this name are names of the part; emits them. */
struct ls_result ls_mime_take_names(struct ls_mime *m, struct ls_mime_params *params,
                                    const char *name) LS_MUST_USE;

/* Appends bytes of m->raw, in that charset or one that fits better, to m->out; clears m->raw. */
struct ls_result ls_mime_flush_raw(struct ls_mime *m, struct ls_str charset,
                                   const char **encoding) LS_MUST_USE;

/* Appends unstructured text with encoded words (RFC 2047) to m->out. */
struct ls_result ls_mime_add_words(struct ls_mime *m, const uint8_t *at, size_t n, uint64_t off,
                                   const char **encoding) LS_MUST_USE;

/*
 * Bytes fit the charset that is said and look like `guess`, which they fit as well: may readers
 * take them for that? Some charsets make something of every byte, and what is UTF-8 is hardly ever
 * anything else.
 */
bool ls_mime_doubtful(const struct ls_charset *said, const struct ls_charset *guess,
                      const void *bytes, size_t n);

/* ASCII letters in either case. */
bool ls_mime_is(struct ls_str s, const char *word);
bool ls_mime_begins(struct ls_str s, const char *word);

/* ---- mime_text.c, mime_leaf.c ---------------------------------------------------------------- */

/*
 * Appends what utf8[0..n) says to `out`, without what does not belong into text; bytes of utf8 come
 * from where `map`, in which they stand at 0, and then `inner` say.
 */
struct ls_result ls_mime_out_add(struct ls_mime_out *out, const struct ls_buf *utf8,
                                 const struct ls_map *map, const struct ls_map *inner) LS_MUST_USE;
struct ls_result ls_mime_out_emit(struct ls_mime *m, struct ls_mime_out *out) LS_MUST_USE;
void ls_mime_out_init(struct ls_mime_out *out);
void ls_mime_out_clear(struct ls_mime_out *out);
void ls_mime_out_fini(struct ls_mime_out *out);

/* The part at hand as text; `before`: how it was read before, only what differs is emitted. */
struct ls_result ls_mime_read_text(struct ls_mime *m, const struct ls_mime_reading *reading,
                                   const struct ls_mime_again *again) LS_MUST_USE;
void ls_mime_text_free(struct ls_mime_text *text);

/* The part at hand as a child. */
struct ls_result ls_mime_read_leaf(struct ls_mime *m,
                                   const struct ls_mime_reading *reading) LS_MUST_USE;

/* Notes down that bytes [lo, hi) are to be read once more. */
struct ls_result ls_mime_read_again(struct ls_mime *m, uint64_t lo, uint64_t hi,
                                    const struct ls_mime_reading *reading,
                                    const struct ls_mime_reading *before) LS_MUST_USE;

/* Sees to it that the part has a name: m->entity.name. */
struct ls_result ls_mime_name(struct ls_mime *m) LS_MUST_USE;

/* "1.2": the number of the part at hand, as IMAP counts (RFC 9051 §6.4.5). */
struct ls_result ls_mime_number(const struct ls_mime *m, struct ls_buf *out) LS_MUST_USE;

#endif
