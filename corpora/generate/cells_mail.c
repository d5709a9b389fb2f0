/* SPDX-License-Identifier: Apache-2.0 */
/* Messages (RFC 5322, RFC 2045 to 2047), mailboxes (RFC 4155) and saved pages (RFC 2557). */
#include "generate/cells.h"

#include "generate/must.h"

#define M LS_CELL_MARK
#define M_BASE64 "5py65a+G4piFMTDlubQ=" /* UTF-8 */
#define M_GBK_BASE64 "u/rD3KHvMTDE6g==" /* GB18030 */
#define M_GBK "\xbb\xfa\xc3\xdc\xa1\xef\x31\x30\xc4\xea"
#define M_QP "=E6=9C=BA=E5=AF=86=E2=98=8510=E5=B9=\r\n=B4"
#define HEAD "From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 2 Nov 2026 08:00:00 +0800\r\n"
#define MESSAGE(subject, rest)                                                                     \
    HEAD "Subject: " subject "\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n" rest
#define TEXT(charset, encoding, body)                                                              \
    "Content-Type: text/plain; charset=" charset "\r\nContent-Transfer-Encoding: " encoding        \
    "\r\n\r\n" body "\r\n"
#define MIXED(parts)                                                                               \
    "Content-Type: multipart/mixed; boundary=\"==b1\"\r\n\r\n--==b1\r\n" TEXT(                     \
        "utf-8", "7bit", "abc") parts "--==b1--\r\n"
#define PART(part) "--==b1\r\n" part
#define NESTED "Content-Type: message/rfc822\r\n\r\n" MESSAGE("inner", TEXT("utf-8", "8bit", M))
#define ATTACHED                                                                                   \
    "Content-Type: application/octet-stream; name=\"plan.txt\"\r\n"                                \
    "Content-Disposition: attachment; filename=\"plan.txt\"\r\n"                                   \
    "Content-Transfer-Encoding: base64\r\n\r\n" M_BASE64 "\r\n"
#define HTML_PART(body)                                                                            \
    "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" body "</p></body></html>\r\n"

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    must(ls_buf_str(out, cell->text));
}

#define CELL(format_, where_, kind_, name_, part_, text_)                                          \
    {                                                                                              \
        .format = format_, .where = where_, .kind = kind_, .name = name_, .part = part_,           \
        .make = make, .text = text_                                                                \
    }

const struct ls_cell ls_cells_mail[] = {
    CELL("eml", "body", NULL, NULL, LS_PART_BODY, MESSAGE("x", TEXT("utf-8", "8bit", M))),
    CELL("eml", "body, base64 of GBK", NULL, NULL, LS_PART_BODY,
         MESSAGE("x", TEXT("gb2312", "base64", M_GBK_BASE64))),
    CELL("eml", "body, GBK", NULL, NULL, LS_PART_BODY, MESSAGE("x", TEXT("gbk", "8bit", M_GBK))),
    CELL("eml", "body, quoted-printable", NULL, NULL, LS_PART_BODY,
         MESSAGE("x", TEXT("utf-8", "quoted-printable", M_QP))),
    CELL("eml", "body, HTML", "eml", "", LS_PART_BODY, MESSAGE("x", HTML_PART(M))),
    CELL("eml", "attachment", "eml", "plan.txt", LS_PART_NONE, MESSAGE("x", MIXED(PART(ATTACHED)))),
    CELL("eml", "nested message", "eml", "", LS_PART_BODY, MESSAGE("x", MIXED(PART(NESTED)))),
    CELL("eml", "subject", NULL, NULL, LS_PART_SUBJECT,
         MESSAGE("=?gb2312?B?" M_GBK_BASE64 "?=", TEXT("utf-8", "7bit", "abc"))),
    CELL("mbox", "second message", "mbox", "", LS_PART_BODY,
         "From a@example.org Mon Nov  2 08:00:00 2026\r\n" MESSAGE(
             "one", TEXT("utf-8", "7bit", "abc")) "\r\nFrom a@example.org Mon Nov  2 08:00:00 "
                                                  "2026\r\n" MESSAGE("two",
                                                                     TEXT("utf-8", "8bit", M))),
    CELL("mhtml", "page", "mhtml", "", LS_PART_BODY,
         "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"==b1\"; "
         "type=\"text/html\"\r\n\r\n--==b1\r\nContent-Location: http://example.org/\r\n" HTML_PART(
             M) "--==b1--\r\n"),
};
const size_t ls_cells_mail_n = sizeof ls_cells_mail / sizeof *ls_cells_mail;
