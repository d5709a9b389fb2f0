/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lines.h"

#include "base/alloc.h"

#include <string.h>
#include <unistd.h>

enum { EIGHT_BIT, LITTLE_EVEN, LITTLE_ODD, BIG_EVEN, BIG_ODD };

struct ls_result ls_lines_init(struct ls_lines *lines)
{
    *lines = (struct ls_lines){.at = 0};
    lines->notes = ls_calloc(LS_LINES_NOTES, sizeof *lines->notes);
    lines->chunk = ls_alloc_aligned(64, LS_LINES_CHUNK + 2);
    return lines->notes && lines->chunk ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_lines_fini(struct ls_lines *lines)
{
    ls_free(lines->notes);
    ls_free(lines->chunk);
}

void ls_lines_reset(struct ls_lines *lines)
{
    lines->at = 0;
    memset(lines->counts, 0, sizeof lines->counts);
    lines->spent = 0;
    lines->notes_n = 0;
    lines->view = (struct ls_view){.bytes = NULL};
}

void ls_lines_show(struct ls_lines *lines, const struct ls_view *view)
{
    lines->view = *view;
}

/* Line feeds in bytes[0..len); a shape that compilers turn into vector code. */
static uint64_t count_feeds(const uint8_t *bytes, size_t len)
{
    enum { LANES = 32, ROUNDS = 255 };
    uint64_t sum = 0;
    while (len >= LANES) {
        uint8_t lanes[LANES] = {0};
        size_t rounds = len / LANES < ROUNDS ? len / LANES : ROUNDS;
        for (size_t r = 0; r < rounds; r++, bytes += LANES)
            for (size_t i = 0; i < LANES; i++)
                lanes[i] = (uint8_t)(lanes[i] + (bytes[i] == '\n'));
        for (size_t i = 0; i < LANES; i++)
            sum += lanes[i];
        len -= rounds * LANES;
    }
    for (size_t i = 0; i < len; i++)
        sum += bytes[i] == '\n';
    return sum;
}

/* A run of bytes and where it stands; one byte before and after may be looked at as well. */
struct run {
    const uint8_t *bytes;
    size_t len;
    uint64_t off;
    uint8_t before, after; /* the neighbours; any byte but 0 when there is none */
};

/* Eight units of two bytes, compared at once. */
typedef uint16_t units __attribute__((vector_size(16)));
enum { UNITS = sizeof(units) / sizeof(uint16_t), UNIT_ROUNDS = UINT16_MAX };

static uint64_t sum_of(units counts)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < UNITS; i++)
        sum += counts[i];
    return sum;
}

/* Line feeds among the n units from `bytes` on, in either byte order. */
static void count_wide_feeds(const uint8_t *bytes, size_t n, uint64_t *little, uint64_t *big)
{
    static const uint8_t feeds[2][2] = {{'\n', 0}, {0, '\n'}};
    uint16_t little_feed, big_feed;
    memcpy(&little_feed, feeds[0], sizeof little_feed);
    memcpy(&big_feed, feeds[1], sizeof big_feed);
    while (n >= UNITS) {
        units some, littles = {0}, bigs = {0};
        size_t rounds = n / UNITS < UNIT_ROUNDS ? n / UNITS : UNIT_ROUNDS;
        n -= rounds * UNITS;
        for (; rounds > 0; rounds--, bytes += sizeof some) {
            memcpy(&some, bytes, sizeof some);
            littles -= (units)(some == little_feed); /* equal ones are -1 */
            bigs -= (units)(some == big_feed);
        }
        *little += sum_of(littles);
        *big += sum_of(bigs);
    }
    for (; n > 0; n--, bytes += sizeof(uint16_t)) {
        uint16_t unit;
        memcpy(&unit, bytes, sizeof unit);
        *little += unit == little_feed;
        *big += unit == big_feed;
    }
}

/*
 * The line feeds of UTF-16 whose byte that is not 0 lies in the run, which is not empty: by the
 * place of that byte.
 */
static void count_wide(const struct run *run, uint64_t sum[LS_LINES_KINDS])
{
    const uint8_t *bytes = run->bytes;
    size_t len = run->len, odd = run->off & 1, last = (run->off + len - 1) & 1;
    sum[BIG_EVEN + odd] += run->before == 0 && bytes[0] == '\n';
    sum[LITTLE_EVEN + last] += bytes[len - 1] == '\n' && run->after == 0;
    count_wide_feeds(bytes, len / 2, &sum[LITTLE_EVEN + odd], &sum[BIG_ODD - odd]);
    count_wide_feeds(bytes + 1, (len - 1) / 2, &sum[LITTLE_ODD - odd], &sum[BIG_EVEN + odd]);
}

/* Adds the line ends in a run to the counts, or takes them away: the cursor goes both ways. */
static void count_run(uint64_t counts[LS_LINES_KINDS], const struct run *run, bool back)
{
    uint64_t sum[LS_LINES_KINDS] = {count_feeds(run->bytes, run->len)};
    if (run->before == 0 || run->after == 0 || memchr(run->bytes, 0, run->len))
        count_wide(run, sum);
    for (size_t i = 0; i < LS_LINES_KINDS; i++)
        counts[i] += back ? 0 - sum[i] : sum[i];
}

