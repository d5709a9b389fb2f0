/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ZIP archives whose lists contradict each other by chance, against both readers of libarchive: the
 * one that believes the directory and the one that believes the local headers. What either of them
 * gets out of an archive, ours gets too.
 */
#include "base/alloc.h"
#include "base/rng.h"
#include "formats/format.h"
#include "generate/must.h"
#include "generate/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum {
    ARCHIVES = 6000,
    MEMBERS_MAX = 6,
    TEXT_MAX = 400,
    SECRET_LEN = 16,
    READ_MAX = 1 << 16,
};

/* Members' secrets: which of them a reader has seen. */
struct seen {
    size_t n;
    char secrets[MEMBERS_MAX][SECRET_LEN + 1];
    bool by_us[MEMBERS_MAX], by_them[MEMBERS_MAX];
};

static void look(const struct seen *seen, bool *found, const char *bytes, size_t len)
{
    for (size_t i = 0; i < seen->n; i++)
        found[i] |= len > 0 && memmem(bytes, len, seen->secrets[i], SECRET_LEN) != NULL;
}

/* ---- an archive ------------------------------------------------------------------------------ */

static bool chance(uint64_t *rng, uint32_t one_in)
{
    return ls_rng_below(rng, one_in) == 0;
}

static uint64_t any_number(uint64_t *rng, uint64_t right)
{
    switch (ls_rng_below(rng, 6)) {
    case 0:
        return 0;
    case 1:
        return right + ls_rng_below(rng, 40);
    case 2:
        return right - ls_rng_below(rng, 40);
    case 3:
        return ls_rng_below(rng, 1000);
    case 4:
        return UINT32_MAX - ls_rng_below(rng, 3);
    default:
        return ls_rng_next(rng);
    }
}

/* What the directory says of a member, changed here and there. */
static void lie(uint64_t *rng, struct ls_zip_record *record)
{
    if (chance(rng, 8))
        record->omitted = true;
    if (chance(rng, 8))
        record->name = "other";
    if (chance(rng, 8))
        record->packed = any_number(rng, record->packed);
    if (chance(rng, 8))
        record->size = any_number(rng, record->size);
    if (chance(rng, 10))
        record->method = record->method ? 0 : 8;
    if (chance(rng, 10))
        record->flags ^= (uint16_t)(1 << ls_rng_below(rng, 14));
    if (chance(rng, 10))
        record->local = any_number(rng, record->local);
    if (chance(rng, 10))
        record->zip64 = !record->zip64;
}

static void add_member(uint64_t *rng, struct ls_zip_writer *zip, struct seen *seen)
{
    static const char *const names[] = {"a", "b", "folder/c", "\xC3\xDC", "d.zip"};
    char text[TEXT_MAX + SECRET_LEN + 1];
    char *secret = seen->secrets[seen->n++];
    size_t len = ls_rng_below(rng, TEXT_MAX);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)('a' + ls_rng_below(rng, 4));
    snprintf(secret, SECRET_LEN + 1, "%016llX", (unsigned long long)ls_rng_next(rng));
    memcpy(text + len, secret, SECRET_LEN);
    struct ls_zip_record as = {
        .name = names[ls_rng_below(rng, 5)],
        .method = chance(rng, 3) ? 0 : 8,
        .flags = chance(rng, 3) ? LS_ZIP_FLAG_DESCRIPTOR : 0,
        .zip64 = chance(rng, 6),
    };
    zip->bare_descriptors = chance(rng, 3);
    ls_zip_writer_add(zip, &as, text, len + SECRET_LEN);
}

