/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share. A target takes any bytes and must come back; what it expects of the
 * part it drives is a FUZZ_CHECK. Options, where a target has any, come from the last byte, so that
 * a file of any corpus is an input as it is.
 *
 * Each fuzz_<name>.c is linked twice: with libFuzzer (CMake option LS_FUZZ, clang), and with
 * replay.c, which needs nothing but the compiler at hand.
 */
#ifndef LS_TESTS_FUZZ_H
#define LS_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The target: the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Hands over inputs that no file holds; may have none. */
void fuzz_seeds(void (*add)(const void *bytes, size_t len));

/* The file around any bytes; of targets with FUZZ_WRAP (fuzz_format.c). */
struct ls_buf;
void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out);

/* Ends the program, with a reason, unless `condition` holds. */
#define FUZZ_CHECK(condition, ...)                                                                 \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);                        \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
