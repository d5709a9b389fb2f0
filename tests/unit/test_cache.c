/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache of what was made of rules: what was written comes back, and whatever else lies in its
 * place is harmless.
 */
#include "match/cache.h"

#include "../tree.h"

#include "base/alloc.h"
#include "match/sections.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum {
    HEAD_BYTES = 16 + 64 + 3 * 8, /* magic, key, length of the first part, sums of both */
    KEPT_LEN = 16 + 64,           /* where that length stands */
    NOBODY = 65534,
    ROUNDS = 200,
    FILE_LIMIT = 4096, /* bytes that a nearly full disk takes; less than a database */
};

#define WORD "斑马线"

/* Some rules, what was made of them and its place in the folder "c". */
struct fixture {
    struct ls_rules *rules;
    struct ls_prepared made;
    struct ls_cache_key key;
    char path[128];
};

static struct fixture one, other; /* `one` searches for WORD */

static void make(struct fixture *f, const char *body)
{
    char text[512];
    struct ls_diag diag = {.text = ""};
    int len = snprintf(text, sizeof text,
                       "pack: p\ntitle: t\nrules:\n  - id: r\n    title: t\n"
                       "    category: dictionary\n    severity: low\n"
                       "    examples: {hit: [x]}\n%s",
                       body);
    const struct ls_pack_text pack = {"p.yaml", text, (size_t)len};
    if (ls_failed(ls_rules_load(&pack, 1, &f->rules, &diag)))
        fail_msg("%s", diag.text);
    assert_false(ls_failed(ls_prepared_make(&f->made, f->rules, &diag)));
    assert_false(ls_failed(ls_cache_key(f->rules->digest, ls_lowering_version, &f->key)));
    snprintf(f->path, sizeof f->path, "c/%s.db", f->key.hex);
}

static void unmake(struct fixture *f)
{
    ls_prepared_fini(&f->made);
    ls_rules_free(f->rules);
}

static int make_both(void **state)
{
    (void)state;
    make(&one, "    gap: none\n    anchors: [" WORD "]\n    match: x\n");
    make(&other, "    gap: none\n    anchors: [斑马]\n    match: x\n");
    return 0;
}

static int unmake_both(void **state)
{
    (void)state;
    unmake(&one);
    unmake(&other);
    return 0;
}

static int count(unsigned string, unsigned long long from, unsigned long long end, unsigned flags,
                 void *user)
{
    (void)string;
    (void)from;
    (void)end;
    (void)flags;
    ++*(int *)user;
    return 0;
}

/* Whether the database finds WORD. */
static bool finds_word(const struct ls_database *db)
{
    static const uint8_t text[256] = "xx " WORD " xx"; /* longer than the engine may read */
    struct ls_database_scratch *scratch;
    int n = 0;
    struct ls_database_listener listener = {.seen = count, .user = &n};
    assert_false(ls_failed(ls_database_scratch_new(db, &scratch)));
    assert_false(ls_failed(ls_database_scan(db, LS_DATABASE_ALL, scratch, text, 64, &listener)));
    ls_database_scratch_free(scratch);
    return n == 1;
}

/* Of two programs that made the same: what they keep is. */
static bool same(const struct ls_prepared *a, const struct ls_prepared *b)
{
    struct ls_buf x = {.limit = 1 << 24}, y = x;
    assert_false(ls_failed(ls_prepared_save(a, &x)) || ls_failed(ls_prepared_save(b, &y)));
    bool same = x.n == y.n && memcmp(x.at, y.at, x.n) == 0 && a->lower.longest == b->lower.longest;
    LS_VEC_FINI(&x);
    LS_VEC_FINI(&y);
    return same;
}

/* From folder `dir`. */
static bool loads_from(const char *dir, const struct fixture *f)
{
    struct ls_prepared p;
    if (!ls_cache_load(dir, &f->key, f->rules, &p))
        return false;
    assert_true(same(&p, &f->made));
    assert_int_equal(finds_word(p.db), finds_word(f->made.db));
    assert_int_equal(ls_database_size(p.db), ls_database_size(f->made.db));
    ls_prepared_fini(&p);
    return true;
}

static bool loads(const struct fixture *f)
{
    return loads_from("c", f);
}

/* Nothing comes, and nothing breaks. */
static bool loads_nothing(const struct fixture *f)
{
    return !loads(f);
}

static bool save_in(const char *dir, const struct fixture *f)
{
    return ls_cache_save(dir, &f->key, &f->made);
}

static void save(const struct fixture *f)
{
    assert_true(save_in("c", f));
}

