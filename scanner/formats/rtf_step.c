/* SPDX-License-Identifier: Apache-2.0 */
/* What one token does. */
#include "formats/rtf_priv.h"
#include "base/fnv.h"

#include <string.h>

enum {
    HEX_LEAST = 40, /* digits in a row that are data rather than a word or number */
    HEX_RUN = 128,  /* escapes that are taken together */
};

/* The charset of the font at hand. */
static void look_up_charset(struct ls_rtf *rtf)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (group->round != rtf->round) {
        group->charset = ls_rtf_fonts_charset(&rtf->fonts, group->font, group->wide);
        group->pairs = ls_rtf_is_wide(group->charset.said);
        group->round = rtf->round;
    }
    rtf->source.pairs = group->pairs && group->dest == LS_RTF_DEST_TEXT;
}

static void forget_charset(struct ls_rtf_group *group)
{
    group->round = 0;
}

static bool is_hex(const struct ls_rtf_token *token)
{
    if (token->len < HEX_LEAST)
        return false;
    for (size_t i = 0; i < token->len; i++)
        if (ls_rtf_hex(token->at[i]) < 0)
            return false;
    return true;
}

static void add_name(char *name, size_t *n, const struct ls_rtf_token *token)
{
    size_t room = LS_RTF_NAME_MAX - *n, more = token->len < room ? token->len : room;
    memcpy(name + *n, token->at, more);
    *n += more;
}

/* The text of a shape, to be compared with its result: FNV-1a, blanks aside. */
static void digest(struct ls_rtf *rtf, const struct ls_rtf_group *group, uint32_t what)
{
    struct ls_rtf_group *shape = &rtf->groups[group->shape];
    uint64_t *sum = group->result ? &shape->again : &shape->said;
    if (group->shape && group->part == LS_PART_TEXT_BOX && what != ' ')
        *sum = ls_fnv_add(*sum, what);
}

/* Bytes of text, each of which stands for `span` bytes there. */
static struct ls_result put_bytes(struct ls_rtf *rtf, const void *bytes, size_t len, uint64_t off,
                                  uint16_t span)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (group->dest != LS_RTF_DEST_TEXT)
        return ls_ok();
    group->fresh = false;
    for (size_t i = 0; i < len && group->shape; i++)
        digest(rtf, group, ((const uint8_t *)bytes)[i]);
    LS_TRY(ls_rtf_out_to(&rtf->out, ls_rtf_where(rtf)));
    return ls_rtf_out_bytes(&rtf->out, &group->charset, bytes, len, off, span);
}

static struct ls_result put_char(struct ls_rtf *rtf, uint32_t cp, const struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (group->dest != LS_RTF_DEST_TEXT)
        return ls_ok();
    group->fresh = false;
    digest(rtf, group, cp);
    LS_TRY(ls_rtf_out_to(&rtf->out, ls_rtf_where(rtf)));
    return ls_rtf_out_char(&rtf->out, cp, token->lo, token->hi);
}

static struct ls_result put_break(struct ls_rtf *rtf, enum ls_break what)
{
    const struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (group->dest != LS_RTF_DEST_TEXT)
        return ls_ok();
    LS_TRY(ls_rtf_out_to(&rtf->out, ls_rtf_where(rtf)));
    return ls_rtf_out_break(&rtf->out, what);
}

static struct ls_result on_text(struct ls_rtf *rtf, struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    size_t skipped = rtf->skip < token->len ? (size_t)rtf->skip : token->len;
    rtf->skip -= skipped;
    token->at += skipped;
    token->len -= skipped;
    token->lo += skipped;
    if (group->dest == LS_RTF_DEST_TEXT && group->fresh && is_hex(token)) {
        struct ls_str word = {rtf->data.word, rtf->data.word_n};
        group->dest = LS_RTF_DEST_DATA;
        LS_TRY(ls_rtf_data_begin(rtf, LS_RTF_DATA_OTHER, word, token->lo));
    }
    switch (group->dest) {
    case LS_RTF_DEST_TEXT:
        return put_bytes(rtf, token->at, token->len, token->lo, 1);
    case LS_RTF_DEST_DATA:
        return ls_rtf_data_hex(rtf, token);
    case LS_RTF_DEST_SHAPE_NAME:
        add_name(rtf->shape_name, &rtf->shape_name_n, token);
        return ls_ok();
    case LS_RTF_DEST_CLASS:
        add_name(rtf->class_name, &rtf->class_name_n, token);
        return ls_ok();
    case LS_RTF_DEST_SKIP:
    case LS_RTF_DEST_FONTS:
        break;
    }
    return ls_ok();
}

