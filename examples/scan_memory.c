/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scans its arguments, or standard input when there are none, with the built-in rules:
 *
 *   cc -o scan_memory scan_memory.c $(pkg-config --cflags --libs leakscan)
 *   ./scan_memory "some text" "another one"
 *   iconv -t gb18030 release.txt | ./scan_memory
 *
 * Exit status: 0 all clean, 1 something found, 2 an error, 3 not everything could be looked at.
 */
#include <leakscan.h>

#include <stdio.h>
#include <string.h>

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    printf("%s: %s: %.*s (bytes %llu to %llu, %s)\n", (const char *)user, hit->rule,
           (int)hit->text.len, hit->text.at, (unsigned long long)hit->offset,
           (unsigned long long)(hit->offset + hit->length), hit->encoding);
    return 0; /* go on */
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    printf("%s: not fully looked at: %s\n", (const char *)user, gap->reason);
    return 0;
}

/* Scans one object and gives the exit status for it. `text` NULL: standard input. */
static int scan(struct leakscan_scanner *scanner, char *name, const char *text)
{
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = name};
    struct leakscan_verdict verdict;
    enum leakscan_status status =
        text ? leakscan_scan_memory(scanner, text, strlen(text), &callbacks, &verdict)
             : leakscan_scan_fd(scanner, 0, &callbacks, &verdict);
    if (status != LEAKSCAN_OK) {
        fprintf(stderr, "%s: %s\n", name, leakscan_status_text(status));
        return 2;
    }
    if (verdict.hits)
        return 1;
    return verdict.state == LEAKSCAN_SCANNED ? 0 : 3;
}

int main(int argc, char **argv)
{
    struct leakscan_rules *rules;
    struct leakscan_scanner *scanner = NULL;
    char error[LEAKSCAN_ERROR_BYTES];
    char name[32] = "standard input";
    int exit_status = 2;

    if (leakscan_rules_open(NULL, &rules, error) != LEAKSCAN_OK) {
        fprintf(stderr, "leakscan %s: %s\n", leakscan_version(), error);
        return 2;
    }
    if (leakscan_scanner_new(rules, NULL, &scanner) == LEAKSCAN_OK) {
        exit_status = argc > 1 ? 0 : scan(scanner, name, NULL);
        for (int i = 1; i < argc; i++) {
            snprintf(name, sizeof name, "argument %d", i);
            int status = scan(scanner, name, argv[i]);
            if (exit_status == 0 || status == 2)
                exit_status = status;
        }
    }
    leakscan_scanner_free(scanner);
    leakscan_rules_close(rules);
    return exit_status;
}
