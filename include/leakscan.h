/* SPDX-License-Identifier: Apache-2.0 */
/**
 * leakscan.h - find what must not leave the house: the public interface of libleakscan.
 *
 *     struct leakscan_rules *rules = NULL;
 *     struct leakscan_scanner *scanner = NULL;
 *     char error[LEAKSCAN_ERROR_BYTES];
 *
 *     if (leakscan_rules_open(NULL, &rules, error) == LEAKSCAN_OK &&
 *         leakscan_scanner_new(rules, NULL, &scanner) == LEAKSCAN_OK) {
 *         struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap};
 *         status = leakscan_scan_memory(scanner, bytes, len, &callbacks, NULL);
 *     }
 *     leakscan_scanner_free(scanner);
 *     leakscan_rules_close(rules);
 *
 * Threads: a struct leakscan_rules is immutable once opened; any number of threads may use it. A
 * struct leakscan_scanner belongs to one thread at a time: make one for each.
 *
 * Offsets are bytes, 0-based, 64-bit; a length counts bytes; ranges are half-open. Strings given to
 * callbacks are UTF-8 with an explicit length, not NUL-terminated, valid during the call only;
 * strings of type `const char *` are NUL-terminated.
 *
 * Versions: what is here stays. Structures that the caller fills start with `size`, which the
 * caller sets to sizeof, so that later versions may add members at the end; structures that
 * callbacks get may grow at the end as well. Enumerations may get further values: treat unknown
 * ones as such.
 *
 * The library prints nothing, installs no signal handler, changes no locale, and never calls
 * exit().
 */
#ifndef LEAKSCAN_H
#define LEAKSCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LEAKSCAN_VERSION_MAJOR 0
#define LEAKSCAN_VERSION_MINOR 1
#define LEAKSCAN_VERSION_PATCH 0

/** Room for an error message, its NUL included. */
#define LEAKSCAN_ERROR_BYTES 512

#if defined(__GNUC__)
#define LEAKSCAN_API __attribute__((visibility("default")))
#else
#define LEAKSCAN_API
#endif

/** What a call came to. */
enum leakscan_status {
    LEAKSCAN_OK = 0,
    LEAKSCAN_STOPPED = 1,  /**< a callback asked to stop; what was reported is right */
    LEAKSCAN_MEMORY = 2,   /**< out of memory */
    LEAKSCAN_RULES = 3,    /**< a rule pack is wrong or cannot be read */
    LEAKSCAN_ARGUMENT = 4, /**< an argument makes no sense */
    LEAKSCAN_INTERNAL = 5  /**< leakscan broke a promise to itself: please report it */
};

enum leakscan_severity {
    LEAKSCAN_MENTION = 0, /**< a text about secrets rather than a secret text */
    LEAKSCAN_LOW = 1,
    LEAKSCAN_MEDIUM = 2,
    LEAKSCAN_HIGH = 3,
    LEAKSCAN_CRITICAL = 4
};

/** How completely something was looked at. */
enum leakscan_state {
    LEAKSCAN_SCANNED = 0,    /**< all of it */
    LEAKSCAN_DEGRADED = 1,   /**< not all of it: gaps say what is missing */
    LEAKSCAN_NOT_SCANNED = 2 /**< nothing of it */
};

/** What to do with the text of a match. */
enum leakscan_masking {
    LEAKSCAN_MASK_BY_RULE = 0, /**< identifiers and credentials as their rules say */
    LEAKSCAN_MASK_NOTHING = 1,
    LEAKSCAN_MASK_ALL = 2
};

/** UTF-8 text, not NUL-terminated. */
struct leakscan_text {
    const char *at;
    size_t len;
};

#define LEAKSCAN_UNKNOWN UINT64_MAX /**< an offset that nobody knows */

/** One step into a container, from the object that was given inwards. */
struct leakscan_link {
    const char *kind;          /**< "zip", "docx", "eml" …; see docs/formats.md */
    struct leakscan_text name; /**< of what was taken out of it, its own bytes; may be empty */
    uint64_t offset;           /**< of its first byte in the container, or LEAKSCAN_UNKNOWN */
};

/** Where a person finds it. Numbers are 1-based; 0, "" and an empty text: does not apply. */
struct leakscan_place {
    const char *part; /**< "body", "header", "comment" …; see docs/output.md */
    uint32_t page;
    uint32_t slide;
    struct leakscan_text sheet;
    uint32_t row, column; /**< of a sheet or table */
    uint64_t line;        /**< in a document: paragraph of the part */
};

/** Something that must not leave the house. */
struct leakscan_hit {
    const char *rule;     /**< "cn.mark.star"; lives as long as the rules */
    const char *title;    /**< of the rule, for people; lives as long as the rules */
    const char *category; /**< "grade-mark", "identifier" … */
    enum leakscan_severity severity;
    uint64_t offset;            /**< of the first byte of the match */
    uint64_t length;            /**< bytes of the match */
    uint64_t line;              /**< place.line, once more */
    uint64_t count;             /**< distinct members behind a bulk hit; 0 for a single match */
    const char *encoding;       /**< "utf-8", "gb18030", "utf-16le" … */
    struct leakscan_text text;  /**< the match, masked if `masked` */
    struct leakscan_text grade; /**< grade word, or empty */
    struct leakscan_text term;  /**< term of secrecy, or empty */
    int masked;
    const char *exact; /**< what offset and length are: "exact", the bytes of the innermost object;
                            "mapped", bytes that say it in another way; "object", of its text */
    const struct leakscan_link *chain; /**< containers, outermost first; none in a plain file */
    size_t chain_n;
    struct leakscan_place place;
};

