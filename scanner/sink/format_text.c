/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text: for people, in the manner of grep.
 *
 *   share/draft.txt:14: State secret mark with term: <the match>
 *   share/old.doc: not scanned: permission (Permission denied)
 *
 * A gap is a line of its own; clean objects and those that somebody wished to leave out are silent;
 * the sums go to standard error (cli/).
 * On a terminal every line ends with "erase to end of line", so that it wipes out what a progress
 * line has left there.
 */
#include "sink/escape.h"
#include "sink/sink.h"

#include <string.h>

#define RESET "\033[0m"
#define ERASE "\033[K"

static struct ls_result add_color(struct ls_buf *out, const struct ls_sink_style *style,
                                  const char *sequence)
{
    return style->color ? ls_buf_str(out, sequence) : ls_ok();
}

static struct ls_result add_colored(struct ls_buf *out, const struct ls_sink_style *style,
                                    const char *sequence, struct ls_str text)
{
    LS_TRY(add_color(out, style, sequence));
    LS_TRY(ls_escape_text(out, text.at, text.len));
    return add_color(out, style, RESET);
}

/* The match itself; borders of cells and rows as people draw them. */
static struct ls_result add_match(struct ls_buf *out, const struct ls_sink_style *style,
                                  const char *sequence, struct ls_str text)
{
    LS_TRY(add_color(out, style, sequence));
    for (size_t from = 0, i = 0; i <= text.len; i++) {
        bool border = i < text.len && (text.at[i] == 0x1F || text.at[i] == 0x1E);
        if (i < text.len && !border)
            continue;
        LS_TRY(ls_escape_text(out, text.at + from, i - from));
        if (border)
            LS_TRY(ls_buf_str(out, text.at[i] == 0x1F ? " | " : " / "));
        from = i + 1;
    }
    return add_color(out, style, RESET);
}

static struct ls_result add_line_end(struct ls_buf *out, const struct ls_sink_style *style)
{
    LS_TRY(add_color(out, style, ERASE));
    return ls_buf_char(out, '\n');
}

static struct ls_result add_path(struct ls_buf *out, const struct ls_sink_style *style,
                                 struct ls_str path)
{
    return add_colored(out, style, "\033[35m", path);
}

/* " > member", for what is an object of its own; the parts of a document are told as a place. */
static struct ls_result add_chain(struct ls_buf *out, const struct ls_sink_style *style,
                                  const struct ls_chain *chain)
{
    for (size_t i = 0; i < chain->n; i++) {
        const struct ls_link *link = &chain->at[i];
        if (link->part)
            continue;
        LS_TRY(ls_buf_str(out, " > "));
        if (link->name.len)
            LS_TRY(add_path(out, style, link->name));
        else
            LS_TRY(ls_buf_str(out, link->kind));
    }
    return ls_ok();
}

/* "14:" in a plain file, "header, page 3, line 14:" in a document. */
static struct ls_result add_place(struct ls_buf *out, const struct ls_sink_style *style,
                                  const struct ls_place *place)
{
    char cell[LS_CELL_CHARS] = "";
    size_t start = out->n;
    if (place->row && place->column)
        ls_cell_name(place->row, place->column, cell);
    LS_TRY(add_color(out, style, "\033[32m"));
    size_t first = out->n;
    if (place->part)
        LS_TRY(ls_buf_printf(out, " %s", ls_part_name(place->part)));
    if (place->page)
        LS_TRY(ls_buf_printf(out, "%s page %u", out->n > first ? "," : "", place->page));
    if (place->slide)
        LS_TRY(ls_buf_printf(out, "%s slide %u", out->n > first ? "," : "", place->slide));
    if (place->sheet.len) {
        LS_TRY(ls_buf_str(out, out->n > first ? ", sheet " : " sheet "));
        LS_TRY(ls_escape_text(out, place->sheet.at, place->sheet.len));
    }
    if (cell[0])
        LS_TRY(ls_buf_printf(out, "%s cell %s", out->n > first ? "," : "", cell));
    if (place->line) {
        LS_TRY(ls_buf_str(out, out->n > first ? ", line " : ""));
        LS_TRY(ls_buf_u64(out, place->line));
    }
    if (out->n == first) {
        out->n = start;
        return ls_ok();
    }
    LS_TRY(add_color(out, style, RESET));
    return ls_buf_char(out, ':');
}

static const char *severity_color(enum ls_severity severity)
{
    switch (severity) {
    case LS_SEV_CRITICAL:
    case LS_SEV_HIGH:
        return "\033[1;31m";
    case LS_SEV_MEDIUM:
    case LS_SEV_LOW:
        return "\033[1;33m";
    case LS_SEV_MENTION:
    case LS_SEV_COUNT:
        break;
    }
    return "\033[2m";
}

static struct ls_result put_hit(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_object *object, const struct ls_hit *hit)
{
    LS_TRY(add_path(out, style, object->path));
    LS_TRY(add_chain(out, style, &hit->chain));
    LS_TRY(ls_buf_char(out, ':'));
    LS_TRY(add_place(out, style, &hit->place));
    LS_TRY(ls_buf_char(out, ' '));
    LS_TRY(ls_escape_text(out, hit->rule->title, strlen(hit->rule->title)));
    LS_TRY(ls_buf_str(out, ": "));
    LS_TRY(add_match(out, style, severity_color(hit->severity), hit->text));
    if (hit->count) {
        LS_TRY(ls_buf_str(out, " (1 of "));
        LS_TRY(ls_buf_u64(out, hit->count));
        LS_TRY(ls_buf_char(out, ')'));
    }
    return add_line_end(out, style);
}

/* A word of the closed lists, for people: "not_scanned" reads "not scanned". */
static struct ls_result add_words(struct ls_buf *out, const char *name)
{
    for (; *name; name++)
        LS_TRY(ls_buf_char(out, *name == '_' ? ' ' : *name));
    return ls_ok();
}

static struct ls_result put_gap(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_object *object, const struct ls_gap *gap)
{
    if (gap->state == LS_STATE_EXCLUDED)
        return ls_ok();
    LS_TRY(add_path(out, style, object->path));
    LS_TRY(add_chain(out, style, &gap->chain));
    LS_TRY(ls_buf_str(out, ": "));
    LS_TRY(add_color(out, style, "\033[33m"));
    LS_TRY(add_words(out, ls_state_name(gap->state)));
    LS_TRY(add_color(out, style, RESET));
    LS_TRY(ls_buf_str(out, ": "));
    LS_TRY(add_words(out, gap->reason));
    if (gap->detail) {
        LS_TRY(ls_buf_str(out, " ("));
        LS_TRY(ls_escape_text(out, gap->detail, strlen(gap->detail)));
        LS_TRY(ls_buf_char(out, ')'));
    }
    return add_line_end(out, style);
}

const struct ls_sink_format ls_sink_format_text = {
    .name = "text",
    .what = "one line a hit or gap, for people",
    .hit = put_hit,
    .gap = put_gap,
};
