/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public interface, over the same scanning of an object as the command line.
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "engine/object.h"
#include "rules/sources.h"

#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#define TEXT_OF(number) #number
#define VERSION_OF(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

_Static_assert((int)LEAKSCAN_MENTION == (int)LS_SEV_MENTION &&
                   (int)LEAKSCAN_CRITICAL == (int)LS_SEV_CRITICAL,
               "severities have the same numbers inside and outside");

struct leakscan_rules {
    struct ls_engine *engine;
};

struct leakscan_scanner {
    struct ls_object_scanner *object;
    bool raw_only;
    struct leakscan_link links[LS_CHAIN_MAX];
    const struct leakscan_callbacks *callbacks; /* of the scan at hand */
    bool stopped;                               /* by a callback */
};

const char *leakscan_version(void)
{
    return VERSION_OF(LEAKSCAN_VERSION_MAJOR, LEAKSCAN_VERSION_MINOR, LEAKSCAN_VERSION_PATCH);
}

const char *leakscan_status_text(enum leakscan_status status)
{
    switch (status) {
    case LEAKSCAN_OK:
        return "done";
    case LEAKSCAN_STOPPED:
        return "stopped by a callback";
    case LEAKSCAN_MEMORY:
        return "out of memory";
    case LEAKSCAN_RULES:
        return "wrong or unreadable rules";
    case LEAKSCAN_ARGUMENT:
        return "wrong argument";
    case LEAKSCAN_INTERNAL:
        return "internal error";
    }
    return "unknown status";
}

static enum leakscan_status status_of(struct ls_result r)
{
    switch (r.code) {
    case LS_E_NONE:
        return LEAKSCAN_OK;
    case LS_E_MEMORY:
        return LEAKSCAN_MEMORY;
    case LS_E_RULES:
    case LS_E_IO:
    case LS_E_USAGE: /* a path that is not there */
    case LS_E_LIMIT:
    case LS_E_MALFORMED:
        return LEAKSCAN_RULES;
    case LS_E_CANCELLED:
        return LEAKSCAN_STOPPED;
    case LS_E_OUTPUT:
    case LS_E_INTERNAL:
        break;
    }
    return LEAKSCAN_INTERNAL;
}

/*
 * Takes over options of a caller that may know fewer or more members than we do: missing ones are
 * zero, which is always the default. False when they cannot be options at all.
 */
static bool take_options(void *ours, size_t ours_size, const void *theirs)
{
    size_t size;
    memcpy(&size, theirs, sizeof size);
    if (size < sizeof size)
        return false;
    memcpy(ours, theirs, size < ours_size ? size : ours_size);
    return true;
}

static struct ls_result open_engine(const struct leakscan_rules_options *options,
                                    struct ls_engine **engine, struct ls_diag *diag)
{
    struct ls_match_options match = {.cache_dir = options->cache_dir};
    struct ls_rules_from from = {
        .builtin = !options->without_builtin,
        .paths = options->paths,
        .paths_n = options->paths_n,
        .dictionaries = options->dictionaries,
        .dictionaries_n = options->dictionaries_n,
    };
    return ls_engine_load(&from, &match, engine, diag);
}

enum leakscan_status leakscan_rules_open(const struct leakscan_rules_options *options,
                                         struct leakscan_rules **rules, char *error)
{
    struct leakscan_rules_options mine = {.size = sizeof mine};
    struct ls_diag diag = {.text = ""};
    *rules = NULL;
    if (error)
        *error = '\0';
    if (options && !take_options(&mine, sizeof mine, options))
        return LEAKSCAN_ARGUMENT;
    struct leakscan_rules *made = ls_calloc(1, sizeof *made);
    struct ls_result r = made ? open_engine(&mine, &made->engine, &diag) : ls_stop(LS_E_MEMORY);
    if (!ls_failed(r)) {
        *rules = made;
        return LEAKSCAN_OK;
    }
    if (error)
        snprintf(error, LEAKSCAN_ERROR_BYTES, "%s",
                 diag.text[0] ? diag.text : leakscan_status_text(status_of(r)));
    ls_free(made);
    return status_of(r);
}

