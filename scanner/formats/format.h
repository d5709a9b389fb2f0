/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Containers and documents. ONE FILE PER FORMAT: formats/format_<name>.c defines
 * `const struct ls_format ls_format_<name>`; CMake globs the folder and writes the table.
 *
 * A format says by content how sure it is to know an object (bid), and takes it apart (run): into
 * text, inner objects, and gaps for what it could not read. It never calls another format; the
 * engine recurses, charges the budgets, scans, and knows the chain that led here.
 *
 *     bytes --run()--> ls_emit_part   where the text that follows stands
 *                      ls_emit_text   text, with the way back to the bytes it came from
 *                      ls_emit_child  a member, an attachment: an object of its own
 *                      ls_emit_gap    what was not read, and why
 *
 * All emit functions, and reading from job->blob, fail with BAD/LS_E_LIMIT when the budget of the
 * top-level object is used up (the engine has told so) and with STOP when the job is over. Such a
 * failure is to be handed up at once (LS_TRY); run() itself may return BAD/LS_E_MALFORMED for "ends
 * here, broken": the engine makes that the gap `malformed`. What ails one member is a gap.
 *
 * Formats are const and shared; all state of a run belongs to its thread.
 */
#ifndef LS_FORMATS_FORMAT_H
#define LS_FORMATS_FORMAT_H

#include "base/blob.h"
#include "base/hit.h"
#include "base/place.h"
#include "base/result.h"
#include "decode/map.h"
#include "formats/help.h"
#include "formats/probe.h"

struct ls_format_job;

/* How a format reads. */
enum ls_access {
    LS_ACCESS_STREAM, /* forward only: works on members of any size */
    LS_ACCESS_RANDOM, /* the engine gives it a blob with `random`, or a gap instead */
};

struct ls_format {
    const char *name; /* the `kind` of its links in a chain */
    const char *what; /* for people: "Word document (Office Open XML)" */
    enum ls_access access;
    bool archive;  /* holds files, nothing else: a tar, not a mail; see --no-recurse-archives */
    bool appended; /* bids 24 to 31 for what ends an object of another format: run after that */
    bool carves;   /* looks behind itself for what is appended */
    /*
     * How many bits of the object speak for this format; 0: none. A magic number of four bytes is
     * 32. The highest bid wins, the first by name among equals. Fast, for it runs on every file:
     * look at the first bytes first.
     */
    unsigned (*bid)(const struct ls_probe *probe);
    struct ls_result (*run)(struct ls_format_job *job);
};

/* All of them, ascending by name; one by name, or NULL. */
const struct ls_format *const *ls_formats(size_t *n);
const struct ls_format *ls_format_find(const char *name);

/* Where text stands. */
struct ls_part_info {
    enum ls_part part;
    struct ls_str name;  /* link in the chain ("word/header1.xml"); empty: the object itself */
    struct ls_str sheet; /* UTF-8 */
    uint32_t page, slide;
    const char *encoding; /* of its bytes; NULL: "utf-8". UTF-16: or windows-1252, by the map */
    uint64_t raw_off;     /* where those bytes stand in the object as they are (stored, not packed):
                             0 with an empty name, LS_OFF_UNKNOWN where they do not */
    uint64_t link_off;    /* first byte of the part in the object, or LS_OFF_UNKNOWN */
};

/* An inner object. Everything it points to is the format's and is used during the call only. */
struct ls_child {
    struct ls_str name;   /* bytes as they stand there, decoded to UTF-8 where that is certain */
    struct ls_blob *blob; /* its bytes; read at most once from the start, forward */
    uint64_t off;         /* first byte of it (or of its entry) in the object, or LS_OFF_UNKNOWN */
    uint64_t raw_lo, raw_hi; /* bytes of the object that it came from; both 0: unknown */
    bool verbatim;           /* they are its bytes as they are */
    const char *as; /* name of the format that the container says it is (a text/html part); wins
                       over bids of fewer than 32 bits; NULL: let it be found out */
    const char *charset;         /* of its text, as the container says; or NULL */
    enum ls_part part;           /* where it was found, e.g. LS_PART_HIDDEN; LS_PART_NONE */
    const struct ls_link *again; /* it says once more what the parts of that name (empty: the object
                                    itself) and offset say, a body as HTML beside the plain one:
                                    what was found there is not told again; NULL: it does not */
    const struct ls_gap *why;    /* reason and detail for when the blob breaks (LS_E_MALFORMED),
                                    filled in by then; NULL, or no reason: `malformed` */
};

