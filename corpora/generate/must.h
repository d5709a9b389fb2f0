/* SPDX-License-Identifier: Apache-2.0 */
/* For generators: nothing goes on without memory. */
#ifndef LS_GENERATE_MUST_H
#define LS_GENERATE_MUST_H

#include "base/result.h"

#include <stdio.h>
#include <stdlib.h>

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline void must(struct ls_result r)
{
    MUST(!ls_failed(r));
}

#endif