void leakscan_rules_close(struct leakscan_rules *rules)
{
    if (!rules)
        return;
    ls_engine_free(rules->engine);
    ls_free(rules);
}

const char *leakscan_rules_digest(const struct leakscan_rules *rules)
{
    return ls_engine_rules(rules->engine)->digest;
}

static struct ls_limits limits_of(const struct leakscan_scanner_options *options)
{
    struct ls_limits limits = ls_limits_default;
    if (options->max_decoded)
        limits.decoded = options->max_decoded;
    if (options->max_memory)
        limits.memory = options->max_memory;
    if (options->max_entries)
        limits.entries = options->max_entries;
    if (options->max_depth)
        limits.depth = options->max_depth < LS_DEPTH_MAX ? options->max_depth : LS_DEPTH_MAX;
    if (options->max_seconds)
        limits.seconds = options->max_seconds;
    return limits;
}

enum leakscan_status leakscan_scanner_new(const struct leakscan_rules *rules,
                                          const struct leakscan_scanner_options *options,
                                          struct leakscan_scanner **scanner)
{
    struct leakscan_scanner_options mine = {.min_severity = LEAKSCAN_LOW};
    *scanner = NULL;
    if (options && !take_options(&mine, sizeof mine, options))
        return LEAKSCAN_ARGUMENT;
    if (mine.min_severity > LEAKSCAN_CRITICAL)
        return LEAKSCAN_ARGUMENT;
    struct ls_object_options object = {
        .limits = limits_of(&mine),
        .min_severity = (enum ls_severity)mine.min_severity,
        .reveal = mine.masking == LEAKSCAN_MASK_NOTHING,
        .redact = mine.masking == LEAKSCAN_MASK_ALL,
    };
    struct leakscan_scanner *made = ls_calloc(1, sizeof *made);
    if (!made)
        return LEAKSCAN_MEMORY;
    struct ls_result r = ls_object_scanner_new(rules->engine, &object, &made->object);
    if (ls_failed(r)) {
        ls_free(made);
        return status_of(r);
    }
    made->raw_only = mine.raw_only != 0;
    *scanner = made;
    return LEAKSCAN_OK;
}

void leakscan_scanner_free(struct leakscan_scanner *scanner)
{
    if (!scanner)
        return;
    ls_object_scanner_free(scanner->object);
    ls_free(scanner);
}

static struct leakscan_text text_of(struct ls_str s)
{
    return (struct leakscan_text){s.at, s.len};
}

static const struct leakscan_link *chain_of(struct leakscan_scanner *scanner,
                                            const struct ls_chain *chain)
{
    for (size_t i = 0; i < chain->n; i++)
        scanner->links[i] = (struct leakscan_link){
            .kind = chain->at[i].kind,
            .name = text_of(chain->at[i].name),
            .offset = chain->at[i].off,
        };
    return scanner->links;
}

static enum leakscan_state state_of(enum ls_state state)
{
    return state == LS_STATE_SCANNED || state == LS_STATE_EXCLUDED ? LEAKSCAN_SCANNED
           : state == LS_STATE_DEGRADED                            ? LEAKSCAN_DEGRADED
                                                                   : LEAKSCAN_NOT_SCANNED;
}

