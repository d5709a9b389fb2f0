/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ber.h"

enum { SKIP_NEST_MAX = 64 }; /* elements of indefinite length in each other */

struct ls_result ls_ber_fill(struct ls_ber *ber)
{
    if (ber->at < ber->n)
        return ls_ok();
    LS_TRY(ls_charge(ber->job, 0, 0));
    ber->at = 0;
    return ls_blob_read(ber->blob, ber->off, ber->window, sizeof ber->window, &ber->n);
}

struct ls_result ls_ber_byte(struct ls_ber *ber, uint8_t *byte)
{
    LS_TRY(ls_ber_fill(ber));
    if (ber->at == ber->n)
        return ls_bad(LS_E_MALFORMED);
    *byte = ber->window[ber->at++];
    ber->off++;
    return ls_ok();
}

struct ls_result ls_ber_next(struct ls_ber *ber, struct ls_ber_element *element)
{
    uint8_t byte;
    LS_TRY(ls_ber_byte(ber, &element->tag));
    if ((element->tag & 0x1F) == 0x1F) /* tags of several bytes: none here */
        return ls_bad(LS_E_MALFORMED);
    LS_TRY(ls_ber_byte(ber, &byte));
    element->len = byte;
    if (byte == 0x80)
        element->len = LS_BER_OPEN;
    if (byte <= 0x80)
        return ls_ok();
    element->len = 0;
    for (unsigned n = byte & 0x7F; n > 0; n--) {
        LS_TRY(ls_ber_byte(ber, &byte));
        if (element->len >> 55)
            return ls_bad(LS_E_MALFORMED);
        element->len = element->len << 8 | byte;
    }
    return ls_ok();
}

static struct ls_result skip_bytes(struct ls_ber *ber, uint64_t len)
{
    while (len) {
        LS_TRY(ls_ber_fill(ber));
        size_t have = ber->n - ber->at, n = len < have ? (size_t)len : have;
        if (n == 0)
            return ls_bad(LS_E_MALFORMED);
        ber->at += n;
        ber->off += n;
        len -= n;
    }
    return ls_ok();
}

struct ls_result ls_ber_skip(struct ls_ber *ber, const struct ls_ber_element *element)
{
    struct ls_ber_element inner = *element;
    unsigned open = 0;
    for (;;) {
        if (inner.len == LS_BER_OPEN)
            open++;
        else if (ls_ber_is_end(&inner) && open)
            open--;
        else
            LS_TRY(skip_bytes(ber, inner.len));
        if (open == 0)
            return ls_ok();
        if (open > SKIP_NEST_MAX)
            return ls_bad(LS_E_MALFORMED);
        LS_TRY(ls_ber_next(ber, &inner));
    }
}

struct ls_result ls_ber_expect(struct ls_ber *ber, uint8_t tag, struct ls_ber_element *element)
{
    LS_TRY(ls_ber_next(ber, element));
    return element->tag == tag ? ls_ok() : ls_bad(LS_E_MALFORMED);
}

struct ls_result ls_ber_skip_expected(struct ls_ber *ber, uint8_t tag)
{
    struct ls_ber_element element;
    LS_TRY(ls_ber_expect(ber, tag, &element));
    return ls_ber_skip(ber, &element);
}