/* Entries of a folder besides "." and "..". */
static size_t entries(const char *path)
{
    size_t n = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n - 2;
}

static mode_t mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode;
}

/* The bytes of a file; *len of them. */
static char *slurp(const char *path, size_t *len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    char *bytes = malloc((size_t)st.st_size + 1);
    assert_non_null(bytes);
    assert_int_equal(read(fd, bytes, (size_t)st.st_size), st.st_size);
    close(fd);
    *len = (size_t)st.st_size;
    return bytes;
}

static void keys_tell_words_apart(void **state)
{
    (void)state;
    struct ls_cache_key again;
    struct fixture gapped;
    assert_int_equal(strlen(one.key.hex), 64);
    assert_int_equal(strspn(one.key.hex, "0123456789abcdef"), 64);
    assert_false(ls_failed(ls_cache_key(one.rules->digest, ls_lowering_version, &again)));
    assert_string_equal(one.key.hex, again.hex);
    assert_string_not_equal(one.key.hex, other.key.hex);
    make(&gapped, "    gap: uniform\n    anchors: [" WORD "]\n    match: x\n");
    assert_string_not_equal(one.key.hex, gapped.key.hex);
    unmake(&gapped);
}

/* What does not show in the words may still be made into other strings. */
static void keys_tell_rules_apart(void **state)
{
    (void)state;
    struct ls_cache_key key;
    char digest[65];
    memcpy(digest, one.rules->digest, sizeof digest);
    digest[0] = digest[0] == '0' ? '1' : '0';
    assert_false(ls_failed(ls_cache_key(digest, ls_lowering_version, &key)));
    assert_string_not_equal(one.key.hex, key.hex);
}

/* What a program has kept that lowers in another way is not taken. */
static void another_lowering(void **state)
{
    (void)state;
    struct fixture old = one;
    char version[65];
    assert_int_equal(strlen(ls_lowering_version), 64);
    snprintf(version, sizeof version, "%s", ls_lowering_version);
    version[0] = version[0] == '0' ? '1' : '0';
    assert_false(ls_failed(ls_cache_key(one.rules->digest, version, &old.key)));
    save(&old);
    assert_true(loads(&old));
    assert_true(loads_nothing(&one));
    save(&one);
    assert_int_equal(entries("c"), 2);
}

static void what_was_saved_comes_back(void **state)
{
    (void)state;
    assert_true(loads_nothing(&one)); /* there is no folder yet */
    assert_int_equal(access("c", F_OK), -1);
    mode_t mask = umask(0);
    save(&one);
    umask(mask);
    assert_true(loads(&one));
    assert_true(loads_nothing(&other));
    assert_int_equal(mode_of("c"), S_IFDIR | 0700);
    assert_int_equal(mode_of(one.path), S_IFREG | 0600);
    save(&other);
    assert_int_equal(entries("c"), 2);
    assert_true(loads(&one));
    assert_true(loads(&other));
}

/* The folder and its parent are made, no more. */
static void folders_are_made(void **state)
{
    (void)state;
    assert_true(save_in("a/b", &one));
    assert_int_equal(mode_of("a"), S_IFDIR | 0700);
    assert_int_equal(mode_of("a/b"), S_IFDIR | 0700);
    assert_true(loads_from("a/b", &one));
    assert_false(save_in("x/y/z", &one));
    assert_int_equal(access("x", F_OK), -1);
    assert_int_equal(mkdir("open", 0755), 0);
    assert_true(save_in("open", &one));
    assert_int_equal(mode_of("open") & 0777, 0755); /* taken as it is */
}

/* A file of the cache's kind, used so many seconds ago. */
static void leave(const char *name, int seconds)
{
    char path[PATH_MAX];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    now.tv_sec -= seconds;
    snprintf(path, sizeof path, "c/%s", name);
    tree_text(path, "x");
    assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){now, now}, 0), 0);
}

static bool is_left(const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "c/%s", name);
    return access(path, F_OK) == 0;
}

/* What was used longest ago goes, and nothing that is not the cache's. */
static void old_ones_are_removed(void **state)
{
    char name[100];
    (void)state;
    save(&one);
    for (int i = 0; i < LS_CACHE_FILES_MAX + 8; i++) {
        snprintf(name, sizeof name, "%064x.db", (unsigned)i);
        leave(name, 1000 + i);
    }
    leave("notes.db", 1 << 20);
    snprintf(name, sizeof name, "%064x.aBc123", 1u);
    leave(name, 7200);
    snprintf(name, sizeof name, "%064x.aBc124", 2u);
    leave(name, 60);
    assert_true(loads(&one)); /* which makes it the one used last */
    save(&other);
    assert_true(is_left("notes.db"));
    assert_true(is_left(name)); /* somebody may be writing it */
    snprintf(name, sizeof name, "%064x.aBc123", 1u);
    assert_false(is_left(name));
    for (int i = 0; i < LS_CACHE_FILES_MAX + 8; i++) {
        snprintf(name, sizeof name, "%064x.db", (unsigned)i);
        assert_int_equal(is_left(name), i < LS_CACHE_FILES_MAX - 2);
    }
    assert_true(loads(&one));
    assert_true(loads(&other));
}

