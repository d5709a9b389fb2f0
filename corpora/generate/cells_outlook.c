/* SPDX-License-Identifier: Apache-2.0 */
/* Outlook messages ([MS-OXMSG]) and attachments (TNEF, [MS-OXTNEF]). */
#include "generate/cells.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/outlook.h"

#include <string.h>

#define M LS_CELL_MARK
#define M_GBK "\xbb\xfa\xc3\xdc\xa1\xef\x31\x30\xc4\xea"
#define HTML "<html><body><p>" M "</p></body></html>"
#define RTF(text) "{\\rtf1\\ansi\\ansicpg936\\fromhtml1 \\deff0{\\fonttbl{\\f0 A;}}" text "}"
#define M_RTF "\\u26426?\\u23494?\\u9733?10\\u24180?"

enum msg_place {
    MSG_SUBJECT,
    MSG_SUBJECT_TWICE,
    MSG_BODY,
    MSG_BODY_GBK,
    MSG_BODY_GBK_UNSAID,
    MSG_BODY_LONG,
    MSG_HTML,
    MSG_BODY_AND_HTML,
    MSG_RTF,
    MSG_ALL_BODIES,
    MSG_RECIPIENT,
    MSG_HEADERS,
    MSG_NAMED,
    MSG_NAME,
    MSG_ATTACHMENT,
    MSG_NESTED,
};

/* A body that is too long to be compared with others, with the mark in its last line. */
static void put_long(struct ls_cfb_writer *w)
{
    struct ls_buf text = {.limit = 1 << 20};
    for (int i = 0; i < 6000; i++)
        must(ls_buf_str(&text, "a line\r\n"));
    must(ls_buf_add(&text, M, sizeof M)); /* with its NUL */
    ls_msg_text(w, 0, 0x1000, text.at);
    LS_VEC_FINI(&text);
}

static void put_attachment(struct ls_cfb_writer *w, enum msg_place place)
{
    uint32_t at = ls_msg_attachment(w, 0, 0);
    ls_msg_text(w, at, 0x3707, place == MSG_NAME ? M : "plan.txt");
    if (place == MSG_NESTED) {
        uint32_t in = ls_msg_message(w, at);
        ls_msg_text(w, in, 0x0037, "inner");
        ls_msg_text(w, in, 0x1000, M);
    } else {
        const char *bytes = place == MSG_ATTACHMENT ? M : "abc";
        ls_msg_bytes(w, at, 0x37010102, bytes, strlen(bytes));
    }
}

static void put_rtf(struct ls_cfb_writer *w, const char *rtf)
{
    struct ls_buf bytes = {.limit = 1 << 16};
    ls_lzfu_write(rtf, true, &bytes);
    ls_msg_bytes(w, 0, 0x10090102, bytes.at, bytes.n);
    LS_VEC_FINI(&bytes);
}

