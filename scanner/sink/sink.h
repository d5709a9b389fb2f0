/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How results are written down. ONE FILE PER OUTPUT: sink/format_<name>.c defines
 * `const struct ls_sink_format ls_sink_format_<name>`; CMake globs the folder and writes the table.
 *
 * A format only turns records into bytes at the end of a buffer. Who writes the buffer, when, and
 * in which order, is the engine's business: records of one object always stay together, hits and
 * gaps first, its object record last. Functions are pure but for the buffer; any thread.
 */
#ifndef LS_SINK_SINK_H
#define LS_SINK_SINK_H

#include "base/buf.h"
#include "base/object.h"
#include "base/result.h"

struct ls_sink_style {
    bool color;                  /* the reader is a terminal */
    const char *fingerprint_key; /* NULL: no fingerprints */
    size_t fingerprint_key_len;
};

/* `begin`, `object` and `end` may be NULL: nothing is written then. */
struct ls_sink_format {
    const char *name;
    const char *what; /* one line for --help */
    struct ls_result (*begin)(struct ls_buf *out, const struct ls_sink_style *style);
    struct ls_result (*hit)(struct ls_buf *out, const struct ls_sink_style *style,
                            const struct ls_object *object, const struct ls_hit *hit);
    struct ls_result (*gap)(struct ls_buf *out, const struct ls_sink_style *style,
                            const struct ls_object *object, const struct ls_gap *gap);
    struct ls_result (*object)(struct ls_buf *out, const struct ls_sink_style *style,
                               const struct ls_object *object);
    struct ls_result (*end)(struct ls_buf *out, const struct ls_sink_style *style,
                            const struct ls_summary *summary);
};

/* By name, or NULL. */
const struct ls_sink_format *ls_sink_find(const char *name);

/* All of them, ascending by name. */
const struct ls_sink_format *const *ls_sinks(size_t *n);

#endif