static void rules_without_words(void **state)
{
    (void)state;
    struct fixture digits;
    make(&digits, "    digits: 11\n    check: x\n");
    assert_int_equal(digits.made.lower.strings.n, 0);
    save(&digits);
    assert_true(loads(&digits));
    assert_int_equal(ls_database_size(digits.made.db), 0);
    assert_false(finds_word(digits.made.db));
    unmake(&digits);
}

static void places_that_take_nothing(void **state)
{
    (void)state;
    char path[PATH_MAX + 100];
    tree_text("file", "");
    static const char *const dirs[] = {"file", "file/c", "/proc/self/c", "/dev/null"};
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        assert_false(save_in(dirs[i], &one));
        assert_false(loads_from(dirs[i], &one));
    }
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_false(save_in(path, &one));
    assert_false(loads_from(path, &one));
    assert_int_equal(entries("."), 1);
}

/* A folder that may be read but not written; nobody asks root, so we become somebody else. */
static void folder_without_leave(void **state)
{
    (void)state;
    save(&one);
    bool root = geteuid() == 0;
    assert_int_equal(chmod("c", 0555), 0);
    if (root && (chmod(".", 0755) != 0 || seteuid(NOBODY) != 0))
        skip();
    bool saved = save_in("c", &other);
    bool again = save_in("c", &one);
    if (root && seteuid(0) != 0)
        abort();
    assert_false(saved);
    assert_false(again);
    assert_int_equal(entries("c"), 1);
    assert_true(loads(&one));
    assert_int_equal(chmod("c", 0000), 0);
    if (!root)
        assert_true(loads_nothing(&one));
}

static void damaged(void **state)
{
    (void)state;
    size_t len;
    save(&one);
    char *bytes = slurp(one.path, &len);
    assert_true(len > HEAD_BYTES + 16);
    for (size_t at = 0; at < len; at += at < HEAD_BYTES + 16 ? 1 : 97) {
        bytes[at] ^= 0x10;
        tree_write(one.path, bytes, len);
        assert_true(loads_nothing(&one));
        bytes[at] ^= 0x10;
    }
    tree_write(one.path, bytes, len);
    assert_true(loads(&one));
    bytes[len - 1] ^= 1;
    tree_write(one.path, bytes, len);
    free(bytes);
    save(&one); /* and it is whole again */
    assert_true(loads(&one));
}

static void truncated(void **state)
{
    (void)state;
    size_t len;
    save(&one);
    char *bytes = slurp(one.path, &len);
    for (size_t cut = 0; cut < len; cut += cut < HEAD_BYTES + 16 ? 1 : 101) {
        tree_write(one.path, bytes, cut);
        assert_true(loads_nothing(&one));
    }
    tree_write(one.path, bytes, len - 1);
    assert_true(loads_nothing(&one));
    bytes[len] = '\0'; /* there is room for it */
    tree_write(one.path, bytes, len + 1);
    assert_true(loads_nothing(&one));
    free(bytes);
}

/* Sets the sums of a file in memory to what its parts are. */
static void set_sums(char *file, size_t len)
{
    uint64_t kept, sums[2];
    memcpy(&kept, file + KEPT_LEN, sizeof kept);
    sums[0] = ls_cache_sum(file + HEAD_BYTES, kept);
    sums[1] = ls_cache_sum(file + HEAD_BYTES + kept, len - HEAD_BYTES - kept);
    memcpy(file + HEAD_BYTES - sizeof sums, sums, sizeof sums);
}

/* Right in form, but no database: the library refuses it, and it is as if nothing was there. */
static void right_sum_wrong_content(void **state)
{
    (void)state;
    size_t len;
    save(&one);
    char *file = slurp(one.path, &len);
    set_sums(file, len);
    tree_write(one.path, file, len);
    assert_true(loads(&one));
    memset(file + len - 100, 'x', 100);
    set_sums(file, len);
    tree_write(one.path, file, len);
    assert_true(loads_nothing(&one));
    free(file);
}

