/* SPDX-License-Identifier: Apache-2.0 */
/* Elements that are kept apart from the body, and where they end if their end tag is missing. */
#include "formats/html_priv.h"

/* Whether a start tag ends the open element, whose end tag may be missing (13.1.2.4). */
static bool implies_end(const struct ls_html_scope *scope, const struct ls_html_open_tag *tag)
{
    unsigned flags = tag->known ? tag->known->flags : 0;
    if (!(scope->flags & LS_HTML_LOOSE) || scope->blocks > 0)
        return false;
    if (ls_html_name_is(&scope->name, "p"))
        return flags & (LS_HTML_BLOCK | LS_HTML_CELL | LS_HTML_ROW);
    if (scope->flags & LS_HTML_ASIDE) /* of ruby */
        return flags & LS_HTML_LOOSE;
    if (scope->flags & LS_HTML_CELL)
        return flags & (LS_HTML_CELL | LS_HTML_ROW);
    return ls_html_name_is(&tag->name, scope->name.at) ||
           (scope->name.at[0] == 'd' && tag->name.at[0] == 'd' && flags & LS_HTML_LOOSE);
}

static struct ls_result close_scope(struct ls_html *html)
{
    html->scope.depth = 0;
    return ls_html_close(&html->text, LS_HTML_SCOPE);
}

struct ls_result ls_html_scope_open(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    unsigned flags = tag->known ? tag->known->flags : 0;
    enum ls_part part = tag->part;
    if (!part && flags & LS_HTML_ASIDE)
        part = tag->known->part;
    bool empty = flags & LS_HTML_VOID || tag->closed;
    if (!part || empty || html->scope.depth || html->text.level != LS_HTML_BODY)
        return ls_ok();
    html->scope = (struct ls_html_scope){.name = tag->name, .flags = flags, .depth = 1};
    ls_html_open(&html->text, LS_HTML_SCOPE, part);
    html->tables[LS_HTML_SCOPE] = (struct ls_html_tables){0, 0, 0};
    return ls_ok();
}

struct ls_result ls_html_scope_enter(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    struct ls_html_scope *scope = &html->scope;
    unsigned flags = tag->known ? tag->known->flags : 0;
    if (scope->depth == 0 || html->text.level > LS_HTML_SCOPE)
        return ls_ok();
    if (implies_end(scope, tag))
        return close_scope(html);
    if (flags & LS_HTML_VOID || tag->closed)
        return ls_ok();
    scope->depth += ls_html_name_is(&tag->name, scope->name.at);
    scope->blocks += (flags & LS_HTML_BLOCK) && !(flags & LS_HTML_LOOSE) &&
                     !ls_html_name_is(&tag->name, scope->name.at);
    return ls_ok();
}

struct ls_result ls_html_scope_leave(struct ls_html *html, const struct ls_html_name *name,
                                     unsigned flags)
{
    struct ls_html_scope *scope = &html->scope;
    if (scope->depth == 0 || html->text.level > LS_HTML_SCOPE)
        return ls_ok();
    if (ls_html_name_is(name, scope->name.at))
        return --scope->depth == 0 ? close_scope(html) : ls_ok();
    bool parent = (flags & LS_HTML_BLOCK && !(flags & LS_HTML_LOOSE)) || flags & LS_HTML_CELL ||
                  flags & LS_HTML_ROW;
    bool of_ruby = scope->flags & LS_HTML_ASIDE && scope->flags & LS_HTML_LOOSE &&
                   ls_html_name_is(name, "ruby");
    if (parent && flags & LS_HTML_BLOCK && scope->blocks > 0) {
        scope->blocks--;
        return ls_ok();
    }
    /* A table's parts inside a hidden block are its own. */
    bool own = !(flags & LS_HTML_BLOCK) && scope->flags & LS_HTML_BLOCK;
    bool aside = scope->flags & LS_HTML_ASIDE && !(scope->flags & LS_HTML_LOOSE);
    bool outer = parent && !own && !aside && scope->blocks == 0;
    return outer || of_ruby ? close_scope(html) : ls_ok();
}
