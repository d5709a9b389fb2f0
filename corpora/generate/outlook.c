/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/outlook.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/put.h"

#include <string.h>

enum { VALUE_MAX = 1 << 20, TEXT = 0x001F, BINARY = 0x0102, NAME_ENTRY = 8, GUID = 16 };

static void put16(struct ls_buf *out, uint16_t value)
{
    const uint8_t bytes[] = {(uint8_t)value, (uint8_t)(value >> 8)};
    must(ls_buf_add(out, bytes, sizeof bytes));
}

static void put32(struct ls_buf *out, uint32_t value)
{
    put16(out, (uint16_t)value);
    put16(out, (uint16_t)(value >> 16));
}

static void pad(struct ls_buf *out, size_t to)
{
    while (out->n % to)
        must(ls_buf_char(out, '\0'));
}

void ls_msg_begin(struct ls_cfb_writer *writer, const char *named)
{
    struct ls_buf entries = {.limit = VALUE_MAX}, strings = {.limit = VALUE_MAX};
    struct ls_buf name = {.limit = VALUE_MAX};
    uint8_t guids[GUID] = {0x29, 0x03, 0x02, 0x00};
    ls_cfb_begin(writer);
    uint32_t names = ls_cfb_storage(writer, 0, "__nameid_version1.0");
    if (named) {
        put_utf16(&name, named);
        put32(&strings, (uint32_t)name.n);
        must(ls_buf_add(&strings, name.at, name.n));
        pad(&strings, 4);
        put32(&entries, 0);
        put16(&entries, 3 << 1 | 1);
        put16(&entries, 0);
    }
    ls_cfb_stream(writer, names, "__substg1.0_00020102", guids, sizeof guids);
    ls_cfb_stream(writer, names, "__substg1.0_00030102", entries.at, entries.n);
    ls_cfb_stream(writer, names, "__substg1.0_00040102", strings.at, strings.n);
    LS_VEC_FINI(&entries);
    LS_VEC_FINI(&strings);
    LS_VEC_FINI(&name);
}

void ls_msg_numbers(struct ls_cfb_writer *writer, uint32_t storage, uint32_t page)
{
    struct ls_buf out = {.limit = VALUE_MAX};
    for (size_t i = 0; i < (storage ? 6 : 8); i++)
        put32(&out, 0);
    if (page) {
        put32(&out, 0x3FFD0003);
        put32(&out, 6);
        put32(&out, page);
        put32(&out, 0);
    }
    ls_cfb_stream(writer, storage, "__properties_version1.0", out.at, out.n);
    LS_VEC_FINI(&out);
}

void ls_msg_bytes(struct ls_cfb_writer *writer, uint32_t storage, uint32_t tag, const void *bytes,
                  size_t len)
{
    char name[32];
    snprintf(name, sizeof name, "__substg1.0_%08X", tag);
    ls_cfb_stream(writer, storage, name, bytes, len);
}

void ls_msg_text(struct ls_cfb_writer *writer, uint32_t storage, uint16_t id, const char *utf8)
{
    struct ls_buf text = {.limit = VALUE_MAX};
    put_utf16(&text, utf8);
    ls_msg_bytes(writer, storage, (uint32_t)id << 16 | TEXT, text.at, text.n);
    LS_VEC_FINI(&text);
}

static uint32_t inside(struct ls_cfb_writer *writer, uint32_t storage, const char *format,
                       unsigned number)
{
    char name[32];
    const uint8_t numbers[8] = {0};
    snprintf(name, sizeof name, "%s%08X", format, number);
    uint32_t i = ls_cfb_storage(writer, storage, name);
    ls_cfb_stream(writer, i, "__properties_version1.0", numbers, sizeof numbers);
    return i;
}

uint32_t ls_msg_recipient(struct ls_cfb_writer *writer, uint32_t storage, unsigned number)
{
    return inside(writer, storage, "__recip_version1.0_#", number);
}

uint32_t ls_msg_attachment(struct ls_cfb_writer *writer, uint32_t storage, unsigned number)
{
    return inside(writer, storage, "__attach_version1.0_#", number);
}

uint32_t ls_msg_message(struct ls_cfb_writer *writer, uint32_t attachment)
{
    uint32_t i = ls_cfb_storage(writer, attachment, "__substg1.0_3701000D");
    ls_msg_numbers(writer, i, 0);
    return i;
}

void ls_lzfu_write(const char *rtf, bool packed, struct ls_buf *out)
{
    size_t len = strlen(rtf), controls = packed ? len / 8 + 1 : 0;
    uint32_t end = (uint32_t)((207 + len) % 4096);
    put32(out, (uint32_t)(12 + len + controls + (packed ? 2 : 0)));
    put32(out, (uint32_t)len);
    put32(out, packed ? 0x75465A4C : 0x414C454D);
    put32(out, 0);
    for (size_t i = 0; i < len; i++) {
        if (packed && i % 8 == 0)
            must(ls_buf_char(out, (char)(len - i < 8 ? 1u << (len - i) : 0)));
        must(ls_buf_char(out, rtf[i]));
    }
    if (packed && len % 8 == 0)
        must(ls_buf_char(out, 1));
    if (packed) { /* a reference to where the next byte would stand ends it */
        must(ls_buf_char(out, (char)(end >> 4)));
        must(ls_buf_char(out, (char)(end << 4 & 0xF0)));
    }
}

void ls_tnef_begin(struct ls_buf *out)
{
    put32(out, 0x223E9F78);
    put16(out, 1);
}

void ls_tnef_attribute(struct ls_buf *out, uint8_t level, uint32_t id, const void *bytes,
                       size_t len)
{
    uint16_t sum = 0;
    for (size_t i = 0; i < len; i++)
        sum = (uint16_t)(sum + ((const uint8_t *)bytes)[i]);
    must(ls_buf_char(out, (char)level));
    put32(out, id);
    put32(out, (uint32_t)len);
    must(ls_buf_add(out, bytes, len));
    put16(out, sum);
}

void ls_tnef_count(struct ls_buf *out, uint32_t n)
{
    put32(out, n);
}

void ls_tnef_bytes(struct ls_buf *out, uint32_t tag, const void *bytes, size_t len)
{
    put32(out, tag);
    put32(out, 1);
    put32(out, (uint32_t)len);
    must(ls_buf_add(out, bytes, len));
    pad(out, 4);
}

void ls_tnef_text(struct ls_buf *out, uint16_t id, const char *utf8)
{
    struct ls_buf text = {.limit = VALUE_MAX};
    put_utf16(&text, utf8);
    put16(&text, 0);
    ls_tnef_bytes(out, (uint32_t)id << 16 | TEXT, text.at, text.n);
    LS_VEC_FINI(&text);
}

void ls_tnef_named(struct ls_buf *out, uint16_t id, const char *name, const char *utf8)
{
    struct ls_buf text = {.limit = VALUE_MAX};
    const uint8_t guid[GUID] = {0x29, 0x03, 0x02, 0x00};
    put_utf16(&text, name);
    put16(&text, 0);
    put32(out, (uint32_t)id << 16 | TEXT);
    must(ls_buf_add(out, guid, sizeof guid));
    put32(out, 1);
    put32(out, (uint32_t)text.n);
    must(ls_buf_add(out, text.at, text.n));
    pad(out, 4);
    LS_VEC_CLEAR(&text);
    put_utf16(&text, utf8);
    put16(&text, 0);
    put32(out, 1);
    put32(out, (uint32_t)text.n);
    must(ls_buf_add(out, text.at, text.n));
    pad(out, 4);
    LS_VEC_FINI(&text);
}
