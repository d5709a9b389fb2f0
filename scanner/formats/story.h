/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of one part of a document, and the texts that interrupt it.
 *
 *   <p>机 [text box: 内部] 密 [deleted: 文件] ★10年</p>      body       机密★10年
 *                                                          text-box   内部
 *                                                          deletion   文件
 *
 * The main text goes out as it comes. What stands beside it is collected, by part, and goes out
 * when the main text ends, or at the end of a paragraph when LS_STORY_SIDES_MAX bytes have come
 * together; so a paragraph is not split by what stands in it, and memory does not grow with the
 * document. Two ways lead beside it:
 *
 *   - a flow has paragraphs of its own: a text box. Opened and closed; flows may be nested.
 *   - text aside belongs to the flow around it: a hidden run, a deletion. Pieces between which the
 *     flow says nothing are joined, others stand in lines of their own.
 *
 * Text that may be there twice can be held back until that is known.
 *
 * A story is used for one part after the other. One thread at a time.
 */
#ifndef LS_FORMATS_STORY_H
#define LS_FORMATS_STORY_H

#include "base/buf.h"
#include "base/place.h"
#include "base/result.h"
#include "decode/map.h"
#include "formats/format.h"

enum {
    LS_STORY_SIDES_MAX = 256 << 10, /* collected, then put out at the next end of a paragraph … */
    LS_STORY_SIDES_FULL = 1 << 20,  /* … or at once */
    LS_STORY_TEXT_MAX = 4 << 20,    /* bytes of text in one call at most: an attribute has fewer */
    LS_STORY_HELD_MAX = 256 << 10,  /* bytes of text that is held */
    LS_STORY_FLOWS_MAX = 8,         /* nested; what is deeper goes with the eighth */
};

struct ls_story;

struct ls_result ls_story_new(struct ls_format_job *job, struct ls_story **story) LS_MUST_USE;
void ls_story_free(struct ls_story *story);

/* Begins a part. What `info` points to must live until the end. No text, no part. */
void ls_story_begin(struct ls_story *story, const struct ls_part_info *info);
struct ls_result ls_story_end(struct ls_story *story) LS_MUST_USE;

/*
 * UTF-8 text with its way back, as ls_emit_text(). `aside`: the part it belongs to; LS_PART_NONE:
 * the flow at hand. Control characters are left out.
 */
struct ls_result ls_story_text(struct ls_story *story, enum ls_part aside, struct ls_str text,
                               const struct ls_map *map, uint64_t base) LS_MUST_USE;

/* The flow's paragraph, cell or row is over. Of several ends the strongest counts. */
struct ls_result ls_story_break(struct ls_story *story, enum ls_break what) LS_MUST_USE;

/* Text that follows there stands in this cell. */
struct ls_result ls_story_cell(struct ls_story *story, enum ls_part aside, uint32_t row,
                               uint32_t column) LS_MUST_USE;

/* A flow that belongs to another part, and its end. */
struct ls_result ls_story_open(struct ls_story *story, enum ls_part part) LS_MUST_USE;
struct ls_result ls_story_close(struct ls_story *story) LS_MUST_USE;

/*
 * Text of which it is not yet known whether it counts. It is held until it is settled: as a line
 * aside, or dropped (LS_PART_NONE). More than LS_STORY_HELD_MAX bytes settle themselves as hidden.
 */
struct ls_result ls_story_hold(struct ls_story *story, struct ls_str text, const struct ls_map *map,
                               uint64_t base) LS_MUST_USE;
struct ls_result ls_story_settle(struct ls_story *story, enum ls_part aside) LS_MUST_USE;

/* The part of the flow at hand. */
enum ls_part ls_story_part(const struct ls_story *story);

/* A line of its own aside. `off`: where it stands verbatim in the part, or LS_OFF_UNKNOWN. */
struct ls_result ls_story_note(struct ls_story *story, enum ls_part aside, struct ls_str text,
                               uint64_t off) LS_MUST_USE;

/* The same with a way back of any kind, as ls_emit_text(). */
struct ls_result ls_story_line(struct ls_story *story, enum ls_part aside, struct ls_str text,
                               const struct ls_map *map, uint64_t base) LS_MUST_USE;

#endif
