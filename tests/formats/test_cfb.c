/* SPDX-License-Identifier: Apache-2.0 */
/* Compound files: what the reader makes of them, whole and broken, and storages as files of their
 * own. */
#include "formats/cfb.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "says.h"

enum { LONG = 70000, MAX = 1 << 24 };

static char *long_bytes(void)
{
    char *bytes = ls_calloc(LONG, 1);
    MUST(bytes);
    for (size_t i = 0; i < LONG; i++)
        bytes[i] = (char)(i * 31 + i / 251);
    return bytes;
}

/* A file with a bit of everything. */
static void make(struct ls_buf *out, bool scattered)
{
    struct ls_cfb_writer w;
    char *bytes = long_bytes();
    ls_cfb_begin(&w);
    w.scattered = scattered;
    ls_cfb_stream(&w, 0, "short", "hello", 5);
    ls_cfb_stream(&w, 0, "long", bytes, LONG);
    uint32_t pool = ls_cfb_storage(&w, 0, "Pool");
    uint32_t in = ls_cfb_storage(&w, pool, "_1\xe6\x9c\xba");
    ls_cfb_stream(&w, in, "inner", bytes, LONG);
    ls_cfb_stream(&w, in, "\001tiny", "ab", 2);
    ls_cfb_stream(&w, in, "empty", "", 0);
    ls_cfb_end(&w, out);
    ls_free(bytes);
}

/* ---- a job that only counts ------------------------------------------------------------------ */

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)user;
    (void)entries;
    (void)bytes;
    return ls_ok();
}

static const struct ls_emit emit = {.charge = on_charge};

struct opened {
    struct ls_buf file;
    struct ls_blob blob;
    struct ls_format_job job;
    struct ls_cfb *cfb;
};

static struct ls_result reopen(struct opened *o)
{
    ls_cfb_close(o->cfb);
    ls_blob_memory(&o->blob, o->file.at, o->file.n);
    o->job = (struct ls_format_job){.blob = &o->blob, .emit = &emit};
    return ls_cfb_open(&o->job, &o->cfb);
}

static void open_made(struct opened *o, bool scattered)
{
    *o = (struct opened){.file.limit = MAX};
    make(&o->file, scattered);
    assert_false(ls_failed(reopen(o)));
}

static void close_made(struct opened *o)
{
    ls_cfb_close(o->cfb);
    LS_VEC_FINI(&o->file);
}

static void assert_stream(struct ls_cfb *cfb, uint32_t i, const void *bytes, size_t len)
{
    struct ls_buf buf = {.limit = MAX};
    bool whole;
    assert_int_not_equal(i, LS_CFB_NONE);
    must(ls_cfb_load(cfb, i, &buf, &whole));
    assert_true(whole);
    assert_int_equal(buf.n, len);
    if (len)
        assert_memory_equal(buf.at, bytes, len);
    LS_VEC_FINI(&buf);
}

static void streams_are_read(void **state)
{
    (void)state;
    char *bytes = long_bytes();
    for (int scattered = 0; scattered < 2; scattered++) {
        struct opened o;
        open_made(&o, scattered);
        uint32_t pool = ls_cfb_find(o.cfb, 0, "POOL");
        assert_int_not_equal(pool, LS_CFB_NONE);
        assert_int_equal(ls_cfb_find_stream(o.cfb, 0, "pool"), LS_CFB_NONE);
        uint32_t in = ls_cfb_entry(o.cfb, pool)->first;
        assert_string_equal(ls_cfb_entry(o.cfb, in)->name, "_1\xe6\x9c\xba");
        assert_stream(o.cfb, ls_cfb_find(o.cfb, 0, "short"), "hello", 5);
        assert_stream(o.cfb, ls_cfb_find(o.cfb, 0, "long"), bytes, LONG);
        assert_stream(o.cfb, ls_cfb_find(o.cfb, in, "inner"), bytes, LONG);
        assert_stream(o.cfb, ls_cfb_find(o.cfb, in, "\001tiny"), "ab", 2);
        assert_stream(o.cfb, ls_cfb_find(o.cfb, in, "empty"), "", 0);
        assert_null(ls_cfb_trouble(o.cfb));
        close_made(&o);
    }
    ls_free(bytes);
}

