/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look inside compound files and PDF files, for as much as a gap should say. Both are read
 * forward, so this works on members of any size and on broken ones.
 *
 * Entries of the directory of a compound file are 128 bytes, and stand at multiples of that; so
 * every such place that holds the name of a known stream, with its length behind it, is taken for
 * an entry. Streams that say they are encrypted begin at the start of a sector: those places are
 * remembered, and compared with where the entries say that the streams begin.
 */
#include "formats/kinds.h"

#include "base/alloc.h"
#include "base/cursor.h"

#include <string.h>

enum {
    CHUNK = 64 << 10,
    OVERLAP = 64, /* bytes of a PDF chunk that are looked at again with the next one */
    ENTRY = 128,
    NAME_UNITS = 32,
    SECTOR = 512,
    MINI_SECTOR = 64,
    PLACES_MAX = 64, /* encrypted streams that are remembered */
};

/* ---- compound files ------------------------------------------------------------------------ */

enum main_stream { NO_STREAM, WORD, EXCEL, POWERPOINT };

static const struct {
    const char *name; /* of a stream or storage; with a * at its end: a beginning */
    const char *what;
    enum main_stream stream;
    unsigned rank; /* the highest of all entries counts, among equals the first */
    bool encrypted;
} streams[] = {
    {"EncryptedPackage", "Office document with a password", NO_STREAM, 3, true},
    {"\tDRMContent", "Office document under rights management", NO_STREAM, 3, true},
    {"__substg1.0_*", "Outlook message (MSG)", NO_STREAM, 2, false},
    {"__properties_version1.0", "Outlook message (MSG)", NO_STREAM, 2, false},
    {"WordDocument", "Word document (97-2003)", WORD, 1, false},
    {"Workbook", "Excel workbook (97-2003)", EXCEL, 1, false},
    {"Book", "Excel workbook (5.0)", EXCEL, 1, false},
    {"PowerPoint Document", "PowerPoint presentation (97-2003)", POWERPOINT, 1, false},
    {"PP40", "PowerPoint presentation (4.0)", NO_STREAM, 1, false},
    {"\005HwpSummaryInformation", "Hangul document (HWP)", NO_STREAM, 1, false},
    {"VisioDocument", "Visio drawing", NO_STREAM, 1, false},
    {"Quill", "Publisher document", NO_STREAM, 1, false},
    {"Props*", "Project plan", NO_STREAM, 0, false},
    {"MatOST", "Works document", NO_STREAM, 1, false},
    {"MM", "Works document", NO_STREAM, 0, false},
    {"CONTENTS", "Works document", NO_STREAM, 0, false},
    {"WksSSWorkBook", "Works sheet", NO_STREAM, 1, false},
    {"DocumentText", "Ichitaro document", NO_STREAM, 1, false},
    {"StarWriterDocument", "StarOffice document", NO_STREAM, 1, false},
    {"StarCalcDocument", "StarOffice document", NO_STREAM, 1, false},
    {"StarDrawDocument*", "StarOffice document", NO_STREAM, 1, false},
    {"StarImpressDocument", "StarOffice document", NO_STREAM, 1, false},
};

struct ole {
    unsigned sector_log;
    uint64_t places[PLACES_MAX]; /* where streams begin that say they are encrypted */
    size_t places_n;
    uint64_t starts[PLACES_MAX]; /* where entries say that main streams begin */
    size_t starts_n;
    bool mark; /* a sign of encryption that needs no place */
    const char *what;
    unsigned rank;
    bool encrypted;
};

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* Names are equal in either case ([MS-CFB] 2.6.4). */
static bool is_name(const uint8_t *entry, size_t units, const char *name)
{
    size_t len = strlen(name);
    bool beginning = name[len - 1] == '*';
    if (beginning)
        len--;
    if (units < len || (units > len && !beginning))
        return false;
    for (size_t i = 0; i < len; i++)
        if (lower(entry[2 * i]) != lower((uint8_t)name[i]) || entry[2 * i + 1] != 0)
            return false;
    return true;
}

/* Directory entry: name, its length in bytes with the NUL, type; first sector at 116. */
static void look_at_entry(struct ole *ole, const uint8_t *entry)
{
    enum { NAME_LEN = 64, TYPE = 66, START = 116 };
    size_t bytes = entry[NAME_LEN] | (size_t)entry[NAME_LEN + 1] << 8;
    if (bytes < 4 || bytes > 2 * NAME_UNITS || bytes % 2 || entry[bytes - 2] || entry[bytes - 1] ||
        (entry[TYPE] != 1 && entry[TYPE] != 2))
        return;
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        if (!is_name(entry, bytes / 2 - 1, streams[i].name))
            continue;
        if (!ole->what || streams[i].rank > ole->rank) {
            ole->what = streams[i].what;
            ole->rank = streams[i].rank;
        }
        ole->encrypted |= streams[i].encrypted;
        if ((streams[i].stream == WORD || streams[i].stream == EXCEL) &&
            ole->starts_n < PLACES_MAX) {
            struct ls_cursor c;
            ls_cursor_init(&c, entry + START, 4);
            ole->starts[ole->starts_n++] = ((uint64_t)ls_cursor_u32le(&c) + 1) << ole->sector_log;
        }
        return;
    }
}

/* [MS-DOC] 2.5.2: FibBase, with fEncrypted in its flags. */
static bool is_encrypted_word(const uint8_t *at)
{
    enum { FLAGS = 10, ENCRYPTED = 1 };
    bool magic = (at[0] == 0xEC || at[0] == 0xDC) && at[1] == 0xA5;
    return magic && at[3] <= 0x01 && (at[FLAGS + 1] & ENCRYPTED);
}

