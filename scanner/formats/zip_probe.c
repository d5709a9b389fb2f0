/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an archive has a member of a certain name, by its first and last bytes only: local
 * headers from the first byte on, and the part of the directory that is in the tail.
 */
#include "formats/zip_priv.h"

#include "base/cursor.h"

#include <string.h>

enum { NAME_AT_LOCAL = 26, NAME_AT_DIRECTORY = 28 };

/* Whether the header at bytes[0..len) has this name, or one in this folder. *next: how long it is.
 */
static bool has_name(const uint8_t *bytes, size_t len, size_t lengths_at, size_t fixed,
                     struct ls_str name, size_t *next)
{
    bool folder = name.at[name.len - 1] == '/';
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    (void)ls_cursor_bytes(&c, lengths_at);
    size_t name_len = ls_cursor_u16le(&c), extra_len = ls_cursor_u16le(&c);
    size_t comment_len = fixed == ZIP_DIRECTORY_LEN ? ls_cursor_u16le(&c) : 0;
    *next = fixed + name_len + extra_len + comment_len;
    return !c.failed && (folder ? name_len > name.len : name_len == name.len) &&
           fixed + name_len <= len && memcmp(bytes + fixed, name.at, name.len) == 0;
}

static bool in_directory(const uint8_t *bytes, size_t len, struct ls_str name)
{
    size_t next;
    for (size_t at = 0; at < len;) {
        const uint8_t *p = memmem(bytes + at, len - at, "PK\1\2", 4);
        if (!p)
            return false;
        at = (size_t)(p - bytes);
        while (len - at >= ZIP_DIRECTORY_LEN && memcmp(bytes + at, "PK\1\2", 4) == 0) {
            if (has_name(bytes + at, len - at, NAME_AT_DIRECTORY, ZIP_DIRECTORY_LEN, name, &next))
                return true;
            at = next < len - at ? at + next : len;
        }
        at += 4; /* of what was none, or too short a rest */
        if (at > len)
            return false;
    }
    return false;
}

static bool in_locals(const uint8_t *bytes, size_t len, struct ls_str name)
{
    size_t next;
    for (size_t at = 0; at < len;) {
        const uint8_t *p = memmem(bytes + at, len - at, "PK\3\4", 4);
        if (!p)
            return false;
        at = (size_t)(p - bytes);
        if (has_name(bytes + at, len - at, NAME_AT_LOCAL, ZIP_LOCAL_LEN, name, &next))
            return true;
        at += 4;
    }
    return false;
}

bool ls_zip_probe(const struct ls_probe *probe, const char *name)
{
    struct ls_str wanted = ls_str_of(name);
    if (!ls_probe_is(probe, 0, "PK\3\4", 4))
        return false;
    return in_locals(probe->head, probe->head_len, wanted) ||
           in_directory(probe->tail, probe->tail_len, wanted);
}
