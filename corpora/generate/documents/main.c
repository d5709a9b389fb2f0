/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan-documents: fills a folder with labelled documents. A tool of the source tree, not
 * installed.
 */
#include "generate/documents/documents.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096, EACH_MAX = 1000000, EXIT_FAILED = 2 };

static const char usage[] =
    "usage: leakscan-documents FOLDER [OPTIONS]\n"
    "  --seed N      other documents of the same kinds (1)\n"
    "  --each N      documents of each kind (10)\n"
    "  --from N      the number of the first one (0)\n"
    "  --kind NAME   of this kind only\n"
    "  --labels FILE what each of them is: file, kind, categories, rules, what is allowed "
    "besides,\n"
    "                format, encoding, script and marks, with tabs between (FOLDER.tsv)\n"
    "  --plain       all of them as text in UTF-8, to be read\n"
    "  --list        only says which kinds there are\n";

struct request {
    uint64_t seed, each, from;
    const char *kind, *labels;
    bool list, plain;
};

static bool parse_number(const char *s, uint64_t max, uint64_t *number)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(s, &end, 10);
    if (*s < '0' || *s > '9' || *end || errno || value > max) {
        fprintf(stderr, "leakscan-documents: '%s' is no number up to %llu\n", s,
                (unsigned long long)max);
        return false;
    }
    *number = value;
    return true;
}

static bool parse_options(int argc, char **argv, struct request *request)
{
    static const struct option options[] = {
        {"seed", required_argument, NULL, 's'},   {"each", required_argument, NULL, 'e'},
        {"from", required_argument, NULL, 'f'},   {"kind", required_argument, NULL, 'k'},
        {"labels", required_argument, NULL, 'l'}, {"list", no_argument, NULL, 'L'},
        {"plain", no_argument, NULL, 'p'},        {NULL, 0, NULL, 0},
    };
    int option;
    bool ok = true;
    while (ok && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 's')
            ok = parse_number(optarg, UINT64_MAX, &request->seed);
        else if (option == 'e')
            ok = parse_number(optarg, EACH_MAX, &request->each);
        else if (option == 'f')
            ok = parse_number(optarg, EACH_MAX, &request->from);
        else if (option == 'k')
            request->kind = optarg;
        else if (option == 'l')
            request->labels = optarg;
        else if (option == 'p')
            request->plain = true;
        else if (option == 'L')
            request->list = true;
        else
            ok = false;
    }
    return ok;
}

static const char *or_dash(const char *s)
{
    return s ? s : "-";
}

static bool write_document(const char *folder, const struct ls_document *d, uint64_t number,
                           FILE *labels)
{
    char path[PATH_BYTES];
    int len = snprintf(path, sizeof path, "%s/%s-%05llu.%s", folder, d->kind->name,
                       (unsigned long long)number, ls_render_ending(d->format));
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *out = fopen(path, "wb");
    bool ok = out && fwrite(d->bytes.at, 1, d->bytes.n, out) == d->bytes.n;
    if (out && fclose(out) != 0)
        ok = false;
    return ok &&
           fprintf(labels, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.*s\n", path, d->kind->name,
                   or_dash(d->kind->category), or_dash(d->kind->rules), or_dash(d->kind->allowed),
                   ls_render_name(d->format), ls_encoding_name(d->enc), d->script,
                   d->marks.n > 0 ? (int)d->marks.n : 1, d->marks.n > 0 ? d->marks.at : "-") > 0;
}

static bool write_kind(const char *folder, const struct ls_document_kind *kind,
                       const struct request *request, FILE *labels)
{
    bool ok = true;
    for (uint64_t i = request->from; ok && i < request->from + request->each; i++) {
        struct ls_document document;
        if (request->plain)
            ls_document_make_plain(kind, request->seed, (uint32_t)i, &document);
        else
            ls_document_make(kind, request->seed, (uint32_t)i, &document);
        ok = write_document(folder, &document, i, labels);
        ls_document_fini(&document);
    }
    return ok;
}

static bool write_all(const char *folder, const struct request *request)
{
    char path[PATH_BYTES];
    size_t n;
    const struct ls_document_kind *const *kinds = ls_document_kinds(&n);
    snprintf(path, sizeof path, "%s.tsv", folder);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return false;
    FILE *labels = fopen(request->labels ? request->labels : path, "wb");
    bool ok = labels != NULL;
    for (size_t i = 0; ok && i < n; i++)
        if (!request->kind || strcmp(request->kind, kinds[i]->name) == 0)
            ok = write_kind(folder, kinds[i], request, labels);
    if (labels && fclose(labels) != 0)
        ok = false;
    return ok;
}

static void list_kinds(void)
{
    size_t n;
    const struct ls_document_kind *const *kinds = ls_document_kinds(&n);
    for (size_t i = 0; i < n; i++)
        printf("%s\t%s\n", kinds[i]->name, kinds[i]->category ? kinds[i]->category : "clean");
}

int main(int argc, char **argv)
{
    struct request request = {.seed = 1, .each = 10};
    bool ok = parse_options(argc, argv, &request);
    if (ok && request.list) {
        list_kinds();
        return 0;
    }
    if (!ok || optind + 1 != argc) {
        fputs(usage, stderr);
        return EXIT_FAILED;
    }
    if (!write_all(argv[optind], &request)) {
        fprintf(stderr, "leakscan-documents: %s: %s\n", argv[optind], strerror(errno));
        return EXIT_FAILED;
    }
    return 0;
}
