/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of a message, part by part.
 *
 *   …last line of a part CR LF --boundary CR LF header of the next one
 *                        ^^^^^^^^^^^^^^^^^^^^^^ of neither (RFC 2046 §5.1.1)
 *
 * Only a '-' at the start of a line can begin a delimiter, and base64 has none: so the search is
 * one for this character. A line end that may belong to a delimiter is not given out before what
 * follows it is known.
 */
#include "formats/mime_priv.h"

#include "base/alloc.h"

#include <string.h>

enum { WINDOW = 128 << 10 };

void ls_mime_reader_fini(struct ls_mime_reader *r)
{
    ls_free(r->window);
    r->window = NULL;
}

struct ls_result ls_mime_fill(struct ls_mime_reader *r, size_t want)
{
    if (r->n >= want || r->eof)
        return ls_ok();
    memmove(r->window, r->at, r->n);
    r->at = r->window;
    while (r->n < want && !r->eof) {
        uint64_t from = r->off + r->n, left = from < r->end ? r->end - from : 0;
        size_t room = WINDOW - r->n, got = 0;
        room = left < room ? (size_t)left : room;
        struct ls_result result = ls_ok();
        if (room)
            result = ls_blob_read(r->blob, from, r->window + r->n, room, &got);
        r->n += got;
        r->broken |= result.code == LS_E_MALFORMED;
        if (ls_failed(result) && result.code != LS_E_MALFORMED)
            return result;
        r->eof = got < WINDOW - (r->n - got);
    }
    return ls_ok();
}

void ls_mime_skip(struct ls_mime_reader *r, size_t n)
{
    if (n == 0)
        return;
    r->line_start = r->at[n - 1] == '\n' || r->at[n - 1] == '\r';
    r->at += n;
    r->n -= n;
    r->off += n;
}

/* Passes over the first bytes of a blob that must be read from its start. */
static struct ls_result pass_first(struct ls_mime_reader *r, uint64_t off)
{
    r->off = 0;
    while (r->off < off) {
        uint64_t left = off - r->off;
        size_t n = left < WINDOW ? (size_t)left : WINDOW;
        LS_TRY(ls_mime_fill(r, n));
        n = n < r->n ? n : r->n;
        if (n == 0)
            break;
        ls_mime_skip(r, n);
    }
    r->line_start = true;
    return ls_ok();
}

struct ls_result ls_mime_reader_init(struct ls_mime_reader *r, struct ls_blob *blob, uint64_t off,
                                     uint64_t end)
{
    *r = (struct ls_mime_reader){.blob = blob, .off = off, .end = end, .line_start = true};
    if (blob->memory) {
        uint64_t size = blob->size < end ? blob->size : end;
        r->at = blob->memory + (off < size ? off : size);
        r->n = off < size ? (size_t)(size - off) : 0;
        r->eof = true;
        return ls_ok();
    }
    r->window = ls_alloc_aligned(64, WINDOW);
    r->at = r->window;
    if (!r->window)
        return ls_stop(LS_E_MEMORY);
    return blob->random ? ls_ok() : pass_first(r, off);
}

static bool is_blank(const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] != ' ' && at[i] != '\t')
            return false;
    return true;
}

size_t ls_mime_line_end(const uint8_t *at, size_t n)
{
    size_t crs = 0;
    while (crs < 2 && crs < n && at[crs] == '\r')
        crs++;
    if (crs < n && at[crs] == '\n')
        return crs + 1;
    return crs ? 1 : 0;
}

/* The index before the line end that at[i] follows. */
static size_t before_line_end(const uint8_t *at, size_t i)
{
    size_t crs = 0;
    if (i && at[i - 1] == '\n')
        for (i--; i && at[i - 1] == '\r' && crs < 2; crs++)
            i--;
    else if (i && at[i - 1] == '\r')
        i--;
    return i;
}

/* Characters of boundaries (RFC 2046 §5.1.1), but the blank. */
static bool is_bound_char(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           (c && strchr("'()+_,-./:=?", c));
}

/* A line of "--", this boundary, and whatever follows. */
static bool fits(const struct ls_mime_bound *bound, const uint8_t *line, size_t n,
                 struct ls_mime_delim *delim)
{
    if (n - 2 < bound->n || memcmp(line + 2, bound->at, bound->n) != 0)
        return false;
    const uint8_t *rest = line + 2 + bound->n;
    size_t left = n - 2 - bound->n, len = 0;
    while (len < left && rest[len] != '\n' && rest[len] != '\r')
        len++;
    delim->len = 2 + bound->n + len;
    if (len < left)
        delim->len += ls_mime_line_end(rest + len, left - len);
    bool dashes = len >= 2 && rest[0] == '-' && rest[1] == '-';
    delim->close = dashes && is_blank(rest + 2, len - 2);
    delim->odd = !delim->close && !is_blank(rest, len);
    if (bound->cut) {
        delim->odd = false;
        while (len && (rest[len - 1] == ' ' || rest[len - 1] == '\t'))
            len--;
        delim->close = len >= 2 && rest[len - 1] == '-' && rest[len - 2] == '-';
    }
    /* RFC 2046 §5.1.1 lets readers look at the start of the line only. Where a header follows,
       that is how it was meant; but a longer boundary is another one. */
    if (delim->odd && is_bound_char(rest[0]))
        return false;
    struct ls_str next = {(const char *)line + delim->len, n - delim->len};
    return !delim->odd || ls_mime_begins(next, "content-");
}

