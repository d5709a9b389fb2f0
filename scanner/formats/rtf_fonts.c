/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/rtf_fonts.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

enum { LATIN = 1252 };

/* \fcharset to code pages (RTF 1.9.1, "Font Table"; values of LOGFONT.lfCharSet, [MS-WMF] 2.1.1.5).
 */
static const struct {
    int32_t charset, code_page;
} charsets[] = {
    {0, LATIN},  {2, LATIN},  {77, 10000}, {78, 932},   {79, 949},   {80, 936},   {81, 950},
    {82, 1361},  {83, 1255},  {84, 1256},  {85, 1253},  {86, 1254},  {87, 874},   {88, 10029},
    {89, 10007}, {128, 932},  {129, 949},  {130, 1361}, {134, 936},  {136, 950},  {161, 1253},
    {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256}, {179, 1256}, {180, 1256}, {181, 1255},
    {186, 1257}, {204, 1251}, {222, 874},  {238, 1250}, {254, 437},  {255, 850},
};

void ls_rtf_fonts_init(struct ls_rtf_fonts *fonts)
{
    *fonts = (struct ls_rtf_fonts){.standard = LS_RTF_FONT_NONE, .open = LS_RTF_FONT_NONE};
    LS_VEC_INIT(&fonts->at, LS_RTF_FONTS_MAX);
}

void ls_rtf_fonts_fini(struct ls_rtf_fonts *fonts)
{
    LS_VEC_FINI(&fonts->at);
}

/* Where a font stands, or would stand. */
static size_t place_of(const struct ls_rtf_fonts *fonts, int32_t id)
{
    size_t lo = 0, hi = fonts->at.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (fonts->at.at[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static struct ls_rtf_font *find(const struct ls_rtf_fonts *fonts, int32_t id)
{
    size_t at = place_of(fonts, id);
    return at < fonts->at.n && fonts->at.at[at].id == id ? &fonts->at.at[at] : NULL;
}

struct ls_result ls_rtf_fonts_define(struct ls_rtf_fonts *fonts, int32_t id)
{
    size_t at = place_of(fonts, id);
    fonts->open = id;
    if (find(fonts, id) || fonts->at.n == LS_RTF_FONTS_MAX)
        return ls_ok();
    LS_VEC_PUSH(&fonts->at, ((struct ls_rtf_font){.charset = -1}));
    memmove(fonts->at.at + at + 1, fonts->at.at + at,
            (fonts->at.n - 1 - at) * sizeof *fonts->at.at);
    fonts->at.at[at] = (struct ls_rtf_font){.id = id, .charset = -1};
    return ls_ok();
}

void ls_rtf_fonts_set_charset(struct ls_rtf_fonts *fonts, int32_t charset)
{
    struct ls_rtf_font *font = find(fonts, fonts->open);
    if (font)
        font->charset = charset;
}

void ls_rtf_fonts_set_code_page(struct ls_rtf_fonts *fonts, int32_t code_page)
{
    struct ls_rtf_font *font = find(fonts, fonts->open);
    if (font)
        font->code_page = code_page;
}

static const struct ls_charset *charset_of(int32_t code_page)
{
    char name[16];
    if (code_page < 0) /* written as a number of 16 bits */
        code_page += 0x10000;
    int n = snprintf(name, sizeof name, "cp%d", code_page);
    return code_page > 0 && n > 0 ? ls_charset_find(name, (size_t)n) : NULL;
}

bool ls_rtf_is_wide(const struct ls_charset *charset)
{
    static const char *const names[] = {"gb18030", "big5", "shift_jis", "euc-kr", "johab"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(ls_charset_name(charset), names[i]) == 0)
            return true;
    return false;
}

const struct ls_charset *ls_rtf_fonts_document(const struct ls_rtf_fonts *fonts)
{
    const struct ls_charset *charset = charset_of(fonts->code_page);
    if (!charset)
        charset = charset_of(fonts->kind);
    return charset ? charset : charset_of(LATIN);
}

static const struct ls_charset *font_charset(const struct ls_rtf_font *font)
{
    const struct ls_charset *charset = font ? charset_of(font->code_page) : NULL;
    if (charset || !font)
        return charset;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (charsets[i].charset == font->charset)
            return charset_of(charsets[i].code_page);
    return NULL;
}

struct ls_rtf_charset ls_rtf_fonts_charset(const struct ls_rtf_fonts *fonts, int32_t font,
                                           int32_t wide)
{
    const struct ls_rtf_font *known =
        find(fonts, font == LS_RTF_FONT_NONE ? fonts->standard : font);
    const struct ls_charset *document = ls_rtf_fonts_document(fonts), *said = font_charset(known);
    bool common = !said || (known && known->charset <= 0 && known->code_page == 0);
    struct ls_rtf_charset charset = {
        .said = said ? said : document,
        .guess = common && fonts->code_page == 0 && (fonts->kind == 0 || fonts->kind == LATIN),
    };
    if (ls_rtf_is_wide(charset.said) || strcmp(ls_charset_name(charset.said), "utf-8") == 0)
        return charset;
    const struct ls_charset *other =
        wide == LS_RTF_FONT_NONE ? NULL : font_charset(find(fonts, wide));
    if (!other || !ls_rtf_is_wide(other))
        other = document;
    charset.other = common && ls_rtf_is_wide(other) ? other : NULL;
    return charset;
}
