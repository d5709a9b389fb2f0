/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the streams that any compound file may have: properties, links, packed files. */
#include "fuzz.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/props_writer.h"

enum { ROOM = 1 << 24 };

static const char *const names[] = {"\005SummaryInformation", "\001Ole", "\001Ole10Native",
                                    "EncryptionInfo"};
enum { NAMES_N = sizeof names / sizeof *names };

/* The first byte says which stream the rest is. */
void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    size_t kind = size ? data[0] % NAMES_N : 0;
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, names[kind], data + (size > 0), size - (size > 0));
    if (kind == NAMES_N - 1)
        ls_cfb_stream(&w, 0, "EncryptedPackage", data, size);
    ls_cfb_end(&w, out);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char link[] =
        "\1\1\0\0\2\1\0\0\0\3\3\0\0\0\0\0\0\xc0\0\0\0\0\0\0\x46\0\0\6\0\0\0C:\\b.\0";
    static const char package[] =
        "\2\x30\0\0\0\2\0a.txt\0C:\\a.txt\0\0\0\3\0\7\0\0\0C:\\tmp\0\5\0\0\0hello";
    static const char agile[] =
        "\3\4\0\4\0\x40\0\0\0<keyData saltSize=\"16\" blockSize=\"16\" keyBits=\"128\" "
        "cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"SHA1\" "
        "saltValue=\"AAAA\"/><p:encryptedKey spinCount=\"1\" blockSize=\"16\" keyBits=\"128\" "
        "cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"SHA1\" "
        "saltValue=\"AAAA\" encryptedVerifierHashInput=\"AAAAAAAAAAAAAAAAAAAAAA==\" "
        "encryptedVerifierHashValue=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\" "
        "encryptedKeyValue=\"AAAAAAAAAAAAAAAAAAAAAA==\"/>";
    struct ls_props_writer w;
    struct ls_buf seed = {.limit = ROOM};
    if (ls_failed(ls_buf_char(&seed, 0)))
        return;
    ls_props_begin(&w, 936);
    ls_props_string(&w, 2, "\xbb\xfa\xc3\xdc", 4);
    ls_props_value(&w, 3, 0x101E, "\2\0\0\0\3\0\0\0ab\0\2\0\0\0c", 17);
    ls_props_value(&w, 4, 0x100C, "\2\0\0\0\x1e\0\0\0\2\0\0\0g\0\3\0\0\0\1\0\0\0", 22);
    ls_props_name(&w, 2, "\xc3\xdc\xbc\xb6", 4);
    ls_props_end(&w, &seed);
    add(seed.at, seed.n);
    LS_VEC_FINI(&seed);
    add(link, sizeof link - 1);
    add(package, sizeof package - 1);
    add(agile, sizeof agile - 1);
}
