/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups and destinations.
 *
 *   {\rtf1 机{\footnote 注}密{\*\unknown 隐}}
 *     body ─┤   footnote  ├─ body ─┤ hidden ├
 *
 * A group has what the group around it has, until a word changes that. So a destination inside
 * another one is told as what it is, wherever it stands.
 */
#include "formats/rtf_priv.h"

#include "base/reason.h"

#include <string.h>

struct ls_result ls_rtf_open_group(struct ls_rtf *rtf)
{
    rtf->skip = 0;
    if (rtf->depth + 1 == LS_RTF_GROUPS_MAX) {
        rtf->too_deep++;
        if (rtf->told_depth)
            return ls_ok();
        rtf->told_depth = true;
        return ls_emit_gap(rtf->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED,
                           "groups nested more than 1,000 deep");
    }
    struct ls_rtf_group *group = &rtf->groups[rtf->depth + 1];
    *group = rtf->groups[rtf->depth++];
    group->flow = group->star = group->fresh = group->twice = group->shape_text = false;
    group->said = group->again = 0;
    return ls_ok();
}

/* Where what is held belongs, at the end of its group. */
static enum ls_part part_of_held(const struct ls_rtf *rtf)
{
    const struct ls_rtf_group *group = &rtf->groups[rtf->depth];
    const struct ls_rtf_group *shape = &rtf->groups[group->shape];
    if (!group->result)
        return LS_PART_HIDDEN; /* it did not come in Unicode */
    if (!group->shape || !shape->shape_text)
        return LS_PART_TEXT_BOX;
    return shape->said == shape->again ? LS_PART_NONE : LS_PART_HIDDEN;
}

/* Letters of a field that stand in the text around it. */
static struct ls_result tell_shown(struct ls_rtf *rtf)
{
    struct ls_rtf_where where = ls_rtf_where(rtf);
    bool text = ls_rtf_group(rtf)->dest == LS_RTF_DEST_TEXT && !where.html && !where.held;
    return ls_rtf_out_shown(&rtf->out,
                            text ? where : (struct ls_rtf_where){.aside = LS_PART_FIELD});
}

struct ls_result ls_rtf_close_group(struct ls_rtf *rtf)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    rtf->skip = 0;
    if (rtf->too_deep) {
        rtf->too_deep--;
        return ls_ok();
    }
    if (rtf->depth == 0)
        return ls_ok();
    bool line = group->keep == LS_RTF_KEEP_LINES && group->dest == LS_RTF_DEST_TEXT && !group->held;
    if (group->flow)
        LS_TRY(ls_rtf_out_close(&rtf->out, group->keep));
    else if (line)
        LS_TRY(ls_rtf_out_break(&rtf->out, LS_BREAK_LINE));
    if (group->twice)
        LS_TRY(ls_rtf_out_settle(&rtf->out, part_of_held(rtf)));
    if (rtf->data.open && !rtf->data.ended && rtf->data.level == rtf->depth)
        LS_TRY(ls_rtf_data_end(rtf, ls_rtf_offset(&rtf->source)));
    bool field = group->flow && group->part == LS_PART_FIELD;
    rtf->depth--;
    return field ? tell_shown(rtf) : ls_ok();
}

/* Text in these parts is not what people read in the document: it cannot be hidden there. */
static bool is_behind_the_scenes(enum ls_part part)
{
    return part == LS_PART_FIELD || part == LS_PART_NAME || part == LS_PART_PROPERTY ||
           part == LS_PART_HIDDEN || part == LS_PART_ALT_TEXT || part == LS_PART_SCRIPT;
}

struct ls_rtf_where ls_rtf_where(const struct ls_rtf *rtf)
{
    const struct ls_rtf_group *group = &rtf->groups[rtf->depth];
    struct ls_rtf_where where = {.held = group->held};
    bool own = !group->held && !group->inside;
    if (group->deleted)
        where.aside = LS_PART_DELETION;
    else if ((group->hidden && !is_behind_the_scenes(group->part)) ||
             (own && (rtf->html ? group->not_html : rtf->behind)))
        where.aside = LS_PART_HIDDEN;
    where.html = rtf->html && own && !group->not_html;
    where.tag = where.html && group->tag;
    if (where.html || where.held)
        where.aside = LS_PART_NONE;
    return where;
}

/* What follows in the group is a flow. */
static struct ls_result enter_flow(struct ls_rtf *rtf, enum ls_part part, enum ls_rtf_keep keep)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    group->dest = LS_RTF_DEST_TEXT;
    if (group->flow)
        LS_TRY(ls_rtf_out_close(&rtf->out, group->keep));
    group->flow = false;
    group->part = part;
    group->keep = keep;
    if (group->held)
        return ls_ok();
    group->flow = group->inside = true;
    group->hidden = group->deleted = false;
    return ls_rtf_out_open(&rtf->out, part);
}

