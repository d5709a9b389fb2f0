/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/window.h"

#include "base/alloc.h"
#include "match/match.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    ALIGN = 64,
    POLL_MS = 100,      /* how soon a silent stream notices that it was cancelled */
    SKIP_MIN = 4096,    /* bytes given up after an unreadable place, doubling … */
    SKIP_MAX = 1 << 20, /* … up to here while it stays unreadable */
    LOOKAHEAD = 1,      /* to know whether anything follows */
};

struct ls_result ls_window_init(struct ls_window *window, size_t cap)
{
    size_t size;
    *window = (struct ls_window){.cap = cap};
    if (__builtin_add_overflow(cap, (size_t)LOOKAHEAD + LS_MATCH_PAD, &size))
        return ls_stop(LS_E_LIMIT);
    window->bytes = ls_alloc_aligned(ALIGN, size);
    return window->bytes ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_window_fini(struct ls_window *window)
{
    ls_free(window->bytes);
    window->bytes = NULL;
}

void ls_window_reset(struct ls_window *window)
{
    window->base = 0;
    window->n = 0;
    window->ended = false;
    window->scanned = 0;
}

/* Keeps what the new view shares with the old one. */
static void slide(struct ls_window *w, uint64_t lo)
{
    if (lo < w->base || lo > w->base + w->n) {
        w->n = 0;
        w->ended = false;
        w->scanned = 0;
    } else if (lo > w->base) {
        size_t gone = (size_t)(lo - w->base);
        w->n -= gone;
        memmove(w->bytes, w->bytes + gone, w->n);
    }
    w->base = lo;
}

/* Waits until a stream has something to say, or somebody cancels. */
static struct ls_result wait_readable(const struct ls_input *input)
{
    struct pollfd poll_fd = {.fd = input->fd, .events = POLLIN};
    uint32_t phase = input->phase ? atomic_exchange(input->phase, LS_PHASE_WAIT) : LS_PHASE_RAW;
    struct ls_result r = ls_ok();
    do {
        if (input->cancel && atomic_load_explicit(input->cancel, memory_order_relaxed))
            r = ls_stop(LS_E_CANCELLED);
    } while (!ls_failed(r) && poll(&poll_fd, 1, POLL_MS) == 0);
    if (input->phase)
        atomic_store(input->phase, phase);
    return r;
}

struct ls_result ls_input_read_stream(const struct ls_input *input, void *out, size_t len,
                                      size_t *got)
{
    *got = 0;
    for (;;) {
        LS_TRY(wait_readable(input));
        ssize_t n = read(input->fd, out, len);
        if (n >= 0) {
            *got = (size_t)n;
            return ls_ok();
        }
        if (errno != EINTR && errno != EAGAIN)
            return ls_bad(LS_E_IO);
    }
}

/* From a decoder; what it stumbled over is its owner's to tell, here it is the end. */
static ssize_t read_blob(struct ls_blob *blob, void *out, size_t len, uint64_t off)
{
    size_t got = 0;
    struct ls_result r = blob->read(blob, off, out, len, &got);
    errno = ECANCELED;
    return r.reach == LS_STOP ? -1 : (ssize_t)got;
}

static ssize_t read_some(const struct ls_input *input, void *out, size_t len, uint64_t off)
{
    if (input->kind == LS_INPUT_BLOB)
        return read_blob(input->blob, out, len, off);
    if (off < input->read_before_len) {
        size_t left = input->read_before_len - (size_t)off;
        memcpy(out, input->read_before + off, left < len ? left : len);
        return (ssize_t)(left < len ? left : len);
    }
    return input->kind == LS_INPUT_STREAM ? read(input->fd, out, len)
                                          : pread(input->fd, out, len, (off_t)off);
}

/* Zeros for `skip` bytes that cannot be read, up to a multiple of it; false at the file's end. */
static bool skip_bad(struct ls_window *w, const struct ls_input *input, size_t want, size_t skip,
                     struct ls_loss *loss)
{
    uint64_t at = w->base + w->n;
    uint64_t next = (at / skip + 1) * skip;
    if (at >= input->size)
        return false;
    if (next > input->size)
        next = input->size;
    if (next > w->base + want)
        next = w->base + want;
    if (loss->bytes == 0)
        loss->first = at;
    loss->bytes += next - at;
    memset(w->bytes + w->n, 0, (size_t)(next - at));
    w->n += (size_t)(next - at);
    return true;
}

static bool has_size(const struct ls_input *input)
{
    return input->kind == LS_INPUT_FILE || input->kind == LS_INPUT_DEVICE;
}

/* Fills the window up to `want` bytes. A short read is believed only at the size known. */
static struct ls_result fill(struct ls_window *w, const struct ls_input *input, size_t want,
                             struct ls_loss *loss)
{
    size_t skip = SKIP_MIN;
    bool retried = false;
    while (w->n < want && !w->ended) {
        if (input->kind == LS_INPUT_STREAM && w->base + w->n >= input->read_before_len)
            LS_TRY(wait_readable(input));
        ssize_t got = read_some(input, w->bytes + w->n, want - w->n, w->base + w->n);
        if (got >= 0) {
            w->n += (size_t)got;
            w->ended =
                got == 0 || (has_size(input) && w->n < want && w->base + w->n == input->size);
            skip = SKIP_MIN;
            retried = false;
        } else if (errno == ECANCELED && input->kind == LS_INPUT_BLOB) {
            return ls_stop(LS_E_CANCELLED);
        } else if (errno == EINTR || (errno == EAGAIN && input->kind == LS_INPUT_STREAM)) {
            continue;
        } else if (!retried) {
            retried = true;
        } else {
            loss->error = errno;
            if (errno != EIO || input->kind == LS_INPUT_STREAM ||
                !skip_bad(w, input, want, skip, loss))
                w->ended = true;
            skip = skip < SKIP_MAX ? skip * 2 : SKIP_MAX;
            retried = false;
        }
    }
    return ls_ok();
}

/* The caller's memory, in place; only its very end is copied, for the padding. */
static void show_memory(struct ls_window *w, const struct ls_input *input, uint64_t lo, uint64_t hi,
                        struct ls_view *view)
{
    uint64_t end = hi < input->size ? hi : input->size;
    size_t len = lo < end ? (size_t)(end - lo) : 0;
    *view = (struct ls_view){.off = lo, .len = len, .last = end == input->size};
    if (input->size - end >= LS_MATCH_PAD) {
        view->bytes = input->memory + lo;
        return;
    }
    if (len)
        memcpy(w->bytes, input->memory + lo, len);
    memset(w->bytes + len, 0, LS_MATCH_PAD);
    view->bytes = w->bytes;
}

struct ls_result ls_window_show(struct ls_window *w, const struct ls_input *input, uint64_t lo,
                                uint64_t hi, struct ls_view *view, struct ls_loss *loss)
{
    if (input->kind == LS_INPUT_MEMORY) {
        show_memory(w, input, lo, hi, view);
        return ls_ok();
    }
    size_t len = (size_t)(hi - lo);
    slide(w, lo);
    LS_TRY(fill(w, input, len + LOOKAHEAD, loss));
    memset(w->bytes + w->n, 0, LS_MATCH_PAD);
    *view = (struct ls_view){
        .bytes = w->bytes,
        .off = lo,
        .len = w->n < len ? w->n : len,
        .last = w->ended && w->n <= len,
    };
    return ls_ok();
}

uint64_t ls_input_skip_hole(const struct ls_input *input, uint64_t at)
{
    if (!input->sparse)
        return at;
    off_t data = lseek(input->fd, (off_t)at, SEEK_DATA);
    if (data >= 0)
        return (uint64_t)data;
    return errno == ENXIO && at < input->size ? input->size : at;
}

bool ls_input_is_hole(const struct ls_input *input, uint64_t lo, uint64_t hi)
{
    return input->sparse && ls_input_skip_hole(input, lo) >= hi;
}
