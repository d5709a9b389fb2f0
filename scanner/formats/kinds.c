/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/kinds.h"

#include "base/cursor.h"
#include "decode/inflate.h"

#include <string.h>

enum {
    NEAR = 512,        /* bytes in which what is no text has a zero */
    PDF_SEARCH = 1024, /* bytes at both ends in which readers look for the marks of a PDF file */
};

/* Bytes `len` from `off` on of the head as a cursor that reads zeros where there are fewer. */
static struct ls_cursor at(const struct ls_probe *probe, size_t off)
{
    struct ls_cursor c;
    ls_cursor_init(&c, probe->head, probe->head_len);
    ls_cursor_bytes(&c, off);
    return c;
}

/* ---- what has to hold as well -------------------------------------------------------------- */

/* ARJ: id, size of the header, header, its CRC-32. The first header is of type 2. */
static bool is_arj(const struct ls_probe *probe)
{
    enum { TYPE = 6, SHORTEST = 30, LONGEST = 2600 };
    struct ls_cursor c = at(probe, 2);
    size_t size = ls_cursor_u16le(&c);
    const uint8_t *header = ls_cursor_bytes(&c, size);
    uint32_t crc = ls_cursor_u32le(&c);
    return !c.failed && size >= SHORTEST && size <= LONGEST && header[TYPE] == 2 &&
           ls_inflate_crc(0, header, size) == crc;
}

/* dar: magic 123, name of ten bytes, a flag and an extension, which are letters. */
static bool is_dar(const struct ls_probe *probe)
{
    struct ls_cursor c = at(probe, 14);
    uint8_t flag = ls_cursor_u8(&c), extension = ls_cursor_u8(&c);
    return !c.failed && (flag == 'T' || flag == 'N' || flag == 'E') &&
           (extension == 'N' || extension == 'S' || extension == 'T');
}

/* SQL Server: pages of 8 KiB, each with header version 1; the second one counts free space. */
static bool is_sql_server(const struct ls_probe *probe)
{
    enum { PAGE = 8192 };
    struct ls_cursor c = at(probe, PAGE);
    uint8_t version = ls_cursor_u8(&c), type = ls_cursor_u8(&c);
    return version == 1 && type == 11 && !c.failed;
}

static bool ends_as_parquet(const struct ls_probe *probe)
{
    return probe->tail_len >= 4 && memcmp(probe->tail + probe->tail_len - 4, "PAR1", 4) == 0;
}

/* WordPerfect: the prefix ends with the key's checksum, 0 without a password. */
static bool has_wordperfect_key(const struct ls_probe *probe)
{
    struct ls_cursor c = at(probe, 12);
    return ls_cursor_u16le(&c) != 0;
}

static bool is_pdf_version(const struct ls_probe *probe)
{
    return probe->head_len > 5 && probe->head[5] >= '0' && probe->head[5] <= '9';
}

/* Tag and length of an OpenPGP packet (RFC 9580, 4.2); false when it has no definite length. */
static bool take_packet(struct ls_cursor *c, unsigned *tag, size_t *len)
{
    uint8_t first = ls_cursor_u8(c);
    if (first & 0x40) {
        uint8_t octet = ls_cursor_u8(c);
        *tag = first & 0x3F;
        *len = octet;
        if (octet >= 192)
            *len = ((size_t)(octet - 192) << 8) + ls_cursor_u8(c) + 192;
        return !c->failed && octet < 224;
    }
    *tag = first >> 2 & 0xF;
    *len = (first & 3) == 0 ? ls_cursor_u8(c) : ls_cursor_u16be(c);
    return !c->failed && (first & 3) <= 1;
}

/* A session key for somebody's key (version 3) or for a password (4 to 6), then more of the kind.
 */
