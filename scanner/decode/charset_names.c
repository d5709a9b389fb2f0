/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The charsets by all their names: the labels of the WHATWG Encoding Standard (4.2), with what they
 * stand for there, and the names of IANA's registry and of mail programs beyond them. Case, blanks
 * and punctuation do not count: "ISO_8859-2:1987" is iso885921987.
 */
#include "decode/charset_priv.h"

#include <string.h>

static const struct {
    const struct ls_charset *charset; /* NULL: of ls_charset_singles, by the first name */
    const char *names;                /* without punctuation, one blank between them */
} names[] = {
    {&ls_charset_utf8, "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8mb4 utf8bom cp65001 "
                       "windows65001 65001"},
    {&ls_charset_gb18030,
     "gb18030 gb180302000 gb180302005 gb180302022 gbk xgbk gb2312 gb231280 csgb2312 csgbk "
     "csiso58gb231280 isoir58 chinese eucgb2312cn euccn xeuccn gb gbeuc cngb cp936 ms936 "
     "windows936 xcp936 936 54936 cp54936 gb13000 csgb18030 gbk1 hp15cn xmscp936 ibm1386 cp1386"},
    {&ls_charset_big5, "big5 big5hkscs cnbig5 csbig5 xxbig5 xbig5 big5eten big5tw bigfive cp950 "
                       "ms950 windows950 950 ibm950 big5hkscs2004 big52003 big5hk csbig5hkscs"},
    {&ls_charset_utf16, "utf16 csunicode iso10646ucs2 ucs2 unicode csutf16"},
    {&ls_charset_utf16le, "utf16le ucs2le unicodefeff csutf16le cp1200 1200"},
    {&ls_charset_utf16be, "utf16be ucs2be unicodefffe csutf16be cp1201 1201"},
    {&ls_charset_utf32, "utf32 iso10646ucs4 ucs4 csucs4 csutf32"},
    {&ls_charset_utf32le, "utf32le ucs4le csutf32le cp12000"},
    {&ls_charset_utf32be, "utf32be ucs4be csutf32be cp12001"},
    {&ls_charset_utf7, "utf7 unicode11utf7 xunicode20utf7 csunicode11utf7 csutf7 cp65000"},
    {&ls_charset_hz, "hzgb2312 hz hzgb cp52936"},
    {&ls_charset_iso2022_cn, "iso2022cn iso2022cnext csiso2022cn csiso2022cnext cp50227"},
    {&ls_charset_iso2022_jp, "iso2022jp csiso2022jp iso2022jp1 iso2022jp2 iso2022jp3 csiso2022jp2 "
                             "iso2022jpms iso2022jp2004 cp50220 cp50221 cp50222 jis7 jis"},
    {&ls_charset_iso2022_kr, "iso2022kr csiso2022kr cp50225"},
    {&ls_charset_shift_jis, "shiftjis sjis xsjis csshiftjis ms932 mskanji windows31j cswindows31j "
                            "cp932 cp943 windows932 932 ibm943 shiftjis2004 shiftjisx0213"},
    {&ls_charset_euc_jp, "eucjp xeucjp xeuc ujis cseucpkdfmtjapanese eucjpms cp51932 "
                         "extendedunixcodepackedformatforjapanese eucjis2004 eucjisx0213"},
    {&ls_charset_euc_kr, "euckr cseuckr csksc56011987 isoir149 korean ksc56011987 ksc56011989 "
                         "ksc5601 windows949 cp949 ms949 mscp949 uhc 949 kscs ksx1001 cp51949"},
    {&ls_charset_johab, "johab cp1361 ms1361 ksc56011992"},
    {&ls_charset_euc_tw, "euctw xeuctw cseuctw cns11643 cp51950"},
    {NULL, "usascii ascii ansix341968 ansix341986 isoir6 iso646us iso646irv1991 us ibm367 cp367 "
           "csascii 646"},
    {NULL, "windows1252 cp1252 xcp1252 1252 ansi iso88591 iso885911987 latin1 l1 isoir100 ibm819 "
           "cp819 csisolatin1 cswindows1252 iso88591windows30latin1"},
    {NULL, "windows1250 cp1250 xcp1250 1250 cswindows1250"},
    {NULL, "windows1251 cp1251 xcp1251 1251 cswindows1251"},
    {NULL, "windows1253 cp1253 xcp1253 1253 cswindows1253"},
    {NULL, "windows1254 cp1254 xcp1254 1254 cswindows1254 iso88599 iso885991989 latin5 l5 isoir148 "
           "csisolatin5"},
    {NULL, "windows1255 cp1255 xcp1255 1255 cswindows1255"},
    {NULL, "windows1256 cp1256 xcp1256 1256 cswindows1256"},
    {NULL, "windows1257 cp1257 xcp1257 1257 cswindows1257"},
    {NULL, "windows1258 cp1258 xcp1258 1258 cswindows1258"},
    {NULL, "windows874 cp874 874 dos874 iso885911 iso8859112001 tis620 tis62025331 cstis620 "
           "cswindows874 ibm874 xwindows874"},
    {NULL, "iso88592 iso885921987 latin2 l2 isoir101 csisolatin2"},
    {NULL, "iso88593 iso885931988 latin3 l3 isoir109 csisolatin3"},
    {NULL, "iso88594 iso885941988 latin4 l4 isoir110 csisolatin4"},
    {NULL, "iso88595 iso885951988 cyrillic isoir144 csisolatincyrillic"},
    {NULL, "iso88596 iso885961987 arabic asmo708 ecma114 isoir127 csisolatinarabic iso88596e "
           "iso88596i csiso88596e csiso88596i"},
    {NULL,
     "iso88597 iso885971987 greek greek8 ecma118 elot928 isoir126 csisolatingreek suneugreek"},
    {NULL, "iso88598 iso885981988 hebrew isoir138 visual csisolatinhebrew iso88598e iso88598i "
           "csiso88598e csiso88598i logical"},
    {NULL, "iso885910 latin6 l6 isoir157 csisolatin6 iso8859101992"},
    {NULL, "iso885913 latin7 l7 isoir179 csiso885913"},
    {NULL, "iso885914 latin8 l8 isoir199 isoceltic csiso885914 iso8859141998"},
    {NULL, "iso885915 latin9 l9 latin0 isoir203 csiso885915 csisolatin9"},
    {NULL, "iso885916 latin10 l10 isoir226 csiso885916 iso8859162001"},
    {NULL, "koi8r koi8 koi cskoi8r cp878 20866"},
    {NULL, "koi8u koi8ru cskoi8u 21866"},
    {NULL, "koi8t"},
    {NULL, "ibm437 cp437 437 cspc8codepage437 dosus"},
    {NULL, "ibm737 cp737 737"},
    {NULL, "ibm775 cp775 775 cspc775baltic"},
    {NULL, "ibm850 cp850 850 cspc850multilingual"},
    {NULL, "ibm852 cp852 852 cspcp852"},
    {NULL, "ibm855 cp855 855 csibm855"},
    {NULL, "ibm857 cp857 857 csibm857"},
    {NULL, "ibm858 cp858 858 ibm00858 ccsid00858 cp00858 pcmultilingual850euro"},
    {NULL, "ibm860 cp860 860 csibm860"},
    {NULL, "ibm861 cp861 861 cpis csibm861"},
    {NULL, "ibm862 cp862 862 cspc862latinhebrew dos862"},
    {NULL, "ibm863 cp863 863 csibm863"},
    {NULL, "ibm864 cp864 864 csibm864"},
    {NULL, "ibm865 cp865 865 csibm865"},
    {NULL, "ibm866 cp866 866 csibm866"},
    {NULL, "ibm869 cp869 869 cpgr csibm869"},
    {NULL, "macintosh mac macroman xmacroman csmacintosh cp10000"},
    {NULL, "xmaccyrillic xmacukrainian maccyrillic macukraine cp10007"},
    {NULL, "xmacce maccentraleurope maclatin2 cp10029"},
    {NULL, "viscii viscii111 csviscii"},
    {NULL, "tcvn tcvn5712 tcvn57121"},
};

