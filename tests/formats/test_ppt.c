/* SPDX-License-Identifier: Apache-2.0 */
/* Presentations of PowerPoint 97 to 2003: which texts are told, where, and in which order. */
#include "formats/ppt.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "generate/ppt_writer.h"
#include "says.h"

enum { MAX = 1 << 24 };

#define BODY_1 "part body slide 1 utf-16le\ntext \"one\"\n"

static void assert_ppt_says(const struct ls_ppt_texts *texts, const char *expected)
{
    struct ls_buf file = {.limit = MAX};
    ls_ppt_make(texts, &file);
    for (int away = 0; away < 2; away++) {
        struct ls_transcript t = {.away = away, .check_verbatim = true};
        assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n), expected);
        ls_transcript_free(&t);
    }
    LS_VEC_FINI(&file);
}

static void slides_come_in_their_order(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {.text = "\u673a\u5bc6",
                                       .narrow = "\xe9t\xe9",
                                       .outline = "title",
                                       .hidden = "left out",
                                       .cell = "d"};
    assert_ppt_says(&texts, BODY_1 "part body slide 2 utf-16le\n"
                                   "text \"title\\n\u673a\u5bc6\\n\u00e9t\u00e9\\na|b\\rc|d\"\n"
                                   "part hidden slide 3 utf-16le\ntext \"left out\"\nend\n");
}

static void what_belongs_to_a_slide_has_its_number(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {.notes = "notes",
                                       .master = "master",
                                       .shape = "no show",
                                       .alt = "picture",
                                       .art = "art",
                                       .comment = "remark",
                                       .author = "N. N."};
    assert_ppt_says(&texts, BODY_1 "part body slide 2 utf-16le\ntext \"art\"\n"
                                   "part comment slide 2 utf-16le\ntext \"remark\\n\"\n"
                                   "part hidden slide 2 utf-16le\ntext \"no show\"\n"
                                   "part property slide 2 utf-16le\ntext \"N. N.\\nx\\n\"\n"
                                   "part alt-text slide 2 utf-16le\ntext \"picture\\n\"\n"
                                   "part notes slide 2 utf-16le\ntext \"notes\"\n"
                                   "part master utf-16le\ntext \"master\"\nend\n");
}

/* A footer that stands on a slide as well is told there. */
static void headers_and_links_are_told_once(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {
        .text = "foot", .header = "head", .footer = "foot", .link = "http://a.example"};
    assert_ppt_says(&texts, BODY_1 "part body slide 2 utf-16le\ntext \"foot\"\n"
                                   "part header utf-16le\ntext \"head\\n\"\n"
                                   "part field utf-16le\ntext \"http://a.example\\n\"\nend\n");
}

/* Of the slide before the last edit, what it says no more. */
static void older_edits_are_deletions(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {.text = "kept", .before = "kept\rgone"};
    assert_ppt_says(&texts, BODY_1 "part body slide 2 utf-16le\ntext \"kept\"\n"
                                   "part deletion utf-16le\ntext \"gone\"\nend\n");
}

static void slides_that_no_list_names_are_hidden(void **state)
{
    (void)state;
    assert_ppt_says(&(struct ls_ppt_texts){.unlisted = "spare"},
                    BODY_1 "part hidden utf-16le\ntext \"spare\"\nend\n");
}

static void objects_and_pictures_are_children(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {
        .object = "compound", .object_len = 8, .picture = "PNG!", .picture_len = 4};
    assert_ppt_says(&texts, BODY_1 "child \"object 7\" 8 bytes \"compound\"\n"
                                   "child \"Pictures/1\" 4 bytes \"PNG!\"\nend\n");
}

/* All that it says it unpacks to is there. */
static void an_object_without_its_checksum_is_whole(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {.object = "compound", .object_len = 8, .object_cut = true};
    assert_ppt_says(&texts, BODY_1 "child \"object 7\" 8 bytes \"compound\"\nend\n");
}

