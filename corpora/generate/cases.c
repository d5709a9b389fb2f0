/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan-cases: writes the cases of corpora/ that are made by a program, and puts files into
 * containers. A tool of the source tree, not installed.
 */
#include "base/alloc.h"
#include "generate/archive_cases.h"
#include "generate/bombs.h"
#include "generate/compound_cases.h"
#include "generate/must.h"
#include "generate/package.h"
#include "generate/pdf_cases.h"
#include "generate/wrap.h"
#include "generate/zip_cases.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MAX = 1 << 30, PATH_BYTES = 4096, EXIT_FAILED = 2 };

static const char usage[] =
    "usage: leakscan-cases zip FOLDER             the archives of corpora/zip\n"
    "       leakscan-cases pdf FOLDER             cases of corpora/pdf\n"
    "       leakscan-cases archives FOLDER        the folders of corpora/ for other archives\n"
    "       leakscan-cases compound FOLDER        compound files in the folders of corpora/\n"
    "       leakscan-cases bombs FOLDER           files that are larger inside: see bombs.h\n"
    "       leakscan-cases package FILE OUT       the document that FILE writes down\n"
    "       leakscan-cases wrap KIND FILE OUT     FILE in a container: zip, stored, tar, tar.gz,\n"
    "                                             7z, gz, eml\n";

static bool write_file(const char *path, const void *bytes, size_t len)
{
    FILE *out = fopen(path, "wbe");
    bool ok = out && fwrite(bytes, 1, len, out) == len;
    if (out && fclose(out) != 0)
        ok = false;
    if (!ok)
        fprintf(stderr, "leakscan-cases: %s: %s\n", path, strerror(errno));
    return ok;
}

static bool read_file(const char *path, struct ls_buf *bytes)
{
    char chunk[1 << 16];
    size_t got;
    FILE *in = fopen(path, "rbe");
    while (in && (got = fread(chunk, 1, sizeof chunk, in)) > 0)
        must(ls_buf_add(bytes, chunk, got));
    bool ok = in && !ferror(in);
    if (!ok)
        fprintf(stderr, "leakscan-cases: %s: %s\n", path, strerror(errno));
    if (in)
        fclose(in);
    return ok;
}

/* A folder that is being filled. */
struct folder {
    const char *path;
    bool failed;
};

static void take(void *user, const char *name, const void *bytes, size_t len)
{
    struct folder *folder = user;
    char path[PATH_BYTES];
    const char *slash = strchr(name, '/');
    if (slash) {
        snprintf(path, sizeof path, "%s/%.*s", folder->path, (int)(slash - name), name);
        (void)mkdir(path, 0777); /* writing into it tells */
    }
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    if (!write_file(path, bytes, len))
        folder->failed = true;
}

static bool write_bombs(const char *path)
{
    struct folder folder = {.path = path};
    size_t n;
    const struct ls_bomb *bombs = ls_bombs(&n);
    for (size_t i = 0; i < n; i++) {
        struct ls_buf bytes = {.limit = FILE_MAX};
        bombs[i].make(&bytes);
        take(&folder, bombs[i].name, bytes.at, bytes.n);
        LS_VEC_FINI(&bytes);
    }
    return !folder.failed;
}

static bool wrap(const char *kind, const char *path, const char *out)
{
    enum ls_wrap how;
    struct ls_buf bytes = {.limit = FILE_MAX}, wrapped = {.limit = FILE_MAX};
    if (!ls_wrap_parse(kind, &how)) {
        fprintf(stderr, "leakscan-cases: no container '%s'\n", kind);
        return false;
    }
    bool ok = read_file(path, &bytes);
    if (ok) {
        const char *slash = strrchr(path, '/');
        ls_wrap_bytes(how, slash ? slash + 1 : path, bytes.at, bytes.n, &wrapped);
        ok = write_file(out, wrapped.at, wrapped.n);
    }
    LS_VEC_FINI(&bytes);
    LS_VEC_FINI(&wrapped);
    return ok;
}

static bool package(const char *path, const char *out)
{
    struct ls_buf text = {.limit = FILE_MAX}, zip = {.limit = FILE_MAX};
    bool ok = read_file(path, &text);
    if (ok) {
        ls_package_zip(text.at, text.n, 8, &zip);
        ok = write_file(out, zip.at, zip.n);
    }
    LS_VEC_FINI(&text);
    LS_VEC_FINI(&zip);
    return ok;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "zip") == 0) {
        struct folder folder = {.path = argv[2]};
        ls_zip_cases(take, &folder);
        return folder.failed ? EXIT_FAILED : 0;
    }
    if (argc == 3 && strcmp(argv[1], "pdf") == 0) {
        struct folder folder = {.path = argv[2]};
        ls_pdf_cases(take, &folder);
        return folder.failed ? EXIT_FAILED : 0;
    }
    if (argc == 3 && strcmp(argv[1], "archives") == 0) {
        struct folder folder = {.path = argv[2]};
        ls_archive_cases(take, &folder);
        return folder.failed ? EXIT_FAILED : 0;
    }
    if (argc == 3 && strcmp(argv[1], "compound") == 0) {
        struct folder folder = {.path = argv[2]};
        ls_compound_cases(take, &folder);
        return folder.failed ? EXIT_FAILED : 0;
    }
    if (argc == 3 && strcmp(argv[1], "bombs") == 0)
        return write_bombs(argv[2]) ? 0 : EXIT_FAILED;
    if (argc == 4 && strcmp(argv[1], "package") == 0)
        return package(argv[2], argv[3]) ? 0 : EXIT_FAILED;
    if (argc == 5 && strcmp(argv[1], "wrap") == 0)
        return wrap(argv[2], argv[3], argv[4]) ? 0 : EXIT_FAILED;
    fputs(usage, stderr);
    return EXIT_FAILED;
}
