/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan-share: makes a folder as a unit shares it, or an image of a disk. A tool of the source
 * tree, not installed.
 */
#include "generate/share/share.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096, PERCENT_MAX = 1000, EXIT_FAILED = 2 };

static const char usage[] =
    "usage: leakscan-share tree FOLDER [--seed N] [--percent N] [--labels FILE]\n"
    "       leakscan-share image FILE [--seed N] [--bytes N]\n"
    "  --seed N       other content of the same kind (1)\n"
    "  --percent N    how much of about 400 MB (100)\n"
    "  --labels FILE  path, kind and mark of each file, with tabs between (FOLDER.tsv)\n"
    "  --bytes N      size of the image (4294967296)\n";

struct request {
    uint64_t seed, percent, bytes;
    const char *labels;
};

static bool parse_number(const char *s, uint64_t max, uint64_t *number)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(s, &end, 10);
    if (*s < '0' || *s > '9' || *end || errno || value > max) {
        fprintf(stderr, "leakscan-share: '%s' is no number up to %llu\n", s,
                (unsigned long long)max);
        return false;
    }
    *number = value;
    return true;
}

static bool parse_options(int argc, char **argv, struct request *request)
{
    static const struct option options[] = {{"seed", required_argument, NULL, 's'},
                                            {"percent", required_argument, NULL, 'p'},
                                            {"bytes", required_argument, NULL, 'b'},
                                            {"labels", required_argument, NULL, 'l'},
                                            {NULL, 0, NULL, 0}};
    int option;
    bool ok = true;
    while (ok && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 's')
            ok = parse_number(optarg, UINT64_MAX, &request->seed);
        else if (option == 'p')
            ok = parse_number(optarg, PERCENT_MAX, &request->percent);
        else if (option == 'b')
            ok = parse_number(optarg, INT64_MAX, &request->bytes);
        else if (option == 'l')
            request->labels = optarg;
        else
            ok = false;
    }
    return ok;
}

int main(int argc, char **argv)
{
    struct request request = {.seed = 1, .percent = 100, .bytes = UINT64_C(4) << 30};
    char labels[PATH_BYTES];
    bool ok = parse_options(argc, argv, &request) && optind + 2 == argc;
    bool tree = ok && strcmp(argv[optind], "tree") == 0;
    if (!ok || (!tree && strcmp(argv[optind], "image") != 0)) {
        fputs(usage, stderr);
        return EXIT_FAILED;
    }
    const char *path = argv[optind + 1];
    snprintf(labels, sizeof labels, "%s.tsv", path);
    ok = tree ? ls_share_tree(path, request.seed, (unsigned)request.percent,
                              request.labels ? request.labels : labels)
              : ls_share_image(path, request.seed, request.bytes);
    if (!ok) {
        fprintf(stderr, "leakscan-share: %s: %s\n", path, strerror(errno));
        return EXIT_FAILED;
    }
    return 0;
}
