/* SPDX-License-Identifier: Apache-2.0 */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 0))) static void set(struct ls_diag *diag, const char *format,
                                                      va_list args)
{
    if (!diag)
        return;
    vsnprintf(diag->text, sizeof diag->text, format, args);
    for (char *p = diag->text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '?';
}

void ls_diag_set(struct ls_diag *diag, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set(diag, format, args);
    va_end(args);
}

struct ls_result ls_diag_stop(struct ls_diag *diag, enum ls_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set(diag, format, args);
    va_end(args);
    return ls_stop(code);
}
