/* SPDX-License-Identifier: Apache-2.0 */
#include "match/database.h"

#include "base/alloc.h"

#include <hs.h>
#include <pthread.h>
#include <string.h>

struct ls_database {
    hs_database_t *hs[LS_DATABASE_PARTS]; /* NULL when there is nothing to search for */
};

struct ls_database_scratch {
    hs_scratch_t *hs;
};

/* The library asks for aligned blocks that it can free with this pair. */
static pthread_once_t allocator_once = PTHREAD_ONCE_INIT;

static void set_allocator(void)
{
    hs_set_allocator(ls_foreign_malloc, ls_free);
    hs_set_database_allocator(ls_alloc_touched, ls_free);
}

static struct ls_result new_database(struct ls_database **db)
{
    pthread_once(&allocator_once, set_allocator);
    *db = ls_calloc(1, sizeof **db);
    return *db ? ls_ok() : ls_stop(LS_E_MEMORY);
}

/* The patterns that are handed to the library; ids are numbers of strings. */
struct patterns {
    struct ls_buf text;
    const char **at;
    unsigned *flags;
    unsigned *ids;
    size_t n;
};

/* "\xE7\xBB\x9D…": a pattern that is a literal to the letter, whatever the bytes are. */
static struct ls_result write_pattern(const struct ls_lower *lower, size_t string,
                                      struct patterns *patterns)
{
    static const char hex[] = "0123456789ABCDEF";
    const struct ls_lowered *lowered = &lower->strings.at[string];
    const char *bytes = lower->bytes.at + lower->offsets.at[string];
    for (size_t k = 0; k < lowered->len; k++) {
        unsigned char b = (unsigned char)bytes[k];
        char escaped[4] = {'\\', 'x', hex[b >> 4], hex[b & 15]};
        LS_TRY(ls_buf_add(&patterns->text, escaped, sizeof escaped));
    }
    LS_TRY(ls_buf_char(&patterns->text, '\0'));
    patterns->flags[patterns->n] = HS_FLAG_DOTALL | (lowered->caseless ? HS_FLAG_CASELESS : 0u);
    patterns->ids[patterns->n++] = (unsigned)string;
    return ls_ok();
}

static struct ls_result write_patterns(const struct ls_lower *lower, enum ls_database_part part,
                                       struct patterns *patterns)
{
    size_t n = lower->strings.n;
    patterns->text.limit = lower->bytes.n * 4 + n;
    patterns->at = ls_calloc(n, sizeof *patterns->at);
    patterns->flags = ls_calloc(n, sizeof *patterns->flags);
    patterns->ids = ls_calloc(n, sizeof *patterns->ids);
    if (!patterns->at || !patterns->flags || !patterns->ids)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < n; i++)
        if (part == LS_DATABASE_ALL ||
            (lower->strings.at[i].in_utf8 && !lower->strings.at[i].paired))
            LS_TRY(write_pattern(lower, i, patterns));
    const char *at = patterns->text.at;
    for (size_t i = 0; i < patterns->n; i++) {
        patterns->at[i] = at;
        at += (size_t)lower->strings.at[patterns->ids[i]].len * 4 + 1;
    }
    return ls_ok();
}

static void free_patterns(struct patterns *patterns)
{
    ls_free(patterns->at);
    ls_free(patterns->flags);
    ls_free(patterns->ids);
    LS_VEC_FINI(&patterns->text);
}

static struct ls_result compile(const struct patterns *patterns, hs_database_t **hs,
                                struct ls_diag *diag)
{
    if (patterns->n == 0)
        return ls_ok();
    hs_compile_error_t *error = NULL;
    hs_error_t e = hs_compile_multi(patterns->at, patterns->flags, patterns->ids,
                                    (unsigned)patterns->n, HS_MODE_BLOCK, NULL, hs, &error);
    if (e == HS_SUCCESS)
        return ls_ok();
    ls_diag_set(diag, "the search database cannot be built: %s",
                error && error->message ? error->message : "unknown reason");
    hs_free_compile_error(error);
    return ls_stop(e == HS_NOMEM ? LS_E_MEMORY : LS_E_INTERNAL);
}

static struct ls_result compile_part(const struct ls_lower *lower, enum ls_database_part part,
                                     hs_database_t **hs, struct ls_diag *diag)
{
    struct patterns patterns = {0};
    struct ls_result r = lower->strings.n ? write_patterns(lower, part, &patterns) : ls_ok();
    if (!ls_failed(r))
        r = compile(&patterns, hs, diag);
    free_patterns(&patterns);
    return r;
}

