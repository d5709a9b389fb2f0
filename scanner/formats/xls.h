/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Excel workbooks up to 2003, and those of WPS ([MS-XLS]; BIFF2 to BIFF8).
 *
 *   Workbook (a stream)      BOF globals … BOUNDSHEET … SST … EOF   BOF sheet … EOF   BOF sheet …
 *   _SX_DB_CUR/0001 …        what pivot tables were made from
 *   Revision Log             what a shared workbook has been before
 *
 * One pass, but for texts that records tell the place of later.
 */
#ifndef LS_FORMATS_XLS_H
#define LS_FORMATS_XLS_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_xls_reader;

/* A stream of records. */
struct ls_xls_stream {
    struct ls_blob *blob;               /* can be read at random */
    struct ls_part_info info;           /* its name, and where it stands in the object */
    const struct ls_cfb_stream *pieces; /* of the file, where it is not in one; or NULL */
    bool decrypted; /* bytes as they were before a password was set, but for FILEPASS itself */
};

/*
 * Reads a workbook. *encrypted: a password is needed; nothing was told. BAD/LS_E_MALFORMED: it is
 * none.
 */
struct ls_result ls_xls_read_book(struct ls_format_job *job, const struct ls_xls_stream *stream,
                                  bool *encrypted) LS_MUST_USE;

/* What a pivot table was made from; a log of changes or a list of users, for its strings. */
struct ls_result ls_xls_read_cache(struct ls_format_job *job,
                                   const struct ls_xls_stream *stream) LS_MUST_USE;
struct ls_result ls_xls_read_log(struct ls_format_job *job,
                                 const struct ls_xls_stream *stream) LS_MUST_USE;

/* Whether the bytes begin as a stream of records does, outside of a compound file. */
bool ls_xls_begins(const struct ls_probe *probe);

#endif
