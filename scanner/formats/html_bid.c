/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether something is HTML: by its document type, its root, or several tags at its beginning, past
 * comments and the declarations of programs that make pages.
 */
#include "formats/html_priv.h"

#include <string.h>
#include <strings.h>

enum {
    LOOK = 8192, /* bytes behind blanks and comments, which may be longer */
    SEEN_MAX = 8,
    BITS_DOCTYPE = 96, /* <!DOCTYPE html */
    BITS_ROOT = 64,    /* <html */
    BITS_FRAME = 40,   /* <head, <body … */
    BITS_TAGS = 24,    /* several tags that HTML has */
};

/* The beginning of an object in one byte a character: its own, or half of them. */
struct look {
    const char *text;
    size_t len, at;
    char halves[LOOK];
};

static void take_look(const struct ls_probe *probe, struct look *look)
{
    const uint8_t *b = probe->head;
    size_t at = 0, step = 1, len = probe->head_len;
    if (ls_probe_is(probe, 0, "\xEF\xBB\xBF", 3))
        at = 3;
    else if (ls_probe_is(probe, 0, "\xFF\xFE", 2) || ls_probe_is(probe, 0, "<\0", 2))
        step = 2;
    else if (ls_probe_is(probe, 0, "\xFE\xFF", 2) || ls_probe_is(probe, 0, "\0<", 2))
        at = 1, step = 2;
    if (step == 2 && b[0] >= 0xFE)
        at += 2;
    look->len = look->at = 0;
    look->text = step == 1 ? (const char *)b + at : look->halves;
    if (step == 1)
        look->len = len - at;
    for (; step == 2 && at < len && look->len < LOOK; at += step)
        look->halves[look->len++] = (char)b[at];
}

static bool next_is(const struct look *look, const char *word)
{
    size_t n = strlen(word);
    return look->len - look->at >= n && strncasecmp(look->text + look->at, word, n) == 0;
}

static void skip_blanks(struct look *look)
{
    while (look->at < look->len && ls_html_is_space(look->text[look->at]))
        look->at++;
}

/* Past `end`, or to the end of what is looked at. */
static void skip_past(struct look *look, const char *end)
{
    const char *found = memmem(look->text + look->at, look->len - look->at, end, strlen(end));
    look->at = found ? (size_t)(found - look->text) + strlen(end) : look->len;
}

/* The name of the tag at hand, which may be an end tag. */
static void read_look_name(struct look *look, struct ls_html_name *name)
{
    name->len = 0;
    name->at[0] = '\0';
    look->at++;
    if (look->at < look->len && look->text[look->at] == '/')
        look->at++;
    for (; look->at < look->len; look->at++) {
        char c = look->text[look->at];
        if (ls_html_is_space(c) || c == '>' || c == '/')
            return;
        ls_html_name_add(name, c);
    }
}

/* How many different tags of HTML there are; *flags: of all of them. */
static unsigned count_tags(struct look *look, unsigned *flags)
{
    const struct ls_html_tag *seen[SEEN_MAX];
    unsigned n = 0;
    struct ls_html_name name;
    *flags = 0;
    while (look->at < look->len && n < SEEN_MAX) {
        if (look->text[look->at] != '<') {
            look->at++;
            continue;
        }
        read_look_name(look, &name);
        const struct ls_html_tag *tag = ls_html_tag_find(&name);
        unsigned i = 0;
        while (tag && i < n && seen[i] != tag)
            i++;
        if (tag && i == n)
            seen[n++] = tag;
        *flags |= tag ? tag->flags : 0;
    }
    return n;
}

unsigned ls_html_bid(const struct ls_probe *probe)
{
    if (probe->head_len < 4)
        return 0;
    uint8_t first = probe->head[0];
    if (first != '<' && first != 0 && first < 0xEF && !ls_html_is_space((char)first))
        return 0;
    struct look look;
    struct ls_html_name name;
    bool xml = false;
    take_look(probe, &look);
    skip_blanks(&look);
    while (next_is(&look, "<!--") || next_is(&look, "<?") || next_is(&look, "<%")) {
        char kind = look.text[look.at + 1];
        xml |= next_is(&look, "<?xml");
        skip_past(&look, kind == '!' ? "-->" : ">");
        skip_blanks(&look);
    }
    if (next_is(&look, "<!doctype")) {
        look.at += strlen("<!doctype");
        skip_blanks(&look);
        if (next_is(&look, "html"))
            return BITS_DOCTYPE;
        skip_past(&look, ">");
        skip_blanks(&look);
    }
    if (look.at == look.len || look.text[look.at] != '<')
        return 0;
    if (look.len - look.at > LOOK)
        look.len = look.at + LOOK;
    size_t from = look.at;
    read_look_name(&look, &name);
    const struct ls_html_tag *tag = ls_html_tag_find(&name);
    if (!tag)
        return 0;
    if (ls_html_name_is(&name, "html"))
        return BITS_ROOT;
    look.at = from;
    unsigned flags;
    if (xml || count_tags(&look, &flags) < 2 || flags == 0) /* <a> and <b> could be anybody's */
        return 0;
    return flags & LS_HTML_FRAME ? BITS_FRAME : BITS_TAGS;
}
