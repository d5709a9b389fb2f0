/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word documents: a compound file as it is, or the streams of a document, one behind the other,
 * each with its length before it, which are put into one.
 */
#include "fuzz.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/doc_writer.h"
#include "generate/must.h"

#include <string.h>

enum { OUT_MAX = 1 << 24, STREAM_MAX = 1 << 16 };

static const char *const streams[] = {"WordDocument", "1Table", "Data"};
enum { STREAMS_N = sizeof streams / sizeof *streams, LENGTH = 3 };

void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    if (size >= 4 && memcmp(data, "\xD0\xCF\x11\xE0", 4) == 0) {
        must(ls_buf_add(out, data, size));
        return;
    }
    ls_cfb_begin(&w);
    for (int i = 0; i < STREAMS_N && size >= LENGTH; i++) {
        size_t len = data[0] | (size_t)data[1] << 8, left = size - LENGTH;
        w.scattered |= data[2] & 1;
        len = i + 1 == STREAMS_N || len > left ? left : len;
        ls_cfb_stream(&w, 0, streams[i], data + LENGTH, len < STREAM_MAX ? len : STREAM_MAX);
        data += LENGTH + len;
        size = left - len;
    }
    ls_cfb_end(&w, out);
}

/* The streams of a file as the target takes them. */
static void add_streams(const struct ls_doc_spec *spec, void (*add)(const void *bytes, size_t len))
{
    struct ls_buf seed = {.limit = OUT_MAX}, file = {.limit = OUT_MAX};
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    ls_doc_streams(spec, &w, 0);
    for (int i = 0; i < STREAMS_N; i++) {
        const struct ls_buf *bytes = NULL;
        for (uint32_t k = 0; k < w.n; k++)
            if (strcmp(w.entries[k].name, streams[i]) == 0)
                bytes = &w.entries[k].bytes;
        size_t len = bytes ? bytes->n : 0;
        const uint8_t head[LENGTH] = {(uint8_t)len, (uint8_t)(len >> 8), 0};
        must(ls_buf_add(&seed, head, sizeof head));
        if (len)
            must(ls_buf_add(&seed, bytes->at, len));
    }
    add(seed.at, seed.n);
    ls_cfb_end(&w, &file);
    LS_VEC_FINI(&file);
    LS_VEC_FINI(&seed);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const struct ls_doc_run all[] = {
        {LS_DOC_BODY,
         "a\x13 PAGE \x14"
         "1\x15\r",
         0},
        {LS_DOC_BODY, "b\a\xe6\x9c\xba\a", 0},
        {LS_DOC_BODY, "\a", LS_DOC_ROW_END},
        {LS_DOC_BODY, "narrow", LS_DOC_NARROW},
        {LS_DOC_BODY, "c", LS_DOC_DELETED | LS_DOC_HIDDEN},
        {LS_DOC_BODY, "d\r", LS_DOC_HIDDEN_STYLE},
        {LS_DOC_BODY, "(", LS_DOC_STAR},
        {LS_DOC_BODY, "\x01", LS_DOC_FORM},
        {LS_DOC_BODY, "\x01\r", LS_DOC_PICTURE},
        {LS_DOC_BODY, "gone gone", LS_DOC_GONE | LS_DOC_NARROW},
        {LS_DOC_HEADER, "h\r", LS_DOC_HIDDEN_PIECE},
        {LS_DOC_FOOTER, "f\r", 0},
        {LS_DOC_COMMENT, "k\r", 0},
        {LS_DOC_BOX, "x\r", 0},
    };
    static const struct ls_doc_run one[] = {{LS_DOC_BODY, "a\a\a\xbb\xfa\xc3\xdc\r", 0}};
    const struct ls_doc_spec old = {.runs = one, .runs_n = 1, .old = true};
    const struct ls_doc_spec second = {.runs = one, .runs_n = 1, .author = "x"};
    const struct ls_doc_spec spec = {
        .runs = all,
        .runs_n = sizeof all / sizeof *all,
        .bookmark = "m",
        .title = "t",
        .author = "n",
        .variable = "v",
        .word_art = "w",
        .picture_text = "p",
        .form_help = "h",
        .glossary = &second,
    };
    add_streams(&spec, add);
    add_streams(&old, add);
}
