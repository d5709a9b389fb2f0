/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Build tool: writes the tables of the less common character sets as C, as glibc's iconv has them.
 *   ls_gen_charsets CHARSETS.c
 *
 * One row of 128 for each set of single bytes, one grid for each of two. The layout is described in
 * scanner/decode/charset_priv.h.
 */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAD = 0xFFFD, SIP = 0x20000, CELLS_MAX = 256 * 256 };

/* Single bytes: the name in records, and iconv's where it is another one. */
static const struct {
    const char *name, *iconv;
} singles[] = {
    {"us-ascii", "CP1252"}, /* whoever says so and goes beyond means this */
    {"windows-1252", "CP1252"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"windows-874", "CP874"},
    {"iso-8859-2", NULL},
    {"iso-8859-3", NULL},
    {"iso-8859-4", NULL},
    {"iso-8859-5", NULL},
    {"iso-8859-6", NULL},
    {"iso-8859-7", NULL},
    {"iso-8859-8", NULL},
    {"iso-8859-10", NULL},
    {"iso-8859-13", NULL},
    {"iso-8859-14", NULL},
    {"iso-8859-15", NULL},
    {"iso-8859-16", NULL},
    {"koi8-r", NULL},
    {"koi8-u", NULL},
    {"koi8-t", NULL},
    {"ibm437", NULL},
    {"ibm737", "CP737"},
    {"ibm775", "CP775"},
    {"ibm850", NULL},
    {"ibm852", NULL},
    {"ibm855", NULL},
    {"ibm857", NULL},
    {"ibm858", "CP858"},
    {"ibm860", NULL},
    {"ibm861", NULL},
    {"ibm862", NULL},
    {"ibm863", NULL},
    {"ibm864", NULL},
    {"ibm865", NULL},
    {"ibm866", NULL},
    {"ibm869", NULL},
    {"macintosh", NULL},
    {"x-mac-cyrillic", "MAC-UK"},
    {"x-mac-ce", "MAC-CENTRALEUROPE"},
    {"viscii", NULL},
    {"tcvn", "TCVN5712-1"},
};

/* Two bytes, with what iconv wants before them. */
static const struct grid {
    const char *name, *iconv, *before;
    uint8_t lead_lo, lead_hi, trail_lo, trail_hi;
} grids[] = {
    {"cp949", "CP949", "", 0x81, 0xFE, 0x41, 0xFE},
    {"johab", "JOHAB", "", 0x84, 0xF9, 0x31, 0xFE},
    {"cp932", "CP932", "", 0x81, 0xFC, 0x40, 0xFC},
    {"jisx0208", "EUC-JP-MS", "", 0xA1, 0xFE, 0xA1, 0xFE},
    {"jisx0212", "EUC-JP-MS", "\x8F", 0xA1, 0xFE, 0xA1, 0xFE},
    {"isoir165", "ISO-2022-CN-EXT", "\x1B$)E\x0E", 0x21, 0x7E, 0x21, 0x7E},
    {"cns1", "EUC-TW", "\x8E\xA1", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns2", "EUC-TW", "\x8E\xA2", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns3", "EUC-TW", "\x8E\xA3", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns4", "EUC-TW", "\x8E\xA4", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns5", "EUC-TW", "\x8E\xA5", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns6", "EUC-TW", "\x8E\xA6", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns7", "EUC-TW", "\x8E\xA7", 0xA1, 0xFE, 0xA1, 0xFE},
    {"cns15", "EUC-TW", "\x8E\xAF", 0xA1, 0xFE, 0xA1, 0xFE},
};

static void die(const char *what, const char *name)
{
    fprintf(stderr, "ls_gen_charsets: %s: %s\n", name, what);
    exit(1);
}

static iconv_t converter(const char *charset)
{
    iconv_t cd = iconv_open("WCHAR_T", charset);
    if (cd == (iconv_t)-1)
        die("the C library cannot convert it", charset);
    return cd;
}

