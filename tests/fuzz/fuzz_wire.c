/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The supervisor's end of the wire on bytes that need not be records.
 *
 * A record that is read is written again as the same bytes. Whatever comes, the intake closes each
 * object once and in order, writes whole records only, and what is left when it refuses can still
 * be accounted for: the sums add up.
 */
#include "fuzz.h"

#include "../engine.h"

#include "base/alloc.h"
#include "engine/intake.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    BYTES_MAX = 64 << 10,
    BATCHES = 2, /* that are away */
    ITEMS = 3,   /* in each; the second one has nothing to read */
    PIECE = 100, /* bytes that come at once */
};

static struct ls_engine *engine;

/* ---- records ---- */

static struct ls_result write_again(const struct ls_wire_record *record, struct ls_buf *out)
{
    switch (record->type) {
    case LS_WIRE_HELLO:
        return ls_wire_hello(out, record->layers);
    case LS_WIRE_BATCH:
        return ls_wire_batch(out, record->ticket);
    case LS_WIRE_HIT:
        return ls_wire_format.hit(out, NULL, NULL, &record->hit);
    case LS_WIRE_GAP:
        return ls_wire_format.gap(out, NULL, NULL, &record->gap);
    case LS_WIRE_OBJECT:
        return ls_wire_format.object(out, NULL, &record->object);
    case LS_WIRE_END:
    case LS_WIRE_TYPES_END:
        break;
    }
    return ls_wire_end(out);
}

static void check_records(const uint8_t *data, size_t size)
{
    static struct ls_wire_record record;
    for (size_t at = 0, taken; at < size; at += taken) {
        if (ls_failed(ls_wire_size(data + at, size - at, &taken)) || taken > size - at ||
            ls_failed(ls_wire_read(ls_engine_rules(engine), data + at, taken, &record)))
            return;
        struct ls_buf out = {.limit = 2 * BYTES_MAX};
        FUZZ_CHECK(!ls_failed(write_again(&record, &out)), "type %d", (int)record.type);
        FUZZ_CHECK(out.n == taken && memcmp(out.at, data + at, taken) == 0,
                   "type %d: %zu bytes became %zu", (int)record.type, taken, out.n);
        LS_VEC_FINI(&out);
    }
}

/* ---- the intake ---- */

static void put_batches(struct ls_job *job, struct ls_dispatch *dispatch)
{
    for (int b = 0; b < BATCHES; b++) {
        struct ls_batch *batch = ls_board_blank(&job->board);
        FUZZ_CHECK(!ls_failed(ls_buf_str(&batch->paths, "abc")), "no memory");
        for (size_t i = 0; i < ITEMS; i++)
            batch->items[i] = (struct ls_batch_item){
                .kind = i == 1 ? LS_WALK_NONE : LS_WALK_FILE,
                .state = LS_STATE_EXCLUDED,
                .reason = "symlink",
                .fd = -1,
                .path = i,
                .path_len = 1,
            };
        batch->n = ITEMS;
        ls_dispatch_put(dispatch, batch);
        /* as if it had been sent */
        batch->sent = ITEMS;
        batch->away = true;
    }
    dispatch->away = BATCHES;
    dispatch->unsent = NULL;
    ls_dispatch_close(dispatch);
}

/* What was written is whole lines, each object's together, each closed once. */
static void check_output(int fd, size_t objects)
{
    off_t len = lseek(fd, 0, SEEK_END);
    char *text = ls_calloc((size_t)len + 1, 1);
    FUZZ_CHECK(text && pread(fd, text, (size_t)len, 0) == len, "cannot be read back");
    size_t closed = 0;
    char open = 0;
    for (char *line = text, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        const char *path = strstr(line, "\"path\":\"");
        FUZZ_CHECK(end && path && path < end, "a broken line");
        FUZZ_CHECK(!open || open == path[8], "objects are mixed");
        open = path[8];
        if (strncmp(line, "{\"type\":\"object\"", 16) == 0) {
            closed++;
            open = 0;
        }
    }
    FUZZ_CHECK(!open && closed == objects, "%zu objects closed, %zu in the ledger", closed,
               objects);
    ls_free(text);
}

