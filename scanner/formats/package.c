/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/package.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <string.h>

enum { DONE = 1 };

struct ls_result ls_package_open(struct ls_format_job *job, struct ls_package *package)
{
    *package = (struct ls_package){.job = job};
    LS_TRY(ls_zip_open(job, &package->zip));
    LS_TRY(ls_zip_member_new(package->zip, &package->member));
    package->state = ls_calloc(ls_zip_count(package->zip) + 1, 1);
    package->piece = ls_calloc(1, LS_PACKAGE_PIECE);
    package->name = ls_calloc(1, LS_PACKAGE_NAME_MAX);
    if (!package->state || !package->piece || !package->name)
        return ls_stop(LS_E_MEMORY);
    const char *trouble = ls_zip_trouble(package->zip);
    return trouble ? ls_emit_ambiguous(job, trouble) : ls_ok();
}

void ls_package_close(struct ls_package *package)
{
    ls_free(package->state);
    ls_free(package->piece);
    ls_free(package->name);
    ls_zip_member_free(package->member);
    ls_zip_close(package->zip);
}

size_t ls_package_count(const struct ls_package *package)
{
    return ls_zip_count(package->zip);
}

struct ls_str ls_package_name(const struct ls_package *package, size_t index)
{
    return ls_zip_entry(package->zip, index)->name;
}

/* The member whose name is in package->name[0..n). */
static size_t find_named(const struct ls_package *package, size_t n)
{
    return n ? ls_zip_find(package->zip, (struct ls_str){package->name, n}) : LS_PACKAGE_NONE;
}

size_t ls_package_find(struct ls_package *package, struct ls_str name)
{
    bool possible = name.len > 0 && name.len <= LS_PACKAGE_NAME_MAX;
    return possible ? ls_zip_find(package->zip, name) : LS_PACKAGE_NONE;
}

/* Bytes of `name` up to its last '/' before `len`, with it. */
static size_t folder_len(struct ls_str name, size_t len)
{
    while (len > 0 && name.at[len - 1] != '/')
        len--;
    return len;
}

static unsigned hex_value(char c)
{
    unsigned u = (unsigned char)c;
    return u - '0' < 10 ? u - '0' : (u | 0x20) - 'a' < 6 ? (u | 0x20) - 'a' + 10 : 16;
}

/* Appends `target` behind package->name[0..n), its "." and ".." obeyed; the new length. */
static size_t join(const struct ls_package *package, size_t n, struct ls_str target, bool escaped)
{
    size_t at = 0;
    while (at < target.len) {
        const char *slash = memchr(target.at + at, '/', target.len - at);
        size_t end = slash ? (size_t)(slash - target.at) : target.len;
        struct ls_str step = {target.at + at, end - at};
        at = end + (slash != NULL);
        if (step.len == 0 || ls_str_is(step, "."))
            continue;
        if (ls_str_is(step, "..")) {
            n = n ? folder_len((struct ls_str){package->name, n}, n - 1) : 0;
            continue;
        }
        for (size_t i = 0; i < step.len && n < LS_PACKAGE_NAME_MAX; i++) {
            char c = step.at[i];
            if (escaped && c == '%' && step.len - i > 2 && hex_value(step.at[i + 1]) < 16 &&
                hex_value(step.at[i + 2]) < 16) {
                c = (char)(hex_value(step.at[i + 1]) << 4 | hex_value(step.at[i + 2]));
                i += 2;
            }
            package->name[n++] = c;
        }
        if (slash && n < LS_PACKAGE_NAME_MAX)
            package->name[n++] = '/';
    }
    return n;
}

/* `target` seen from the first `folder` bytes of the name of part `from`. */
static size_t follow_from(struct ls_package *package, struct ls_str from, size_t folder,
                          struct ls_str target)
{
    memcpy(package->name, from.at, folder);
    size_t found = find_named(package, join(package, folder, target, false));
    if (found != LS_PACKAGE_NONE || !memchr(target.at, '%', target.len))
        return found;
    memcpy(package->name, from.at, folder);
    return find_named(package, join(package, folder, target, true));
}

