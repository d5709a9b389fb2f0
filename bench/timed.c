/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-timed [-n] [-r RUNS] COMMAND...: what a command costs, one line for each run:
 *
 *   wall seconds, processor seconds (user + system), peak memory in KiB, exit status, user seconds
 *
 * Standard output of the command goes to a file without a name in $TMPDIR, for there are programs
 * that stop at the first match when it goes to /dev/null; with -n it does go there. Its children
 * are counted with it; peak memory is that of its largest process.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int open_output(bool null)
{
    const char *folder = getenv("TMPDIR");
    return null ? open("/dev/null", O_WRONLY | O_CLOEXEC)
                : open(folder ? folder : "/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

static void run_child(char **command, bool null)
{
    int output = open_output(null);
    if (output >= 0 && dup2(output, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    fprintf(stderr, "bench-timed: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static int time_one(char **command, bool null)
{
    int status;
    struct rusage used;
    double start = now();
    pid_t child = fork();
    if (child == 0)
        run_child(command, null);
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        fprintf(stderr, "bench-timed: %s\n", strerror(errno));
        return 1;
    }
    double wall = now() - start;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("%.6f %.6f %ld %d %.6f\n", wall, seconds(used.ru_utime) + seconds(used.ru_stime),
           used.ru_maxrss, code, seconds(used.ru_utime));
    return code == 127;
}

int main(int argc, char **argv)
{
    long runs = 1;
    bool null = false;
    int option;
    while (runs > 0 && (option = getopt(argc, argv, "+nr:")) != -1) {
        if (option == 'n')
            null = true;
        else
            runs = option == 'r' ? strtol(optarg, NULL, 10) : 0;
    }
    if (runs <= 0 || optind == argc) {
        fprintf(stderr, "usage: bench-timed [-n] [-r RUNS] COMMAND...\n");
        return 2;
    }
    for (; runs > 0; runs--)
        if (time_one(argv + optind, null) != 0)
            return 1;
    return 0;
}
