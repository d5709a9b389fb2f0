/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/rtf_fonts.h"

#include "base/alloc.h"
#include "base/bisect.h"

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

static const struct ls_charset *charset_of(int32_t code_page)
{
    char name[16];
    if (code_page < 0) /* written as a number of 16 bits */
        code_page += 0x10000;
    int n = snprintf(name, sizeof name, "cp%d", code_page);
    return code_page > 0 && n > 0 ? ls_charset_find(name, (size_t)n) : NULL;
}

void ls_rtf_fonts_init(struct ls_rtf_fonts *fonts)
{
    *fonts = (struct ls_rtf_fonts){
        .latin = charset_of(LATIN), .standard = LS_RTF_FONT_NONE, .open = LS_RTF_FONT_NONE};
    LS_VEC_INIT(&fonts->at, LS_RTF_FONTS_MAX);
}

void ls_rtf_fonts_fini(struct ls_rtf_fonts *fonts)
{
    LS_VEC_FINI(&fonts->at);
}

/* Where a font stands, or would stand. */
static size_t place_of(const struct ls_rtf_fonts *fonts, int32_t id)
{
    LS_BISECT(lo, fonts->at.n, i, fonts->at.at[i].id < id);
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
    LS_VEC_PUSH(&fonts->at, ((struct ls_rtf_font){.id = id}));
    memmove(fonts->at.at + at + 1, fonts->at.at + at,
            (fonts->at.n - 1 - at) * sizeof *fonts->at.at);
    fonts->at.at[at] = (struct ls_rtf_font){.id = id};
    return ls_ok();
}

void ls_rtf_fonts_set_charset(struct ls_rtf_fonts *fonts, int32_t charset)
{
    struct ls_rtf_font *font = find(fonts, fonts->open);
    if (!font || font->named)
        return;
    font->said = NULL;
    font->special = charset > 1;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (charsets[i].charset == charset)
            font->said = charset_of(charsets[i].code_page);
}

void ls_rtf_fonts_set_code_page(struct ls_rtf_fonts *fonts, int32_t code_page)
{
    struct ls_rtf_font *font = find(fonts, fonts->open);
    const struct ls_charset *charset = charset_of(code_page);
    if (!font || !charset)
        return;
    font->said = charset;
    font->named = font->special = true;
}

void ls_rtf_fonts_set_document(struct ls_rtf_fonts *fonts, int32_t code_page)
{
    fonts->code_page = charset_of(code_page);
}

void ls_rtf_fonts_set_kind(struct ls_rtf_fonts *fonts, int32_t code_page)
{
    fonts->kind = charset_of(code_page);
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
    return fonts->code_page ? fonts->code_page : fonts->kind ? fonts->kind : fonts->latin;
}

struct ls_rtf_charset ls_rtf_fonts_charset(const struct ls_rtf_fonts *fonts, int32_t font,
                                           int32_t wide)
{
    const struct ls_rtf_font *known =
        find(fonts, font == LS_RTF_FONT_NONE ? fonts->standard : font);
    const struct ls_charset *document = ls_rtf_fonts_document(fonts);
    const struct ls_charset *said = known ? known->said : NULL;
    bool common = !said || !known->special;
    struct ls_rtf_charset charset = {
        .said = said ? said : document,
        .guess = common && !fonts->code_page && (!fonts->kind || fonts->kind == fonts->latin),
    };
    if (ls_rtf_is_wide(charset.said))
        return charset;
    known = wide == LS_RTF_FONT_NONE ? NULL : find(fonts, wide);
    const struct ls_charset *other = known && known->said ? known->said : document;
    if (!ls_rtf_is_wide(other))
        other = document;
    charset.other = common && ls_rtf_is_wide(other) ? other : NULL;
    return charset;
}