size_t ls_package_follow(struct ls_package *package, size_t from, struct ls_str target)
{
    enum { FOLDERS_MAX = 8 };
    static const struct ls_str top = {"", 0};
    struct ls_str name = from == LS_PACKAGE_NONE ? top : ls_package_name(package, from);
    while (target.len && strchr(" \t\r\n", target.at[target.len - 1]))
        target.len--;
    while (target.len && strchr(" \t\r\n", target.at[0]))
        target.at++, target.len--;
    if (target.len == 0 || target.len > LS_PACKAGE_NAME_MAX || name.len > LS_PACKAGE_NAME_MAX)
        return LS_PACKAGE_NONE;
    size_t folder = target.at[0] == '/' ? 0 : folder_len(name, name.len);
    for (unsigned i = 0; i < FOLDERS_MAX; i++) {
        size_t found = follow_from(package, name, folder, target);
        if (found != LS_PACKAGE_NONE || folder == 0)
            return found;
        folder = folder_len(name, folder - 1);
    }
    return LS_PACKAGE_NONE;
}

bool ls_package_is_done(const struct ls_package *package, size_t index)
{
    return package->state[index] & DONE;
}

void ls_package_take(struct ls_package *package, size_t index)
{
    package->state[index] |= DONE;
}

static struct ls_result on_root(void *user, const struct ls_xml_tag *tag)
{
    struct ls_package_root *root = user;
    root->len = tag->local.len < LS_PACKAGE_ROOT_MAX ? tag->local.len : LS_PACKAGE_ROOT_MAX;
    memcpy(root->name, tag->local.at, root->len);
    return ls_bad(LS_E_CANCELLED);
}

/* XML begins with '<', in UTF-16 beside a zero, behind a byte order mark and blanks. */
static bool looks_like_xml(const char *bytes, size_t len)
{
    static const char skipped[] = {'\xEF', '\xBB', '\xBF', '\xFE', '\xFF',
                                   '\0',   ' ',    '\t',   '\n',   '\r'};
    size_t i = 0;
    while (i < len && memchr(skipped, bytes[i], sizeof skipped))
        i++;
    return i < len && bytes[i] == '<';
}

struct ls_result ls_package_root(struct ls_package *package, size_t index,
                                 struct ls_package_root *root)
{
    const struct ls_xml_handler handler = {.start = on_root, .user = root};
    struct ls_blob *blob;
    struct ls_xml *xml;
    const char *why;
    size_t got = 0;
    root->len = 0;
    LS_TRY(ls_zip_member_open(package->member, ls_zip_entry(package->zip, index), &blob, &why));
    if (!blob)
        return ls_ok();
    struct ls_result r = ls_blob_read(blob, 0, package->piece, LS_PACKAGE_PIECE, &got);
    if (ls_failed(r) && r.code != LS_E_MALFORMED)
        return r;
    if (!looks_like_xml(package->piece, got))
        return ls_ok();
    LS_TRY(ls_xml_new(&handler, NULL, &xml));
    struct ls_xml_verdict verdict;
    uint64_t off = 0;
    bool more = true;
    r = ls_ok();
    while (more && !ls_failed(r)) {
        off += got;
        more = got > 0;
        r = ls_charge(package->job, 0, got);
        if (!ls_failed(r))
            r = more ? ls_xml_feed(xml, package->piece, got) : ls_xml_end(xml, &verdict);
        if (more && !ls_failed(r))
            r = ls_blob_read(blob, off, package->piece, LS_PACKAGE_PIECE, &got);
        if (r.code == LS_E_MALFORMED)
            r = ls_ok(); /* whatever it is, it is over soon */
    }
    ls_xml_free(xml);
    return r.code == LS_E_CANCELLED && r.reach == LS_BAD ? ls_ok() : r; /* on_root() */
}

void ls_package_info(const struct ls_package *package, size_t index, enum ls_part part,
                     struct ls_part_info *info)
{
    const struct ls_zip_entry *entry = ls_zip_entry(package->zip, index);
    bool as_it_is = entry->method == 0 && !entry->encrypted && entry->data_off;
    *info = (struct ls_part_info){
        .part = part,
        .name = entry->name,
        .raw_off = as_it_is ? entry->data_off : LS_OFF_UNKNOWN,
        .link_off = entry->header_off,
    };
}

