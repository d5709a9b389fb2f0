/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kind but random bytes is a source of pieces: short runs of UTF-8 that stay valid until the
 * next one is asked for. One loop turns pieces into characters of the encoding, through a table of
 * what each character of the basic plane becomes, filled as characters turn up.
 */
#include "generate/generate.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "generate/everyday.h"
#include "rules/reftext.h"

#include <string.h>

enum {
    CSV_COLUMNS = 8,
    CSV_DIGITS_MIN = 6,
    CSV_DIGITS_MAX = 19,
    BASE64_LINE = 76,      /* RFC 2045, section 6.8 */
    BASE64_LINES = 4000,   /* of one mail part */
    NO_CHARACTER = 0x25A1, /* white square, for what an encoding cannot spell */
    PIECE_BYTES = 256,
};

struct spelling {
    uint8_t len; /* 0: not looked up yet */
    uint8_t bytes[LS_CHAR_BYTES_MAX];
};

struct ls_generate {
    struct ls_generate_options options;
    uint64_t rng;
    uint64_t left;     /* bytes of the text still to write */
    const char *piece; /* what is being written */
    size_t piece_n;
    const char *line; /* law: rest of a line that was cut for a mark */
    size_t line_n;
    size_t since_mark; /* bytes of UTF-8 */
    uint64_t marks;
    uint32_t mail_line;
    struct ls_reftext *text;
    char own[PIECE_BYTES]; /* pieces that are made here */
    struct spelling spellings[0x10000];
};

static const char *const kind_names[LS_GENERATE_KINDS] = {
    [LS_GENERATE_LAW] = "law",       [LS_GENERATE_CSV] = "csv",     [LS_GENERATE_BASE64] = "base64",
    [LS_GENERATE_RANDOM] = "random", [LS_GENERATE_ZEROS] = "zeros",
};

static const char *const mark_lines[] = {
    "\n机密★10年\n", "\n绝密★长期\n", "\n秘密★6个月\n", "\n绝 密 ★ 30年\n", "\n机密★启用前\n",
};

/* ---- pieces ---- */

/* Up to the end of the next sentence, and no further than the end of the line. */
static size_t sentence_length(const char *line, size_t n)
{
    static const char stop[] = "。";
    const char *end = memmem(line, n, stop, sizeof stop - 1);
    return end ? (size_t)(end - line) + sizeof stop - 1 : n;
}

static void next_law(struct ls_generate *g)
{
    if (g->options.mark_every > 0 && g->since_mark >= g->options.mark_every) {
        size_t n = sizeof mark_lines / sizeof *mark_lines;
        g->piece = mark_lines[ls_rng_below(&g->rng, (uint32_t)n)];
        g->piece_n = strlen(g->piece);
        g->since_mark = 0;
        g->marks++;
        return;
    }
    if (g->line_n == 0)
        g->line_n = ls_reftext_line(g->text, &g->line);
    g->piece = g->line;
    g->piece_n = g->options.mark_every > 0 ? sentence_length(g->line, g->line_n) : g->line_n;
    g->line += g->piece_n;
    g->line_n -= g->piece_n;
    g->since_mark += g->piece_n;
}

static void next_csv(struct ls_generate *g)
{
    size_t n = 0;
    for (size_t column = 0; column < CSV_COLUMNS; column++) {
        uint32_t digits =
            CSV_DIGITS_MIN + ls_rng_below(&g->rng, CSV_DIGITS_MAX - CSV_DIGITS_MIN + 1);
        uint64_t random = ls_rng_next(&g->rng);
        g->own[n++] = (char)('1' + random % 9);
        for (uint32_t i = 1; i < digits; i++) {
            random = i == 10 ? ls_rng_next(&g->rng) : random / 10;
            g->own[n++] = (char)('0' + random % 10);
        }
        g->own[n++] = column + 1 < CSV_COLUMNS ? ',' : '\n';
    }
    g->piece = g->own;
    g->piece_n = n;
}

static void next_base64(struct ls_generate *g)
{
    static const char head[] = "\r\n--part\r\nContent-Type: application/octet-stream\r\n"
                               "Content-Transfer-Encoding: base64\r\n\r\n";
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (g->mail_line++ % BASE64_LINES == 0) {
        g->piece = head;
        g->piece_n = sizeof head - 1;
        return;
    }
    uint64_t random = 0;
    for (size_t i = 0; i < BASE64_LINE; i++, random >>= 6) {
        if (i % 10 == 0)
            random = ls_rng_next(&g->rng);
        g->own[i] = alphabet[random & 63];
    }
    g->own[BASE64_LINE] = '\r';
    g->own[BASE64_LINE + 1] = '\n';
    g->piece = g->own;
    g->piece_n = BASE64_LINE + 2;
}

