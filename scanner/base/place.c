/* SPDX-License-Identifier: Apache-2.0 */
#include "base/place.h"

#include <stdio.h>

static const char *const parts[LS_PART_COUNT] = {
    [LS_PART_NONE] = "",
    [LS_PART_BODY] = "body",
    [LS_PART_HEADER] = "header",
    [LS_PART_FOOTER] = "footer",
    [LS_PART_TEXT_BOX] = "text-box",
    [LS_PART_FOOTNOTE] = "footnote",
    [LS_PART_ENDNOTE] = "endnote",
    [LS_PART_COMMENT] = "comment",
    [LS_PART_DELETION] = "deletion",
    [LS_PART_HIDDEN] = "hidden",
    [LS_PART_NOTES] = "notes",
    [LS_PART_MASTER] = "master",
    [LS_PART_TEMPLATE] = "template",
    [LS_PART_WATERMARK] = "watermark",
    [LS_PART_ANNOTATION] = "annotation",
    [LS_PART_PROPERTY] = "property",
    [LS_PART_ALT_TEXT] = "alt-text",
    [LS_PART_CHART] = "chart",
    [LS_PART_FORMULA] = "formula",
    [LS_PART_FIELD] = "field",
    [LS_PART_SCRIPT] = "script",
    [LS_PART_SUBJECT] = "subject",
    [LS_PART_MAIL_HEADER] = "mail-header",
    [LS_PART_NAME] = "name",
};

const char *ls_part_name(enum ls_part part)
{
    return parts[part];
}

void ls_cell_name(uint32_t row, uint32_t column, char out[LS_CELL_CHARS])
{
    char letters[8];
    size_t n = sizeof letters;
    letters[--n] = '\0';
    /* Columns count A to Z, then AA: digits from 1 to 26 and no zero. */
    for (uint32_t c = column; c > 0 && n > 0; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    snprintf(out, LS_CELL_CHARS, "%s%u", letters + n, row);
}
