/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan scan: options, rules and output in, one job, sums and exit status out.
 *
 * Everything that can be refused is refused before the output is touched, and the output is open
 * before the first byte is scanned.
 */
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/signals.h"

#include "base/alloc.h"
#include "base/sanitized.h"
#include "rules/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    KEY_BYTES_MIN = 16,
    KEY_BYTES_MAX = 4096,
    SUM_BYTES_MAX = 1024,
};

/* What a run holds; released in run_fini(). */
struct run {
    struct ls_scan_options options;
    struct ls_engine *engine;
    struct ls_job *job;
    int out_fd;
    size_t key_len;
    char key[KEY_BYTES_MAX + 1];
};

/* A path that is not there becomes a gap; whoever named it is told at once. */
static void warn_missing(const struct ls_job_options *job)
{
    struct stat st;
    for (size_t i = 0; i < job->paths_n; i++)
        if (strcmp(job->paths[i], "-") != 0 && lstat(job->paths[i], &st) != 0 &&
            (errno == ENOENT || errno == ENOTDIR))
            ls_cli_error("%s: no such file or folder; check the name", job->paths[i]);
}

/* The key is the file without one final line feed, so that `openssl rand -hex 32 >key` will do. */
static struct ls_result read_key(struct run *run, struct ls_diag *diag)
{
    const char *path = run->options.fingerprint_key;
    if (!path)
        return ls_ok();
    FILE *file = fopen(path, "rbe");
    if (!file)
        return ls_diag_stop(diag, LS_E_USAGE, "%s: %s; --fingerprint-key wants a readable file",
                            path, strerror(errno));
    run->key_len = fread(run->key, 1, sizeof run->key, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed)
        return ls_diag_stop(diag, LS_E_USAGE, "%s: cannot be read as a key", path);
    if (run->key_len && run->key[run->key_len - 1] == '\n')
        run->key_len--;
    if (run->key_len < KEY_BYTES_MIN || run->key_len > KEY_BYTES_MAX)
        return ls_diag_stop(diag, LS_E_USAGE, "%s: a key has %d to %d bytes; make one with %s",
                            path, KEY_BYTES_MIN, KEY_BYTES_MAX, "openssl rand -hex 32");
    run->options.job.style.fingerprint_key = run->key;
    run->options.job.style.fingerprint_key_len = run->key_len;
    return ls_ok();
}

static struct ls_result load_rules(struct run *run, struct ls_diag *diag)
{
    const struct ls_scan_options *options = &run->options;
    struct ls_match_options match = {
        .cache_dir = options->no_cache ? NULL : ls_cli_cache_dir(),
    };
    struct ls_rules_from from = {
        .builtin = !options->no_builtin,
        .paths = options->rules.at,
        .paths_n = options->rules.n,
        .dictionaries = options->dictionaries.at,
        .dictionaries_n = options->dictionaries.n,
    };
    return ls_engine_load(&from, &match, &run->engine, diag);
}