static bool is_pgp(const struct ls_probe *probe)
{
    enum { KEY = 1, PASSWORD = 3, DATA_OLD = 9, DATA = 18, DATA_AEAD = 20 };
    struct ls_cursor c = at(probe, 0);
    unsigned tag;
    size_t len;
    if (!take_packet(&c, &tag, &len) || len < 4)
        return false;
    const uint8_t *body = ls_cursor_bytes(&c, len);
    if (!body || (tag != KEY && tag != PASSWORD))
        return false;
    if (tag == KEY ? len < 12 || body[0] != 3 || body[9] == 0 || body[9] > 30
                   : body[0] < 4 || body[0] > 6 || body[1] == 0 || body[1] > 30)
        return false;
    uint8_t next = ls_cursor_u8(&c);
    tag = next & 0x40 ? next & 0x3F : next >> 2 & 0xF;
    return !c.failed && (next & 0x80) &&
           (tag == KEY || tag == PASSWORD || tag == DATA_OLD || tag == DATA || tag == DATA_AEAD);
}

static bool is_udf(const struct ls_probe *probe)
{
    /* The next descriptor says NSR02 or NSR03 (ECMA-167, 3/9.1), the one after in bootable ones. */
    return ls_probe_is(probe, 17 * 2048 + 1, "NSR0", 4) ||
           ls_probe_is(probe, 18 * 2048 + 1, "NSR0", 4);
}

/* ---- the table ----------------------------------------------------------------------------- */

#define KIND(off_, magic_, what_) KIND_IF(off_, magic_, what_, 0, NULL)
#define KIND_AS(off_, magic_, what_, flags_) KIND_IF(off_, magic_, what_, flags_, NULL)
#define KIND_IF(off_, magic_, what_, flags_, also_)                                                \
    {                                                                                              \
        magic_, sizeof(magic_) - 1, off_, what_, flags_, also_                                     \
    }
#define TEXT LS_KIND_TEXT
#define TAIL LS_KIND_TAIL
#define ENCRYPTED LS_KIND_ENCRYPTED

