/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan finds what must not leave the house. This file picks the command; here is the map:
 *
 *   cli/       this: commands, options, progress, signals
 *     |
 *   engine/    the run: walk, workers, blocks, coverage ledger
 *     |
 *     +-- source/    where bytes start: tree walk, files, standard input, devices
 *     +-- formats/   documents and containers taken apart; one file for each format
 *     +-- decode/    bytes to characters, with a map back to the bytes
 *     +-- rules/     YAML packs to checked rules
 *     +-- match/     stage 1: where a match may be; looks at every byte
 *     +-- confirm/   stage 2: whether it is one; one file for each validator
 *     +-- sink/      how results are written; one file for each output
 *     |
 *   base/      results, buffers, encodings, folding, digests
 *
 * A folder may use what stands below it; docs/architecture.md has the table and the way of the
 * data.
 */
#include "cli/cli.h"
#include "cli/cmd_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command {
    const char *name;
    const char *what;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"scan", "look for marks and protected information in files, folders, devices", ls_cmd_scan},
    {"rules", "list, check and explain the rules", ls_cmd_rules},
    {"version", "show versions, rule packs and folders", ls_cmd_version},
};

enum { COMMANDS_N = sizeof commands / sizeof *commands };

static int show_help(void)
{
    printf("Usage: leakscan COMMAND [OPTIONS] [ARGUMENTS]\n\n"
           "Finds what must not leave the house: classification marks, personnel lists,\n"
           "identifiers. Reads any encoding; says where each hit stands and what was not read.\n\n"
           "Commands:\n");
    for (int i = 0; i < COMMANDS_N; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].what);
    printf("  %-9s %s\n\n", "help", "show this page, or that of a command");
    printf("Examples:\n"
           "  leakscan scan release.txt             check a text before it is published\n"
           "  leakscan scan /srv/share              sweep a folder\n"
           "  leakscan rules explain cn.mark.star   what a rule looks for, and why\n"
           "  leakscan help scan                    all options of scan\n");
    return LS_EXIT_CLEAN;
}

static int run(int argc, char **argv)
{
    for (int i = 0; i < COMMANDS_N; i++)
        if (strcmp(argv[0], commands[i].name) == 0)
            return commands[i].run(argc, argv);
    return ls_cli_error("%s: no such command; see leakscan --help", argv[0]);
}

static int dispatch(int argc, char **argv)
{
    static char help_option[] = "--help";
    static char version[] = "version";
    if (argc < 2)
        return ls_cli_error("nothing to do; try leakscan scan PATH, or leakscan --help");
    if (strcmp(argv[1], "--version") == 0)
        argv[1] = version;
    if (strcmp(argv[1], "--help") != 0 && strcmp(argv[1], "-h") != 0 &&
        strcmp(argv[1], "help") != 0)
        return run(argc - 1, argv + 1);
    if (argc == 2)
        return show_help();
    if (argc > 3)
        return ls_cli_error("help: takes one command; see leakscan --help");
    return run(2, (char *[]){argv[2], help_option, NULL});
}

/*
 * A standard stream that is closed would become whatever is opened first. What stands in for it
 * can be opened but not used, so that using it fails as it should.
 */
static bool hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    if (!hold_standard_streams())
        return LS_EXIT_ERROR; /* and nowhere to say so */
    int status = dispatch(argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    ls_cli_error("standard output: %s; the text is not complete", strerror(errno));
    return LS_EXIT_AGAIN;
}
