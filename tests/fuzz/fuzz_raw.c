/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole way of raw bytes under the built-in rules and some awkward ones: the same object
 * through the public interface in one block, and through engine/object.h in blocks of a few bytes.
 * Every hit lies inside the object, says what stands there, and both ways say the same.
 *
 * The last byte chooses what the bytes come from (memory, file, pipe), how long a block is, and
 * what is masked.
 */
#include "fuzz.h"

#include "leakscan.h"

#include "base/encoding.h"
#include "engine/object.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    BYTES_MAX = 16 * 1024, /* a pipe holds as much */
    BLOCKS_MAX = 64,       /* of one object: longer ones get longer blocks */
    HITS_MAX = 4096,
    TEXT_MAX = 128, /* bytes; of members of a bulk rule no more is kept */
    MASKINGS = 3,
    SOURCES = 3,
};

/* Even: bytes of UTF-16 are told apart by the parity of their offset. */
static const size_t blocks[] = {2, 4, 6, 16, 62, 256, 1000, 4096, BYTES_MAX};
enum { BLOCKS = sizeof blocks / sizeof *blocks };

/* What both interfaces tell of a hit. */
struct hit {
    uint64_t off, len, line, count;
    const char *rule, *enc;
    char text[TEXT_MAX], grade[TEXT_MAX], term[TEXT_MAX];
    bool masked;
};

struct told {
    struct hit hits[HITS_MAX];
    size_t n;
    size_t gaps;
};

static struct leakscan_rules *rules;
static struct ls_engine *engine;
static struct leakscan_scanner *whole[MASKINGS];
static struct ls_object_scanner *pieces[BLOCKS];
static struct told from_whole, from_pieces;

/*
 * What the built-in rules have little of: wide and narrow windows around the same words, matches
 * that begin far before their word or overlap, few members, words without cells.
 */
static const char awkward[] =
    "pack: fuzz.awkward\n"
    "title: awkward rules\n"
    "cues:\n"
    "  - {name: fuzz.both, title: both, words: [白桦, gamma], match: '[丙γ]'}\n"
    "  - {name: fuzz.calm, title: calm, match: '丁{2}'}\n"
    "rules:\n"
    "  - {id: fuzz.wide, title: wide, category: dictionary, severity: low, gap: any,\n"
    "     anchors: [海棠, 银杏, alpha], window: 120,\n"
    "     match: '(?:(?<grade>海棠|银杏)|alpha).{0,100}?(?<term>甲|乙|\\d年)',\n"
    "     examples: {hit: [x]}}\n"
    "  - {id: fuzz.narrow, title: narrow, category: dictionary, severity: low, gap: uniform,\n"
    "     anchors: [海棠, 银杏, 海棠银杏, alpha, phal], window: 6,\n"
    "     match: '[a-z甲乙]{0,9}(?:海棠(?:银杏)?|银杏|alpha)[a-z甲乙]{0,9}',\n"
    "     unless: ['乙.{0,4}$'],\n"
    "     near: {any: ['甲', '^x'], within: 12}, examples: {hit: [x]}}\n"
    "  - {id: fuzz.line, title: line, category: dictionary, severity: low, gap: none,\n"
    "     anchors: [银杏, alpha], window: 40, lead: 5, at: [line, cell],\n"
    "     match: '.{0,5}(?<hit>银杏|alpha)', examples: {hit: [x]}}\n"
    "  - {id: fuzz.words, title: words, category: dictionary, severity: low,\n"
    "     terms: {within: 40, groups: [{at_least: 2, words: [海棠, 银杏, 白杨, alpha]},\n"
    "                                  {at_least: 1, words: [甲乙, beta]}]},\n"
    "     examples: {hit: [x]}}\n"
    "  - {id: fuzz.pairs, title: pairs, category: identifier, severity: low, digits: 11-13,\n"
    "     check: cn-mobile, count: {at_least: 2, within: 30}, examples: {hit: [x]}}\n"
    "  - {id: fuzz.together, title: together, category: identifier, severity: low,\n"
    "     digits: 13-19, check: bank-card, near: {any: [海棠], within: 9, or_count: 2},\n"
    "     mask: '**************3453', examples: {hit: [x]}}\n"
    "  - {id: fuzz.weighed, title: weighed, category: exam, severity: high,\n"
    "     in_context: [{context: fuzz, to: low}],\n"
    "     evidence: {within: 60, need: 3, unless: [丙丁], lower: [{any: [丁丙], to: medium},\n"
    "       {cues: [fuzz.calm], to: low}],\n"
    "       cues: [{words: [海棠, alpha], weight: 2}, {words: [银杏, beta], match: '银杏|beta'},\n"
    "              {cue: fuzz.both, words: [海棠树], match: '[丁]', at_least: 2, weight: 1},\n"
    "              {match: '[甲乙]', at_least: 2, weight: 1, told: true}]},\n"
    "     examples: {hit: [x]}}\n"
    "  - {id: fuzz.about, title: about, context: fuzz,\n"
    "     evidence: {within: 20, need: 1, cues: [{words: [白杨]}]}, examples: {hit: [x]}}\n";

