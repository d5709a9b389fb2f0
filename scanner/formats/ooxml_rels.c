/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ooxml_rels.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <stdlib.h>
#include <string.h>

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* Bytes of a name up to and with its last '/'. */
static size_t folder_len(struct ls_str name)
{
    size_t n = name.len;
    while (n > 0 && name.at[n - 1] != '/')
        n--;
    return n;
}

/* A name that is made step by step. */
struct path {
    char at[LS_OOXML_NAME_MAX];
    size_t n;
    bool broken; /* too long */
};

static void add_path(struct path *path, const char *at, size_t len)
{
    path->broken |= len > sizeof path->at - path->n;
    if (path->broken || len == 0)
        return;
    memcpy(path->at + path->n, at, len);
    path->n += len;
}

static unsigned hex(char c)
{
    return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                  : 16;
}

/* One step of a path: ".." goes back, "%20" is a blank. */
static void add_step(struct path *path, const char *at, size_t len)
{
    if (len == 0 || (len == 1 && at[0] == '.'))
        return;
    if (len == 2 && at[0] == '.' && at[1] == '.') {
        path->n -= path->n > 0;
        path->n = folder_len((struct ls_str){path->at, path->n});
        return;
    }
    for (size_t i = 0; i < len; i++) {
        bool coded = at[i] == '%' && len - i > 2 && hex(at[i + 1]) < 16 && hex(at[i + 2]) < 16;
        char c = coded ? (char)(hex(at[i + 1]) * 16 + hex(at[i + 2])) : at[i];
        add_path(path, &c, 1);
        i += coded ? 2 : 0;
    }
}

/* The name that `target` means in the relationships of `part` (RFC 3986, 5.2). */
static void resolve(struct ls_str part, struct ls_str target, struct path *path)
{
    size_t i = 0;
    path->n = 0;
    path->broken = false;
    if (target.len && !is_slash(target.at[0]))
        add_path(path, part.at, folder_len(part));
    while (i < target.len && target.at[i] != '#' && !path->broken) {
        size_t from = i;
        while (i < target.len && !is_slash(target.at[i]) && target.at[i] != '#')
            i++;
        add_step(path, target.at + from, i - from);
        if (i < target.len && is_slash(target.at[i])) {
            if (path->n && path->at[path->n - 1] != '/')
                add_path(path, "/", 1);
            i++;
        }
    }
}

void ls_ooxml_rels_init(struct ls_ooxml_rels *rels)
{
    rels->text = (struct ls_buf){.limit = LS_OOXML_RELS_TEXT_MAX};
    LS_VEC_INIT(&rels->at, LS_OOXML_RELS_MAX);
    LS_VEC_INIT(&rels->by_id, LS_OOXML_RELS_MAX);
}

void ls_ooxml_rels_fini(struct ls_ooxml_rels *rels)
{
    LS_VEC_FINI(&rels->text);
    LS_VEC_FINI(&rels->at);
    LS_VEC_FINI(&rels->by_id);
}

struct loading {
    struct ls_ooxml *package;
    struct ls_ooxml_rels *rels;
    struct ls_str part;
};

static bool is_relationship(const struct ls_xml_tag *tag)
{
    return ls_str_is(tag->local, "Relationship");
}

static bool is_outside(const struct ls_xml_tag *tag)
{
    return ls_str_is(ls_xml_attr(tag, "TargetMode"), "External");
}

static struct ls_result on_loading(void *user, const struct ls_xml_tag *tag)
{
    struct loading *loading = user;
    struct ls_ooxml_rels *rels = loading->rels;
    struct path path;
    if (!is_relationship(tag) || rels->at.n == rels->at.limit)
        return ls_ok();
    struct ls_str id = ls_xml_attr(tag, "Id"), type = ls_xml_attr(tag, "Type");
    size_t from = folder_len(type);
    type = ls_ooxml_slice(type.at, from, type.len);
    if (rels->text.limit - rels->text.n < id.len + type.len)
        return ls_ok();
    struct ls_ooxml_rel rel = {
        .id = (uint32_t)rels->text.n,
        .id_len = (uint32_t)id.len,
        .type = (uint32_t)(rels->text.n + id.len),
        .type_len = (uint32_t)type.len,
        .index = SIZE_MAX,
    };
    LS_TRY(ls_buf_add(&rels->text, id.at, id.len));
    LS_TRY(ls_buf_add(&rels->text, type.at, type.len));
    resolve(loading->part, ls_xml_attr(tag, "Target"), &path);
    if (!is_outside(tag) && !path.broken)
        rel.index = ls_ooxml_find(loading->package, (struct ls_str){path.at, path.n});
    LS_VEC_PUSH(&rels->at, rel);
    return ls_ok();
}

