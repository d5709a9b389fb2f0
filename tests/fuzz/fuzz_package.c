/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are ZIP archives, each of FUZZ_PACKAGES in turn: an archive as it is, or a package
 * written down as text (generate/package.h), which is put into one uncompressed. Whatever it is,
 * text is UTF-8 without control characters and its map leads to bytes of the part it is said to
 * stand in; nothing is told after a failure; the budget ends everything.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "formats/format.h"
#include "generate/package.h"

#include <string.h>

enum { BUDGET = 8 << 20, CHUNK = 8 << 10, OUT_MAX = 256 << 20 };

struct reading {
    const uint8_t *bytes;
    size_t len;
    uint64_t spent;
    uint64_t part_off; /* of the part's first byte in the archive, or LS_OFF_UNKNOWN */
    bool over;         /* a failure has been handed up */
};

static struct ls_result spend(struct reading *r, uint64_t n)
{
    FUZZ_CHECK(!r->over, "goes on after a failure");
    r->spent += n;
    r->over = r->spent > BUDGET;
    return r->over ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct reading *r = user;
    FUZZ_CHECK(info->part < LS_PART_COUNT, "part %u", (unsigned)info->part);
    FUZZ_CHECK(info->name.len == 0 || info->link_off < r->len, "a part outside");
    FUZZ_CHECK(info->raw_off == LS_OFF_UNKNOWN || info->raw_off <= r->len, "bytes outside");
    r->part_off = info->name.len ? info->raw_off : LS_OFF_UNKNOWN;
    return spend(r, 1);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reading *r = user;
    uint64_t lo, hi;
    bool verbatim;
    FUZZ_CHECK(text.len > 0, "no text");
    FUZZ_CHECK(ls_utf8_valid(text.at, text.len), "no UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        FUZZ_CHECK((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t', "a control character");
    }
    if (map && r->part_off != LS_OFF_UNKNOWN &&
        ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim)) {
        FUZZ_CHECK(lo <= hi && hi <= r->len - r->part_off, "leads outside");
        FUZZ_CHECK(!verbatim || (hi - lo == text.len &&
                                 memcmp(r->bytes + r->part_off + lo, text.at, text.len) == 0),
                   "other bytes stand there");
    }
    return spend(r, text.len);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    FUZZ_CHECK(what <= LS_BREAK_PAGE, "break %u", (unsigned)what);
    return spend(user, 1);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    FUZZ_CHECK(row > 0 && column > 0, "cell %u, %u", row, column);
    return spend(user, 1);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct reading *r = user;
    uint8_t chunk[CHUNK];
    uint64_t off = 0;
    size_t got;
    struct ls_result result;
    do {
        result = child->blob->read(child->blob, off, chunk, sizeof chunk, &got);
        off += got;
        if (!ls_failed(result))
            result = spend(r, got);
    } while (got > 0 && !ls_failed(result));
    return result.code == LS_E_MALFORMED ? ls_ok() : result;
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)member;
    FUZZ_CHECK(gap->reason, "no reason");
    return spend(user, 1);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    return spend(user, entries + bytes);
}

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
};

