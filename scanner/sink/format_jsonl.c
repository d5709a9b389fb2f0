/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonl: one JSON object a line, for programs. docs/output.md is the reference; keys keep their
 * order, later versions add keys at the end and remove none.
 *
 *   {"type":"hit",…}      any number   \
 *   {"type":"gap",…}      any number    } one top-level object, its records together
 *   {"type":"object",…}   exactly one  /
 *   {"type":"summary",…}  the last line
 *
 * Every file in a tree costs at least one record, so nothing here goes through printf.
 */
#include "base/digest.h"
#include "sink/json.h"
#include "sink/sink.h"

#include <string.h>

/* Appends a literal. */
#define ADD(out, literal) LS_TRY(ls_buf_add(out, literal, sizeof(literal) - 1))

static struct ls_result put_begin(struct ls_buf *out, const struct ls_sink_style *style)
{
    (void)out;
    (void)style;
    return ls_ok();
}

static struct ls_result add_name(struct ls_buf *out, const char *name)
{
    return ls_json_string(out, (struct ls_str){name, strlen(name)});
}

/* `,"key":"text"`, or nothing when the text is empty. */
static struct ls_result add_optional(struct ls_buf *out, const char *key, struct ls_str text)
{
    if (text.len == 0)
        return ls_ok();
    LS_TRY(ls_buf_str(out, key));
    return ls_json_string(out, text);
}

static struct ls_result add_fingerprint(struct ls_buf *out, const struct ls_sink_style *style,
                                        struct ls_str folded)
{
    char hex[LS_SHA256_HEX];
    if (!style->fingerprint_key)
        return ls_ok();
    ls_hmac_sha256_hex(style->fingerprint_key, style->fingerprint_key_len, folded.at, folded.len,
                       hex);
    ADD(out, ",\"fingerprint\":\"");
    LS_TRY(ls_buf_str(out, hex));
    return ls_buf_char(out, '"');
}

/* `"key":`, with a comma before all but the first of an object that begins at `start`. */
static struct ls_result add_key(struct ls_buf *out, size_t start, const char *key)
{
    if (out->n > start)
        LS_TRY(ls_buf_char(out, ','));
    LS_TRY(add_name(out, key));
    return ls_buf_char(out, ':');
}

static struct ls_result add_number(struct ls_buf *out, size_t start, const char *key, uint64_t n)
{
    if (n == 0)
        return ls_ok();
    LS_TRY(add_key(out, start, key));
    return ls_buf_u64(out, n);
}

static struct ls_result add_place(struct ls_buf *out, const struct ls_place *place)
{
    ADD(out, ",\"place\":{");
    size_t start = out->n;
    if (place->part) {
        LS_TRY(add_key(out, start, "part"));
        LS_TRY(add_name(out, ls_part_name(place->part)));
    }
    LS_TRY(add_number(out, start, "page", place->page));
    LS_TRY(add_number(out, start, "slide", place->slide));
    if (place->sheet.len) {
        LS_TRY(add_key(out, start, "sheet"));
        LS_TRY(ls_json_string(out, place->sheet));
    }
    if (place->row && place->column) {
        char cell[LS_CELL_CHARS];
        ls_cell_name(place->row, place->column, cell);
        LS_TRY(add_key(out, start, "cell"));
        LS_TRY(add_name(out, cell));
    }
    LS_TRY(add_number(out, start, "line", place->line));
    return ls_buf_char(out, '}');
}

static struct ls_result add_chain(struct ls_buf *out, const struct ls_chain *chain)
{
    ADD(out, ",\"chain\":[");
    for (size_t i = 0; i < chain->n; i++) {
        const struct ls_link *link = &chain->at[i];
        LS_TRY(ls_buf_str(out, i ? ",{\"kind\":" : "{\"kind\":"));
        LS_TRY(add_name(out, link->kind));
        if (link->name.len) {
            LS_TRY(ls_buf_char(out, ','));
            LS_TRY(ls_json_bytes(out, "name", link->name));
        }
        if (link->off != LS_OFF_UNKNOWN) {
            ADD(out, ",\"offset\":");
            LS_TRY(ls_buf_u64(out, link->off));
        }
        LS_TRY(ls_buf_char(out, '}'));
    }
    return ls_buf_char(out, ']');
}

static struct ls_result put_hit(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_object *object, const struct ls_hit *hit)
{
    ADD(out, "{\"type\":\"hit\",\"v\":1,");
    LS_TRY(ls_json_bytes(out, "path", object->path));
    LS_TRY(add_chain(out, &hit->chain));
    ADD(out, ",\"rule\":");
    LS_TRY(add_name(out, hit->rule->id));
    ADD(out, ",\"category\":");
    LS_TRY(add_name(out, ls_category_name(hit->rule->category)));
    ADD(out, ",\"severity\":");
    LS_TRY(add_name(out, ls_severity_name(hit->severity)));
    LS_TRY(add_optional(out, ",\"grade\":", hit->grade));
    LS_TRY(add_optional(out, ",\"term\":", hit->term));
    ADD(out, ",\"offset\":");
    LS_TRY(ls_buf_u64(out, hit->off));
    ADD(out, ",\"length\":");
    LS_TRY(ls_buf_u64(out, hit->len));
    ADD(out, ",\"exact\":");
    LS_TRY(add_name(out, ls_exact_name(hit->exact)));
    ADD(out, ",\"encoding\":");
    LS_TRY(add_name(out, hit->encoding));
    LS_TRY(add_place(out, &hit->place));
    ADD(out, ",\"text\":");
    LS_TRY(ls_json_string(out, hit->text));
    LS_TRY(ls_buf_str(out, hit->masked ? ",\"masked\":true" : ",\"masked\":false"));
    LS_TRY(add_fingerprint(out, style, hit->folded));
    if (hit->count) {
        ADD(out, ",\"count\":");
        LS_TRY(ls_buf_u64(out, hit->count));
    }
    return ls_buf_add(out, "}\n", 2);
}

