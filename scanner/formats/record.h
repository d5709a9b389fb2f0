/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a format would tell, written down by a thread that helps (formats/help.h), to be told later
 * by the one whose object it is:
 *
 *   helper   ls_emit_part, ls_emit_text, ... -> record
 *   owner                                       record -> the same calls, in the same order
 *
 * Parts without names, text, breaks and cells can be written down. Anything else fails the reading
 * (BAD/LS_E_LIMIT), and so does more than the limits allow. One thread at a time; a record may go
 * from one to another.
 */
#ifndef LS_FORMATS_RECORD_H
#define LS_FORMATS_RECORD_H

#include "base/buf.h"
#include "formats/format.h"

enum {
    LS_RECORD_TEXT_MAX = 256 << 10, /* bytes */
    LS_RECORD_CALLS_MAX = 16 << 10, /* of emit functions */
    LS_RECORD_SEGS_MAX = 8 << 10,   /* of maps */
};

struct ls_record_call {
    uint8_t what;
    uint8_t how;     /* enum ls_part, enum ls_break; of text: whether it has a map */
    uint32_t number; /* of the page, of the row; of text: bytes */
    uint32_t second; /* of the slide, of the column */
    uint64_t link_off, raw_off;
};

struct ls_record {
    LS_VEC(struct ls_record_call) calls;
    struct ls_buf text;
    struct ls_map map; /* of all text */
};

void ls_record_init(struct ls_record *record);
void ls_record_fini(struct ls_record *record);

/* Who writes: the job that a format sees in place of the engine's. */
struct ls_recorder {
    struct ls_format_job job;
    struct ls_record *record;
    struct ls_helper *helper; /* its word ends the reading: STOP/LS_E_CANCELLED */
};

/* Over the bytes of `blob`; record is set before the first text comes. */
void ls_recorder_init(struct ls_recorder *recorder, struct ls_blob *blob, struct ls_helper *helper);

/* Tells it. Fails as emit functions do. */
struct ls_result ls_record_tell(const struct ls_record *record,
                                struct ls_format_job *job) LS_MUST_USE;

#endif
