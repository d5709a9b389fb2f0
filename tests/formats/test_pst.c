/* SPDX-License-Identifier: Apache-2.0 */
/* Mailboxes: trees, blocks, codes and heaps, whole and broken. */
#include "formats/pst.h"

#include "base/alloc.h"
#include "formats/mapi.h"
#include "generate/must.h"
#include "generate/pst_writer.h"
#include "says.h"

enum { MAX = 1 << 22, FOLDER = 0x8022, MESSAGE = 0x200024 };

static const char *says(struct ls_transcript *t, const struct ls_buf *file)
{
    *t = (struct ls_transcript){.check_verbatim = true};
    return ls_transcript_run(t, ls_format_find("pst"), file->at, file->n);
}

/* A folder with a message that has everything. */
static void make(bool wide, uint8_t code, struct ls_buf *out)
{
    struct ls_pst_writer w;
    struct ls_pst_writer_nodes attachment = {.n = 0};
    char long_text[20001];
    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    ls_pst_begin(&w, wide, code);
    ls_pst_text(&w, 0x3001, "Inbox");
    ls_pst_put(&w, &w.nodes, FOLDER, FOLDER);
    ls_pst_bytes(&w, 0x37010102, long_text, sizeof long_text - 1);
    ls_pst_text(&w, 0x3707, "a.txt");
    ls_pst_put(&w, &attachment, 0x8025, 0);
    w.sub = attachment;
    ls_pst_put_table(&w, 0x692, 0x3001, "recipient");
    ls_pst_text(&w, 0x0037, "\x01\x05RE: subject");
    ls_pst_text(&w, 0x0070, "subject");
    ls_pst_text(&w, 0x1000, "body");
    ls_pst_put(&w, &w.nodes, MESSAGE, FOLDER);
    ls_pst_end(&w, out);
}

static const char everything[] =
    "part name \"Inbox\" utf-16le\ntext \"Inbox\"\n"
    "part subject \"Inbox/RE: subject\" utf-16le\ntext \"subject\\nRE: \"\n"
    "part body \"Inbox/RE: subject\" utf-16le\ntext \"body\"\n"
    "part mail-header \"Inbox/RE: subject\" utf-16le\ntext \"recipient\"\n"
    "part name \"Inbox/RE: subject\" utf-16le\ntext \"a.txt\"\n"
    "child \"Inbox/RE: subject/a.txt\" 20000 bytes "
    "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\nend\n";

static void every_kind_of_mailbox_is_read(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++)
        for (uint8_t code = 0; code <= 2; code++) {
            struct ls_buf file = {.limit = MAX};
            struct ls_transcript t;
            make(wide, code, &file);
            assert_string_equal(says(&t, &file), everything);
            ls_transcript_free(&t);
            LS_VEC_FINI(&file);
        }
}