/* Lower case without punctuation; false when it is too long for a name. */
static bool bare_name(const char *name, size_t len, char *out, size_t room, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (counts && *n == room)
            return false;
        if (counts)
            out[(*n)++] = c;
        if ((unsigned char)c >= 0x80)
            return false;
    }
    return *n > 0;
}

/* Whether it is one of the words of a list. */
static bool is_word_of(const char *list, const char *name, size_t len)
{
    for (;;) {
        const char *end = strchrnul(list, ' ');
        if ((size_t)(end - list) == len && memcmp(list, name, len) == 0)
            return true;
        if (*end == '\0')
            return false;
        list = end + 1;
    }
}

static const struct ls_charset *single_of(const char *list)
{
    size_t len = (size_t)(strchrnul(list, ' ') - list);
    for (size_t i = 0; i < ls_charset_singles_n; i++) {
        const struct ls_charset *set = &ls_charset_singles[i];
        char bare[32];
        size_t n;
        if (bare_name(set->name, strlen(set->name), bare, sizeof bare, &n) && n == len &&
            memcmp(bare, list, len) == 0)
            return set;
    }
    return NULL;
}

const struct ls_charset *ls_charset_find(const char *name, size_t len)
{
    char bare[48];
    size_t n;
    if (!bare_name(name, len, bare, sizeof bare, &n))
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_word_of(names[i].names, bare, n))
            return names[i].charset ? names[i].charset : single_of(names[i].names);
    return NULL;
}

const char *ls_charset_name(const struct ls_charset *charset)
{
    return charset->name;
}
