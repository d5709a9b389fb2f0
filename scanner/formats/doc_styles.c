/* SPDX-License-Identifier: Apache-2.0 */
/* Styles that hide their text ([MS-DOC] 2.9.271 STSH), and names of fonts (2.9.286 SttbfFfn). */
#include "formats/doc_priv.h"

#include "base/cursor.h"

#include <string.h>

enum {
    PARAGRAPH = 1,
    CHARACTER = 2,
    BASES_MAX = 16,
    NO_BASE = 0xFFF,
    FONT_NAME_OLD = 5,
    FONT_NAME = 39, /* where it stands in an FFN, behind the byte of its length */
};

struct style {
    uint8_t vanish;
    uint16_t base;
};

/* UPX: a counted list of sprms, which ends at an even place. */
static const uint8_t *next_upx(struct ls_cursor *c, size_t *len)
{
    *len = ls_cursor_u16le(c);
    const uint8_t *upx = ls_cursor_bytes(c, *len);
    if (*len % 2)
        (void)ls_cursor_u8(c);
    return upx;
}

/* STD (2.9.258): base, name, sprms for paragraphs and for characters. */
static void read_style(const uint8_t *std, size_t len, size_t base_len, struct style *style)
{
    struct doc_props props;
    struct ls_cursor c;
    size_t upx_len;
    ls_cursor_init(&c, std, len);
    (void)ls_cursor_u16le(&c);
    unsigned kind = ls_cursor_u16le(&c);
    style->base = (uint16_t)(kind >> 4);
    kind &= 0xF;
    ls_cursor_init(&c, std, len);
    (void)ls_cursor_bytes(&c, base_len);
    size_t name = ls_cursor_u16le(&c);
    (void)ls_cursor_bytes(&c, (name + 1) * 2);
    if (kind == PARAGRAPH)
        (void)next_upx(&c, &upx_len);
    const uint8_t *sprms = next_upx(&c, &upx_len);
    doc_props_init(&props);
    if (sprms && (kind == PARAGRAPH || kind == CHARACTER))
        doc_props_apply(&props, sprms, upx_len, false);
    style->vanish = props.vanish;
}

static bool hides(const struct style *styles, size_t n, size_t i)
{
    bool contrary = false;
    for (size_t steps = 0; steps < BASES_MAX && i < n; steps++) {
        if (styles[i].vanish <= 1)
            return contrary != (styles[i].vanish == 1);
        contrary = contrary != (styles[i].vanish == 0x81);
        if (styles[i].base == NO_BASE)
            break;
        i = styles[i].base;
    }
    return contrary;
}

void doc_styles_read(struct doc *doc)
{
    struct style styles[DOC_STYLES_MAX];
    struct ls_str list = doc_list(doc, DOC_STYLES);
    struct ls_cursor c;
    memset(doc->styles, 0, DOC_STYLES_MAX);
    doc->styles_hide = false;
    if (doc->fib.old || list.len == 0)
        return;
    ls_cursor_init(&c, list.at, list.len);
    size_t info_len = ls_cursor_u16le(&c);
    const uint8_t *info = ls_cursor_bytes(&c, info_len);
    if (!info || info_len < 4)
        return;
    size_t n = doc_u16(info), base_len = doc_u16(info + 2), read = 0;
    for (; read < n && read < DOC_STYLES_MAX && !c.failed; read++) {
        size_t len = ls_cursor_u16le(&c);
        const uint8_t *std = ls_cursor_bytes(&c, len);
        styles[read] = (struct style){DOC_UNSET, NO_BASE};
        if (std && len)
            read_style(std, len, base_len, &styles[read]);
        if (len % 2)
            (void)ls_cursor_u8(&c);
    }
    for (size_t i = 0; i < read; i++) {
        doc->styles[i] = hides(styles, read, i);
        doc->styles_hide |= doc->styles[i] != 0;
    }
}

/* Its name in UTF-16, or in 8-bit characters, as old documents have it. */
static bool is_name(const uint8_t *at, size_t left, size_t step, const char *name)
{
    size_t len = strlen(name);
    if (left < len * step)
        return false;
    for (size_t i = 0; i < len; i++)
        if (at[i * step] != (uint8_t)name[i] || (step == 2 && at[i * 2 + 1]))
            return false;
    return true;
}

void doc_fonts_read(struct doc *doc)
{
    struct ls_str list = doc_list(doc, DOC_FONTS);
    struct ls_cursor c;
    doc->wingdings_n = 0;
    ls_cursor_init(&c, list.at, list.len);
    (void)ls_cursor_u16le(&c); /* how many, or how many bytes */
    if (!doc->fib.old)
        (void)ls_cursor_u16le(&c);
    for (unsigned i = 0; c.left && i <= UINT16_MAX && doc->wingdings_n < DOC_FONTS_MAX; i++) {
        size_t len = ls_cursor_u8(&c), at = doc->fib.old ? FONT_NAME_OLD : FONT_NAME;
        const uint8_t *ffn = ls_cursor_bytes(&c, len);
        if (!ffn)
            return;
        if (len > at && is_name(ffn + at, len - at, doc->fib.old ? 1 : 2, "Wingdings"))
            doc->wingdings[doc->wingdings_n++] = (uint16_t)i;
    }
}

bool doc_is_wingdings(const struct doc *doc, uint16_t font)
{
    for (size_t i = 0; i < doc->wingdings_n; i++)
        if (doc->wingdings[i] == font)
            return true;
    return false;
}
