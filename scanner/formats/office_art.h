/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Properties of shapes in drawings of Office 97-2003 ([MS-ODRAW] 2.2.9, 2.3): a table of numbers,
 * and behind it what does not fit into a number.
 *
 *   {property, length} {property, value} {property, length}   bytes of the first   of the third
 */
#ifndef LS_FORMATS_OFFICE_ART_H
#define LS_FORMATS_OFFICE_ART_H

#include "base/cursor.h"
#include "base/place.h"

#include <stdbool.h>

enum {
    LS_OFFICE_ART_HEADER = 8,
    LS_OFFICE_ART_CONTAINER = 0xF, /* version of a record that only holds others */
    LS_OFFICE_ART_OPTIONS = 0xF00B,
    LS_OFFICE_ART_OPTIONS_2 = 0xF121,
    LS_OFFICE_ART_OPTIONS_3 = 0xF122,
};

/* Properties: bytes of an entry of the table, and those that somebody asks for. */
enum {
    LS_OFFICE_ART_PROPERTY = 6,
    LS_OFFICE_ART_WORD_ART = 0x00C0, /* gtextUNICODE */
    LS_OFFICE_ART_NAME = 0x0380,
    LS_OFFICE_ART_DESCRIPTION = 0x0381,
    LS_OFFICE_ART_TOOL_TIP = 0x038D,
    LS_OFFICE_ART_TABLE = 0x039F,
    LS_OFFICE_ART_PACKAGE = 0x03A9,
    LS_OFFICE_ART_GROUP_FLAGS = 0x03BF,
};

/* A record of a drawing (OfficeArtRecordHeader, 2.2.1). */
struct ls_office_art_record {
    unsigned version, instance, type;
    uint32_t len;
};

/* Whether records of this type hold properties of a shape. */
static inline bool ls_office_art_is_options(unsigned type)
{
    return type == LS_OFFICE_ART_OPTIONS || type == LS_OFFICE_ART_OPTIONS_2 ||
           type == LS_OFFICE_ART_OPTIONS_3;
}

struct ls_office_art_record ls_office_art_record(const uint8_t header[LS_OFFICE_ART_HEADER]);

/* An entry of the table (OfficeArtFOPTE, 2.2.7). */
struct ls_office_art_property {
    unsigned id;
    bool is_long;   /* `value` is the length of what stands behind the table */
    uint32_t value; /* 0 where the table ends early: c->failed */
};

struct ls_office_art_property ls_office_art_property(struct ls_cursor *c);

/* What a long property is to people: text-box for the words of WordArt, or alt-text; or none. */
enum ls_part ls_office_art_part(unsigned id);

/* The properties that are text, in UTF-16, one after the other. */
struct ls_office_art_texts {
    struct ls_cursor table, data;
    const uint8_t *begin;
};

struct ls_office_art_text {
    enum ls_part part;    /* what it is: a description, WordArt */
    const uint8_t *units; /* without the NUL at the end */
    size_t len;           /* bytes */
    size_t off;           /* in the table's record */
};

/* `instance` of the record says how many properties there are. */
void ls_office_art_texts_init(struct ls_office_art_texts *texts, const uint8_t *content, size_t len,
                              unsigned instance);
bool ls_office_art_next_text(struct ls_office_art_texts *texts, struct ls_office_art_text *text);

#endif
