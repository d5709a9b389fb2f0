/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a document, as its format emits it, scanned while it comes:
 *
 *   part header            part body
 *   机密★1年 \f            关于…的通知 \n 姓名 U+001F 性别 U+001E …
 *        |                      |
 *        |  spots: at this text offset this part, line, cell
 *        |  map:   these text bytes come from those bytes of the part
 *        v
 *   block by block through stage 1 and 2, hits with place and way back
 *
 * Memory stays constant however long the text is: what was scanned slides out, of the spots and the
 * map the oldest are forgotten. One thread at a time; reused from object to object.
 */
#ifndef LS_ENGINE_TEXTVIEW_H
#define LS_ENGINE_TEXTVIEW_H

#include "base/hit.h"
#include "confirm/reduce.h"
#include "decode/map.h"
#include "engine/lane.h"
#include "engine/told.h"
#include "formats/format.h"

/* A part, as long as hits in it may come. */
struct ls_textview_part {
    enum ls_part part;
    uint32_t page, slide;
    size_t name, name_len; /* in ls_textview.names */
    size_t sheet, sheet_len;
    uint64_t link_off;
    uint64_t raw_off; /* or LS_OFF_UNKNOWN */
    const char *encoding;
    unsigned enc; /* enum ls_encoding of the bytes, or LS_ENC_COUNT */
};

struct ls_textview_spot {
    uint64_t off; /* of the text */
    uint32_t part;
    uint32_t line;
    uint32_t row, column;
};

/* Takes a hit with its place; `part` is where it begins. */
typedef struct ls_result (*ls_textview_fn)(void *user, const struct ls_hit *hit,
                                           const struct ls_link *link);

struct ls_textview {
    struct ls_scanner *scanner; /* borrowed */
    size_t before, after;
    uint8_t *bytes;
    size_t cap;
    size_t n;      /* bytes held */
    size_t own_lo; /* so many of them are decided */
    uint64_t base; /* text offset of bytes[0] */
    struct ls_found found;
    struct ls_reducer *reducer;
    struct ls_map map;
    LS_VEC(struct ls_textview_spot) spots;
    LS_VEC(struct ls_textview_part) parts;
    struct ls_buf names;
    struct ls_told *told; /* of the object at hand: what of it was seen */
    ls_textview_fn emit;
    void *user;
    bool crowded, refused;
    uint64_t limits_hit;
};

/* The scanner is used by one view at a time, for one block after the other. */
struct ls_result ls_textview_init(struct ls_textview *view, const struct ls_engine *engine,
                                  struct ls_scanner *scanner) LS_MUST_USE;
void ls_textview_fini(struct ls_textview *view);

/* Another object comes. */
struct ls_result ls_textview_begin(struct ls_textview *view, struct ls_told *told,
                                   ls_textview_fn emit, void *user) LS_MUST_USE;

/* What a format says; see formats/format.h. */
struct ls_result ls_textview_part(struct ls_textview *view,
                                  const struct ls_part_info *info) LS_MUST_USE;
struct ls_result ls_textview_text(struct ls_textview *view, struct ls_str text,
                                  const struct ls_map *map, uint64_t base) LS_MUST_USE;
struct ls_result ls_textview_break(struct ls_textview *view, enum ls_break what) LS_MUST_USE;
struct ls_result ls_textview_cell(struct ls_textview *view, uint32_t row,
                                  uint32_t column) LS_MUST_USE;

/* The text is over: scans the rest. */
struct ls_result ls_textview_end(struct ls_textview *view) LS_MUST_USE;

#endif