static int note_end(unsigned string, unsigned long long from, unsigned long long end,
                    unsigned flags, void *user)
{
    (void)string;
    (void)from;
    (void)flags;
    *(unsigned long long *)user += end;
    return 0;
}

/* Goes to all places that are led to; a checker of addresses sees whether they are there. */
static void go_everywhere(const struct ls_prepared *p, const struct ls_rules *rules)
{
    static const uint8_t text[256] = "xx " WORD " 斑 马线 斑\n马线 " WORD WORD;
    size_t sum = 0;
    for (size_t i = 0; i < p->lower.strings.n; i++) {
        const struct ls_lowered *s = &p->lower.strings.at[i];
        for (size_t k = 0; k < s->len; k++)
            sum += (unsigned char)p->lower.bytes.at[p->lower.offsets.at[i] + k];
        for (size_t k = 0; k < s->uses_n; k++) {
            const struct ls_word_use *use = &p->lower.uses.at[s->uses + k];
            assert_true(use->role == LS_USE_ANCHOR && use->rule < rules->n &&
                        use->word < rules->at[use->rule].anchors.n);
        }
        assert_true(s->len <= p->lower.longest);
    }
    unsigned long long ends = 0;
    struct ls_spots_copy copy;
    struct ls_database_listener listener = {.seen = note_end, .user = &ends};
    ls_pairs_scan(p->pairs, text, 128, &listener);
    assert_false(ls_failed(ls_spots_copy_init(&copy)));
    (void)ls_spots_gather(&p->spots, text, 128, &copy);
    ls_spots_copy_fini(&copy);
    assert_true(sum + ends > 0);
}

/* Whoever can write the file can write its sums as well: it may be wrong, and leads nowhere. */
static void written_by_somebody_else(void **state)
{
    (void)state;
    enum { CLOSELY = 4096 };
    static const unsigned char flips[] = {0x01, 0x80, 0xFF};
    struct fixture gapped;
    size_t len, taken = 0;
    uint64_t kept;
    make(&gapped, "    gap: uniform\n    anchors: [" WORD ", 斑马]\n    match: x\n");
    save(&gapped);
    char *file = slurp(gapped.path, &len);
    memcpy(&kept, file + KEPT_LEN, sizeof kept);
    for (size_t at = HEAD_BYTES; at < HEAD_BYTES + kept; at += at < CLOSELY ? 3 : 509)
        for (size_t i = 0; i < sizeof flips; i++) {
            struct ls_prepared p;
            file[at] = (char)(file[at] ^ flips[i]);
            set_sums(file, len);
            tree_write(gapped.path, file, len);
            if (ls_cache_load("c", &gapped.key, gapped.rules, &p)) {
                go_everywhere(&p, gapped.rules);
                ls_prepared_fini(&p);
                taken++;
            }
            file[at] = (char)(file[at] ^ flips[i]);
        }
    assert_true(taken > 0);
    for (uint64_t wrong = 0; wrong < 5; wrong++) { /* the parts meet somewhere else */
        const uint64_t lens[] = {0, kept - 8, kept + 8, len, UINT64_MAX};
        memcpy(file + KEPT_LEN, &lens[wrong], sizeof kept);
        if (lens[wrong] <= len - HEAD_BYTES)
            set_sums(file, len);
        tree_write(gapped.path, file, len);
        assert_true(loads_nothing(&gapped));
    }
    free(file);
    unmake(&gapped);
}

/* What was made of other rules, where this should be: its strings mean something else. */
static void under_another_name(void **state)
{
    (void)state;
    size_t len;
    save(&other);
    char *good = slurp(other.path, &len);
    tree_write(one.path, good, len);
    free(good);
    assert_true(loads_nothing(&one));
    assert_true(loads(&other));
}

static void other_permissions(void **state)
{
    (void)state;
    static const struct {
        mode_t mode;
        bool good;
    } modes[] = {{0600, true},  {0400, true},  {0644, true},  {0444, true},  {0620, false},
                 {0602, false}, {0660, false}, {0606, false}, {0666, false}, {0777, false}};
    save(&one);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(one.path, modes[i].mode), 0);
        assert_int_equal(loads(&one), modes[i].good);
    }
    save(&one);
    assert_int_equal(mode_of(one.path), S_IFREG | 0600);
    assert_int_equal(chmod(one.path, 0), 0);
    if (geteuid() != 0)
        assert_true(loads_nothing(&one));
}

static void somebody_elses(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* only root gives files away */
    save(&one);
    assert_int_equal(chown(one.path, NOBODY, (gid_t)-1), 0);
    assert_true(loads_nothing(&one));
    save(&one);
    assert_true(loads(&one));
}

