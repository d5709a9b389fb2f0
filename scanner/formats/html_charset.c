/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which charset a document is in (HTML Living Standard, 13.2.3.2), and whether its content agrees:
 * pages say gb2312 and are UTF-8, mail says us-ascii and is anything. What the bytes cannot be,
 * they are not, whoever says so.
 */
#include "formats/html_priv.h"

#include "base/alloc.h"

#include <string.h>
#include <strings.h>

enum {
    META_MAX = 4096,  /* bytes of a tag that are looked at */
    LATER = 16 << 10, /* bytes read at once, and those that a charset is guessed by */
};

/* A range of the head of the document. */
struct scan {
    const char *at, *end;
};

static bool starts(struct scan scan, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(scan.end - scan.at) >= n && strncasecmp(scan.at, word, n) == 0;
}

static void skip(struct scan *scan, const char *chars)
{
    while (scan->at < scan->end && *scan->at && strchr(chars, *scan->at))
        scan->at++;
}

/* Behind the next occurrence of a word, or false. */
static bool find(struct scan *scan, const char *word)
{
    for (; scan->at < scan->end; scan->at++)
        if (starts(*scan, word)) {
            scan->at += strlen(word);
            return true;
        }
    return false;
}

/* The value behind `charset` or `encoding`: quoted or not. */
static struct scan value_of(struct scan scan)
{
    static const char blanks[] = " \t\n\r\f";
    struct scan value = {scan.end, scan.end};
    skip(&scan, blanks);
    if (scan.at == scan.end || *scan.at != '=')
        return value;
    scan.at++;
    skip(&scan, " \t\n\r\f\"'");
    value.at = value.end = scan.at;
    while (value.end < scan.end && *value.end && !strchr(" \t\n\r\f\"';>/?", *value.end))
        value.end++;
    return value;
}

static const struct ls_charset *named(struct scan value)
{
    return ls_charset_find(value.at, (size_t)(value.end - value.at));
}

/* <?xml … encoding="…"?> at the very start. */
static const struct ls_charset *by_xml(struct scan scan)
{
    if (!starts(scan, "<?xml"))
        return NULL;
    const char *end = memchr(scan.at, '>', (size_t)(scan.end - scan.at));
    scan.end = end ? end : scan.end;
    return find(&scan, "encoding") ? named(value_of(scan)) : NULL;
}

/* <meta charset=…> or <meta … content="…; charset=…">: the first one before the body. */
static const struct ls_charset *by_meta(struct scan scan)
{
    const struct ls_charset *charset = NULL;
    for (; !charset && scan.at < scan.end; scan.at++) {
        const char *tag = memchr(scan.at, '<', (size_t)(scan.end - scan.at));
        if (!tag)
            return NULL;
        scan.at = tag;
        if (starts(scan, "<body"))
            return NULL;
        if (starts(scan, "<!--") && !find(&scan, "-->"))
            return NULL;
        if (!starts(scan, "<meta"))
            continue;
        const char *end = memchr(scan.at, '>', (size_t)(scan.end - scan.at));
        struct scan meta = {scan.at, end ? end : scan.end};
        if (meta.end - meta.at > META_MAX)
            meta.end = meta.at + META_MAX;
        while (!charset && find(&meta, "charset"))
            charset = named(value_of(meta));
        scan.at = meta.end - 1;
    }
    return charset;
}

static bool is_wide(const struct ls_charset *charset)
{
    return strncmp(ls_charset_name(charset), "utf-16", 6) == 0 ||
           strncmp(ls_charset_name(charset), "utf-32", 6) == 0;
}

/* A document that can be read so far that it says UTF-16 is not in UTF-16. */
static const struct ls_charset *by_document(const struct ls_probe *probe)
{
    struct scan scan = {(const char *)probe->head, (const char *)probe->head + probe->head_len};
    const struct ls_charset *charset = by_meta(scan);
    if (!charset)
        charset = by_xml(scan);
    return charset && is_wide(charset) ? ls_charset_find("utf-8", 5) : charset;
}

static bool has_mark(const struct ls_probe *probe)
{
    return ls_probe_is(probe, 0, "\xFF\xFE", 2) || ls_probe_is(probe, 0, "\xFE\xFF", 2) ||
           ls_probe_is(probe, 0, "\0\0\xFE\xFF", 4);
}

static bool is_western(const struct ls_charset *charset)
{
    return strcmp(ls_charset_name(charset), "windows-1252") == 0 ||
           strcmp(ls_charset_name(charset), "us-ascii") == 0;
}

static size_t ascii_len(const uint8_t *bytes, size_t len)
{
    size_t n = 0;
    while (n < len && bytes[n] < 0x80)
        n++;
    return n;
}

/* Nobody says anything, and the first bytes are ASCII: the charset of the first that are not. */
static struct ls_result by_later_bytes(struct ls_format_job *job, uint8_t *bytes,
                                       const struct ls_charset **charset)
{
    uint64_t off = job->probe->head_len;
    size_t got = LATER, n = 0;
    while (got == LATER && n == 0) {
        struct ls_result r = ls_blob_read(job->blob, off, bytes, LATER, &got);
        if (r.code == LS_E_MALFORMED)
            return ls_ok();
        LS_TRY(r);
        LS_TRY(ls_charge(job, 0, 0));
        off += got;
        size_t ascii = ascii_len(bytes, got);
        n = got - ascii;
        if (n)
            *charset = ls_charset_guess(bytes + ascii, n);
    }
    return ls_ok();
}

static struct ls_result look_further(struct ls_format_job *job, const struct ls_charset **charset)
{
    const struct ls_probe *probe = job->probe;
    if (!job->blob->random || ascii_len(probe->head, probe->head_len) < LS_PROBE_HEAD)
        return ls_ok();
    uint8_t *bytes = ls_calloc(1, LATER);
    struct ls_result r = bytes ? by_later_bytes(job, bytes, charset) : ls_stop(LS_E_MEMORY);
    ls_free(bytes);
    return r;
}

struct ls_result ls_html_charset(struct ls_format_job *job, const struct ls_charset **charset)
{
    const struct ls_probe *probe = job->probe;
    const struct ls_charset *outer =
        job->charset ? ls_charset_find(job->charset, strlen(job->charset)) : NULL;
    const struct ls_charset *inner = by_document(probe);
    const struct ls_charset *said = outer ? outer : inner;
    bool refuted;
    *charset = ls_charset_believe(said, probe->head, probe->head_len, &refuted);
    if (inner && is_wide(*charset) && !has_mark(probe)) { /* zeros, but its words can be read */
        *charset = inner;
        return ls_ok();
    }
    /* Two words: the one that can be true, and the document's where a mail program only said what
     * it always says. */
    if (inner && inner != said && (refuted || (*charset == said && is_western(said)))) {
        bool inner_refuted;
        const struct ls_charset *other =
            ls_charset_believe(inner, probe->head, probe->head_len, &inner_refuted);
        if (!inner_refuted) {
            *charset = other;
            refuted = false;
        }
    }
    if (refuted)
        LS_TRY(ls_emit_ambiguous(job, "it is not in the charset that it says"));
    return said ? ls_ok() : look_further(job, charset);
}
