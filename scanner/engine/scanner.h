/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread's way from the bytes of a block to candidates: stage 1, then stage 2, in one call.
 *
 * struct ls_engine (rules, database, compiled patterns) is shared and immutable; struct ls_scanner
 * belongs to one thread.
 */
#ifndef LS_ENGINE_SCANNER_H
#define LS_ENGINE_SCANNER_H

#include "base/diag.h"
#include "base/result.h"
#include "confirm/confirm.h"
#include "match/match.h"
#include "rules/rules.h"
#include "rules/sources.h"

struct ls_engine;
struct ls_scanner;

/* Takes over `rules` (also on failure). */
struct ls_result ls_engine_new(struct ls_rules *rules, const struct ls_match_options *options,
                               struct ls_engine **engine, struct ls_diag *diag) LS_MUST_USE;

/* The same of rules that are still to be loaded, which it has done sooner; fails like both. */
struct ls_result ls_engine_load(const struct ls_rules_from *from,
                                const struct ls_match_options *options, struct ls_engine **engine,
                                struct ls_diag *diag) LS_MUST_USE;
void ls_engine_free(struct ls_engine *engine);

const struct ls_rules *ls_engine_rules(const struct ls_engine *engine);
const struct ls_matcher *ls_engine_matcher(const struct ls_engine *engine);

/* Bytes that a block needs around what it owns; see ls_confirm_margins(). */
void ls_engine_margins(const struct ls_engine *engine, size_t *before, size_t *after);

struct ls_result ls_scanner_new(const struct ls_engine *engine,
                                struct ls_scanner **scanner) LS_MUST_USE;
void ls_scanner_free(struct ls_scanner *scanner);

/*
 * Adds what the block holds to `found`. The bytes must be readable LS_MATCH_PAD further than
 * block->len. A block with more anchors than the scratch holds is cut in two and scanned again.
 * block->kept counts from the block that this scanner scanned before; 0 for another object.
 */
struct ls_result ls_scanner_block(struct ls_scanner *scanner, const struct ls_block *block,
                                  struct ls_found *found) LS_MUST_USE;

/* Texts that stage 2 has read for a rule (its number) since the scanner was made. */
uint64_t ls_scanner_texts_read(const struct ls_scanner *scanner, uint32_t rule);

#endif