static void symlink_in_its_place(void **state)
{
    (void)state;
    size_t len;
    save(&one);
    assert_int_equal(rename(one.path, "elsewhere"), 0);
    char *bytes = slurp("elsewhere", &len);
    char target[] = "../elsewhere";
    assert_int_equal(symlink(target, one.path), 0);
    assert_true(loads_nothing(&one)); /* although it leads to a good one */
    tree_text("elsewhere", "mine");
    save(&one);
    assert_int_equal(mode_of(one.path), S_IFREG | 0600);
    assert_true(loads(&one));
    free(bytes);
    bytes = slurp("elsewhere", &len);
    assert_int_equal(len, 4); /* nothing was written through it */
    assert_memory_equal(bytes, "mine", 4);
    free(bytes);
}

static void other_things_in_its_place(void **state)
{
    (void)state;
    assert_int_equal(mkdir("c", 0700), 0);
    assert_int_equal(mkfifo(one.path, 0600), 0);
    assert_true(loads_nothing(&one)); /* and does not wait for a writer */
    save(&one);
    assert_true(loads(&one));
    assert_int_equal(unlink(one.path), 0);
    assert_int_equal(mkdir(one.path, 0700), 0);
    assert_true(loads_nothing(&one));
    assert_false(save_in("c", &one));
    assert_int_equal(entries("c"), 1); /* no half file beside it */
}

/* The disk is full: what was there stays, nothing half is left. */
static void full_disk(void **state)
{
    (void)state;
    struct rlimit before, tight;
    save(&one);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = FILE_LIMIT;
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    bool again = save_in("c", &one);
    bool more = save_in("c", &other);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, old);
    assert_true(ls_database_size(one.made.db) > FILE_LIMIT);
    assert_false(again);
    assert_false(more);
    assert_int_equal(entries("c"), 1);
    assert_true(loads(&one));
}

static void no_memory(void **state)
{
    (void)state;
    save(&one);
    for (uint64_t nth = 1, tried = nth; nth <= tried; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_prepared p;
        bool loaded = ls_cache_load("c", &one.key, one.rules, &p);
        tried = ls_alloc_count();
        ls_alloc_fail_nth(0);
        assert_int_equal(loaded, nth > tried);
        if (loaded)
            ls_prepared_fini(&p);
        assert_true(nth < 100);
    }
    ls_alloc_fail_nth(1);
    assert_false(save_in("c", &other));
    ls_alloc_fail_nth(0);
    assert_int_equal(entries("c"), 1);
}

static void *save_again_and_again(void *user)
{
    bool *all = user;
    for (int i = 0; i < ROUNDS && *all; i++)
        *all = save_in("c", &one);
    return NULL;
}

/* Whoever reads while others write sees the old file or the new one, and each is whole. */
static void replacement_is_atomic(void **state)
{
    (void)state;
    size_t len;
    pthread_t writers[2];
    bool all[2] = {true, true};
    save(&one);
    char *before = slurp(one.path, &len);
    int fd = open(one.path, O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&writers[i], NULL, save_again_and_again, &all[i]), 0);
    for (int i = 0; i < ROUNDS; i++)
        assert_true(loads(&one));
    for (int i = 0; i < 2; i++)
        pthread_join(writers[i], NULL);
    assert_true(all[0] && all[1]);
    assert_int_equal(entries("c"), 1);
    char *still = malloc(len);
    assert_non_null(still);
    assert_int_equal(read(fd, still, len), len); /* who had it open keeps what he opened */
    assert_memory_equal(before, still, len);
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_nlink, 0);
    close(fd);
    free(before);
    free(still);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, tree_setup, tree_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keys_tell_words_apart),
        TEST(keys_tell_rules_apart),
        TEST(another_lowering),
        TEST(what_was_saved_comes_back),
        TEST(folders_are_made),
        TEST(old_ones_are_removed),
        TEST(rules_without_words),
        TEST(places_that_take_nothing),
        TEST(folder_without_leave),
        TEST(damaged),
        TEST(truncated),
        TEST(right_sum_wrong_content),
        TEST(written_by_somebody_else),
        TEST(under_another_name),
        TEST(other_permissions),
        TEST(somebody_elses),
        TEST(symlink_in_its_place),
        TEST(other_things_in_its_place),
        TEST(full_disk),
        TEST(no_memory),
        TEST(replacement_is_atomic),
    };
    return cmocka_run_group_tests(tests, make_both, unmake_both);
}
