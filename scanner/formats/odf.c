/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/odf.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/odf_text.h"
#include "formats/package.h"

#include <string.h>

enum {
    MIMETYPE_AT = 30, /* in the first local header: the member's name and then its bytes */
    MIMETYPE_WITHIN = 160,
};

/* What the first member says, if it is the media type and stored, as ODF 1.3 part 2, 3.3 wants it;
 * the word behind what all of them begin with. */
static struct ls_str media_kind(const struct ls_probe *probe)
{
    static const char member[] = "mimetype";
    static const char *const begins[] = {
        "application/vnd.oasis.opendocument.",
        "application/x-vnd.oasis.opendocument.",
        "application/vnd.sun.xml.",
    };
    size_t len = probe->head_len < MIMETYPE_WITHIN ? probe->head_len : MIMETYPE_WITHIN;
    if (!ls_probe_is(probe, 0, "PK\3\4", 4) ||
        !ls_probe_is(probe, MIMETYPE_AT, member, sizeof member - 1))
        return (struct ls_str){NULL, 0};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t n = strlen(begins[i]);
        const uint8_t *at = memmem(probe->head, len, begins[i], n);
        if (!at)
            continue;
        const char *kind = (const char *)at + n;
        size_t left = len - (size_t)(at - probe->head) - n, k = 0;
        while (k < left && kind[k] >= 'a' && kind[k] <= 'z')
            k++;
        return (struct ls_str){kind, k};
    }
    return (struct ls_str){NULL, 0};
}

unsigned ls_odf_bid(const struct ls_probe *probe, const char *const *kinds, bool rest)
{
    enum { MAGIC = 32, MEDIA_TYPE = 128, NAMES = 64 };
    struct ls_str kind = media_kind(probe);
    for (; kind.len && *kinds; kinds++)
        if (ls_str_is(kind, *kinds))
            return MAGIC + MEDIA_TYPE;
    if (!rest || kind.len)
        return 0;
    bool named = ls_zip_probe(probe, "content.xml") && ls_zip_probe(probe, "META-INF/manifest.xml");
    return named ? MAGIC + NAMES : 0;
}

struct odf {
    struct ls_package package;
    struct ls_odf_text *text;
    bool *encrypted; /* of each member */
    size_t entry;    /* the member that the manifest is talking about */
};

static struct ls_result on_manifest(void *user, const struct ls_xml_tag *tag)
{
    struct odf *odf = user;
    if (ls_str_is(tag->local, "file-entry"))
        odf->entry = ls_package_find(&odf->package, ls_xml_attr(tag, "full-path"));
    else if (ls_str_is(tag->local, "encryption-data") && odf->entry != LS_PACKAGE_NONE)
        odf->encrypted[odf->entry] = true;
    return ls_ok();
}

static struct ls_result read_manifest(struct odf *odf)
{
    const struct ls_xml_handler handler = {.start = on_manifest, .user = odf};
    odf->entry = LS_PACKAGE_NONE;
    odf->encrypted = ls_calloc(ls_package_count(&odf->package) + 1, sizeof *odf->encrypted);
    if (!odf->encrypted)
        return ls_stop(LS_E_MEMORY);
    size_t index = ls_package_find(&odf->package, ls_str_of("META-INF/manifest.xml"));
    return ls_package_scan(&odf->package, index, &handler);
}

/* The part that a root element begins; LS_PART_NONE: the member is a child. */
static enum ls_part part_of(const struct ls_package_root *root)
{
    static const struct {
        const char *name;
        enum ls_part part;
    } roots[] = {
        {"document-content", LS_PART_BODY},  {"document-styles", LS_PART_MASTER},
        {"document-meta", LS_PART_PROPERTY}, {"document", LS_PART_BODY},
        {"module", LS_PART_SCRIPT},
    };
    struct ls_str name = {root->name, root->len};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (ls_str_is(name, roots[i].name))
            return roots[i].part;
    return LS_PART_NONE;
}

static struct ls_result read_part(struct odf *odf, size_t index)
{
    struct ls_package_root root;
    struct ls_part_info info;
    if (index == LS_PACKAGE_NONE || ls_package_is_done(&odf->package, index))
        return ls_ok();
    LS_TRY(ls_package_root(&odf->package, index, &root));
    enum ls_part part = part_of(&root);
    if (part == LS_PART_NONE && odf->encrypted[index] && root.len == 0) {
        ls_package_take(&odf->package, index);
        return ls_package_gap(&odf->package, index, LS_REASON_ENCRYPTED, NULL);
    }
    if (part == LS_PART_NONE)
        return ls_package_child(&odf->package, index, NULL);
    ls_package_info(&odf->package, index, part, &info);
    const struct ls_xml_handler handler = ls_odf_text_begin(odf->text, &info);
    LS_TRY(ls_package_read(&odf->package, index, &handler));
    return ls_odf_text_end(odf->text);
}

static struct ls_result read_all(struct odf *odf)
{
    struct ls_package *package = &odf->package;
    const struct ls_xml_handler styles = ls_odf_text_styles(odf->text);
    size_t content = ls_package_find(package, ls_str_of("content.xml"));
    size_t style = ls_package_find(package, ls_str_of("styles.xml"));
    LS_TRY(read_manifest(odf));
    if (style != LS_PACKAGE_NONE && !odf->encrypted[style])
        LS_TRY(ls_package_scan(package, style, &styles));
    LS_TRY(read_part(odf, content));
    LS_TRY(read_part(odf, style));
    for (size_t i = 0; i < ls_package_count(package); i++)
        LS_TRY(read_part(odf, i));
    return ls_package_rest(package);
}

struct ls_result ls_odf_run(struct ls_format_job *job)
{
    struct odf odf = {.text = NULL};
    struct ls_result r = ls_package_open(job, &odf.package);
    if (!ls_failed(r))
        r = ls_odf_text_new(job, &odf.text);
    if (!ls_failed(r))
        r = read_all(&odf);
    ls_odf_text_free(odf.text);
    ls_free(odf.encrypted);
    ls_package_close(&odf.package);
    return r;
}
