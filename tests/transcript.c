/* SPDX-License-Identifier: Apache-2.0 */
#include "transcript.h"

#include "base/alloc.h"
#include "forward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_MAX = 256 << 20, SHOWN = 64, PIECE = 1000 };

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)
#define ADD(...) MUST(!ls_failed(ls_buf_printf(&t->out, __VA_ARGS__)))

static void add_quoted(struct ls_buf *out, const char *s, size_t len)
{
    MUST(!ls_failed(ls_buf_char(out, '"')));
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        const char *as = c == '\n'   ? "\\n"
                         : c == 0x1F ? "|"
                         : c == 0x1E ? "\\r"
                         : c == '\f' ? "\\f"
                         : c == '\t' ? "\\t"
                                     : NULL;
        struct ls_result r = as                      ? ls_buf_str(out, as)
                             : c < 0x20 || c == 0x7F ? ls_buf_printf(out, "\\x%02x", c)
                                                     : ls_buf_char(out, (char)c);
        MUST(!ls_failed(r));
    }
    MUST(!ls_failed(ls_buf_char(out, '"')));
}

static void flush(struct ls_transcript *t)
{
    if (t->text.n == 0)
        return;
    ADD("text ");
    add_quoted(&t->out, t->text.at, t->text.n);
    ADD("\n");
    LS_VEC_CLEAR(&t->text);
}

static struct ls_result spend(struct ls_transcript *t, uint64_t bytes)
{
    t->spent += bytes;
    return t->spent > t->budget ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct ls_transcript *t = user;
    flush(t);
    t->raw_off = info->raw_off;
    ADD("part %s", info->part ? ls_part_name(info->part) : "-");
    if (info->name.len) {
        ADD(" ");
        add_quoted(&t->out, info->name.at, info->name.len);
    }
    if (info->page)
        ADD(" page %u", info->page);
    if (info->slide)
        ADD(" slide %u", info->slide);
    if (info->sheet.len) {
        ADD(" sheet ");
        add_quoted(&t->out, info->sheet.at, info->sheet.len);
    }
    if (info->encoding && strcmp(info->encoding, "utf-8") != 0)
        ADD(" %s", info->encoding);
    ADD("\n");
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ls_transcript *t = user;
    uint64_t lo = 0, hi = 0;
    bool verbatim = false;
    bool known = map && text.len && ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim);
    t->pieces_mapped += known;
    t->pieces_unmapped += !known;
    if (known && verbatim && t->check_verbatim && t->raw_off != LS_OFF_UNKNOWN) {
        uint64_t off = t->raw_off + lo;
        MUST(hi - lo == text.len && off <= t->len && t->len - off >= text.len);
        MUST(memcmp(t->bytes + off, text.at, text.len) == 0);
    }
    MUST(!ls_failed(ls_buf_add(&t->text, text.at, text.len)));
    if (t->with_offsets && text.len) {
        flush(t);
        if (known)
            ADD("  @%llu..%llu%s\n", (unsigned long long)lo, (unsigned long long)hi,
                verbatim ? " verbatim" : "");
    }
    return spend(t, text.len);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    static const char ends[] = {'\n', 0x1F, 0x1E, '\f'};
    struct ls_transcript *t = user;
    if (what != LS_BREAK_CELL && t->text.n && t->text.at[t->text.n - 1] == ends[what])
        return ls_ok();
    MUST(!ls_failed(ls_buf_char(&t->text, ends[what])));
    return ls_ok();
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    struct ls_transcript *t = user;
    char name[LS_CELL_CHARS];
    flush(t);
    ls_cell_name(row, column, name);
    ADD("cell %s\n", name);
    return ls_ok();
}

