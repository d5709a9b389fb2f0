/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hyperlink objects ([MS-OSHARED] 2.3.7): what is shown, where to, in which frame. Where to is a
 * string, or a moniker: an object of a class, of which files and addresses are known here.
 */
#include "formats/xls_priv.h"

#include <string.h>

enum {
    HAS_MONIKER = 0x001,
    HAS_LOCATION = 0x008,
    HAS_DISPLAY = 0x010,
    HAS_FRAME = 0x080,
    MONIKER_IS_STRING = 0x100,
    CLASS = 16,
};

/* Its length in characters in front, with a NUL at the end. */
static struct ls_result take_string(struct ls_xls *x)
{
    uint32_t n = ls_xls_u32(&x->records);
    if (n > UINT16_MAX)
        x->records.failed = true;
    LS_TRY(ls_xls_units(&x->records, n, &x->text));
    return ls_xls_tell_line(x, LS_PART_FIELD, &x->text);
}

/* URLMoniker (2.3.7.6): bytes of text up to its NUL; an identifier may stand behind it. */
static struct ls_result take_address(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    uint32_t len = ls_xls_u32(r);
    size_t n = 0;
    if (r->failed || !ls_xls_more(r))
        return ls_ok();
    while (2 * n + 2 <= len && 2 * n + 2 <= r->left && (r->at[2 * n] || r->at[2 * n + 1]))
        n++;
    LS_TRY(ls_xls_units(r, n, &x->text));
    ls_xls_skip(r, len - 2 * n);
    return ls_xls_tell_line(x, LS_PART_FIELD, &x->text);
}

/* FileMoniker (2.3.7.8): the path in bytes, and again in UTF-16 where bytes do not say it. */
static struct ls_result take_file(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    enum { BEHIND = 24 }; /* versions and room, up to the second path */
    ls_xls_skip(r, 2);
    uint32_t n = ls_xls_u32(r);
    if (n > UINT16_MAX)
        r->failed = true;
    const uint8_t *bytes = ls_xls_bytes(r, n);
    uint64_t off = r->off - (bytes ? n : 0);
    if (!bytes)
        return ls_ok();
    LS_TRY(ls_xls_decode(&x->text, bytes, n, off, false));
    LS_TRY(ls_xls_tell_line(x, LS_PART_FIELD, &x->text));
    ls_xls_skip(r, BEHIND);
    if (ls_xls_u32(r) == 0)
        return ls_ok();
    uint32_t size = ls_xls_u32(r);
    ls_xls_skip(r, 2);
    if (size / 2 > UINT16_MAX)
        r->failed = true;
    LS_TRY(ls_xls_units(r, size / 2, &x->text));
    return ls_xls_tell_line(x, LS_PART_FIELD, &x->text);
}

static struct ls_result take_moniker(struct ls_xls *x)
{
    static const uint8_t address[CLASS] = {0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11,
                                           0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B};
    static const uint8_t file[CLASS] = {0x03, 0x03, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};
    const uint8_t *class = ls_xls_bytes(&x->records, CLASS);
    if (class && memcmp(class, address, CLASS) == 0)
        return take_address(x);
    if (class && memcmp(class, file, CLASS) == 0)
        return take_file(x);
    x->records.failed = true; /* nobody knows how long it is */
    return ls_ok();
}

struct ls_result ls_xls_read_link(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    (void)ls_xls_u32(r);
    uint32_t flags = ls_xls_u32(r);
    if (r->failed)
        return ls_ok();
    if (flags & HAS_DISPLAY)
        LS_TRY(take_string(x));
    if (flags & HAS_FRAME)
        LS_TRY(take_string(x));
    if (flags & HAS_MONIKER)
        LS_TRY(flags & MONIKER_IS_STRING ? take_string(x) : take_moniker(x));
    return flags & HAS_LOCATION ? take_string(x) : ls_ok();
}
