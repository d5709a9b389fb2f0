/* SPDX-License-Identifier: Apache-2.0 */
/* The walk: everything found is handed over once, nothing dangerous is opened. */
#include "source/walk.h"

#include "../tree.h"
#include "base/reason.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sys/resource.h>

enum { SEEN_MAX = 20000, DEPTH = 1000 };

/* What was handed over, one line an entry: "path kind-or-reason". */
struct seen {
    pthread_mutex_t lock;
    size_t n;
    char *lines[SEEN_MAX];
    void (*on_entry)(const struct ls_walk_entry *entry);
    struct ls_walk *walk;
    struct ls_result result;
};

static struct ls_result take(void *user, const struct ls_walk_entry *entry)
{
    static const char *const kinds[] = {"file", "device", "stream", ""};
    struct seen *seen = user;
    char *line;
    struct stat st;
    int len = asprintf(&line, "%s %s", entry->path.at,
                       entry->kind == LS_WALK_NONE ? entry->reason : kinds[entry->kind]);
    assert_true(len > 0);
    assert_int_equal(strlen(entry->path.at), entry->path.len);
    if (entry->kind == LS_WALK_FILE) {
        assert_int_equal(fstat(entry->fd, &st), 0);
        assert_true(S_ISREG(st.st_mode));
        assert_int_equal(entry->size, st.st_size);
        close(entry->fd);
    } else {
        assert_true(entry->fd <= 0);
    }
    pthread_mutex_lock(&seen->lock);
    assert_true(seen->n < SEEN_MAX);
    seen->lines[seen->n++] = line;
    if (seen->on_entry)
        seen->on_entry(entry);
    pthread_mutex_unlock(&seen->lock);
    return ls_ok();
}

static void *walk_thread(void *user)
{
    struct seen *seen = user;
    struct ls_result r = ls_walk_run(seen->walk, take, seen);
    pthread_mutex_lock(&seen->lock);
    seen->result = r;
    pthread_mutex_unlock(&seen->lock);
    return NULL;
}

static struct seen *walk(const struct ls_walk_options *options, size_t threads,
                         void (*on_entry)(const struct ls_walk_entry *))
{
    struct ls_diag diag;
    pthread_t id[8];
    struct seen *seen = calloc(1, sizeof *seen);
    assert_non_null(seen);
    pthread_mutex_init(&seen->lock, NULL);
    seen->on_entry = on_entry;
    assert_int_equal(ls_walk_new(options, &seen->walk, &diag).reach, LS_OK);
    for (size_t i = 0; i < threads; i++)
        assert_int_equal(pthread_create(&id[i], NULL, walk_thread, seen), 0);
    for (size_t i = 0; i < threads; i++)
        pthread_join(id[i], NULL);
    ls_walk_free(seen->walk);
    return seen;
}

static bool has(const struct seen *seen, const char *line)
{
    size_t n = 0;
    for (size_t i = 0; i < seen->n; i++)
        n += strcmp(seen->lines[i], line) == 0;
    assert_true(n <= 1);
    return n == 1;
}

static size_t count(const struct seen *seen, const char *end)
{
    size_t n = 0, len = strlen(end);
    for (size_t i = 0; i < seen->n; i++) {
        size_t line = strlen(seen->lines[i]);
        n += line >= len && strcmp(seen->lines[i] + line - len, end) == 0;
    }
    return n;
}

static void seen_free(struct seen *seen)
{
    for (size_t i = 0; i < seen->n; i++)
        free(seen->lines[i]);
    pthread_mutex_destroy(&seen->lock);
    free(seen);
}

static void kinds_found_in_a_folder(void **state)
{
    (void)state;
    mkdir("t", 0700);
    mkdir("t/.hidden", 0700);
    tree_text("t/a", "x");
    tree_text("t/.hidden/b", "");
    tree_text("t/line\nbreak \xff", "x");
    assert_int_equal(symlink("a", "t/link"), 0);
    assert_int_equal(symlink(".", "t/self"), 0);
    assert_int_equal(mkfifo("t/fifo", 0600), 0);
    struct seen *seen = walk(&(struct ls_walk_options){PATHS("t")}, 1, NULL);
    assert_int_equal(seen->result.reach, LS_OK);
    assert_int_equal(seen->n, 6);
    assert_true(has(seen, "t/a file"));
    assert_true(has(seen, "t/.hidden/b file"));
    assert_true(has(seen, "t/line\nbreak \xff file"));
    assert_true(has(seen, "t/link symlink"));
    assert_true(has(seen, "t/self symlink"));
    assert_true(has(seen, "t/fifo special_file"));
    seen_free(seen);
}

