/* SPDX-License-Identifier: Apache-2.0 */
/* RTF (Rich Text Format Specification 1.9.1), with objects as [MS-OLEDS] 2.2 has them. */
#include "generate/cells.h"

#include "base/alloc.h"
#include "generate/must.h"

#include <string.h>

#define M "\\'bb\\'fa\\'c3\\'dc\\'a1\\'ef10\\'c4\\'ea" /* the mark in GB18030 */
#define DOCUMENT(body)                                                                             \
    "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 "       \
    "Arial;}}{\\colortbl;\\red0\\green0\\blue0;}\\pard\\plain\\f0\\fs21 abc\\par " body "\\par "   \
    "def\\par}\n"
#define SHAPE(inside)                                                                              \
    "{\\shp{\\*\\shpinst\\shpleft0\\shptop0{\\sp{\\sn fFlipH}{\\sv 0}}" inside "}}"

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    must(ls_buf_str(out, cell->text));
}

static void add_u32(struct ls_buf *out, size_t number)
{
    for (int i = 0; i < 4; i++, number >>= 8)
        must(ls_buf_char(out, (char)(number & 0xFF)));
}

static void add_zeroed(struct ls_buf *out, const char *text)
{
    must(ls_buf_add(out, text, strlen(text) + 1));
}

/* A file as the Object Packager keeps it. */
static void make_package(struct ls_buf *out, const char *name, const char *bytes)
{
    must(ls_buf_add(out, "\2\0", 2));
    add_zeroed(out, name);
    add_zeroed(out, name);
    must(ls_buf_add(out, "\0\0\3\0", 4));
    add_u32(out, strlen(name) + 1);
    add_zeroed(out, name);
    add_u32(out, strlen(bytes));
    must(ls_buf_str(out, bytes));
}

static void add_hex(struct ls_buf *out, const struct ls_buf *bytes)
{
    for (size_t i = 0; i < bytes->n; i++)
        must(ls_buf_printf(out, "%02x%s", (unsigned)(unsigned char)bytes->at[i],
                           i % 32 == 31 ? "\n" : ""));
}

static void make_object(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_buf package = {.limit = 4096}, object = {.limit = 8192};
    make_package(&package, cell->name, cell->text);
    add_u32(&object, 0x501);
    add_u32(&object, 2);
    add_u32(&object, sizeof "Package");
    add_zeroed(&object, "Package");
    add_u32(&object, 0);
    add_u32(&object, 0);
    add_u32(&object, package.n);
    must(ls_buf_add(&object, package.at, package.n));
    must(ls_buf_str(out, "{\\rtf1\\ansi\\ansicpg936 abc{\\object\\objemb{\\*\\objclass Package}"
                         "{\\*\\objdata "));
    add_hex(out, &object);
    must(ls_buf_str(out, "}{\\result x}}\\par}\n"));
    LS_VEC_FINI(&package);
    LS_VEC_FINI(&object);
}

#define CELL(where_, part_, text_)                                                                 \
    {                                                                                              \
        .format = "rtf", .where = where_, .part = part_, .make = make, .text = text_               \
    }

const struct ls_cell ls_cells_rtf[] = {
    CELL("body", LS_PART_BODY, DOCUMENT(M)),
    CELL("body, cut into groups", LS_PART_BODY,
         DOCUMENT("{\\b\\'bb}{\\f0\\'fa\\u23494?}{\\f1\\uc2\\u9733\\'a1\\'ef 10}\\'c4\n\\'ea")),
    CELL(
        "body, with small letters over it", LS_PART_BODY,
        DOCUMENT("{\\field{\\*\\fldinst EQ \\\\* jc2 \\\\o\\\\ad(\\\\s\\\\up "
                 "9(jm),\\'bb\\'fa)}{\\fldrslt }}"
                 "{\\field{\\*\\fldinst EQ \\\\o\\\\ac(\\u9675?,\\u23494?)}}\\u9733?10\\'c4\\'ea")),
    CELL("table", LS_PART_BODY,
         DOCUMENT("\\trowd\\cellx1\\cellx2\\intbl 1\\cell " M "\\cell\\row\\pard")),
    CELL("header", LS_PART_HEADER, DOCUMENT("{\\header\\pard " M "\\par}")),
    CELL("footer", LS_PART_FOOTER, DOCUMENT("{\\footerf\\pard " M "\\par}")),
    CELL("text box", LS_PART_TEXT_BOX, DOCUMENT(SHAPE("{\\shptxt\\pard " M "\\par}"))),
    CELL("footnote", LS_PART_FOOTNOTE, DOCUMENT("{\\footnote\\pard " M "}")),
    CELL("comment", LS_PART_COMMENT,
         DOCUMENT("{\\*\\atnid A}{\\*\\atnauthor B}\\chatn{\\*\\annotation\\pard " M "}")),
    CELL("tracked deletion", LS_PART_DELETION, DOCUMENT("{\\deleted\\revauthdel1 " M "}")),
    CELL("hidden text", LS_PART_HIDDEN, DOCUMENT("{\\v " M "}")),
    CELL("unknown destination", LS_PART_HIDDEN, DOCUMENT("{\\*\\unheard " M "}")),
    CELL("watermark", LS_PART_WATERMARK,
         DOCUMENT("{\\header " SHAPE("{\\sp{\\sn gtextUNICODE}{\\sv " M "}}") "}")),
    CELL("property", LS_PART_PROPERTY, DOCUMENT("{\\info{\\title " M "}}")),
    {
        .format = "rtf",
        .where = "object, a file",
        .kind = "rtf",
        .name = "plan.txt",
        .make = make_object,
        .text = "abc\n" LS_CELL_MARK "\ndef\n",
    },
};
const size_t ls_cells_rtf_n = sizeof ls_cells_rtf / sizeof *ls_cells_rtf;
