/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/clauses.h"

#include <string.h>

static bool is_word(struct ls_str a, const char *b)
{
    return strlen(b) == a.len && memcmp(a.at, b, a.len) == 0;
}

/* Up to the next tab or the end of the line; moves behind it. */
static struct ls_str next_field(struct ls_str *line)
{
    const char *tab = memchr(line->at, '\t', line->len);
    struct ls_str field = {line->at, tab ? (size_t)(tab - line->at) : line->len};
    size_t gone = field.len + (tab ? 1 : 0);
    *line = (struct ls_str){line->at + gone, line->len - gone};
    return field;
}

static bool parse(struct ls_str line, struct ls_clause *clause)
{
    static const char *const ways[] = {
        [LS_CLAUSE_TITLE] = "title",
        [LS_CLAUSE_CONTENT] = "content",
        [LS_CLAUSE_OWN] = "own",
        [LS_CLAUSE_NONE] = "none",
    };
    clause->id = next_field(&line);
    struct ls_str way = next_field(&line);
    clause->words = next_field(&line);
    clause->note = next_field(&line);
    for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++)
        if (is_word(way, ways[i])) {
            clause->way = (enum ls_clause_way)i;
            return clause->id.len && clause->words.len && clause->note.len && line.len == 0;
        }
    return false;
}

bool ls_clauses_next(size_t *at, struct ls_clause *clause)
{
    size_t n;
    const struct ls_pack_text *text = ls_clauses_text(&n);
    while (*at < text->len) {
        const char *from = text->bytes + *at;
        const char *end = memchr(from, '\n', text->len - *at);
        struct ls_str line = {from, end ? (size_t)(end - from) : text->len - *at};
        *at += line.len + 1;
        if (line.len > 0 && line.at[0] != '#')
            return parse(line, clause);
    }
    return false;
}

bool ls_clauses_find(const char *id, struct ls_clause *clause)
{
    for (size_t at = 0; ls_clauses_next(&at, clause);)
        if (is_word(clause->id, id))
            return true;
    return false;
}

bool ls_clause_is_under(const struct ls_clause *clause, const char *prefix)
{
    size_t len = strlen(prefix);
    return len <= clause->id.len && memcmp(clause->id.at, prefix, len) == 0 &&
           (len == clause->id.len || clause->id.at[len] == '.');
}

bool ls_clause_is_served_by(const struct ls_clause *clause, const struct ls_rule *rule)
{
    if (rule->context)
        return false;
    for (size_t i = 0; i < rule->serves.n; i++)
        if (is_word(clause->id, rule->serves.at[i]))
            return true;
    return false;
}
