/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks up to 2003 whose password everybody knows ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.7). */
#ifndef LS_FORMATS_XLS_CRYPT_H
#define LS_FORMATS_XLS_CRYPT_H

#include "base/blob.h"
#include "base/buf.h"
#include "formats/format.h"

enum { LS_XLS_PLAIN_MAX = 256 << 20 };

/*
 * Looks for FILEPASS among the first records of a workbook's stream. *open: there is one, the known
 * password opens it, and `plain`, with a limit of LS_XLS_PLAIN_MAX, has all of the stream as it was
 * before, FILEPASS itself included.
 */
struct ls_result ls_xls_unlock(struct ls_format_job *job, struct ls_blob *blob,
                               struct ls_buf *plain, bool *open) LS_MUST_USE;

/* The key and the verifier of XOR obfuscation for a password of 1 to 15 characters (2.3.7.1,
 * 2.3.7.2), and the 16 bytes that are applied. */
void ls_xls_xor(const char *password, uint16_t *key, uint16_t *verifier, uint8_t array[16]);

#endif
