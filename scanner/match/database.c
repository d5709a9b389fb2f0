/* SPDX-License-Identifier: Apache-2.0 */
#include "match/database.h"

#include "base/alloc.h"

#include <hs.h>
#include <pthread.h>
#include <string.h>

struct ls_database {
    hs_database_t *hs; /* NULL when there is nothing to search for */
};

struct ls_database_scratch {
    hs_scratch_t *hs;
};

/* The library asks for aligned blocks that it can free with this pair. */
static pthread_once_t allocator_once = PTHREAD_ONCE_INIT;

static void set_allocator(void)
{
    hs_set_allocator(ls_foreign_malloc, ls_free);
}

static struct ls_result new_database(struct ls_database **db)
{
    pthread_once(&allocator_once, set_allocator);
    *db = ls_calloc(1, sizeof **db);
    return *db ? ls_ok() : ls_stop(LS_E_MEMORY);
}

/* "\xE7\xBB\x9D…": a pattern that is a literal to the letter, whatever the bytes are. */
static struct ls_result write_patterns(const struct ls_lower *lower, struct ls_buf *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < lower->strings.n; i++) {
        const char *bytes = lower->bytes.at + lower->offsets.at[i];
        for (size_t k = 0; k < lower->strings.at[i].len; k++) {
            unsigned char b = (unsigned char)bytes[k];
            char escaped[4] = {'\\', 'x', hex[b >> 4], hex[b & 15]};
            LS_TRY(ls_buf_add(text, escaped, sizeof escaped));
        }
        LS_TRY(ls_buf_char(text, '\0'));
    }
    return ls_ok();
}

struct patterns {
    const char **text;
    unsigned *flags;
    unsigned *ids;
};

static void fill_patterns(const struct ls_lower *lower, const struct ls_buf *text,
                          struct patterns *patterns)
{
    const char *at = text->at;
    for (size_t i = 0; i < lower->strings.n; i++) {
        patterns->text[i] = at;
        patterns->flags[i] =
            HS_FLAG_DOTALL | (lower->strings.at[i].caseless ? HS_FLAG_CASELESS : 0u);
        patterns->ids[i] = (unsigned)i;
        at += (size_t)lower->strings.at[i].len * 4 + 1;
    }
}

static struct ls_result compile(const struct patterns *patterns, size_t n, struct ls_database *db,
                                struct ls_diag *diag)
{
    hs_compile_error_t *error = NULL;
    hs_error_t e = hs_compile_multi(patterns->text, patterns->flags, patterns->ids, (unsigned)n,
                                    HS_MODE_BLOCK, NULL, &db->hs, &error);
    if (e == HS_SUCCESS)
        return ls_ok();
    ls_diag_set(diag, "the search database cannot be built: %s",
                error && error->message ? error->message : "unknown reason");
    hs_free_compile_error(error);
    return ls_stop(e == HS_NOMEM ? LS_E_MEMORY : LS_E_INTERNAL);
}

struct ls_result ls_database_compile(const struct ls_lower *lower, struct ls_database **db,
                                     struct ls_diag *diag)
{
    LS_TRY(new_database(db));
    size_t n = lower->strings.n;
    if (n == 0)
        return ls_ok();
    struct ls_buf text = {.limit = lower->bytes.n * 4 + n};
    struct patterns patterns = {
        .text = ls_calloc(n, sizeof *patterns.text),
        .flags = ls_calloc(n, sizeof *patterns.flags),
        .ids = ls_calloc(n, sizeof *patterns.ids),
    };
    struct ls_result r = write_patterns(lower, &text);
    if (!ls_failed(r) && !(patterns.text && patterns.flags && patterns.ids))
        r = ls_stop(LS_E_MEMORY);
    if (!ls_failed(r)) {
        fill_patterns(lower, &text, &patterns);
        r = compile(&patterns, n, *db, diag);
    }
    ls_free(patterns.text);
    ls_free(patterns.flags);
    ls_free(patterns.ids);
    LS_VEC_FINI(&text);
    if (ls_failed(r)) {
        ls_database_free(*db);
        *db = NULL;
    }
    return r;
}

struct ls_result ls_database_load(const char *bytes, size_t len, struct ls_database **db)
{
    LS_TRY(new_database(db));
    hs_error_t e = len ? hs_deserialize_database(bytes, len, &(*db)->hs) : HS_SUCCESS;
    if (e == HS_SUCCESS)
        return ls_ok();
    ls_database_free(*db);
    *db = NULL;
    return e == HS_NOMEM ? ls_stop(LS_E_MEMORY) : ls_bad(LS_E_MALFORMED);
}

struct ls_result ls_database_save(const struct ls_database *db, struct ls_buf *out)
{
    if (!db->hs)
        return ls_ok();
    char *bytes = NULL;
    size_t len = 0;
    if (hs_serialize_database(db->hs, &bytes, &len) != HS_SUCCESS)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r = ls_buf_add(out, bytes, len);
    ls_free(bytes);
    return r;
}

void ls_database_free(struct ls_database *db)
{
    if (!db)
        return;
    hs_free_database(db->hs);
    ls_free(db);
}

size_t ls_database_size(const struct ls_database *db)
{
    size_t size = 0;
    if (db->hs)
        hs_database_size(db->hs, &size);
    return size;
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
    if (db->hs && hs_alloc_scratch(db->hs, &(*scratch)->hs) != HS_SUCCESS) {
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

struct ls_result ls_database_scan(const struct ls_database *db, struct ls_database_scratch *scratch,
                                  const uint8_t *bytes, size_t len,
                                  struct ls_database_listener *listener)
{
    listener->stopped = false;
    if (!db->hs || len == 0)
        return ls_ok();
    if (len > UINT32_MAX)
        return ls_stop(LS_E_LIMIT);
    hs_error_t e = hs_scan(db->hs, (const char *)bytes, (unsigned)len, 0, scratch->hs,
                           listener->seen, listener->user);
    listener->stopped = e == HS_SCAN_TERMINATED;
    return e == HS_SUCCESS || listener->stopped ? ls_ok() : ls_stop(LS_E_INTERNAL);
}
