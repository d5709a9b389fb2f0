/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small files that are large inside, or never end. None is kept in the tree: they are made when a
 * test asks for them, and the same each time.
 */
#ifndef LS_GENERATE_BOMBS_H
#define LS_GENERATE_BOMBS_H

#include "base/buf.h"

#include <stddef.h>

struct ls_bomb {
    const char *name;                 /* also of the file, with an extension that fits */
    void (*make)(struct ls_buf *out); /* appends it */
};

/* All of them. */
const struct ls_bomb *ls_bombs(size_t *n);

/* Sixteen ZIP archives in each of five levels, each of the lowest with 4 GiB of zeros. */
void ls_bomb_layers(struct ls_buf *out);

/* One member of 4 GiB zeros. */
void ls_bomb_zeros_zip(struct ls_buf *out);
void ls_bomb_zeros_gzip(struct ls_buf *out);

/* Members that quote the headers of those behind them and share one kernel (D. Fifield, "A better
 * zip bomb", WOOT 2019). */
void ls_bomb_overlap(struct ls_buf *out);

/* A gzip file that unpacks to itself (R. Cox, "Zip Files All The Way Down"). */
void ls_bomb_quine(struct ls_buf *out);

/* 10,000 containers in each other. */
void ls_bomb_nested_zip(struct ls_buf *out);
void ls_bomb_nested_gzip(struct ls_buf *out);
void ls_bomb_nested_mail(struct ls_buf *out);

/* Sizes of 2^62 bytes in every field that has one. */
void ls_bomb_sizes(struct ls_buf *out);

/* Two hundred thousand members of no bytes. */
void ls_bomb_members(struct ls_buf *out);

/* A document whose entities would make a thousand million words. */
void ls_bomb_entities(struct ls_buf *out);

/* A workbook whose sheet is 4 GiB of zeros, and one whose sheet is 4 GiB of cells that hold 0. */
void ls_bomb_zeros_xlsx(struct ls_buf *out);
void ls_bomb_cells_xlsx(struct ls_buf *out);

#endif
