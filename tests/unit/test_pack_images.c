/* SPDX-License-Identifier: Apache-2.0 */
/* What was read of the built-in packs when the program was built is what reading them now says. */
#include "pack_print.h"

#include "base/alloc.h"
#include "rules/locate.h"
#include "rules/pack_image.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static char *print(const struct ls_raw_pack *pack)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    ls_pack_print(out, pack);
    assert_int_equal(fclose(out), 0);
    return text;
}

static struct ls_raw_pack *read_pack(const struct ls_pack_text *text)
{
    struct ls_raw_pack *raw;
    struct ls_diag diag = {.text = ""};
    if (ls_failed(ls_raw_load(text, &raw, &diag)))
        fail_msg("%s", diag.text);
    return raw;
}

static void images_are_the_packs(void **state)
{
    (void)state;
    static struct ls_locate_lines lines;
    size_t n, images_n;
    const struct ls_pack_text *texts = ls_rules_builtin(&n);
    const struct ls_pack_image *images = ls_pack_images(&images_n);
    assert_int_equal(n, images_n);
    for (size_t i = 0; i < n; i++) {
        struct ls_diag diag = {.text = ""};
        struct ls_raw_pack *raw = read_pack(&texts[i]);
        char *now = print(raw), *then = print(images[i].raw);
        assert_ptr_equal(ls_pack_image_of(&texts[i]), &images[i]);
        assert_true(strlen(now) > 100);
        if (strcmp(now, then) != 0)
            fail_msg("%s is not what was built in", texts[i].file);
        assert_false(ls_failed(ls_locate_check(&texts[i], &lines, &diag)));
        assert_memory_equal(lines.rules, images[i].rule_lines, raw->rules_n * sizeof *lines.rules);
        uint8_t digest[LS_SHA256_BYTES];
        ls_sha256_of(texts[i].bytes, texts[i].len, digest);
        assert_memory_equal(digest, images[i].digest, sizeof digest);
        assert_memory_equal(lines.cues, images[i].cue_lines, raw->cues_n * sizeof *lines.cues);
        ls_raw_free(raw);
        free(now);
        free(then);
    }
}

/* The same bytes elsewhere are read: there may be others the next time. */
static void other_texts_have_none(void **state)
{
    (void)state;
    size_t n;
    struct ls_pack_text copy = ls_rules_builtin(&n)[0];
    char *bytes = malloc(copy.len);
    assert_non_null(bytes);
    memcpy(bytes, copy.bytes, copy.len);
    copy.bytes = bytes;
    assert_null(ls_pack_image_of(&copy));
    free(bytes);
}

/* A pack with every member that there is; <a|b>: a, and for once b. */
static const char choices[] =
    "pack: <a|b>\ntitle: <a|b>\nsource: <a|b>\n"
    "in_context: [{context: <a|b>, to: <a|b>}]\nencodings: [<koi8-r|ibm866>]\n"
    "cues: [{name: <a|b>, title: <a|b>, words: [<a|b>], match: <a|b>}]\n"
    "rules:\n"
    "  - {id: <a|b>, title: <a|b>, category: <a|b>, severity: <a|b>, description: <a|b>,\n"
    "     source: <a|b>, serves: [<a|b>], encodings: [<koi8-r|ibm866>], anchors: [<a|b>],\n"
    "     gap: <any|none>, capitals: <true|false>, escapes: <true|false>, match: <a|b>,\n"
    "     window: <1|2>, lead: <1|2>, at: [<line|cell>], beside: {before: <a|b>, behind: <a|b>},\n"
    "     unless: [<a|b>], near: {any: [<a|b>], within: <1|2>, or_count: <1|2>},\n"
    "     digits: <1|2>, check: <a|b>, mask: <a|b>, count: {at_least: <1|2>, within: <1|2>},\n"
    "     terms: {groups: [{at_least: <1|2>, words: [<a|b>]}], within: <1|2>,\n"
    "             cells: <true|false>, rows: {at_least: <1|2>, within: <1|2>,\n"
    "             columns: [{words: [<a|b>], check: <a|b>}]}},\n"
    "     evidence: {need: <1|2>, within: <1|2>, unless: [<a|b>],\n"
    "                lower: [{any: [<a|b>], cues: [<a|b>], to: <a|b>}],\n"
    "                cues: [{words: [<a|b>], match: <a|b>, cue: <a|b>, weight: <1|2>,\n"
    "                        at_least: <1|2>, needed: <true|false>, told: <true|false>}]},\n"
    "     context: <a|b>, in_context: [{context: <a|b>, to: <a|b>}],\n"
    "     provided: {found: [<exam|audit>], missing: [<exam|audit>]},\n"
    "     examples: {hit: [<a|b>], miss: [<a|b>]}}\n";

/* The pack with the second of choice number `other`; returns how many there are. */
static size_t choose(size_t other, char *pack)
{
    size_t n = 0;
    for (const char *p = choices; *p; p++) {
        if (*p != '<') {
            *pack++ = *p;
            continue;
        }
        const char *middle = strchr(p, '|'), *end = strchr(p, '>');
        const char *from = n == other ? middle + 1 : p + 1;
        for (const char *to = n == other ? end : middle; from < to; from++)
            *pack++ = *from;
        p = end;
        n++;
    }
    *pack = '\0';
    return n;
}

/* Every member is in what is printed of a pack: nothing changes without being seen. */
static void all_is_printed(void **state)
{
    (void)state;
    char pack[sizeof choices];
    char *first = NULL;
    size_t n = choose(SIZE_MAX, pack);
    for (size_t other = n + 1; other-- > 0;) {
        choose(other, pack);
        struct ls_raw_pack *raw = read_pack(&(struct ls_pack_text){"p.yaml", pack, strlen(pack)});
        char *text = print(raw);
        ls_raw_free(raw);
        if (first && strcmp(first, text) == 0)
            fail_msg("choice %zu is not printed", other);
        if (first)
            free(text);
        else
            first = text;
    }
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_the_packs),
        cmocka_unit_test(other_texts_have_none),
        cmocka_unit_test(all_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
