/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/record.h"

#include "base/alloc.h"

enum call { PART, TEXT, BREAK, CELL };

void ls_record_init(struct ls_record *record)
{
    LS_VEC_INIT(&record->calls, LS_RECORD_CALLS_MAX);
    record->text = (struct ls_buf){.limit = LS_RECORD_TEXT_MAX};
    ls_map_init(&record->map, LS_RECORD_SEGS_MAX);
}

void ls_record_fini(struct ls_record *record)
{
    LS_VEC_FINI(&record->calls);
    LS_VEC_FINI(&record->text);
    ls_map_fini(&record->map);
}

/* A record that is full is not the end of the job. */
static struct ls_result only_this(struct ls_result r)
{
    return r.code == LS_E_LIMIT ? ls_bad(LS_E_LIMIT) : r;
}

static struct ls_result write_call(struct ls_record *record, const struct ls_record_call *call)
{
    LS_TRY(only_this(LS_VEC_RESERVE(&record->calls, 1)));
    record->calls.at[record->calls.n++] = *call;
    return ls_ok();
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    const struct ls_recorder *recorder = user;
    if (recorder->helper->is_over(recorder->helper))
        return ls_stop(LS_E_CANCELLED);
    return entries || bytes ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    const struct ls_recorder *recorder = user;
    if (info->name.len || info->sheet.len || info->encoding)
        return ls_bad(LS_E_LIMIT);
    return write_call(recorder->record, &(struct ls_record_call){
                                            .what = PART,
                                            .how = (uint8_t)info->part,
                                            .number = info->page,
                                            .second = info->slide,
                                            .link_off = info->link_off,
                                            .raw_off = info->raw_off,
                                        });
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    const struct ls_recorder *recorder = user;
    struct ls_record *record = recorder->record;
    LS_TRY(on_charge(user, 0, 0));
    if (text.len > LS_RECORD_TEXT_MAX)
        return ls_bad(LS_E_LIMIT);
    LS_TRY(only_this(ls_buf_add(&record->text, text.at, text.len)));
    LS_TRY(map ? ls_map_append(&record->map, map, base, base + text.len)
               : ls_map_add(&record->map, text.len, 0, 1, 0));
    if (record->map.out_from > 0) /* it has forgotten something */
        return ls_bad(LS_E_LIMIT);
    return write_call(record, &(struct ls_record_call){
                                  .what = TEXT, .how = map != NULL, .number = (uint32_t)text.len});
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    const struct ls_recorder *recorder = user;
    return write_call(recorder->record,
                      &(struct ls_record_call){.what = BREAK, .how = (uint8_t)what});
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    const struct ls_recorder *recorder = user;
    return write_call(recorder->record,
                      &(struct ls_record_call){.what = CELL, .number = row, .second = column});
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    (void)user;
    (void)child;
    return ls_bad(LS_E_LIMIT);
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)user;
    (void)member;
    (void)gap;
    return ls_bad(LS_E_LIMIT);
}

static struct ls_result on_seen(void *user, uint64_t lo, uint64_t hi)
{
    (void)user;
    (void)lo;
    (void)hi;
    return ls_bad(LS_E_LIMIT);
}

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
    .seen = on_seen,
};

void ls_recorder_init(struct ls_recorder *recorder, struct ls_blob *blob, struct ls_helper *helper)
{
    *recorder = (struct ls_recorder){
        .job = {.blob = blob, .emit = &emit, .user = recorder},
        .helper = helper,
    };
}

static struct ls_result tell(const struct ls_record *record, const struct ls_record_call *call,
                             size_t at, struct ls_format_job *job)
{
    struct ls_part_info info = {
        .part = (enum ls_part)call->how,
        .page = call->number,
        .slide = call->second,
        .link_off = call->link_off,
        .raw_off = call->raw_off,
    };
    switch ((enum call)call->what) {
    case PART:
        return ls_emit_part(job, &info);
    case TEXT:
        return ls_emit_text(job, (struct ls_str){record->text.at + at, call->number},
                            call->how ? &record->map : NULL, at);
    case BREAK:
        return ls_emit_break(job, (enum ls_break)call->how);
    case CELL:
        break;
    }
    return ls_emit_cell(job, call->number, call->second);
}

struct ls_result ls_record_tell(const struct ls_record *record, struct ls_format_job *job)
{
    size_t at = 0;
    for (size_t i = 0; i < record->calls.n; i++) {
        const struct ls_record_call *call = &record->calls.at[i];
        LS_TRY(tell(record, call, at, job));
        if (call->what == TEXT)
            at += call->number;
    }
    return ls_ok();
}