static const struct ls_kind kinds[] = {
    /* Documents. */
    KIND_IF(0, "%PDF-", "PDF", LS_KIND_PDF | TEXT, is_pdf_version),
    KIND(0, "HWP Document File", "Hangul document (HWP 3)"),
    KIND_IF(0, "\xFFWPC", "WordPerfect document with a password", ENCRYPTED, has_wordperfect_key),
    KIND(0, "\xFFWPC", "WordPerfect document"),
    KIND(0, "\x31\xBE\0\0\0\xAB", "Windows Write document"),
    KIND(0, "\x32\xBE\0\0\0\xAB", "Windows Write document"),
    KIND(0, "\xDB\xA5\x2D\0", "Word document (2.0)"),
    KIND(0, "\x09\x00\x04\x00\x02\x00", "Excel sheet (2)"),
    KIND(0, "\x09\x00\x04\x00\x07\x00", "Excel sheet (2)"),
    KIND(0, "\x09\x02\x06\x00\x00\x00", "Excel sheet (3)"),
    KIND(0, "\x09\x04\x06\x00\x00\x00", "Excel sheet (4)"),
    KIND(0, "\x09\x08\x08\x00\x00\x05", "Excel workbook (5.0)"),
    KIND(0, "\0\0\x02\0\x04\x04", "Lotus 1-2-3 sheet"),
    KIND(0, "\0\0\x02\0\x06\x04", "Lotus 1-2-3 sheet"),
    KIND(0, "\0\0\x1A\0\x00\x10\x04\0", "Lotus 1-2-3 sheet"),
    KIND(0, "\0\0\x1A\0\x02\x10\x04\0", "Lotus 1-2-3 sheet"),
    KIND(0, "\0\0\x1A\0\x03\x10\x04\0", "Lotus 1-2-3 sheet"),
    KIND(0, "\0\0\x1A\0\x05\x10\x04\0", "Lotus 1-2-3 sheet"),
    KIND(0, "\0\0\x02\0\x20\x51", "Quattro Pro sheet"),
    KIND(0, "\0\0\x02\0\x01\x10", "Quattro Pro sheet"),
    KIND(0, "\0\0\x02\0\x02\x10", "Quattro Pro sheet"),
    KIND(0, "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3", "OneNote section"),
    KIND(0, "\xA1\x2F\xFF\x43\xD9\xEF\x76\x4C\x9E\xE2\x10\xEA\x57\x22\x76\x5F",
         "OneNote table of contents"),
    KIND(48, "\x3F\xDD\x9A\x10\x1B\x91\xF5\x49\xA5\xD0\x17\x91\xED\xC8\xAE\xD8", "OneNote section"),
    KIND(0, "ITSF\x03\0\0\0", "compiled help (CHM)"),
    KIND(0, "ITSF\x02\0\0\0", "compiled help (CHM)"),
    KIND(0, "ITOLITLS", "Microsoft Reader book (LIT)"),
    KIND(0, "?_\x03\0", "Windows help (HLP)"),
    KIND(60, "BOOKMOBI", "Mobipocket book"),
    KIND(60, "TEXtREAd", "PalmDOC book"),
    KIND(0, "L\0R\0F\0", "BBeB book (LRF)"),
    KIND(0, "AT&TFORM", "DjVu document"),
    KIND(0, "Founder CEB", "Founder document (CEB)"),
    KIND(0, "CAJ\0", "CNKI document (CAJ)"),
    KIND(0, "HN\0\0", "CNKI document (NH)"),
    KIND(0, "KDH ", "CNKI document (KDH)"),
    KIND(0, "AC1012\0", "AutoCAD drawing"),
    KIND(0, "AC1014\0", "AutoCAD drawing"),
    KIND(0, "AC1015\0", "AutoCAD drawing"),
    KIND(0, "AC1018\0", "AutoCAD drawing"),
    KIND(0, "AC1021\0", "AutoCAD drawing"),
    KIND(0, "AC1024\0", "AutoCAD drawing"),
    KIND(0, "AC1027\0", "AutoCAD drawing"),
    KIND(0, "AC1032\0", "AutoCAD drawing"),
    KIND(0, "\x06\x06\xED\xF5\xD8\x1D\x46\xE5\xBD\x31\xEF\xE7\xFE\x74\xB7\x1D",
         "InDesign document"),
    KIND(0, "<MakerFile ", "FrameMaker document"),
    KIND(2, "IIXPR", "QuarkXPress document"),
    KIND(2, "MMXPR", "QuarkXPress document"),

    /* Mail. */
    KIND(0, "\xCF\xAD\x12\xFE", "Outlook Express folder (DBX)"),
    KIND(0, "\x1A\0\0\x04\0\0", "Notes database (NSF)"),

    /* Databases that pack their text. */
    KIND(0, "\0\x01\0\0Standard Jet DB", "Access database"),
    KIND(0, "\0\x01\0\0Standard ACE DB", "Access database"),
    KIND_AS(0, "\0\x01\0\0MSISAM Database", "Money database with a password", ENCRYPTED),
    KIND_IF(0, "\x01\x0F\0\0", "SQL Server database (MDF)", 0, is_sql_server),
    KIND(14, "HBAM7", "FileMaker database"),
    KIND_IF(0, "PAR1", "Parquet table", 0, ends_as_parquet),
    KIND(0, "Obj\x01", "Avro table"),

    /* Archives and packed files. */
    KIND_IF(0, "\x60\xEA", "ARJ archive", 0, is_arj),
    KIND(7, "**ACE**", "ACE archive"),
    KIND(0, "ALZ\x01", "ALZ archive"),
    KIND(0, "EGGA\0\x01", "EGG archive"),
    KIND(20, "\xDC\xA7\xC4\xFD", "ZOO archive"),
    KIND(10, "rLau", "StuffIt archive"),
    KIND(0, "StuffIt (c)1997", "StuffIt archive"),
    KIND(0, "StuffIt!", "StuffIt X archive"),
    KIND_AS(0, "(This file must be converted with BinHex", "BinHex file", TEXT),
    KIND_IF(0, "\0\0\0\x7B", "dar archive", 0, is_dar),
    KIND(0, "RE~^", "RAR archive (before 1.5)"),
    KIND(0, "7kSt\xA0\x31\x83\xD3\x8C\xB2\x28\xB0\xD3", "ZPAQ archive"),
    KIND(0, "MSWIM\0\0\0", "Windows image (WIM)"),
    KIND(0, "SZDD\x88\xF0\x27\x33", "file packed by COMPRESS.EXE"),
    KIND(0, "KWAJ\x88\xF0\x27\xD1", "file packed by COMPRESS.EXE"),
    KIND(0, "ISc(", "InstallShield cabinet"),
    KIND(0, "\xED\xAB\xEE\xDB", "RPM package"),
    KIND(0, "LRZI", "lrzip file"),
    KIND(0, "RZIP", "rzip file"),
    KIND(0, "\x89LZO\0\r\n\x1A\n", "lzop file"),
    KIND(0, "\xFF\x06\0\0sNaPpY", "Snappy file"),
    KIND(0, "\x02\x21\x4C\x18", "LZ4 file of the old format"),
    KIND(0, "bvx2", "LZFSE file"),
    KIND(0, "bvxn", "LZFSE file"),
    KIND(0, "pbzx", "payload of a macOS package (pbzx)"),
    KIND(0, "YAA1", "Apple archive"),
    KIND(0, "AA01", "Apple archive"),
    KIND(0, "ANDROID BACKUP\n", "Android backup"),
    KIND_AS(0, "!<thin>\n", "thin ar archive", TEXT),

    /* Images of disks, where they are packed or in pieces. */
    KIND(0, "KDMV", "virtual disk (VMDK)"),
    KIND(0, "COWD", "virtual disk (VMDK)"),
    KIND(0, "QFI\xFB", "virtual disk (QCOW)"),
    KIND(0, "conectix", "virtual disk (VHD)"),
    KIND_AS(512, "conectix", "virtual disk (VHD)", TAIL),
    KIND(0, "vhdxfile", "virtual disk (VHDX)"),
    KIND(64, "\x7F\x10\xDA\xBE", "virtual disk (VDI)"),
    KIND(0, "WithoutFreeSpace", "virtual disk (Parallels)"),
    KIND(0, "WithouFreSpacExt", "virtual disk (Parallels)"),
    KIND(0, "EVF\x09\x0D\x0A\xFF\0", "disk image (E01)"),
    KIND(0, "EVF2\x0D\x0A\x81\0", "disk image (Ex01)"),
    KIND(0, "LVF\x09\x0D\x0A\xFF\0", "evidence file (L01)"),
    KIND(0, "AFF10\r\n\0", "disk image (AFF)"),
    KIND_AS(512, "koly", "disk image of macOS (DMG)", TAIL),
    KIND(0, "sprs\0\0\0", "disk image of macOS (sparse)"),
    KIND(0, "hsqs", "squashfs image"),
    KIND(0, "\x45\x3D\xCD\x28", "cramfs image"),
    KIND(0, "UBI#", "UBI image"),
    KIND(0, "\x3A\xFF\x26\xED", "sparse image of Android"),
    KIND(0, "\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0", "disc image in raw sectors"),
    KIND(0, "IsZ!", "packed disc image (ISZ)"),
    KIND(0, "CISO", "packed disc image (CISO)"),
    KIND(0, "DAA\0\0\0\0\0", "packed disc image (DAA)"),
    KIND_IF(32769, "BEA01\x01", "disc image (UDF)", 0, is_udf),

    /* Encrypted as a whole. */
    KIND_AS(0, "LUKS\xBA\xBE", "encrypted volume (LUKS)", ENCRYPTED),
    KIND_AS(3, "-FVE-FS-", "encrypted volume (BitLocker)", ENCRYPTED),
    KIND_AS(424, "\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01",
            "encrypted volume (BitLocker To Go)", ENCRYPTED),
    KIND_AS(0, "encrcdsa", "encrypted disk image of macOS", ENCRYPTED),
    KIND_AS(8, "cdsaencr", "encrypted disk image of macOS", ENCRYPTED | TAIL),
    KIND_AS(0, "age-encryption.org/v1\n", "file encrypted by age", ENCRYPTED | TEXT),
    KIND_AS(0, "-----BEGIN AGE ENCRYPTED FILE-----", "file encrypted by age", ENCRYPTED | TEXT),
    KIND_AS(0, "-----BEGIN PGP MESSAGE-----", "PGP message", ENCRYPTED | TEXT),
    KIND_IF(0, "", "file encrypted by PGP", ENCRYPTED | TEXT, is_pgp),
    KIND_AS(0, "Salted__", "file encrypted by OpenSSL", ENCRYPTED | TEXT),
    KIND_AS(0, "U2FsdGVkX1", "file encrypted by OpenSSL", ENCRYPTED | TEXT),
    KIND_AS(0, "\x03\xD9\xA2\x9A\x65\xFB\x4B\xB5", "KeePass database", ENCRYPTED),
    KIND_AS(0, "\x03\xD9\xA2\x9A\x66\xFB\x4B\xB5", "KeePass database", ENCRYPTED),
    KIND_AS(0, "\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5", "KeePass database", ENCRYPTED),
    KIND_AS(0, "AES\x02\0", "file encrypted by AES Crypt", ENCRYPTED),
    KIND_AS(0, "\xC0\xB9\x07\x2E\x4F\x93\xF1\x46\xA0\x15\x79\x2C\xA1\xD9\xE8\x21",
            "file encrypted by AxCrypt", ENCRYPTED | TEXT),
    KIND_AS(0, "RCLONE\0\0", "file encrypted by rclone", ENCRYPTED),
    KIND_AS(0, "scrypt\0", "file encrypted by scrypt", ENCRYPTED),
    KIND_AS(0, ".pfile", "file under rights management", ENCRYPTED),
    KIND_AS(0, "\x76\xE8\x04\x60\xC4\x11\xE3\x86", "mail under rights management",
            ENCRYPTED | TEXT),
    KIND_AS(0, "%TSD-Header-###%", "file of a transparent encryption", ENCRYPTED | TEXT),
    KIND_AS(0, "b\x14#e", "file of a transparent encryption", ENCRYPTED),
};