/* What the owner has called it, and noted about it, is coded as everything is. */
static void the_mailbox_has_a_name(void **state)
{
    struct ls_pst_writer w;
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t;
    (void)state;
    ls_pst_begin(&w, true, LS_PST_PERMUTED);
    ls_pst_text(&w, 0x3001, "archive");
    ls_pst_text(&w, 0x3004, "a remark");
    ls_pst_put(&w, &w.nodes, 0x21, 0);
    ls_pst_end(&w, &file);
    assert_string_equal(says(&t, &file), "part name \"mailbox\" utf-16le\ntext \"archive\"\n"
                                         "part property \"mailbox\" utf-16le\n"
                                         "text \"a remark\"\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* A list of people may be longer than what is held of one message. */
static void each_of_many_recipients_is_told(void **state)
{
    struct ls_pst_writer w;
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t;
    (void)state;
    ls_pst_begin(&w, true, LS_PST_PLAIN);
    ls_pst_put_rows(&w, 0x692, 0x3001, "recipient", "the last", LS_MAPI_VALUES_MAX + 10);
    ls_pst_text(&w, 0x1000, "body");
    ls_pst_put(&w, &w.nodes, MESSAGE, 0);
    ls_pst_end(&w, &file);
    assert_string_equal(says(&t, &file), "part body \"message\" utf-16le\ntext \"body\"\n"
                                         "part mail-header \"message\" utf-16le\n"
                                         "text \"recipient\\nthe last\"\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* A body in a node that is not there, and an attached message. */
static void values_that_are_nowhere_are_a_gap(void **state)
{
    (void)state;
    for (int object = 0; object < 2; object++) {
        struct ls_pst_writer w;
        struct ls_buf file = {.limit = MAX};
        struct ls_transcript t;
        ls_pst_begin(&w, true, LS_PST_PERMUTED);
        if (object) {
            struct ls_pst_writer_nodes attachment = {.n = 0};
            ls_pst_object(&w, 0x3701, 0x200044);
            ls_pst_put(&w, &attachment, 0x8025, 0);
            w.sub = attachment;
        }
        ls_pst_text(&w, 0x0037, "subject");
        if (!object)
            ls_pst_number(&w, 0x1000001F, 0x3F);
        ls_pst_put(&w, &w.nodes, MESSAGE, 0);
        ls_pst_end(&w, &file);
        assert_string_equal(says(&t, &file),
                            object
                                ? "part subject \"subject\" utf-16le\ntext \"subject\"\n"
                                  "gap \"\" malformed (an attachment that is nowhere)\nend\n"
                                : "part subject \"subject\" utf-16le\ntext \"subject\"\n"
                                  "gap \"\" malformed (a property whose value is nowhere)\nend\n");
        ls_transcript_free(&t);
        LS_VEC_FINI(&file);
    }
}

/* The codes are those of the standard: each is a permutation, the second one its own reverse. */
static void codes_have_their_reverse(void **state)
{
    uint8_t bytes[300], once[300], seen[256] = {0};
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    memcpy(once, bytes, sizeof once);
    ls_pst_decode(LS_PST_PERMUTED, 7, 0, once, sizeof once);
    for (size_t i = 0; i < 256; i++)
        seen[once[i]]++;
    for (size_t i = 0; i < 256; i++)
        assert_int_equal(seen[i], 1);
    assert_int_equal(once[0], 0x47); /* as the table in [MS-PST] 5.1 begins */
    assert_int_equal(once[1], 0xF1);
    for (uint32_t key = 0; key < 100; key++) {
        memcpy(once, bytes, sizeof once);
        ls_pst_decode(LS_PST_CYCLIC, key * 77777, 0, once, sizeof once);
        /* A piece is what the whole is there. */
        uint8_t piece[100];
        memcpy(piece, bytes + 123, sizeof piece);
        ls_pst_decode(LS_PST_CYCLIC, key * 77777, 123, piece, sizeof piece);
        assert_memory_equal(piece, once + 123, sizeof piece);
        ls_pst_decode(LS_PST_CYCLIC, key * 77777, 0, once, sizeof once);
        assert_memory_equal(once, bytes, sizeof once);
    }
}

static void other_versions_are_named(void **state)
{
    static const struct {
        size_t at;
        uint8_t byte;
        const char *says;
    } cases[] = {
        {10, 36,
         "gap \"\" unsupported (Outlook mailbox with pages of 4 KiB (OST of 2013 and later))\n"
         "end\n"},
        {10, 3, "gap \"\" unsupported (Outlook mailbox of an unknown version)\nend\n"},
        {0x201, 9, "gap \"\" unsupported (Outlook mailbox of an unknown version)\nend\n"},
        {0x201, 0x10,
         "gap \"\" encrypted (Outlook mailbox under Windows Information Protection)\nend\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ls_buf file = {.limit = MAX};
        struct ls_transcript t;
        make(true, 1, &file);
        file.at[cases[i].at] = (char)cases[i].byte;
        assert_string_equal(says(&t, &file), cases[i].says);
        ls_transcript_free(&t);
        LS_VEC_FINI(&file);
    }
}

/* A page that leads to itself, one that is none, a file that is cut: told, and it ends. */
static void broken_mailboxes_are_told(void **state)
{
    enum { NODES = 1024, BLOCKS = 1536, LEVEL = 491, BELOW = 16 };
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t;
    (void)state;
    make(true, 0, &file);
    for (size_t page = NODES; page <= BLOCKS; page += BLOCKS - NODES) {
        struct ls_buf broken = {.limit = MAX};
        must(ls_buf_add(&broken, file.at, file.n));
        broken.at[page + LEVEL] = 1;
        memset(broken.at + page + 8, 0, 16);
        broken.at[page + BELOW + 1] = (char)(page >> 8);
        assert_non_null(strstr(says(&t, &broken), "malformed"));
        ls_transcript_free(&t);
        broken.at[page + 496] = 0;
        assert_non_null(strstr(says(&t, &broken), "malformed (a broken page)"));
        ls_transcript_free(&t);
        LS_VEC_FINI(&broken);
    }
    for (size_t n = file.n; n > 600; n -= n > 2100 ? 997 : 7) {
        struct ls_buf cut = {.limit = MAX};
        must(ls_buf_add(&cut, file.at, n - 1));
        assert_non_null(says(&t, &cut));
        ls_transcript_free(&t);
        LS_VEC_FINI(&cut);
    }
    LS_VEC_FINI(&file);
}

/* A list of blocks that names itself, and a message that is attached to itself. */
static void what_contains_itself_ends(void **state)
{
    struct ls_pst_writer w;
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t;
    struct ls_pst_writer_nodes none = {.n = 0};
    (void)state;
    ls_pst_begin(&w, true, 0);
    ls_pst_object(&w, 0x3701, 0x44);
    ls_pst_put(&w, &none, 0x8025, 0);
    w.sub = none;
    ls_pst_text(&w, 0x0037, "again");
    ls_pst_put(&w, &w.nodes, MESSAGE, FOLDER);
    uint64_t data = w.nodes.at[0].data, sub = w.nodes.at[0].sub;
    /* The attachment's subnodes: a message, which is the one around it. */
    uint8_t list[32] = {2, 0, 1, 0, 0, 0, 0, 0,           0x44, 0, 0, 0, 0, 0, 0, 0, (uint8_t)data,
                        0, 0, 0, 0, 0, 0, 0, (uint8_t)sub};
    uint64_t bid = ls_pst_block(&w, list, sizeof list);
    w.list[w.list_n - 1].bid = bid + 2;
    /* Third number of the first subnode, behind the head of the list of the message's. */
    size_t at = w.list[sub / 4 - 1].off + 8 + 16;
    w.blocks.at[at] = (char)(bid + 2);
    ls_pst_end(&w, &file);
    const char *text = says(&t, &file);
    assert_non_null(strstr(text, "again/attachment/again/attachment/again"));
    assert_non_null(strstr(text, "depth_limit"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_mailbox_is_read),
        cmocka_unit_test(the_mailbox_has_a_name),
        cmocka_unit_test(values_that_are_nowhere_are_a_gap),
        cmocka_unit_test(each_of_many_recipients_is_told),
        cmocka_unit_test(codes_have_their_reverse),
        cmocka_unit_test(other_versions_are_named),
        cmocka_unit_test(broken_mailboxes_are_told),
        cmocka_unit_test(what_contains_itself_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
