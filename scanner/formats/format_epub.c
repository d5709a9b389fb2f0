/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EPUB publications (EPUB 3.3, OCF and package documents; EPUB 2 alike).
 *
 *   META-INF/container.xml --> package document (.opf): metadata, list of files, reading order
 *   META-INF/encryption.xml    what is encrypted
 *
 * Metadata are properties; the chapters are children that the package says are HTML, in reading
 * order; everything else is a child as well. Fonts that are only obfuscated need no key and hide no
 * text.
 */
#include "base/alloc.h"
#include "base/reason.h"
#include "formats/package.h"

#include <stdlib.h>
#include <string.h>

enum {
    ITEMS_MAX = 64 << 10,
    BYTES_MAX = 4 << 20, /* of names in the package documents */
};

struct item {
    size_t id, id_n, href, href_n; /* in epub.names */
    bool html;
    uint32_t order; /* in reading, from 1; 0: not in it */
};

struct epub {
    struct ls_package package;
    size_t index; /* the part that is being read */
    bool told;    /* its text has begun */
    size_t depth, metadata_depth;
    LS_VEC(struct item) items;
    struct ls_buf names;
    uint32_t order;
    LS_VEC(size_t) roots;  /* package documents */
    bool obfuscated;       /* the algorithm of the entry in encryption.xml */
    LS_VEC(size_t) locked; /* parts that it names with another one */
};

static struct ls_result on_container(void *user, const struct ls_xml_tag *tag)
{
    struct epub *epub = user;
    if (!ls_str_is(tag->local, "rootfile"))
        return ls_ok();
    size_t index = ls_package_find(&epub->package, ls_xml_attr(tag, "full-path"));
    if (index == LS_PACKAGE_NONE)
        return ls_package_gap(&epub->package, epub->index, LS_REASON_MALFORMED,
                              "the package document is missing");
    if (epub->roots.n < epub->roots.limit)
        LS_VEC_PUSH(&epub->roots, index);
    return ls_ok();
}

static struct ls_result keep(struct epub *epub, struct ls_str s, size_t *at, size_t *n)
{
    *at = epub->names.n;
    *n = s.len < epub->names.limit - epub->names.n ? s.len : 0;
    return ls_buf_add(&epub->names, s.at, *n);
}

static bool is_html(struct ls_str media_type)
{
    static const char *const types[] = {"application/xhtml+xml", "text/html",
                                        "text/x-oeb1-document", "application/x-dtbook+xml"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ls_str_is(media_type, types[i]))
            return true;
    return false;
}

static struct ls_result add_item(struct epub *epub, const struct ls_xml_tag *tag)
{
    struct item item = {.html = is_html(ls_xml_attr(tag, "media-type"))};
    if (epub->items.n == ITEMS_MAX)
        return ls_ok();
    LS_TRY(keep(epub, ls_xml_attr(tag, "id"), &item.id, &item.id_n));
    LS_TRY(keep(epub, ls_xml_attr(tag, "href"), &item.href, &item.href_n));
    LS_VEC_PUSH(&epub->items, item);
    return ls_ok();
}

/*
 * A place in the reading order. It nearly always names the item behind the one named last, so the
 * search begins there.
 */
static void add_to_order(struct epub *epub, struct ls_str id)
{
    enum { TRIES_MAX = 256 };
    size_t n = epub->items.n, tries = n < TRIES_MAX ? n : TRIES_MAX;
    if (id.len == 0)
        return;
    for (size_t k = 0; k < tries; k++) {
        struct item *item = &epub->items.at[(epub->order + k) % n];
        if (item->order == 0 && item->id_n == id.len &&
            memcmp(epub->names.at + item->id, id.at, id.len) == 0) {
            item->order = ++epub->order;
            return;
        }
    }
}

static struct ls_result on_package_start(void *user, const struct ls_xml_tag *tag)
{
    struct epub *epub = user;
    epub->depth++;
    if (ls_str_is(tag->local, "metadata") && epub->metadata_depth == 0)
        epub->metadata_depth = epub->depth;
    if (ls_str_is(tag->local, "item"))
        return add_item(epub, tag);
    if (ls_str_is(tag->local, "itemref") && epub->items.n)
        add_to_order(epub, ls_xml_attr(tag, "idref"));
    return ls_ok();
}

static struct ls_result tell(struct epub *epub, struct ls_str text, const struct ls_map *map,
                             uint64_t base)
{
    struct ls_part_info info;
    if (!epub->told) {
        ls_package_info(&epub->package, epub->index, LS_PART_PROPERTY, &info);
        LS_TRY(ls_emit_part(epub->package.job, &info));
        epub->told = true;
    }
    return ls_emit_text(epub->package.job, text, map, base);
}

/* <meta name="…" content="…"/> of EPUB 2, titles of the guide. */
static struct ls_result tell_attr(struct epub *epub, const struct ls_xml_tag *tag, const char *name)
{
    struct ls_str value = ls_xml_attr(tag, name);
    if (value.len == 0)
        return ls_ok();
    LS_TRY(tell(epub, value, NULL, 0));
    return ls_emit_break(epub->package.job, LS_BREAK_LINE);
}

static struct ls_result on_package(void *user, const struct ls_xml_tag *tag)
{
    struct epub *epub = user;
    LS_TRY(on_package_start(user, tag));
    if (ls_str_is(tag->local, "meta"))
        return tell_attr(epub, tag, "content");
    return ls_str_is(tag->local, "reference") ? tell_attr(epub, tag, "title") : ls_ok();
}

