/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word documents: a compound file as it is, or the streams of a document, one behind the other,
 * each with its length before it, which are put into one. Text is UTF-8 without control characters,
 * its map leads to bytes of the file, and nothing is told after a failure.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "formats/format.h"
#include "generate/cfb_writer.h"
#include "generate/doc_writer.h"

#include <string.h>

enum { BUDGET = 4 << 20, ENTRIES_MAX = 20000, OUT_MAX = 1 << 24, STREAM_MAX = 1 << 16 };

struct reading {
    const uint8_t *bytes;
    size_t len;
    uint64_t spent, entries, raw_off;
    bool over; /* a failure has been handed up */
};

static struct ls_result spend(struct reading *r, uint64_t entries, uint64_t bytes)
{
    FUZZ_CHECK(!r->over, "goes on after a failure");
    r->spent += bytes;
    r->entries += entries;
    r->over = r->spent > BUDGET || r->entries > ENTRIES_MAX;
    return r->over ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct reading *r = user;
    FUZZ_CHECK(info->part < LS_PART_COUNT, "part %u", (unsigned)info->part);
    r->raw_off = info->name.len ? LS_OFF_UNKNOWN : info->raw_off;
    return spend(r, 1, 0);
}

/* The same bytes, but for the end of a line, which is '\n' whatever stands there. */
static bool is_verbatim(const uint8_t *bytes, struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (bytes[i] != (uint8_t)text.at[i] &&
            !(text.at[i] == '\n' && bytes[i] >= '\v' && bytes[i] <= '\r'))
            return false;
    return true;
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reading *r = user;
    uint64_t lo, hi;
    bool verbatim;
    FUZZ_CHECK(text.len > 0, "no text");
    FUZZ_CHECK(ls_utf8_valid(text.at, text.len), "no UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        FUZZ_CHECK((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t', "a control character");
    }
    if (map && r->raw_off == 0 && ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim)) {
        FUZZ_CHECK(lo <= hi && hi <= r->len, "leads outside");
        FUZZ_CHECK(!verbatim || (hi - lo == text.len && is_verbatim(r->bytes + lo, text)),
                   "not verbatim");
    }
    return spend(r, 0, text.len);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    FUZZ_CHECK(what <= LS_BREAK_PAGE, "break %u", (unsigned)what);
    return spend(user, 0, 1);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    FUZZ_CHECK(row && column, "no cell");
    return spend(user, 0, 1);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    uint8_t chunk[1024];
    size_t got;
    struct ls_result r = spend(user, 1, 0);
    if (!ls_failed(r))
        r = child->blob->read(child->blob, 0, chunk, sizeof chunk, &got);
    return r.code == LS_E_MALFORMED ? ls_ok() : r;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)member;
    FUZZ_CHECK(gap->reason && *gap->reason, "no reason");
    return spend(user, 1, 0);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    return spend(user, entries, bytes);
}

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
};

static void read_file(const uint8_t *data, size_t size)
{
    const struct ls_format *format = ls_format_find("doc");
    struct reading r = {.bytes = data, .len = size};
    struct ls_probe probe = {.head = data,
                             .head_len = size < LS_PROBE_HEAD ? size : LS_PROBE_HEAD,
                             .tail = data + size,
                             .size = size};
    struct ls_blob blob;
    ls_blob_memory(&blob, data, size);
    probe.blob = &blob;
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit, .user = &r};
    (void)format->bid(&probe);
    struct ls_result result = format->run(&job);
    FUZZ_CHECK(result.reach != LS_STOP || result.code == LS_E_MEMORY, "code %d", result.code);
}