/* Feeds a member to the reader. `*broken`: the member ended early. */
static struct ls_result feed(struct ls_package *package, struct ls_blob *blob, struct ls_xml *xml,
                             bool *broken)
{
    uint64_t off = 0;
    size_t got;
    *broken = false;
    do {
        struct ls_result r = ls_blob_read(blob, off, package->piece, LS_PACKAGE_PIECE, &got);
        *broken = r.code == LS_E_MALFORMED;
        if (ls_failed(r) && !*broken)
            return r;
        off += got;
        LS_TRY(ls_charge(package->job, 0, got));
        LS_TRY(ls_xml_feed(xml, package->piece, got));
    } while (got == LS_PACKAGE_PIECE && !*broken);
    return ls_ok();
}

static struct ls_result tell_verdict(struct ls_package *package, size_t index,
                                     const struct ls_xml_verdict *verdict)
{
    if (verdict->not_xml)
        return ls_ok();
    if (verdict->entities)
        LS_TRY(ls_package_gap(package, index, LS_REASON_MALFORMED,
                              "document type declaration with entities: not expanded"));
    if (verdict->truncated)
        return ls_package_gap(package, index, LS_REASON_TRUNCATED, NULL);
    if (verdict->malformed)
        return ls_package_gap(package, index, LS_REASON_MALFORMED, "XML that is not well-formed");
    return ls_ok();
}

/* Reads a part; *opened: there was something to read. */
static struct ls_result read_xml(struct ls_package *package, size_t index,
                                 const struct ls_xml_handler *handler,
                                 struct ls_xml_verdict *verdict, bool *opened)
{
    struct ls_blob *blob;
    struct ls_xml *xml;
    const char *why;
    bool broken;
    LS_TRY(ls_charge(package->job, 1, 0));
    LS_TRY(ls_zip_member_open(package->member, ls_zip_entry(package->zip, index), &blob, &why));
    *opened = blob != NULL;
    if (!blob)
        return ls_ok();
    LS_TRY(ls_xml_new(handler, NULL, &xml));
    struct ls_result r = feed(package, blob, xml, &broken);
    if (!ls_failed(r))
        r = ls_xml_end(xml, verdict);
    ls_xml_free(xml);
    verdict->truncated = verdict->truncated || broken;
    return r;
}

struct ls_result ls_package_read(struct ls_package *package, size_t index,
                                 const struct ls_xml_handler *handler)
{
    struct ls_xml_verdict verdict = {.not_xml = true};
    bool opened;
    if (index == LS_PACKAGE_NONE || ls_package_is_done(package, index))
        return ls_ok();
    LS_TRY(read_xml(package, index, handler, &verdict, &opened));
    if (!opened)
        return ls_package_child(package, index, NULL);
    if (!verdict.not_xml)
        ls_package_take(package, index);
    return tell_verdict(package, index, &verdict);
}

struct ls_result ls_package_scan(struct ls_package *package, size_t index,
                                 const struct ls_xml_handler *handler)
{
    struct ls_xml_verdict verdict = {.not_xml = true};
    bool opened;
    return index == LS_PACKAGE_NONE ? ls_ok()
                                    : read_xml(package, index, handler, &verdict, &opened);
}

struct ls_result ls_package_child(struct ls_package *package, size_t index,
                                  const struct ls_child *seen)
{
    const struct ls_zip_entry *entry = ls_zip_entry(package->zip, index);
    const struct ls_child nothing = {.as = NULL};
    if (ls_package_is_done(package, index))
        return ls_ok();
    ls_package_take(package, index);
    return ls_zip_emit_known(package->job, package->member, entry, seen ? seen : &nothing);
}

struct ls_result ls_package_rest(struct ls_package *package)
{
    for (size_t i = 0; i < ls_package_count(package); i++)
        LS_TRY(ls_package_child(package, i, NULL));
    return ls_ok();
}

struct ls_result ls_package_gap(struct ls_package *package, size_t index, const char *reason,
                                const char *detail)
{
    return ls_emit_gap(package->job, ls_package_name(package, index), reason, detail);
}