/* ---- set-up -------------------------------------------------------------------------------- */

/* The rules for both ways. */
static void open_rules(void)
{
    char path[] = "/tmp/leakscan-fuzz-XXXXXX";
    const char *paths[] = {path};
    char error[LEAKSCAN_ERROR_BYTES] = "";
    struct leakscan_rules_options options = {.size = sizeof options, .paths = paths, .paths_n = 1};
    struct ls_match_options match = {.cache_dir = NULL};
    struct ls_diag diag = {.text = ""};
    struct ls_rules *mine;
    size_t len = sizeof awkward - 1;
    int fd = mkstemp(path);
    FUZZ_CHECK(fd >= 0 && write(fd, awkward, len) == (ssize_t)len, "%s", path);
    close(fd);
    FUZZ_CHECK(leakscan_rules_open(&options, &rules, error) == LEAKSCAN_OK, "%s", error);
    FUZZ_CHECK(!ls_failed(ls_rules_load_paths(true, paths, 1, &mine, &diag)), "%s", diag.text);
    FUZZ_CHECK(!ls_failed(ls_engine_new(mine, &match, &engine, &diag)), "%s", diag.text);
    unlink(path);
}

static void set_up(void)
{
    open_rules();
    for (int i = 0; i < MASKINGS; i++) {
        struct leakscan_scanner_options options = {
            .size = sizeof options,
            .min_severity = LEAKSCAN_MENTION,
            .masking = (enum leakscan_masking)i,
            .raw_only = 1,
        };
        FUZZ_CHECK(leakscan_scanner_new(rules, &options, &whole[i]) == LEAKSCAN_OK, "masking %d",
                   i);
    }
    for (int i = 0; i < BLOCKS; i++) {
        struct ls_object_options options = {
            .block_bytes = blocks[i],
            .min_severity = LS_SEV_MENTION,
            .reveal = true,
            .sha256 = i % 2 != 0,
        };
        FUZZ_CHECK(!ls_failed(ls_object_scanner_new(engine, &options, &pieces[i])), "block %zu",
                   blocks[i]);
    }
}

/* ---- both ways ----------------------------------------------------------------------------- */

/* A NUL, which may stand between the words of a hit, becomes a line feed. */
static void keep(char out[TEXT_MAX], const char *at, size_t len)
{
    size_t n = len < TEXT_MAX ? len : TEXT_MAX - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = at[i] ? at[i] : '\n';
    out[n] = '\0';
}

static struct hit *next_hit(struct told *told)
{
    FUZZ_CHECK(told->n < HITS_MAX, "more than %d hits", HITS_MAX);
    return &told->hits[told->n++];
}

static int on_whole_hit(void *user, const struct leakscan_hit *h)
{
    struct hit *hit = next_hit(user);
    *hit = (struct hit){.off = h->offset,
                        .len = h->length,
                        .line = h->line,
                        .count = h->count,
                        .rule = h->rule,
                        .enc = h->encoding,
                        .masked = h->masked != 0};
    keep(hit->text, h->text.at, h->text.len);
    keep(hit->grade, h->grade.at, h->grade.len);
    keep(hit->term, h->term.at, h->term.len);
    return 0;
}

static int on_whole_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    FUZZ_CHECK(gap->reason, "a gap without reason");
    told->gaps++;
    return 0;
}

static struct ls_result on_piece_hit(void *user, const struct ls_hit *h)
{
    struct hit *hit = next_hit(user);
    *hit = (struct hit){.off = h->off,
                        .len = h->len,
                        .line = h->place.line,
                        .count = h->count,
                        .rule = h->rule->id,
                        .enc = ls_encoding_name(h->enc),
                        .masked = h->masked};
    keep(hit->text, h->text.at, h->text.len);
    keep(hit->grade, h->grade.at, h->grade.len);
    keep(hit->term, h->term.at, h->term.len);
    return ls_ok();
}

static struct ls_result on_piece_gap(void *user, const struct ls_gap *gap)
{
    struct told *told = user;
    (void)gap;
    told->gaps++;
    return ls_ok();
}

