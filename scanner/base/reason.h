/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The closed list of reasons for a gap. Each word is part of the output format: words may be added,
 * never renamed. docs/output.md explains them to people.
 */
#ifndef LS_BASE_REASON_H
#define LS_BASE_REASON_H

/* Nothing was read (`not_scanned`). */
#define LS_REASON_NOT_FOUND "not_found"         /* a named path that does not exist */
#define LS_REASON_VANISHED "vanished"           /* it was listed, but gone when it was opened */
#define LS_REASON_PERMISSION "permission"       /* the system did not let us open it */
#define LS_REASON_SPECIAL_FILE "special_file"   /* a FIFO, socket or device */
#define LS_REASON_SYMLINK_LOOP "symlink_loop"   /* a named symbolic link that leads nowhere */
#define LS_REASON_PATH_TOO_LONG "path_too_long" /* a folder beyond LS_WALK_PATH_MAX */
#define LS_REASON_FOLDER_LIMIT "folder_limit"   /* more folders than LS_WALK_FOLDERS_MAX */
#define LS_REASON_OPEN_FILES "open_files"       /* no file descriptor left, also after waiting */

/* Some or all of it was not read (`not_scanned` or `degraded`). */
#define LS_REASON_IO_ERROR "io_error"       /* reading or listing failed */
#define LS_REASON_INTERRUPTED "interrupted" /* the run was stopped before its end */

/* Read, but not fully looked at (`degraded`). */
#define LS_REASON_CHANGED "changed"         /* it changed while it was read */
#define LS_REASON_MATCH_LIMIT "match_limit" /* a pattern gave up at its limit */
#define LS_REASON_HIT_LIMIT "hit_limit"     /* more matches in one block than memory may hold */
#define LS_REASON_SCAN_ERROR "scan_error"   /* a block could not be matched */

/* A container or document that was not read, or not fully (`degraded`; its raw bytes were). */
#define LS_REASON_ENCRYPTED "encrypted"       /* a password is needed */
#define LS_REASON_UNSUPPORTED "unsupported"   /* a known kind without a decoder here */
#define LS_REASON_IMAGE_ONLY "image-only"     /* pages that are pictures: nobody reads these */
#define LS_REASON_MALFORMED "malformed"       /* breaks its own format: the rest was not read */
#define LS_REASON_TRUNCATED "truncated"       /* ends too early */
#define LS_REASON_DEPTH_LIMIT "depth_limit"   /* --max-depth */
#define LS_REASON_ENTRY_LIMIT "entry_limit"   /* --max-entries */
#define LS_REASON_SIZE_LIMIT "size_limit"     /* --max-decoded */
#define LS_REASON_RATIO_LIMIT "ratio_limit"   /* it grew --max-ratio fold: a bomb */
#define LS_REASON_TIME_LIMIT "time_limit"     /* --max-time */
#define LS_REASON_MEMORY_LIMIT "memory_limit" /* --max-memory: it must be in memory to be read */
#define LS_REASON_RECURSION_LOOP "recursion_loop" /* it contains itself */
#define LS_REASON_CRASHED "crashed"               /* what should read it died */

/* Looked at in every way that makes sense (`scanned`), but worth a word. */
#define LS_REASON_AMBIGUOUS "ambiguous" /* readers would disagree about what it says */

/* Somebody's wish (`excluded`). */
#define LS_REASON_EXCLUDED "excluded"                   /* matches --exclude */
#define LS_REASON_NOT_OPENED "not_opened"               /* --no-recurse-archives */
#define LS_REASON_OUTPUT "output"                       /* the records are being written to it */
#define LS_REASON_SYMLINK "symlink"                     /* found in a folder: never followed */
#define LS_REASON_LOOP "loop"                           /* a folder inside itself */
#define LS_REASON_OTHER_FILE_SYSTEM "other_file_system" /* behind a mount point */
#define LS_REASON_PSEUDO_FILE_SYSTEM                                                               \
    "pseudo_file_system" /* /proc, /sys and their kind, mounted below */

#endif
