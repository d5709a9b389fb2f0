/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes archives for which there is no free writer to call: RAR 4 and 5, cabinet and LHA files,
 * with stored members and, where that is little work, packed ones. The bytes are appended to `out`.
 */
#ifndef LS_GENERATE_ARCHIVE_WRITER_H
#define LS_GENERATE_ARCHIVE_WRITER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* A member: `name` as it is to stand there. */
struct ls_archive_file {
    const char *name;
    const void *bytes;
    size_t len;
    bool encrypted; /* says so; the bytes are not */
};

/* `sealed`: the list of members is encrypted too, so they are not written at all. */
void ls_write_rar4(struct ls_buf *out, const struct ls_archive_file *files, size_t n, bool sealed);
void ls_write_rar5(struct ls_buf *out, const struct ls_archive_file *files, size_t n, bool sealed);

/* One folder of one block. `packed`: by MSZIP. Names are flagged as UTF-8. */
void ls_write_cab(struct ls_buf *out, const struct ls_archive_file *files, size_t n, bool packed);

/* Headers of level 0, 1 or 2. `packed`: by lh5. */
void ls_write_lha(struct ls_buf *out, const struct ls_archive_file *files, size_t n, int level,
                  bool packed);

#endif
