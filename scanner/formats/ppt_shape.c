/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of shapes ([MS-ODRAW] 2.3), and groups of shapes that are tables. */
#include "formats/ppt_priv.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { CELLS_MAX = 1 << 14 };

static struct ls_result tell_option(struct ls_ppt *ppt, uint32_t id, uint64_t off, uint64_t end,
                                    struct ppt_shape *shape)
{
    enum ls_part art = shape->hidden && !ppt->old ? LS_PART_HIDDEN : LS_PART_NONE;
    if (id == LS_OFFICE_ART_PACKAGE) {
        shape->package = off;
        shape->package_end = end;
        return ls_ok();
    }
    /* They end with a zero. */
    end = end - off >= 2 ? end - 2 : end;
    enum ls_part part = ls_office_art_part(id);
    if (part == LS_PART_NONE)
        return ls_ok();
    return ls_ppt_tell(ppt, part == LS_PART_TEXT_BOX ? art : part, off, end, true);
}

static struct ls_result property_at(struct ls_ppt *ppt, const struct ppt_record *record, uint32_t i,
                                    struct ls_office_art_property *property, bool *found)
{
    struct ls_cursor c;
    LS_TRY(ls_ppt_bytes(ppt, record, (uint64_t)i * LS_OFFICE_ART_PROPERTY, LS_OFFICE_ART_PROPERTY,
                        &c));
    *property = ls_office_art_property(&c);
    *found = !c.failed;
    return ls_ok();
}

/* Flags have to be known before the texts are told: twice round. */
struct ls_result ls_ppt_options(struct ls_ppt *ppt, const struct ppt_record *record,
                                struct ppt_shape *shape)
{
    uint32_t n = record->instance;
    struct ls_office_art_property property;
    bool found;
    for (int round = 0; round < 2; round++) {
        uint64_t value = record->off + (uint64_t)n * LS_OFFICE_ART_PROPERTY;
        for (uint32_t i = 0; i < n && value <= record->end; i++) {
            LS_TRY(property_at(ppt, record, i, &property, &found));
            if (!found)
                break;
            uint32_t op = property.value;
            if (round == 0 && !property.is_long) {
                shape->table |= property.id == LS_OFFICE_ART_TABLE && op & 1;
                shape->hidden |= property.id == LS_OFFICE_ART_GROUP_FLAGS && op & 0x20000 && op & 2;
            }
            if (!property.is_long)
                continue;
            uint64_t end = op < record->end - value ? value + op : record->end;
            if (round == 1)
                LS_TRY(tell_option(ppt, property.id, value, end, shape));
            value = end;
        }
    }
    return ls_ok();
}

/* ---- tables ---------------------------------------------------------------------------------- */

struct cell {
    struct ppt_record shape;
    int32_t left, top;
};

struct table {
    bool is;
    LS_VEC(struct cell) cells;
};

static int by_row(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if (x->top != y->top)
        return x->top < y->top ? -1 : 1;
    if (x->left != y->left)
        return x->left < y->left ? -1 : 1;
    return x->shape.off < y->shape.off ? -1 : x->shape.off > y->shape.off;
}

/* A shape of the group: the first is the group itself, those with text are its cells. */
static struct ls_result look_at_shape(struct ls_ppt *ppt, struct table *table,
                                      const struct ppt_record *shape, bool first)
{
    struct cell cell = {.shape = *shape};
    struct ls_office_art_property property;
    struct ppt_record record;
    bool found, text = false;
    for (uint64_t off = shape->off;; off = record.end) {
        LS_TRY(ls_ppt_record(ppt, off, shape->end, &record, &found));
        if (!found)
            break;
        text |= record.type == ART_TEXTBOX;
        if (record.type == ART_CHILD_ANCHOR) {
            struct ls_cursor c;
            LS_TRY(ls_ppt_bytes(ppt, &record, 0, 8, &c));
            cell.left = (int32_t)ls_cursor_u32le(&c);
            cell.top = (int32_t)ls_cursor_u32le(&c);
        }
        for (uint32_t i = 0; first && record.type == LS_OFFICE_ART_OPTIONS_3 && i < record.instance;
             i++) {
            LS_TRY(property_at(ppt, &record, i, &property, &found));
            table->is |= property.id == LS_OFFICE_ART_TABLE && property.value & 1;
        }
    }
    if (text && !first)
        LS_VEC_PUSH(&table->cells, cell);
    return ls_ok();
}

static struct ls_result look_at_group(struct ls_ppt *ppt, struct table *table,
                                      const struct ppt_record *group)
{
    struct ppt_record record;
    bool found, first = true;
    for (uint64_t off = group->off;; off = record.end) {
        LS_TRY(ls_ppt_record(ppt, off, group->end, &record, &found));
        if (!found)
            return ls_ok();
        if (record.type == ART_SHAPE) {
            LS_TRY(look_at_shape(ppt, table, &record, first));
            first = false;
        }
        /* A group in it, or too many cells: its shapes are told as those of any group. */
        if (!first && (!table->is || table->cells.n == CELLS_MAX || record.type == ART_GROUP)) {
            table->is = false;
            return ls_ok();
        }
    }
}

static struct ls_result tell_cells(struct ls_ppt *ppt, const struct table *table)
{
    for (size_t i = 0; i < table->cells.n; i++) {
        const struct cell *cell = &table->cells.at[i];
        bool last = i + 1 == table->cells.n || cell[1].top != cell->top;
        LS_TRY(ls_ppt_walk(ppt, &cell->shape));
        LS_TRY(ls_story_break(ppt->story, last ? LS_BREAK_ROW : LS_BREAK_CELL));
    }
    return ls_ok();
}

struct ls_result ls_ppt_table(struct ls_ppt *ppt, const struct ppt_record *group, bool *is_table)
{
    struct table table = {.is = false};
    LS_VEC_INIT(&table.cells, CELLS_MAX);
    struct ls_result r = look_at_group(ppt, &table, group);
    *is_table = table.is;
    if (!ls_failed(r) && table.is) {
        if (table.cells.n > 1)
            qsort(table.cells.at, table.cells.n, sizeof *table.cells.at, by_row);
        ppt->in_table = true;
        r = tell_cells(ppt, &table);
        ppt->in_table = false;
    }
    LS_VEC_FINI(&table.cells);
    return r;
}