static void next_piece(struct ls_generate *g)
{
    static void (*const sources[])(struct ls_generate *) = {
        [LS_GENERATE_LAW] = next_law,
        [LS_GENERATE_CSV] = next_csv,
        [LS_GENERATE_BASE64] = next_base64,
    };
    sources[g->options.kind](g);
}

/* ---- characters ---- */

static const struct spelling *spell(struct ls_generate *g, uint32_t cp)
{
    struct spelling *spelling = &g->spellings[cp < 0x10000 ? cp : NO_CHARACTER];
    if (spelling->len > 0)
        return spelling;
    uint32_t written = g->options.enc == LS_ENC_BIG5 ? ls_everyday_traditional(cp) : cp;
    size_t n = ls_encode_char(g->options.enc, written, spelling->bytes);
    if (n == 0)
        n = ls_encode_char(g->options.enc, NO_CHARACTER, spelling->bytes);
    spelling->len = (uint8_t)n;
    return spelling;
}

/* Writes whole characters while any character would fit. */
static size_t read_text(struct ls_generate *g, uint8_t *out, size_t room)
{
    size_t n = 0;
    while (room - n >= LS_CHAR_BYTES_MAX) {
        if (g->piece_n == 0)
            next_piece(g);
        uint32_t cp;
        size_t taken = ls_decode_char(LS_ENC_UTF8, (const uint8_t *)g->piece, g->piece_n, &cp);
        g->piece += taken;
        g->piece_n -= taken;
        const struct spelling *spelling = spell(g, cp);
        memcpy(out + n, spelling->bytes, LS_CHAR_BYTES_MAX);
        n += spelling->len;
    }
    return n;
}

static size_t read_end(struct ls_generate *g, uint8_t *out, size_t room)
{
    const struct spelling *feed = spell(g, '\n');
    memset(out, 0, room);
    for (size_t n = 0; n + feed->len <= room; n += feed->len)
        memcpy(out + n, feed->bytes, feed->len);
    return room;
}

static size_t read_random(struct ls_generate *g, uint8_t *out, size_t room)
{
    for (size_t n = 0; n < room; n += sizeof(uint64_t)) {
        uint64_t random = ls_rng_next(&g->rng);
        memcpy(out + n, &random, room - n < sizeof random ? room - n : sizeof random);
    }
    return room;
}

static size_t read_zeros(uint8_t *out, size_t room)
{
    memset(out, 0, room);
    return room;
}

/* ---- the interface ---- */

struct ls_result ls_generate_new(const struct ls_generate_options *options,
                                 struct ls_generate **generate)
{
    *generate = NULL;
    struct ls_generate *g = ls_calloc(1, sizeof *g);
    if (!g)
        return ls_stop(LS_E_MEMORY);
    g->options = *options;
    g->rng = ~options->seed;
    struct ls_result r = ls_reftext_new(options->seed, options->mentions, &g->text);
    if (ls_failed(r)) {
        ls_generate_free(g);
        return r;
    }
    *generate = g;
    return ls_ok();
}

void ls_generate_free(struct ls_generate *generate)
{
    if (!generate)
        return;
    ls_reftext_free(generate->text);
    ls_free(generate);
}

void ls_generate_start(struct ls_generate *generate, uint64_t bytes)
{
    generate->left = bytes;
    generate->piece_n = 0;
    generate->line_n = 0;
}

size_t ls_generate_read(struct ls_generate *generate, uint8_t *out, size_t cap)
{
    size_t room = cap < generate->left ? cap : (size_t)generate->left;
    size_t n;
    if (generate->options.kind == LS_GENERATE_RANDOM)
        n = read_random(generate, out, room);
    else if (generate->options.kind == LS_GENERATE_ZEROS)
        n = read_zeros(out, room);
    else if (room >= LS_CHAR_BYTES_MAX)
        n = read_text(generate, out, room);
    else
        n = read_end(generate, out, room);
    generate->left -= n;
    return n;
}

uint64_t ls_generate_marks(const struct ls_generate *generate)
{
    return generate->marks;
}

const char *ls_generate_kind_name(enum ls_generate_kind kind)
{
    return kind_names[kind];
}

bool ls_generate_kind_parse(const char *name, enum ls_generate_kind *kind)
{
    for (size_t i = 0; i < LS_GENERATE_KINDS; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *kind = (enum ls_generate_kind)i;
            return true;
        }
    return false;
}