static struct ls_result put_gap(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_object *object, const struct ls_gap *gap)
{
    (void)style;
    ADD(out, "{\"type\":\"gap\",\"v\":1,");
    LS_TRY(ls_json_bytes(out, "path", object->path));
    LS_TRY(add_chain(out, &gap->chain));
    ADD(out, ",\"state\":");
    LS_TRY(add_name(out, ls_state_name(gap->state)));
    ADD(out, ",\"reason\":");
    LS_TRY(add_name(out, gap->reason));
    if (gap->detail) {
        ADD(out, ",\"detail\":");
        LS_TRY(add_name(out, gap->detail));
    }
    return ls_buf_add(out, "}\n", 2);
}

/* `"name":number`, with a comma before all but the first. */
static struct ls_result add_count(struct ls_buf *out, bool first, const char *name, uint64_t n)
{
    if (!first)
        LS_TRY(ls_buf_char(out, ','));
    LS_TRY(add_name(out, name));
    LS_TRY(ls_buf_char(out, ':'));
    return ls_buf_u64(out, n);
}

static const enum ls_state states[] = {LS_STATE_SCANNED, LS_STATE_DEGRADED, LS_STATE_NOT_SCANNED,
                                       LS_STATE_EXCLUDED};

/* How many inner objects ended how; of an object without any only when `always`. */
static struct ls_result add_members(struct ls_buf *out, const uint64_t members[LS_STATE_COUNT],
                                    bool always)
{
    uint64_t sum = 0;
    for (int i = 0; i < LS_STATE_COUNT; i++)
        sum += members[i];
    if (sum == 0 && !always)
        return ls_ok();
    ADD(out, ",\"members\":{");
    LS_TRY(add_count(out, true, "seen", sum));
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        LS_TRY(add_count(out, false, ls_state_name(states[i]), members[states[i]]));
    return ls_buf_char(out, '}');
}

static struct ls_result put_object(struct ls_buf *out, const struct ls_sink_style *style,
                                   const struct ls_object *object)
{
    (void)style;
    ADD(out, "{\"type\":\"object\",\"v\":1,");
    LS_TRY(ls_json_bytes(out, "path", object->path));
    ADD(out, ",\"size\":");
    if (object->size_known)
        LS_TRY(ls_buf_u64(out, object->size));
    else
        ADD(out, "null");
    ADD(out, ",\"state\":");
    LS_TRY(add_name(out, ls_state_name(object->state)));
    ADD(out, ",\"hits\":");
    LS_TRY(ls_buf_u64(out, object->hits));
    ADD(out, ",\"gaps\":");
    LS_TRY(ls_buf_u64(out, object->gaps));
    LS_TRY(add_members(out, object->members, false));
    if (object->sha256) {
        ADD(out, ",\"sha256\":");
        LS_TRY(add_name(out, object->sha256));
    }
    return ls_buf_add(out, "}\n", 2);
}

static struct ls_result put_end(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_summary *sum)
{
    (void)style;
    ADD(out, "{\"type\":\"summary\",\"v\":1,\"objects\":{");
    LS_TRY(add_count(out, true, "seen", sum->objects_seen));
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        LS_TRY(add_count(out, false, ls_state_name(states[i]), sum->objects[states[i]]));
    ADD(out, "},\"bytes\":{");
    LS_TRY(add_count(out, true, "read", sum->bytes_read));
    LS_TRY(add_count(out, false, "decoded", sum->bytes_decoded));
    ADD(out, "},\"hits\":{");
    for (int i = LS_SEV_COUNT - 1; i >= 0; i--)
        LS_TRY(add_count(out, i == LS_SEV_COUNT - 1, ls_severity_name((enum ls_severity)i),
                         sum->hits[i]));
    ADD(out, "},\"seconds\":");
    LS_TRY(ls_json_seconds(out, sum->seconds));
    ADD(out, ",\"rules\":");
    LS_TRY(add_name(out, sum->rules_digest));
    ADD(out, ",\"exit\":");
    LS_TRY(ls_buf_u64(out, (uint64_t)(unsigned)sum->exit_status));
    LS_TRY(add_members(out, sum->members, true));
    return ls_buf_add(out, "}\n", 2);
}

const struct ls_sink_format ls_sink_format_jsonl = {
    .name = "jsonl",
    .what = "one JSON object a line, for programs",
    .begin = put_begin,
    .hit = put_hit,
    .gap = put_gap,
    .object = put_object,
    .end = put_end,
};
