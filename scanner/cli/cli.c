/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/alloc.h"
#include "sink/escape.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES_MAX = 4096 };

int ls_cli_error(const char *format, ...)
{
    char line[LINE_BYTES_MAX];
    struct ls_buf shown = {.limit = 8 * LINE_BYTES_MAX};
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (ls_failed(ls_escape_text(&shown, line, strlen(line))))
        fputs("leakscan: out of memory\n", stderr);
    else
        fprintf(stderr, "leakscan: %.*s\n", (int)shown.n, shown.at);
    LS_VEC_FINI(&shown);
    return LS_EXIT_ERROR;
}

int ls_cli_failed(struct ls_result result, const struct ls_diag *diag)
{
    if (diag->text[0])
        ls_cli_error("%s", diag->text);
    else if (result.code == LS_E_MEMORY)
        ls_cli_error("out of memory; use fewer threads (-j) or fewer rules");
    else
        ls_cli_error("failed inside (code %d); please report this", (int)result.code);
    return result.code == LS_E_OUTPUT || result.code == LS_E_MEMORY ? LS_EXIT_AGAIN : LS_EXIT_ERROR;
}

const char *ls_cli_cache_dir(void)
{
    static char dir[PATH_MAX];
    const char *base = getenv("XDG_CACHE_HOME");
    const char *below = "leakscan";
    if (!base || base[0] != '/') {
        base = getenv("HOME");
        below = ".cache/leakscan";
    }
    if (!base || base[0] != '/')
        return NULL;
    int len = snprintf(dir, sizeof dir, "%s/%s", base, below);
    return len > 0 && (size_t)len < sizeof dir ? dir : NULL;
}

struct ls_result ls_cli_add_bytes(struct ls_buf *out, uint64_t bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)bytes;
    size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < sizeof units / sizeof *units; unit++)
        value /= 1000;
    int decimals = unit > 0 && value < 9.95 ? 1 : 0;
    return ls_buf_printf(out, "%.*f %s", decimals, value, units[unit]);
}

struct ls_result ls_cli_add_number(struct ls_buf *out, uint64_t number)
{
    char digits[32];
    size_t at = sizeof digits;
    for (size_t n = 0; n == 0 || number; n++, number /= 10) {
        if (n && n % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + number % 10);
    }
    return ls_buf_add(out, digits + at, sizeof digits - at);
}

struct ls_result ls_cli_add_noun(struct ls_buf *out, uint64_t number, const char *word)
{
    LS_TRY(ls_cli_add_number(out, number));
    return ls_buf_printf(out, " %s%s", word, number == 1 ? "" : "s");
}
