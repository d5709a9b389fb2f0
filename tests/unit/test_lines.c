/* SPDX-License-Identifier: Apache-2.0 */
/* Line numbers: every way to count them gives the same, in 8-bit and 16-bit text. */
#include "engine/lines.h"

#include "../tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { BYTES = LS_LINES_CHUNK * 2 + 1000, ASKED = 300, VIEW = 5000 };

static uint8_t text[BYTES];
static char folder[32];

/* By the book: units of the text's width, from the parity of the hit, up to the hit. */
static uint64_t naive(uint64_t off, enum ls_encoding enc)
{
    uint64_t line = 1;
    size_t width = enc == LS_ENC_UTF16LE || enc == LS_ENC_UTF16BE ? 2 : 1;
    for (size_t i = width == 2 ? off & 1 : 0; i + width <= off; i += width)
        line += width == 1              ? text[i] == '\n'
                : enc == LS_ENC_UTF16LE ? text[i] == '\n' && text[i + 1] == 0
                                        : text[i] == 0 && text[i + 1] == '\n';
    return line;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* Mostly line feeds and zeros, so that every way to get it wrong shows. */
static void fill(uint32_t seed)
{
    for (size_t i = 0; i < BYTES; i++)
        text[i] = (uint8_t)("\n\0\n\0x"[next_random(&seed) % 5]);
}

static void any_order_in_a_file_and_in_memory(void **state)
{
    static const enum ls_encoding encodings[] = {LS_ENC_UTF8, LS_ENC_UTF16LE, LS_ENC_UTF16BE};
    (void)state;
    uint32_t seed = 7;
    struct ls_lines file, memory, shown;
    fill(1);
    tree_enter(folder);
    tree_write("text", text, BYTES);
    int fd = open("text", O_RDONLY | O_CLOEXEC);
    struct ls_input input = {.kind = LS_INPUT_FILE, .fd = fd, .size = BYTES};
    struct ls_input bytes = {.kind = LS_INPUT_MEMORY, .memory = text, .size = BYTES};
    assert_int_equal(ls_lines_init(&file).reach, LS_OK);
    assert_int_equal(ls_lines_init(&memory).reach, LS_OK);
    assert_int_equal(ls_lines_init(&shown).reach, LS_OK);
    for (int i = 0; i < ASKED; i++) {
        uint64_t off = i == 0 ? 0 : i == 1 ? BYTES : next_random(&seed) % BYTES;
        enum ls_encoding enc = encodings[i % 3];
        uint64_t want = naive(off, enc);
        assert_int_equal(ls_lines_of(&memory, &bytes, off, enc), want);
        assert_int_equal(ls_lines_of(&file, &input, off, enc), want);
        uint64_t lo = next_random(&seed) % BYTES;
        lo = i % 2 ? lo : shown.at - (shown.at > lo % 2 ? lo % 2 : 0); /* just at the cursor */
        const struct ls_view view = {
            .bytes = text + lo, .off = lo, .len = next_random(&seed) % (BYTES - lo + 1)};
        ls_lines_show(&shown, &view);
        assert_int_equal(ls_lines_of(&shown, &input, off, enc), want);
        uint64_t inside = lo + next_random(&seed) % (view.len + 1);
        assert_int_equal(ls_lines_of(&shown, &input, inside, enc), naive(inside, enc));
    }
    ls_lines_fini(&file);
    ls_lines_fini(&memory);
    ls_lines_fini(&shown);
    close(fd);
    tree_leave(folder);
}

static void a_stream_remembers_its_candidates(void **state)
{
    (void)state;
    struct ls_lines lines;
    struct ls_found found;
    struct ls_input input = {.kind = LS_INPUT_STREAM};
    struct ls_candidate candidates[3];
    fill(2);
    ls_found_init(&found);
    assert_int_equal(ls_lines_init(&lines).reach, LS_OK);
    for (uint64_t at = 0; at + 2 * VIEW < BYTES / 4; at += VIEW) {
        struct ls_view view = {
            .bytes = text + (at ? at - 100 : 0),
            .off = at ? at - 100 : 0,
            .len = VIEW + 100 + (at ? 100 : 0),
        };
        for (size_t i = 0; i < 3; i++)
            candidates[i] = (struct ls_candidate){
                .off = at + VIEW - 30 + 10 * i,
                .enc = (uint8_t)(i == 2 ? LS_ENC_UTF16BE : LS_ENC_UTF16LE),
            };
        found.candidates.at = candidates;
        found.candidates.n = 3;
        ls_lines_note(&lines, &view, &found, at + VIEW);
        uint64_t old = at >= VIEW ? at - 30 : 0; /* of the view before */
        if (old)
            assert_int_equal(ls_lines_of(&lines, &input, old, LS_ENC_UTF16LE),
                             naive(old, LS_ENC_UTF16LE));
        assert_int_equal(ls_lines_of(&lines, &input, at + VIEW - 10, LS_ENC_UTF16BE),
                         naive(at + VIEW - 10, LS_ENC_UTF16BE));
    }
    assert_int_equal(ls_lines_of(&lines, &input, 12345, LS_ENC_UTF8), 0);
    found.candidates.at = NULL;
    ls_found_fini(&found);
    ls_lines_fini(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_in_a_file_and_in_memory),
        cmocka_unit_test(a_stream_remembers_its_candidates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