static void kinds_named(void **state)
{
    (void)state;
    mkdir("t", 0700);
    tree_text("t/a", "x");
    assert_int_equal(symlink("t", "folder-link"), 0);
    assert_int_equal(symlink("t/a", "file-link"), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(symlink("loop2", "loop1"), 0);
    assert_int_equal(symlink("loop1", "loop2"), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    struct seen *seen =
        walk(&(struct ls_walk_options){PATHS("folder-link/", "file-link", "dangling", "loop1",
                                             "fifo", "none", "t/a/b", "-", "/dev/null")},
             1, NULL);
    assert_int_equal(seen->n, 9);
    assert_true(has(seen, "folder-link/a file"));
    assert_true(has(seen, "file-link file"));
    assert_true(has(seen, "dangling not_found"));
    assert_true(has(seen, "loop1 symlink_loop"));
    assert_true(has(seen, "fifo special_file"));
    assert_true(has(seen, "none not_found"));
    assert_true(has(seen, "t/a/b not_found"));
    assert_true(has(seen, "- stream"));
    assert_true(has(seen, "/dev/null special_file"));
    seen_free(seen);
}

static void what_is_excluded_is_counted_once(void **state)
{
    (void)state;
    mkdir("t", 0700);
    mkdir("t/cache", 0700);
    mkdir("t/src", 0700);
    tree_text("t/cache/1", "x");
    tree_text("t/cache/2", "x");
    tree_text("t/src/a.iso", "x");
    tree_text("t/src/a.txt", "x");
    const char *const excludes[] = {"cache", "*/src/*.iso"};
    struct seen *seen =
        walk(&(struct ls_walk_options){PATHS("t"), .excludes = excludes, .excludes_n = 2}, 1, NULL);
    assert_int_equal(seen->n, 3);
    assert_true(has(seen, "t/cache excluded"));
    assert_true(has(seen, "t/src/a.iso excluded"));
    assert_true(has(seen, "t/src/a.txt file"));
    seen_free(seen);

    tree_text(".hidden", "x");
    const char *const hidden[] = {".*"};
    seen =
        walk(&(struct ls_walk_options){PATHS("."), .excludes = hidden, .excludes_n = 1}, 1, NULL);
    assert_int_equal(seen->n, 5);
    assert_true(has(seen, "./.hidden excluded"));
    seen_free(seen);
}

static void what_may_not_be_read_is_told(void **state)
{
    (void)state;
    if (geteuid() == 0) /* root may read everything */
        skip();
    mkdir("t", 0700);
    mkdir("t/closed", 0000);
    tree_text("t/secret", "x");
    chmod("t/secret", 0000);
    struct seen *seen = walk(&(struct ls_walk_options){PATHS("t")}, 1, NULL);
    assert_int_equal(seen->n, 2);
    assert_true(has(seen, "t/closed permission"));
    assert_true(has(seen, "t/secret permission"));
    seen_free(seen);
}

/* Runs when the first file of the listing is handed over: the others change under the walk. */
static void spoil(const struct ls_walk_entry *entry)
{
    if (strcmp(entry->path.at, "t/1") != 0)
        return;
    unlink("t/2");
    unlink("t/3");
    unlink("t/4");
    assert_int_equal(symlink("/etc/passwd", "t/3"), 0);
    assert_int_equal(mkfifo("t/4", 0600), 0);
    assert_int_equal(rename("t/5", "moved"), 0);
    assert_int_equal(symlink("/etc", "t/5"), 0);
}

static void a_tree_that_changes_leads_nowhere(void **state)
{
    (void)state;
    mkdir("t", 0700);
    mkdir("t/5", 0700);
    tree_text("t/5/deep", "x");
    for (char name[] = "t/1"; name[2] <= '4'; name[2]++)
        tree_text(name, "x");
    struct seen *seen = walk(&(struct ls_walk_options){PATHS("t"), .sort = true}, 1, spoil);
    assert_int_equal(seen->n, 5);
    assert_true(has(seen, "t/1 file"));
    assert_true(has(seen, "t/2 vanished"));
    assert_true(has(seen, "t/3 symlink"));
    assert_true(has(seen, "t/4 special_file"));
    assert_true(has(seen, "t/5 vanished"));
    seen_free(seen);
}

static void sorted_by_bytes_files_first(void **state)
{
    static const char *const expected[] = {"t/B file", "t/a file", "t/z file", "t/D/x file",
                                           "t/c/y file"};
    (void)state;
    mkdir("t", 0700);
    mkdir("t/c", 0700);
    mkdir("t/D", 0700);
    tree_text("t/z", "");
    tree_text("t/a", "");
    tree_text("t/B", "");
    tree_text("t/c/y", "");
    tree_text("t/D/x", "");
    struct seen *seen = walk(&(struct ls_walk_options){PATHS("t"), .sort = true}, 1, NULL);
    assert_int_equal(seen->n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(seen->lines[i], expected[i]);
    seen_free(seen);
}

/* d/d/d/…, each level with a file and a second folder, so that the walk has to come back. */
static void make_deep(void)
{
    int at = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; i < DEPTH; i++) {
        assert_int_equal(mkdirat(at, "d", 0700), 0);
        int down = openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int file = openat(down, "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        assert_true(down >= 0 && file >= 0);
        assert_int_equal(mkdirat(down, "e", 0700), 0);
        assert_int_equal(mkdirat(down, "c", 0700), 0);
        close(file);
        close(at);
        at = down;
    }
    close(at);
}

static void depth_takes_no_descriptors(void **state)
{
    (void)state;
    struct rlimit old, few;
    make_deep();
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    few = (struct rlimit){.rlim_cur = LS_WALK_DESCRIPTORS + 32, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    for (size_t threads = 1; threads <= 4; threads += 3) {
        struct seen *seen =
            walk(&(struct ls_walk_options){PATHS("d"), .sort = threads == 1}, threads, NULL);
        assert_int_equal(seen->result.reach, LS_OK);
        assert_int_equal(seen->n, DEPTH);
        assert_int_equal(count(seen, "/f file"), DEPTH);
        seen_free(seen);
    }
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
}

static void many_threads_hand_over_once(void **state)
{
    (void)state;
    char path[64];
    mkdir("t", 0700);
    for (int i = 0; i < 40; i++) {
        snprintf(path, sizeof path, "t/%d", i);
        mkdir(path, 0700);
        for (int j = 0; j < 40; j++) {
            snprintf(path, sizeof path, "t/%d/%d", i, j);
            tree_text(path, "x");
        }
    }
    struct seen *seen = walk(&(struct ls_walk_options){PATHS("t")}, 8, NULL);
    assert_int_equal(seen->result.reach, LS_OK);
    assert_int_equal(seen->n, 1600);
    for (int i = 0; i < 40; i++)
        for (int j = 0; j < 40; j++) {
            snprintf(path, sizeof path, "t/%d/%d file", i, j);
            assert_true(has(seen, path));
        }
    seen_free(seen);
}

static void paths_from_a_list(void **state)
{
    (void)state;
    tree_text("a", "x");
    tree_text("b\nc", "x");
    tree_write("list", "a\0\0b\nc\0none", 11);
    struct seen *seen = walk(&(struct ls_walk_options){.files_from0 = "list"}, 1, NULL);
    assert_int_equal(seen->n, 3);
    assert_true(has(seen, "a file"));
    assert_true(has(seen, "b\nc file"));
    assert_true(has(seen, "none not_found"));
    seen_free(seen);

    struct ls_walk *none;
    struct ls_diag diag;
    struct ls_result r =
        ls_walk_new(&(struct ls_walk_options){.files_from0 = "missing"}, &none, &diag);
    assert_int_equal(r.code, LS_E_USAGE);
    assert_null(none);
}

static void a_stopped_walk_ends(void **state)
{
    (void)state;
    struct ls_diag diag;
    struct seen seen = {.n = 0};
    tree_text("a", "x");
    struct ls_walk_options options = {PATHS(".")};
    assert_int_equal(ls_walk_new(&options, &seen.walk, &diag).reach, LS_OK);
    ls_walk_stop(seen.walk);
    assert_int_equal(ls_walk_run(seen.walk, take, &seen).code, LS_E_CANCELLED);
    assert_int_equal(seen.n, 0);
    ls_walk_free(seen.walk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TREE(kinds_found_in_a_folder),
        IN_TREE(kinds_named),
        IN_TREE(what_is_excluded_is_counted_once),
        IN_TREE(what_may_not_be_read_is_told),
        IN_TREE(a_tree_that_changes_leads_nowhere),
        IN_TREE(sorted_by_bytes_files_first),
        IN_TREE(depth_takes_no_descriptors),
        IN_TREE(many_threads_hand_over_once),
        IN_TREE(paths_from_a_list),
        IN_TREE(a_stopped_walk_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