/* [MS-XLS] 2.1.4: a globals substream begins with BOF; FilePass comes before anything encrypted. */
static bool is_encrypted_excel(const uint8_t *at, size_t len)
{
    enum { BOF = 0x0809, FILEPASS = 0x002F, GLOBALS = 0x0005, FIRST_RECORDS = 8 };
    struct ls_cursor c;
    ls_cursor_init(&c, at, len);
    if (ls_cursor_u16le(&c) != BOF)
        return false;
    uint16_t size = ls_cursor_u16le(&c);
    ls_cursor_u16le(&c);
    if (size < 4 || ls_cursor_u16le(&c) != GLOBALS)
        return false;
    ls_cursor_bytes(&c, size - 4u);
    for (unsigned i = 0; i < FIRST_RECORDS && !c.failed; i++) {
        uint16_t type = ls_cursor_u16le(&c);
        if (type == FILEPASS)
            return !c.failed;
        ls_cursor_bytes(&c, ls_cursor_u16le(&c));
    }
    return false;
}

/*
 * Streams so short that they may stand anywhere: CurrentUserAtom with the token of encrypted
 * presentations ([MS-PPT] 2.3.2); the FileHeader of a Hangul document with its password bit.
 */
static bool is_encrypted_mini(const uint8_t *at)
{
    static const uint8_t atom[] = {0x00, 0x00, 0xF6, 0x0F};
    static const uint8_t token[] = {0x14, 0x00, 0x00, 0x00, 0xDF, 0xC4, 0xD1, 0xF3};
    static const char hangul[] = "HWP Document File";
    enum { SIZE = 8, HANGUL_FLAGS = 36, PASSWORD = 2 };
    if (memcmp(at, atom, sizeof atom) == 0)
        return memcmp(at + SIZE, token, sizeof token) == 0;
    return memcmp(at, hangul, sizeof hangul) == 0 && (at[HANGUL_FLAGS] & PASSWORD);
}

static void look_at_chunk(struct ole *ole, uint64_t off, const uint8_t *chunk, size_t len)
{
    for (size_t i = 0; len - i >= MINI_SECTOR; i += MINI_SECTOR) {
        ole->mark |= is_encrypted_mini(chunk + i);
        if (i % ENTRY == 0 && len - i >= ENTRY)
            look_at_entry(ole, chunk + i);
        if (i % SECTOR == 0 && len - i >= SECTOR && ole->places_n < PLACES_MAX &&
            (is_encrypted_word(chunk + i) || is_encrypted_excel(chunk + i, SECTOR)))
            ole->places[ole->places_n++] = off + i;
    }
}

struct ls_result ls_kind_look_ole(struct ls_format_job *job, const char **what, bool *encrypted)
{
    enum { SECTOR_LOG = 30 };
    uint8_t *chunk = ls_calloc(1, CHUNK);
    struct ole ole = {.sector_log = 9};
    struct ls_result r = ls_ok();
    size_t got = CHUNK;
    if (!chunk)
        return ls_stop(LS_E_MEMORY);
    if (job->probe->head_len > SECTOR_LOG && job->probe->head[SECTOR_LOG] == 12)
        ole.sector_log = 12;
    for (uint64_t off = 0; !ls_failed(r) && got == CHUNK; off += got) {
        r = ls_blob_read(job->blob, off, chunk, CHUNK, &got);
        look_at_chunk(&ole, off, chunk, got);
        if (!ls_failed(r))
            r = ls_charge(job, 0, 0);
    }
    ls_free(chunk);
    if (ls_failed(r) && r.code != LS_E_MALFORMED)
        return r;
    *what = ole.what ? ole.what : *what;
    *encrypted = ole.encrypted || ole.mark;
    for (size_t i = 0; i < ole.starts_n; i++)
        for (size_t k = 0; k < ole.places_n; k++)
            *encrypted |= ole.starts[i] == ole.places[k];
    return ls_ok();
}

/* ---- PDF ----------------------------------------------------------------------------------- */

/* "/Encrypt" with a reference ("12 0 R") or a dictionary behind it, in text[0..len). */
static bool names_encryption(const uint8_t *text, size_t len)
{
    static const char key[] = "/Encrypt";
    const uint8_t *end = text + len;
    while (text < end && (text = memmem(text, (size_t)(end - text), key, sizeof key - 1))) {
        text += sizeof key - 1;
        const uint8_t *at = text;
        while (at < end && (*at == ' ' || (*at >= '\t' && *at <= '\r') || *at == '\0'))
            at++;
        if (end - at >= 2 && at[0] == '<' && at[1] == '<')
            return true;
        const uint8_t *digits = at;
        while (at < end && *at >= '0' && *at <= '9')
            at++;
        if (at > digits && at > text && at < end && *at <= ' ')
            return true;
    }
    return false;
}

struct ls_result ls_kind_look_pdf(struct ls_format_job *job, bool *encrypted)
{
    uint8_t *chunk = ls_calloc(1, OVERLAP + CHUNK);
    struct ls_result r = ls_ok();
    size_t kept = 0, got = CHUNK;
    if (!chunk)
        return ls_stop(LS_E_MEMORY);
    for (uint64_t off = 0; !ls_failed(r) && got == CHUNK && !*encrypted; off += got) {
        r = ls_blob_read(job->blob, off, chunk + kept, CHUNK, &got);
        size_t n = kept + got;
        *encrypted = names_encryption(chunk, n);
        kept = n < OVERLAP ? n : OVERLAP;
        memmove(chunk, chunk + n - kept, kept);
        if (!ls_failed(r))
            r = ls_charge(job, 0, 0);
    }
    ls_free(chunk);
    return r.code == LS_E_MALFORMED ? ls_ok() : r;
}