static void read_as(const char *format, const uint8_t *bytes, size_t len)
{
    struct reading r = {.bytes = bytes, .len = len, .part_off = LS_OFF_UNKNOWN};
    struct ls_probe probe = {
        .head = bytes, .head_len = len, .tail = bytes, .tail_len = len, .size = len};
    struct ls_blob blob;
    ls_blob_memory(&blob, bytes, len);
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit, .user = &r};
    const struct ls_format *f = ls_format_find(format);
    (void)f->bid(&probe);
    struct ls_result result = f->run(&job);
    FUZZ_CHECK(result.reach != LS_STOP, "%s: code %d", format, result.code);
    FUZZ_CHECK(r.over == (result.code == LS_E_LIMIT), "%s: code %d", format, result.code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {FUZZ_PACKAGES};
    struct ls_buf zip = {.limit = OUT_MAX};
    bool archive = size >= 4 && memcmp(data, "PK\3\4", 4) == 0;
    if (!archive)
        ls_package_zip((const char *)data, size, 0, &zip);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (archive)
            read_as(formats[i], data, size);
        else
            read_as(formats[i], (const uint8_t *)zip.at, zip.n);
    }
    LS_VEC_FINI(&zip);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char *const seeds[] = {
        "=== word/document.xml\n<w:document><w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b"
        "</w:delText></w:r></w:del><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>c"
        "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><v:textbox>c</v:textbox>"
        "</mc:Fallback></mc:AlternateContent></w:p></w:document>",
        "=== xl/worksheets/sheet1.xml\n<worksheet><row><c t='s'><f>\"a\"</f><v>0</v></c></row>"
        "<oddHeader>&amp;La</oddHeader></worksheet>\n=== xl/sharedStrings.xml\n<sst><si><t>_x0041_"
        "</t></si></sst>",
        "=== ppt/presentation.xml\n<p:presentation><p:sldId r:id='a'/></p:presentation>\n"
        "=== ppt/_rels/presentation.xml.rels\n<Relationships><Relationship Id='a' Type='x/slide' "
        "Target='b.xml'/></Relationships>\n=== ppt/b.xml\n<p:sld show='0'><a:t>d</a:t></p:sld>",
        "=== content.xml\n<document-content><style:style style:name='a' style:family='text'>"
        "<text-properties text:display='none'/></style:style><body><text><tracked-changes><p>b</p>"
        "</tracked-changes><p>c<span style-name='a'>d</span><s c='3'/><note><note-body><p>e</p>"
        "</note-body></note><annotation><p>f</p></annotation></p><table><table-row><table-cell>"
        "<p>g</p></table-cell></table-row></table></text></body></document-content>",
        "=== content.xml\n<document-content><body><spreadsheet><table name='a'><table-column "
        "visibility='collapse'/><table-row number-rows-repeated='3'><table-cell value='12345678' "
        "formula='\"b\"'><p>c</p><annotation><p>d</p></annotation></table-cell></table-row></table>"
        "</spreadsheet></body></document-content>\n=== META-INF/manifest.xml\n<file-entry "
        "full-path='x'><encryption-data/></file-entry>\n=== x\n\1",
        "=== content.xml\n<document-content><body><presentation><page name='a'><frame><text-box><p>"
        "b</p></text-box></frame><notes><p>c</p></notes></page></presentation></body>"
        "</document-content>\n=== styles.xml\n<document-styles><master-page><header><p>d</p>"
        "</header></master-page></document-styles>",
        "=== OFD.xml\n<OFD><Title>a</Title><DocRoot>D/d.xml</DocRoot></OFD>\n=== D/d.xml\n"
        "<Document><Page ID='1' BaseLoc='p.xml'/><Annotations>n.xml</Annotations></Document>\n"
        "=== D/p.xml\n<Page><TextObject Boundary='1 2 3 4' Size='5' CTM='1 0 0 1 0 0'><TextCode "
        "X='1' Y='2' DeltaX='g 2 5'>b</TextCode><TextCode X='9'>c</TextCode></TextObject></Page>\n"
        "=== D/n.xml\n<Annotations><Page PageID='1'><FileLoc>m.xml</FileLoc></Page></Annotations>\n"
        "=== D/m.xml\n<PageAnnot><Annot Type='Watermark'><Appearance Boundary='1 1 9 "
        "9'><TextObject "
        "Boundary='1 1 9 9'><TextCode>d</TextCode></TextObject></Appearance><Remark>e</Remark>"
        "</Annot></PageAnnot>",
        "=== META-INF/container.xml\n<rootfile full-path='O/a.opf'/>\n=== O/a.opf\n<package>"
        "<metadata><title>b</title></metadata><item id='c' href='d.html' media-type='text/html'/>"
        "<itemref idref='c'/></package>\n=== O/d.html\n<p>\n=== META-INF/encryption.xml\n"
        "<EncryptedData><EncryptionMethod Algorithm='x'/><CipherReference URI='O/d.html'/>"
        "</EncryptedData>",
    };
    static const char book[] = "=== xl/workbook.bin\n"
                               "\x83\1\0\x9C\1\24\0\0\0\0\0\0\0\0\1\0\0\0r\0\1\0\0\0s\0";
    static const char sheet[] = "=== xl/worksheets/sheet1.bin\n"
                                "\x81\1\0\0\31\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                "\7\14\0\0\0\0\0\0\0\0\0\0\0\0"
                                "\6\16\0\0\0\0\0\0\0\0\1\0\0\0s\0";
    add(book, sizeof book - 1);
    add(sheet, sizeof sheet - 1);
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        add(seeds[i], strlen(seeds[i]));
}
