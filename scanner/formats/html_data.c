/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data: URIs (RFC 2397), wherever they stand: in an attribute, a style, a script. Those in base64
 * are decoded while the engine reads them, straight from the source, so their size does not matter.
 */
#include "formats/html_priv.h"

#include "base/alloc.h"
#include "decode/transfer.h"

#include <string.h>
#include <strings.h>

enum {
    HEAD_MAX = 160,     /* characters of the media type and its parameters */
    RUN_MAX = 1024,     /* characters decoded at once */
    OUT_MAX = 16 << 10, /* more than comes out of them */
};

/* The child that is decoded as it is read. */
struct data {
    struct ls_blob blob;
    struct ls_html_source *source;
    struct ls_decoder decoder;
    struct ls_buf out;
    size_t out_at;
    bool ended;
};

static bool is_base64(char c)
{
    return ls_html_is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=' ||
           c == '-' || c == '_';
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* The byte that %XX at text[0..len) stands for, or -1. */
static int percent(const char *text, size_t len)
{
    if (len < 3 || text[0] != '%' || hex_value(text[1]) < 0 || hex_value(text[2]) < 0)
        return -1;
    return hex_value(text[1]) * 16 + hex_value(text[2]);
}

/* Takes what belongs to base64, escaped for a URI or a string of a script or not; 0: it ends. */
static size_t take_run(struct ls_html_source *s, char *run)
{
    size_t n = 0;
    while (n < RUN_MAX && ls_html_want(s, 1)) {
        char c = *ls_html_here(s);
        size_t taken = 1;
        if (c == '%') {
            ls_html_want(s, 3);
            int byte = percent(ls_html_here(s), ls_html_left(s));
            c = byte < 0 || byte >= 0x80 ? '"' : (char)byte;
            taken = 3;
        } else if (c == '\\') {
            taken = ls_html_want(s, 2) ? 2 : 1;
            c = taken == 2 && ls_html_here(s)[1] == '/' ? '/' : ' ';
        }
        if (!is_base64(c) && !ls_html_is_space(c))
            break;
        run[n++] = c;
        s->at += taken;
    }
    return n;
}

static struct ls_result read_data(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct data *d = LS_CONTAINER(blob, struct data, blob);
    char run[RUN_MAX];
    (void)off;
    while (d->out_at == d->out.n && !d->ended) {
        LS_VEC_CLEAR(&d->out);
        d->out_at = 0;
        size_t n = take_run(d->source, run);
        d->ended = n == 0;
        LS_TRY(n ? ls_decoder_feed(&d->decoder, run, n, 0, &d->out, NULL)
                 : ls_decoder_end(&d->decoder, &d->out, NULL));
    }
    size_t left = d->out.n - d->out_at;
    *got = left < len ? left : len;
    if (*got)
        memcpy(out, d->out.at + d->out_at, *got);
    d->out_at += *got;
    return ls_ok();
}

/* Length of the head up to the comma, 0: this is none; *type_n counts its media type. */
static size_t head_len(const char *text, size_t len, size_t *type_n)
{
    size_t n = 0;
    *type_n = 0;
    while (n < len && n < HEAD_MAX && text[n] != ',' && text[n] != '"' && text[n] != '<' &&
           text[n] != '>' && text[n] != '(' && text[n] != ')') {
        if (text[n] == ';' && *type_n == 0)
            *type_n = n;
        n++;
    }
    return n < len && text[n] == ',' ? n + 1 : 0;
}

static struct ls_result emit_base64(struct ls_html *html, struct ls_str type)
{
    struct data d = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_data},
        .source = &html->source,
        .out.limit = OUT_MAX,
    };
    char name[HEAD_MAX], run[RUN_MAX];
    uint64_t lo, hi;
    memcpy(name, type.at, type.len);
    ls_decoder_begin(&d.decoder, LS_TRANSFER_BASE64);
    uint64_t off = ls_html_offset(&html->source);
    ls_html_span(&html->source, off - 1, off, &lo, &hi);
    struct ls_child child = {
        .name = {name, type.len},
        .blob = &d.blob,
        .off = hi,
        .part = ls_html_part_around(&html->text),
    };
    struct ls_result r = ls_emit_child(html->job, &child);
    LS_VEC_FINI(&d.out);
    while (!ls_failed(r) && take_run(&html->source, run))
        ; /* what nobody wanted */
    return r;
}

struct ls_result ls_html_data(struct ls_html *html, bool *was)
{
    struct ls_html_source *s = &html->source;
    size_t type_n;
    *was = false;
    if (s->at < 4 || strncasecmp(ls_html_here(s) - 4, "data", 4) != 0)
        return ls_ok();
    ls_html_want(s, HEAD_MAX + 2);
    size_t n = head_len(ls_html_here(s) + 1, ls_html_left(s) - 1, &type_n);
    if (n < 8 || strncasecmp(ls_html_here(s) + 1 + n - 8, ";base64,", 8) != 0)
        return ls_ok();
    *was = true;
    struct ls_str type = {ls_html_here(s) + 1, type_n};
    s->at += 1 + n;
    return emit_base64(html, type);
}

/* The value of the parameter `charset` of a media type, or NULL. */
static const char *charset_of(const char *head, size_t len, char name[64])
{
    static const char says[] = ";charset=";
    const size_t says_n = sizeof says - 1;
    for (size_t i = 0; i + says_n < len; i++) {
        if (strncasecmp(head + i, says, says_n) != 0)
            continue;
        size_t n = strcspn(head + i + says_n, ";,");
        if (n >= 64)
            return NULL;
        memcpy(name, head + i + says_n, n);
        name[n] = '\0';
        return name;
    }
    return NULL;
}

struct ls_result ls_html_data_plain(struct ls_html *html, const char *uri, size_t len)
{
    char head[HEAD_MAX + 1], charset[64];
    size_t type_n, at = 5; /* behind "data:" */
    size_t head_n = head_len(uri + at, len - at, &type_n);
    if (head_n == 0)
        return ls_ok();
    memcpy(head, uri + at, head_n);
    head[head_n] = '\0';
    at += head_n;

    struct ls_buf bytes = {.limit = len};
    struct ls_result r = ls_ok();
    while (at < len && !ls_failed(r)) {
        int byte = percent(uri + at, len - at);
        r = ls_buf_char(&bytes, byte < 0 ? uri[at] : (char)byte);
        at += byte < 0 ? 1 : 3;
    }
    struct ls_blob blob;
    ls_blob_memory(&blob, bytes.at, bytes.n);
    struct ls_child child = {
        .name = {head, type_n ? type_n : head_n - 1},
        .blob = &blob,
        .off = LS_OFF_UNKNOWN,
        .as = strncasecmp(head, "text/html", 9) == 0 ? "html" : NULL,
        .charset = charset_of(head, head_n, charset),
        .part = ls_html_part_around(&html->text),
    };
    if (!ls_failed(r) && bytes.n)
        r = ls_emit_child(html->job, &child);
    LS_VEC_FINI(&bytes);
    return r;
}
