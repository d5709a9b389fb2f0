/* SPDX-License-Identifier: Apache-2.0 */
/* What goes over the wire comes out as it went in, and nothing else comes out. */
#include "engine/wire.h"

#include "base/alloc.h"
#include "base/escape.h"
#include "base/rng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RULES = 3, BUF_MAX = 64 << 20, FLIPS = 20000 };

static struct ls_rule rules_at[RULES];
static const struct ls_rules rules = {.at = rules_at, .n = RULES};

static const struct ls_link links[] = {
    {"zip", {"a\0b\xff", 4}, 812, false},
    {"docx", {"word/header1.xml", 16}, LS_OFF_UNKNOWN, true},
};

static struct ls_hit a_hit(void)
{
    return (struct ls_hit){
        .rule = &rules_at[2].info,
        .severity = LS_SEV_HIGH,
        .off = UINT64_C(0x123456789abcdef0),
        .len = 14,
        .exact = LS_EXACT_MAPPED,
        .enc = LS_ENC_UTF16BE,
        .encoding = "utf-16be",
        .chain = {links, 2},
        .place = {.part = LS_PART_HEADER,
                  .page = 1,
                  .slide = 2,
                  .sheet = {"Sheet 1", 7},
                  .row = 3,
                  .column = 4,
                  .line = 5},
        .count = 12,
        .text = {"text\n\0more", 10},
        .folded = {"folded", 6},
        .grade = {"g", 1},
        .term = {"", 0},
        .masked = true,
    };
}

static void assert_str(struct ls_str got, struct ls_str wanted)
{
    assert_int_equal(got.len, wanted.len);
    assert_memory_equal(got.at, wanted.at, wanted.len);
}

static void assert_chain(const struct ls_chain *got, const struct ls_chain *wanted)
{
    assert_int_equal(got->n, wanted->n);
    for (size_t i = 0; i < wanted->n; i++) {
        assert_string_equal(got->at[i].kind, wanted->at[i].kind);
        assert_str(got->at[i].name, wanted->at[i].name);
        assert_int_equal(got->at[i].off, wanted->at[i].off);
        assert_int_equal(got->at[i].part, wanted->at[i].part);
    }
}

/* Reads the only record of the buffer from a heap block of its exact size. */
static struct ls_result read_one(const struct ls_buf *buf, struct ls_wire_record *record,
                                 char **block)
{
    size_t size;
    *block = malloc(buf->n);
    assert_non_null(*block);
    memcpy(*block, buf->at, buf->n);
    LS_TRY(ls_wire_size(*block, buf->n, &size));
    assert_int_equal(size, buf->n);
    return ls_wire_read(&rules, *block, size, record);
}

static void a_hit_comes_out_as_it_went_in(void **state)
{
    struct ls_buf buf = {.limit = BUF_MAX};
    struct ls_hit hit = a_hit();
    struct ls_wire_record record;
    char *block;
    (void)state;
    assert_false(ls_failed(ls_wire_format.hit(&buf, NULL, NULL, &hit)));
    assert_false(ls_failed(read_one(&buf, &record, &block)));
    const struct ls_hit *got = &record.hit;
    assert_int_equal(record.type, LS_WIRE_HIT);
    assert_ptr_equal(got->rule, hit.rule);
    assert_int_equal(got->severity, hit.severity);
    assert_int_equal(got->off, hit.off);
    assert_int_equal(got->len, hit.len);
    assert_int_equal(got->exact, hit.exact);
    assert_int_equal(got->enc, hit.enc);
    assert_string_equal(got->encoding, hit.encoding);
    assert_chain(&got->chain, &hit.chain);
    assert_int_equal(got->place.part, hit.place.part);
    assert_int_equal(got->place.page, hit.place.page);
    assert_int_equal(got->place.slide, hit.place.slide);
    assert_str(got->place.sheet, hit.place.sheet);
    assert_int_equal(got->place.row, hit.place.row);
    assert_int_equal(got->place.column, hit.place.column);
    assert_int_equal(got->place.line, hit.place.line);
    assert_int_equal(got->count, hit.count);
    assert_str(got->text, hit.text);
    assert_str(got->folded, hit.folded);
    assert_str(got->grade, hit.grade);
    assert_str(got->term, hit.term);
    assert_true(got->masked);
    free(block);
    LS_VEC_FINI(&buf);
}