struct ls_result ls_rtf_make_endnote(struct ls_rtf *rtf)
{
    const struct ls_rtf_group *group = ls_rtf_group(rtf);
    return group->flow && group->part == LS_PART_FOOTNOTE
               ? enter_flow(rtf, LS_PART_ENDNOTE, group->keep)
               : ls_ok();
}

/* In a header, text in the shape of letters is a watermark. */
static struct ls_result enter_shape_value(struct ls_rtf *rtf)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    struct ls_str name = {rtf->shape_name, rtf->shape_name_n};
    enum ls_part part = ls_rtf_shape_part(name);
    bool in_header = group->part == LS_PART_HEADER || group->part == LS_PART_FOOTER;
    if (part == LS_PART_TEXT_BOX && in_header)
        part = LS_PART_WATERMARK;
    if (part == LS_PART_NONE) {
        group->dest = LS_RTF_DEST_SKIP;
        return ls_ok();
    }
    return enter_flow(rtf, part, LS_RTF_KEEP_LETTERS);
}

static struct ls_result enter_shape(struct ls_rtf *rtf, enum ls_rtf_act act)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    struct ls_rtf_group *shape = &rtf->groups[group->shape];
    switch ((int)act) {
    case LS_RTF_SHAPE:
        group->shape = (uint16_t)rtf->depth;
        return ls_ok();
    case LS_RTF_SHAPE_TEXT:
        if (group->shape)
            shape->shape_text = true;
        return enter_flow(rtf, LS_PART_TEXT_BOX, LS_RTF_KEEP_ALL);
    case LS_RTF_SHAPE_NAME:
        rtf->shape_name_n = 0;
        group->dest = LS_RTF_DEST_SHAPE_NAME;
        return ls_ok();
    case LS_RTF_SHAPE_VALUE:
        return enter_shape_value(rtf);
    default: /* LS_RTF_SHAPE_RESULT */
        group->twice = !group->held;
        group->held = group->result = true;
        return enter_flow(rtf, LS_PART_TEXT_BOX, LS_RTF_KEEP_ALL);
    }
}

/* The same text in the charset of the document, and in Unicode. */
static struct ls_result enter_twice(struct ls_rtf *rtf, bool again)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (!again) {
        group->twice = !group->held;
        group->held = true;
        return ls_ok();
    }
    group->held = false;
    return ls_rtf_out_settle(&rtf->out, LS_PART_NONE);
}

/* What nobody knows but was written to be passed over by those who do not. */
static struct ls_result enter_unknown(struct ls_rtf *rtf, const struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (group->dest == LS_RTF_DEST_DATA)
        group->dest = LS_RTF_DEST_SKIP;
    if (group->dest != LS_RTF_DEST_TEXT)
        return ls_ok();
    group->fresh = true;
    if (!rtf->data.open) { /* it may turn out to be data */
        size_t n = token->word.len < LS_RTF_NAME_MAX ? token->word.len : LS_RTF_NAME_MAX;
        memcpy(rtf->data.word, token->word.at, n);
        rtf->data.word_n = n;
    }
    return is_behind_the_scenes(group->part) && group->inside
               ? ls_ok()
               : enter_flow(rtf, LS_PART_HIDDEN, LS_RTF_KEEP_ALL);
}

struct ls_result ls_rtf_enter(struct ls_rtf *rtf, const struct ls_rtf_word *word,
                              const struct ls_rtf_token *token)
{
    struct ls_rtf_group *group = ls_rtf_group(rtf);
    if (!word || (word->act == LS_RTF_HTML_TAG && !rtf->html))
        return enter_unknown(rtf, token);
    switch ((int)word->act) {
    case LS_RTF_FLOW:
        return enter_flow(rtf, word->part, (enum ls_rtf_keep)word->arg);
    case LS_RTF_SKIP:
        group->dest = LS_RTF_DEST_SKIP;
        return ls_ok();
    case LS_RTF_DATA:
        group->dest = LS_RTF_DEST_DATA;
        return ls_rtf_data_begin(rtf, (enum ls_rtf_data_kind)word->arg, token->word, token->hi);
    case LS_RTF_FONTS:
        group->dest = LS_RTF_DEST_FONTS;
        return ls_ok();
    case LS_RTF_TWICE:
    case LS_RTF_UNICODE:
        return enter_twice(rtf, word->act == LS_RTF_UNICODE);
    case LS_RTF_CLASS:
        rtf->class_name_n = 0;
        group->dest = LS_RTF_DEST_CLASS;
        return ls_ok();
    case LS_RTF_HTML_TAG:
        group->tag = true;
        return ls_ok();
    case LS_RTF_NEUTRAL:
        return ls_ok();
    default:
        return enter_shape(rtf, word->act);
    }
}
