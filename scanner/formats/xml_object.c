/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xml_object.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <string.h>

enum { PIECE = 64 << 10 };

static struct ls_result feed_all(struct ls_format_job *job, struct ls_xml *xml, bool *broken)
{
    struct ls_blob *blob = job->blob;
    uint64_t off = 0;
    size_t got = 0;
    struct ls_result r;
    char *piece = blob->memory ? NULL : ls_calloc(1, PIECE);
    *broken = false;
    if (!blob->memory && !piece)
        return ls_stop(LS_E_MEMORY);
    do {
        const char *bytes = piece;
        if (blob->memory) {
            uint64_t left = blob->size - off;
            got = left < PIECE ? (size_t)left : PIECE;
            bytes = (const char *)blob->memory + off;
            r = ls_ok();
        } else {
            r = ls_blob_read(blob, off, piece, PIECE, &got);
            *broken = r.code == LS_E_MALFORMED;
            r = *broken ? ls_ok() : r;
        }
        off += got;
        if (!ls_failed(r))
            r = ls_charge(job, 0, 0);
        if (!ls_failed(r) && got)
            r = ls_xml_feed(xml, bytes, got);
    } while (got == PIECE && !ls_failed(r) && !*broken);
    ls_free(piece);
    return r;
}

struct ls_result ls_xml_read_object(struct ls_format_job *job, const struct ls_xml_handler *handler,
                                    struct ls_xml **xml)
{
    static const struct ls_str itself = {NULL, 0};
    struct ls_xml_verdict verdict = {.not_xml = true};
    bool broken = false;
    struct ls_result r = ls_xml_new(handler, job->charset, xml);
    if (!ls_failed(r))
        r = feed_all(job, *xml, &broken);
    if (!ls_failed(r))
        r = ls_xml_end(*xml, &verdict);
    ls_xml_free(*xml);
    *xml = NULL;
    LS_TRY(r);
    if (verdict.entities)
        LS_TRY(ls_emit_gap(job, itself, LS_REASON_MALFORMED,
                           "document type declaration with entities: not expanded"));
    if (broken) /* its container says so */
        return ls_ok();
    if (verdict.truncated)
        return ls_emit_gap(job, itself, LS_REASON_TRUNCATED, NULL);
    if (verdict.malformed)
        return ls_emit_gap(job, itself, LS_REASON_MALFORMED, "XML that is not well-formed");
    return ls_ok();
}

static const char *find(const char *p, const char *end, const char *what)
{
    const char *found = memmem(p, (size_t)(end - p), what, strlen(what));
    return found ? found + strlen(what) : NULL;
}

static bool begins(const char *p, const char *end, const char *what)
{
    size_t n = strlen(what);
    return (size_t)(end - p) >= n && memcmp(p, what, n) == 0;
}

/* Behind the document type declaration at p. */
static const char *skip_doctype(const char *p, const char *end)
{
    const char *subset = memchr(p, '[', (size_t)(end - p));
    const char *close = memchr(p, '>', (size_t)(end - p));
    if (subset && close && subset < close)
        return find(subset, end, "]>");
    return close ? close + 1 : NULL;
}

const char *ls_xml_probe_root(const struct ls_probe *probe, const char **end)
{
    const char *p = (const char *)probe->head;
    *end = p + probe->head_len;
    if (begins(p, *end, "\xEF\xBB\xBF"))
        p += 3;
    while (p && p < *end) {
        if (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
            p++;
        else if (begins(p, *end, "<?"))
            p = find(p, *end, "?>");
        else if (begins(p, *end, "<!--"))
            p = find(p, *end, "-->");
        else if (begins(p, *end, "<!DOCTYPE") || begins(p, *end, "<!doctype"))
            p = skip_doctype(p, *end);
        else
            return *p == '<' ? p : NULL;
    }
    return NULL;
}