static void a_gap_comes_out_as_it_went_in(void **state)
{
    static const char *const details[] = {NULL, "", "zip AES-256"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct ls_buf buf = {.limit = BUF_MAX};
        struct ls_gap gap = {LS_STATE_DEGRADED, "encrypted", details[i], {links, i}};
        struct ls_wire_record record;
        char *block;
        assert_false(ls_failed(ls_wire_format.gap(&buf, NULL, NULL, &gap)));
        assert_false(ls_failed(read_one(&buf, &record, &block)));
        assert_int_equal(record.type, LS_WIRE_GAP);
        assert_int_equal(record.gap.state, gap.state);
        assert_string_equal(record.gap.reason, gap.reason);
        assert_int_equal(record.gap.detail == NULL, gap.detail == NULL);
        if (gap.detail)
            assert_string_equal(record.gap.detail, gap.detail);
        assert_chain(&record.gap.chain, &gap.chain);
        free(block);
        LS_VEC_FINI(&buf);
    }
}

static void an_object_comes_out_as_it_went_in(void **state)
{
    static const char digest[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    (void)state;
    for (int with = 0; with <= 1; with++) {
        struct ls_buf buf = {.limit = BUF_MAX};
        struct ls_object object = {.size = 48211,
                                   .size_known = true,
                                   .state = LS_STATE_DEGRADED,
                                   .bytes_read = 48000,
                                   .bytes_decoded = 1 << 20,
                                   .members = {1, 2, 3, 4},
                                   .sha256 = with ? digest : NULL};
        struct ls_wire_record record;
        char *block;
        assert_false(ls_failed(ls_wire_format.object(&buf, NULL, &object)));
        assert_false(ls_failed(read_one(&buf, &record, &block)));
        assert_int_equal(record.type, LS_WIRE_OBJECT);
        assert_int_equal(record.object.size, object.size);
        assert_true(record.object.size_known);
        assert_int_equal(record.object.state, object.state);
        assert_int_equal(record.object.bytes_read, object.bytes_read);
        assert_int_equal(record.object.bytes_decoded, object.bytes_decoded);
        assert_memory_equal(record.object.members, object.members, sizeof object.members);
        assert_int_equal(record.object.sha256 != NULL, with);
        if (with)
            assert_string_equal(record.object.sha256, digest);
        free(block);
        LS_VEC_FINI(&buf);
    }
}

static void what_frames_them(void **state)
{
    struct ls_buf buf = {.limit = BUF_MAX};
    struct ls_wire_record record;
    size_t size, at = 0;
    (void)state;
    assert_false(ls_failed(ls_wire_hello(&buf, 15)));
    assert_false(ls_failed(ls_wire_batch(&buf, 77)));
    assert_false(ls_failed(ls_wire_end(&buf)));
    static const enum ls_wire_type types[] = {LS_WIRE_HELLO, LS_WIRE_BATCH, LS_WIRE_END};
    for (size_t i = 0; i < 3; i++, at += size) {
        assert_false(ls_failed(ls_wire_size(buf.at + at, buf.n - at, &size)));
        assert_false(ls_failed(ls_wire_read(&rules, buf.at + at, size, &record)));
        assert_int_equal(record.type, types[i]);
    }
    assert_int_equal(at, buf.n);
    assert_int_equal(record.layers, 15);
    assert_int_equal(record.ticket, 77);
    LS_VEC_FINI(&buf);
}

static void assert_no_record(const void *bytes, size_t len)
{
    struct ls_wire_record record;
    size_t size;
    struct ls_result r = ls_wire_size(bytes, len, &size);
    if (!ls_failed(r) && size == len)
        r = ls_wire_read(&rules, bytes, size, &record);
    assert_true(r.reach == LS_BAD && r.code == LS_E_MALFORMED);
}

/* The n-th byte behind the head is another one. */
static void assert_wrong_with(const struct ls_buf *buf, size_t at, unsigned byte)
{
    char *copy = malloc(buf->n);
    assert_non_null(copy);
    memcpy(copy, buf->at, buf->n);
    copy[LS_WIRE_HEAD + at] = (char)byte;
    assert_no_record(copy, buf->n);
    free(copy);
}

static void what_is_no_record(void **state)
{
    static const unsigned char zero[] = {0, 0, 0, 0}, huge[] = {0xff, 0xff, 0xff, 0xff},
                               unknown[] = {1, 0, 0, 0, LS_WIRE_TYPES_END},
                               none[] = {1, 0, 0, 0, 0}, longer[] = {2, 0, 0, 0, LS_WIRE_END, 0},
                               shorter[] = {1, 0, 0, 0, LS_WIRE_BATCH};
    struct ls_buf buf = {.limit = BUF_MAX};
    struct ls_hit hit = a_hit();
    (void)state;
    assert_no_record(zero, sizeof zero);
    assert_no_record(huge, sizeof huge);
    assert_no_record(unknown, sizeof unknown);
    assert_no_record(none, sizeof none);
    assert_no_record(longer, sizeof longer);
    assert_no_record(shorter, sizeof shorter);
    assert_false(ls_failed(ls_wire_format.hit(&buf, NULL, NULL, &hit)));
    assert_wrong_with(&buf, 1, RULES); /* the rule */
    assert_wrong_with(&buf, 4, 0x80);
    assert_wrong_with(&buf, 5, LS_SEV_COUNT);
    assert_wrong_with(&buf, 6, LS_EXACT_OBJECT + 1);
    assert_wrong_with(&buf, 7, LS_ESC_END);
    assert_wrong_with(&buf, 8, 2);        /* masked */
    assert_wrong_with(&buf, 33, 200);     /* length of the encoding */
    assert_wrong_with(&buf, 37, 0);       /* its first letter */
    assert_wrong_with(&buf, 37, '\n');    /* no word of ours */
    assert_wrong_with(&buf, 37 + 8, 'x'); /* where its NUL stands */
    LS_VEC_FINI(&buf);
}

static void what_is_too_long_is_not_written(void **state)
{
    struct ls_buf buf = {.limit = BUF_MAX};
    struct ls_hit hit = a_hit();
    (void)state;
    char *text = calloc(1, LS_WIRE_RECORD_MAX);
    assert_non_null(text);
    hit.text = (struct ls_str){text, LS_WIRE_RECORD_MAX};
    assert_int_equal(ls_wire_format.hit(&buf, NULL, NULL, &hit).code, LS_E_LIMIT);
    free(text);
    LS_VEC_FINI(&buf);
}

/* Every truncation waits for more or is refused; flipped bits never lead out of the bytes. */
static void hostile_bytes(void **state)
{
    struct ls_buf buf = {.limit = BUF_MAX};
    struct ls_hit hit = a_hit();
    struct ls_wire_record record;
    uint64_t seed = 4711;
    size_t size;
    (void)state;
    assert_false(ls_failed(ls_wire_format.hit(&buf, NULL, NULL, &hit)));
    for (size_t len = 0; len < buf.n; len++) {
        char *cut = malloc(len ? len : 1);
        assert_non_null(cut);
        memcpy(cut, buf.at, len);
        assert_false(ls_failed(ls_wire_size(cut, len, &size)));
        assert_true(size > len);
        free(cut);
    }
    char *block = malloc(buf.n);
    assert_non_null(block);
    for (int i = 0; i < FLIPS; i++) {
        memcpy(block, buf.at, buf.n);
        for (uint32_t k = 1 + ls_rng_below(&seed, 3); k > 0; k--)
            block[LS_WIRE_HEAD + ls_rng_below(&seed, (uint32_t)buf.n - LS_WIRE_HEAD)] ^=
                (char)(1 << ls_rng_below(&seed, 8));
        (void)!ls_failed(ls_wire_read(&rules, block, buf.n, &record));
    }
    free(block);
    LS_VEC_FINI(&buf);
}

static int set_up(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < RULES; i++)
        rules_at[i].number = i;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hit_comes_out_as_it_went_in),
        cmocka_unit_test(a_gap_comes_out_as_it_went_in),
        cmocka_unit_test(an_object_comes_out_as_it_went_in),
        cmocka_unit_test(what_frames_them),
        cmocka_unit_test(what_is_no_record),
        cmocka_unit_test(what_is_too_long_is_not_written),
        cmocka_unit_test(hostile_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