/* A descriptor that the bytes can be read from; -1 for memory. */
static int open_source(unsigned source, const uint8_t *bytes, size_t len)
{
    int fds[2] = {-1, -1};
    if (source == 1)
        fds[0] = fds[1] = memfd_create("object", MFD_CLOEXEC);
    else if (source == 2 && pipe2(fds, O_CLOEXEC) != 0)
        abort();
    FUZZ_CHECK(source == 0 || write(fds[1], bytes, len) == (ssize_t)len, "no room for %zu bytes",
               len);
    if (source == 2)
        close(fds[1]);
    return fds[0];
}

static void scan_whole(unsigned masking, unsigned source, const uint8_t *bytes, size_t len)
{
    struct told *told = &from_whole;
    struct leakscan_callbacks callbacks = {.hit = on_whole_hit, .gap = on_whole_gap, .user = told};
    struct leakscan_verdict verdict;
    struct leakscan_scanner *scanner = whole[masking];
    int fd = open_source(source, bytes, len);
    told->n = told->gaps = 0;
    enum leakscan_status status =
        source ? leakscan_scan_fd(scanner, fd, &callbacks, &verdict)
               : leakscan_scan_memory(scanner, bytes, len, &callbacks, &verdict);
    FUZZ_CHECK(status == LEAKSCAN_OK, "%s", leakscan_status_text(status));
    FUZZ_CHECK(verdict.bytes == len && verdict.hits == told->n && verdict.gaps == told->gaps,
               "bytes %" PRIu64 ", hits %" PRIu64 ", gaps %" PRIu64, verdict.bytes, verdict.hits,
               verdict.gaps);
    FUZZ_CHECK((verdict.state == LEAKSCAN_SCANNED) == (told->gaps == 0), "state %d",
               (int)verdict.state);
    if (fd >= 0)
        close(fd);
}

static void scan_pieces(size_t block, unsigned source, const uint8_t *bytes, size_t len)
{
    static const enum ls_input_kind kinds[] = {LS_INPUT_MEMORY, LS_INPUT_FILE, LS_INPUT_STREAM};
    struct told *told = &from_pieces;
    struct ls_report report = {.hit = on_piece_hit, .gap = on_piece_gap, .user = told};
    struct ls_input input = {.raw_only = true,
                             .kind = kinds[source],
                             .fd = open_source(source, bytes, len),
                             .memory = bytes,
                             .size = source == 2 ? 0 : len};
    struct ls_outcome outcome;
    told->n = told->gaps = 0;
    struct ls_result r = ls_object_scan(pieces[block], &input, NULL, &report, &outcome);
    FUZZ_CHECK(!ls_failed(r), "code %d", r.code);
    FUZZ_CHECK(outcome.bytes_read == len && outcome.size == len, "read %" PRIu64 " of %zu",
               outcome.bytes_read, len);
    if (input.fd >= 0)
        close(input.fd);
}

/* ---- what must hold ------------------------------------------------------------------------ */

static void print(const char *title, const struct told *told)
{
    fprintf(stderr, "%s: %zu hits, %zu gaps\n", title, told->n, told->gaps);
    for (size_t i = 0; i < told->n; i++) {
        const struct hit *h = &told->hits[i];
        fprintf(stderr,
                "  %s %s [%" PRIu64 " +%" PRIu64 "] line %" PRIu64 " count %" PRIu64
                " \"%s\" \"%s\" \"%s\"\n",
                h->rule, h->enc, h->off, h->len, h->line, h->count, h->text, h->grade, h->term);
    }
}

/* The bytes of a hit read as text are the text of the hit. */
static void check_text(const struct hit *h, const uint8_t *bytes)
{
    char text[TEXT_MAX + LS_CHAR_BYTES_MAX];
    enum ls_encoding enc = LS_ENC_UTF8;
    size_t n = 0;
    while (strcmp(ls_encoding_name(enc), h->enc) != 0)
        enc++;
    for (uint64_t at = h->off; at < h->off + h->len && n < TEXT_MAX;) {
        uint32_t cp;
        at += ls_decode_char(enc, bytes + at, (size_t)(h->off + h->len - at), &cp);
        n += ls_encode_char(LS_ENC_UTF8, cp ? cp : '\n', (uint8_t *)text + n);
    }
    if (n < TEXT_MAX) {
        text[n] = '\0';
        FUZZ_CHECK(strcmp(text, h->text) == 0, "\"%s\" is told as \"%s\"", text, h->text);
    }
}