bool ls_mime_is_delim(const struct ls_mime *m, const uint8_t *line, size_t n,
                      struct ls_mime_delim *delim)
{
    bool found = false, found_closed = false;
    if (n < 2 || line[0] != '-' || line[1] != '-')
        return false;
    for (size_t i = m->levels.n; i-- > 0;) {
        const struct ls_mime_level *level = &m->levels.at[i];
        for (size_t b = 0; b < level->bounds_n; b++) {
            struct ls_mime_delim d = {.level = i, .bound = b};
            if (!fits(&level->bounds[b], line, n, &d))
                continue;
            /* Open ones before those that were closed, exact ones before others, then inner ones.
             */
            bool better = !found || (found_closed && !level->closed) || (delim->odd && !d.odd);
            if (!better || (found && !found_closed && level->closed))
                continue;
            *delim = d;
            found = true;
            found_closed = level->closed;
        }
    }
    return found;
}

/*
 * Looks for a delimiter in at[0..n), `all`: nothing follows them. Returns up to where bytes surely
 * belong to the part, *found when a delimiter ends them.
 */
static size_t find_delim(const struct ls_mime *m, size_t n, bool all, struct ls_mime_delim *delim,
                         bool *found)
{
    const struct ls_mime_reader *r = &m->reader;
    const uint8_t *at = r->at, *dash;
    *found = false;
    if (m->levels.n == 0)
        return n;
    for (size_t i = 0; i < n && (dash = memchr(at + i, '-', n - i)); i++) {
        i = (size_t)(dash - at);
        bool starts = i ? at[i - 1] == '\n' || at[i - 1] == '\r' : r->line_start;
        if (!starts)
            continue;
        if (!all && n - i < LS_MIME_LOOK / 2)
            return before_line_end(at, i);
        *found = ls_mime_is_delim(m, at + i, n - i, delim);
        if (*found)
            return i;
    }
    return all ? n : before_line_end(at, n);
}

struct ls_result ls_mime_next(struct ls_mime *m, struct ls_mime_run_of_bytes *run)
{
    struct ls_mime_reader *r = &m->reader;
    struct ls_mime_delim delim = {.level = SIZE_MAX};
    bool found = false;
    *run = (struct ls_mime_run_of_bytes){.off = r->off};
    if (m->at_delim)
        return ls_ok();
    LS_TRY(ls_mime_fill(r, LS_MIME_PIECE + LS_MIME_LOOK));
    size_t n = r->n < LS_MIME_PIECE + LS_MIME_LOOK ? r->n : LS_MIME_PIECE + LS_MIME_LOOK;
    size_t line = find_delim(m, n, r->eof && n == r->n, &delim, &found);
    size_t stop = found ? before_line_end(r->at, line) : line;
    if (stop) {
        run->n = stop < LS_MIME_PIECE ? stop : LS_MIME_PIECE;
        run->at = r->at;
        ls_mime_skip(r, run->n);
        return ls_ok();
    }
    m->body_end = r->off;
    m->at_delim = true;
    m->delim = delim;
    if (found)
        ls_mime_skip(r, line + delim.len);
    r->line_start = true;
    return ls_ok();
}

uint64_t ls_mime_body_off(const struct ls_mime *m)
{
    return m->at_delim ? m->body_end : m->reader.off;
}

struct ls_result ls_mime_peek(struct ls_mime *m, struct ls_mime_run_of_bytes *run)
{
    struct ls_mime_reader *r = &m->reader;
    struct ls_mime_delim delim;
    bool found;
    *run = (struct ls_mime_run_of_bytes){.off = r->off};
    if (m->at_delim)
        return ls_ok();
    LS_TRY(ls_mime_fill(r, LS_MIME_PIECE + LS_MIME_LOOK));
    size_t n = r->n < LS_MIME_PIECE + LS_MIME_LOOK ? r->n : LS_MIME_PIECE + LS_MIME_LOOK;
    size_t line = find_delim(m, n, r->eof && n == r->n, &delim, &found);
    run->at = r->at;
    run->n = found ? before_line_end(r->at, line) : line;
    return ls_ok();
}

struct ls_result ls_mime_drain(struct ls_mime *m)
{
    struct ls_mime_run_of_bytes run;
    do {
        LS_TRY(ls_mime_next(m, &run));
        LS_TRY(ls_charge(m->job, 0, 0));
    } while (run.n);
    return ls_ok();
}
