/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an archive has a member of a certain name, by its first and last bytes only: local
 * headers from the first byte on, and the part of the directory that is in the tail.
 */
#include "formats/zip_priv.h"

#include "base/cursor.h"
#include "formats/zip_find.h"

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

/* Where in the tail the last end record stands, or `len`. */
static size_t find_end(const uint8_t *bytes, size_t len)
{
    for (size_t at = len < ZIP_END_LEN ? 0 : len - ZIP_END_LEN + 1; at-- > 0;)
        if (bytes[at] == 'P' && memcmp(bytes + at, "PK\5\6", 4) == 0)
            return at;
    return len;
}

/*
 * Whether a run of directory headers that reaches up to the end record has the name. Runs that end
 * elsewhere are those of archives that are members, stored as they are.
 */
static bool in_directory(const uint8_t *bytes, size_t len, struct ls_str name)
{
    size_t end = find_end(bytes, len), next;
    for (size_t at = 0; at < end && end < len;) {
        const uint8_t *p = zip_find(bytes + at, end - at, "PK\1\2");
        bool found = false;
        if (!p)
            return false;
        at = (size_t)(p - bytes);
        while (end - at >= ZIP_DIRECTORY_LEN && memcmp(bytes + at, "PK\1\2", 4) == 0) {
            found |=
                has_name(bytes + at, end - at, NAME_AT_DIRECTORY, ZIP_DIRECTORY_LEN, name, &next);
            at = next < end - at ? at + next : end;
        }
        if (found && (at == end || memcmp(bytes + at, "PK\6\6", 4) == 0))
            return true;
        at += 4;
    }
    return false;
}

/* Local headers from the first one on, each found behind the data of the one before. */
static bool in_locals(const uint8_t *bytes, size_t len, struct ls_str name)
{
    size_t next;
    for (size_t at = 0; len - at >= ZIP_LOCAL_LEN;) {
        struct ls_cursor c;
        ls_cursor_init(&c, bytes + at, len - at);
        if (ls_cursor_u32le(&c) != ZIP_LOCAL)
            return false;
        if (has_name(bytes + at, len - at, NAME_AT_LOCAL, ZIP_LOCAL_LEN, name, &next))
            return true;
        (void)ls_cursor_u16le(&c);
        uint16_t flags = ls_cursor_u16le(&c), method = ls_cursor_u16le(&c);
        (void)ls_cursor_bytes(&c, 8);
        uint32_t packed = ls_cursor_u32le(&c);
        bool later = (flags & ZIP_FLAG_DESCRIPTOR) && packed == 0;
        if (next >= len - at || (later && method == ZIP_STORED))
            return false; /* its end cannot be told from what is in it */
        at += next;
        const uint8_t *p = later ? zip_find(bytes + at, len - at, "PK\3\4") : NULL;
        if (later ? !p : packed >= len - at)
            return false;
        at = later ? (size_t)(p - bytes) : at + packed;
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
