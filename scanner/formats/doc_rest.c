/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is left over in WordDocument: text that was there before, which no piece leads to any more.
 * A document that was saved quickly keeps what was deleted. Only runs that can hardly be anything
 * but text are told: words in ASCII, or UTF-16 in one script, of characters that are in use.
 * Whatever else is there is seen by those who look at the bytes.
 */
#include "formats/doc_priv.h"

#include "base/alloc.h"
#include "base/encoding.h"

#include <stdlib.h>

enum {
    NARROW_MIN = 8, /* characters of a run */
    WIDE_MIN = 4,
    WIDE_SURE = 8, /* … that may hold some that are rare */
    LONG = 16,     /* bytes */
    CHARGE_EACH = 1 << 16,
    BITS = 0x10000 / 8,
};

/* Kinds of characters, and how many of each are in a run. */
enum class { NO_TEXT, PLAIN, LATIN, OTHER, EAST, RARE, CLASSES };

/* A search through the gaps. */
struct rest {
    struct doc *doc;
    const uint8_t *bytes;
    bool wide;       /* which of the two is told now */
    bool ready;      /* of what follows */
    uint8_t *common; /* a bit for each character of the East that is in use */
};

struct ls_result doc_know(struct doc *doc, uint64_t lo, uint64_t hi)
{
    uint64_t n = doc->main.bytes.n;
    hi = hi < n ? hi : n;
    if (lo >= hi)
        return ls_ok();
    struct doc_extent extent = {(uint32_t)lo, (uint32_t)hi};
    if (doc->known.n == doc->known.limit)
        return ls_ok();
    LS_VEC_PUSH(&doc->known, extent);
    return ls_ok();
}

/* The characters of the first levels of GB 2312, Big5 and KS X 1001. */
static void note_common(uint8_t *common)
{
    static const struct {
        enum ls_encoding enc;
        uint8_t from, to;
    } levels[] = {
        {LS_ENC_GB18030, 0xB0, 0xD7}, {LS_ENC_BIG5, 0xA4, 0xC6}, {LS_ENC_EUC_KR, 0xB0, 0xC8}};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        for (unsigned lead = levels[i].from; lead <= levels[i].to; lead++)
            for (unsigned trail = 0x40; trail < 0xFF; trail++) {
                uint8_t pair[2] = {(uint8_t)lead, (uint8_t)trail};
                uint32_t cp = 0;
                bool second = trail >= 0xA1 || (levels[i].enc == LS_ENC_BIG5 && trail < 0x7F);
                if (second && ls_decode_char(levels[i].enc, pair, 2, &cp) == 2 && cp < 0x10000)
                    common[cp / 8] |= (uint8_t)(1u << cp % 8);
            }
}

static bool is_common(struct rest *rest, uint16_t c)
{
    if (!rest->ready)
        note_common(rest->common);
    rest->ready = true;
    return rest->common[c / 8] >> c % 8 & 1;
}

static enum class class_of(struct rest *rest, uint16_t c) {
    if ((c >= ' ' && c < 0x7F) || c == '\t' || (c >= 0x2010 && c < 0x2040) ||
        (c >= 0x2460 && c < 0x2500) || (c >= 0x25A0 && c < 0x2650) || (c >= 0x3000 && c < 0x3040) ||
        (c >= 0xFF00 && c < 0xFFEF)) return PLAIN;
    if (c >= 0xA0 && c < 0x250) return LATIN;
    if (c >= 0x370 && c < 0x530) return OTHER;
    if (c >= 0x3040 && c < 0x3100) return EAST;
    if ((c >= 0x4E00 && c < 0x9FB0) || (c >= 0xAC00 && c < 0xD7A4)) return is_common(rest, c)
        ? EAST
        : RARE;
    return NO_TEXT;
}