struct ls_result ls_database_compile(const struct ls_lower *lower, struct ls_database **db,
                                     struct ls_diag *diag)
{
    LS_TRY(new_database(db));
    struct ls_result r = ls_ok();
    for (int part = 0; part < LS_DATABASE_PARTS && !ls_failed(r); part++)
        r = compile_part(lower, (enum ls_database_part)part, &(*db)->hs[part], diag);
    if (ls_failed(r)) {
        ls_database_free(*db);
        *db = NULL;
    }
    return r;
}

/* Serialised: the length of each part in eight bytes, then the part; 0: nothing to search for. */
enum { LENGTH_BYTES = 8 };

struct ls_result ls_database_load(const char *bytes, size_t len, struct ls_database **db)
{
    LS_TRY(new_database(db));
    hs_error_t e = HS_SUCCESS;
    for (int part = 0; part < LS_DATABASE_PARTS && e == HS_SUCCESS; part++) {
        uint64_t n = 0;
        bool there = len >= LENGTH_BYTES;
        if (there)
            memcpy(&n, bytes, LENGTH_BYTES);
        if (!there || n > len - LENGTH_BYTES) {
            e = HS_INVALID;
            break;
        }
        if (n)
            e = hs_deserialize_database(bytes + LENGTH_BYTES, n, &(*db)->hs[part]);
        bytes += LENGTH_BYTES + n;
        len -= LENGTH_BYTES + n;
    }
    if (e == HS_SUCCESS && len == 0)
        return ls_ok();
    ls_database_free(*db);
    *db = NULL;
    return e == HS_NOMEM ? ls_stop(LS_E_MEMORY) : ls_bad(LS_E_MALFORMED);
}

static struct ls_result save_part(const hs_database_t *hs, struct ls_buf *out)
{
    char *bytes = NULL;
    size_t len = 0;
    if (hs && hs_serialize_database(hs, &bytes, &len) != HS_SUCCESS)
        return ls_stop(LS_E_MEMORY);
    uint64_t n = len;
    struct ls_result r = ls_buf_add(out, &n, LENGTH_BYTES);
    if (!ls_failed(r))
        r = ls_buf_add(out, bytes, len);
    ls_free(bytes);
    return r;
}

struct ls_result ls_database_save(const struct ls_database *db, struct ls_buf *out)
{
    for (int part = 0; part < LS_DATABASE_PARTS; part++)
        LS_TRY(save_part(db->hs[part], out));
    return ls_ok();
}

void ls_database_free(struct ls_database *db)
{
    if (!db)
        return;
    for (int part = 0; part < LS_DATABASE_PARTS; part++)
        hs_free_database(db->hs[part]);
    ls_free(db);
}

size_t ls_database_size(const struct ls_database *db)
{
    size_t sum = 0;
    for (int part = 0; part < LS_DATABASE_PARTS; part++) {
        size_t size = 0;
        if (db->hs[part])
            hs_database_size(db->hs[part], &size);
        sum += size;
    }
    return sum;
}

struct ls_result ls_database_platform(struct ls_buf *out)
{
    hs_platform_info_t platform;
    memset(&platform, 0, sizeof platform);
    if (hs_populate_platform(&platform) != HS_SUCCESS)
        return ls_stop(LS_E_INTERNAL);
    return ls_buf_printf(out, "%s cpu=%llx tune=%u", hs_version(), platform.cpu_features,
                         platform.tune);
}

const char *ls_database_library(void)
{
    return hs_version();
}

struct ls_result ls_database_scratch_new(const struct ls_database *db,
                                         struct ls_database_scratch **scratch)
{
    *scratch = ls_calloc(1, sizeof **scratch);
    if (!*scratch)
        return ls_stop(LS_E_MEMORY);
    for (int part = 0; part < LS_DATABASE_PARTS; part++) /* the same one serves them all */
        if (db->hs[part] && hs_alloc_scratch(db->hs[part], &(*scratch)->hs) != HS_SUCCESS) {
            ls_database_scratch_free(*scratch);
            *scratch = NULL;
            return ls_stop(LS_E_MEMORY);
        }
    return ls_ok();
}

void ls_database_scratch_free(struct ls_database_scratch *scratch)
{
    if (!scratch)
        return;
    hs_free_scratch(scratch->hs);
    ls_free(scratch);
}

struct ls_result ls_database_scan(const struct ls_database *db, enum ls_database_part part,
                                  struct ls_database_scratch *scratch, const uint8_t *bytes,
                                  size_t len, struct ls_database_listener *listener)
{
    listener->stopped = false;
    if (!db->hs[part] || len == 0)
        return ls_ok();
    if (len > UINT32_MAX)
        return ls_stop(LS_E_LIMIT);
    hs_error_t e = hs_scan(db->hs[part], (const char *)bytes, (unsigned)len, 0, scratch->hs,
                           listener->seen, listener->user);
    listener->stopped = e == HS_SCAN_TERMINATED;
    return e == HS_SUCCESS || listener->stopped ? ls_ok() : ls_stop(LS_E_INTERNAL);
}
