/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line on standard error that says how far a job is: after one second, four times a second, wiped
 * out at the end. The cursor rests at the start of the line, so that a record printed to the same
 * terminal takes the line's place (see sink/format_text.c).
 */
#ifndef LS_CLI_PROGRESS_H
#define LS_CLI_PROGRESS_H

#include "base/result.h"
#include "engine/job.h"

struct ls_progress;

/* Starts a thread that watches the job until ls_progress_stop(). */
struct ls_result ls_progress_start(const struct ls_job *job,
                                   struct ls_progress **progress) LS_MUST_USE;

/* Wipes the line out and frees the watcher; NULL is fine. */
void ls_progress_stop(struct ls_progress *progress);

/* The line itself, for tests: `seconds` since the start, at most `columns` characters. */
struct ls_result ls_progress_line(struct ls_buf *out, const struct ls_job_progress *at,
                                  double seconds, size_t columns) LS_MUST_USE;

#endif