/* A PDF file may have other bytes in front, as readers allow it; an archive that holds one has too,
   and bids more. */
static const struct ls_kind late_pdf = {
    .len = 3, .what = "PDF", .flags = LS_KIND_PDF | LS_KIND_TEXT};

static bool is_late_pdf(const struct ls_probe *probe)
{
    size_t head = probe->head_len < PDF_SEARCH ? probe->head_len : PDF_SEARCH;
    size_t tail = probe->tail_len < PDF_SEARCH ? probe->tail_len : PDF_SEARCH;
    return tail && memmem(probe->head, head, "%PDF-1.", 7) &&
           memmem(probe->tail + probe->tail_len - tail, tail, "%%EOF", 5);
}

static bool has_magic(const struct ls_kind *kind, const struct ls_probe *probe)
{
    if (!(kind->flags & LS_KIND_TAIL))
        return ls_probe_is(probe, kind->off, kind->magic, kind->len);
    return probe->tail_len >= kind->off && kind->off >= kind->len &&
           memcmp(probe->tail + probe->tail_len - kind->off, kind->magic, kind->len) == 0;
}

/* Control characters in the magic number, or zeros near it, are what no text has. */
static bool is_certain(const struct ls_kind *kind, const struct ls_probe *probe)
{
    if (kind->flags & (LS_KIND_TEXT | LS_KIND_TAIL))
        return true;
    for (size_t i = 0; i < kind->len; i++)
        if ((uint8_t)kind->magic[i] < ' ' && kind->magic[i] != '\n')
            return true;
    size_t near = probe->head_len < NEAR ? probe->head_len : NEAR;
    return near > 0 && memchr(probe->head, '\0', near);
}

const struct ls_kind *ls_kind_find(const struct ls_probe *probe)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (has_magic(&kinds[i], probe) && is_certain(&kinds[i], probe) &&
            (!kinds[i].also || kinds[i].also(probe)))
            return &kinds[i];
    return is_late_pdf(probe) ? &late_pdf : NULL;
}

unsigned ls_kind_bid_pdf(const struct ls_probe *probe)
{
    if (ls_probe_is(probe, 0, "%PDF-", 5) && is_pdf_version(probe))
        return 8 * 5;
    return is_late_pdf(probe) ? 30 : 0;
}
