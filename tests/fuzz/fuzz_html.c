/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formats of HTML and of plain text on any bytes: text is UTF-8 without control characters and
 * its map stays in the input, children can be left unread, and a refusal of the engine is handed up
 * at once.
 *
 * The last byte holds options: how much the engine takes, how much of children it reads.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "formats/format.h"

#include <stdbool.h>
#include <string.h>

struct engine {
    const uint8_t *bytes;
    size_t len;
    uint64_t patience; /* calls until it refuses */
    uint64_t text;     /* bytes of text so far */
    size_t child_bytes;
    bool refused;
};

static struct ls_result heard(struct engine *e)
{
    FUZZ_CHECK(!e->refused, "it goes on after a refusal");
    e->refused = e->patience-- == 0;
    return e->refused ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    FUZZ_CHECK(info->part >= LS_PART_NONE && info->part < LS_PART_COUNT && info->encoding,
               "part %d", info->part);
    return heard(user);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct engine *e = user;
    uint64_t lo, hi;
    bool verbatim;
    FUZZ_CHECK(text.len > 0 && ls_utf8_valid(text.at, text.len), "text that is no UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        FUZZ_CHECK((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t', "a control character");
    }
    FUZZ_CHECK(map && base + text.len <= map->out_end, "more text than map");
    for (size_t i = 0; i < text.len; i += 1 + i / 64) {
        FUZZ_CHECK(ls_map_find(map, base + i, base + i + 1, &lo, &hi, &verbatim), "no way back");
        FUZZ_CHECK(lo < hi && hi <= e->len, "leads outside: %llu..%llu", (unsigned long long)lo,
                   (unsigned long long)hi);
        FUZZ_CHECK(!verbatim || e->bytes[lo] == (uint8_t)text.at[i], "another byte stands there");
    }
    e->text += text.len;
    FUZZ_CHECK(e->text <= 6 * (uint64_t)e->len, "text out of nothing");
    return heard(e);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    FUZZ_CHECK(what >= LS_BREAK_LINE && what <= LS_BREAK_PAGE, "break %d", what);
    return heard(user);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    FUZZ_CHECK(row && column, "a cell without a number");
    return heard(user);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct engine *e = user;
    uint8_t chunk[256];
    size_t done = 0, got = 1;
    FUZZ_CHECK(child->off == LS_OFF_UNKNOWN || child->off <= e->len, "a child outside");
    while (got && done < e->child_bytes) {
        struct ls_result r = ls_blob_read(child->blob, done, chunk, sizeof chunk, &got);
        FUZZ_CHECK(!ls_failed(r) || r.code == LS_E_MEMORY, "a child that fails");
        LS_TRY(r);
        done += got;
    }
    FUZZ_CHECK(done <= 4 * e->len, "a child out of nothing");
    return heard(e);
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)member;
    FUZZ_CHECK(gap->reason, "a gap without a reason");
    return heard(user);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)entries;
    (void)bytes;
    return heard(user);
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

static void run(const struct ls_format *format, const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {NULL, NULL, "gb2312", "utf-8", "iso-2022-cn", "utf-7"};
    uint8_t options = size ? data[size - 1] : 0;
    struct engine e = {
        .bytes = data,
        .len = size,
        .patience = options % 4 ? UINT64_MAX : options,
        .child_bytes = options % 3 ? SIZE_MAX : options,
    };
    size_t head = size < LS_PROBE_HEAD ? size : LS_PROBE_HEAD;
    struct ls_probe probe = {.head = data, .head_len = head, .size = size};
    struct ls_blob blob;
    struct ls_format_job job = {
        .blob = &blob,
        .probe = &probe,
        .emit = &emit,
        .user = &e,
        .charset = charsets[options % (sizeof charsets / sizeof *charsets)],
    };
    (void)format->bid(&probe);
    ls_blob_memory(&blob, data, size);
    struct ls_result r = format->run(&job);
    FUZZ_CHECK(e.refused ? r.code == LS_E_LIMIT : !ls_failed(r), "ends with %d", r.code);
    if (options % 7)
        return;
    e.refused = false;
    e.patience = UINT64_MAX;
    e.text = 0;
    ls_alloc_fail_nth(1 + options % 17);
    r = format->run(&job);
    ls_alloc_fail_nth(0);
    FUZZ_CHECK(!ls_failed(r) || r.code == LS_E_MEMORY, "ends with %d", r.code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    run(ls_format_find("html"), data, size);
    run(ls_format_find("text"), data, size);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    (void)add;
}
