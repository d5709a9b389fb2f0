/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/office_art.h"

enum { PROPERTY = 6, COMPLEX = 0x8000, ID = 0x3FFF };

struct ls_office_art_record ls_office_art_record(const uint8_t header[LS_OFFICE_ART_HEADER])
{
    struct ls_cursor c;
    ls_cursor_init(&c, header, LS_OFFICE_ART_HEADER);
    unsigned first = ls_cursor_u16le(&c);
    struct ls_office_art_record record = {.version = first & 0xF, .instance = first >> 4};
    record.type = ls_cursor_u16le(&c);
    record.len = ls_cursor_u32le(&c);
    return record;
}

void ls_office_art_texts_init(struct ls_office_art_texts *texts, const uint8_t *content, size_t len,
                              unsigned instance)
{
    size_t table = PROPERTY * (size_t)instance;
    table = table < len ? table : len / PROPERTY * PROPERTY;
    texts->begin = content;
    ls_cursor_init(&texts->table, content, table);
    ls_cursor_init(&texts->data, content + table, len - table);
}

/* What a property is to people (2.3.22.1, 2.3.23.2, 2.3.23.3, 2.3.23.9). */
static enum ls_part part_of(unsigned id)
{
    switch (id) {
    case 0x00C0: /* gtextUNICODE */
        return LS_PART_TEXT_BOX;
    case 0x0380: /* wzName */
    case 0x0381: /* wzDescription */
    case 0x038D: /* wzTooltip */
        return LS_PART_ALT_TEXT;
    default:
        return LS_PART_NONE;
    }
}

bool ls_office_art_next_text(struct ls_office_art_texts *texts, struct ls_office_art_text *text)
{
    while (texts->table.left) {
        unsigned id = ls_cursor_u16le(&texts->table);
        size_t len = ls_cursor_u32le(&texts->table);
        if (!(id & COMPLEX))
            continue;
        len = len < texts->data.left ? len : texts->data.left;
        const uint8_t *bytes = ls_cursor_bytes(&texts->data, len);
        enum ls_part part = part_of(id & ID);
        if (part == LS_PART_NONE || !bytes)
            continue;
        len &= ~(size_t)1;
        while (len && bytes[len - 1] == 0 && bytes[len - 2] == 0)
            len -= 2;
        if (len == 0)
            continue;
        *text = (struct ls_office_art_text){
            .part = part, .units = bytes, .len = len, .off = (size_t)(bytes - texts->begin)};
        return true;
    }
    return false;
}
