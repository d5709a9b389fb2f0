/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/props_writer.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/put.h"

#include <string.h>

enum { LPSTR = 30, ROOM = 1 << 20, STREAM_HEAD = 48 };

static void align(struct ls_buf *out)
{
    while (out->n % 4)
        put_number(out, 0, 1);
}

void ls_props_begin(struct ls_props_writer *writer, uint16_t code_page)
{
    *writer =
        (struct ls_props_writer){.code_page = code_page, .values.limit = ROOM, .names.limit = ROOM};
    uint8_t number[2] = {(uint8_t)code_page, (uint8_t)(code_page >> 8)};
    ls_props_value(writer, 1, 2, number, sizeof number);
}

void ls_props_value(struct ls_props_writer *writer, uint32_t id, uint32_t type, const void *bytes,
                    size_t len)
{
    MUST(writer->n < LS_PROPS_WRITER_MAX);
    writer->ids[writer->n] = id;
    writer->offs[writer->n++] = (uint32_t)writer->values.n;
    put_number(&writer->values, type, 4);
    must(ls_buf_add(&writer->values, bytes, len));
    align(&writer->values);
}

void ls_props_string(struct ls_props_writer *writer, uint32_t id, const void *bytes, size_t len)
{
    struct ls_buf value = {.limit = ROOM};
    size_t zero = writer->code_page == 1200 ? 2 : 1;
    put_number(&value, len + zero, 4);
    must(ls_buf_add(&value, bytes, len));
    put_number(&value, 0, zero);
    ls_props_value(writer, id, LPSTR, value.at, value.n);
    LS_VEC_FINI(&value);
}

void ls_props_name(struct ls_props_writer *writer, uint32_t id, const void *name, size_t len)
{
    bool wide = writer->code_page == 1200;
    put_number(&writer->names, id, 4);
    put_number(&writer->names, wide ? len / 2 + 1 : len + 1, 4);
    must(ls_buf_add(&writer->names, name, len));
    put_number(&writer->names, 0, wide ? 2 : 1);
    if (wide)
        align(&writer->names);
    writer->names_n++;
}

void ls_props_end(struct ls_props_writer *writer, struct ls_buf *out)
{
    uint32_t n = writer->n + (writer->names_n > 0), at = 8 + n * 8;
    put_number(out, 0xFFFE, 2);
    put_number(out, 0, 2 + 4 + 16);
    put_number(out, 1, 4);
    put_number(out, 0, 16);
    put_number(out, STREAM_HEAD, 4);
    uint32_t names_at = at + (uint32_t)writer->values.n;
    align(&writer->names);
    put_number(out, names_at + (writer->names_n ? 4 + writer->names.n : 0), 4);
    put_number(out, n, 4);
    for (uint32_t i = 0; i < writer->n; i++) {
        put_number(out, writer->ids[i], 4);
        put_number(out, at + writer->offs[i], 4);
    }
    if (writer->names_n) {
        put_number(out, 0, 4);
        put_number(out, names_at, 4);
    }
    must(ls_buf_add(out, writer->values.at, writer->values.n));
    if (writer->names_n) {
        put_number(out, writer->names_n, 4);
        must(ls_buf_add(out, writer->names.at, writer->names.n));
    }
    LS_VEC_FINI(&writer->values);
    LS_VEC_FINI(&writer->names);
}
