/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of the Internet: RFC 5322 and RFC 2045 to 2049, with 2231 (parameters), 2183
 * (dispositions), 3676 (flowed text), 6532 (UTF-8 in headers) and 1847, 3156, 8551 (signed and
 * encrypted ones). For the formats that are messages or hold them: eml, emlx, mbox, mhtml.
 *
 * Read forward in constant memory, and as the readers of mail do it, who are tolerant and not of
 * one mind. Where they may differ, every reading that makes sense is taken, and `ambiguous` says
 * so.
 */
#ifndef LS_FORMATS_MIME_H
#define LS_FORMATS_MIME_H

#include "base/result.h"
#include "formats/format.h"

/* Takes the message in bytes [off, end) of the job's object apart; `end` may be LS_SIZE_UNKNOWN. */
struct ls_result ls_mime_run(struct ls_format_job *job, uint64_t off, uint64_t end) LS_MUST_USE;

/* What the first bytes of something have of a message header. */
struct ls_mime_header_look {
    size_t fields; /* lines of the form "Name: value", with their continuations */
    size_t known;  /* of them, names that mail has … */
    size_t mail;   /* … and hardly anything else */
    size_t len;    /* bytes up to the body, or all that were given */
    bool whole;    /* an empty line ends them */
    bool broken;   /* a line is no field */
    bool from;     /* the first line begins "From " … */
    bool postmark; /* … and is that of an mbox: "From sender date" */
    bool mime;     /* fields of MIME */
    bool encoded;  /* it says its transfer encoding */
    bool related;  /* multipart/related */
    bool sent;     /* Received, Return-Path, To, Delivered-To: it has travelled */
    bool saved;    /* fields or values of programs that save web pages */
};

/* Could a header begin so? Fast: most files say no in their first bytes. */
bool ls_mime_may_begin(const uint8_t *bytes, size_t len);

void ls_mime_look_at_header(const uint8_t *bytes, size_t len, struct ls_mime_header_look *look);

/* How many bits speak for a message; 0: none. */
unsigned ls_mime_bid(const struct ls_mime_header_look *look);

/* The line that begins a message in an mbox (RFC 4155): "From ", sender, a time of day and a year.
 * `len` without its end. */
bool ls_mime_is_postmark(const uint8_t *line, size_t len);

/* "Name:" of a header field? */
bool ls_mime_is_field(const uint8_t *line, size_t len);

/* Bytes of the line end at at[0], or 0: LF, CR LF, CR CR LF, CR. */
size_t ls_mime_line_end(const uint8_t *at, size_t n);

#endif
