/* SPDX-License-Identifier: Apache-2.0 */
/* The FIB ([MS-DOC] 2.5.1): what kind of document it is, and where everything stands. */
#include "formats/doc_priv.h"

#include "base/cursor.h"

#include <string.h>

enum {
    WORDS = 14,             /* of FibRgW97 */
    LONGS = 22,             /* of FibRgLw97 */
    VERSION_OLD = 101,      /* Word 6 … */
    VERSION_OLD_LAST = 105, /* … to 95 */
    OLD_LISTS = 0x58,       /* pairs 0 to 37 */
    OLD_LISTS_2 = 0x192,    /* pairs 38 to … */
    OLD_LISTS_SPLIT = 38,
    OLD_LISTS_N = 60,
    OLD_END = 0x2AA,
    CP_MAX = 0x7FFFFFFF,
};

static uint32_t characters(struct ls_cursor *c)
{
    uint32_t n = ls_cursor_u32le(c);
    return n <= CP_MAX ? n : 0;
}

static void read_lengths(struct doc_fib *fib, struct ls_cursor *c)
{
    for (int i = 0; i < DOC_STORIES; i++)
        fib->ccp[i] = characters(c);
}

/* Word 6 and 95: everything at a fixed place. */
static void read_old(struct doc_fib *fib, const uint8_t *bytes, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    (void)ls_cursor_bytes(&c, 0x34);
    read_lengths(fib, &c);
    fib->lists_off = OLD_LISTS;
    fib->lists_n = OLD_LISTS_N;
    fib->end = fib->off + OLD_END;
}

/* Word 97 and later: counted arrays, of which the first ones are the same in all versions. */
static void read_new(struct doc_fib *fib, const uint8_t *bytes, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    (void)ls_cursor_bytes(&c, DOC_FIB_BASE);
    size_t words = ls_cursor_u16le(&c);
    const uint8_t *rgw = ls_cursor_bytes(&c, words * 2);
    if (rgw && words >= WORDS)
        fib->lid_east = doc_u16(rgw + (WORDS - 1) * (size_t)2);
    size_t longs = ls_cursor_u16le(&c);
    const uint8_t *rglw = ls_cursor_bytes(&c, longs * 4);
    if (rglw && longs > 3) {
        struct ls_cursor lengths;
        ls_cursor_init(&lengths, rglw, longs * 4);
        (void)ls_cursor_bytes(&lengths, 3 * (size_t)4);
        read_lengths(fib, &lengths);
    }
    size_t lists = ls_cursor_u16le(&c);
    size_t at = len - c.left;
    fib->lists_off = at;
    fib->lists_n = c.left / 8 < lists ? c.left / 8 : lists;
    fib->end = fib->off + at + fib->lists_n * 8;
}

bool doc_fib_read(struct doc *doc, size_t off)
{
    const struct ls_buf *main = &doc->main.bytes;
    struct doc_fib *fib = &doc->fib;
    struct ls_cursor c;
    *fib = (struct doc_fib){.off = off};
    if (off >= main->n || main->n - off < DOC_FIB_BASE)
        return false;
    const uint8_t *bytes = (const uint8_t *)main->at + off;
    size_t len = main->n - off;
    ls_cursor_init(&c, bytes, len);
    unsigned ident = ls_cursor_u16le(&c);
    fib->version = ls_cursor_u16le(&c);
    (void)ls_cursor_u16le(&c);
    fib->lid = ls_cursor_u16le(&c);
    fib->next = ls_cursor_u16le(&c) * (uint32_t)DOC_PAGE;
    fib->flags = ls_cursor_u16le(&c);
    (void)ls_cursor_bytes(&c, 12);
    fib->fc_min = ls_cursor_u32le(&c);
    fib->fc_mac = ls_cursor_u32le(&c);
    bool known = ident == 0xA5EC || ident == 0xA5DC || ident == 0xA699 || ident == 0xA697;
    /* Whatever the version: the shape tells them apart. */
    bool new_shape = len >= 0x9A && doc_u16(bytes + DOC_FIB_BASE) == WORDS &&
                     doc_u16(bytes + DOC_FIB_BASE + 2 + WORDS * 2) == LONGS;
    fib->old = !new_shape && fib->version >= VERSION_OLD && fib->version <= VERSION_OLD_LAST;
    if (!known && !new_shape)
        return false;
    if (fib->old)
        read_old(fib, bytes, len);
    else if (known && !new_shape && fib->version < VERSION_OLD)
        return false;
    else
        read_new(fib, bytes, len);
    if (fib->end > main->n)
        fib->end = main->n;
    return true;
}

const struct doc_stream *doc_lists_stream(const struct doc *doc)
{
    return doc->fib.old ? &doc->main : &doc->table;
}

struct ls_str doc_list(const struct doc *doc, enum doc_list which)
{
    const struct doc_fib *fib = &doc->fib;
    const struct ls_buf *main = &doc->main.bytes, *in = &doc_lists_stream(doc)->bytes;
    size_t i = which, off = fib->off + fib->lists_off + 8 * i;
    if (fib->old && i >= OLD_LISTS_SPLIT)
        off = fib->off + OLD_LISTS_2 + 8 * (i - OLD_LISTS_SPLIT);
    if (i >= fib->lists_n || off > main->n || main->n - off < 8)
        return (struct ls_str){NULL, 0};
    uint32_t at = doc_u32(main->at + off), len = doc_u32(main->at + off + 4);
    if (len == 0 || at >= in->n)
        return (struct ls_str){NULL, 0};
    return (struct ls_str){in->at + at, len < in->n - at ? len : in->n - at};
}

const char *doc_charset_of_language(uint16_t lid)
{
    static const struct {
        uint16_t primary;
        const char *charset;
    } languages[] = {
        {0x01, "windows-1256"}, {0x02, "windows-1251"}, {0x05, "windows-1250"},
        {0x08, "windows-1253"}, {0x0D, "windows-1255"}, {0x0E, "windows-1250"},
        {0x11, "shift_jis"},    {0x12, "euc-kr"},       {0x15, "windows-1250"},
        {0x18, "windows-1250"}, {0x19, "windows-1251"}, {0x1A, "windows-1250"},
        {0x1B, "windows-1250"}, {0x1E, "windows-874"},  {0x1F, "windows-1254"},
        {0x22, "windows-1251"}, {0x23, "windows-1251"}, {0x24, "windows-1250"},
        {0x25, "windows-1257"}, {0x26, "windows-1257"}, {0x27, "windows-1257"},
        {0x29, "windows-1256"}, {0x2A, "windows-1258"}, {0x2F, "windows-1251"},
    };
    if ((lid & 0x3FF) == 0x04) /* Taiwan, Hong Kong, Macau: traditional */
        return lid == 0x0404 || lid == 0x0C04 || lid == 0x1404 ? "big5" : "gb18030";
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if ((lid & 0x3FF) == languages[i].primary)
            return languages[i].charset;
    return "windows-1252";
}