static void put(struct ls_cfb_writer *w, enum msg_place place)
{
    bool twice = place == MSG_SUBJECT_TWICE;
    bool all = place == MSG_ALL_BODIES;
    bool html = place == MSG_HTML || place == MSG_BODY_AND_HTML || all;
    ls_msg_text(w, 0, 0x0037, place == MSG_SUBJECT ? M : twice ? "RE: " M : "x");
    if (twice) {
        ls_msg_text(w, 0, 0x003D, "RE: ");
        ls_msg_text(w, 0, 0x0E1D, M);
        ls_msg_text(w, 0, 0x0070, M);
    }
    if (place == MSG_BODY_LONG)
        put_long(w);
    else if (place == MSG_BODY_GBK || place == MSG_BODY_GBK_UNSAID)
        ls_msg_bytes(w, 0, 0x1000001E, M_GBK, strlen(M_GBK));
    else if (place == MSG_BODY || place == MSG_BODY_AND_HTML || all)
        ls_msg_text(w, 0, 0x1000, M);
    if (html)
        ls_msg_bytes(w, 0, 0x10130102, HTML, strlen(HTML));
    if (place == MSG_RTF)
        put_rtf(w, "{\\rtf1\\ansi " M_RTF "}");
    if (all)
        put_rtf(w, RTF("{\\*\\htmltag64 <p>}" M_RTF "{\\*\\htmltag72 </p>}"));
    if (place == MSG_RECIPIENT) {
        ls_msg_text(w, ls_msg_recipient(w, 0, 0), 0x3001, M);
        ls_msg_text(w, 0, 0x0E04, M);
    }
    if (place == MSG_HEADERS)
        ls_msg_text(w, 0, 0x007D,
                    "X-Note: =?gb2312?B?u/rD3KHvMTDE6g==?=\r\n"
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    if (place == MSG_NAMED)
        ls_msg_text(w, 0, 0x8000, M);
    if (place >= MSG_NAME)
        put_attachment(w, place);
}

static void make_msg(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    enum msg_place place = (enum msg_place)cell->option;
    ls_msg_begin(&w, "Grade");
    ls_msg_numbers(&w, 0, place == MSG_BODY_GBK ? 936 : 0);
    put(&w, place);
    ls_cfb_end(&w, out);
}

#define MSG(where_, kind_, name_, part_, option_)                                                  \
    {                                                                                              \
        .format = "msg", .where = where_, .kind = kind_, .name = name_, .part = part_,             \
        .make = make_msg, .option = option_                                                        \
    }

enum tnef_place {
    TNEF_SUBJECT,
    TNEF_BODY,
    TNEF_BODY_TWICE,
    TNEF_HTML,
    TNEF_RECIPIENT,
    TNEF_NAMED,
    TNEF_ATTACHMENT,
    TNEF_NESTED,
};

/* The properties of a message, in an attribute. */
static void put_properties(struct ls_buf *out, enum tnef_place place)
{
    struct ls_buf properties = {.limit = 1 << 16};
    ls_tnef_count(&properties, 3);
    ls_tnef_text(&properties, 0x0037, "x");
    if (place == TNEF_NAMED)
        ls_tnef_named(&properties, 0x8001, "Grade", M);
    else
        ls_tnef_text(&properties, 0x1000,
                     place == TNEF_BODY || place == TNEF_BODY_TWICE ? M : "abc");
    if (place == TNEF_HTML || place == TNEF_BODY_TWICE)
        ls_tnef_bytes(&properties, 0x10130102, HTML, strlen(HTML));
    else
        ls_tnef_text(&properties, 0x1008, "y");
    ls_tnef_attribute(out, 1, 0x00069003, properties.at, properties.n);
    LS_VEC_FINI(&properties);
}

static void put_recipient(struct ls_buf *out)
{
    struct ls_buf rows = {.limit = 1 << 16};
    ls_tnef_count(&rows, 1);
    ls_tnef_count(&rows, 1);
    ls_tnef_text(&rows, 0x3001, M);
    ls_tnef_attribute(out, 1, 0x00069004, rows.at, rows.n);
    LS_VEC_FINI(&rows);
}

static void put_attached(struct ls_buf *out, enum tnef_place place)
{
    static const uint8_t message[16] = {0x07, 0x03, 0x02, 0, 0, 0, 0, 0,
                                        0xC0, 0,    0,    0, 0, 0, 0, 0x46};
    struct ls_buf inner = {.limit = 1 << 16}, properties = {.limit = 1 << 16};
    ls_tnef_attribute(out, 2, 0x00069002, message, 14);
    ls_tnef_attribute(out, 2, 0x00018010, "plan.txt", 9);
    if (place == TNEF_ATTACHMENT) {
        ls_tnef_attribute(out, 2, 0x0006800F, M, strlen(M));
    } else {
        must(ls_buf_add(&inner, message, sizeof message));
        ls_tnef_begin(&inner);
        put_properties(&inner, TNEF_BODY);
        ls_tnef_count(&properties, 1);
        ls_tnef_bytes(&properties, 0x3701000D, inner.at, inner.n);
        ls_tnef_attribute(out, 2, 0x00069005, properties.at, properties.n);
    }
    LS_VEC_FINI(&inner);
    LS_VEC_FINI(&properties);
}

static void make_tnef(const struct ls_cell *cell, struct ls_buf *out)
{
    static const uint8_t page[8] = {0xA8, 0x03}; /* 936 */
    enum tnef_place place = (enum tnef_place)cell->option;
    ls_tnef_begin(out);
    ls_tnef_attribute(out, 1, 0x00069007, page, sizeof page);
    if (place == TNEF_SUBJECT)
        ls_tnef_attribute(out, 1, 0x00018004, M_GBK, sizeof M_GBK);
    put_properties(out, place);
    if (place == TNEF_RECIPIENT)
        put_recipient(out);
    if (place >= TNEF_ATTACHMENT)
        put_attached(out, place);
}

#define TNEF(where_, kind_, name_, part_, option_)                                                 \
    {                                                                                              \
        .format = "tnef", .where = where_, .kind = kind_, .name = name_, .part = part_,            \
        .make = make_tnef, .option = option_                                                       \
    }

const struct ls_cell ls_cells_outlook[] = {
    MSG("subject", NULL, NULL, LS_PART_SUBJECT, MSG_SUBJECT),
    MSG("subject of an answer", NULL, NULL, LS_PART_SUBJECT, MSG_SUBJECT_TWICE),
    MSG("body", NULL, NULL, LS_PART_BODY, MSG_BODY),
    MSG("body, GBK", NULL, NULL, LS_PART_BODY, MSG_BODY_GBK),
    MSG("body, GBK without a code page", NULL, NULL, LS_PART_BODY, MSG_BODY_GBK_UNSAID),
    MSG("body, long", NULL, NULL, LS_PART_BODY, MSG_BODY_LONG),
    MSG("body, HTML", "msg", "body.html", LS_PART_BODY, MSG_HTML),
    MSG("body, plain and HTML", NULL, NULL, LS_PART_BODY, MSG_BODY_AND_HTML),
    MSG("body, RTF", "msg", "body.rtf", LS_PART_BODY, MSG_RTF),
    MSG("body, plain, HTML, and HTML in RTF", NULL, NULL, LS_PART_BODY, MSG_ALL_BODIES),
    MSG("recipient", NULL, NULL, LS_PART_MAIL_HEADER, MSG_RECIPIENT),
    MSG("header", "msg", "headers", LS_PART_MAIL_HEADER, MSG_HEADERS),
    MSG("field of its own", NULL, NULL, LS_PART_PROPERTY, MSG_NAMED),
    MSG("name of an attachment", NULL, NULL, LS_PART_NAME, MSG_NAME),
    MSG("attachment", "msg", "plan.txt", LS_PART_NONE, MSG_ATTACHMENT),
    MSG("nested message", "msg", "plan.txt", LS_PART_BODY, MSG_NESTED),
    TNEF("subject, GBK", NULL, NULL, LS_PART_SUBJECT, TNEF_SUBJECT),
    TNEF("body", NULL, NULL, LS_PART_BODY, TNEF_BODY),
    TNEF("body, plain and HTML", NULL, NULL, LS_PART_BODY, TNEF_BODY_TWICE),
    TNEF("body, HTML", "tnef", "body.html", LS_PART_BODY, TNEF_HTML),
    TNEF("recipient", NULL, NULL, LS_PART_MAIL_HEADER, TNEF_RECIPIENT),
    TNEF("field of its own", NULL, NULL, LS_PART_PROPERTY, TNEF_NAMED),
    TNEF("attachment", "tnef", "plan.txt", LS_PART_NONE, TNEF_ATTACHMENT),
    TNEF("nested message", "tnef", "plan.txt", LS_PART_BODY, TNEF_NESTED),
};
const size_t ls_cells_outlook_n = sizeof ls_cells_outlook / sizeof *ls_cells_outlook;
