/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checked rules: what the packs say, ready for lowering and confirming.
 *
 * Built once by ls_rules_load(), then immutable; any number of threads may read them. All strings
 * and arrays live as long as the rules. docs/rules.md explains the YAML keys behind the fields.
 */
#ifndef LS_RULES_RULES_H
#define LS_RULES_RULES_H

#include "base/diag.h"
#include "base/hit.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LS_RULES_MAX = 4096,         /* rules in all packs together */
    LS_RULE_WORDS_MAX = 512,     /* anchors, terms or labels of one rule */
    LS_RULE_WORD_CHARS_MAX = 32, /* characters of one anchor */
    LS_RULE_WINDOW_MAX = 4096,   /* characters: window, near.within, terms.within, rows.within */
    LS_RULE_GROUPS_MAX = 8,      /* groups of a terms rule */
    LS_RULE_DIGITS_MAX = 32,     /* characters of a number */
    LS_RULE_COUNT_MAX = 10000,   /* members that a bulk rule may ask for */
    LS_PACKS_MAX = 256,          /* packs in one run, the built-in ones included */
    LS_PACK_BYTES_MAX = 4 << 20, /* bytes of one pack file */
};

/* How an anchor may be broken up in the text; decides how many byte strings it costs. */
enum ls_gap_policy {
    LS_GAP_NONE,    /* only as written */
    LS_GAP_UNIFORM, /* the same separator between all characters, or one line break anywhere */
    LS_GAP_ANY,     /* two-character words: any mix of up to three separators; else as uniform */
};

/* Where a match may stand; a set of bits. A rule without bits allows every place. */
enum ls_at {
    LS_AT_LINE_START = 1 << 0, /* only blanks before it on its line (or cell, row, page) */
    LS_AT_LINE = 1 << 1,       /* alone on its line: only blanks before and after */
    LS_AT_CELL = 1 << 2,       /* the whole content of a table cell, or of a CSV/TSV field */
    LS_AT_HEADER = 1 << 3,     /* page header or footer of a document */
    LS_AT_WATERMARK = 1 << 4,  /* watermark of a document */
    LS_AT_TEXT_BOX = 1 << 5,   /* text box of a document */
};

enum ls_rule_kind {
    LS_RULE_MATCH,    /* anchors + regular expression on folded text */
    LS_RULE_DIGITS,   /* number + validator; with `count` only in bulk */
    LS_RULE_TERMS,    /* k of n distinct words close together, optionally cells of one row */
    LS_RULE_EVIDENCE, /* weighted cues close together */
};

/* A literal word, as written in the pack (UTF-8), and what folding makes of it. */
struct ls_word {
    const char *text;
    const uint32_t *folded; /* code points */
    size_t folded_n;
    bool one_script; /* searched in one script throughout, never in mixtures */
};

struct ls_words {
    const struct ls_word *at;
    size_t n;
};

struct ls_strings {
    const char *const *at; /* UTF-8, NUL-terminated */
    size_t n;
};

/* Single characters, folded. */
struct ls_chars {
    const uint32_t *at;
    size_t n;
};

/* Corroboration close by. */
struct ls_near {
    struct ls_strings any;  /* regular expressions on folded text (match rules) */
    struct ls_words labels; /* literal words (digits rules) */
    uint32_t within;        /* characters between the two, each way */
    uint32_t or_count; /* digits: or so many distinct valid numbers standing together; 0 = no */
};

/* One group of a terms rule: `at_least` distinct words of `words` must be there. */
struct ls_term_group {
    struct ls_words words;
    uint32_t at_least;
};

/* A typed column: cells under a header cell that holds one of `columns` must pass `check`. */
struct ls_column_check {
    struct ls_words columns;
    const char *check; /* name of a cell validator in confirm/ */
};

struct ls_rule {
    struct ls_rule_info info; /* id, title, category, severity */
    const char *pack;         /* id of its pack */
    const char *description;  /* a paragraph for people, or NULL */
    const char *source;       /* where it comes from (law, standard); the pack's when it has none */
    struct ls_strings serves; /* clauses of the founding regulations */
    uint32_t encodings;       /* set of 1 << enum ls_encoding, beyond those of every rule */
    uint32_t number, line;    /* index in ls_rules.at; line of its entry in the file, 1-based */
    enum ls_rule_kind kind;

