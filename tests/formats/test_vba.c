/* SPDX-License-Identifier: Apache-2.0 */
/* Macros, and the other streams that stand in compound files of any kind. */
#include "formats/vba.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/vba_writer.h"
#include "says.h"

enum { MAX = 1 << 22 };

#define BEGIN "Attribute VB_Name = \"M\"\r\n"
#define BEGIN_SAYS "Attribute VB_Name = \"M\"\\n"

/* Frees the file. */
static void assert_file_says(struct ls_buf *file, const char *expected)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, file->at, file->n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(file);
}

static void assert_project_says(const struct ls_vba_module *module, const char *storage,
                                const char *expected)
{
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    ls_vba_write(&w, storage ? ls_cfb_storage(&w, 0, storage) : 0, module);
    ls_cfb_end(&w, &file);
    assert_file_says(&file, expected);
}

/* A file that is macros and nothing else: vbaProject.bin. */
static void text_has_the_code_page(void **state)
{
    (void)state;
    static const char text[] = BEGIN "' \xbb\xfa\xc3\xdc\r\n";
    const struct ls_vba_module module = {.code_page = 936,
                                         .name = "\u6a21\u5757"
                                                 "1",
                                         .text = text,
                                         .len = sizeof text - 1};
    assert_project_says(&module, NULL,
                        "part script \"VBA/\u6a21\u5757"
                        "1\" gb18030\ntext \"" BEGIN_SAYS "' \u673a\u5bc6\\n\"\nend\n");
}

/* Among other things, and without a word in the list. */
static void a_module_is_found(void **state)
{
    (void)state;
    static const char text[] = BEGIN "x = 1";
    const struct ls_vba_module module = {
        .code_page = 1252, .name = "M", .text = text, .len = sizeof text - 1, .unlisted = true};
    assert_project_says(&module, "Macros",
                        "gap \"\" unsupported (OLE compound file)\n"
                        "part script \"Macros/VBA/M\" windows-1252\ntext \"" BEGIN_SAYS
                        "x = 1\"\nend\n");
}

/* More than a chunk, with copies of what stands before. */
static void long_text_is_unpacked(void **state)
{
    (void)state;
    enum { LINES = 1500 };
    struct ls_buf text = {.limit = MAX}, says = {.limit = MAX};
    must(ls_buf_str(&text, BEGIN));
    must(ls_buf_str(&says, "part script \"VBA/M\" windows-1252\ntext \"" BEGIN_SAYS));
    for (int i = 0; i < LINES; i++) {
        must(ls_buf_printf(&text, "x%d = %d\n", i, i * i));
        must(ls_buf_printf(&says, "x%d = %d\\n", i, i * i));
    }
    must(ls_buf_add(&says, "\"\nend\n", sizeof "\"\nend\n"));
    const struct ls_vba_module module = {
        .code_page = 1252, .name = "M", .text = text.at, .len = text.n};
    assert_project_says(&module, NULL, says.at);
    LS_VEC_FINI(&text);
    LS_VEC_FINI(&says);
}

/* A project whose module M has these chunks, and whose module N is `plain`; NULL: it has none. */
static void assert_chunks_say(const uint8_t *chunks, size_t len, const char *plain,
                              const char *expected)
{
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX}, list = {.limit = MAX};
    ls_vba_pack("\x03\0\x02\0\0\0\xe4\x04", 8, &list);
    ls_cfb_begin(&w);
    uint32_t vba = ls_cfb_storage(&w, 0, "VBA");
    ls_cfb_stream(&w, vba, "dir", list.at, list.n);
    ls_cfb_stream(&w, vba, "M", chunks, len);
    if (plain)
        ls_cfb_stream(&w, vba, "N", plain, strlen(plain));
    ls_cfb_end(&w, &file);
    assert_file_says(&file, expected);
    LS_VEC_FINI(&list);
}

/* Nothing in one chunk does not end the text. */
static void an_empty_chunk_is_passed_over(void **state)
{
    (void)state;
    static const uint8_t chunks[] = {1,   0x08, 0xB0, 0,    'A', 't',  't',  'r', 'i', 'b',
                                     'u', 't',  0x00, 0xB0, 0,   0x02, 0xB0, 0,   'e', ' '};
    assert_chunks_say(chunks, sizeof chunks, NULL,
                      "part script \"VBA/M\" windows-1252\ntext \"Attribute \"\nend\n");
}

/* Copies of what is not there, and chunks that are none: a gap, and the text before. */
static void damaged_text_is_a_gap(void **state)
{
    (void)state;
    static const uint8_t broken[] = {1,   0x0E, 0xB0, 0, 'A',  't',  't', 'r', 'i',
                                     'b', 'u',  't',  1, 0xFF, 0xFF, 0,   'x', 'y'};
    assert_chunks_say(broken, sizeof broken, "nothing",
                      "part script \"VBA/M\" windows-1252\ntext \"Attribut\"\n"
                      "gap \"\" malformed (macros that are damaged)\n"
                      "child \"VBA/N\" 7 bytes \"nothing\"\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_has_the_code_page), cmocka_unit_test(a_module_is_found),
        cmocka_unit_test(long_text_is_unpacked),  cmocka_unit_test(an_empty_chunk_is_passed_over),
        cmocka_unit_test(damaged_text_is_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