/* One byte, written as an escape. */
static struct ls_result on_byte(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    if (rtf->skip) {
        rtf->skip--;
        return ls_ok();
    }
    uint64_t span = token->hi - token->lo;
    return put_bytes(rtf, &token->byte, 1, token->lo, (uint16_t)span);
}

/* The same for \'xx, and those behind it: a character has two to four. */
static struct ls_result on_hex(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    uint8_t bytes[HEX_RUN];
    if (rtf->skip || token->hi - token->lo != LS_RTF_ESCAPE)
        return on_byte(rtf, token);
    bytes[0] = token->byte;
    size_t n = 1 + ls_rtf_take_escapes(&rtf->source, bytes + 1, sizeof bytes - 1);
    return put_bytes(rtf, bytes, n, token->lo, LS_RTF_ESCAPE);
}

static struct ls_result on_char(struct ls_rtf *rtf, uint32_t cp, const struct ls_rtf_token *token)
{
    if (rtf->skip) {
        rtf->skip--;
        return ls_ok();
    }
    return put_char(rtf, cp, token);
}

static struct ls_result on_symbol(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    switch (token->byte) {
    case '\\':
    case '{':
    case '}':
        return on_byte(rtf, token);
    case '~':
        return on_char(rtf, 0xA0, token);
    case '-':
        return on_char(rtf, 0xAD, token);
    case '_':
        return on_char(rtf, 0x2011, token);
    case '\t':
        return on_char(rtf, '\t', token);
    case '\n':
        return put_break(rtf, LS_BREAK_LINE);
    case '*':
        ls_rtf_group(rtf)->star = true;
        return ls_ok();
    default:
        return ls_ok();
    }
}

static struct ls_result on_unicode(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    int32_t cp = token->param;
    if (!token->has_param)
        return ls_ok();
    if (cp < 0) /* written as a number of 16 bits */
        cp += 0x10000;
    rtf->skip = 0;
    LS_TRY(put_char(rtf, cp < 0 ? 0xFFFD : (uint32_t)cp, token));
    rtf->skip = (uint64_t)ls_rtf_group(rtf)->fallback;
    return ls_ok();
}

static struct ls_result on_binary(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    rtf->skip -= rtf->skip > 0;
    if (token->param <= 0)
        return ls_ok();
    rtf->source.bin = (uint64_t)token->param;
    if (rtf->data.open)
        return ls_ok();
    LS_TRY(ls_rtf_data_begin(rtf, LS_RTF_DATA_OTHER, token->word, token->hi));
    rtf->data.is_binary = true;
    return ls_ok();
}

static struct ls_result on_font(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (group->dest == LS_RTF_DEST_FONTS)
        return ls_rtf_fonts_define(&rtf->fonts, token->param);
    group->font = token->has_param ? token->param : LS_RTF_FONT_NONE;
    if (group->beside_wide)
        group->wide = group->font;
    forget_charset(group);
    return ls_ok();
}

/* How text looks, as far as that matters. */
static struct ls_result on_look(struct ls_rtf *rtf, const struct ls_rtf_word *word,
                                const struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    bool on = !token->has_param || token->param != 0;
    switch ((int)word->act) {
    case LS_RTF_FONT:
        return on_font(rtf, token);
    case LS_RTF_FONT_BESIDE:
        if (group->beside_wide)
            group->wide = token->param;
        forget_charset(group);
        break;
    case LS_RTF_FONT_WHERE:
        group->beside_wide = word->arg != 0;
        break;
    case LS_RTF_VANISH:
        group->hidden = on;
        break;
    case LS_RTF_DELETED:
        group->deleted = on;
        break;
    case LS_RTF_NOT_HTML:
        group->not_html = on;
        break;
    default: /* LS_RTF_PLAIN */
        group->hidden = group->deleted = false;
        group->font = LS_RTF_FONT_NONE;
        forget_charset(group);
        break;
    }
    return ls_ok();
}