/* The only code point of in[0..len), or 0. */
static uint32_t decode(iconv_t cd, const uint8_t *in, size_t len)
{
    char copy[16];
    uint32_t out[4];
    char *from = copy, *to = (char *)out;
    size_t room = sizeof out;
    memcpy(copy, in, len);
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &len, &to, &room) == (size_t)-1)
        return 0;
    /* Vietnamese sets hold back letters that a tone may follow. */
    if (iconv(cd, NULL, NULL, &to, &room) == (size_t)-1)
        return 0;
    return sizeof out - room == sizeof *out ? out[0] : 0;
}

static void write_number(FILE *out, size_t i, unsigned value)
{
    fprintf(out, "%s%u,", i % 16 ? "" : "\n    ", value);
}

static void write_singles(FILE *out)
{
    size_t n = sizeof singles / sizeof *singles;
    for (size_t s = 0; s < n; s++) {
        const char *name = singles[s].iconv ? singles[s].iconv : singles[s].name;
        iconv_t cd = converter(name);
        fprintf(out, "static const uint16_t upper_%zu[128] = {", s);
        for (unsigned i = 0; i < 128; i++) {
            uint8_t byte = (uint8_t)(0x80 + i);
            uint32_t cp = decode(cd, &byte, 1);
            if (cp > 0xFFFF)
                die("a character beyond the BMP", name);
            write_number(out, i, cp ? cp : BAD);
        }
        fprintf(out, "\n};\n\n");
        iconv_close(cd);
    }
    fprintf(out, "const struct ls_charset ls_charset_singles[] = {\n");
    for (size_t s = 0; s < n; s++)
        fprintf(out,
                "    {.name = \"%s\", .next = ls_charset_next_single, .lookahead = 1, .ascii = "
                "true, .upper = upper_%zu},\n",
                singles[s].name, s);
    fprintf(out, "};\nconst size_t ls_charset_singles_n = %zu;\n\n", n);
}

static void write_grid(FILE *out, const struct grid *grid)
{
    static uint32_t cps[CELLS_MAX];
    iconv_t cd = converter(grid->iconv);
    size_t before = strlen(grid->before), n = 0;
    unsigned beyond = 0;
    uint8_t bytes[16];
    memcpy(bytes, grid->before, before);
    for (unsigned lead = grid->lead_lo; lead <= grid->lead_hi; lead++)
        for (unsigned trail = grid->trail_lo; trail <= grid->trail_hi; trail++, n++) {
            bytes[before] = (uint8_t)lead;
            bytes[before + 1] = (uint8_t)trail;
            cps[n] = decode(cd, bytes, before + 2);
            if (cps[n] > 0xFFFF && cps[n] >> 16 != SIP >> 16)
                die("a character of another plane", grid->name);
            beyond += cps[n] >= SIP;
        }
    iconv_close(cd);
    fprintf(out, "static const uint16_t %s_low[%zu] = {", grid->name, n);
    for (size_t i = 0; i < n; i++)
        write_number(out, i, cps[i] & 0xFFFF);
    fprintf(out, "\n};\n\n");
    if (beyond) {
        fprintf(out, "static const uint8_t %s_sip[%zu] = {", grid->name, n / 8 + 1);
        for (size_t i = 0; i <= n / 8; i++) {
            unsigned bits = 0;
            for (size_t k = 0; k < 8 && 8 * i + k < n; k++)
                bits |= (unsigned)(cps[8 * i + k] >= SIP) << k;
            write_number(out, i, bits);
        }
        fprintf(out, "\n};\n\n");
    }
    fprintf(out,
            "const struct ls_charset_grid ls_charset_%s_grid = {%s_low, %s%s, %u, %u, %u, %u};\n\n",
            grid->name, grid->name, beyond ? grid->name : "NULL", beyond ? "_sip" : "",
            grid->lead_lo, grid->lead_hi, grid->trail_lo, grid->trail_hi);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        die("usage: ls_gen_charsets CHARSETS.c", "arguments");
    FILE *out = fopen(argv[1], "wb");
    if (!out)
        die("cannot write", argv[1]);
    fprintf(out,
            "/* Generated by tools/gen_charsets.c. */\n#include \"decode/charset_priv.h\"\n\n");
    write_singles(out);
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++)
        write_grid(out, &grids[i]);
    if (ferror(out) || fclose(out) != 0)
        die("cannot write", argv[1]);
    return 0;
}
