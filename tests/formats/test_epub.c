/* SPDX-License-Identifier: Apache-2.0 */
/* EPUB: metadata, chapters in reading order, everything else; what is encrypted. */
#include "parts.h"

#define CONTAINER                                                                                  \
    {                                                                                              \
        "META-INF/container.xml",                                                                  \
            "<container><rootfiles><rootfile full-path='O/c.opf'/></rootfiles></container>"        \
    }

static void test_chapters(void **state)
{
    (void)state;
    assert_reads(
        (struct part[]){
            {"mimetype", "application/epub+zip"},
            CONTAINER,
            {"O/c.opf",
             "<package><metadata><dc:title xmlns:dc='x'>书名</dc:title><meta name='n' "
             "content='值'/>"
             "</metadata><manifest><item id='a' href='t/1.html' "
             "media-type='application/xhtml+xml'/>"
             "<item id='b' href='t/%32.html' media-type='application/xhtml+xml'/>"
             "<item id='c' href='t/3.html' media-type='application/xhtml+xml'/>"
             "<item id='d' href='s.css' media-type='text/css'/></manifest>"
             "<spine><itemref idref='b'/><itemref idref='a'/><itemref idref='x'/></spine>"
             "</package>"},
            {"O/t/1.html", "<html>1"},
            {"O/t/2.html", "<html>2"},
            {"O/t/3.html", "<html>3"},
            {"O/s.css", "p{}"},
            {NULL, NULL},
        },
        "part property \"O/c.opf\"\n"
        "text \"书名\\n值\\n\"\n"
        "child \"O/t/2.html\" 7 bytes \"<html>2\" as html\n"
        "child \"O/t/1.html\" 7 bytes \"<html>1\" as html\n"
        "child \"O/t/3.html\" 7 bytes \"<html>3\" as html\n"
        "child \"mimetype\" 20 bytes \"application/epub+zip\"\n"
        "child \"O/s.css\" 3 bytes \"p{}\"\n"
        "end\n");
}

static void test_encryption(void **state)
{
    (void)state;
    assert_reads(
        (struct part[]){
            CONTAINER,
            {"META-INF/encryption.xml",
             "<encryption><EncryptedData><EncryptionMethod "
             "Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/><CipherData>"
             "<CipherReference URI='O/1.html'/></CipherData></EncryptedData>"
             "<EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes'/>"
             "<CipherReference URI='O/2.html'/></EncryptedData>"
             "<EncryptedData><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/>"
             "<CipherReference URI='O/f.ttf'/></EncryptedData></encryption>"},
            {"O/c.opf",
             "<package><manifest><item id='a' href='1.html' media-type='application/xhtml+xml'/>"
             "<item id='b' href='2.html' media-type='application/xhtml+xml'/></manifest>"
             "</package>"},
            {"O/1.html", "\x8A\x01\xF3"},
            {"O/2.html", "<html>2"},
            {"O/f.ttf", "\x01"},
            {NULL, NULL},
        },
        "gap \"O/1.html\" encrypted\n"
        "child \"O/2.html\" 7 bytes \"<html>2\" as html\n"
        "child \"META-INF/encryption.xml\" 450 bytes "
        "\"<encryption><EncryptedData><EncryptionMethod Algorithm='http://w\"\n"
        "child \"O/f.ttf\" 1 bytes \"\\x01\"\n"
        "end\n");
}

static void test_trouble(void **state)
{
    (void)state;
    assert_reads((struct part[]){CONTAINER, {"a.html", "<html>1"}, {NULL, NULL}},
                 "gap \"META-INF/container.xml\" malformed (the package document is missing)\n"
                 "child \"a.html\" 7 bytes \"<html>1\"\n"
                 "end\n");
    assert_reads((struct part[]){CONTAINER, {"O/c.opf", "<package><metadata>书"}, {NULL, NULL}},
                 "part property \"O/c.opf\"\n"
                 "text \"书\\n\"\n"
                 "gap \"O/c.opf\" truncated\n"
                 "end\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chapters),
        cmocka_unit_test(test_encryption),
        cmocka_unit_test(test_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
