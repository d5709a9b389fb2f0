/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs from files and folders, dictionaries from files. A folder gives its *.yaml files and those
 * of its folders, sorted by name; symbolic links inside it are not followed.
 */
#include "rules/sources.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <string.h>
#include <unistd.h>

typedef LS_VEC(struct ls_pack_text) pack_vec;

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* What a file is read as, in the words of those who read why it is refused. */
static const char as_rules[] = "rules", as_dictionary[] = "a dictionary";

static struct ls_result no_access(const char *path, const char *as, int error, struct ls_diag *diag)
{
    return ls_diag_stop(diag, LS_E_RULES, "%s: cannot be read as %s: %s", path, as,
                        strerror(error));
}

static struct ls_result read_all(int fd, const char *path, const char *as, struct ls_buf *out,
                                 struct ls_diag *diag)
{
    char part[16384];
    while (true) {
        ssize_t n = read(fd, part, sizeof part);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return no_access(path, as, errno, diag);
        if (n == 0)
            return ls_ok();
        struct ls_result r = ls_buf_add(out, part, (size_t)n);
        if (r.code == LS_E_LIMIT)
            return ls_diag_stop(diag, LS_E_RULES, "%s: too large for %s, expected %d MiB at most",
                                path, as, LS_PACK_BYTES_MAX >> 20);
        LS_TRY(r);
    }
}

static struct ls_result add_file(const char *path, const char *as, pack_vec *packs,
                                 struct ls_diag *diag)
{
    LS_TRY(LS_VEC_RESERVE(packs, 1));
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return no_access(path, as, errno, diag);
    struct ls_buf bytes = {.limit = LS_PACK_BYTES_MAX};
    struct ls_result r = read_all(fd, path, as, &bytes, diag);
    close(fd);
    char *name = ls_strdup(path);
    if (!ls_failed(r) && !name)
        r = ls_stop(LS_E_MEMORY);
    if (ls_failed(r)) {
        ls_free(name);
        ls_free(bytes.at);
        return r;
    }
    packs->at[packs->n++] = (struct ls_pack_text){name, bytes.at ? bytes.at : "", bytes.n};
    return r;
}

static bool is_pack(const FTSENT *entry)
{
    static const char ending[] = ".yaml";
    size_t n = sizeof ending - 1;
    return entry->fts_level == FTS_ROOTLEVEL ||
           (entry->fts_namelen > n &&
            strcmp(entry->fts_name + entry->fts_namelen - n, ending) == 0);
}

static struct ls_result add_tree(FTS *tree, const char *path, pack_vec *packs, struct ls_diag *diag)
{
    size_t before = packs->n;
    for (FTSENT *entry; errno = 0, (entry = fts_read(tree));) {
        bool failed =
            entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR || entry->fts_info == FTS_NS;
        if (failed)
            return no_access(entry->fts_path, as_rules, entry->fts_errno, diag);
        bool named = entry->fts_level == FTS_ROOTLEVEL && entry->fts_info == FTS_DEFAULT;
        if ((entry->fts_info == FTS_F || named) && is_pack(entry))
            LS_TRY(add_file(entry->fts_path, as_rules, packs, diag));
    }
    if (errno)
        return no_access(path, as_rules, errno, diag);
    if (packs->n == before)
        return ls_diag_stop(diag, LS_E_RULES, "%s: no rules here, expected files named *.yaml",
                            path);
    return ls_ok();
}

static struct ls_result add_path(const char *path, pack_vec *packs, struct ls_diag *diag)
{
    char *root = ls_strdup(path);
    if (!root)
        return ls_stop(LS_E_MEMORY);
    char *const roots[] = {root, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    struct ls_result r =
        tree ? add_tree(tree, path, packs, diag) : no_access(path, as_rules, errno, diag);
    if (tree)
        fts_close(tree);
    ls_free(root);
    return r;
}

/* Frees what add_file() made. */
static void free_packs(pack_vec *packs, size_t builtin_n)
{
    for (size_t i = builtin_n; i < packs->n; i++) {
        ls_free((void *)(uintptr_t)packs->at[i].file);
        if (packs->at[i].len)
            ls_free((void *)(uintptr_t)packs->at[i].bytes);
    }
    LS_VEC_FINI(packs);
}

static struct ls_result too_many(struct ls_result r, const char *path, struct ls_diag *diag)
{
    return r.code == LS_E_LIMIT
               ? ls_diag_stop(diag, LS_E_RULES,
                              "%s: too many packs and dictionaries, expected %d at most", path,
                              LS_PACKS_MAX)
               : r;
}

/* The dictionaries stand behind the packs. */
static struct ls_result collect(const struct ls_rules_from *from, pack_vec *packs,
                                struct ls_diag *diag)
{
    size_t builtin_n = 0;
    const struct ls_pack_text *own = from->builtin ? ls_rules_builtin(&builtin_n) : NULL;
    for (size_t i = 0; i < builtin_n; i++)
        LS_VEC_PUSH(packs, own[i]);
    for (size_t i = 0; i < from->paths_n; i++)
        LS_TRY(too_many(add_path(from->paths[i], packs, diag), from->paths[i], diag));
    for (size_t i = 0; i < from->dictionaries_n; i++) {
        const char *path = from->dictionaries[i];
        LS_TRY(too_many(add_file(path, as_dictionary, packs, diag), path, diag));
    }
    return ls_ok();
}

struct ls_result ls_rules_load_paths(bool builtin, const char *const *paths, size_t n,
                                     struct ls_rules **rules, struct ls_diag *diag)
{
    struct ls_rules_from from = {.builtin = builtin, .paths = paths, .paths_n = n};
    return ls_rules_load_from(&from, rules, diag);
}

struct ls_result ls_rules_load_from(const struct ls_rules_from *from, struct ls_rules **rules,
                                    struct ls_diag *diag)
{
    pack_vec packs;
    size_t builtin_n = 0;
    *rules = NULL;
    if (from->builtin)
        ls_rules_builtin(&builtin_n);
    LS_VEC_INIT(&packs, LS_PACKS_MAX);
    struct ls_result r = collect(from, &packs, diag);
    if (!ls_failed(r))
        r = ls_rules_load_texts(packs.at, packs.n - from->dictionaries_n, from->dictionaries_n,
                                from->listener, rules, diag);
    free_packs(&packs, builtin_n < packs.n ? builtin_n : packs.n);
    return r;
}
