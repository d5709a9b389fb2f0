/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of text out of pieces that a page description puts at places: characters, words or lines,
 * in the order of drawing, which need not be that of reading.
 *
 *   drawn  密@20  机@10  ★@30  1年@40      姓名@200         all on one baseline
 *   lines  机密★1年 U+001F 姓名
 *
 * Pieces that follow each other on a baseline with no more than LS_LAYOUT_JOIN of their size
 * between them are one run, without a blank. Runs keep the order in which their first piece was
 * drawn. Two runs in a row on one baseline are parted by a tab when they are near, else as cells
 * are; others by the end of a line, but single characters below each other are one line: vertical
 * writing, with digits in it.
 *
 * For one page or part of a page after the other. One thread at a time.
 */
#ifndef LS_FORMATS_LAYOUT_H
#define LS_FORMATS_LAYOUT_H

#include "decode/map.h"
#include "formats/format.h"

enum {
    LS_LAYOUT_PIECES_MAX = 32 << 10, /* then what has come together is put out */
    LS_LAYOUT_TEXT_MAX = 4 << 20,    /* an attribute has fewer bytes */
    LS_LAYOUT_RULES_MAX = 8 << 10,
};

/* Where a piece stands: numbers of the page in any unit, y growing downwards. */
struct ls_layout_piece {
    double x, y;   /* of the first character's origin on the baseline */
    double dx, dy; /* direction of writing, of any length; both 0: to the right */
    double length; /* up to the end of the last character */
    double size;   /* of a character, > 0 */
};

struct ls_layout;

struct ls_result ls_layout_new(struct ls_format_job *job, struct ls_layout **layout) LS_MUST_USE;
void ls_layout_free(struct ls_layout *layout);

/*
 * For documents whose words stand apart without blanks between them: from now on, a gap in a run is
 * a blank, unless scripts without blanks are on both sides, and runs beside each other are cells
 * from a gap of one and a half of their size on, unless both are single characters of such a
 * script; or when a line is drawn between them.
 */
void ls_layout_words(struct ls_layout *layout);

/* A piece comes, … */
struct ls_result ls_layout_begin(struct ls_layout *layout) LS_MUST_USE;
/* … its text, as ls_emit_text() wants it, in any number of calls, … */
struct ls_result ls_layout_text(struct ls_layout *layout, struct ls_str text,
                                const struct ls_map *map, uint64_t base) LS_MUST_USE;
/* … and it has come. Blank pieces and pieces without text count for nothing. */
struct ls_result ls_layout_end(struct ls_layout *layout,
                               const struct ls_layout_piece *piece) LS_MUST_USE;

/* A vertical line from y0 to y1 is drawn at x. LS_LAYOUT_RULES_MAX of them count. */
struct ls_result ls_layout_rule(struct ls_layout *layout, double x, double y0,
                                double y1) LS_MUST_USE;

/* It is not to be told after all. */
void ls_layout_drop(struct ls_layout *layout);

/* Its characters so far, each as wide as it usually is: for pieces that do not say how long. */
double ls_layout_width(const struct ls_layout *layout, double size);

/* The pieces so far, to the part at hand. `once`: of runs that say the same, only the first. */
struct ls_result ls_layout_emit(struct ls_layout *layout, bool once) LS_MUST_USE;
/* Forgets the pieces and lines so far. */
void ls_layout_clear(struct ls_layout *layout);
bool ls_layout_is_empty(const struct ls_layout *layout);
/* The next piece would put out what is there. */
bool ls_layout_is_full(const struct ls_layout *layout);

#endif
