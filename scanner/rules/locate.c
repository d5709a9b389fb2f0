/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks the events of libyaml with a stack of its own. At each node the walk knows the path:
 *
 *   rules:            "rules"
 *     - id: a         "rules.0", "rules.0.id"
 *       near:
 *         any: [b]    "rules.0.near", "rules.0.near.any", "rules.0.near.any.0"
 *
 * The line of a value in a mapping is the line of its key, as people look for the key.
 */
#include "rules/locate.h"

#include "base/fnv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* One open list or mapping. */
struct level {
    bool mapping;
    bool key_next;                   /* mapping: the next scalar is a key */
    size_t path_len;                 /* length of the path of the list or mapping itself */
    uint32_t count;                  /* entries so far */
    uint32_t line;                   /* of the last key */
    uint64_t keys[LS_YAML_KEYS_MAX]; /* hashes of the keys seen: to find one that stands twice */
};

struct walk {
    yaml_parser_t parser;
    struct level levels[LS_YAML_DEPTH_MAX];
    size_t depth;
    char path[LS_YAML_PATH_MAX];
    uint32_t documents;
    uint32_t line;                 /* of the current event, 1-based */
    const char *problem;           /* what ended the walk, NULL when nothing did */
    enum yaml_error_type_e broken; /* what the parser says of the YAML itself */
};

/* Called at each node; false ends the walk. */
typedef bool (*visit_fn)(void *user, const char *path, uint32_t line);

static bool refuse(struct walk *w, const char *problem)
{
    w->problem = problem;
    return false;
}

/* Puts `part` behind the first `len` bytes of the path. */
static bool path_set(struct walk *w, size_t len, const char *part)
{
    int n = snprintf(w->path + len, sizeof w->path - len, "%s%s", len ? "." : "", part);
    if (n < 0 || (size_t)n >= sizeof w->path - len)
        return refuse(w, "a key that is shorter");
    return true;
}

static bool take_key(struct walk *w, struct level *level, const yaml_event_t *event)
{
    if (event->type != YAML_SCALAR_EVENT)
        return refuse(w, "a key that is plain text");
    if (level->count == LS_YAML_KEYS_MAX)
        return refuse(w, "fewer keys");
    const yaml_char_t *key = event->data.scalar.value;
    uint64_t h = ls_fnv(LS_FNV_START, key, event->data.scalar.length);
    if (!path_set(w, level->path_len, (const char *)key))
        return false;
    for (uint32_t i = 0; i < level->count; i++)
        if (level->keys[i] == h)
            return refuse(w, "each key once; this one stands twice");
    level->keys[level->count++] = h;
    level->line = w->line;
    level->key_next = false;
    return true;
}

/* A scalar, list or mapping begins; the level around it says what it is called. */
static bool take_node(struct walk *w, const yaml_event_t *event, visit_fn visit, void *user)
{
    struct level *level = w->depth ? &w->levels[w->depth - 1] : NULL;
    if (level && level->mapping && level->key_next)
        return take_key(w, level, event);
    if (event->type == YAML_SCALAR_EVENT &&
        memchr(event->data.scalar.value, 0, event->data.scalar.length))
        return refuse(w, "text without NUL characters");
    uint32_t line = w->line;
    if (level && level->mapping) {
        line = level->line;
        level->key_next = true;
    } else if (level) {
        char position[16];
        snprintf(position, sizeof position, "%" PRIu32, level->count++);
        if (!path_set(w, level->path_len, position))
            return false;
    }
    if (visit && !visit(user, w->path, line))
        return false;
    if (event->type == YAML_SCALAR_EVENT)
        return true;
    if (w->depth == LS_YAML_DEPTH_MAX)
        return refuse(w, "fewer lists inside lists");
    bool mapping = event->type == YAML_MAPPING_START_EVENT;
    struct level *inner = &w->levels[w->depth++];
    inner->mapping = inner->key_next = mapping;
    inner->count = 0;
    inner->line = w->line;
    inner->path_len = strlen(w->path);
    return true;
}

/* Handles one event; false ends the walk, w->problem says whether that is a failure. */
static bool take(struct walk *w, const yaml_event_t *event, visit_fn visit, void *user)
{
    w->line = (uint32_t)event->start_mark.line + 1;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return refuse(w, "the text itself, not an alias (*)");
    case YAML_DOCUMENT_START_EVENT:
        return ++w->documents == 1 || refuse(w, "one document in a pack");
    case YAML_SCALAR_EVENT:
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return take_node(w, event, visit, user);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        w->depth--;
        w->path[w->levels[w->depth].path_len] = '\0';
        return true;
    case YAML_STREAM_END_EVENT:
        return w->documents == 1 || refuse(w, "a pack; the file is empty");
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}

