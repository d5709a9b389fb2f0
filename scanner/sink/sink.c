/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/sink.h"

#include <string.h>

const struct ls_sink_format *ls_sink_find(const char *name)
{
    size_t n;
    const struct ls_sink_format *const *all = ls_sinks(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}
