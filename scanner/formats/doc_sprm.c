/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of single property modifiers ([MS-DOC] 2.2.5): what they say about text being there. */
#include "formats/doc_priv.h"

#include "base/cursor.h"

enum {
    C_DELETED = 0x0800,
    C_WEB_HIDDEN = 0x0811,
    C_VANISH = 0x083C,
    C_PLAIN = 0x2A33,
    C_STYLE = 0x4A30,
    C_PICTURE = 0x6A03,
    C_SYMBOL = 0x6A09,
    P_ROW_END = 0x2417,
    P_INNER_CELL = 0x244B,
    P_INNER_ROW = 0x244C,
    P_TABS = 0xC615,
    T_TABLE = 0xD608,
    VARIABLE = 0xFF,
    UNKNOWN = 0xFE,
    OLD_FIRST = 65,
};

void doc_props_init(struct doc_props *props)
{
    *props = (struct doc_props){.deleted = DOC_UNSET, .vanish = DOC_UNSET};
}

static void apply(struct doc_props *props, unsigned sprm, const uint8_t *operand)
{
    switch (sprm) {
    case C_DELETED:
        props->deleted = operand[0] != 0;
        break;
    case C_VANISH:
        props->vanish = operand[0];
        break;
    case C_WEB_HIDDEN:
        if (operand[0] == 1)
            props->vanish = 1;
        break;
    case C_PLAIN:
        props->vanish = DOC_UNSET;
        break;
    case C_STYLE:
        props->has_style = true;
        props->style = doc_u16(operand);
        break;
    case C_PICTURE:
        props->has_picture = true;
        props->picture = doc_u32(operand);
        break;
    case C_SYMBOL:
        props->has_symbol = true;
        props->symbol_font = doc_u16(operand);
        props->symbol = doc_u16(operand + 2);
        break;
    case P_ROW_END:
        props->row_end = operand[0] != 0;
        break;
    case P_INNER_CELL:
        props->inner_cell = operand[0] != 0;
        break;
    case P_INNER_ROW:
        props->inner_row = operand[0] != 0;
        break;
    default:
        break;
    }
}

/* Bytes of the operand that stands at the cursor, which is not moved. */
static size_t operand_size(const struct ls_cursor *c, unsigned sprm)
{
    static const uint8_t sizes[] = {1, 1, 2, 4, 2, 2, 0, 3};
    size_t size = sizes[sprm >> 13], first;
    if (size)
        return size;
    if (c->left == 0)
        return 1;
    first = c->at[0];
    if (sprm == T_TABLE)
        return c->left < 2 ? 2 : doc_u16(c->at) + (size_t)1;
    if (sprm == P_TABS && first == 255 && c->left > 1) { /* 2.9.182: as long as what is in it */
        size_t at = 2 + c->at[1] * (size_t)4;
        return at < c->left ? at + 1 + c->at[at] * (size_t)3 : at;
    }
    return 1 + first;
}

static void apply_new(struct doc_props *props, const uint8_t *sprms, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, sprms, len);
    while (c.left >= 3) {
        unsigned sprm = ls_cursor_u16le(&c);
        const uint8_t *operand = ls_cursor_bytes(&c, operand_size(&c, sprm));
        if (!operand)
            return;
        apply(props, sprm, operand);
    }
}

/* Sizes of the operands of Word 6's sprms 65 to 118, which are about characters. */
static const uint8_t old_sizes[] = {
    1,        1,       1,        VARIABLE, 2,        4,        1,       2,        3,
    VARIABLE, 1,       UNKNOWN,  UNKNOWN,  UNKNOWN,  UNKNOWN,  2,       VARIABLE, VARIABLE,
    0,        UNKNOWN, 1,        1,        1,        1,        1,       1,        1,
    1,        2,       1,        3,        2,        2,        1,       1,        1,
    1,        1,       VARIABLE, 1,        VARIABLE, VARIABLE, 2,       VARIABLE, 2,
    2,        UNKNOWN, UNKNOWN,  UNKNOWN,  UNKNOWN,  UNKNOWN,  UNKNOWN, 1,        1,
};

static void apply_one_old(struct doc_props *props, unsigned sprm, const uint8_t *operand,
                          size_t size)
{
    switch (sprm) {
    case 65:
        apply(props, C_DELETED, operand);
        break;
    case 68:
        if (size >= 5)
            apply(props, C_PICTURE, operand + 1);
        break;
    case 74: /* font, 8-bit character */
        props->has_symbol = size >= 4;
        props->symbol_font = size >= 4 ? doc_u16(operand + 1) : 0;
        props->symbol = size >= 4 ? (uint16_t)(0xF000 | operand[3]) : 0;
        break;
    case 80:
        apply(props, C_STYLE, operand);
        break;
    case 83:
        apply(props, C_PLAIN, operand);
        break;
    case 92:
        apply(props, C_VANISH, operand);
        break;
    default:
        break;
    }
}

static void apply_old(struct doc_props *props, const uint8_t *sprms, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, sprms, len);
    while (c.left) {
        unsigned sprm = ls_cursor_u8(&c), i = sprm - OLD_FIRST;
        size_t size = i < sizeof old_sizes ? old_sizes[i] : UNKNOWN;
        if (size == UNKNOWN)
            return;
        if (size == VARIABLE)
            size = c.left ? c.at[0] + (size_t)1 : 1;
        const uint8_t *operand = ls_cursor_bytes(&c, size);
        if (!operand)
            return;
        apply_one_old(props, sprm, operand, size);
    }
}

void doc_props_apply(struct doc_props *props, const uint8_t *sprms, size_t len, bool old)
{
    if (old)
        apply_old(props, sprms, len);
    else
        apply_new(props, sprms, len);
}

void doc_props_apply_prm0(struct doc_props *props, uint16_t prm)
{
    uint8_t value = (uint8_t)(prm >> 8);
    unsigned which = prm >> 1 & 0x7F; /* 2.9.215: numbers of their own, those of Word 6 */
    if (which == 0x41)
        apply(props, C_DELETED, &value);
    else if (which == 0x5C)
        apply(props, C_VANISH, &value);
}
