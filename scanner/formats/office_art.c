/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/office_art.h"

enum {
    ID = 0x3FFF,   /* bits of a property's number … */
    LONG = 0x8000, /* … and the one that says that its value stands behind the table */
};

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
    size_t table = LS_OFFICE_ART_PROPERTY * (size_t)instance;
    table = table < len ? table : len / LS_OFFICE_ART_PROPERTY * LS_OFFICE_ART_PROPERTY;
    texts->begin = content;
    ls_cursor_init(&texts->table, content, table);
    ls_cursor_init(&texts->data, content + table, len - table);
}

struct ls_office_art_property ls_office_art_property(struct ls_cursor *c)
{
    unsigned id = ls_cursor_u16le(c);
    return (struct ls_office_art_property){
        .id = id & ID, .is_long = id & LONG, .value = ls_cursor_u32le(c)};
}

/* 2.3.22.1, 2.3.23.2, 2.3.23.3, 2.3.23.9 */
enum ls_part ls_office_art_part(unsigned id)
{
    switch (id) {
    case LS_OFFICE_ART_WORD_ART:
        return LS_PART_TEXT_BOX;
    case LS_OFFICE_ART_NAME:
    case LS_OFFICE_ART_DESCRIPTION:
    case LS_OFFICE_ART_TOOL_TIP:
        return LS_PART_ALT_TEXT;
    default:
        return LS_PART_NONE;
    }
}

bool ls_office_art_next_text(struct ls_office_art_texts *texts, struct ls_office_art_text *text)
{
    while (texts->table.left) {
        struct ls_office_art_property property = ls_office_art_property(&texts->table);
        if (!property.is_long)
            continue;
        size_t len = property.value < texts->data.left ? property.value : texts->data.left;
        const uint8_t *bytes = ls_cursor_bytes(&texts->data, len);
        enum ls_part part = ls_office_art_part(property.id);
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