/* The document and its fonts. */
static void on_document(struct ls_rtf *rtf, const struct ls_rtf_word *word,
                        const struct ls_rtf_token *token)
{
    struct ls_rtf_fonts *fonts = &rtf->fonts;
    bool in_fonts = ls_rtf_group(rtf)->dest == LS_RTF_DEST_FONTS;
    switch ((int)word->act) {
    case LS_RTF_CHARSET:
        if (in_fonts)
            ls_rtf_fonts_set_charset(fonts, token->param);
        break;
    case LS_RTF_CODE_PAGE:
        if (in_fonts)
            ls_rtf_fonts_set_code_page(fonts, token->param);
        break;
    case LS_RTF_DOCUMENT_CODE_PAGE:
        ls_rtf_fonts_set_document(fonts, token->param);
        break;
    case LS_RTF_DOCUMENT_KIND:
        ls_rtf_fonts_set_kind(fonts, word->arg);
        break;
    case LS_RTF_STANDARD_FONT:
        fonts->standard = token->param;
        break;
    case LS_RTF_FROM_HTML:
        rtf->html_due = !rtf->html && !rtf->data.open && !rtf->behind && rtf->depth == 1 &&
                        (!token->has_param || token->param != 0);
        break;
    default: /* LS_RTF_PICTURE_TYPE */
        if (rtf->data.open && rtf->data.kind == LS_RTF_DATA_PICTURE)
            rtf->data.picture = (enum ls_rtf_picture)word->arg;
        break;
    }
    rtf->round++;
}

static struct ls_result on_word(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    const struct ls_rtf_word *word = ls_rtf_word(token->word);
    bool star = group->star;
    group->star = false;
    if (!word)
        return star ? ls_rtf_enter(rtf, NULL, token) : ls_ok();
    if (word->act <= LS_RTF_LAST_DESTINATION)
        return ls_rtf_enter(rtf, word, token);
    switch ((int)word->act) {
    case LS_RTF_CHAR:
        return on_char(rtf, (uint32_t)word->arg, token);
    case LS_RTF_BREAK:
        return put_break(rtf, (enum ls_break)word->arg);
    case LS_RTF_U:
        return on_unicode(rtf, token);
    case LS_RTF_UC:
        group->fallback = token->param > 0 ? token->param : 0;
        return ls_ok();
    case LS_RTF_BINARY:
        return on_binary(rtf, token);
    case LS_RTF_ENDNOTE:
        return ls_rtf_make_endnote(rtf);
    default:
        if (word->act <= LS_RTF_PLAIN || word->act == LS_RTF_NOT_HTML)
            return on_look(rtf, word, token);
        on_document(rtf, word, token);
        return ls_ok();
    }
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* The last group is closed: what follows? */
static void look_behind(struct ls_rtf *rtf)
{
    struct ls_rtf_source *s = &rtf->source;
    int c = ls_rtf_peek(s);
    while (is_blank(c)) {
        s->at++;
        c = ls_rtf_peek(s);
    }
    rtf->behind = true;
    rtf->has_tail = c >= 0 && c != '{' && c != '}' && c != '\\';
    rtf->ended = c < 0 || rtf->has_tail;
}

static struct ls_result on_close(struct ls_rtf *rtf)
{
    bool last = rtf->depth == 1 && rtf->too_deep == 0;
    LS_TRY(ls_rtf_close_group(rtf));
    if (last)
        look_behind(rtf);
    return ls_ok();
}

static struct ls_result on_end(struct ls_rtf *rtf)
{
    const struct ls_result *why = &rtf->source.result;
    rtf->ended = true;
    if (why->reach == LS_STOP || why->code == LS_E_LIMIT)
        return *why;
    rtf->cut = rtf->depth > 0 || rtf->source.bin > 0;
    rtf->too_deep = 0;
    while (rtf->depth > 0)
        LS_TRY(ls_rtf_close_group(rtf));
    return rtf->data.open && !rtf->data.ended ? ls_rtf_data_end(rtf, ls_rtf_offset(&rtf->source))
                                              : ls_ok();
}

static struct ls_result step(struct ls_rtf *rtf)
{
    struct ls_rtf_token token;
    look_up_charset(rtf);
    ls_rtf_next(&rtf->source, &token);
    switch (token.kind) {
    case LS_RTF_END:
        return on_end(rtf);
    case LS_RTF_OPEN:
        return ls_rtf_open_group(rtf);
    case LS_RTF_CLOSE:
        return on_close(rtf);
    case LS_RTF_TEXT:
        return on_text(rtf, &token);
    case LS_RTF_WORD:
        return on_word(rtf, &token);
    case LS_RTF_SYMBOL:
        return on_symbol(rtf, &token);
    case LS_RTF_HEX:
        return on_hex(rtf, &token);
    case LS_RTF_BIN:
        return ls_rtf_data_bytes(rtf, &token);
    }
    return ls_ok();
}

struct ls_result ls_rtf_step(struct ls_rtf *rtf)
{
    enum { STEPS = 4096 }; /* of which many may say nothing */
    bool ask = ++rtf->steps % STEPS == 0;
    rtf->result = ask ? ls_charge(rtf->job, 0, 0) : ls_ok();
    if (!ls_failed(rtf->result))
        rtf->result = step(rtf);
    return rtf->result;
}
