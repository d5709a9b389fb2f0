/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are ZIP archives: an archive as it is, or a package written down as text
 * (generate/package.h), which is put into one uncompressed.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "generate/must.h"
#include "generate/package.h"

#include <string.h>

void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out)
{
    if (size >= 4 && memcmp(data, "PK\3\4", 4) == 0)
        must(ls_buf_add(out, data, size));
    else
        ls_package_zip((const char *)data, size, 0, out);
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
