/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of OpenDocument (ODF 1.3 part 3): content, styles with their master pages, metadata, and
 * the single file of the flat form, all of which share one vocabulary.
 */
#ifndef LS_FORMATS_ODF_TEXT_H
#define LS_FORMATS_ODF_TEXT_H

#include "formats/format.h"
#include "formats/story.h"
#include "formats/xml.h"

struct ls_odf_text;

struct ls_result ls_odf_text_new(struct ls_format_job *job, struct ls_odf_text **text) LS_MUST_USE;
void ls_odf_text_free(struct ls_odf_text *text);

/* Reads a part for the sake of its styles only: which of them hide what they are put on. */
struct ls_xml_handler ls_odf_text_styles(struct ls_odf_text *text);

/*
 * Begins a part. `info` as far as it holds for all of it, and lives until the end: slides and
 * sheets become parts of their own.
 */
struct ls_xml_handler ls_odf_text_begin(struct ls_odf_text *text, const struct ls_part_info *info);
struct ls_result ls_odf_text_end(struct ls_odf_text *text) LS_MUST_USE;

/* Where base64 data of the flat form stands, [lo, hi) of the part; called at its end. */
typedef struct ls_result (*ls_odf_binary_fn)(void *user, uint64_t lo, uint64_t hi);
void ls_odf_text_on_binary(struct ls_odf_text *text, ls_odf_binary_fn binary, void *user);

#endif
