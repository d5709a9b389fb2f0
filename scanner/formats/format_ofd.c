/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OFD, the fixed-layout document of Chinese offices (GB/T 33190-2016): a ZIP archive.
 *
 *   OFD.xml --DocRoot--> Document.xml --Page--------> Content.xml       page 1, 2 …
 *      |                      |-------TemplatePage--> Content.xml
 *      |                      |-------Annotations---> Annotations.xml --FileLoc--> Annotation.xml
 *      |                      '-------Attachments, CustomTags, Extensions, resources
 *      '--Signatures, Versions
 *
 * Each part is read by what its root element says, whether anything leads there or not: a page that
 * no list names is hidden, not gone. Attachments, pictures, seals and what else is no part of the
 * standard are children. Encryption (GM/T 0099-2020) leaves its marks beside the parts.
 */
#include "formats/ofd_page.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/reason.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    REFS_MAX = 256 << 10,
    REF_BYTES_MAX = 8 << 20,
    REF_MAX = 2048, /* bytes of one reference */
};

enum ref_kind {
    REF_PART,  /* a part by itself: its root element says which */
    REF_PAGE,  /* of the document: it has a number */
    REF_ANNOT, /* belongs to the page with this ID */
};

struct ref {
    enum ref_kind kind;
    size_t from;             /* the part that it stands in */
    size_t target, target_n; /* in ofd.targets */
    uint32_t id, number;
};

struct page_id {
    uint32_t id, number;
};

struct ofd {
    struct ls_package package;
    struct ls_ofd_page *page;
    LS_VEC(struct ref) refs;
    size_t next; /* the reference that is followed next */
    struct ls_buf targets;
    LS_VEC(struct page_id) pages; /* of the document at hand, by ID once `sorted` */
    bool sorted;
    uint32_t pages_n;
    bool encrypted;

    /* The list that is being read. */
    size_t index;
    bool told;                   /* the part has been begun */
    bool in_ref, in_skip;        /* the text is a reference, or numbers */
    uint32_t depth, inner_depth; /* open elements; of in_ref and in_skip */
    uint32_t annot_page;         /* ID of the page that FileLoc belongs to */
    struct ls_buf target;        /* of the reference at hand */
};

static bool is_one_of(struct ls_str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ls_str_is(name, names[i]))
            return true;
    return false;
}

#define IS_ONE_OF(name, list) is_one_of((name), (list), sizeof(list) / sizeof *(list))

static struct ls_result add_ref(struct ofd *ofd, enum ref_kind kind, struct ls_str target,
                                uint32_t id)
{
    struct ref ref = {kind, ofd->index, ofd->targets.n, target.len, id, 0};
    if (target.len == 0 || target.len > REF_MAX || ofd->refs.n == REFS_MAX ||
        ofd->targets.limit - ofd->targets.n < target.len)
        return ls_ok(); /* it is found by its root element */
    if (kind == REF_PAGE) {
        ref.number = ++ofd->pages_n;
        LS_VEC_PUSH(&ofd->pages, ((struct page_id){id, ref.number}));
        ofd->sorted = false;
    }
    LS_TRY(ls_buf_add(&ofd->targets, target.at, target.len));
    LS_VEC_PUSH(&ofd->refs, ref);
    return ls_ok();
}

/* Text of the list at hand, all of it properties of the document. */
static struct ls_result tell(struct ofd *ofd, struct ls_str text, const struct ls_map *map,
                             uint64_t base)
{
    struct ls_part_info info;
    if (!ofd->told) {
        ls_package_info(&ofd->package, ofd->index, LS_PART_PROPERTY, &info);
        LS_TRY(ls_emit_part(ofd->package.job, &info));
        ofd->told = true;
    }
    return ls_emit_text(ofd->package.job, text, map, base);
}

static struct ls_result end_line(struct ofd *ofd)
{
    return ofd->told ? ls_emit_break(ofd->package.job, LS_BREAK_LINE) : ls_ok();
}

