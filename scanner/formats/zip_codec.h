/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Methods of ZIP members other than stored and deflated, as far as libarchive's filters know them:
 * bzip2, LZMA, Zstandard, xz. One member at a time; one thread.
 */
#ifndef LS_FORMATS_ZIP_CODEC_H
#define LS_FORMATS_ZIP_CODEC_H

#include "formats/zip_priv.h"

struct zip_codec;

bool zip_codec_has(uint16_t method);

/*
 * The decoded bytes of a member in *blob, forward only, until the next call. *codec is made when it
 * is NULL. NULL in *blob and a reason in *why when the data does not begin as it should.
 */
struct ls_result zip_codec_open(struct zip_codec **codec, struct ls_zip *zip,
                                const struct zip_item *item, struct ls_blob **blob,
                                const char **why) LS_MUST_USE;

/* Bytes that the member took from the archive. */
uint64_t zip_codec_taken(const struct zip_codec *codec);

void zip_codec_free(struct zip_codec *codec);

#endif
