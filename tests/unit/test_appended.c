/* SPDX-License-Identifier: Apache-2.0 */
/* Two formats in one file: what the first one knows hides nothing that stands behind it. */
#include "../tree.h"

#include "base/alloc.h"
#include "engine/object.h"
#include "generate/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

struct told {
    size_t in_zip, gaps;
};

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct told *told = user;
    told->in_zip += hit->chain.n > 0 && strcmp(hit->chain.at[hit->chain.n - 1].kind, "zip") == 0;
    return ls_ok();
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    struct told *told = user;
    (void)gap;
    told->gaps++;
    return ls_ok();
}

static void an_archive_behind_a_document(void **state)
{
    static const char *const in_front[] = {
        "<html><body><p>a page</p></body></html>\n",
        "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        "From: a@example.org\r\nSubject: a message\r\nMIME-Version: 1.0\r\n\r\ntext\r\n",
        "<?xml version=\"1.0\"?><a>xml</a>\n",
        "{\\rtf1\\ansi text}\n",
        "no format at all",
    };
    (void)state;
    struct ls_engine *engine = test_engine();
    struct ls_object_options options = {.limits = ls_limits_default};
    struct ls_object_scanner *scanner;
    assert_false(ls_failed(ls_object_scanner_new(engine, &options, &scanner)));
    for (size_t i = 0; i < sizeof in_front / sizeof *in_front; i++) {
        struct ls_buf bytes = {.limit = 1 << 20};
        struct told told = {0};
        struct ls_report report = {.hit = on_hit, .gap = on_gap, .user = &told};
        struct ls_outcome outcome;
        assert_false(ls_failed(ls_buf_str(&bytes, in_front[i])));
        ls_wrap_bytes(LS_WRAP_ZIP, "a.txt", TEST_WORD, TEST_WORD_BYTES, &bytes);
        struct ls_input input = {.kind = LS_INPUT_MEMORY,
                                 .fd = -1,
                                 .memory = (const uint8_t *)bytes.at,
                                 .size = bytes.n};
        assert_false(ls_failed(ls_object_scan(scanner, &input, NULL, &report, &outcome)));
        if (told.in_zip != 1)
            fail_msg("behind \"%s\": %zu", in_front[i], told.in_zip);
        LS_VEC_FINI(&bytes);
    }
    ls_object_scanner_free(scanner);
    ls_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_archive_behind_a_document)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