/* Attributes that say something to people. */
static struct ls_result tell_attrs(struct ofd *ofd, const struct ls_xml_tag *tag)
{
    static const char *const names[] = {"Name",    "Title", "Creator", "Author", "AppName",
                                        "Company", "Usage", "Value",   "URI"};
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        struct ls_map map;
        if (attr->value.len == 0 || !IS_ONE_OF(attr->local, names))
            continue;
        ls_map_init(&map, 1);
        struct ls_result r =
            attr->plain ? ls_map_add(&map, attr->value.len, attr->off, 1, 1) : ls_ok();
        if (!ls_failed(r))
            r = tell(ofd, attr->value, attr->plain ? &map : NULL, 0);
        ls_map_fini(&map);
        LS_TRY(r);
        LS_TRY(end_line(ofd));
    }
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    static const char *const refs[] = {
        "DocRoot",     "Signatures", "PublicRes", "DocumentRes", "Annotations", "CustomTags",
        "Attachments", "Extensions", "FileLoc",   "ExtendData",  "SchemaLoc",   "File",
    };
    static const char *const numbers[] = {"PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox",
                                          "MaxUnitID",   "MaxSignId",      "DocID"};
    struct ofd *ofd = user;
    ofd->depth++;
    if (ofd->in_ref || ofd->in_skip)
        return ls_ok();
    LS_TRY(end_line(ofd));
    if (ofd->depth > 1 && (IS_ONE_OF(tag->local, refs) || IS_ONE_OF(tag->local, numbers))) {
        ofd->in_ref = IS_ONE_OF(tag->local, refs);
        ofd->in_skip = !ofd->in_ref;
        ofd->inner_depth = ofd->depth;
        LS_VEC_CLEAR(&ofd->target);
    }
    struct ls_str base = ls_xml_attr(tag, "BaseLoc");
    if (ls_str_is(tag->local, "Page") && base.at)
        return add_ref(ofd, REF_PAGE, base, ls_xml_number(ls_xml_attr(tag, "ID"), 0));
    if (ls_str_is(tag->local, "Page"))
        ofd->annot_page = ls_xml_number(ls_xml_attr(tag, "PageID"), 0);
    else if (base.at && !ls_str_is(tag->local, "Res"))
        LS_TRY(add_ref(ofd, REF_PART, base, 0));
    return tell_attrs(ofd, tag);
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct ofd *ofd = user;
    uint32_t depth = ofd->depth--;
    struct ls_str target = {ofd->target.at, ofd->target.n};
    if (ls_str_is(tag->local, "Page"))
        ofd->annot_page = 0;
    if ((ofd->in_ref || ofd->in_skip) && depth == ofd->inner_depth) {
        bool is_ref = ofd->in_ref;
        ofd->in_ref = ofd->in_skip = false;
        return is_ref
                   ? add_ref(ofd, ofd->annot_page ? REF_ANNOT : REF_PART, target, ofd->annot_page)
                   : ls_ok();
    }
    return end_line(ofd);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ofd *ofd = user;
    if (ofd->in_ref && ofd->target.n + text.len <= REF_MAX)
        return ls_buf_add(&ofd->target, text.at, text.len);
    if (ofd->in_ref || ofd->in_skip || ls_xml_all_blank(text))
        return ls_ok();
    return tell(ofd, text, map, base);
}

/* A part of names and references. */
static struct ls_result read_list(struct ofd *ofd, size_t index)
{
    const struct ls_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .user = ofd};
    ofd->index = index;
    ofd->told = ofd->in_ref = ofd->in_skip = false;
    ofd->depth = ofd->annot_page = 0;
    return ls_package_read(&ofd->package, index, &handler);
}