static struct ls_result go_on(struct leakscan_scanner *scanner, int answer)
{
    scanner->stopped |= answer != 0;
    return answer ? ls_stop(LS_E_CANCELLED) : ls_ok();
}

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct leakscan_scanner *scanner = user;
    const struct leakscan_callbacks *callbacks = scanner->callbacks;
    struct leakscan_hit out = {
        .rule = hit->rule->id,
        .title = hit->rule->title,
        .category = ls_category_name(hit->rule->category),
        .severity = (enum leakscan_severity)hit->severity,
        .offset = hit->off,
        .length = hit->len,
        .line = hit->place.line,
        .count = hit->count,
        .encoding = hit->encoding,
        .text = text_of(hit->text),
        .grade = text_of(hit->grade),
        .term = text_of(hit->term),
        .masked = hit->masked,
        .exact = ls_exact_name(hit->exact),
        .chain = chain_of(scanner, &hit->chain),
        .chain_n = hit->chain.n,
        .place =
            {
                .part = ls_part_name(hit->place.part),
                .page = hit->place.page,
                .slide = hit->place.slide,
                .sheet = text_of(hit->place.sheet),
                .row = hit->place.row,
                .column = hit->place.column,
                .line = hit->place.line,
            },
    };
    if (!callbacks || !callbacks->hit || scanner->stopped)
        return ls_ok();
    return go_on(scanner, callbacks->hit(callbacks->user, &out));
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    struct leakscan_scanner *scanner = user;
    const struct leakscan_callbacks *callbacks = scanner->callbacks;
    struct leakscan_gap out = {
        .state = state_of(gap->state),
        .reason = gap->reason,
        .detail = gap->detail,
        .chain = chain_of(scanner, &gap->chain),
        .chain_n = gap->chain.n,
    };
    if (!callbacks || !callbacks->gap || scanner->stopped)
        return ls_ok();
    return go_on(scanner, callbacks->gap(callbacks->user, &out));
}

static enum leakscan_status scan(struct leakscan_scanner *scanner, struct ls_input *input,
                                 const struct leakscan_callbacks *callbacks,
                                 struct leakscan_verdict *verdict)
{
    struct ls_report report = {.hit = on_hit, .gap = on_gap, .user = scanner};
    struct ls_outcome outcome;
    scanner->callbacks = callbacks;
    scanner->stopped = false;
    input->raw_only = scanner->raw_only;
    struct ls_result r = ls_object_scan(scanner->object, input, NULL, &report, &outcome);
    if (verdict) {
        *verdict = (struct leakscan_verdict){
            .state = state_of(outcome.state),
            .bytes = outcome.bytes_read,
            .gaps = outcome.gaps,
        };
        for (int i = 0; i < LS_SEV_COUNT; i++)
            verdict->hits += outcome.hits[i];
    }
    return scanner->stopped ? LEAKSCAN_STOPPED : status_of(r);
}

enum leakscan_status leakscan_scan_memory(struct leakscan_scanner *scanner, const void *bytes,
                                          size_t len, const struct leakscan_callbacks *callbacks,
                                          struct leakscan_verdict *verdict)
{
    struct ls_input input = {
        .kind = LS_INPUT_MEMORY,
        .fd = -1,
        .memory = bytes,
        .size = len,
    };
    if (!bytes && len)
        return LEAKSCAN_ARGUMENT;
    return scan(scanner, &input, callbacks, verdict);
}

enum leakscan_status leakscan_scan_fd(struct leakscan_scanner *scanner, int fd,
                                      const struct leakscan_callbacks *callbacks,
                                      struct leakscan_verdict *verdict)
{
    struct stat st;
    struct ls_input input = {.kind = LS_INPUT_STREAM, .fd = fd};
    if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode))
        return LEAKSCAN_ARGUMENT;
    if (S_ISREG(st.st_mode)) {
        input.kind = LS_INPUT_FILE;
        input.size = (uint64_t)st.st_size;
    } else if (S_ISBLK(st.st_mode)) {
        input.kind = LS_INPUT_DEVICE;
        if (ioctl(fd, BLKGETSIZE64, &input.size) != 0) /* leaves the file offset alone */
            return LEAKSCAN_ARGUMENT;
    }
    return scan(scanner, &input, callbacks, verdict);
}