static void check_hits(const struct told *told, const uint8_t *bytes, size_t len)
{
    size_t lines = 1;
    for (size_t i = 0; i < len; i++)
        lines += bytes[i] == '\n';
    for (size_t i = 0; i < told->n; i++) {
        const struct hit *h = &told->hits[i];
        FUZZ_CHECK(h->len > 0 && h->off < len && h->len <= len - h->off,
                   "%s at %" PRIu64 " +%" PRIu64 " of %zu", h->rule, h->off, h->len, len);
        FUZZ_CHECK(h->line >= 1 && h->line <= lines, "%s: line %" PRIu64 " of %zu", h->rule,
                   h->line, lines);
        if (!h->masked && h->count == 0)
            check_text(h, bytes);
    }
}

static bool same(const struct hit *x, const struct hit *y)
{
    return x->off == y->off && x->len == y->len && x->line == y->line && x->count == y->count &&
           strcmp(x->rule, y->rule) == 0 && strcmp(x->enc, y->enc) == 0 &&
           strcmp(x->grade, y->grade) == 0 && strcmp(x->term, y->term) == 0 &&
           (x->masked || y->masked || strcmp(x->text, y->text) == 0);
}

static bool has_hit(const struct told *told, const struct hit *h)
{
    for (size_t i = 0; i < told->n; i++)
        if (same(&told->hits[i], h))
            return true;
    return false;
}

/* All hits of `a` are in `b`. */
static bool covered(const struct told *a, const struct told *b)
{
    for (size_t i = 0; i < a->n; i++)
        if (!has_hit(b, &a->hits[i]))
            return false;
    return true;
}

static void compare(const struct told *a, const struct told *b, size_t block)
{
    if (a->gaps == b->gaps && covered(a, b) && covered(b, a))
        return;
    print("in one block", a);
    print("in pieces", b);
    FUZZ_CHECK(false, "blocks of %zu bytes see something else", block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > BYTES_MAX)
        return 0;
    if (!rules)
        set_up();
    size_t len = size - 1, block = data[len] / SOURCES % BLOCKS;
    unsigned source = data[len] % SOURCES, masking = data[len] / (SOURCES * BLOCKS) % MASKINGS;
    while (len / blocks[block] > BLOCKS_MAX)
        block++;
    scan_whole(masking, source, data, len);
    check_hits(&from_whole, data, len);
    scan_pieces(block, source, data, len);
    check_hits(&from_pieces, data, len);
    compare(&from_whole, &from_pieces, blocks[block]);
    return 0;
}

/* Texts without a byte below 0x80, in which the place where a character starts is not certain. */
static void add_uncertain(void (*add)(const void *bytes, size_t len), const char *fill,
                          const char *word)
{
    enum { FILL = 1600 };
    char text[2 * FILL];
    size_t n = 0, unit = strlen(fill);
    while (n + unit <= FILL) {
        memcpy(text + n, fill, unit);
        n += unit;
    }
    n += (size_t)snprintf(text + n, FILL, "%s\x81%s\xA1%s%s%s", word, word, fill, word, word);
    add(text, n);
}

/* The examples of the rules, and what the awkward ones look for. */
void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const char *const texts[] = {
        "海 棠 银杏甲 alpha 1年\n银杏\n x,alpha ,乙海棠银杏甲甲海棠\n",
        "海\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b棠\u200b\u200b\u200b甲，海棠 银杏 "
        "甲乙",
        "白杨 beta alpha 甲乙 海棠 银杏 海棠 beta alpha",
        "1334\x37\x37\x31\x32\x37\x38\x32 1316\x31\x39\x37\x33\x30\x36\x39 海棠 "
        "6222\x30\x32\x30\x32\x30\x30\x31\x31\x32\x32\x33\x33\x34\x35\x33 "
        "62\x31\x37 0000 1000 9876 544",
    };
    struct ls_rules *builtin;
    struct ls_diag diag = {.text = ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add(texts[i], strlen(texts[i]));
    /* 海棠甲 in GB18030 and Big5, between characters whose halves could be others' */
    add_uncertain(add, "\xB0\xA2\xC4\xE3", "\xBA\xA3\xCC\xC4\xBC\xD7");
    add_uncertain(add, "\xA4\xA4\xA4\xE5", "\xAE\xFC\xB4\xC5\xA5\xD2");
    FUZZ_CHECK(!ls_failed(ls_rules_load_paths(true, NULL, 0, &builtin, &diag)), "%s", diag.text);
    for (size_t i = 0; i < builtin->n; i++) {
        const struct ls_strings *examples[] = {&builtin->at[i].hit_examples,
                                               &builtin->at[i].miss_examples};
        for (size_t k = 0; k < 2; k++)
            for (size_t e = 0; e < examples[k]->n; e++)
                add(examples[k]->at[e], strlen(examples[k]->at[e]));
    }
    ls_rules_free(builtin);
}
