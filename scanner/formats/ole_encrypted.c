/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EncryptionInfo says how the package in EncryptedPackage is encrypted; with a password that
 * everybody knows it is opened, and is a document like any other. Rights management keeps the key
 * elsewhere.
 */
#include "formats/ole_encrypted.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/office_crypt.h"

enum { INFO_MAX = 64 << 10 };

#define PACKAGE "EncryptedPackage"
#define RIGHTS "\tDRMContent"
#define SPACES "\6DataSpaces"

static void take(struct ls_cfb *cfb, uint32_t storage, const char *name)
{
    uint32_t i = ls_cfb_find(cfb, storage, name);
    if (i != LS_CFB_NONE)
        ls_cfb_take(cfb, i);
}

static struct ls_result emit_package(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                     const struct ls_office_key *key)
{
    struct ls_cfb_stream stream;
    struct ls_office_package *package = ls_calloc(1, sizeof *package);
    if (!package)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r = ls_cfb_stream_open(cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_office_package_init(package, &stream.blob, key);
    if (!ls_failed(r)) {
        struct ls_child child = {.name = ls_str_of(PACKAGE),
                                 .blob = &package->blob,
                                 .off = ls_cfb_stream_at(&stream),
                                 .part = LS_PART_NONE};
        r = ls_emit_child(job, &child);
    }
    ls_cfb_stream_close(&stream);
    ls_free(package);
    return r;
}

static struct ls_result read_package(struct ls_format_job *job, struct ls_cfb *cfb,
                                     uint32_t storage, uint32_t i)
{
    struct ls_buf info = {.limit = INFO_MAX};
    struct ls_office_key key = {.cipher = LS_OFFICE_UNKNOWN};
    struct ls_result r = ls_ok();
    uint32_t at = ls_cfb_find_stream(cfb, storage, "EncryptionInfo");
    if (at != LS_CFB_NONE)
        r = ls_cfb_load(cfb, at, &info, NULL);
    if (!ls_failed(r))
        r = ls_office_unlock(job, (const uint8_t *)info.at, info.n, &key);
    LS_VEC_FINI(&info);
    LS_TRY(r);
    take(cfb, storage, "EncryptionInfo");
    take(cfb, storage, PACKAGE);
    if (key.cipher == LS_OFFICE_AES || key.cipher == LS_OFFICE_AGILE)
        return emit_package(job, cfb, i, &key);
    return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED,
                       "Office document with a password");
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    return ls_cfb_find_stream(cfb, storage, PACKAGE) != LS_CFB_NONE ||
           ls_cfb_find_stream(cfb, storage, RIGHTS) != LS_CFB_NONE;
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    uint32_t i = ls_cfb_find_stream(cfb, storage, PACKAGE);
    if (i != LS_CFB_NONE)
        LS_TRY(read_package(job, cfb, storage, i));
    if (ls_cfb_find_stream(cfb, storage, RIGHTS) != LS_CFB_NONE)
        LS_TRY(ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED,
                           "Office document under rights management"));
    take(cfb, storage, RIGHTS);
    take(cfb, storage, SPACES);
    return ls_ok();
}

const struct ls_ole_reader ls_ole_encrypted = {.knows = knows, .read = read};
