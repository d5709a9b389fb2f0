/* SPDX-License-Identifier: Apache-2.0 */
/* The table of pieces ([MS-DOC] 2.4.1, 2.9.38 Clx): which bytes the characters of a document are.
 */
#include "formats/doc_priv.h"

#include "base/cursor.h"

enum {
    PRC = 1,
    PCDT = 2,
    PCD = 8,
    COMPRESSED = 0x40000000, /* 2.9.73 FcCompressed */
    CHARGE_EACH = 1 << 12,
    SAMPLE = 1 << 12,
};

static struct ls_result add_piece(struct doc *doc, struct doc_piece piece)
{
    const struct ls_buf *main = &doc->main.bytes;
    uint64_t end = piece.fc + (uint64_t)(piece.cp_end - piece.cp) * (piece.wide ? 2 : 1);
    if (doc->pieces.n == doc->pieces.limit) {
        doc->full = true;
        return ls_ok();
    }
    doc->cut = doc->cut || end > main->n;
    LS_VEC_PUSH(&doc->pieces, piece);
    return doc_know(doc, piece.fc, end);
}

/* PlcPcd (2.8.35): n + 1 characters' numbers, n pieces. What goes backwards is left out. */
static struct ls_result read_plc(struct doc *doc, const uint8_t *plc, size_t len)
{
    size_t n = len < 4 ? 0 : (len - 4) / (4 + PCD);
    const uint8_t *pcds = plc + 4 * (n + 1);
    uint32_t behind = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t fc = doc_u32(pcds + i * PCD + 2);
        struct doc_piece piece = {
            .cp = doc_u32(plc + i * 4),
            .cp_end = doc_u32(plc + i * 4 + 4),
            .prm = doc_u16(pcds + i * PCD + 6),
        };
        piece.wide = !doc->fib.old && !(fc & COMPRESSED);
        piece.fc = doc->fib.old ? fc : fc & ~(uint32_t)COMPRESSED;
        if (!doc->fib.old && !piece.wide)
            piece.fc /= 2;
        if (piece.cp >= behind && piece.cp < piece.cp_end && piece.cp_end <= INT32_MAX) {
            LS_TRY(add_piece(doc, piece));
            behind = piece.cp_end;
        } else {
            doc->disorder |= piece.cp != piece.cp_end;
        }
        if (i % CHARGE_EACH == 0)
            LS_TRY(ls_charge(doc->job, 0, CHARGE_EACH));
    }
    return ls_ok();
}

static struct ls_result read_clx(struct doc *doc, struct ls_str clx)
{
    struct ls_cursor c;
    ls_cursor_init(&c, clx.at, clx.len);
    while (c.left) {
        unsigned kind = ls_cursor_u8(&c);
        if (kind == PRC) {
            size_t len = ls_cursor_u16le(&c);
            const uint8_t *sprms = ls_cursor_bytes(&c, len);
            if (sprms && doc->prcs.n < doc->prcs.limit)
                LS_VEC_PUSH(&doc->prcs, ((struct ls_str){(const char *)sprms, len}));
        } else if (kind == PCDT) {
            size_t len = ls_cursor_u32le(&c);
            return read_plc(doc, c.at, len < c.left ? len : c.left);
        } else {
            return ls_ok();
        }
    }
    return ls_ok();
}

/* In 8-bit text there are no zeros; in UTF-16 the ends of paragraphs have one at least. */
static bool looks_wide(const struct doc *doc, uint32_t fc, size_t len)
{
    const uint8_t *bytes = (const uint8_t *)doc->main.bytes.at + fc;
    size_t zeros = 0, n = len < SAMPLE ? len : SAMPLE;
    for (size_t i = 0; i < n; i++)
        zeros += bytes[i] == 0;
    return zeros * 100 > n;
}

struct ls_result doc_pieces_guess(struct doc *doc)
{
    const struct doc_fib *fib = &doc->fib;
    uint64_t len = 0;
    uint32_t fc = fib->fc_min;
    for (int i = 0; i < DOC_STORIES; i++)
        len += fib->ccp[i];
    if (fc < DOC_FIB_BASE || fc >= doc->main.bytes.n || len == 0 || len > INT32_MAX)
        return ls_ok();
    size_t left = doc->main.bytes.n - fc;
    struct doc_piece piece = {.cp_end = (uint32_t)len, .fc = fc};
    piece.wide = looks_wide(doc, fc, left < len ? left : (size_t)len);
    return add_piece(doc, piece);
}

struct ls_result doc_pieces_read(struct doc *doc)
{
    LS_VEC_CLEAR(&doc->pieces);
    LS_VEC_CLEAR(&doc->prcs);
    return read_clx(doc, doc_list(doc, DOC_CLX));
}

void doc_piece_props(const struct doc *doc, const struct doc_piece *piece, struct doc_props *props)
{
    size_t i = piece->prm >> 1;
    if (!(piece->prm & 1))
        doc_props_apply_prm0(props, piece->prm);
    else if (i < doc->prcs.n)
        doc_props_apply(props, (const uint8_t *)doc->prcs.at[i].at, doc->prcs.at[i].len,
                        doc->fib.old);
}
