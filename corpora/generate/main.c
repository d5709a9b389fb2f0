/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan-generate: writes generated texts, or a folder full of them. A tool of the source tree,
 * not installed.
 */
#include "generate/generate.h"

#include "base/alloc.h"
#include "rules/reftext.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    CHUNK = 1 << 20,
    FILES_A_FOLDER = 1000,
    FILES_MAX = 10000000,
    PATH_BYTES = 4096,
    EXIT_FAILED = 2,
};

static const char usage[] =
    "usage: leakscan-generate KIND [OPTIONS]\n"
    "       leakscan-generate tree FOLDER [OPTIONS]    files of law text, 1000 a folder\n"
    "KIND is law, csv, base64, random or zeros.\n"
    "  --bytes N         size of the text, or of each file of a tree (1048576)\n"
    "  --files N         files of a tree (1000)\n"
    "  --encoding NAME   utf-8, gb18030, big5, utf-16le, utf-16be (utf-8)\n"
    "  --seed N          another text of the same kind (1)\n"
    "  --mentions N      grade words in sentences, per million bytes (40)\n"
    "  --mark-every N    a line with a mark each time so many bytes are written (none)\n"
    "  -o FILE           where a text goes (standard output)\n";

struct request {
    struct ls_generate_options text;
    uint64_t bytes;
    uint64_t files;
    const char *out;
};

static bool parse_number(const char *s, uint64_t max, uint64_t *number)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(s, &end, 10);
    if (*s < '0' || *s > '9' || *end || errno || value > max) {
        fprintf(stderr, "leakscan-generate: '%s' is no number up to %llu\n", s,
                (unsigned long long)max);
        return false;
    }
    *number = value;
    return true;
}

static bool parse_encoding(const char *name, enum ls_encoding *enc)
{
    for (size_t i = 0; i < LS_ENC_COMMON; i++)
        if (strcmp(ls_encoding_name((enum ls_encoding)i), name) == 0) {
            *enc = (enum ls_encoding)i;
            return true;
        }
    fprintf(stderr, "leakscan-generate: no encoding '%s'\n", name);
    return false;
}

static bool parse_option(int option, const char *value, struct request *request)
{
    uint64_t small = 0;
    switch (option) {
    case 'b':
        return parse_number(value, INT64_MAX, &request->bytes);
    case 'f':
        return parse_number(value, FILES_MAX, &request->files);
    case 'e':
        return parse_encoding(value, &request->text.enc);
    case 's':
        return parse_number(value, UINT64_MAX, &request->text.seed);
    case 'm':
        if (!parse_number(value, UINT32_MAX, &small))
            return false;
        request->text.mentions = (uint32_t)small;
        return true;
    case 'M':
        if (!parse_number(value, UINT32_MAX, &small))
            return false;
        request->text.mark_every = (uint32_t)small;
        return true;
    case 'o':
        request->out = value;
        return true;
    default:
        return false;
    }
}

static bool parse_options(int argc, char **argv, struct request *request)
{
    static const struct option options[] = {
        {"bytes", required_argument, NULL, 'b'},
        {"files", required_argument, NULL, 'f'},
        {"encoding", required_argument, NULL, 'e'},
        {"seed", required_argument, NULL, 's'},
        {"mentions", required_argument, NULL, 'm'},
        {"mark-every", required_argument, NULL, 'M'},
        {NULL, 0, NULL, 0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "o:", options, NULL)) != -1)
        if (!parse_option(option, optarg, request))
            return false;
    return true;
}

static bool write_text(struct ls_generate *generate, uint64_t bytes, uint8_t *chunk, FILE *out)
{
    size_t n;
    ls_generate_start(generate, bytes);
    while ((n = ls_generate_read(generate, chunk, CHUNK)) > 0)
        if (fwrite(chunk, 1, n, out) != n)
            return false;
    return true;
}

static bool write_file(struct ls_generate *generate, uint64_t bytes, uint8_t *chunk,
                       const char *path)
{
    FILE *out = path ? fopen(path, "wb") : stdout;
    bool ok = out && write_text(generate, bytes, chunk, out);
    if (out && fclose(out) != 0)
        ok = false;
    if (!ok)
        fprintf(stderr, "leakscan-generate: %s: %s\n", path ? path : "standard output",
                strerror(errno));
    return ok;
}

static bool make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    fprintf(stderr, "leakscan-generate: %s: %s\n", path, strerror(errno));
    return false;
}

static bool write_tree(struct ls_generate *generate, const struct request *request, uint8_t *chunk,
                       const char *root)
{
    char path[PATH_BYTES];
    if (strlen(root) > sizeof path - 64) {
        fprintf(stderr, "leakscan-generate: the name of the folder is too long\n");
        return false;
    }
    if (!make_folder(root))
        return false;
    for (uint64_t i = 0; i < request->files; i++) {
        unsigned long long folder = i / FILES_A_FOLDER;
        snprintf(path, sizeof path, "%s/%05llu", root, folder);
        if (i % FILES_A_FOLDER == 0 && !make_folder(path))
            return false;
        snprintf(path, sizeof path, "%s/%05llu/%08llu.txt", root, folder, (unsigned long long)i);
        if (!write_file(generate, request->bytes, chunk, path))
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct request request = {
        .text = {.enc = LS_ENC_UTF8, .seed = 1, .mentions = LS_REFTEXT_MENTIONS},
        .bytes = CHUNK,
        .files = FILES_A_FOLDER,
    };
    bool ok = parse_options(argc, argv, &request);
    const char *kind = ok && optind < argc ? argv[optind++] : "";
    const char *folder = strcmp(kind, "tree") == 0 && optind < argc ? argv[optind++] : NULL;
    ok = ok && optind == argc && (folder || ls_generate_kind_parse(kind, &request.text.kind));
    if (!ok) {
        fputs(usage, stderr);
        return EXIT_FAILED;
    }

    struct ls_generate *generate;
    uint8_t *chunk = ls_calloc(1, CHUNK);
    if (!chunk || ls_failed(ls_generate_new(&request.text, &generate))) {
        fprintf(stderr, "leakscan-generate: no memory\n");
        ls_free(chunk);
        return EXIT_FAILED;
    }
    ok = folder ? write_tree(generate, &request, chunk, folder)
                : write_file(generate, request.bytes, chunk, request.out);
    ls_generate_free(generate);
    ls_free(chunk);
    return ok ? 0 : EXIT_FAILED;
}