/* Reads the pack from its first event to the last, or to where `visit` or a problem ends it. */
static void walk(struct walk *w, const struct ls_pack_text *pack, visit_fn visit, void *user)
{
    memset(w, 0, sizeof *w);
    if (!yaml_parser_initialize(&w->parser)) {
        w->problem = "out of memory";
        w->broken = YAML_MEMORY_ERROR;
        return;
    }
    yaml_parser_set_input_string(&w->parser, (const unsigned char *)pack->bytes, pack->len);
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&w->parser, &event)) {
            const yaml_parser_t *p = &w->parser;
            w->line = (uint32_t)p->problem_mark.line + 1;
            w->problem = p->problem ? p->problem : "out of memory";
            w->broken = p->error;
            if (p->error == YAML_READER_ERROR) { /* which knows the offset only */
                w->line = 1;
                for (size_t i = 0; i < p->problem_offset && i < pack->len; i++)
                    w->line += pack->bytes[i] == '\n';
            }
            break;
        }
        more = take(w, &event, visit, user) && event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&w->parser);
}

/* "rules.17" -> 17 for the list "rules."; `max` for everything else. */
static uint32_t position_in(const char *list, const char *path, uint32_t max)
{
    size_t len = strlen(list);
    if (strncmp(path, list, len) != 0)
        return max;
    uint32_t n = 0;
    const char *p = path + len;
    for (; *p >= '0' && *p <= '9' && n < max; p++)
        n = n * 10 + (uint32_t)(*p - '0');
    return *p == '\0' && n < max ? n : max;
}

static bool note_entry(void *user, const char *path, uint32_t line)
{
    struct ls_locate_lines *lines = user;
    uint32_t rule = position_in("rules.", path, LS_RULES_MAX);
    uint32_t cue = position_in("cues.", path, LS_PACK_CUES_MAX);
    if (rule < LS_RULES_MAX)
        lines->rules[rule] = line;
    if (cue < LS_PACK_CUES_MAX)
        lines->cues[cue] = line;
    return true;
}

struct ls_result ls_locate_check(const struct ls_pack_text *pack, struct ls_locate_lines *lines,
                                 struct ls_diag *diag)
{
    struct walk w;
    walk(&w, pack, note_entry, lines);
    if (!w.problem)
        return ls_ok();
    if (w.broken == YAML_MEMORY_ERROR)
        return ls_stop(LS_E_MEMORY);
    if (w.broken != YAML_NO_ERROR)
        return ls_diag_stop(diag, LS_E_RULES, "%s:%" PRIu32 ": not YAML: %s", pack->file, w.line,
                            w.problem);
    return ls_diag_stop(diag, LS_E_RULES, "%s:%" PRIu32 ": %s: expected %s", pack->file, w.line,
                        ls_locate_key(w.path), w.problem);
}

struct wanted {
    const char *path;
    size_t matched; /* length of the longest path around it so far */
    uint32_t line;
};

static bool note_line(void *user, const char *path, uint32_t line)
{
    struct wanted *wanted = user;
    size_t len = strlen(path);
    bool around = strncmp(wanted->path, path, len) == 0 &&
                  (wanted->path[len] == '\0' || wanted->path[len] == '.');
    if (around && len > wanted->matched) {
        wanted->matched = len;
        wanted->line = line;
    }
    return wanted->path[wanted->matched] != '\0';
}

uint32_t ls_locate_line(const struct ls_pack_text *pack, const char *path)
{
    struct walk w;
    struct wanted wanted = {.path = path, .line = 1};
    walk(&w, pack, note_line, &wanted);
    return wanted.line;
}

const char *ls_locate_key(const char *path)
{
    static const char *const lists[][2] = {{"rules.", "rule"}, {"cues.", "cue"}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t len = strlen(lists[i][0]);
        if (strncmp(path, lists[i][0], len) != 0)
            continue;
        const char *rest = path + len + strspn(path + len, "0123456789");
        return *rest == '.' ? rest + 1 : lists[i][1];
    }
    return path[0] ? path : "pack";
}