static int compare_ids(const struct ls_ooxml_rels *rels, uint32_t i, struct ls_str id)
{
    const struct ls_ooxml_rel *rel = &rels->at.at[i];
    size_t n = rel->id_len < id.len ? rel->id_len : id.len;
    int order = n ? memcmp(rels->text.at + rel->id, id.at, n) : 0;
    return order ? order : rel->id_len < id.len ? -1 : rel->id_len > id.len;
}

static int by_id(const void *a, const void *b, void *user)
{
    const struct ls_ooxml_rels *rels = user;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct ls_ooxml_rel *rel = &rels->at.at[k];
    struct ls_str id = ls_ooxml_slice(rels->text.at, rel->id, (size_t)rel->id + rel->id_len);
    int order = compare_ids(rels, i, id);
    return order ? order : i < k ? -1 : i > k;
}

struct ls_result ls_ooxml_rels_load(struct ls_ooxml *package, struct ls_str part,
                                    struct ls_ooxml_rels *rels)
{
    struct loading loading = {.package = package, .rels = rels, .part = part};
    struct ls_xml_handler handler = {.start = on_loading, .user = &loading};
    struct path path = {.n = 0};
    size_t folder = folder_len(part);
    const char *why, *detail;
    add_path(&path, part.at, folder);
    add_path(&path, "_rels/", 6);
    struct ls_str base = ls_ooxml_slice(part.at, folder, part.len);
    add_path(&path, base.at, base.len);
    add_path(&path, ".rels", 5);
    size_t index =
        path.broken ? SIZE_MAX : ls_ooxml_find(package, (struct ls_str){path.at, path.n});
    if (index == SIZE_MAX)
        return ls_ok();
    /* It is read once more for its text, and what is wrong with it told then. */
    LS_TRY(
        ls_ooxml_read_quietly(package, ls_zip_entry(package->zip, index), &handler, &why, &detail));
    LS_TRY(LS_VEC_RESERVE(&rels->by_id, rels->at.n));
    for (uint32_t i = 0; i < rels->at.n; i++)
        rels->by_id.at[rels->by_id.n++] = i;
    if (rels->at.n > 1)
        qsort_r(rels->by_id.at, rels->by_id.n, sizeof *rels->by_id.at, by_id, rels);
    return ls_ok();
}

size_t ls_ooxml_rels_part(const struct ls_ooxml_rels *rels, struct ls_str id)
{
    LS_BISECT(lo, rels->by_id.n, i, compare_ids(rels, rels->by_id.at[i], id) < 0);
    bool found = lo < rels->by_id.n && compare_ids(rels, rels->by_id.at[lo], id) == 0;
    return found ? rels->at.at[rels->by_id.at[lo]].index : SIZE_MAX;
}

bool ls_ooxml_rels_next(const struct ls_ooxml_rels *rels, const char *type, size_t *at)
{
    for (; *at < rels->at.n; (*at)++) {
        const struct ls_ooxml_rel *rel = &rels->at.at[*at];
        size_t end = (size_t)rel->type + rel->type_len;
        if (ls_str_is(ls_ooxml_slice(rels->text.at, rel->type, end), type))
            return true;
    }
    return false;
}

/* Addresses outside: of links, templates, data sources. */
static struct ls_result on_outside(void *user, const struct ls_xml_tag *tag)
{
    struct ls_story *story = user;
    for (size_t i = 0; is_relationship(tag) && is_outside(tag) && i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        if (ls_str_is(attr->local, "Target"))
            return ls_story_note(story, LS_PART_FIELD, attr->value,
                                 attr->plain ? attr->off : LS_OFF_UNKNOWN);
    }
    return ls_ok();
}

struct ls_result ls_ooxml_read_rels(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct ls_xml_handler handler = {.start = on_outside, .user = package->story};
    ls_story_begin(package->story, &part->info);
    LS_TRY(ls_ooxml_read(package, part, &handler));
    return ls_story_end(package->story);
}