static void encrypted_is_a_gap(void **state)
{
    (void)state;
    assert_ppt_says(&(struct ls_ppt_texts){.text = "x", .encrypted = true},
                    "gap \"\" encrypted (PowerPoint presentation (97-2003))\nend\n");
}

/* The password that PowerPoint takes when only changes are to be protected. */
static void a_password_that_everybody_knows_is_none(void **state)
{
    (void)state;
    assert_ppt_says(&(struct ls_ppt_texts){.text = "two", .password = "/01Hannes Ruescher/01"},
                    BODY_1 "part body slide 2 utf-16le\ntext \"two\"\nend\n");
    assert_ppt_says(&(struct ls_ppt_texts){.text = "two", .password = "nobody knows it"},
                    "gap \"\" encrypted (PowerPoint presentation (97-2003))\nend\n");
}

/* Nothing leads to the document: all that stands there is told. */
static void without_an_edit_all_is_told(void **state)
{
    (void)state;
    const struct ls_ppt_texts texts = {.text = "two", .outline = "title", .notes = "notes"};
    struct ls_ppt_texts lost = texts;
    lost.lost = true;
    assert_ppt_says(&lost, BODY_1 "part body slide 2 utf-16le\ntext \"two\"\n"
                                  "part notes utf-16le\ntext \"notes\"\n"
                                  "part body utf-16le\ntext \"title\"\n"
                                  "gap \"\" malformed (no document that an edit leads to)\nend\n");
}

/* The stream "Current User" is missing: the last edit is found. */
static void the_last_edit_is_found(void **state)
{
    (void)state;
    struct ls_buf document = {.limit = MAX}, user = {.limit = MAX}, file = {.limit = MAX};
    struct ls_cfb_writer w;
    ls_ppt_write(&(struct ls_ppt_texts){.text = "new", .before = "old"}, &document, &user, NULL);
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "PowerPoint Document", document.at, document.n);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n),
                        BODY_1 "part body slide 2 utf-16le\ntext \"new\"\n"
                               "part deletion utf-16le\ntext \"old\"\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&document);
    LS_VEC_FINI(&user);
    LS_VEC_FINI(&file);
}

/* A stream in pieces all over the file: each text leads to its bytes. */
static void scattered_text_leads_to_its_bytes(void **state)
{
    (void)state;
    enum { CHARS = 3000 };
    char text[CHARS + 1];
    struct ls_buf document = {.limit = MAX}, user = {.limit = MAX}, file = {.limit = MAX};
    struct ls_cfb_writer w;
    for (size_t i = 0; i < CHARS; i++)
        text[i] = (char)('a' + i % 26);
    text[CHARS] = '\0';
    ls_ppt_write(&(struct ls_ppt_texts){.narrow = text}, &document, &user, NULL);
    ls_cfb_begin(&w);
    w.scattered = true;
    ls_cfb_stream(&w, 0, "PowerPoint Document", document.at, document.n);
    ls_cfb_stream(&w, 0, "Current User", user.at, user.n);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_non_null(strstr(ls_transcript_run(&t, NULL, file.at, file.n), text));
    assert_true(t.pieces_mapped > 0 && t.pieces_unmapped == 0);
    ls_transcript_free(&t);
    LS_VEC_FINI(&document);
    LS_VEC_FINI(&user);
    LS_VEC_FINI(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slides_come_in_their_order),
        cmocka_unit_test(what_belongs_to_a_slide_has_its_number),
        cmocka_unit_test(headers_and_links_are_told_once),
        cmocka_unit_test(older_edits_are_deletions),
        cmocka_unit_test(slides_that_no_list_names_are_hidden),
        cmocka_unit_test(objects_and_pictures_are_children),
        cmocka_unit_test(an_object_without_its_checksum_is_whole),
        cmocka_unit_test(encrypted_is_a_gap),
        cmocka_unit_test(a_password_that_everybody_knows_is_none),
        cmocka_unit_test(without_an_edit_all_is_told),
        cmocka_unit_test(the_last_edit_is_found),
        cmocka_unit_test(scattered_text_leads_to_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
