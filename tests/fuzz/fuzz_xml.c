/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The XML reader: in one piece and in pieces (of as many bytes as the last one says) it tells the
 * same; elements nest; text is UTF-8 without control characters, and its map stays in the input.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "formats/xml.h"

#include <string.h>

enum { OUT_MAX = 64 << 20 };

struct record {
    struct ls_buf out; /* what was told, one form for all ways of cutting */
    const uint8_t *bytes;
    size_t len;
    uint64_t depth;
    bool in_text;
};

static void note(struct record *rec, const char *s, size_t len)
{
    FUZZ_CHECK(!ls_failed(ls_buf_add(&rec->out, s, len)), "more told than fits");
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct record *rec = user;
    FUZZ_CHECK(tag->off < rec->len && tag->attrs_n <= LS_XML_ATTRS_MAX, "a tag at %llu",
               (unsigned long long)tag->off);
    note(rec, "\x01", 1);
    note(rec, tag->name.at, tag->name.len);
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        note(rec, "\x02", 1);
        note(rec, attr->name.at, attr->name.len);
        note(rec, "\x03", 1);
        note(rec, attr->value.at, attr->value.len);
        FUZZ_CHECK(ls_utf8_valid(attr->value.at, attr->value.len), "a value that is no UTF-8");
        FUZZ_CHECK(!attr->plain || attr->value.len == 0 ||
                       (attr->off + attr->value.len <= rec->len &&
                        memcmp(rec->bytes + attr->off, attr->value.at, attr->value.len) == 0),
                   "a plain value stands elsewhere");
        FUZZ_CHECK(attr->off == LS_OFF_UNKNOWN || attr->off < rec->len, "a value outside");
    }
    rec->depth++;
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct record *rec = user;
    FUZZ_CHECK(rec->depth > 0, "an end without a start");
    rec->depth--;
    note(rec, "\x04", 1);
    note(rec, tag->name.at, tag->name.len);
    return ls_ok();
}

static void check_text(struct record *rec, struct ls_str text, const struct ls_map *map,
                       uint64_t base)
{
    uint64_t lo, hi;
    bool verbatim;
    FUZZ_CHECK(text.len <= LS_XML_TEXT_CHUNK, "%zu bytes", text.len);
    FUZZ_CHECK(ls_utf8_valid(text.at, text.len), "text that is no UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        FUZZ_CHECK((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t', "a control character");
    }
    FUZZ_CHECK(ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim), "no way back");
    FUZZ_CHECK(lo <= hi && hi <= rec->len, "leads outside");
    FUZZ_CHECK(!verbatim ||
                   (hi - lo == text.len && memcmp(rec->bytes + lo, text.at, text.len) == 0),
               "other bytes stand there");
    note(rec, text.at, text.len);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    FUZZ_CHECK(text.len > 0, "no text");
    check_text(user, text, map, base);
    return ls_ok();
}

static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    if (text.len == 0)
        note(user, "\x05", 1);
    else
        check_text(user, text, map, base);
    return ls_ok();
}

static void read_in(struct record *rec, size_t step, struct ls_xml_verdict *verdict)
{
    const struct ls_xml_handler handler = {on_start, on_end, on_text, on_comment, rec};
    struct ls_xml *xml;
    FUZZ_CHECK(!ls_failed(ls_xml_new(&handler, NULL, &xml)), "no memory");
    for (size_t at = 0; at < rec->len; at += step) {
        size_t n = rec->len - at < step ? rec->len - at : step;
        FUZZ_CHECK(!ls_failed(ls_xml_feed(xml, rec->bytes + at, n)), "failed at %zu", at);
    }
    FUZZ_CHECK(!ls_failed(ls_xml_end(xml, verdict)), "failed at the end");
    FUZZ_CHECK(rec->depth == 0, "%llu elements stay open", (unsigned long long)rec->depth);
    ls_xml_free(xml);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record whole = {.out.limit = OUT_MAX, .bytes = data, .len = size};
    struct record cut = {.out.limit = OUT_MAX, .bytes = data, .len = size};
    struct ls_xml_verdict whole_verdict, cut_verdict;
    size_t step = size ? data[size - 1] % 80 + 1 : 1;
    read_in(&whole, size + 1, &whole_verdict);
    read_in(&cut, step, &cut_verdict);
    FUZZ_CHECK(whole.out.n == cut.out.n && memcmp(whole.out.at ? whole.out.at : "",
                                                  cut.out.at ? cut.out.at : "", cut.out.n) == 0,
               "pieces of %zu bytes tell something else", step);
    FUZZ_CHECK(memcmp(&whole_verdict, &cut_verdict, sizeof cut_verdict) == 0,
               "pieces of %zu bytes end otherwise", step);
    LS_VEC_FINI(&whole.out);
    LS_VEC_FINI(&cut.out);
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char *const seeds[] = {
        "<a b='1' c=\"&#26426;&amp;\">&lt;<![CDATA[x]]]]><!-- - --><?p q? ?></a>",
        "<!DOCTYPE a [<!ENTITY b \"]>\"><!-- ' --><?x ?>%y;]><a>&b;</a>",
        "<a b='7>x &#x5BC6;<c d=\">\"/></b></a>",
    };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        add(seeds[i], strlen(seeds[i]));
}
