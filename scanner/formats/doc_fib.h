/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a Word document says of itself at its beginning ([MS-DOC] 2.5.1 Fib): its version, how long
 * its stories are, and where its lists stand.
 */
#ifndef LS_FORMATS_DOC_FIB_H
#define LS_FORMATS_DOC_FIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DOC_FIB_BASE = 32 /* bytes of what is the same in all versions */ };

/* Stories in the order of their characters (2.4.1 … 2.4.8). */
enum doc_story {
    DOC_BODY,
    DOC_FOOTNOTES,
    DOC_HEADERS,
    DOC_MACROS,
    DOC_COMMENTS,
    DOC_ENDNOTES,
    DOC_BOXES,
    DOC_HEADER_BOXES,
    DOC_STORIES,
};

/* Lists that the FIB leads to: the numbers of FibRgFcLcb97 (2.5.6), the same in Word 6 and 95. */
enum doc_list {
    DOC_STYLES = 1,
    DOC_SECTIONS = 6,
    DOC_GLOSSARY_NAMES = 9,
    DOC_PLC_HEADERS = 11,
    DOC_PLC_CHARACTERS = 12,
    DOC_PLC_PARAGRAPHS = 13,
    DOC_FONTS = 15,
    DOC_BOOKMARKS = 21,
    DOC_ASSOCIATED = 32,
    DOC_CLX = 33,
    DOC_COMMENT_AUTHORS = 36,
    DOC_DRAWINGS = 50,
    DOC_REVISION_AUTHORS = 51,
    DOC_VARIABLES = 60,
    DOC_SAVED_BY = 71,
    DOC_FILE_NAMES = 72,
    DOC_LISTS = 73,
    DOC_LIST_OVERRIDES = 74,
};

struct doc_fib {
    size_t off; /* in WordDocument */
    size_t end; /* behind it */
    bool old;   /* Word 6 or 95 */
    uint16_t flags, version, lid, lid_east;
    uint32_t next; /* where the FIB of the AutoText entries is; 0: none */
    uint32_t fc_min, fc_mac;
    uint32_t ccp[DOC_STORIES];
    size_t lists_off; /* of the pairs of offset and length */
    size_t lists_n;
};

enum {
    DOC_FIB_COMPLEX = 0x0004,
    DOC_FIB_ENCRYPTED = 0x0100,
    DOC_FIB_TABLE1 = 0x0200,
    DOC_FIB_WIDE = 0x1000,
    DOC_FIB_OBFUSCATED = 0x8000,
};

/* Little-endian numbers at an offset that is inside. */
static inline uint16_t doc_u16(const void *bytes)
{
    const uint8_t *p = bytes;
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t doc_u32(const void *bytes)
{
    const uint8_t *p = bytes;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

#endif
