/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terms` rules: enough distinct words of each group stand close together. A word costs a look at
 * the events before it; only when the groups are full is anything decoded. With `cells` the words
 * must fill cells of one row, and with `rows` the rows under it must hold what the heads promise.
 * Cells of text are set apart by tabs, bars, commas; where rows follow, also by blanks:
 *
 *   序号  文件名称        密级    份数          two blanks or more; names padded with one
 *   1     某通知          机密    2             hold together
 *   項次　文號　　　密等　份數                  or one of the ideographic kind
 */
#include "confirm/confirm_priv.h"

#include "base/fold.h"

#include <string.h>

enum {
    CELLS_MAX = 64,
    CELL_CHARS_MAX = 128,
    PIECE = 8192,       /* bytes of an object that are read together */
    GAP = 0x10FFFF + 1, /* "separators" that are no character: two blanks or more, */
    GAP_WIDE,           /* or an ideographic one */
};

static size_t group_of(const struct ls_rule *rule, size_t word, size_t *in_group)
{
    size_t g = 0;
    while (g < rule->groups_n && word >= rule->groups[g].words.n)
        word -= rule->groups[g++].words.n;
    *in_group = word;
    return g;
}

/* Which words were seen, as bits over all groups together. */
struct seen {
    uint64_t bits[LS_RULE_WORDS_MAX / 64];
};

static void mark(struct seen *seen, size_t word)
{
    if (word < LS_RULE_WORDS_MAX)
        seen->bits[word / 64] |= 1ull << (word % 64);
}

static bool full(const struct ls_rule *rule, const struct seen *seen)
{
    size_t word = 0;
    for (size_t g = 0; g < rule->groups_n; g++) {
        size_t have = 0;
        for (size_t i = 0; i < rule->groups[g].words.n; i++, word++)
            have += word < LS_RULE_WORDS_MAX && (seen->bits[word / 64] >> (word % 64) & 1);
        if (have < rule->groups[g].at_least)
            return false;
    }
    return true;
}

/* The events of the rule before and with events[index], as near as the window allows. */
static void look_back(const struct ls_work *work, size_t index, size_t reach, struct seen *seen)
{
    const struct ls_event *last = &work->events[index];
    memset(seen, 0, sizeof *seen);
    for (size_t i = index; i != LS_NO_PEER; i = ls_confirm_peer_before(work, i)) {
        const struct ls_event *e = &work->events[i];
        if ((size_t)e->off + e->len + reach < last->off)
            break;
        if (e->enc == last->enc)
            mark(seen, e->word);
    }
}

/*
 * With `cells` a word has to fill its cell, so what follows it is a blank, a quote or a border. In
 * sentences that is not so, and nothing else needs to be looked at.
 */
static bool may_fill_cell(const struct ls_work *work, const struct ls_event *e)
{
    const struct ls_block *block = work->block;
    size_t end = (size_t)e->off + e->len;
    if (end >= block->len)
        return true;
    uint32_t raw;
    ls_decode_char((enum ls_encoding)e->enc, block->bytes + end, block->len - end, &raw);
    if (raw == ',' || raw == ';')
        return true;
    uint32_t folded = ls_fold_simple(raw);
    return folded <= ' ' || folded == '"' ||
           folded == '|'; /* 0: no simple fold, to be looked at with care */
}

struct row {
    size_t from, to; /* characters of the text */
    struct {
        size_t from, to;
    } cell[CELLS_MAX];
    size_t n;
};

static uint32_t separator_of(const struct ls_work *work, size_t from, size_t to)
{
    static const uint32_t kinds[] = {0x1F, '\t', '|', ',', ';'};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t have = 0;
        for (size_t i = from; i < to; i++)
            have += ls_text_parts(&work->ctx->text, i, kinds[k]);
        if (have >= 2)
            return kinds[k];
    }
    return 0;
}

static void trim(const struct ls_text *text, size_t *from, size_t *to)
{
    while (*from < *to && (text->cps[*from] == ' ' || text->cps[*from] == '"'))
        ++*from;
    while (*to > *from && (text->cps[*to - 1] == ' ' || text->cps[*to - 1] == '"'))
        --*to;
}

/* How many characters from `i` on set two cells apart; 0: none does. */
static size_t border_at(const struct ls_text *text, size_t i, size_t to, uint32_t separator)
{
    if (separator < GAP)
        return ls_text_parts(text, i, separator);
    size_t end = i, width = 0;
    for (; end < to && text->cps[end] == ' '; end++)
        width += separator == GAP_WIDE && ls_text_raw(text, end) == 0x3000 ? 2 : 1;
    return width >= 2 ? end - i : 0;
}

static void split_row(const struct ls_work *work, uint32_t separator, struct row *row)
{
    const struct ls_text *text = &work->ctx->text;
    size_t from = row->from, to = row->to;
    row->n = 0;
    if (separator >= GAP)
        trim(text, &from, &to);
    for (size_t i = from; i <= to && row->n < CELLS_MAX;) {
        size_t border = i < to ? border_at(text, i, to, separator) : 1;
        if (border) {
            row->cell[row->n].from = from;
            row->cell[row->n].to = i;
            trim(text, &row->cell[row->n].from, &row->cell[row->n].to);
            row->n++;
            from = i + border;
        }
        i += border ? border : 1;
    }
}

/* Is the cell this word, blanks inside left aside? */
static bool cell_is(const struct ls_text *text, size_t from, size_t to, const struct ls_word *word)
{
    size_t k = 0;
    for (size_t i = from; i < to; i++) {
        if (text->cps[i] == ' ')
            continue;
        if (k == word->folded_n || word->folded[k] != text->cps[i])
            return false;
        k++;
    }
    return k == word->folded_n;
}

static bool cell_in(const struct ls_text *text, size_t from, size_t to,
                    const struct ls_words *words)
{
    for (size_t w = 0; w < words->n; w++)
        if (cell_is(text, from, to, &words->at[w]))
            return true;
    return false;
}

static bool is_head(const struct ls_text *text, const struct ls_rule *rule, const struct row *row)
{
    struct seen seen = {0};
    for (size_t c = 0; c < row->n; c++) {
        size_t word = 0;
        for (size_t g = 0; g < rule->groups_n; g++)
            for (size_t w = 0; w < rule->groups[g].words.n; w++, word++)
                if (cell_is(text, row->cell[c].from, row->cell[c].to, &rule->groups[g].words.at[w]))
                    mark(&seen, word);
    }
    return full(rule, &seen);
}

/* Blanks say nothing of a cell that is empty; only the last one may be. */
static bool is_row_of(const struct row *head, const struct row *row, uint32_t separator)
{
    return row->n > 1 && (separator < GAP || row->n == head->n || row->n + 1 == head->n);
}

/* A data row is good when most of its typed cells hold what their head says. */
static bool good_row(const struct ls_text *text, const struct ls_validator *const *typed,
                     const struct row *row)
{
    size_t asked = 0, passed = 0;
    for (size_t c = 0; c < row->n; c++) {
        size_t n = row->cell[c].to - row->cell[c].from;
        if (!typed[c])
            continue;
        asked++;
        passed += n > 0 && n <= CELL_CHARS_MAX && typed[c]->cell(text->cps + row->cell[c].from, n);
    }
    return passed * 2 > asked;
}

static bool has_rows(const struct ls_work *work, const struct ls_confirm_rule *cr,
                     const struct row *head, uint32_t separator)
{
    const struct ls_text *text = &work->ctx->text;
    const struct ls_rule *rule = cr->rule;
    const struct ls_validator *typed[CELLS_MAX] = {NULL};
    for (size_t c = 0; c < head->n; c++)
        for (size_t k = 0; k < rule->columns_n && !typed[c]; k++)
            if (cell_in(text, head->cell[c].from, head->cell[c].to, &rule->columns[k].columns))
                typed[c] = cr->columns[k];
    size_t good = 0;
    size_t stop = text->n - head->to > rule->rows_within ? head->to + rule->rows_within : text->n;
    for (size_t from = head->to + 1; from < stop && good < rule->rows_at_least;) {
        struct row row = {.from = from, .to = from};
        size_t end = text->n - from > rule->terms_within ? from + rule->terms_within : text->n;
        while (row.to < end && !ls_text_is_line_end(text->cps[row.to]))
            row.to++;
        split_row(work, separator, &row);
        good += is_row_of(head, &row, separator) && good_row(text, typed, &row);
        from = row.to + 1;
    }
    return good >= rule->rows_at_least;
}

/* Does the line, split there, have the heads, and the rows that they ask for? */
static bool is_table(const struct ls_work *work, const struct ls_confirm_rule *cr, struct row *head,
                     uint32_t separator)
{
    split_row(work, separator, head);
    return is_head(&work->ctx->text, cr->rule, head) &&
           (!cr->rule->rows_at_least || has_rows(work, cr, head, separator));
}

static struct ls_result try_table(const struct ls_work *work, const struct ls_event *e,
                                  const struct ls_confirm_rule *cr, size_t at)
{
    struct ls_confirm_ctx *ctx = work->ctx;
    const struct ls_text *text = &ctx->text;
    struct row head = {.from = at, .to = at};
    while (head.from > 0 && !ls_text_is_line_end(text->cps[head.from - 1]) &&
           at - head.from < cr->rule->terms_within)
        head.from--;
    while (head.to < text->n && !ls_text_is_line_end(text->cps[head.to]) &&
           head.to - at < cr->rule->terms_within)
        head.to++;
    uint64_t place = work->block->off + text->off[head.from] + 1;
    if (ctx->row_done[e->rule] == place)
        return ls_ok();
    ctx->row_done[e->rule] = place;
    uint32_t separator = separator_of(work, head.from, head.to);
    if (!separator && !cr->rule->rows_at_least)
        return ls_ok();
    bool found = separator ? is_table(work, cr, &head, separator)
                           : is_table(work, cr, &head, GAP) || is_table(work, cr, &head, GAP_WIDE);
    return found ? ls_confirm_add(work, e, head.from, head.to, NULL) : ls_ok();
}

/* Words anywhere in the text: the last one was just seen, the others stand within reach before it.
 */
static struct ls_result try_words(const struct ls_work *work, const struct ls_event *e,
                                  const struct ls_confirm_rule *cr, size_t at, size_t end)
{
    const struct ls_text *text = &work->ctx->text;
    const struct ls_rule *rule = cr->rule;
    struct seen seen = {0};
    size_t lo = end > rule->terms_within ? end - rule->terms_within : 0, first = at;
    for (size_t i = lo; i < end; i++) {
        size_t word = 0;
        for (size_t g = 0; g < rule->groups_n; g++)
            for (size_t w = 0; w < rule->groups[g].words.n; w++, word++) {
                const struct ls_word *x = &rule->groups[g].words.at[w];
                if (end - i < x->folded_n ||
                    memcmp(text->cps + i, x->folded, x->folded_n * sizeof(uint32_t)) != 0)
                    continue;
                mark(&seen, word);
                first = i < first ? i : first;
            }
    }
    return full(rule, &seen) ? ls_confirm_add(work, e, first, end, NULL) : ls_ok();
}

/* So many characters around a word, and on to the end of a piece: the next words find it read. */
static struct ls_result read_on(const struct ls_work *work, const struct ls_event *e, size_t before,
                                size_t after)
{
    const struct ls_block *block = work->block;
    size_t back = before * LS_CHAR_BYTES_MAX;
    uint64_t end = block->off + e->off + e->len + after * LS_CHAR_BYTES_MAX;
    uint64_t hi = (end / PIECE + 1) * PIECE - block->off;
    LS_TRY(ls_confirm_read_bytes(work, e, e->off > back ? e->off - back : 0,
                                 hi < block->len ? (size_t)hi : block->len));
    return ls_confirm_read(work, e, before, after); /* shows no more than that */
}

struct ls_result ls_confirm_term(const struct ls_work *work, size_t index)
{
    const struct ls_event *e = &work->events[index];
    const struct ls_confirm_rule *cr = &work->ctx->confirm->at[e->rule];
    const struct ls_rule *rule = cr->rule;
    struct seen seen;
    size_t in_group;
    if (group_of(rule, e->word, &in_group) == rule->groups_n)
        return ls_stop(LS_E_INTERNAL);
    if (rule->cells && !may_fill_cell(work, e))
        return ls_ok();
    look_back(work, index, (size_t)rule->terms_within * LS_CHAR_BYTES_MAX, &seen);
    if (!full(rule, &seen))
        return ls_ok();
    size_t after = (size_t)rule->terms_within + rule->rows_within;
    after += rule->rows_within ? rule->terms_within : 0; /* the last row, to its end */
    LS_TRY(read_on(work, e, rule->terms_within, after));
    size_t from, to;
    if (!ls_text_find(&work->ctx->text, e->off, e->len, &from, &to))
        return ls_ok();
    return rule->cells ? try_table(work, e, cr, from) : try_words(work, e, cr, from, to);
}