enum ls_break {
    LS_BREAK_LINE, /* paragraph, line: "\n" */
    LS_BREAK_CELL, /* end of a table cell: U+001F */
    LS_BREAK_ROW,  /* end of a table row: U+001E */
    LS_BREAK_PAGE, /* page, slide, sheet: "\f" */
};

/* The engine's side. */
struct ls_emit {
    struct ls_result (*part)(void *user, const struct ls_part_info *info);
    struct ls_result (*text)(void *user, struct ls_str text, const struct ls_map *map,
                             uint64_t base);
    struct ls_result (*breaks)(void *user, enum ls_break what);
    struct ls_result (*cell)(void *user, uint32_t row, uint32_t column);
    struct ls_result (*child)(void *user, const struct ls_child *child);
    struct ls_result (*gap)(void *user, struct ls_str member, const struct ls_gap *gap);
    struct ls_result (*charge)(void *user, uint64_t entries, uint64_t bytes);
    struct ls_result (*seen)(void *user, uint64_t lo, uint64_t hi); /* may be NULL */
};

struct ls_format_job {
    struct ls_blob *blob;
    const struct ls_probe *probe;
    const char *charset; /* that its container says its text is in, or NULL */
    const struct ls_emit *emit;
    void *user;
    const struct ls_hands *hands; /* others who may help; NULL: nobody */
};

/*
 * Text that follows stands in this part; the part before it ends as a page does. Without a call,
 * text stands in the body of the object itself. Lines are counted anew in each part; going back to
 * a part is a new part of the same name.
 */
static inline struct ls_result ls_emit_part(struct ls_format_job *job,
                                            const struct ls_part_info *info)
{
    return job->emit->part(job->user, info);
}

/*
 * Appends UTF-8 text to the part, joined to what came before without a blank: words that the
 * document's markup cuts in pieces become whole. `map` leads from text offsets, text[0] being
 * output offset `base` of the map, to the bytes of the part (of the object, when the part has no
 * name); NULL: there is no way back. Control characters other than tab and line feed do not belong
 * in it.
 */
static inline struct ls_result ls_emit_text(struct ls_format_job *job, struct ls_str text,
                                            const struct ls_map *map, uint64_t base)
{
    return job->emit->text(job->user, text, map, base);
}

/* Ends a line, cell, row or page. Repeated ends are one, but for cells: an empty one counts. */
static inline struct ls_result ls_emit_break(struct ls_format_job *job, enum ls_break what)
{
    return job->emit->breaks(job->user, what);
}

/*
 * Text that follows stands in this cell of a sheet or table, 1-based: ends the cell before it, and
 * the row when it is another one.
 */
static inline struct ls_result ls_emit_cell(struct ls_format_job *job, uint32_t row,
                                            uint32_t column)
{
    return job->emit->cell(job->user, row, column);
}

/* Handles a child, first byte to last; text of this object may be going on meanwhile. */
static inline struct ls_result ls_emit_child(struct ls_format_job *job,
                                             const struct ls_child *child)
{
    return job->emit->child(job->user, child);
}

/* `member`: the name of what was not read inside the object; empty: the object itself. */
static inline struct ls_result ls_emit_gap(struct ls_format_job *job, struct ls_str member,
                                           const char *reason, const char *detail)
{
    struct ls_gap gap = {.state = LS_STATE_DEGRADED, .reason = reason, .detail = detail};
    return job->emit->gap(job->user, member, &gap);
}

/* A word about what was read in every way that makes sense: reason `ambiguous`. */
struct ls_result ls_emit_ambiguous(struct ls_format_job *job, const char *detail) LS_MUST_USE;

/*
 * Charges the budget for work that leaves no other trace: entries passed over, bytes decoded that
 * are neither text nor a child. Also the place where a long loop learns that its time is up.
 * Bytes of children are charged by the engine as they are read, bytes of text as they are emitted.
 */
static inline struct ls_result ls_charge(struct ls_format_job *job, uint64_t entries,
                                         uint64_t bytes)
{
    return job->emit->charge(job->user, entries, bytes);
}

/*
 * Bytes [lo, hi) of the object say nothing but what was told out of others: the raw pass need not
 * tell it again.
 */
static inline struct ls_result ls_emit_seen(struct ls_format_job *job, uint64_t lo, uint64_t hi)
{
    return job->emit->seen ? job->emit->seen(job->user, lo, hi) : ls_ok();
}

struct ls_str ls_str_of(const char *s);

#endif
