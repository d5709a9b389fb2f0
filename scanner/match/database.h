/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thin wall around the multi-pattern engine (Hyperscan or Vectorscan, the same API): nothing
 * outside database.c knows its header.
 *
 * Facts that shape it (docs/architecture.md): block mode; no start-of-match, UTF-8 or
 * single-match flags; the pure-literal compiler is not used, since the one in Hyperscan 5.4.0
 * loses matches; every buffer is readable LS_MATCH_PAD bytes past its end, since the engine may
 * read a few bytes too far.
 */
#ifndef LS_MATCH_DATABASE_H
#define LS_MATCH_DATABASE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/result.h"
#include "match/lower.h"

#include <stddef.h>
#include <stdint.h>

struct ls_database;         /* shared, immutable */
struct ls_database_scratch; /* one thread */

/* Called for each string seen; `end` is the offset behind its last byte. Non-zero stops the scan.
 */
typedef int (*ls_database_fn)(unsigned string, unsigned long long from, unsigned long long end,
                              unsigned flags, void *user);

/*
 * Its parts: all strings, and those that may stand in text of the shape of UTF-8 without those that
 * match/pairs.h finds there.
 */
enum ls_database_part {
    LS_DATABASE_ALL,
    LS_DATABASE_UTF8,
    LS_DATABASE_PARTS,
};

/* A string has the same number in both parts: that in `lower`. */
struct ls_result ls_database_compile(const struct ls_lower *lower, struct ls_database **db,
                                     struct ls_diag *diag) LS_MUST_USE;

/* Takes a serialised database; BAD/LS_E_MALFORMED when this library cannot use it. */
struct ls_result ls_database_load(const char *bytes, size_t len,
                                  struct ls_database **db) LS_MUST_USE;
struct ls_result ls_database_save(const struct ls_database *db, struct ls_buf *out) LS_MUST_USE;
void ls_database_free(struct ls_database *db);

/* Bytes of both parts. */
size_t ls_database_size(const struct ls_database *db);

/* Everything about library and machine that a serialised database depends on, as one line. */
struct ls_result ls_database_platform(struct ls_buf *out) LS_MUST_USE;
const char *ls_database_library(void);

struct ls_result ls_database_scratch_new(const struct ls_database *db,
                                         struct ls_database_scratch **scratch) LS_MUST_USE;
void ls_database_scratch_free(struct ls_database_scratch *scratch);

/* Who hears of the strings, and whether that ended the scan early. */
struct ls_database_listener {
    ls_database_fn seen;
    void *user;
    bool stopped;
};

/* Scans bytes[0..len), len <= UINT32_MAX. STOP/LS_E_INTERNAL when the library fails. */
struct ls_result ls_database_scan(const struct ls_database *db, enum ls_database_part part,
                                  struct ls_database_scratch *scratch, const uint8_t *bytes,
                                  size_t len, struct ls_database_listener *listener) LS_MUST_USE;

#endif
