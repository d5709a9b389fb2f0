/* SPDX-License-Identifier: Apache-2.0 */
/* Mailboxes of Outlook ([MS-PST]). */
#include "generate/cells.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/pst_writer.h"

#include <string.h>

#define M LS_CELL_MARK
#define HTML "<html><body><p>" M "</p></body></html>"

enum { FOLDER = 0x8022, MESSAGE = 0x200024, LONG = 3000 };

enum pst_place {
    PST_SUBJECT,
    PST_BODY,
    PST_BODY_ANSI,
    PST_BODY_CYCLIC,
    PST_BODY_LONG,
    PST_HTML,
    PST_BODY_AND_HTML,
    PST_RECIPIENT,
    PST_DELETED,
    PST_FOLDER,
    PST_NAMED,
    PST_ATTACHMENT,
    PST_NESTED,
};

/* A body of several blocks, with the mark in its last line. */
static void put_long(struct ls_pst_writer *w)
{
    struct ls_buf text = {.limit = 1 << 20};
    for (int i = 0; i < LONG; i++)
        must(ls_buf_str(&text, "a line\r\n"));
    must(ls_buf_add(&text, M, sizeof M)); /* with its NUL */
    ls_pst_text(w, 0x1000, text.at);
    LS_VEC_FINI(&text);
}

static void put_names(struct ls_pst_writer *w)
{
    static const uint8_t entry[8] = {0, 0, 0, 0, 3 << 1 | 1, 0, 0, 0};
    static const uint8_t name[] = "\x0A\0\0\0G\0r\0a\0d\0e\0\0";
    ls_pst_bytes(w, 0x00030102, entry, sizeof entry);
    ls_pst_bytes(w, 0x00040102, name, sizeof name - 1);
    ls_pst_put(w, &w->nodes, 0x61, 0);
}

static void put_attachment(struct ls_pst_writer *w, enum pst_place place)
{
    struct ls_pst_writer_nodes message = {.n = 0};
    if (place == PST_NESTED) {
        ls_pst_text(w, 0x0037, "inner");
        ls_pst_text(w, 0x1000, M);
        ls_pst_put(w, &message, 0x44, 0);
        w->sub = message;
        ls_pst_object(w, 0x3701, 0x44);
    } else {
        ls_pst_bytes(w, 0x37010102, M, strlen(M));
    }
    ls_pst_text(w, 0x3707, "plan.txt");
    message.n = 0;
    ls_pst_put(w, &message, 0x8025, 0);
    w->sub = message;
}

static void put_message(struct ls_pst_writer *w, enum pst_place place)
{
    bool body = place >= PST_BODY && place <= PST_BODY_CYCLIC;
    if (place >= PST_ATTACHMENT)
        put_attachment(w, place);
    if (place == PST_RECIPIENT)
        ls_pst_put_table(w, 0x692, 0x3001, M);
    ls_pst_text(w, 0x0037, place == PST_SUBJECT ? "\x01\x01" M : "x");
    if (body || place == PST_BODY_AND_HTML || place == PST_DELETED)
        ls_pst_text(w, 0x1000, M);
    if (place == PST_BODY_LONG)
        put_long(w);
    if (place == PST_HTML || place == PST_BODY_AND_HTML)
        ls_pst_bytes(w, 0x10130102, HTML, strlen(HTML));
    ls_pst_number(w, 0x3FDE0003, 65001);
    if (place == PST_NAMED)
        ls_pst_text(w, 0x8000, M);
    ls_pst_put(w, &w->nodes, MESSAGE, place == PST_DELETED ? 0x8042 : FOLDER);
}

static void make_pst(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_pst_writer w;
    enum pst_place place = (enum pst_place)cell->option;
    ls_pst_begin(&w, place != PST_BODY_ANSI, place == PST_BODY_CYCLIC ? 2 : 1);
    put_names(&w);
    ls_pst_text(&w, 0x3001, place == PST_FOLDER ? M : "Inbox");
    ls_pst_put(&w, &w.nodes, FOLDER, FOLDER);
    put_message(&w, place);
    ls_pst_end(&w, out);
}

#define PST(where_, name_, part_, option_)                                                         \
    {                                                                                              \
        .format = "pst", .where = where_, .kind = "pst", .name = name_, .part = part_,             \
        .make = make_pst, .option = option_                                                        \
    }

const struct ls_cell ls_cells_pst[] = {
    PST("subject", "Inbox/" M, LS_PART_SUBJECT, PST_SUBJECT),
    PST("body", "Inbox/x", LS_PART_BODY, PST_BODY),
    PST("body, ANSI", "Inbox/x", LS_PART_BODY, PST_BODY_ANSI),
    PST("body, cyclic code", "Inbox/x", LS_PART_BODY, PST_BODY_CYCLIC),
    PST("body, long", "Inbox/x", LS_PART_BODY, PST_BODY_LONG),
    PST("body, HTML", "Inbox/x/body.html", LS_PART_BODY, PST_HTML),
    PST("body, plain and HTML", "Inbox/x", LS_PART_BODY, PST_BODY_AND_HTML),
    PST("recipient", "Inbox/x", LS_PART_MAIL_HEADER, PST_RECIPIENT),
    PST("message without a folder", "x", LS_PART_BODY, PST_DELETED),
    PST("name of a folder", M, LS_PART_NAME, PST_FOLDER),
    PST("field of its own", "Inbox/x", LS_PART_PROPERTY, PST_NAMED),
    PST("attachment", "Inbox/x/plan.txt", LS_PART_NONE, PST_ATTACHMENT),
    PST("nested message", "Inbox/x/plan.txt/inner", LS_PART_BODY, PST_NESTED),
};
const size_t ls_cells_pst_n = sizeof ls_cells_pst / sizeof *ls_cells_pst;