static struct ls_result on_package_end(void *user, const struct ls_xml_tag *tag)
{
    struct epub *epub = user;
    (void)tag;
    if (epub->depth-- == epub->metadata_depth)
        epub->metadata_depth = 0;
    return epub->told ? ls_emit_break(epub->package.job, LS_BREAK_LINE) : ls_ok();
}

static struct ls_result on_package_text(void *user, struct ls_str text, const struct ls_map *map,
                                        uint64_t base)
{
    return ls_xml_all_blank(text) ? ls_ok() : tell(user, text, map, base);
}

static int by_order(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    uint32_t i = x->order ? x->order : UINT32_MAX, k = y->order ? y->order : UINT32_MAX;
    if (i != k)
        return i < k ? -1 : 1;
    return x->href < y->href ? -1 : x->href > y->href;
}

/* A package document, and its chapters. */
static struct ls_result read_root(struct epub *epub, size_t index)
{
    const struct ls_xml_handler handler = {
        .start = on_package, .end = on_package_end, .text = on_package_text, .user = epub};
    const struct ls_child html = {.as = "html"};
    epub->index = index;
    epub->told = false;
    epub->depth = epub->metadata_depth = 0;
    epub->order = 0;
    LS_VEC_CLEAR(&epub->items);
    LS_VEC_CLEAR(&epub->names);
    LS_TRY(ls_package_read(&epub->package, index, &handler));
    if (epub->items.n)
        qsort(epub->items.at, epub->items.n, sizeof *epub->items.at, by_order);
    for (size_t i = 0; i < epub->items.n; i++) {
        const struct item *item = &epub->items.at[i];
        if (!item->html || item->href_n == 0)
            continue;
        struct ls_str href = {epub->names.at + item->href, item->href_n};
        size_t found = ls_package_follow(&epub->package, index, href);
        if (found != LS_PACKAGE_NONE)
            LS_TRY(ls_package_child(&epub->package, found, &html));
    }
    return ls_ok();
}

/* Fonts under an algorithm that everybody can undo (EPUB 3.3 OCF, 4.4; and Adobe's). */
static bool is_obfuscation(struct ls_str algorithm)
{
    return ls_str_is(algorithm, "http://www.idpf.org/2008/embedding") ||
           ls_str_is(algorithm, "http://ns.adobe.com/pdf/enc#RC");
}

static struct ls_result on_encryption(void *user, const struct ls_xml_tag *tag)
{
    struct epub *epub = user;
    if (ls_str_is(tag->local, "EncryptedData"))
        epub->obfuscated = false;
    if (ls_str_is(tag->local, "EncryptionMethod"))
        epub->obfuscated = is_obfuscation(ls_xml_attr(tag, "Algorithm"));
    if (!ls_str_is(tag->local, "CipherReference") || epub->obfuscated)
        return ls_ok();
    size_t index = ls_package_follow(&epub->package, LS_PACKAGE_NONE, ls_xml_attr(tag, "URI"));
    if (index != LS_PACKAGE_NONE && epub->locked.n < ITEMS_MAX)
        LS_VEC_PUSH(&epub->locked, index);
    return ls_ok();
}

/* What is said to be encrypted is, unless it can be read. */
static struct ls_result tell_locked(struct epub *epub, size_t index)
{
    struct ls_package_root root;
    if (ls_package_is_done(&epub->package, index))
        return ls_ok();
    LS_TRY(ls_package_root(&epub->package, index, &root));
    if (root.len)
        return ls_ok();
    ls_package_take(&epub->package, index);
    return ls_package_gap(&epub->package, index, LS_REASON_ENCRYPTED, NULL);
}

static struct ls_result read_all(struct epub *epub)
{
    struct ls_package *package = &epub->package;
    const struct ls_xml_handler container = {.start = on_container, .user = epub};
    const struct ls_xml_handler encryption = {.start = on_encryption, .user = epub};
    size_t locked = ls_package_find(package, ls_str_of("META-INF/encryption.xml"));
    LS_TRY(ls_package_scan(package, locked, &encryption));
    for (size_t i = 0; i < epub->locked.n; i++)
        LS_TRY(tell_locked(epub, epub->locked.at[i]));
    epub->index = ls_package_find(package, ls_str_of("META-INF/container.xml"));
    LS_TRY(ls_package_read(package, epub->index, &container));
    for (size_t i = 0; i < epub->roots.n; i++)
        LS_TRY(read_root(epub, epub->roots.at[i]));
    return ls_package_rest(package);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct epub epub = {.names.limit = BYTES_MAX};
    LS_VEC_INIT(&epub.items, ITEMS_MAX);
    LS_VEC_INIT(&epub.roots, ITEMS_MAX);
    LS_VEC_INIT(&epub.locked, ITEMS_MAX);
    struct ls_result r = ls_package_open(job, &epub.package);
    if (!ls_failed(r))
        r = read_all(&epub);
    ls_package_close(&epub.package);
    LS_VEC_FINI(&epub.items);
    LS_VEC_FINI(&epub.roots);
    LS_VEC_FINI(&epub.locked);
    LS_VEC_FINI(&epub.names);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    enum { MAGIC = 32, MEDIA_TYPE = 160, NAME = 32, MIMETYPE_AT = 30 };
    static const char mimetype[] = "mimetypeapplication/epub+zip";
    if (!ls_probe_is(probe, 0, "PK\3\4", 4))
        return 0;
    if (ls_probe_is(probe, MIMETYPE_AT, mimetype, sizeof mimetype - 1))
        return MAGIC + MEDIA_TYPE;
    return ls_zip_probe(probe, "META-INF/container.xml") ? MAGIC + NAME : 0;
}

const struct ls_format ls_format_epub = {
    .name = "epub",
    .what = "EPUB publication",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