static const char *const streams[] = {"WordDocument", "1Table", "Data"};
enum { STREAMS_N = sizeof streams / sizeof *streams, LENGTH = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ls_buf file = {.limit = OUT_MAX};
    struct ls_cfb_writer w;
    if (size >= 4 && memcmp(data, "\xD0\xCF\x11\xE0", 4) == 0) {
        read_file(data, size);
        return 0;
    }
    ls_cfb_begin(&w);
    for (int i = 0; i < STREAMS_N && size >= LENGTH; i++) {
        size_t len = data[0] | (size_t)data[1] << 8, left = size - LENGTH;
        w.scattered |= data[2] & 1;
        len = i + 1 == STREAMS_N || len > left ? left : len;
        ls_cfb_stream(&w, 0, streams[i], data + LENGTH, len < STREAM_MAX ? len : STREAM_MAX);
        data += LENGTH + len;
        size = left - len;
    }
    ls_cfb_end(&w, &file);
    read_file((const uint8_t *)file.at, file.n);
    LS_VEC_FINI(&file);
    return 0;
}

/* The streams of a file as the target takes them. */
static void add_streams(const struct ls_doc_spec *spec, void (*add)(const void *bytes, size_t len))
{
    struct ls_buf seed = {.limit = OUT_MAX}, file = {.limit = OUT_MAX};
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    ls_doc_streams(spec, &w, 0);
    for (int i = 0; i < STREAMS_N; i++) {
        const struct ls_buf *bytes = NULL;
        for (uint32_t k = 0; k < w.n; k++)
            if (strcmp(w.entries[k].name, streams[i]) == 0)
                bytes = &w.entries[k].bytes;
        size_t len = bytes ? bytes->n : 0;
        const uint8_t head[LENGTH] = {(uint8_t)len, (uint8_t)(len >> 8), 0};
        FUZZ_CHECK(!ls_failed(ls_buf_add(&seed, head, sizeof head)), "no memory");
        if (len)
            FUZZ_CHECK(!ls_failed(ls_buf_add(&seed, bytes->at, len)), "no memory");
    }
    add(seed.at, seed.n);
    ls_cfb_end(&w, &file);
    LS_VEC_FINI(&file);
    LS_VEC_FINI(&seed);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const struct ls_doc_run all[] = {
        {LS_DOC_BODY,
         "a\x13 PAGE \x14"
         "1\x15\r",
         0},
        {LS_DOC_BODY, "b\a\xe6\x9c\xba\a", 0},
        {LS_DOC_BODY, "\a", LS_DOC_ROW_END},
        {LS_DOC_BODY, "narrow", LS_DOC_NARROW},
        {LS_DOC_BODY, "c", LS_DOC_DELETED | LS_DOC_HIDDEN},
        {LS_DOC_BODY, "d\r", LS_DOC_HIDDEN_STYLE},
        {LS_DOC_BODY, "(", LS_DOC_STAR},
        {LS_DOC_BODY, "\x01", LS_DOC_FORM},
        {LS_DOC_BODY, "\x01\r", LS_DOC_PICTURE},
        {LS_DOC_BODY, "gone gone", LS_DOC_GONE | LS_DOC_NARROW},
        {LS_DOC_HEADER, "h\r", LS_DOC_HIDDEN_PIECE},
        {LS_DOC_FOOTER, "f\r", 0},
        {LS_DOC_COMMENT, "k\r", 0},
        {LS_DOC_BOX, "x\r", 0},
    };
    static const struct ls_doc_run one[] = {{LS_DOC_BODY, "a\a\a\xbb\xfa\xc3\xdc\r", 0}};
    const struct ls_doc_spec old = {.runs = one, .runs_n = 1, .old = true};
    const struct ls_doc_spec second = {.runs = one, .runs_n = 1, .author = "x"};
    const struct ls_doc_spec spec = {
        .runs = all,
        .runs_n = sizeof all / sizeof *all,
        .bookmark = "m",
        .title = "t",
        .author = "n",
        .variable = "v",
        .word_art = "w",
        .picture_text = "p",
        .form_help = "h",
        .glossary = &second,
    };
    add_streams(&spec, add);
    add_streams(&old, add);
}