/* Moves the cursor to `to` over bytes[0..len), which stand at `off` and hold both. */
static void move_over(struct ls_lines *lines, const uint8_t *bytes, size_t len, uint64_t off,
                      uint64_t to)
{
    bool back = to < lines->at;
    size_t lo = (size_t)((back ? to : lines->at) - off);
    size_t hi = (size_t)((back ? lines->at : to) - off);
    struct run run = {
        .bytes = bytes + lo,
        .len = hi - lo,
        .off = off + lo,
        .before = lo > 0 ? bytes[lo - 1] : 1,
        .after = hi < len ? bytes[hi] : 1,
    };
    if (run.len)
        count_run(lines->counts, &run, back);
    lines->at = to;
}

static uint64_t line_here(const struct ls_lines *lines, enum ls_encoding enc)
{
    size_t odd = lines->at & 1;
    if (enc == LS_ENC_UTF16LE)
        return lines->counts[LITTLE_EVEN + odd] + 1;
    if (enc == LS_ENC_UTF16BE) /* its line feed is the second byte of the unit */
        return lines->counts[BIG_ODD - odd] + 1;
    return lines->counts[EIGHT_BIT] + 1;
}

void ls_lines_note(struct ls_lines *lines, const struct ls_view *view, const struct ls_found *found,
                   uint64_t end)
{
    for (size_t i = 0; i < found->candidates.n; i++) {
        const struct ls_candidate *c = &found->candidates.at[i];
        struct ls_lines_note *note = &lines->notes[lines->notes_n++ % LS_LINES_NOTES];
        *note = (struct ls_lines_note){.off = c->off, .enc = (enum ls_encoding)c->enc};
        if (c->off < view->off || c->off > view->off + view->len)
            continue;
        move_over(lines, view->bytes, view->len, view->off, c->off);
        note->line = line_here(lines, note->enc);
    }
    move_over(lines, view->bytes, view->len, view->off, end);
}

static uint64_t noted(const struct ls_lines *lines, uint64_t off, enum ls_encoding enc)
{
    size_t n = lines->notes_n < LS_LINES_NOTES ? lines->notes_n : LS_LINES_NOTES;
    for (size_t i = 1; i <= n; i++) {
        const struct ls_lines_note *note = &lines->notes[(lines->notes_n - i) % LS_LINES_NOTES];
        if (note->off == off && note->enc == enc)
            return note->line;
    }
    return 0;
}

/* Bytes [lo, hi) of a file and one more on each side; false when they cannot be read. */
static bool read_run(struct ls_lines *lines, const struct ls_input *input, uint64_t lo, uint64_t hi,
                     size_t *len)
{
    uint64_t from = lo ? lo - 1 : 0;
    size_t want = (size_t)(hi + 1 - from);
    size_t n = 0;
    while (n < want) {
        ssize_t got = pread(input->fd, lines->chunk + n, want - n, (off_t)(from + n));
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    *len = n;
    return from + n >= hi;
}

/* With the bytes on both sides, that may be halves of a line end in UTF-16. */
static bool is_at_hand(const struct ls_view *view, uint64_t off)
{
    bool before = off > view->off || (off == 0 && view->off == 0);
    return view->bytes && before && off - view->off < view->len;
}

/* Moves the cursor through a file, a chunk at a time, over holes at once. */
static bool move_in_file(struct ls_lines *lines, const struct ls_input *input, uint64_t to)
{
    while (lines->at != to) {
        const struct ls_view *view = &lines->view;
        if (is_at_hand(view, lines->at) && is_at_hand(view, to)) {
            move_over(lines, view->bytes, view->len, view->off, to);
            break;
        }
        bool back = to < lines->at;
        uint64_t lo = lines->at, hi = to;
        if (back) {
            hi = lines->at;
            lo = hi - to > LS_LINES_CHUNK ? hi - LS_LINES_CHUNK : to;
        } else {
            lo = ls_input_skip_hole(input, lo);
            lines->at = lo = lo < to ? lo : to;
            hi = to - lo > LS_LINES_CHUNK ? lo + LS_LINES_CHUNK : to;
        }
        size_t len;
        lines->spent += hi - lo;
        if (lines->spent > LS_LINES_BYTES_MAX || !read_run(lines, input, lo, hi, &len))
            return false;
        move_over(lines, lines->chunk, len, lo ? lo - 1 : 0, back ? lo : hi);
    }
    return true;
}

uint64_t ls_lines_of(struct ls_lines *lines, const struct ls_input *input, uint64_t off,
                     enum ls_encoding enc)
{
    switch (input->kind) {
    case LS_INPUT_STREAM:
    case LS_INPUT_BLOB:
        return noted(lines, off, enc);
    case LS_INPUT_MEMORY:
        move_over(lines, input->memory, (size_t)input->size, 0, off);
        return line_here(lines, enc);
    case LS_INPUT_FILE:
        return move_in_file(lines, input, off) ? line_here(lines, enc) : 0;
    case LS_INPUT_DEVICE:
        break;
    }
    return 0;
}