/* The lines of a child behind its own. */
static void add_form(struct ls_transcript *t, const struct ls_child *child,
                     const struct ls_buf *bytes)
{
    struct ls_transcript form = {.budget = t->budget, .charset = child->charset};
    const struct ls_format *format = ls_format_find(child->as);
    if (format)
        ADD("%s", ls_transcript_run(&form, format, bytes->at, bytes->n));
    ls_transcript_free(&form);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct ls_transcript *t = user;
    uint8_t chunk[4096];
    char shown[SHOWN];
    uint64_t size = 0;
    size_t got = 0, shown_n = 0;
    struct ls_result r = ls_ok();
    struct ls_buf all = {.limit = OUT_MAX};
    bool is_form = t->other_forms && child->as;
    flush(t);
    do {
        r = ls_blob_read(child->blob, size, chunk, sizeof chunk, &got);
        size_t room = SHOWN - shown_n;
        size_t more = got < room ? got : room;
        memcpy(shown + shown_n, chunk, more);
        shown_n += more;
        size += got;
        if (is_form)
            MUST(!ls_failed(ls_buf_add(&all, chunk, got)));
        if (!ls_failed(r))
            r = spend(t, got);
    } while (got && !ls_failed(r));
    ADD("child ");
    add_quoted(&t->out, child->name.at, child->name.len);
    ADD(" %llu bytes ", (unsigned long long)size);
    add_quoted(&t->out, shown, shown_n);
    if (child->as)
        ADD(" as %s", child->as);
    if (child->charset)
        ADD(" charset %s", child->charset);
    if (child->part)
        ADD(" in %s", ls_part_name(child->part));
    if (t->with_offsets && child->off != LS_OFF_UNKNOWN)
        ADD(" off %llu", (unsigned long long)child->off);
    if (child->verbatim && t->check_verbatim)
        MUST(child->raw_hi <= t->len && child->raw_hi - child->raw_lo == size &&
             memcmp(t->bytes + child->raw_lo, shown, shown_n) == 0);
    if (ls_failed(r))
        ADD(" broken");
    if (r.code == LS_E_MALFORMED && child->why && child->why->reason) {
        ADD(" %s", child->why->reason);
        if (child->why->detail)
            ADD(" (%s)", child->why->detail);
    }
    ADD("\n");
    if (is_form)
        add_form(t, child, &all);
    LS_VEC_FINI(&all);
    return r.code == LS_E_MALFORMED ? ls_ok() : r;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct ls_transcript *t = user;
    flush(t);
    ADD("gap ");
    add_quoted(&t->out, member.at, member.len);
    ADD(" %s", gap->reason);
    if (gap->detail)
        ADD(" (%s)", gap->detail);
    ADD("\n");
    return ls_ok();
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)entries;
    return spend(user, bytes);
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

static struct ls_probe probe_of(const void *bytes, size_t len)
{
    size_t head = len < LS_PROBE_HEAD ? len : LS_PROBE_HEAD;
    size_t tail = len < LS_PROBE_TAIL ? len : LS_PROBE_TAIL;
    return (struct ls_probe){
        .head = bytes,
        .head_len = head,
        .tail = (const uint8_t *)bytes + (len - tail),
        .tail_len = tail,
        .size = len,
    };
}

const struct ls_format *ls_transcript_bid(const void *bytes, size_t len)
{
    struct ls_blob blob;
    struct ls_probe probe = probe_of(bytes, len);
    const struct ls_format *best = NULL;
    unsigned best_bits = 0;
    size_t n;
    ls_blob_memory(&blob, bytes, len);
    probe.blob = &blob;
    const struct ls_format *const *all = ls_formats(&n);
    for (size_t i = 0; i < n; i++) {
        unsigned bits = all[i]->bid(&probe);
        if (bits > best_bits) {
            best_bits = bits;
            best = all[i];
        }
    }
    return best;
}

const char *ls_transcript_run(struct ls_transcript *t, const struct ls_format *format,
                              const void *bytes, size_t len)
{
    struct ls_probe probe = probe_of(bytes, len);
    struct ls_blob blob;
    ls_blob_memory(&blob, bytes, len);
    struct forward forward = forward_of(&blob, PIECE);
    struct ls_format_job job = {.blob = t->forward || t->away ? &forward.blob : &blob,
                                .probe = &probe,
                                .charset = t->charset,
                                .emit = &emit,
                                .user = t,
                                .hands = t->hands};
    probe.blob = t->forward ? NULL : job.blob;
    if (t->away) {
        forward.blob.random = true;
        forward.blob.size = len;
    } else if (t->forward) {
        probe.size = LS_SIZE_UNKNOWN;
        probe.tail_len = 0;
    }
    t->bytes = bytes;
    t->len = len;
    t->out.limit = t->text.limit = OUT_MAX;
    t->spent = 0;
    t->raw_off = 0;
    if (t->budget == 0)
        t->budget = 64 << 20;
    LS_VEC_CLEAR(&t->out);
    LS_VEC_CLEAR(&t->text);
    if (!format)
        format = ls_transcript_bid(bytes, len);
    if (format) {
        struct ls_result r = format->run(&job);
        flush(t);
        ADD("end%s\n", r.code == LS_E_NONE        ? ""
                       : r.code == LS_E_MALFORMED ? " malformed"
                       : r.code == LS_E_LIMIT     ? " limit"
                                                  : " stop");
    } else {
        ADD("no format\n");
    }
    MUST(!ls_failed(ls_buf_char(&t->out, '\0')));
    return t->out.at;
}

void ls_transcript_free(struct ls_transcript *t)
{
    LS_VEC_FINI(&t->out);
    LS_VEC_FINI(&t->text);
}

const char *ls_transcript_file(struct ls_transcript *t, const char *path)
{
    FILE *file = fopen(path, "rbe");
    struct ls_buf bytes = {.limit = OUT_MAX};
    char chunk[1 << 16];
    size_t got;
    if (!file)
        return NULL;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        MUST(!ls_failed(ls_buf_add(&bytes, chunk, got)));
    fclose(file);
    const char *text = ls_transcript_run(t, NULL, bytes.at, bytes.n);
    LS_VEC_FINI(&bytes);
    return text;
}
