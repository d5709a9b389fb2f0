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

/* Somebody's wish (`excluded`). */
#define LS_REASON_EXCLUDED "excluded"                   /* matches --exclude */
#define LS_REASON_OUTPUT "output"                       /* the records are being written to it */
#define LS_REASON_SYMLINK "symlink"                     /* found in a folder: never followed */
#define LS_REASON_LOOP "loop"                           /* a folder inside itself */
#define LS_REASON_OTHER_FILE_SYSTEM "other_file_system" /* behind a mount point */
#define LS_REASON_PSEUDO_FILE_SYSTEM                                                               \
    "pseudo_file_system" /* /proc, /sys and their kind, mounted below */

#endif
