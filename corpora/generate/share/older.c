/* SPDX-License-Identifier: Apache-2.0 */
/* Compound files: Word, Excel and PowerPoint up to 2003, messages of Outlook. */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/doc_writer.h"
#include "generate/must.h"
#include "generate/outlook.h"
#include "generate/ppt_writer.h"
#include "generate/xls_writer.h"

#include <stdlib.h>
#include <string.h>

enum {
    GLOBALS = 5,
    SHEET = 0x10,
    SST = 0x0FC,
    CONTINUE = 0x03C,
    LABEL_SST = 0x0FD,
    NUMBER = 0x203,
    RECORD_MAX = 8000, /* of 8224 */
    ROWS_MAX = 65535,
    SLIDE_MAX = 60000,
    BODY_MAX = 500000,
};

/* A stream of pictures that nobody has to understand. */
static void pictures(struct ls_share *share, struct ls_cfb_writer *file, uint32_t storage,
                     const char *name, size_t bytes)
{
    struct ls_buf picture = {.limit = LS_SHARE_BYTES_MAX};
    if (bytes == 0)
        return;
    ls_share_picture(share, bytes, &picture);
    ls_cfb_stream(file, storage, name, picture.at, picture.n);
    LS_VEC_FINI(&picture);
}

void ls_share_doc(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_cfb_writer file;
    ls_share_prose(share, brief, &text);
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == '\n')
            text.at[i] = '\r';
    const struct ls_doc_run runs[] = {{LS_DOC_BODY, text.at, 0}};
    ls_cfb_begin(&file);
    ls_doc_streams(&(struct ls_doc_spec){.runs = runs, .runs_n = 1}, &file, 0);
    pictures(share, &file, 0, "Data", brief->pictures);
    ls_cfb_end(&file, out);
    LS_VEC_FINI(&text);
}

/* ---- workbooks ---- */

static bool is_number(const char *cell, size_t len)
{
    return len > 0 && strspn(cell, "0123456789.") >= len;
}

static unsigned count_strings(const char *text)
{
    const char *line, *cell;
    size_t len, n;
    unsigned strings = 0;
    while (ls_share_line(&text, &line, &len))
        for (const char *c = line; ls_share_cell(&c, line + len, &cell, &n);)
            strings += !is_number(cell, n);
    return strings;
}

/* Every string, in as many records as it takes; none is cut. */
static void put_strings(struct ls_xls_writer *w, const char *text)
{
    const char *line, *cell;
    size_t len, n;
    char copy[512];
    unsigned strings = count_strings(text);
    ls_xls_record(w, SST);
    ls_xls_put(w, "44", strings, strings);
    while (ls_share_line(&text, &line, &len))
        for (const char *c = line; ls_share_cell(&c, line + len, &cell, &n);) {
            if (is_number(cell, n))
                continue;
            snprintf(copy, sizeof copy, "%.*s", (int)n, cell);
            if (w->out.n - w->record + 2 * strlen(copy) > RECORD_MAX)
                ls_xls_record(w, CONTINUE);
            ls_xls_text(w, 2, copy);
        }
}

static void put_cells(struct ls_xls_writer *w, const char *text)
{
    const char *line, *cell;
    size_t len, n;
    unsigned row = 0, shared = 0;
    for (; row < ROWS_MAX && ls_share_line(&text, &line, &len); row++) {
        unsigned column = 0;
        for (const char *c = line; ls_share_cell(&c, line + len, &cell, &n); column++) {
            bool number = is_number(cell, n);
            ls_xls_record(w, number ? NUMBER : LABEL_SST);
            ls_xls_put(w, "222", row, column, 15);
            if (number)
                ls_xls_double_put(w, strtod(cell, NULL));
            else
                ls_xls_put(w, "4", shared++);
        }
    }
}

void ls_share_xls(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_cfb_writer file;
    struct ls_xls_writer w;
    size_t patch;
    ls_share_table(share, brief, &text);
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_record(&w, 0x042);
    ls_xls_put(&w, "2", 1200);
    ls_xls_sheet(&w, "Sheet1", 0, &patch);
    put_strings(&w, text.at);
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch);
    ls_xls_bof(&w, 8, SHEET);
    put_cells(&w, text.at);
    ls_xls_eof(&w);
    ls_cfb_begin(&file);
    ls_cfb_stream(&file, 0, "Workbook", w.out.at, w.out.n);
    LS_VEC_FINI(&w.out);
    ls_cfb_end(&file, out);
    LS_VEC_FINI(&text);
}

/* ---- presentations and messages ---- */

/* Of one text box each: the slide, its notes and its outline. */
void ls_share_ppt(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf slide = {.limit = LS_SHARE_BYTES_MAX}, notes = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_buf picture = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_share_brief part = *brief;
    part.bytes = brief->bytes / 2 < SLIDE_MAX ? brief->bytes / 2 : SLIDE_MAX;
    ls_share_prose(share, &part, &slide);
    part.mark = NULL;
    ls_share_prose(share, &part, &notes);
    if (brief->pictures > 0)
        ls_share_picture(share, brief->pictures, &picture);
    ls_ppt_make(&(struct ls_ppt_texts){.outline = slide.at,
                                       .text = "2026",
                                       .notes = notes.at,
                                       .master = "title",
                                       .picture = picture.at,
                                       .picture_len = picture.n},
                out);
    LS_VEC_FINI(&slide);
    LS_VEC_FINI(&notes);
    LS_VEC_FINI(&picture);
}

/* A body, and in every other message a document that is attached; either has the mark. */
void ls_share_msg(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf body = {.limit = LS_SHARE_BYTES_MAX}, file = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_share_brief mine = *brief, other = *brief;
    struct ls_cfb_writer w;
    bool attached = ls_share_below(share, 2);
    mine.mark = attached ? NULL : brief->mark;
    mine.bytes = brief->bytes < BODY_MAX ? brief->bytes : BODY_MAX;
    mine.bytes /= attached ? 8 : 1;
    ls_share_prose(share, &mine, &body);
    ls_msg_begin(&w, NULL);
    ls_msg_numbers(&w, 0, 0);
    ls_msg_text(&w, 0, 0x001A, "IPM.Note");
    ls_msg_text(&w, 0, 0x0037, "files");
    ls_msg_text(&w, 0, 0x1000, body.at);
    if (attached) {
        uint32_t at = ls_msg_attachment(&w, 0, 0);
        ls_share_docx(share, &other, &file);
        ls_msg_text(&w, at, 0x3707, "report.docx");
        ls_msg_bytes(&w, at, 0x37010102, file.at, file.n);
    }
    ls_cfb_end(&w, out);
    LS_VEC_FINI(&body);
    LS_VEC_FINI(&file);
}
