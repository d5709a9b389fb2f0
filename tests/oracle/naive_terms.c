/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terms` rules. At each searched word: are there, with the characters before it, enough different
 * words of each group; or does its line hold them in cells, with rows under it that fit?
 */
#include "naive.h"

#include "confirm/validator.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MAX = 64, CELL_CHARS_MAX = 128 };

struct cell {
    size_t from, to;
};

struct row {
    struct cell at[CELLS_MAX];
    size_t n;
};

/* Whether every group has enough of the words for which `has` holds. */
typedef bool has_fn(const void *context, const struct ls_word *word);

static bool is_full(const struct ls_rule *rule, has_fn *has, const void *context)
{
    for (size_t g = 0; g < rule->groups_n; g++) {
        const struct ls_term_group *group = &rule->groups[g];
        size_t have = 0;
        for (size_t w = 0; w < group->words.n; w++)
            have += has(context, &group->words.at[w]);
        if (have < group->at_least)
            return false;
    }
    return true;
}

/* Folded characters [from, to) of a reading. */
struct piece {
    const struct reading *r;
    size_t from, to;
};

/* Where the word first stands in the piece; `to` when it does not. */
static size_t first_of(const struct piece *p, const struct ls_word *word)
{
    for (size_t i = p->from; i + word->folded_n <= p->to; i++)
        if (memcmp(p->r->cps + i, word->folded, word->folded_n * sizeof *word->folded) == 0 &&
            naive_word_at(p->r, p->r->raw_of[i], word))
            return i;
    return p->to;
}

static bool stands_in(const void *context, const struct ls_word *word)
{
    const struct piece *p = context;
    return first_of(p, word) < p->to;
}

static void add(struct naive *naive, const struct ls_rule *rule, const struct piece *p)
{
    uint64_t off = reading_off(p->r, p->from), end = reading_end(p->r, p->to - 1);
    naive_add(&naive->found,
              (struct naive_hit){.rule = rule->number, .off = off, .len = end - off, .seen = end});
}

static void try_words(struct naive *naive, const struct ls_rule *rule, const struct reading *r,
                      size_t to)
{
    struct piece p = {r, to > rule->terms_within ? to - rule->terms_within : 0, to};
    size_t first = to;
    if (!is_full(rule, stands_in, &p))
        return;
    for (size_t g = 0; g < rule->groups_n; g++)
        for (size_t w = 0; w < rule->groups[g].words.n; w++) {
            size_t at = first_of(&p, &rule->groups[g].words.at[w]);
            first = at < first ? at : first;
        }
    p.from = first;
    add(naive, rule, &p);
}

/* ---- tables ---- */

/* The separator as it stands there, not what folds to it: a full-width comma separates no cells. */
static bool separates(const struct reading *r, size_t i, uint32_t separator)
{
    return r->cps[i] == separator && r->raw[r->raw_of[i]] == separator;
}

/* The kind of separator that makes three cells or more of the line; 0: none does. */
static uint32_t separator_of(const struct piece *line)
{
    static const uint32_t kinds[] = {0x1F, '\t', '|', ',', ';'};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = 0;
        for (size_t i = line->from; i < line->to; i++)
            n += separates(line->r, i, kinds[k]);
        if (n >= 2)
            return kinds[k];
    }
    return 0;
}

static void split(const struct piece *line, uint32_t separator, struct row *row)
{
    size_t from = line->from;
    row->n = 0;
    for (size_t i = line->from; i <= line->to && row->n < CELLS_MAX; i++) {
        if (i < line->to && !separates(line->r, i, separator))
            continue;
        struct cell c = {from, i};
        const uint32_t *cps = line->r->cps;
        while (c.from < c.to && (cps[c.from] == ' ' || cps[c.from] == '"'))
            c.from++;
        while (c.from < c.to && (cps[c.to - 1] == ' ' || cps[c.to - 1] == '"'))
            c.to--;
        row->at[row->n++] = c;
        from = i + 1;
    }
}

/* Whether the cell holds the word and nothing else but blanks. */
static bool fills(const struct reading *r, const struct cell *cell, const struct ls_word *word)
{
    size_t n = 0;
    for (size_t i = cell->from; i < cell->to; i++) {
        if (r->cps[i] == ' ')
            continue;
        if (n == word->folded_n || r->cps[i] != word->folded[n])
            return false;
        n++;
    }
    return n == word->folded_n;
}

struct head {
    const struct reading *r;
    struct row row;
};

static bool is_a_cell(const void *context, const struct ls_word *word)
{
    const struct head *head = context;
    for (size_t c = 0; c < head->row.n; c++)
        if (fills(head->r, &head->row.at[c], word))
            return true;
    return false;
}

static const struct ls_validator *check_of(const struct ls_rule *rule, const struct reading *r,
                                           const struct cell *cell)
{
    for (size_t k = 0; k < rule->columns_n; k++)
        for (size_t w = 0; w < rule->columns[k].columns.n; w++)
            if (fills(r, cell, &rule->columns[k].columns.at[w]))
                return ls_validator_find(rule->columns[k].check);
    return NULL;
}

/* Most of the cells that have a check pass it, and not only one of several. */
static bool is_good(const struct ls_rule *rule, const struct head *head, const struct row *row)
{
    size_t asked = 0, passed = 0;
    for (size_t c = 0; c < row->n && c < head->row.n; c++) {
        const struct ls_validator *check = check_of(rule, head->r, &head->row.at[c]);
        size_t n = row->at[c].to - row->at[c].from;
        if (!check)
            continue;
        asked++;
        passed += n > 0 && n <= CELL_CHARS_MAX && check->cell(head->r->cps + row->at[c].from, n);
    }
    return row->n > 1 && 2 * passed > asked && (passed >= 2 || asked == 1);
}

static struct piece line_at(const struct reading *r, size_t at)
{
    struct piece line = {r, at, at};
    while (line.from > 0 && !naive_is_line_end(r->cps[line.from - 1]))
        line.from--;
    while (line.to < r->n && !naive_is_line_end(r->cps[line.to]))
        line.to++;
    return line;
}

static void try_table(struct naive *naive, const struct ls_rule *rule, const struct reading *r,
                      size_t at)
{
    struct piece line = line_at(r, at);
    struct head head = {.r = r};
    uint32_t separator = separator_of(&line);
    if (!separator)
        return;
    split(&line, separator, &head.row);
    if (!is_full(rule, is_a_cell, &head))
        return;
    size_t good = 0;
    for (size_t from = line.to + 1; from < line.to + rule->rows_within && from < r->n;) {
        struct row row;
        struct piece next = line_at(r, from);
        split(&next, separator, &row);
        good += is_good(rule, &head, &row);
        from = next.to + 1;
    }
    if (good >= rule->rows_at_least)
        add(naive, rule, &line);
}

void naive_terms(struct naive *naive, const struct reading *r, uint32_t number)
{
    const struct ls_rule *rule = &naive->rules->at[number];
    for (size_t g = 0; g < rule->groups_n; g++)
        for (size_t w = 0; w < rule->groups[g].words.n; w++)
            for (size_t i = 0; i < r->raw_n; i++) {
                const struct ls_word *word = &rule->groups[g].words.at[w];
                if (!naive_word_at(r, i, word))
                    continue;
                if (rule->cells)
                    try_table(naive, rule, r, reading_at(r, i));
                else
                    try_words(naive, rule, r, reading_at(r, i) + word->folded_n);
            }
}