/* Any bytes of a stream, wherever it is cut. */
static void streams_are_read_from_anywhere(void **state)
{
    (void)state;
    struct opened o;
    struct ls_cfb_stream stream;
    char *bytes = long_bytes();
    uint8_t out[1500];
    open_made(&o, true);
    must(ls_cfb_stream_open(o.cfb, ls_cfb_find(o.cfb, 0, "long"), &stream));
    assert_int_equal(stream.blob.size, LONG);
    assert_true(ls_cfb_stream_at(&stream) == LS_OFF_UNKNOWN);
    for (size_t off = 0; off < LONG + 600; off += 257) {
        size_t got, left = off < LONG ? LONG - off : 0;
        must(ls_blob_read(&stream.blob, off, out, sizeof out, &got));
        assert_int_equal(got, left < sizeof out ? left : sizeof out);
        if (got)
            assert_memory_equal(out, bytes + off, got);
    }
    ls_cfb_stream_close(&stream);
    close_made(&o);
    ls_free(bytes);
}

static void one_piece_stands_in_the_file(void **state)
{
    (void)state;
    struct opened o;
    struct ls_cfb_stream stream;
    open_made(&o, false);
    static const char *const names[] = {"short", "long"};
    for (size_t k = 0; k < 2; k++) {
        uint8_t first[5];
        must(ls_cfb_stream_open(o.cfb, ls_cfb_find(o.cfb, 0, names[k]), &stream));
        must(ls_blob_read_all(&stream.blob, 0, first, sizeof first));
        assert_memory_equal(o.file.at + ls_cfb_stream_at(&stream), first, sizeof first);
        ls_cfb_stream_close(&stream);
    }
    close_made(&o);
}

static void a_storage_becomes_a_file(void **state)
{
    (void)state;
    char *bytes = long_bytes();
    struct opened o, copy = {.file.limit = MAX};
    struct ls_cfb_image *image;
    open_made(&o, true);
    must(ls_cfb_image_new(o.cfb, ls_cfb_find(o.cfb, 0, "Pool"), &image));
    struct ls_blob *blob = ls_cfb_image_blob(image);
    assert_true(blob->size % 4096 == 0);
    for (size_t got = 1; got;) { /* in odd pieces */
        uint8_t piece[999];
        must(blob->read(blob, copy.file.n, piece, sizeof piece, &got));
        must(ls_buf_add(&copy.file, piece, got));
    }
    assert_int_equal(copy.file.n, blob->size);
    must(reopen(&copy));
    uint32_t in = ls_cfb_entry(copy.cfb, 0)->first;
    assert_string_equal(ls_cfb_entry(copy.cfb, in)->name, "_1\xe6\x9c\xba");
    assert_stream(copy.cfb, ls_cfb_find(copy.cfb, in, "inner"), bytes, LONG);
    assert_stream(copy.cfb, ls_cfb_find(copy.cfb, in, "\001tiny"), "ab", 2);
    assert_stream(copy.cfb, ls_cfb_find(copy.cfb, in, "empty"), "", 0);
    assert_null(ls_cfb_trouble(copy.cfb));
    close_made(&copy);
    ls_cfb_image_free(image);
    close_made(&o);
    ls_free(bytes);
}

/* The only short stream of a storage has no sector. */
static void what_is_not_there_is_not_copied(void **state)
{
    (void)state;
    static const char name[] = "o\0n\0l\0y"; /* in UTF-16 */
    enum { START = 116 };
    struct opened o = {.file.limit = MAX};
    struct ls_cfb_image *image;
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    uint32_t pool = ls_cfb_storage(&w, 0, "Pool");
    ls_cfb_stream(&w, pool, "only", "ab", 2);
    ls_cfb_end(&w, &o.file);
    char *entry = memmem(o.file.at, o.file.n, name, sizeof name);
    assert_non_null(entry);
    memset(entry + START, 0xFF, 4);
    entry[START] = (char)0xFE;
    must(reopen(&o));
    must(ls_cfb_image_new(o.cfb, ls_cfb_find(o.cfb, 0, "Pool"), &image));
    assert_non_null(image);
    ls_cfb_image_free(image);
    close_made(&o);
}

