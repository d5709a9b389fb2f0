/* SPDX-License-Identifier: Apache-2.0 */
/* The records of a section of a Hangul document, as they come (4.3), and the text in them. */
#ifndef LS_FORMATS_HWP_RECORDS_H
#define LS_FORMATS_HWP_RECORDS_H

#include "base/blob.h"
#include "formats/ole_view.h"
#include "formats/story.h"

enum { LS_HWP_DEPTH = 32, LS_HWP_CHUNK = 16 << 10 };

/* Something in a paragraph that has paragraphs of its own. */
struct ls_hwp_control {
    unsigned level;
    bool flow; /* of the story, opened for it */
    bool table;
    bool in_row;
    unsigned row;
};

struct ls_hwp_records {
    struct ls_format_job *job;
    struct ls_story *story;
    struct ls_buf text;
    struct ls_hwp_control controls[LS_HWP_DEPTH];
    size_t controls_n;
    unsigned skip; /* units of a character that stands for something */
    uint8_t *chunk;
    bool broken;  /* the section at hand … */
    bool damaged; /* … or any */
};

struct ls_result ls_hwp_records_init(struct ls_hwp_records *records,
                                     struct ls_format_job *job) LS_MUST_USE;
void ls_hwp_records_fini(struct ls_hwp_records *records);

/* Tells a section, whose blob may go forward only. */
struct ls_result ls_hwp_read(struct ls_hwp_records *records, struct ls_blob *blob) LS_MUST_USE;

#endif
