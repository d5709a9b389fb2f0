/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing run of equal elements that cannot exist without a limit.
 *
 * `LS_VEC(T)` declares the type, LS_VEC_* work on it. The limit is a number of elements, fixed at
 * creation; a push beyond it fails with LS_E_LIMIT, a failed allocation with LS_E_MEMORY, both with
 * reach LS_STOP; the content stays as it was. Clearing keeps the memory for the next round.
 * One thread at a time.
 */
#ifndef LS_BASE_BUF_H
#define LS_BASE_BUF_H

#include "base/result.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LS_VEC(T)                                                                                  \
    struct {                                                                                       \
        T *at;        /* the elements */                                                           \
        size_t n;     /* how many are used */                                                      \
        size_t cap;   /* how many fit without growing */                                           \
        size_t limit; /* how many there may ever be */                                             \
    }

#define LS_VEC_INIT(v, limit_) ((v)->at = NULL, (v)->n = 0, (v)->cap = 0, (v)->limit = (limit_))
#define LS_VEC_FINI(v) (ls_free((v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)
#define LS_VEC_CLEAR(v) ((v)->n = 0)

/* Makes room for `more` elements behind the used ones. */
#define LS_VEC_RESERVE(v, more)                                                                    \
    ((v)->cap - (v)->n >= (more)                                                                   \
         ? ls_ok()                                                                                 \
         : ls_vec_grow((void **)&(v)->at, &(v)->cap, (v)->n, (more), (v)->limit, sizeof *(v)->at))

/* Appends one element (give it in parentheses when it is a compound literal). */
#define LS_VEC_PUSH(v, element)                                                                    \
    do {                                                                                           \
        LS_TRY(LS_VEC_RESERVE(v, 1));                                                              \
        (v)->at[(v)->n++] = (element);                                                             \
    } while (0)

struct ls_result ls_vec_grow(void **at, size_t *cap, size_t n, size_t more, size_t limit,
                             size_t size) LS_MUST_USE;

/* A growing run of bytes; text in it is not NUL-terminated. */
struct ls_buf {
    char *at;
    size_t n;
    size_t cap;
    size_t limit;
};

LS_MUST_USE static inline struct ls_result ls_buf_add(struct ls_buf *buf, const void *bytes,
                                                      size_t len)
{
    if (len == 0)
        return ls_ok();
    LS_TRY(LS_VEC_RESERVE(buf, len));
    memcpy(buf->at + buf->n, bytes, len);
    buf->n += len;
    return ls_ok();
}

LS_MUST_USE static inline struct ls_result ls_buf_str(struct ls_buf *buf, const char *s)
{
    return ls_buf_add(buf, s, strlen(s));
}

LS_MUST_USE static inline struct ls_result ls_buf_char(struct ls_buf *buf, char c)
{
    return ls_buf_add(buf, &c, 1);
}

struct ls_result ls_buf_u64(struct ls_buf *buf, uint64_t number) LS_MUST_USE;
struct ls_result ls_buf_printf(struct ls_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3))) LS_MUST_USE;

#endif
