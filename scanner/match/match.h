/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 1: where a match may be. Looks at every byte of a block and may be wrong; never misses.
 *
 *   rules --lower.c--> byte strings --database.c--> Hyperscan database (both kept by cache.c)
 *   block --ls_match_scan--> anchors (Hyperscan) and numbers (digits.c)
 *
 * struct ls_matcher is shared and immutable; struct ls_match_scratch belongs to one thread.
 */
#ifndef LS_MATCH_MATCH_H
#define LS_MATCH_MATCH_H

#include "base/diag.h"
#include "base/digit_run.h"
#include "base/encoding.h"
#include "base/result.h"
#include "rules/rules.h"

#include <stddef.h>
#include <stdint.h>

/* A buffer given to ls_match_scan() must be readable this many bytes past its end. */
enum { LS_MATCH_PAD = 64 };

/* The longest buffer that ls_match_scan() takes. */
enum { LS_MATCH_LEN_MAX = 64 << 20 };

struct ls_matcher;
struct ls_match_ahead; /* what the cache holds, before the rules are checked */
struct ls_match_scratch;

/* What a word is to a rule. */
enum ls_use_role {
    LS_USE_ANCHOR, /* of a match rule */
    LS_USE_TERM,   /* of a terms rule */
    LS_USE_LABEL,  /* of a digits rule's `near` */
};

struct ls_word_use {
    uint32_t rule; /* number of the rule */
    uint16_t role; /* enum ls_use_role */
    uint16_t word; /* index among the rule's words of that role (terms: over all groups) */
};

/* One byte string of the database. */
struct ls_lowered {
    uint32_t uses; /* first index into ls_matcher_uses() */
    uint16_t uses_n;
    uint16_t len;    /* bytes */
    uint8_t enc;     /* enum ls_encoding */
    bool gapped;     /* separators stand between its characters */
    bool caseless;   /* ASCII letters in either case */
    bool in_utf8;    /* may stand in bytes that have the shape of UTF-8 */
    bool paired;     /* there match/pairs.h finds it */
    uint8_t none[3]; /* 0; so that a file holds nothing but members */
};

/* A string of the database was seen: bytes [end - len, end) of the block. */
struct ls_anchor {
    uint32_t end;
    uint32_t string; /* index for ls_matcher_string() */
};

/* Where and whether to keep the compiled database. */
struct ls_match_options {
    const char *cache_dir;         /* NULL: no cache */
    struct ls_digit_limits digits; /* runs of digits to report */
    struct ls_match_ahead *ahead; /* of the same rules and cache; taken over. NULL: there is none */
};

struct ls_match_info {
    size_t strings; /* byte strings in the database */
    size_t in_utf8; /* those of them that text in the shape of UTF-8 is searched for */
    size_t database_bytes;
    bool from_cache;
    bool cache_written;
    const char *library; /* version of the library that scans */
    const char *digits;  /* "avx512", "avx2" or "portable" */
};

/*
 * `digest`: that the rules will have. NULL: nothing can be fetched ahead. Another thread may do the
 * fetching; it never fails, but there may be nothing then.
 */
struct ls_match_ahead *ls_match_ahead_new(const char *digest, const char *cache_dir);
void ls_match_ahead_fetch(struct ls_match_ahead *ahead);
void ls_match_ahead_free(struct ls_match_ahead *ahead);

struct ls_result ls_matcher_new(const struct ls_rules *rules,
                                const struct ls_match_options *options, struct ls_matcher **matcher,
                                struct ls_diag *diag) LS_MUST_USE;
void ls_matcher_free(struct ls_matcher *matcher);

/* Other runs of digits than the options said; before the first scratch is made. */
void ls_matcher_set_digits(struct ls_matcher *matcher, struct ls_digit_limits digits);

void ls_matcher_info(const struct ls_matcher *matcher, struct ls_match_info *info);
const struct ls_lowered *ls_matcher_string(const struct ls_matcher *matcher, uint32_t string);
const struct ls_word_use *ls_matcher_uses(const struct ls_matcher *matcher, uint32_t first);

/* Longest byte string in the database. */
size_t ls_matcher_longest(const struct ls_matcher *matcher);

/* Byte strings that a rule makes necessary (shared ones count for each of their rules). */
size_t ls_matcher_cost(const struct ls_matcher *matcher, uint32_t rule);

struct ls_result ls_match_scratch_new(const struct ls_matcher *matcher,
                                      struct ls_match_scratch **scratch) LS_MUST_USE;
void ls_match_scratch_free(struct ls_match_scratch *scratch);

/* What one block holds; valid until the scratch is used again. */
struct ls_match_list {
    const struct ls_anchor *anchors; /* ascending by end, then string */
    size_t anchors_n;
    const struct ls_digit_run *runs; /* ascending by end */
    size_t runs_n;
};

/*
 * Scans bytes[0..len), of which the first `kept` are the last ones of the buffer that this scratch
 * scanned before, without a failure: what was seen in them then is not searched for again. kept <=
 * len; 0: another buffer. len <= LS_MATCH_LEN_MAX, readable LS_MATCH_PAD bytes further, bytes[0] at
 * an even offset of its object (UTF-16 nearly always stands at even offsets). LS_E_LIMIT (reach
 * BAD) when there are more anchors than the scratch holds: scan a smaller block. LS_E_INTERNAL when
 * the library refuses to go on.
 */
struct ls_result ls_match_scan(const struct ls_matcher *matcher, struct ls_match_scratch *scratch,
                               const uint8_t *bytes, size_t len, size_t kept,
                               struct ls_match_list *list) LS_MUST_USE;

#endif
