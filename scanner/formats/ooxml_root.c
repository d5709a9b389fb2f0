/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ooxml_root.h"

#include <string.h>

enum { CHUNK = 512 }; /* bytes read at a time: most roots stand in the first ones */

/* The namespace that the tag declares for itself; NULL: none. */
static struct ls_str namespace_of(const struct ls_xml_tag *tag)
{
    static const char xmlns[] = "xmlns";
    struct ls_str none = {NULL, 0};
    size_t prefix = tag->name.len - tag->local.len; /* with its colon */
    for (size_t i = 0; i < tag->attrs_n; i++) {
        struct ls_str name = tag->attrs[i].name;
        bool same = prefix == 0 ? ls_str_is(name, xmlns)
                                : name.len == sizeof xmlns - 1 + prefix && name.at[5] == ':' &&
                                      memcmp(name.at, xmlns, sizeof xmlns - 1) == 0 &&
                                      memcmp(name.at + 6, tag->name.at, prefix - 1) == 0;
        if (same)
            return tag->attrs[i].value;
    }
    return none;
}

static bool is_of_office(struct ls_str space)
{
    static const char *const words[] = {"openxmlformats.org/", "purl.oclc.org/ooxml/",
                                        "schemas.microsoft.com/", "schemas-microsoft-com:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(space.at, space.len, words[i], strlen(words[i])))
            return true;
    return false;
}

static struct ls_result on_root(void *user, const struct ls_xml_tag *tag)
{
    struct ls_ooxml_seen *seen = user;
    seen->len = tag->local.len < sizeof seen->name ? tag->local.len : 0;
    if (seen->len)
        memcpy(seen->name, tag->local.at, seen->len);
    struct ls_str space = namespace_of(tag);
    seen->found = true;
    seen->foreign = space.len && !is_of_office(space);
    seen->bare = space.len == 0 && tag->name.len == tag->local.len;
    return ls_bad(LS_E_CANCELLED);
}

/* XML begins with '<', in UTF-16 beside a zero, behind a byte order mark and blanks. */
static bool looks_like_xml(const uint8_t *bytes, size_t len)
{
    static const uint8_t skipped[] = {0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x00, ' ', '\t', '\n', '\r'};
    size_t i = 0;
    while (i < len && memchr(skipped, bytes[i], sizeof skipped))
        i++;
    return i < len && bytes[i] == '<';
}

struct ls_result ls_ooxml_root_read(struct ls_format_job *job, struct ls_blob *blob,
                                    struct ls_ooxml_seen *seen)
{
    struct ls_xml_handler handler = {.start = on_root, .user = seen};
    struct ls_xml_verdict verdict;
    struct ls_xml *xml;
    uint8_t chunk[CHUNK];
    uint64_t off = 0;
    size_t got = 0;
    struct ls_result r = ls_blob_read(blob, 0, chunk, CHUNK, &got);
    if (r.code == LS_E_MALFORMED)
        r = ls_ok();
    LS_TRY(r);
    if (!looks_like_xml(chunk, got))
        return ls_ok();
    LS_TRY(ls_xml_new(&handler, NULL, &xml));
    while (got && !ls_failed(r) && !seen->found) {
        off += got;
        r = ls_charge(job, 0, got);
        if (!ls_failed(r))
            r = ls_xml_feed(xml, chunk, got);
        if (ls_failed(r) || seen->found)
            break;
        r = ls_blob_read(blob, off, chunk, CHUNK, &got);
        if (r.code == LS_E_MALFORMED)
            r = ls_ok();
    }
    if (!seen->found && !ls_failed(r))
        r = ls_xml_end(xml, &verdict);
    ls_xml_free(xml);
    return seen->found ? ls_ok() : r;
}

static const struct ls_ooxml_root *find_root(const struct ls_ooxml_root *roots, size_t n,
                                             struct ls_str name)
{
    for (size_t i = 0; i < n; i++)
        if (ls_str_is(name, roots[i].local))
            return &roots[i];
    return NULL;
}

/* Data of other programs (ECMA-376 Part 1, 15.2.5) may have any root. */
static bool is_custom(struct ls_str part)
{
    static const char folder[] = "customXml/";
    return part.len >= sizeof folder - 1 && memcmp(part.at, folder, sizeof folder - 1) == 0;
}

const struct ls_ooxml_root *ls_ooxml_root_of(const struct ls_ooxml_kind *kind, struct ls_str part,
                                             const struct ls_ooxml_seen *seen)
{
    struct ls_str name = {seen->name, seen->len};
    bool own = ls_str_is(name, "Relationships") || ls_str_is(name, "datastoreItem");
    if (is_custom(part) && (!own || seen->foreign))
        return &ls_ooxml_custom_root;
    if (seen->foreign)
        return NULL;
    const struct ls_ooxml_root *found = find_root(kind->roots, kind->roots_n, name);
    if (!found)
        found = find_root(ls_ooxml_common_roots, ls_ooxml_common_roots_n, name);
    bool unread = found && !found->read && !ls_str_is(name, "Types");
    return unread && seen->bare ? NULL : found;
}
