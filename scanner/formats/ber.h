/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements of ASN.1 in BER or DER (X.690), read forward out of any blob in constant memory. Tags of
 * several bytes and lengths beyond 63 bits are malformed.
 */
#ifndef LS_FORMATS_BER_H
#define LS_FORMATS_BER_H

#include "formats/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LS_BER_OPEN UINT64_MAX /* indefinite: up to an end-of-contents (8.1.3.6) */

/* Begins with zeros, but for job and blob. */
struct ls_ber {
    struct ls_format_job *job;
    struct ls_blob *blob;
    uint64_t off; /* of window[at] in the blob */
    size_t at, n; /* window[at..n) is what has been read ahead */
    uint8_t window[16 << 10];
};

struct ls_ber_element {
    uint8_t tag;
    uint64_t len; /* of the content, or LS_BER_OPEN */
};

/* The end-of-contents of an element of indefinite length. */
static inline bool ls_ber_is_end(const struct ls_ber_element *element)
{
    return element->tag == 0 && element->len == 0;
}

/* Makes sure of at least one byte in the window, unless the blob ends here. */
struct ls_result ls_ber_fill(struct ls_ber *ber) LS_MUST_USE;
struct ls_result ls_ber_byte(struct ls_ber *ber, uint8_t *byte) LS_MUST_USE;

/* Reads the head of an element. */
struct ls_result ls_ber_next(struct ls_ber *ber, struct ls_ber_element *element) LS_MUST_USE;
/* The same; malformed unless it has this tag. */
struct ls_result ls_ber_expect(struct ls_ber *ber, uint8_t tag,
                               struct ls_ber_element *element) LS_MUST_USE;

/* Passes over the content of an element whose head was read. */
struct ls_result ls_ber_skip(struct ls_ber *ber, const struct ls_ber_element *element) LS_MUST_USE;
/* Passes over an element of this tag. */
struct ls_result ls_ber_skip_expected(struct ls_ber *ber, uint8_t tag) LS_MUST_USE;

#endif