static void taking_a_storage_takes_what_is_in_it(void **state)
{
    (void)state;
    struct opened o;
    open_made(&o, false);
    uint32_t pool = ls_cfb_find(o.cfb, 0, "Pool");
    ls_cfb_take(o.cfb, pool);
    for (uint32_t i = 0; i < ls_cfb_count(o.cfb); i++) {
        const struct ls_cfb_entry *entry = ls_cfb_entry(o.cfb, i);
        bool inside = i == pool || entry->parent == pool ||
                      ls_cfb_entry(o.cfb, entry->parent)->parent == pool;
        assert_int_equal(entry->taken, i && inside);
    }
    close_made(&o);
}

/* ---- broken files ---------------------------------------------------------------------------- */

static void put32(struct ls_buf *file, size_t off, uint32_t v)
{
    for (size_t i = 0; i < 4; i++)
        file->at[off + i] = (char)(v >> 8 * i);
}

static uint32_t get32(const struct ls_buf *file, size_t off)
{
    uint32_t v = 0;
    for (size_t i = 4; i-- > 0;)
        v = v << 8 | (uint8_t)file->at[off + i];
    return v;
}

static size_t dir_off(const struct ls_buf *file, uint32_t entry)
{
    return (get32(file, 48) + 1) * 512 + (size_t)entry * 128;
}

/* No storage leads to it: still there, in the root. */
static void strays_are_found(void **state)
{
    (void)state;
    struct opened o;
    open_made(&o, false);
    uint32_t in = ls_cfb_entry(o.cfb, ls_cfb_find(o.cfb, 0, "Pool"))->first;
    put32(&o.file, dir_off(&o.file, ls_cfb_find(o.cfb, 0, "Pool")) + 76, LS_CFB_NONE);
    must(reopen(&o));
    assert_string_equal(ls_cfb_trouble(o.cfb), "entries of the directory that no storage leads to");
    assert_int_equal(ls_cfb_entry(o.cfb, in)->parent, 0);
    assert_int_not_equal(ls_cfb_find(o.cfb, in, "inner"), LS_CFB_NONE);
    close_made(&o);
}

/* Storages inside each other, and entries beside themselves: each entry once, all below the root.
 */
static void rings_are_opened(void **state)
{
    (void)state;
    struct opened o;
    open_made(&o, false);
    uint32_t pool = ls_cfb_find(o.cfb, 0, "Pool"), in = ls_cfb_entry(o.cfb, pool)->first;
    put32(&o.file, dir_off(&o.file, 0) + 76, ls_cfb_find(o.cfb, 0, "short"));
    put32(&o.file, dir_off(&o.file, ls_cfb_find(o.cfb, 0, "long")) + 72, 1); /* not on to Pool */
    put32(&o.file, dir_off(&o.file, in) + 76, pool);
    must(reopen(&o));
    size_t n = 0;
    ls_cfb_take(o.cfb, 0);
    for (uint32_t i = 0; i < ls_cfb_count(o.cfb); i++) {
        uint32_t at = i;
        for (size_t steps = 0; at; steps++, at = ls_cfb_entry(o.cfb, at)->parent)
            assert_true(steps < ls_cfb_count(o.cfb));
        n += ls_cfb_entry(o.cfb, i)->type != LS_CFB_UNUSED && ls_cfb_entry(o.cfb, i)->taken;
    }
    assert_int_equal(n, 8);
    close_made(&o);
}

