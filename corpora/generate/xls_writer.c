/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/xls_writer.h"

#include "base/encoding.h"
#include "generate/must.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

enum { BOF = 0x809, END = 0x00A, SHEET = 0x085 };

void ls_xls_writer_init(struct ls_xls_writer *w)
{
    *w = (struct ls_xls_writer){.out.limit = 16 << 20, .record = SIZE_MAX};
}

static void put(struct ls_xls_writer *w, size_t size, uint64_t value)
{
    for (size_t i = 0; i < size; i++)
        must(ls_buf_char(&w->out, (char)(value >> 8 * i)));
}

void ls_xls_end(struct ls_xls_writer *w)
{
    if (w->record == SIZE_MAX)
        return;
    size_t len = w->out.n - w->record - 4;
    MUST(len <= UINT16_MAX);
    w->out.at[w->record + 2] = (char)len;
    w->out.at[w->record + 3] = (char)(len >> 8);
    w->record = SIZE_MAX;
}

void ls_xls_record(struct ls_xls_writer *w, unsigned type)
{
    ls_xls_end(w);
    w->record = w->out.n;
    put(w, 2, type);
    put(w, 2, 0);
}

void ls_xls_put(struct ls_xls_writer *w, const char *sizes, ...)
{
    va_list list;
    va_start(list, sizes);
    for (; *sizes; sizes++) {
        size_t size = (size_t)(*sizes - '0');
        put(w, size, size == 8 ? va_arg(list, uint64_t) : va_arg(list, unsigned));
    }
    va_end(list);
}

void ls_xls_double_put(struct ls_xls_writer *w, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    put(w, 8, bits);
}

void ls_xls_bytes_put(struct ls_xls_writer *w, const void *bytes, size_t len)
{
    must(ls_buf_add(&w->out, bytes, len));
}

static uint32_t next_char(const char **text)
{
    uint32_t cp;
    *text += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)*text, strlen(*text), &cp);
    return cp;
}

size_t ls_xls_units_put(struct ls_xls_writer *w, const char *text)
{
    size_t n = 0;
    while (*text) {
        uint32_t cp = next_char(&text);
        if (cp >= 0x10000) {
            put(w, 2, 0xD800 + ((cp - 0x10000) >> 10));
            put(w, 2, 0xDC00 + ((cp - 0x10000) & 0x3FF));
            n++;
        } else {
            put(w, 2, cp);
        }
        n++;
    }
    return n;
}

void ls_xls_text(struct ls_xls_writer *w, size_t size, const char *text)
{
    size_t n = 0;
    bool wide = false;
    if (w->bytes) {
        put(w, size, strlen(text));
        ls_xls_bytes_put(w, text, strlen(text));
        return;
    }
    for (const char *at = text; *at; n++) {
        uint32_t cp = next_char(&at);
        wide |= cp > 0xFF;
        n += cp >= 0x10000;
    }
    put(w, size, n);
    put(w, 1, wide);
    if (wide)
        (void)ls_xls_units_put(w, text);
    else
        while (*text)
            put(w, 1, next_char(&text));
}

void ls_xls_bof(struct ls_xls_writer *w, unsigned version, unsigned kind)
{
    w->bytes = version < 8;
    ls_xls_record(w, BOF);
    ls_xls_put(w, "2222", version < 8 ? 0x0500 : 0x0600, kind, 0x0DBB, 0x07CC);
    if (version >= 8)
        ls_xls_put(w, "44", 0, 6);
}

void ls_xls_eof(struct ls_xls_writer *w)
{
    ls_xls_record(w, END);
    ls_xls_end(w);
}

void ls_xls_sheet(struct ls_xls_writer *w, const char *name, unsigned state, size_t *patch)
{
    ls_xls_record(w, SHEET);
    *patch = w->out.n;
    ls_xls_put(w, "411", 0, state, 0);
    ls_xls_text(w, 1, name);
}

void ls_xls_sheet_here(struct ls_xls_writer *w, size_t patch)
{
    ls_xls_end(w);
    for (size_t i = 0; i < 4; i++)
        w->out.at[patch + i] = (char)(w->out.n >> 8 * i);
}