/** Something that was not, or not fully, looked at. */
struct leakscan_gap {
    enum leakscan_state state;         /**< LEAKSCAN_SCANNED where it is only worth a word */
    const char *reason;                /**< "io_error", "encrypted" …: see docs/output.md */
    const char *detail;                /**< for people, or NULL */
    const struct leakscan_link *chain; /**< to what was not looked at */
    size_t chain_n;
};

/** Who is told; each may be NULL. A return value other than 0 stops the scan. */
struct leakscan_callbacks {
    int (*hit)(void *user, const struct leakscan_hit *hit);
    int (*gap)(void *user, const struct leakscan_gap *gap);
    void *user;
};

/** The verdict on one object. It is clean when hits == 0 and state == LEAKSCAN_SCANNED. */
struct leakscan_verdict {
    enum leakscan_state state;
    uint64_t bytes; /**< looked at */
    uint64_t hits;
    uint64_t gaps;
};

struct leakscan_rules_options {
    size_t size;              /**< sizeof(struct leakscan_rules_options) */
    int without_builtin;      /**< not 0: only the packs in `paths` */
    const char *const *paths; /**< rule packs (*.yaml), or folders of them */
    size_t paths_n;
    const char *cache_dir; /**< where compiled rules are kept between runs; NULL: nowhere */
    /**
     * Text files of the unit's own words, one a line: 2 to 32 characters; a line that begins with #
     * is a comment. UTF-8, UTF-16 with a byte order mark, or GB18030. Hits: category "dictionary".
     */
    const char *const *dictionaries;
    size_t dictionaries_n;
};

struct leakscan_scanner_options {
    size_t size;                         /**< sizeof(struct leakscan_scanner_options) */
    enum leakscan_severity min_severity; /**< less severe hits are not reported */
    enum leakscan_masking masking;
    int raw_only; /**< not 0: containers and documents are not opened, only their bytes scanned */
    /* What the inside of one object may cost; 0: as much as the command line allows by default. */
    uint64_t max_decoded; /**< bytes that come out of containers */
    uint64_t max_memory;  /**< bytes of members that are held at the same time */
    uint64_t max_entries; /**< members */
    uint32_t max_depth;   /**< containers in containers */
    uint32_t max_seconds;
};

struct leakscan_rules;
struct leakscan_scanner;

/** "0.1.0": of the library that runs, which may be newer than this header. */
LEAKSCAN_API const char *leakscan_version(void);

/** A few words on a status, for people. */
LEAKSCAN_API const char *leakscan_status_text(enum leakscan_status status);

/**
 * Reads and compiles rules; options NULL: the built-in ones, without a cache. Compiling takes about
 * a second; with a cache, some milliseconds from the second time on.
 *
 * On failure *rules is NULL and `error` (LEAKSCAN_ERROR_BYTES, or NULL) holds one line that names
 * file, line and key.
 */
LEAKSCAN_API enum leakscan_status leakscan_rules_open(const struct leakscan_rules_options *options,
                                                      struct leakscan_rules **rules, char *error);

/** All scanners of these rules must be freed before. NULL is fine. */
LEAKSCAN_API void leakscan_rules_close(struct leakscan_rules *rules);

/** SHA-256 over the rules, hexadecimal: equal digests, equal findings. */
LEAKSCAN_API const char *leakscan_rules_digest(const struct leakscan_rules *rules);

/**
 * A scanner for one thread; options NULL: severity low and above, masked by rule. Takes some MiB,
 * so keep it for many scans. Any number of objects may be scanned one after the other.
 */
LEAKSCAN_API enum leakscan_status
leakscan_scanner_new(const struct leakscan_rules *rules,
                     const struct leakscan_scanner_options *options,
                     struct leakscan_scanner **scanner);

/** NULL is fine. */
LEAKSCAN_API void leakscan_scanner_free(struct leakscan_scanner *scanner);

/**
 * Scans bytes[0..len) as one object; bytes may be NULL when len is 0. Callbacks come from the
 * calling thread. `callbacks` and `verdict` may be NULL.
 *
 * Containers and documents are opened in the calling process: a program that scans what strangers
 * send should do that in a process of its own, as the leakscan command does.
 *
 * What cannot be looked at is a gap, not a failure: look at verdict->state before calling something
 * clean. On any status but LEAKSCAN_OK the verdict says what was found so far, and is not clean.
 */
LEAKSCAN_API enum leakscan_status leakscan_scan_memory(struct leakscan_scanner *scanner,
                                                       const void *bytes, size_t len,
                                                       const struct leakscan_callbacks *callbacks,
                                                       struct leakscan_verdict *verdict);

/**
 * The same for an open file descriptor, which stays open and the caller's. A regular file or block
 * device is scanned whole, wherever its file offset is; of anything else (pipe, socket, terminal)
 * what comes until its end. Memory use does not depend on the size but for what is inside.
 */
LEAKSCAN_API enum leakscan_status leakscan_scan_fd(struct leakscan_scanner *scanner, int fd,
                                                   const struct leakscan_callbacks *callbacks,
                                                   struct leakscan_verdict *verdict);

#ifdef __cplusplus
}
#endif

#endif