static void make(uint64_t *rng, struct ls_zip_writer *zip, struct seen *seen)
{
    size_t members = 1 + ls_rng_below(rng, MEMBERS_MAX), parts = chance(rng, 6) ? 2 : 1;
    for (size_t part = 0; part < parts; part++) {
        if (chance(rng, 5))
            ls_zip_writer_raw(zip, "something in front", ls_rng_below(rng, 18));
        if (chance(rng, 2))
            zip->base = zip->out.n;
        for (size_t i = 0; i < zip->records.n; i++)
            zip->records.at[i].omitted |= chance(rng, 2);
        while (seen->n < members * (part + 1) / parts)
            add_member(rng, zip, seen);
        for (size_t i = 0; i < zip->records.n; i++)
            lie(rng, &zip->records.at[i]);
        zip->zip64 = chance(rng, 6);
        if (!chance(rng, 10))
            ls_zip_writer_end(zip, chance(rng, 4) ? "a comment" : NULL);
    }
    if (chance(rng, 5))
        ls_zip_writer_raw(zip, "something behind", ls_rng_below(rng, 16));
    for (size_t i = ls_rng_below(rng, 4); chance(rng, 3) && i > 0; i--)
        zip->out.at[ls_rng_below(rng, (uint32_t)zip->out.n)] ^= (char)(1 << ls_rng_below(rng, 8));
    if (chance(rng, 12))
        zip->out.n -= ls_rng_below(rng, (uint32_t)zip->out.n);
}

/* ---- its readers ----------------------------------------------------------------------------- */

static void read_theirs(int (*enable)(struct archive *), const struct ls_zip_writer *zip,
                        struct seen *seen)
{
    static char bytes[READ_MAX];
    struct archive *a = archive_read_new();
    struct archive_entry *entry;
    int tries = 0;
    MUST(a && enable(a) == ARCHIVE_OK);
    if (archive_read_open_memory(a, zip->out.at, zip->out.n) == ARCHIVE_OK)
        while (tries++ < 100 && archive_read_next_header(a, &entry) >= ARCHIVE_WARN) {
            size_t n = 0;
            la_ssize_t got;
            while (n < READ_MAX && (got = archive_read_data(a, bytes + n, READ_MAX - n)) > 0)
                n += (size_t)got;
            look(seen, seen->by_them, bytes, n);
        }
    archive_read_free(a);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    static char bytes[READ_MAX];
    size_t got;
    struct ls_result r = ls_blob_read(child->blob, 0, bytes, READ_MAX, &got);
    look(user, ((struct seen *)user)->by_us, bytes, got);
    return r.reach == LS_STOP ? r : ls_ok();
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)user, (void)member, (void)gap;
    return ls_ok();
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)user, (void)entries, (void)bytes;
    return ls_ok();
}

static void read_ours(const struct ls_zip_writer *zip, struct seen *seen)
{
    static const struct ls_emit emit = {.child = on_child, .gap = on_gap, .charge = on_charge};
    struct ls_probe probe = {.size = zip->out.n};
    struct ls_blob blob;
    ls_blob_memory(&blob, zip->out.at, zip->out.n);
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit, .user = seen};
    MUST(ls_format_find("zip")->run(&job).reach != LS_STOP);
}

static void ours_gets_what_theirs_get(void **state)
{
    (void)state;
    size_t theirs = 0, ours = 0;
    for (uint64_t seed = 0; seed < ARCHIVES; seed++) {
        uint64_t rng = seed;
        struct ls_zip_writer zip;
        struct seen seen = {.n = 0};
        ls_zip_writer_init(&zip);
        make(&rng, &zip, &seen);
        read_theirs(archive_read_support_format_zip_seekable, &zip, &seen);
        read_theirs(archive_read_support_format_zip_streamable, &zip, &seen);
        read_ours(&zip, &seen);
        for (size_t i = 0; i < seen.n; i++) {
            theirs += seen.by_them[i];
            ours += seen.by_us[i];
            if (seen.by_them[i] && !seen.by_us[i]) {
                FILE *out = fopen("oracle-zip.bin", "wbe");
                if (out && fwrite(zip.out.at, 1, zip.out.n, out) == zip.out.n && fclose(out) == 0)
                    fail_msg("seed %llu: member %zu of oracle-zip.bin", (unsigned long long)seed,
                             i);
                fail_msg("seed %llu: member %zu", (unsigned long long)seed, i);
            }
        }
        ls_zip_writer_fini(&zip);
    }
    print_message("theirs %zu, ours %zu\n", theirs, ours);
    assert_true(theirs > ARCHIVES && ours >= theirs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ours_gets_what_theirs_get)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
