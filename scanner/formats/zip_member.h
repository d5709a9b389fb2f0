/* SPDX-License-Identifier: Apache-2.0 */
/* A member that is open: its bytes (zip_member.c), and what is told of it (zip_emit.c). */
#ifndef LS_FORMATS_ZIP_MEMBER_H
#define LS_FORMATS_ZIP_MEMBER_H

#include "decode/inflate.h"
#include "decode/unpack.h"
#include "formats/zip_priv.h"

struct ls_zip_member {
    struct ls_zip *zip;
    struct ls_inflate *inflate;
    struct ls_unpack *unpack;
    enum ls_unpack_kind unpack_kind;
    enum { MEMBER_CLOSED, MEMBER_STORED, MEMBER_INFLATING, MEMBER_UNPACKING } state;
    struct ls_blob stored;
    struct ls_blob decoded; /* in front of the decoder: notes why it breaks */
    struct ls_blob *decoder;
    struct ls_gap why;
    uint64_t lo, hi;  /* the data in the archive */
    uint64_t reached; /* stored bytes that were read */
    bool cut;         /* the archive ends before they do */
};

/* Whether members have taken more than so many readings of all the archive. */
bool zip_exhausted(const struct ls_zip *zip, unsigned readings);

/*
 * Where in the archive the data ended of the member that was read last; *whole: it is packed, and
 * ended as it should.
 */
uint64_t zip_member_end(const struct ls_zip_member *member, bool *whole);

#endif
