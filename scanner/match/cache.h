/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiled databases kept on disk between runs. A convenience that can only help: every failure to
 * read or write means "not cached", and a file that is not exactly what was written is ignored.
 *
 *   <dir>/<key>.db   key = SHA-256 of library version, processor features and all byte strings
 *
 * Written to a new file of mode 0600 and renamed; read only when it belongs to this user and nobody
 * else may write it. Any number of processes may use one folder.
 */
#ifndef LS_MATCH_CACHE_H
#define LS_MATCH_CACHE_H

#include "match/database.h"

struct ls_cache_key {
    char hex[65];
};

struct ls_result ls_cache_key(const struct ls_lower *lower, struct ls_cache_key *key) LS_MUST_USE;

/* The database of that key, or NULL when there is no good one. */
struct ls_database *ls_cache_load(const char *dir, const struct ls_cache_key *key);

/* Keeps the database; true when it was written. Makes `dir` (mode 0700) and its parent if needed.
 */
bool ls_cache_save(const char *dir, const struct ls_cache_key *key, const struct ls_database *db);

/*
 * Removes what was used longest ago, until LS_CACHE_FILES_MAX databases are left, and what a
 * program left behind that died while it wrote. Saving does so. Failures change nothing.
 */
enum { LS_CACHE_FILES_MAX = 32 };
void ls_cache_prune(const char *dir);

/*
 * The sum of a payload that stands in its file: it is sure to change when bytes do that stand in
 * the same eight of it.
 */
uint64_t ls_cache_sum(const char *bytes, size_t len);

#endif
