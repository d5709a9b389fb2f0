/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-timed [-r RUNS] COMMAND...: what a command costs, one line for each run:
 *
 *   wall seconds, processor seconds (user + system), peak memory in KiB, exit status
 *
 * Standard output of the command goes to /dev/null. Its children are counted with it; peak memory
 * is that of its largest process.
 */
#include <errno.h>
#include <fcntl.h>
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

static void run_child(char **command)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0 && dup2(null, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    fprintf(stderr, "bench-timed: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static int time_one(char **command)
{
    int status;
    struct rusage used;
    double start = now();
    pid_t child = fork();
    if (child == 0)
        run_child(command);
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        fprintf(stderr, "bench-timed: %s\n", strerror(errno));
        return 1;
    }
    double wall = now() - start;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("%.6f %.6f %ld %d\n", wall, seconds(used.ru_utime) + seconds(used.ru_stime),
           used.ru_maxrss, code);
    return code == 127;
}

int main(int argc, char **argv)
{
    long runs = 1;
    int option;
    while ((option = getopt(argc, argv, "+r:")) != -1) {
        runs = option == 'r' ? strtol(optarg, NULL, 10) : 0;
        if (runs <= 0)
            break;
    }
    if (runs <= 0 || optind == argc) {
        fprintf(stderr, "usage: bench-timed [-r RUNS] COMMAND...\n");
        return 2;
    }
    for (; runs > 0; runs--)
        if (time_one(argv + optind) != 0)
            return 1;
    return 0;
}