static void check_intake(const uint8_t *data, size_t size)
{
    int fd = memfd_create("records", MFD_CLOEXEC);
    struct ls_job_options options = {.threads = 1, .format = ls_sink_find("jsonl"), .out_fd = fd};
    static struct ls_intake intake;
    struct ls_dispatch dispatch;
    struct ls_job *job;
    FUZZ_CHECK(fd >= 0 && !ls_failed(ls_job_make(engine, &options, &job)), "no memory");
    ls_dispatch_init(&dispatch, &job->board);
    FUZZ_CHECK(!ls_failed(ls_intake_init(&intake, job, &dispatch)), "no memory");
    put_batches(job, &dispatch);
    struct ls_result r = ls_ok();
    for (size_t at = 0, room; at < size && !ls_failed(r);) {
        char *to = ls_intake_room(&intake, &room);
        size_t n = size - at < PIECE ? size - at : PIECE;
        FUZZ_CHECK(to && room > 0, "no room");
        n = n < room ? n : room;
        memcpy(to, data + at, n);
        r = ls_intake_take(&intake, n);
        at += n;
    }
    FUZZ_CHECK(r.reach != LS_STOP, "code %d", (int)r.code);
    ls_dispatch_reset(&dispatch, -1, ls_intake_restart(&intake));
    for (struct ls_batch *batch; (batch = ls_dispatch_wait(&dispatch)) != NULL;)
        FUZZ_CHECK(!ls_failed(ls_intake_give_up(&intake, batch)), "a batch is lost");
    FUZZ_CHECK(ls_ledger_balances(&intake.ledger, BATCHES * ITEMS), "the sums do not add up");
    check_output(fd, BATCHES * ITEMS);
    ls_intake_fini(&intake);
    ls_dispatch_fini(&dispatch);
    ls_job_free(job);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > BYTES_MAX)
        return 0;
    if (!engine)
        engine = test_engine();
    check_records(data, size);
    check_intake(data, size);
    return 0;
}

/* ---- seeds ---- */

static struct ls_result add_objects(struct ls_buf *out, uint32_t ticket, bool rich)
{
    static const struct ls_link links[] = {
        {"zip", {"a.docx", 6}, 812, false},
        {"docx", {"word/header1.xml", 16}, LS_OFF_UNKNOWN, true}};
    struct ls_hit hit = {
        .rule = &ls_engine_rules(engine)->at[0].info,
        .severity = LS_SEV_HIGH,
        .off = 8,
        .len = 15,
        .enc = LS_ENC_UTF8,
        .encoding = "utf-8",
        .text = {TEST_WORD, TEST_WORD_BYTES},
        .folded = {TEST_WORD, TEST_WORD_BYTES},
        .chain = {links, rich ? 2 : 0},
        .place = {.part = LS_PART_HEADER, .sheet = {"S", 1}, .row = 1, .column = 2, .line = 3},
    };
    struct ls_gap gap = {LS_STATE_DEGRADED, "encrypted", "zip AES-256", {links, 1}};
    struct ls_object object = {.size = 30, .size_known = true, .bytes_read = 30};
    LS_TRY(ls_wire_batch(out, ticket));
    LS_TRY(ls_wire_format.hit(out, NULL, NULL, &hit));
    if (rich)
        LS_TRY(ls_wire_format.gap(out, NULL, NULL, &gap));
    LS_TRY(ls_wire_format.object(out, NULL, &object));
    LS_TRY(ls_wire_format.object(out, NULL, &object));
    return ls_wire_end(out);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    engine = test_engine();
    for (int rich = 0; rich <= 1; rich++) {
        struct ls_buf out = {.limit = BYTES_MAX};
        FUZZ_CHECK(!ls_failed(ls_wire_hello(&out, 15)), "no memory");
        for (uint32_t ticket = 0; ticket < 12; ticket++) { /* two of them are away */
            size_t before = out.n;
            FUZZ_CHECK(!ls_failed(add_objects(&out, ticket, rich)), "no memory");
            add(out.at, out.n);
            out.n = ticket < 8 ? before : out.n;
        }
        LS_VEC_FINI(&out);
    }
}