static bool is_letter(unsigned c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* How long a run of printable bytes is; *words: it says something. */
static size_t narrow_run(const uint8_t *bytes, size_t len, bool *words)
{
    size_t n = 0, letters = 0;
    for (; n < len && ((bytes[n] >= ' ' && bytes[n] < 0x7F) || bytes[n] == '\t'); n++)
        letters += is_letter(bytes[n]) || bytes[n] == ' ' || (bytes[n] >= '0' && bytes[n] <= '9');
    *words = n >= NARROW_MIN && letters * 5 >= n * 4;
    return n;
}

/* The same in characters of UTF-16. Two rare ones in a row are no text. */
static size_t wide_run(struct rest *rest, const uint8_t *bytes, size_t len, bool *words)
{
    size_t n = 0, letters = 0, found[CLASSES] = {0};
    enum class before = NO_TEXT;
    for (; len - 2 * n >= 2; n++) {
        uint16_t c = doc_u16(bytes + 2 * n);
        enum class class = class_of(rest, c);
        if (class == NO_TEXT || (class == RARE && before == RARE))
            break;
        found[class]++;
        letters += class != PLAIN || is_letter(c);
        before = class;
    }
    if (before == RARE) {
        found[RARE]--;
        letters--;
        n--;
    }
    bool one_script = (found[EAST] == 0 && found[RARE] == 0) || (found[LATIN] + found[OTHER] == 0);
    size_t rare = n >= WIDE_SURE ? n / 4 : 0;
    *words = n >= WIDE_MIN && letters * 2 >= n && one_script && found[RARE] <= rare &&
             found[LATIN] * 2 <= n;
    return n;
}

static struct ls_result say(struct doc *doc, size_t off, size_t len, bool wide)
{
    static const char latin[] = "windows-1252";
    const struct ls_charset *charset = wide ? doc->wide : ls_charset_find(latin, sizeof latin - 1);
    LS_TRY(doc_say(doc, &doc->main, off, len, charset, LS_PART_NONE));
    return ls_story_break(doc->story, LS_BREAK_LINE);
}

/* Bytes of one gap. A long run that says nothing is passed over, so no byte is looked at often. */
static struct ls_result tell_between(struct rest *rest, size_t lo, size_t hi)
{
    size_t charged = lo;
    while (lo < hi) {
        bool words, wide_words;
        if (lo - charged >= CHARGE_EACH) {
            LS_TRY(ls_charge(rest->doc->job, 0, lo - charged));
            charged = lo;
        }
        size_t n = narrow_run(rest->bytes + lo, hi - lo, &words);
        if (words) {
            if (!rest->wide)
                LS_TRY(say(rest->doc, lo, n, false));
            lo += n;
            continue;
        }
        size_t wide = wide_run(rest, rest->bytes + lo, hi - lo, &wide_words) * 2;
        if (wide_words && rest->wide)
            LS_TRY(say(rest->doc, lo, wide, true));
        n = n > wide ? n : wide;
        lo += wide_words ? wide : n >= LONG ? n : 1;
    }
    return ls_charge(rest->doc->job, 0, lo - charged);
}

static int by_place(const void *a, const void *b)
{
    const struct doc_extent *x = a, *y = b;
    return x->lo != y->lo ? (x->lo < y->lo ? -1 : 1) : 0;
}

static struct ls_result tell_all(struct rest *rest)
{
    const struct doc *doc = rest->doc;
    size_t at = 0;
    for (size_t i = 0; i < doc->known.n; i++) {
        const struct doc_extent *extent = &doc->known.at[i];
        if (extent->lo > at)
            LS_TRY(tell_between(rest, at, extent->lo));
        at = extent->hi > at ? extent->hi : at;
    }
    return at < doc->main.bytes.n ? tell_between(rest, at, doc->main.bytes.n) : ls_ok();
}

struct ls_result doc_rest_tell(struct doc *doc, enum ls_part part)
{
    struct rest rest = {.doc = doc, .bytes = (const uint8_t *)doc->main.bytes.at};
    struct ls_result r = ls_ok();
    rest.common = ls_calloc(BITS, 1);
    if (!rest.common)
        return ls_stop(LS_E_MEMORY);
    if (doc->known.n > 1)
        qsort(doc->known.at, doc->known.n, sizeof *doc->known.at, by_place);
    for (int wide = 0; wide < 2 && !ls_failed(r); wide++) {
        rest.wide = wide;
        doc_begin(doc, part, wide ? ls_charset_name(doc->wide) : "windows-1252");
        r = tell_all(&rest);
        if (!ls_failed(r))
            r = doc_end(doc);
    }
    ls_free(rest.common);
    return r;
}
