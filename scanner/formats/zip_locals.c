/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The local header of each entry of the directory, and what it has against the entry. Where the two
 * contradict each other, some readers believe one and some the other: data is read as far as either
 * says, with the method of both, and without a password when one of them asks for none.
 */
#include "formats/zip_priv.h"

#include <string.h>

static bool same_str(struct ls_str a, struct ls_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static void compare_sizes(struct ls_zip *zip, struct zip_item *item, const struct zip_header *local)
{
    item->described = (local->flags & ZIP_FLAG_DESCRIPTOR) && local->packed == 0;
    if (item->described || local->packed == UINT32_MAX)
        return;
    item->disputed = local->packed != item->pub.packed;
    if (item->disputed || local->size != item->pub.size)
        zip->trouble |= TROUBLE_SIZES;
    if (local->packed > item->claim)
        item->claim = local->packed;
    if (local->packed > item->reach)
        item->reach = local->packed;
    if (local->size > item->reach)
        item->reach = local->size;
}

/* Two methods: read with both. */
static struct ls_result add_other_method(struct ls_zip *zip, const struct zip_item *item,
                                         const struct zip_header *local)
{
    struct zip_item other = *item;
    zip->trouble |= TROUBLE_METHODS;
    other.pub.method = local->method;
    other.pub.hidden = true;
    other.in_directory = false;
    return zip_add(zip, &other);
}

static struct ls_result compare(struct ls_zip *zip, size_t i, const struct zip_header *local)
{
    struct zip_item *item = &zip->items.at[i];
    bool local_encrypted = (local->flags & ZIP_FLAG_ENCRYPTED) || local->method == ZIP_AES;
    if ((local->flags & ZIP_FLAG_MASKED) && local_encrypted)
        return ls_ok(); /* its directory is encrypted, and says what it hides */
    if (!same_str(local->name, item->pub.name)) {
        zip->trouble |= TROUBLE_NAMES;
        item->pub.hidden = true;
        item->local_name = local->name;
    }
    compare_sizes(zip, item, local);
    if (local_encrypted != item->pub.encrypted) {
        zip->trouble |= TROUBLE_ENCRYPTION;
        item->pub.encrypted = false;
    }
    if (item->aes == 0) {
        item->aes = local->aes;
        item->aes_method = local->aes_method;
    }
    return local->method == item->pub.method ? ls_ok() : add_other_method(zip, item, local);
}

static struct ls_result find_local(struct ls_zip *zip, size_t i)
{
    uint64_t said = zip->items.at[i].pub.header_off;
    const uint64_t places[] = {said + zip->items.at[i].base, said,
                               said + (zip->prefix == LS_OFF_UNKNOWN ? 0 : zip->prefix)};
    struct zip_header local, first;
    uint64_t off = LS_OFF_UNKNOWN;
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        bool there;
        LS_TRY(zip_read_local(zip, places[k], zip->items.at[i].pub.name, &local, &there));
        if (there && off == LS_OFF_UNKNOWN && !zip->items.at[i].elsewhere) {
            off = places[k];
            first = local;
        }
        if (!there || !same_str(local.name, zip->items.at[i].pub.name))
            continue;
        off = places[k];
        first = local;
        break;
    }
    struct zip_item *item = &zip->items.at[i];
    item->pub.header_off = places[0];
    if (off == LS_OFF_UNKNOWN)
        return ls_ok();
    item->pub.header_off = off;
    item->pub.data_off = off + first.len;
    item->elsewhere = false;
    return compare(zip, i, &first);
}

struct ls_result zip_find_locals(struct ls_zip *zip, size_t from)
{
    size_t n = zip->items.n;
    for (size_t i = from; i < n; i++) {
        if (i % 1024 == 1023)
            LS_TRY(ls_charge(zip->job, 0, 0));
        if (zip->items.at[i].pub.data_off > 0)
            continue; /* it is one */
        LS_TRY(find_local(zip, i));
        struct zip_item *item = &zip->items.at[i];
        item->pub.hidden |= item->pub.data_off == 0 && !item->elsewhere;
    }
    return ls_ok();
}