static void chains_end(void **state)
{
    (void)state;
    struct opened o;
    struct ls_cfb_stream stream;
    open_made(&o, false);
    size_t table = (get32(&o.file, 76) + 1) * 512;
    uint32_t i = ls_cfb_find(o.cfb, 0, "long"), start = ls_cfb_entry(o.cfb, i)->start;
    put32(&o.file, table + 4 * (start + 1), start); /* the second leads to the first */
    put32(&o.file, dir_off(&o.file, i) + 120, 0x7FFFFFFF);
    must(reopen(&o));
    must(ls_cfb_stream_open(o.cfb, i, &stream));
    assert_true(stream.blob.size <= o.file.n && stream.cut);
    ls_cfb_stream_close(&stream);
    assert_string_equal(ls_cfb_trouble(o.cfb), "a chain of sectors leads back into itself");
    close_made(&o);
}

/* Wherever the file ends, what is left of a stream lies in it. */
static void files_are_cut(void **state)
{
    (void)state;
    struct opened o;
    struct ls_cfb_stream stream;
    char *bytes = long_bytes();
    open_made(&o, false);
    size_t whole = o.file.n;
    uint32_t i = ls_cfb_find(o.cfb, 0, "long");
    uint64_t at = 512 + 512 * (uint64_t)ls_cfb_entry(o.cfb, i)->start;
    /* A copy of it behind the file: what is cut off is nothing but the stream. */
    must(LS_VEC_RESERVE(&o.file, 2 * whole));
    memcpy(o.file.at + whole, o.file.at + at, LONG); /* as far as the table reaches */
    put32(&o.file, dir_off(&o.file, i) + 116, (uint32_t)(whole / 512 - 1));
    size_t table = (get32(&o.file, 76) + 1) * 512;
    for (uint32_t s = (uint32_t)(whole / 512 - 1), n = 0; n < 98; n++)
        put32(&o.file, table + 4 * (s + n), s + n + 1);
    for (size_t n = 1; n < 98 * 512; n += 997) {
        uint8_t *left = ls_calloc(n, 1);
        o.file.n = whole + n;
        must(reopen(&o));
        must(ls_cfb_stream_open(o.cfb, i, &stream));
        assert_int_equal(stream.blob.size, n);
        assert_true(stream.cut);
        must(ls_blob_read_all(&stream.blob, 0, left, n));
        assert_memory_equal(left, bytes, n);
        ls_cfb_stream_close(&stream);
        ls_free(left);
    }
    close_made(&o);
    ls_free(bytes);
}

static void shared_sectors_are_seen(void **state)
{
    (void)state;
    struct opened o;
    struct ls_cfb_stream stream;
    open_made(&o, false);
    uint32_t pool = ls_cfb_find(o.cfb, 0, "Pool");
    uint32_t in = ls_cfb_find(o.cfb, ls_cfb_entry(o.cfb, pool)->first, "inner");
    uint32_t i = ls_cfb_find(o.cfb, 0, "long");
    put32(&o.file, dir_off(&o.file, in) + 116, ls_cfb_entry(o.cfb, i)->start);
    must(reopen(&o));
    for (uint32_t k = 0; k < 2; k++) {
        must(ls_cfb_stream_open(o.cfb, k ? in : i, &stream));
        ls_cfb_stream_close(&stream);
    }
    assert_string_equal(ls_cfb_trouble(o.cfb), "two streams share sectors");
    close_made(&o);
}