/* Opening the output empties it: it must not be what is to be scanned. */
static struct ls_result refuse_overwrite(const struct run *run, struct ls_diag *diag)
{
    const struct ls_job_options *job = &run->options.job;
    struct stat out, in;
    if (stat(run->options.output, &out) != 0 || !S_ISREG(out.st_mode))
        return ls_ok();
    for (size_t i = 0; i < job->paths_n; i++)
        if (stat(job->paths[i], &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
            return ls_diag_stop(diag, LS_E_USAGE,
                                "%s: is to be scanned and written to; choose another -o FILE",
                                run->options.output);
    return ls_ok();
}

static struct ls_result open_output(struct run *run, struct ls_diag *diag)
{
    const char *path = run->options.output;
    if (!path) {
        run->out_fd = STDOUT_FILENO;
        return ls_ok();
    }
    LS_TRY(refuse_overwrite(run, diag));
    run->out_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (run->out_fd < 0)
        return ls_diag_stop(diag, LS_E_USAGE, "%s: %s; choose another -o FILE", path,
                            strerror(errno));
    return ls_ok();
}

static struct ls_result close_output(struct run *run, struct ls_diag *diag)
{
    int fd = run->out_fd;
    run->out_fd = -1;
    if (fd < 0 || fd == STDOUT_FILENO || close(fd) == 0)
        return ls_ok();
    return ls_diag_stop(diag, LS_E_OUTPUT, "%s: %s; the records are not complete",
                        run->options.output, strerror(errno));
}

static bool want_color(const struct run *run)
{
    const char *term = getenv("TERM");
    const char *no_color = getenv("NO_COLOR"); /* no-color.org */
    if (run->options.color != LS_WHEN_AUTO)
        return run->options.color == LS_WHEN_ALWAYS;
    return isatty(run->out_fd) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

/* Records without colour do not wipe out the progress line, so the two must not share a screen. */
static bool want_progress(const struct run *run)
{
    if (run->options.progress != LS_WHEN_AUTO)
        return run->options.progress == LS_WHEN_ALWAYS;
    return isatty(STDERR_FILENO) && (run->options.job.style.color || !isatty(run->out_fd));
}

/* Tried out before anything is touched. */
static struct ls_result check_sandbox(const struct run *run, struct ls_diag *diag)
{
    struct ls_buf words = {.limit = SUM_BYTES_MAX};
    unsigned layers;
    if (run->options.job.sandbox != LS_SANDBOX_REQUIRE)
        return ls_ok();
    struct ls_result r = ls_confine_probe(&layers);
    if (!ls_failed(r))
        r = ls_confine_words(&words, layers);
    if (!ls_failed(r) && layers != LS_LAYERS_ALL)
        r = ls_diag_stop(diag, LS_E_USAGE,
                         "--sandbox=require: this system does not have all that is needed, only: "
                         "%.*s; --sandbox=best-effort takes what there is",
                         (int)words.n, words.at);
    else if (ls_failed(r))
        ls_diag_set(diag, "--sandbox=require: no process to be had to try it in");
    LS_VEC_FINI(&words);
    return r;
}

static struct ls_result run_init(struct run *run, struct ls_diag *diag)
{
    LS_TRY(check_sandbox(run, diag));
    LS_TRY(read_key(run, diag));
    LS_TRY(load_rules(run, diag));
    LS_TRY(open_output(run, diag));
    run->options.job.out_fd = run->out_fd;
    run->options.job.style.color = want_color(run);
    return ls_job_new(run->engine, &run->options.job, &run->job, diag);
}

/*
 * The rules and what was compiled of them are left for the system to take back, which it does at
 * once; only a build that looks for leaks wants them freed.
 */
static void run_fini(struct run *run)
{
    ls_job_free(run->job);
    if (LS_SANITIZED)
        ls_engine_free(run->engine);
    if (run->out_fd > STDERR_FILENO)
        close(run->out_fd);
    ls_scan_options_fini(&run->options);
}

static uint64_t total_hits(const struct ls_summary *sum)
{
    uint64_t hits = 0;
    for (int i = 0; i < LS_SEV_COUNT; i++)
        hits += sum->hits[i];
    return hits;
}

/* "3 hits in 2 of 118 files · 117 scanned, 1 not scanned · 1.2 GB in 0.6 s (2.0 GB/s)" */
static struct ls_result add_sum(struct ls_buf *out, const struct ls_summary *sum)
{
    static const struct {
        enum ls_state state;
        const char *words;
    } rest[] = {{LS_STATE_DEGRADED, "degraded"},
                {LS_STATE_NOT_SCANNED, "not scanned"},
                {LS_STATE_EXCLUDED, "excluded"}};
    uint64_t hits = total_hits(sum);
    if (hits) {
        LS_TRY(ls_cli_add_noun(out, hits, "hit"));
        LS_TRY(ls_buf_str(out, " in "));
        LS_TRY(ls_cli_add_number(out, sum->objects_with_hits));
        LS_TRY(ls_buf_str(out, " of "));
    } else {
        LS_TRY(ls_buf_str(out, "no hit in "));
    }
    LS_TRY(ls_cli_add_noun(out, sum->objects_seen, "file"));
    LS_TRY(ls_buf_str(out, " \302\267 "));
    LS_TRY(ls_cli_add_number(out, sum->objects[LS_STATE_SCANNED]));
    LS_TRY(ls_buf_str(out, " scanned"));
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        if (sum->objects[rest[i].state]) {
            LS_TRY(ls_buf_str(out, ", "));
            LS_TRY(ls_cli_add_number(out, sum->objects[rest[i].state]));
            LS_TRY(ls_buf_printf(out, " %s", rest[i].words));
        }
    LS_TRY(ls_buf_str(out, " \302\267 "));
    LS_TRY(ls_cli_add_bytes(out, sum->bytes_read));
    LS_TRY(ls_buf_printf(out, " in %.*f s", sum->seconds < 9.95 ? 1 : 0, sum->seconds));
    if (sum->seconds < 0.05)
        return ls_buf_char(out, '\n');
    LS_TRY(ls_buf_str(out, " ("));
    LS_TRY(ls_cli_add_bytes(out, (uint64_t)((double)sum->bytes_read / sum->seconds)));
    return ls_buf_str(out, "/s)\n");
}

static void print_sum(const struct run *run, const struct ls_summary *sum)
{
    struct ls_buf line = {.limit = SUM_BYTES_MAX};
    if (!ls_failed(add_sum(&line, sum)))
        fwrite(line.at, 1, line.n, stderr);
    LS_VEC_FINI(&line);
    uint64_t open = sum->objects[LS_STATE_DEGRADED] + sum->objects[LS_STATE_NOT_SCANNED];
    if (open)
        fprintf(stderr, "not all was looked at: see the lines \"degraded\" or \"not scanned\"%s\n",
                run->options.output ? " in the output file" : "");
}

/* The exit status of a run that ended one way or the other. */
static int run_job(struct run *run)
{
    struct ls_diag diag = {0};
    struct ls_summary sum = {0};
    struct ls_progress *progress = NULL;
    if (want_progress(run) && ls_failed(ls_progress_start(run->job, &progress)))
        ls_cli_error("no progress line: no thread to be had; the scan goes on without");
    ls_signals_watch(run->job);
    struct ls_result r = ls_job_run(run->job, &sum, &diag);
    ls_signals_release();
    ls_progress_stop(progress);
    bool reader_left = sum.exit_status == LS_EXIT_SIGNAL + SIGPIPE; /* it has seen enough */
    if (strcmp(run->options.job.format->name, "text") == 0 && !reader_left)
        print_sum(run, &sum);
    if (r.code == LS_E_CANCELLED)
        ls_cli_error("stopped by a signal; what was found until then has been written");
    else if (ls_failed(r) && !reader_left)
        return ls_cli_failed(r, &diag);
    r = close_output(run, &diag);
    return ls_failed(r) ? ls_cli_failed(r, &diag) : sum.exit_status;
}

int ls_cmd_scan(int argc, char **argv)
{
    struct run run = {.out_fd = -1};
    struct ls_diag diag = {0};
    int status = LS_EXIT_CLEAN;
    struct ls_result r = ls_scan_options_parse(argc, argv, &run.options, &diag);
    if (!ls_failed(r) && run.options.help) {
        ls_scan_options_help();
    } else {
        if (!ls_failed(r))
            r = run_init(&run, &diag);
        if (ls_failed(r)) {
            status = ls_cli_failed(r, &diag);
        } else {
            warn_missing(&run.options.job);
            status = run_job(&run);
        }
    }
    run_fini(&run);
    return status;
}
