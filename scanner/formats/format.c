/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/format.h"

#include "base/reason.h"

#include <string.h>

const struct ls_format *ls_format_find(const char *name)
{
    size_t n;
    const struct ls_format *const *all = ls_formats(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

struct ls_result ls_emit_ambiguous(struct ls_format_job *job, const char *detail)
{
    struct ls_gap gap = {
        .state = LS_STATE_SCANNED, .reason = LS_REASON_AMBIGUOUS, .detail = detail};
    return job->emit->gap(job->user, (struct ls_str){NULL, 0}, &gap);
}

struct ls_str ls_str_of(const char *s)
{
    return (struct ls_str){s, strlen(s)};
}

bool ls_probe_is(const struct ls_probe *probe, size_t off, const void *bytes, size_t len)
{
    return off <= probe->head_len && probe->head_len - off >= len &&
           (len == 0 || memcmp(probe->head + off, bytes, len) == 0);
}
