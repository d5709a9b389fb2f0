/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the MIME parser hand each other: the reader, what a header says, ways to read a
 * part, open multiparts, the message. What they do with it is in mime_priv.h.
 */
#ifndef LS_FORMATS_MIME_TYPES_H
#define LS_FORMATS_MIME_TYPES_H

#include "base/buf.h"
#include "decode/charset.h"
#include "decode/transfer.h"
#include "formats/mime.h"

enum {
    LS_MIME_PIECE = 32 << 10,     /* bytes of a body that are handled at a time */
    LS_MIME_LOOK = 4 << 10,       /* a delimiter and the line behind it are seen as a whole */
    LS_MIME_DEPTH_MAX = 64,       /* multiparts in multiparts */
    LS_MIME_PARTS_MAX = 10000,    /* of a message */
    LS_MIME_FIELD_MAX = 64 << 10, /* bytes of a header field; the rest of it is not read */
    LS_MIME_BOUND_MAX = 250,      /* bytes of a boundary; of a longer one, these count */
    LS_MIME_BOUNDS_MAX = 4,       /* boundaries of one multipart, where it may have several */
    LS_MIME_CHARSET_MAX = 64,
    LS_MIME_SAID_MAX = 4,      /* contradicting fields of one name */
    LS_MIME_READINGS_MAX = 16, /* of one part */
    LS_MIME_AGAIN_MAX = 64,    /* further readings of a message … */
    LS_MIME_AGAIN_NAME = 128,
    LS_MIME_NAME_MAX = 4 << 10, /* of an attachment */
    LS_MIME_AGAIN_DEPTH = 2,    /* … and of what came out of them */
    LS_MIME_SEGS_MAX = 1 << 16  /* of a map */
};

/* ---- reading --------------------------------------------------------------------------------- */

struct ls_mime_reader {
    struct ls_blob *blob;
    uint64_t off, end; /* of the next byte; where reading stops */
    const uint8_t *at; /* bytes that are there: the whole blob, or a window of it */
    size_t n;
    uint8_t *window; /* NULL when the blob is in memory */
    bool eof;        /* nothing comes behind them */
    bool line_start; /* a line begins here */
    bool broken;     /* the blob ended early */
};

/* A line that ends the part at hand. */
struct ls_mime_delim {
    size_t level; /* index in the stack; SIZE_MAX: the message ends */
    size_t bound; /* which of its boundaries */
    size_t len;   /* of the line, with its end */
    bool close;
    bool odd; /* something stands behind the boundary */
};

struct ls_mime_run_of_bytes {
    const uint8_t *at;
    size_t n;
    uint64_t off;
};

/* ---- what is known of a part ----------------------------------------------------------------- */

enum ls_mime_kind {
    LS_MIME_TEXT,
    LS_MIME_HTML,
    LS_MIME_CHILD,
    LS_MIME_MESSAGE,
    LS_MIME_MULTIPART,
};

struct ls_mime_bound {
    uint8_t at[LS_MIME_BOUND_MAX];
    uint8_t n;
    bool cut; /* it goes on */
};

/* One way to read a part. */
struct ls_mime_reading {
    enum ls_mime_kind kind;
    enum ls_transfer transfer;
    bool forced; /* the charset is not to be doubted */
    bool flowed, delsp;
    bool digest;                       /* its parts are messages */
    bool alternative;                  /* its parts say the same */
    bool packed;                       /* a multipart in a transfer encoding */
    bool piece;                        /* message/partial */
    bool sealed;                       /* multipart/encrypted */
    bool text;                         /* of a type of text, also where it is a child */
    char charset[LS_MIME_CHARSET_MAX]; /* or empty */
    struct ls_mime_bound bounds[LS_MIME_BOUNDS_MAX];
    size_t bounds_n;
};

/* What the header of a part says. */
struct ls_mime_entity {
    struct ls_mime_reading types[LS_MIME_SAID_MAX];
    size_t types_n;
    enum ls_transfer transfers[LS_MIME_SAID_MAX];
    size_t transfers_n;
    bool attachment;
    bool strange_transfer;
    struct ls_buf name;     /* UTF-8 */
    struct ls_buf location; /* Content-Location */
    size_t names_n;
};

/* An open multipart. */
struct ls_mime_level {
    struct ls_mime_bound bounds[LS_MIME_BOUNDS_MAX];
    size_t bounds_n;
    uint32_t parts;
    unsigned used; /* bit i: bounds[i] was met */
    bool digest;
    bool alternative;
    bool closed;
    uint64_t body_off;         /* behind its header */
    size_t again_lo, again_hi; /* further readings of it, whose end is not yet known */
};

/* A part that is to be read once more. */
struct ls_mime_again {
    uint64_t lo, hi;
    unsigned depth;
    struct ls_mime_reading reading, before; /* before: how it was read */
    char name[LS_MIME_AGAIN_NAME];
    size_t name_n;
};

/* What all readings of one message share. */
struct ls_mime_shared {
    LS_VEC(struct ls_mime_again) again;
    uint64_t noted; /* bit of enum ls_mime_note */
    uint32_t parts;
    bool crowded; /* the list is full, and a gap has said so */
};

/* What readers disagree about. */
enum ls_mime_note {
    LS_MIME_TWO_TYPES,
    LS_MIME_TWO_TRANSFERS,
    LS_MIME_TWO_BOUNDS,
    LS_MIME_NO_BOUND,
    LS_MIME_NO_END,
    LS_MIME_NO_PARTS,
    LS_MIME_ODD_DELIM,
    LS_MIME_BOUND_AGAIN,
    LS_MIME_NO_FIELD,
    LS_MIME_BARE_CR,
    LS_MIME_BASE64_GOES_ON,
    LS_MIME_BASE64_JUNK,
    LS_MIME_NOT_BASE64,
    LS_MIME_UNSAID_BASE64,
    LS_MIME_WRONG_CHARSET,
    LS_MIME_PACKED_MULTIPART,
    LS_MIME_PARTS_IN_TEXT,
    LS_MIME_TWO_NAMES,
    LS_MIME_NOTE_COUNT,
};

/* Text on its way out, with its map. */
struct ls_mime_out {
    struct ls_buf text;
    struct ls_map map;
    uint64_t base; /* of text[0] in the map */
    bool cr;       /* the last byte was a carriage return */
};

struct ls_mime_text;

/* A message, or a part of it that is read again. */
struct ls_mime {
    struct ls_format_job *job;
    struct ls_mime_shared *shared;
    unsigned depth; /* 0: the message; else of readings again */
    struct ls_mime_reader reader;
    LS_VEC(struct ls_mime_level) levels;
    bool at_delim; /* the part at hand is over; `delim` says how */
    struct ls_mime_delim delim;
    uint64_t
        body_end; /* of the last part that is over: without the line end before its delimiter */
    struct ls_mime_entity entity;
    struct ls_mime_reading readings[LS_MIME_READINGS_MAX];
    size_t readings_n;
    /* mime_header.c */
    struct ls_buf field; /* as it stands in the message */
    uint64_t field_off;
    bool doubtful;    /* words are in a charset that takes every byte, and look like another … */
    bool second_look; /* … in which they are to be read */
    struct ls_mime_out out;
    struct ls_buf raw,
        utf8; /* of words and parameters: decoded from their ASCII, from their charset */
    struct ls_map raw_map, utf8_map;
    struct ls_mime_text *text; /* made when first needed */
};

#endif