/* A short stream whose chain leads nowhere: it has no bytes, and the file is made all the same. */
static void an_image_of_nothing(void **state)
{
    (void)state;
    struct ls_cfb_writer w;
    struct opened o = {.file.limit = MAX}, copy = {.file.limit = MAX};
    struct ls_cfb_image *image;
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, ls_cfb_storage(&w, 0, "Pool"), "lost", "hello", 5);
    ls_cfb_end(&w, &o.file);
    must(reopen(&o));
    uint32_t pool = ls_cfb_find(o.cfb, 0, "Pool");
    put32(&o.file, dir_off(&o.file, ls_cfb_find(o.cfb, pool, "lost")) + 116, 0x00FFFFFF);
    must(reopen(&o));
    must(ls_cfb_image_new(o.cfb, ls_cfb_find(o.cfb, 0, "Pool"), &image));
    assert_non_null(image);
    struct ls_blob *blob = ls_cfb_image_blob(image);
    for (size_t got = 1; got;) {
        uint8_t piece[4096];
        must(blob->read(blob, copy.file.n, piece, sizeof piece, &got));
        must(ls_buf_add(&copy.file, piece, got));
    }
    must(reopen(&copy));
    assert_int_not_equal(ls_cfb_find(copy.cfb, 0, "lost"), LS_CFB_NONE);
    close_made(&copy);
    ls_cfb_image_free(image);
    close_made(&o);
}

/* Whatever is embedded in it. */
static void a_file_is_what_its_root_says(void **state)
{
    static const char *const names[][3] = {{"Workbook", "WordDocument", "xls"},
                                           {"Book", "WordDocument", "xls"},
                                           {"WordDocument", "Workbook", "doc"},
                                           {"PowerPoint Document", "WordDocument", "ppt"},
                                           {"other", "WordDocument", "doc"}};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ls_buf file = {.limit = MAX};
        struct ls_cfb_writer w;
        ls_cfb_begin(&w);
        uint32_t in = ls_cfb_storage(&w, ls_cfb_storage(&w, 0, "ObjectPool"), "_1");
        ls_cfb_stream(&w, in, names[i][1], "x", 1);
        ls_cfb_stream(&w, 0, names[i][0], "x", 1);
        ls_cfb_end(&w, &file);
        assert_string_equal(ls_transcript_bid(file.at, file.n)->name, names[i][2]);
        LS_VEC_FINI(&file);
    }
}

static void without_a_directory_it_is_malformed(void **state)
{
    (void)state;
    struct opened o;
    open_made(&o, false);
    put32(&o.file, 48, 0x00FFFFFF);
    struct ls_result r = reopen(&o);
    assert_int_equal(r.reach, LS_BAD);
    assert_int_equal(r.code, LS_E_MALFORMED);
    assert_null(o.cfb);
    close_made(&o);
}

/* ---- as a format ----------------------------------------------------------------------------- */

static void what_nobody_knows_is_told_as_bytes(void **state)
{
    (void)state;
    struct ls_buf file = {.limit = MAX};
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "VisioDocument", "drawing", 7);
    uint32_t in = ls_cfb_storage(&w, 0, "Objects");
    ls_cfb_stream(&w, in, "\001notes", "text", 4);
    ls_cfb_end(&w, &file);
    for (int away = 0; away < 2; away++) {
        struct ls_transcript t = {.away = away, .check_verbatim = true};
        assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n),
                            "gap \"\" unsupported (Visio drawing)\n"
                            "child \"VisioDocument\" 7 bytes \"drawing\"\n"
                            "child \"Objects/notes\" 4 bytes \"text\"\n"
                            "end\n");
        ls_transcript_free(&t);
    }
    struct ls_transcript t = {.forward = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("ole"), file.at, file.n),
                        "gap \"\" memory_limit (Visio drawing)\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_are_read),
        cmocka_unit_test(streams_are_read_from_anywhere),
        cmocka_unit_test(one_piece_stands_in_the_file),
        cmocka_unit_test(a_storage_becomes_a_file),
        cmocka_unit_test(taking_a_storage_takes_what_is_in_it),
        cmocka_unit_test(strays_are_found),
        cmocka_unit_test(rings_are_opened),
        cmocka_unit_test(chains_end),
        cmocka_unit_test(files_are_cut),
        cmocka_unit_test(what_is_not_there_is_not_copied),
        cmocka_unit_test(shared_sectors_are_seen),
        cmocka_unit_test(an_image_of_nothing),
        cmocka_unit_test(a_file_is_what_its_root_says),
        cmocka_unit_test(without_a_directory_it_is_malformed),
        cmocka_unit_test(what_nobody_knows_is_told_as_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