static int by_id(const void *a, const void *b)
{
    const struct page_id *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* The number of the page with an ID, or 0. */
static uint32_t page_number(struct ofd *ofd, uint32_t id)
{
    if (!ofd->sorted && ofd->pages.n)
        qsort(ofd->pages.at, ofd->pages.n, sizeof *ofd->pages.at, by_id);
    ofd->sorted = true;
    LS_BISECT(lo, ofd->pages.n, i, ofd->pages.at[i].id < id);
    return lo < ofd->pages.n && ofd->pages.at[lo].id == id ? ofd->pages.at[lo].number : 0;
}

/* Reads a part by what it is. `*known`: it is one of the standard. */
static struct ls_result read_part(struct ofd *ofd, size_t index, enum ls_part page_part,
                                  uint32_t number, bool *known)
{
    static const char *const lists[] = {
        "OFD",        "Document",   "Annotations", "Attachments", "CustomTags",
        "Extensions", "Signatures", "Signature",   "DocVersion",
    };
    struct ls_package_root root;
    LS_TRY(ls_package_root(&ofd->package, index, &root));
    struct ls_str name = {root.name, root.len};
    *known = true;
    if (ls_str_is(name, "Page"))
        return ls_ofd_page_read(ofd->page, index, page_part, number);
    if (ls_str_is(name, "PageAnnot"))
        return ls_ofd_page_read(ofd->page, index, LS_PART_ANNOTATION, number);
    if (ls_str_is(name, "Res"))
        return ls_ofd_page_read(ofd->page, index, LS_PART_TEMPLATE, 0);
    if (ls_str_is(name, "Document")) { /* another one: pages are counted anew */
        LS_VEC_CLEAR(&ofd->pages);
        ofd->pages_n = 0;
    }
    if (IS_ONE_OF(name, lists))
        return read_list(ofd, index);
    *known = false;
    return ls_ok();
}

static struct ls_result follow(struct ofd *ofd, const struct ref *ref)
{
    struct ls_str target = {ofd->targets.at + ref->target, ref->target_n};
    size_t index = ls_package_follow(&ofd->package, ref->from, target);
    bool known;
    LS_TRY(ls_charge(ofd->package.job, 0, 0));
    if (index == LS_PACKAGE_NONE && ref->kind == REF_PAGE)
        return ls_emit_gap(ofd->package.job, target, LS_REASON_MALFORMED, "this page is missing");
    if (index == LS_PACKAGE_NONE || ls_package_is_done(&ofd->package, index))
        return ls_ok();
    uint32_t number = ref->kind == REF_PAGE    ? ref->number
                      : ref->kind == REF_ANNOT ? page_number(ofd, ref->id)
                                               : 0;
    LS_TRY(read_part(ofd, index, ref->kind == REF_PAGE ? LS_PART_BODY : LS_PART_TEMPLATE, number,
                     &known));
    if (known || ref->kind == REF_PART)
        return ls_ok();
    return ls_package_gap(&ofd->package, index,
                          ofd->encrypted ? LS_REASON_ENCRYPTED : LS_REASON_MALFORMED,
                          "a page that cannot be read");
}

static struct ls_result follow_all(struct ofd *ofd)
{
    while (ofd->next < ofd->refs.n) {
        struct ref ref = ofd->refs.at[ofd->next++];
        LS_TRY(follow(ofd, &ref));
    }
    LS_VEC_CLEAR(&ofd->refs);
    LS_VEC_CLEAR(&ofd->targets);
    ofd->next = 0;
    return ls_ok();
}

/* Members that GM/T 0099-2020 puts beside what it encrypts. */
static bool is_encryption(struct ls_str name)
{
    static const char *const names[] = {"encryptions.xml", "decryptseed", "encryptentries",
                                        "entriesmap"};
    const char *slash = memrchr(name.at, '/', name.len);
    size_t from = slash ? (size_t)(slash - name.at) + 1 : 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (name.len - from >= n && strncasecmp(name.at + from, names[i], n) == 0)
            return true;
    }
    return false;
}

static struct ls_result look_for_encryption(struct ofd *ofd)
{
    for (size_t i = 0; i < ls_package_count(&ofd->package) && !ofd->encrypted; i++)
        if (is_encryption(ls_package_name(&ofd->package, i))) {
            ofd->encrypted = true;
            LS_TRY(ls_package_gap(&ofd->package, i, LS_REASON_ENCRYPTED, "GM/T 0099"));
        }
    return ls_ok();
}

static struct ls_result read_all(struct ofd *ofd)
{
    bool known;
    size_t index = ls_package_find(&ofd->package, ls_str_of("OFD.xml"));
    LS_TRY(look_for_encryption(ofd));
    if (index != LS_PACKAGE_NONE)
        LS_TRY(read_part(ofd, index, LS_PART_BODY, 0, &known));
    LS_TRY(follow_all(ofd));
    for (size_t i = 0; i < ls_package_count(&ofd->package); i++) {
        if (ls_package_is_done(&ofd->package, i))
            continue;
        LS_TRY(read_part(ofd, i, LS_PART_HIDDEN, 0, &known));
        LS_TRY(follow_all(ofd));
    }
    return ls_package_rest(&ofd->package);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct ofd ofd = {.targets.limit = REF_BYTES_MAX, .target.limit = REF_MAX};
    LS_VEC_INIT(&ofd.refs, REFS_MAX);
    LS_VEC_INIT(&ofd.pages, REFS_MAX);
    struct ls_result r = ls_package_open(job, &ofd.package);
    if (!ls_failed(r))
        r = ls_ofd_page_new(&ofd.package, &ofd.page);
    if (!ls_failed(r))
        r = read_all(&ofd);
    ls_ofd_page_free(ofd.page);
    ls_package_close(&ofd.package);
    LS_VEC_FINI(&ofd.refs);
    LS_VEC_FINI(&ofd.pages);
    LS_VEC_FINI(&ofd.targets);
    LS_VEC_FINI(&ofd.target);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    return ls_zip_probe(probe, "OFD.xml") ? 64 : 0; /* the magic number, and some of the name */
}

const struct ls_format ls_format_ofd = {
    .name = "ofd",
    .what = "OFD document (GB/T 33190)",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
