/* SPDX-License-Identifier: Apache-2.0 */
/* The window: every byte once and in place, whatever the steps, and around what cannot be read. */
#include "engine/window.h"

#include "../tree.h"
#include "match/match.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sys/mman.h>

enum { BYTES = 100000, STEP = 700, BEFORE = 333, AFTER = 444, PAGE = 4096, PAGES = 64 };

static uint8_t text[BYTES];
static char folder[32];

static void fill(void)
{
    for (size_t i = 0; i < BYTES; i++)
        text[i] = (uint8_t)(i * 2654435761U >> 16);
}

/* Walks over the input as lanes do, and compares every view. */
static void check_steps(const struct ls_input *input)
{
    struct ls_window window;
    struct ls_view view = {.last = false};
    struct ls_loss loss = {.error = 0};
    volatile uint8_t padding = 0;
    assert_int_equal(ls_window_init(&window, BEFORE + STEP + AFTER).reach, LS_OK);
    for (uint64_t at = 0; at < BYTES; at += STEP) {
        uint64_t lo = at > BEFORE ? at - BEFORE : 0, hi = at + STEP + AFTER;
        assert_int_equal(ls_window_show(&window, input, lo, hi, &view, &loss).reach, LS_OK);
        assert_int_equal(view.off, lo);
        assert_int_equal(view.len, (hi < BYTES ? hi : BYTES) - lo);
        assert_int_equal(view.last, hi >= BYTES);
        assert_memory_equal(view.bytes, text + lo, view.len);
        for (size_t i = 0; i < LS_MATCH_PAD; i++)
            padding ^= view.bytes[view.len + i];
    }
    assert_true(view.last);
    assert_int_equal(loss.error, 0);
    ls_window_fini(&window);
}

static void *feed(void *user)
{
    const int *fd = user;
    for (size_t at = 0; at < BYTES; at += 777)
        if (write(*fd, text + at, BYTES - at < 777 ? BYTES - at : 777) < 0)
            abort();
    close(*fd);
    return NULL;
}

static void file_stream_and_memory_show_the_same(void **state)
{
    (void)state;
    pthread_t thread;
    int pipes[2];
    fill();
    tree_enter(folder);
    tree_write("text", text, BYTES);
    int fd = open("text", O_RDONLY | O_CLOEXEC);
    check_steps(&(struct ls_input){.kind = LS_INPUT_FILE, .fd = fd, .size = BYTES});
    /* grown since it was opened: the size known is too small */
    check_steps(&(struct ls_input){.kind = LS_INPUT_FILE, .fd = fd, .size = BYTES / 2});
    close(fd);
    tree_leave(folder);
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(pthread_create(&thread, NULL, feed, &pipes[1]), 0);
    check_steps(&(struct ls_input){.kind = LS_INPUT_STREAM, .fd = pipes[0]});
    pthread_join(thread, NULL);
    close(pipes[0]);
    /* on the heap, so that a sanitizer sees a read past the end */
    uint8_t *memory = malloc(BYTES);
    assert_non_null(memory);
    memcpy(memory, text, BYTES);
    check_steps(&(struct ls_input){.kind = LS_INPUT_MEMORY, .memory = memory, .size = BYTES});
    free(memory);
}

/* Our own memory as a file: where nothing is mapped, pread(2) fails with EIO. */
static void what_cannot_be_read_is_stepped_over(void **state)
{
    (void)state;
    struct ls_window window;
    struct ls_view view;
    struct ls_loss loss = {.error = 0};
    int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    uint8_t *pages =
        mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(fd >= 0 && pages != MAP_FAILED);
    memset(pages, 'x', PAGES * PAGE);
    assert_int_equal(munmap(pages + 10 * PAGE, 3 * PAGE), 0);
    uint64_t base = (uint64_t)(uintptr_t)pages;
    struct ls_input input = {.kind = LS_INPUT_FILE, .fd = fd, .size = base + PAGES * PAGE};
    assert_int_equal(ls_window_init(&window, PAGES * PAGE).reach, LS_OK);
    struct ls_result r = ls_window_show(&window, &input, base, base + PAGES * PAGE, &view, &loss);
    assert_int_equal(r.reach, LS_OK);
    assert_int_equal(loss.error, EIO);
    assert_int_equal(loss.first, base + 10 * PAGE);
    assert_in_range(loss.bytes, 3 * PAGE, 8 * PAGE);
    assert_int_equal(view.len, PAGES * PAGE);
    for (size_t i = 0; i < view.len; i++) {
        bool lost = i >= 10 * PAGE && i < 10 * PAGE + loss.bytes;
        if (view.bytes[i] != (lost ? 0 : 'x'))
            fail_msg("byte %zu of page %zu", i % PAGE, i / PAGE);
    }
    ls_window_fini(&window);
    munmap(pages, PAGES * PAGE);
    close(fd);
}

static void a_cancelled_stream_is_given_up(void **state)
{
    (void)state;
    struct ls_window window;
    struct ls_view view;
    struct ls_loss loss = {.error = 0};
    atomic_int cancel = 1;
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    struct ls_input input = {.kind = LS_INPUT_STREAM, .fd = pipes[0], .cancel = &cancel};
    assert_int_equal(ls_window_init(&window, 100).reach, LS_OK);
    assert_int_equal(ls_window_show(&window, &input, 0, 100, &view, &loss).code, LS_E_CANCELLED);
    ls_window_fini(&window);
    close(pipes[0]);
    close(pipes[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_stream_and_memory_show_the_same),
        cmocka_unit_test(what_cannot_be_read_is_stepped_over),
        cmocka_unit_test(a_cancelled_stream_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
