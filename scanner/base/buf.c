/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>

struct ls_result ls_vec_grow(void **at, size_t *cap, size_t n, size_t more, size_t limit,
                             size_t size)
{
    if (more > limit || n > limit - more)
        return ls_stop(LS_E_LIMIT);
    size_t want = *cap < 8 ? 16 : *cap + *cap / 2;
    if (want < n + more)
        want = n + more;
    if (want > limit)
        want = limit;
    void *grown = ls_reallocarray(*at, want, size);
    if (!grown)
        return ls_stop(LS_E_MEMORY);
    *at = grown;
    *cap = want;
    return ls_ok();
}

struct ls_result ls_buf_u64(struct ls_buf *buf, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return ls_buf_add(buf, digits + at, sizeof digits - at);
}

struct ls_result ls_buf_printf(struct ls_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    struct ls_result r = len < 0 ? ls_stop(LS_E_INTERNAL) : LS_VEC_RESERVE(buf, (size_t)len + 1);
    if (!ls_failed(r)) {
        vsnprintf(buf->at + buf->n, (size_t)len + 1, format, again);
        buf->n += (size_t)len;
    }
    va_end(again);
    return r;
}
