/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/package.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/zip_writer.h"

#include <string.h>

static const char mark[] = "=== ";

/* The line from `at` on that begins a member, or `len`. */
static size_t find_mark(const char *text, size_t len, size_t at)
{
    while (at < len) {
        const char *end = memchr(text + at, '\n', len - at);
        if (len - at >= sizeof mark - 1 && memcmp(text + at, mark, sizeof mark - 1) == 0)
            return at;
        at = end ? (size_t)(end - text) + 1 : len;
    }
    return len;
}

/* Names live until the directory is written, at places that do not move. */
void ls_package_zip(const char *text, size_t len, uint16_t method, struct ls_buf *out)
{
    struct ls_zip_writer zip;
    char *names = len ? ls_calloc(1, len + 1) : NULL;
    size_t names_n = 0, at = find_mark(text, len, 0);
    ls_zip_writer_init(&zip);
    while (at < len) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t from = at + sizeof mark - 1, to = end ? (size_t)(end - text) : len;
        size_t body = to < len ? to + 1 : len, next = find_mark(text, len, body);
        size_t body_end = next < len && next > body ? next - 1 : next;
        char *name = names + names_n;
        MUST(names);
        memcpy(name, text + from, to - from);
        name[to - from] = '\0';
        names_n += to - from + 1;
        struct ls_zip_record record = {.name = name, .method = method, .flags = LS_ZIP_FLAG_UTF8};
        ls_zip_writer_add(&zip, &record, text + body, body_end - body);
        at = next;
    }
    ls_zip_writer_end(&zip, NULL);
    must(ls_buf_add(out, zip.out.at, zip.out.n));
    ls_zip_writer_fini(&zip);
    ls_free(names);
}
