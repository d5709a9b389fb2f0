/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ole1.h"

#include "base/cursor.h"

#include <string.h>

enum { LINKED = 1, EMBEDDED = 2, PACKAGE = 2, FILE_INSIDE = 3 };

/* LengthPrefixedAnsiString ([MS-OLEDS] 2.1.4): with its zero. */
static struct ls_str read_string(struct ls_cursor *c)
{
    uint32_t len = ls_cursor_u32le(c);
    if (len > LS_OLE1_NAME_MAX)
        c->failed = true;
    const char *at = c->failed ? NULL : (const char *)ls_cursor_bytes(c, len);
    return (struct ls_str){at, at ? strnlen(at, len) : 0};
}

bool ls_ole1_read(const void *bytes, size_t len, struct ls_ole1 *object)
{
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    *object = (struct ls_ole1){.linked = false};
    ls_cursor_u32le(&c); /* version: to be ignored */
    uint32_t kind = ls_cursor_u32le(&c);
    if (c.failed || (kind != LINKED && kind != EMBEDDED))
        return false;
    object->linked = kind == LINKED;
    object->class_name = read_string(&c);
    object->topic = read_string(&c);
    object->item = read_string(&c);
    if (object->linked) { /* 2.2.6: name of the network, reserved, when to update */
        read_string(&c);
        ls_cursor_u32le(&c);
        ls_cursor_u32le(&c);
    } else {
        object->native_len = ls_cursor_u32le(&c);
    }
    object->native_off = len - c.left;
    return !c.failed;
}

static struct ls_str read_zero_ended(struct ls_cursor *c)
{
    const char *at = (const char *)c->at;
    size_t most = c->left < LS_OLE1_NAME_MAX ? c->left : LS_OLE1_NAME_MAX;
    size_t len = c->failed ? 0 : strnlen(at, most);
    if (len == most)
        c->failed = true;
    else
        ls_cursor_bytes(c, len + 1);
    return (struct ls_str){at, len};
}

bool ls_ole1_package_read(const void *bytes, size_t len, struct ls_ole1_package *package)
{
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    if (ls_cursor_u16le(&c) != PACKAGE || c.failed)
        return false;
    package->label = read_zero_ended(&c);
    package->path = read_zero_ended(&c);
    ls_cursor_u16le(&c);
    uint16_t kind = ls_cursor_u16le(&c);
    if (c.failed || kind != FILE_INSIDE)
        return false;
    uint32_t temporary = ls_cursor_u32le(&c); /* a path, with its zero */
    if (c.failed || temporary > LS_OLE1_NAME_MAX || !ls_cursor_bytes(&c, temporary))
        return false;
    package->data_len = ls_cursor_u32le(&c);
    package->data_off = len - c.left;
    return !c.failed;
}
