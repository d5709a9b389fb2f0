/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "value; name=value; name="value"; name*0*=charset'language'va%6Cue" (RFC 2045 §5.1, RFC 2231),
 * with comments, and with what writers make of it: missing semicolons and quotes, blanks in values.
 */
#include "formats/mime_priv.h"

#include <string.h>

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

bool ls_mime_begins(struct ls_str s, const char *word)
{
    size_t i = 0;
    while (i < s.len && word[i] && lower((uint8_t)s.at[i]) == (uint8_t)word[i])
        i++;
    return word[i] == '\0';
}

bool ls_mime_is(struct ls_str s, const char *word)
{
    return ls_mime_begins(s, word) && s.len == strlen(word);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Where things stand in a value. */
struct scan {
    const uint8_t *at;
    size_t i, n;
};

/* Blanks and comments, which nest. */
static void skip_space(struct scan *s)
{
    size_t open = 0;
    for (; s->i < s->n; s->i++) {
        uint8_t c = s->at[s->i];
        if (c == '(')
            open++;
        else if (c == ')' && open)
            open--;
        else if (c == '\\' && open && s->i + 1 < s->n)
            s->i++;
        else if (!open && !is_space(c))
            return;
    }
}

static struct ls_str trimmed(const uint8_t *at, size_t n)
{
    while (n && is_space(at[n - 1]))
        n--;
    return (struct ls_str){(const char *)at, n};
}

/* "filename*0*": the name, the number and the last star. */
static void split_name(struct ls_mime_param *param)
{
    const char *star = memchr(param->name.at, '*', param->name.len);
    param->section = -1;
    if (!star)
        return;
    const char *end = param->name.at + param->name.len;
    param->name.len = (size_t)(star - param->name.at);
    param->encoded = end[-1] == '*';
    int number = 0;
    const char *digit = star + 1;
    for (; digit < end && *digit >= '0' && *digit <= '9' && number < 1000; digit++)
        number = number * 10 + (*digit - '0');
    if (digit > star + 1)
        param->section = number;
}

static void scan_value(struct scan *s, struct ls_mime_param *param)
{
    skip_space(s);
    size_t from = s->i;
    if (from < s->n && s->at[from] == '"') {
        from = ++s->i;
        while (s->i < s->n && s->at[s->i] != '"')
            s->i += s->at[s->i] == '\\' && s->i + 1 < s->n ? 2 : 1;
        s->i = s->i < s->n ? s->i : s->n;
        param->quoted = s->i < s->n; /* else the quote was never closed */
        param->at = s->at + from;
        param->n = param->loose_n = s->i - from;
        if (!param->quoted)
            param->n = trimmed(param->at, param->n).len;
        s->i += param->quoted;
        return;
    }
    while (s->i < s->n && !is_space(s->at[s->i]) && !strchr("();\"", s->at[s->i]))
        s->i++;
    param->at = s->at + from;
    param->n = s->i - from;
    const uint8_t *semicolon = memchr(s->at + s->i, ';', s->n - s->i);
    size_t to = semicolon ? (size_t)(semicolon - s->at) : s->n;
    param->loose_n = trimmed(param->at, to - from).len;
}

/* Others only take the room of those that somebody looks for. */
static bool is_wanted(struct ls_str name)
{
    static const char *const names[] = {"boundary", "charset", "name",
                                        "filename", "format",  "delsp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ls_mime_is(name, names[i]))
            return true;
    return false;
}

void ls_mime_parse_params(const uint8_t *value, size_t n, struct ls_mime_params *params)
{
    struct scan s = {value, 0, n};
    params->n = 0;
    skip_space(&s);
    size_t from = s.i;
    while (s.i < n && s.at[s.i] != ';' && s.at[s.i] != '(' && !is_space(s.at[s.i]))
        s.i++;
    params->value = trimmed(value + from, s.i - from);
    while (s.i < n && params->n < LS_MIME_PARAMS_MAX) {
        skip_space(&s);
        if (s.i < n && (s.at[s.i] == ';' || s.at[s.i] == '"')) {
            s.i++;
            continue;
        }
        from = s.i;
        while (s.i < n && s.at[s.i] != '=' && s.at[s.i] != ';')
            s.i++;
        struct ls_mime_param *param = &params->at[params->n];
        *param = (struct ls_mime_param){.name = trimmed(value + from, s.i - from)};
        if (s.i == n || s.at[s.i] == ';' || param->name.len == 0) {
            s.i += s.i < n;
            continue;
        }
        /* Of "junk charset=x" without a semicolon, the last word is the name. */
        for (size_t i = param->name.len; i-- > 0;)
            if (is_space((uint8_t)param->name.at[i])) {
                param->name.at += i + 1;
                param->name.len -= i + 1;
                break;
            }
        s.i++;
        split_name(param);
        scan_value(&s, param);
        params->n += is_wanted(param->name);
    }
}

static bool same_name(struct ls_str a, struct ls_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower((uint8_t)a.at[i]) != lower((uint8_t)b.at[i]))
            return false;
    return true;
}

/* Raw bytes at `off` of the message into m->raw. */
static struct ls_result add_raw(struct ls_mime *m, const uint8_t *at, size_t n, uint64_t off)
{
    LS_TRY(ls_buf_add(&m->raw, at, n));
    return ls_map_add(&m->raw_map, n, off, 1, 1);
}

static int hex_value(uint8_t c)
{
    c = lower(c);
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct ls_result add_section(struct ls_mime *m, const struct ls_mime_param *param,
                                    const uint8_t *at, size_t n)
{
    uint64_t off = m->field_off + (uint64_t)(at - (const uint8_t *)m->field.at);
    for (size_t i = 0; i < n; i++) {
        bool escape = param->encoded && at[i] == '%' && n - i > 2 && hex_value(at[i + 1]) >= 0 &&
                      hex_value(at[i + 2]) >= 0;
        if (escape) {
            LS_TRY(ls_buf_char(&m->raw, (char)(hex_value(at[i + 1]) << 4 | hex_value(at[i + 2]))));
            LS_TRY(ls_map_add(&m->raw_map, 1, off + i, 1, 3));
            i += 2;
        } else if (!param->encoded && at[i] == '\\' && i + 1 < n &&
                   (at[i + 1] == '"' || at[i + 1] == '\\')) {
            i++; /* other backslashes are of paths, or half of a character */
            LS_TRY(add_raw(m, at + i, 1, off + i));
        } else if (at[i] != '\r' && at[i] != '\n') {
            LS_TRY(add_raw(m, at + i, 1, off + i));
        }
    }
    return ls_ok();
}

struct ls_result ls_mime_join_param(struct ls_mime *m, struct ls_mime_params *params, size_t i,
                                    struct ls_str *charset)
{
    struct ls_mime_param *first = &params->at[i];
    int section = first->section;
    *charset = (struct ls_str){NULL, 0};
    for (size_t k = i; section > 0 && k < params->n; k++) /* the pieces may stand in any order */
        if (params->at[k].section == 0 && same_name(params->at[k].name, params->at[i].name))
            first = &params->at[k];
    section = first->section;
    for (struct ls_mime_param *param = first; param; section++) {
        const uint8_t *at = param->at;
        size_t n = param->quoted || param->encoded || section >= 0 ? param->n : param->loose_n;
        const uint8_t *quote = param->encoded ? memchr(at, '\'', n) : NULL;
        const uint8_t *second =
            quote ? memchr(quote + 1, '\'', n - (size_t)(quote + 1 - at)) : NULL;
        if (param == first && second) {
            *charset = (struct ls_str){(const char *)at, (size_t)(quote - at)};
            n -= (size_t)(second + 1 - at);
            at = second + 1;
        }
        LS_TRY(add_section(m, param, at, n));
        param->taken = true;
        struct ls_mime_param *next = NULL;
        for (size_t k = 0; section >= 0 && k < params->n && !next; k++)
            if (params->at[k].section == section + 1 && !params->at[k].taken &&
                same_name(params->at[k].name, first->name))
                next = &params->at[k];
        param = next;
    }
    return ls_ok();
}