    /* match */
    struct ls_words anchors;
    enum ls_gap_policy gap;
    bool capitals, escapes; /* anchors count in capital letters only; are searched escaped too */
    const char *match; /* PCRE2 on folded text, groups `grade`, `term`, `hit`; NULL: the anchor */
    uint32_t window;   /* characters each way that the pattern may look at */
    uint32_t lead; /* with `at`: characters between the start of the place and the anchor at most,
                      and before the anchor that the match may begin with */
    unsigned at;   /* set of enum ls_at */
    struct ls_chars before, behind; /* one of them stands beside the anchor, separators aside, on
                                       that side; '\n': the line ends; both empty: anything may */
    struct ls_strings unless;       /* PCRE2, searched in the text just before the match */
    struct ls_near near;

    /* digits */
    uint32_t digits_min, digits_max; /* characters of the whole number */
    const char *check;       /* validator of the number; of what a match rule reports, or NULL */
    const char *mask;        /* '*' hides, everything else shows; NULL hides nothing */
    uint32_t count_at_least; /* bulk: distinct valid numbers needed; 0 = each one is a hit */
    uint32_t count_within;   /* characters that the window for counting spans */

    /* terms */
    struct ls_term_group groups[LS_RULE_GROUPS_MAX];
    size_t groups_n;
    uint32_t terms_within;  /* characters that hold all the words */
    bool cells;             /* each word fills a cell of one row */
    uint32_t rows_at_least; /* data rows under the header that validate; 0 = none asked for */
    uint32_t rows_within;   /* characters after the header row to look at */
    const struct ls_column_check *columns;
    size_t columns_n;

    const struct ls_evidence *evidence; /* rules/evidence.h; of its kind, else NULL */
    /* terms and evidence: all words that are searched, list by list, counted through */
    const struct ls_words *lists;
    size_t lists_n;
    const char *context; /* it names the text around it, and tells nothing; NULL: it tells */
    const struct ls_in_context *in_context;
    size_t in_context_n;
    const struct ls_provided *provided; /* what else its object holds, or NULL; rules/evidence.h */

    /* examples */
    struct ls_strings hit_examples;
    struct ls_strings miss_examples;
};

struct ls_pack {
    const char *id;
    const char *title;
    const char *source;
    const char *file; /* as the user named it, or "builtin:cn/grade-marks.yaml" */
    size_t rules_n;
};

struct ls_rules {
    const struct ls_rule *at;
    const struct ls_named_cue *cues; /* rules/evidence.h */
    const struct ls_pack *packs;
    size_t n, cues_n, packs_n;
    char digest[65]; /* SHA-256 over those of all packs and dictionaries in order, hexadecimal */
};

/* A pack before it is read: a name for messages and its bytes. */
struct ls_pack_text {
    const char *file;
    const char *bytes;
    size_t len;
};

/*
 * Reads and checks packs. A pack whose `pack:` id was seen before replaces the earlier one whole.
 * On failure (reach STOP; LS_E_RULES for a wrong pack) diag holds "file:line: key: what was
 * expected" and *rules is NULL.
 */
struct ls_result ls_rules_load(const struct ls_pack_text *packs, size_t n, struct ls_rules **rules,
                               struct ls_diag *diag) LS_MUST_USE;

/* The same from the packs built into the program plus files or folders of *.yaml in `paths`. */
struct ls_result ls_rules_load_paths(bool builtin, const char *const *paths, size_t n,
                                     struct ls_rules **rules, struct ls_diag *diag) LS_MUST_USE;

void ls_rules_free(struct ls_rules *rules);

/* The rule with this id, or NULL. */
const struct ls_rule *ls_rules_find(const struct ls_rules *rules, const char *id);

/* The file of the rule's pack, as the user named it; for messages. */
const char *ls_rules_file(const struct ls_rules *rules, const struct ls_rule *rule);

/* The packs built into the program; sorted by file name. */
const struct ls_pack_text *ls_rules_builtin(size_t *n);

#endif
