/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pack as it is written: the YAML keys and nothing made of them yet. A pointer that is NULL means
 * that the key is not there. schema.c fills this through libcyaml, check.c makes rules of it.
 */
#ifndef LS_RULES_PACK_PRIV_H
#define LS_RULES_PACK_PRIV_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/result.h"
#include "rules/evidence.h"
#include "rules/rules.h"

#include <stdbool.h>
#include <stdint.h>

struct ls_raw_texts {
    char **at;
    uint32_t n;
};

struct ls_raw_near {
    struct ls_raw_texts any;
    uint32_t within;
    uint32_t or_count;
};

struct ls_raw_beside {
    char *before, *behind;
};

struct ls_raw_count {
    uint32_t at_least;
    uint32_t within;
};

struct ls_raw_group {
    uint32_t at_least;
    struct ls_raw_texts words;
};

struct ls_raw_column {
    struct ls_raw_texts words;
    char *check;
};

struct ls_raw_rows {
    uint32_t at_least;
    uint32_t within;
    struct ls_raw_column *columns;
    uint32_t columns_n;
};

struct ls_raw_terms {
    struct ls_raw_group *groups;
    uint32_t groups_n;
    uint32_t within;
    uint32_t cells;
    struct ls_raw_rows *rows;
};

struct ls_raw_named_cue {
    char *name, *title, *match;
    struct ls_raw_texts words, common;
};

struct ls_raw_cue {
    struct ls_raw_texts words, common;
    char *match, *cue;
    uint32_t weight, at_least;
    uint32_t needed, told;
};

struct ls_raw_lower {
    struct ls_raw_texts any, cues;
    char *to;
};

struct ls_raw_evidence {
    struct ls_raw_cue *cues;
    uint32_t cues_n;
    uint32_t need, within;
    struct ls_raw_texts unless;
    struct ls_raw_lower *lower;
    uint32_t lower_n;
};

struct ls_raw_context {
    char *context, *to;
};

struct ls_raw_provided {
    uint32_t found, missing;
};

struct ls_raw_examples {
    struct ls_raw_texts hit;
    struct ls_raw_texts miss;
};

struct ls_raw_rule {
    char *id, *title, *category, *severity, *description, *source;
    struct ls_raw_texts serves;
    uint32_t *encodings;
    struct ls_raw_texts anchors;
    enum ls_gap_policy *gap;
    uint32_t capitals, escapes;
    char *match;
    uint32_t *window, *lead;
    uint32_t *at;
    struct ls_raw_beside *beside;
    struct ls_raw_texts unless;
    struct ls_raw_near *near;
    char *digits, *check, *mask;
    struct ls_raw_count *count;
    struct ls_raw_terms *terms;
    struct ls_raw_evidence *evidence;
    char *context;
    struct ls_raw_context *in_context;
    uint32_t in_context_n;
    struct ls_raw_provided *provided;
    struct ls_raw_examples *examples;
};

struct ls_raw_pack {
    char *pack, *title, *source;
    struct ls_raw_context *in_context; /* of its rules that have none of their own */
    uint32_t in_context_n;
    uint32_t *encodings; /* the same */
    struct ls_raw_texts not_in;
    struct ls_raw_named_cue *cues;
    uint32_t cues_n;
    struct ls_raw_rule *rules;
    uint32_t rules_n;
};

/*
 * Reads a pack by the schema. The caller frees it with ls_raw_free(). A key that the schema does
 * not know, or a value of the wrong kind, is STOP/LS_E_RULES with "file:line: key: …" in diag.
 */
struct ls_result ls_raw_load(const struct ls_pack_text *pack, struct ls_raw_pack **raw,
                             struct ls_diag *diag) LS_MUST_USE;
void ls_raw_free(struct ls_raw_pack *raw);

/* Where an entry of a pack is checked: what messages need, and where its memory comes from. */
struct ls_check {
    const struct ls_pack_text *pack;
    struct ls_arena *arena;
    struct ls_diag *diag;
    const char *list;                /* "rules", "cues" or "not_in" */
    uint32_t entry;                  /* position in it */
    const struct ls_named_cue *cues; /* of all packs */
    size_t cues_n;
    struct ls_words not_in; /* of the pack: longer words in which words of its cues do not count */
};

/* The parts of ls_check_rule() that stand in files of their own. */
struct ls_result ls_check_texts(const struct ls_check *check, const struct ls_raw_texts *raw,
                                struct ls_strings *out) LS_MUST_USE;
struct ls_result ls_check_words(const struct ls_check *check, const char *key,
                                const struct ls_raw_texts *raw, size_t chars_min,
                                struct ls_words *out) LS_MUST_USE;
bool ls_check_same_word(const struct ls_word *a, const struct ls_word *b);
struct ls_result ls_check_number(const struct ls_check *check, const char *key, uint32_t value,
                                 uint32_t min, uint32_t max) LS_MUST_USE;
struct ls_result ls_check_evidence(const struct ls_check *check, const struct ls_raw_rule *raw,
                                   struct ls_rule *rule) LS_MUST_USE;

/* The list `not_in` of a pack. Each of them has to hold a word of its cues. */
struct ls_result ls_check_not_in(struct ls_check *check, const struct ls_raw_pack *raw,
                                 struct ls_words *not_in) LS_MUST_USE;

/* Where words of the cue stand in longer ones of its own pack, or of that of its named cue. */
struct ls_result ls_check_longer(const struct ls_check *check, struct ls_cue *cue) LS_MUST_USE;
struct ls_result ls_check_contexts(const struct ls_check *check, const char *key,
                                   const struct ls_raw_context *raw, uint32_t n,
                                   struct ls_rule *rule) LS_MUST_USE;
struct ls_result ls_check_provided(const struct ls_check *check, const struct ls_raw_rule *raw,
                                   struct ls_rule *rule) LS_MUST_USE;

/* The same of a named cue; `cues` are those before it, none of which may have its name. */
struct ls_result ls_check_named_cue(const struct ls_check *check,
                                    const struct ls_raw_named_cue *raw,
                                    struct ls_named_cue *cue) LS_MUST_USE;

/* Lower-case words, digits, dots and dashes: what can stand in a report and on a command line. */
bool ls_check_is_name(const char *s);

/* Fills `rule` from `raw`; what is no sense is STOP/LS_E_RULES with the line of its key. */
struct ls_result ls_check_rule(const struct ls_check *check, const struct ls_raw_rule *raw,
                               struct ls_rule *rule) LS_MUST_USE;

/* Fails with "file:line: key: …"; `key` is a path inside the entry, "" for the entry itself. */
struct ls_result ls_check_wrong(const struct ls_check *check, const char *key, const char *format,
                                ...) __attribute__((format(printf, 3, 4))) LS_MUST_USE;

#endif
