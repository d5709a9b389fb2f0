/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SIGINT, SIGTERM and SIGHUP stop a job in good order; the second one ends the program at once.
 * SIGPIPE is ignored, so that a closed pipe is an error of write(). Main thread only.
 */
#ifndef LS_CLI_SIGNALS_H
#define LS_CLI_SIGNALS_H

#include "engine/job.h"

/* From now on a signal cancels the job. It must outlive the next ls_signals_release(). */
void ls_signals_watch(struct ls_job *job);

/* Signals have their usual effect again. */
void ls_signals_release(void);

#endif
