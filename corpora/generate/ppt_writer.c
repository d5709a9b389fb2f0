/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/ppt_writer.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "generate/cfb_writer.h"
#include "generate/crypt_writer.h"
#include "generate/must.h"
#include "generate/put.h"

#include <string.h>
#include <zlib.h>

enum { ROOM = 1 << 24, CONTAINER = 0xF };

/* Numbers of the objects. */
enum {
    DOCUMENT = 1,
    MASTER,
    SLIDE_1,
    SLIDE_2,
    SLIDE_3,
    NOTES_2,
    OBJECT,
    UNLISTED,
    SESSION,
    OBJECTS_END
};

static size_t begin(struct ls_buf *out, unsigned version, unsigned instance, unsigned type)
{
    put_number(out, version | instance << 4, 2);
    put_number(out, type, 2);
    put_number(out, 0, 4);
    return out->n;
}

static void end(struct ls_buf *out, size_t at)
{
    uint32_t len = (uint32_t)(out->n - at);
    for (size_t i = 0; i < 4; i++)
        out->at[at - 4 + i] = (char)(len >> 8 * i);
}

static void put_string(struct ls_buf *out, unsigned instance, const char *text)
{
    if (!text)
        return;
    size_t at = begin(out, 0, instance, 0x0FBA);
    put_utf16(out, text);
    end(out, at);
}

static void put_text(struct ls_buf *out, const char *text, bool narrow)
{
    size_t at = begin(out, 0, 0, 0x0F9F);
    put_number(out, 4, 4);
    end(out, at);
    at = begin(out, 0, 0, narrow ? 0x0FA8 : 0x0FA0);
    if (narrow)
        must(ls_buf_str(out, text));
    else
        put_utf16(out, text);
    end(out, at);
}

/* Properties of a shape, and behind them its text. */
struct shape {
    const char *text, *narrow, *alt, *art;
    bool outline, hidden, table, child;
    uint32_t left, top;
};

static void put_options(struct ls_buf *out, const struct shape *shape)
{
    const char *long_texts[] = {shape->art, shape->alt};
    static const uint16_t ids[] = {0x00C0, 0x0381};
    struct ls_buf behind = {.limit = ROOM};
    unsigned n = (unsigned)((shape->art != NULL) + (shape->alt != NULL) + shape->hidden);
    size_t at = begin(out, 3, n, 0xF00B);
    for (size_t i = 0; i < 2; i++) {
        if (!long_texts[i])
            continue;
        size_t from = behind.n;
        put_utf16(&behind, long_texts[i]);
        put_number(&behind, 0, 2);
        put_number(out, ids[i] | 0x8000, 2);
        put_number(out, behind.n - from, 4);
    }
    if (shape->hidden) {
        put_number(out, 0x03BF, 2);
        put_number(out, 0x00020002, 4);
    }
    if (behind.n)
        must(ls_buf_add(out, behind.at, behind.n));
    end(out, at);
    LS_VEC_FINI(&behind);
}

static void put_shape(struct ls_buf *out, const struct shape *shape)
{
    size_t sp = begin(out, CONTAINER, 0, 0xF004), at = begin(out, 2, 1, 0xF00A);
    put_number(out, 0, 8);
    end(out, at);
    put_options(out, shape);
    if (shape->table) {
        at = begin(out, 3, 1, 0xF122);
        put_number(out, 0x039F, 2);
        put_number(out, 1, 4);
        end(out, at);
    }
    if (shape->child) {
        at = begin(out, 0, 0, 0xF00F);
        put_number(out, shape->left, 4);
        put_number(out, shape->top, 4);
        put_number(out, 0, 8);
        end(out, at);
    }
    if (shape->text || shape->narrow || shape->outline) {
        size_t box = begin(out, CONTAINER, 0, 0xF00D);
        if (shape->outline) {
            at = begin(out, 0, 0, 0x0F9E);
            put_number(out, 0, 4);
            end(out, at);
        } else {
            put_text(out, shape->text ? shape->text : shape->narrow, !shape->text);
        }
        end(out, box);
    }
    end(out, sp);
}

/* Two rows and two columns; the last row stands first. */
static void put_table(struct ls_buf *out, const char *cell)
{
    size_t group = begin(out, CONTAINER, 0, 0xF003);
    put_shape(out, &(struct shape){.table = true});
    put_shape(out, &(struct shape){.narrow = "c", .child = true, .top = 100});
    put_shape(out, &(struct shape){.text = cell, .child = true, .left = 100, .top = 100});
    put_shape(out, &(struct shape){.narrow = "b", .child = true, .left = 100});
    put_shape(out, &(struct shape){.narrow = "a", .child = true});
    end(out, group);
}

static void put_drawing(struct ls_buf *out, const struct shape *shapes, size_t n, const char *cell)
{
    size_t drawing = begin(out, CONTAINER, 0, 0x040C), dg = begin(out, CONTAINER, 0, 0xF002);
    size_t group = begin(out, CONTAINER, 0, 0xF003);
    put_shape(out, &(struct shape){.child = false});
    for (size_t i = 0; i < n; i++) {
        const struct shape *s = &shapes[i];
        if (s->text || s->narrow || s->alt || s->art || s->outline)
            put_shape(out, s);
    }
    if (cell)
        put_table(out, cell);
    end(out, group);
    end(out, dg);
    end(out, drawing);
}

static void put_comment(struct ls_buf *out, const char *author, const char *comment)
{
    size_t tags = begin(out, CONTAINER, 0, 0x1388), tag = begin(out, CONTAINER, 0, 0x138A);
    put_string(out, 0, "___PPT10");
    size_t data = begin(out, 0, 0, 0x138B), at = begin(out, CONTAINER, 0, 0x2EE0);
    put_string(out, 0, author);
    put_string(out, 1, comment);
    put_string(out, 2, "x");
    end(out, at);
    end(out, data);
    end(out, tag);
    end(out, tags);
}

static void put_slide(struct ls_buf *out, const struct shape *shapes, size_t n,
                      const struct ls_ppt_texts *texts, bool hidden)
{
    size_t slide = begin(out, CONTAINER, 0, 0x03EE), at = begin(out, 2, 0, 0x03EF);
    put_number(out, 0, 24);
    end(out, at);
    if (hidden) {
        at = begin(out, 0, 0, 0x03F9);
        put_number(out, 0, 10);
        put_number(out, 4, 6);
        end(out, at);
    }
    put_drawing(out, shapes, n, texts ? texts->cell : NULL);
    if (texts && texts->comment)
        put_comment(out, texts->author, texts->comment);
    end(out, slide);
}

static void put_slide_2(struct ls_buf *out, const struct ls_ppt_texts *t)
{
    const struct shape shapes[] = {
        {.outline = t->outline != NULL},    {.text = t->text}, {.narrow = t->narrow},
        {.text = t->shape, .hidden = true}, {.alt = t->alt},   {.art = t->art},
    };
    put_slide(out, shapes, sizeof shapes / sizeof *shapes, t, false);
}

static void put_notes(struct ls_buf *out, const char *text)
{
    size_t notes = begin(out, CONTAINER, 0, 0x03F0), at = begin(out, 1, 0, 0x03F1);
    put_number(out, 257, 4);
    put_number(out, 0, 4);
    end(out, at);
    put_drawing(out, &(struct shape){.text = text}, 1, NULL);
    end(out, notes);
}

static void put_persist(struct ls_buf *out, uint32_t number, uint32_t id)
{
    size_t at = begin(out, 0, 0, 0x03F3);
    put_number(out, number, 4);
    put_number(out, 0, 8);
    put_number(out, id, 4);
    put_number(out, 0, 4);
    end(out, at);
}

static void put_lists(struct ls_buf *out, const struct ls_ppt_texts *t)
{
    size_t list = begin(out, CONTAINER, 1, 0x0FF0);
    put_persist(out, MASTER, 0x80000000);
    end(out, list);
    list = begin(out, CONTAINER, 0, 0x0FF0);
    put_persist(out, SLIDE_1, 256);
    put_persist(out, SLIDE_2, 257);
    if (t->outline)
        put_text(out, t->outline, false);
    if (t->hidden)
        put_persist(out, SLIDE_3, 258);
    end(out, list);
    if (t->notes) {
        list = begin(out, CONTAINER, 2, 0x0FF0);
        put_persist(out, NOTES_2, 256);
        end(out, list);
    }
}

static void put_document(struct ls_buf *out, const struct ls_ppt_texts *t)
{
    size_t document = begin(out, CONTAINER, 0, 0x03E8), at = begin(out, 1, 0, 0x03E9);
    put_number(out, 0, 40);
    end(out, at);
    if (t->link) {
        size_t list = begin(out, CONTAINER, 0, 0x0409), link = begin(out, CONTAINER, 0, 0x0FD7);
        put_string(out, 1, t->link);
        end(out, link);
        end(out, list);
    }
    put_lists(out, t);
    if (t->header || t->footer) {
        at = begin(out, CONTAINER, 3, 0x0FD9);
        put_string(out, 1, t->header);
        put_string(out, 2, t->footer);
        end(out, at);
    }
    end(out, begin(out, 0, 0, 0x03EA));
    end(out, document);
}

static void put_object(struct ls_buf *out, const void *bytes, size_t len, bool cut)
{
    uLongf packed_len = compressBound((uLong)len);
    uint8_t *packed = ls_calloc(packed_len, 1);
    MUST(packed && compress(packed, &packed_len, bytes, (uLong)len) == Z_OK);
    size_t at = begin(out, 0, 1, 0x1011);
    put_number(out, len, 4);
    must(ls_buf_add(out, packed, packed_len - (cut ? 4 : 0)));
    end(out, at);
    ls_free(packed);
}

/* How it is encrypted, as an object, and all others in place. */
static void encrypt(struct ls_buf *document, const char *password, uint32_t *offs)
{
    struct ls_crypt_writer crypt;
    offs[SESSION] = (uint32_t)document->n;
    size_t at = begin(document, CONTAINER, 0, 0x2F14);
    ls_crypt_begin(&crypt, password, document);
    end(document, at);
    for (uint32_t i = 1; i < SESSION; i++) {
        if (offs[i] == UINT32_MAX)
            continue;
        uint8_t *record = (uint8_t *)document->at + offs[i];
        size_t len = 8;
        for (size_t k = 0; k < 4; k++)
            len += (size_t)record[4 + k] << 8 * k;
        ls_crypt_block(&crypt, i, record, len);
    }
}

/* The directory of an edit and the edit; returns where that stands. */
static uint32_t put_edit(struct ls_buf *out, const uint32_t *offs, uint32_t last, bool encrypted)
{
    uint32_t directory = (uint32_t)out->n;
    size_t at = begin(out, 0, 0, 0x1772);
    for (uint32_t i = 1; i < OBJECTS_END; i++)
        if (offs[i] != UINT32_MAX) {
            put_number(out, i | 1u << 20, 4);
            put_number(out, offs[i], 4);
        }
    end(out, at);
    uint32_t edit = (uint32_t)out->n;
    at = begin(out, 0, 0, 0x0FF5);
    put_number(out, 0, 8);
    put_number(out, last, 4);
    put_number(out, directory, 4);
    put_number(out, DOCUMENT, 4);
    put_number(out, OBJECTS_END, 4);
    put_number(out, 0, 4);
    if (encrypted)
        put_number(out, offs[SESSION] == UINT32_MAX ? 0 : SESSION, 4);
    end(out, at);
    return edit;
}

static void put_user(struct ls_buf *user, uint32_t edit, bool encrypted)
{
    size_t at = begin(user, 0, 0, 0x0FF6);
    put_number(user, 0x14, 4);
    put_number(user, encrypted ? 0xF3D1C4DF : 0xE391C05F, 4);
    put_number(user, edit, 4);
    put_number(user, 0, 2);
    put_number(user, 0x03F4, 2);
    put_number(user, 3, 4);
    put_number(user, 8, 4);
    end(user, at);
}

void ls_ppt_write(const struct ls_ppt_texts *t, struct ls_buf *document, struct ls_buf *user,
                  struct ls_buf *pictures)
{
    uint32_t offs[OBJECTS_END], last = 0;
    memset(offs, 0xFF, sizeof offs);
#define OBJECT_AT(number) (offs[number] = (uint32_t)document->n)
    OBJECT_AT(MASTER);
    size_t at = begin(document, CONTAINER, 0, 0x03F8);
    put_drawing(document, &(struct shape){.text = t->master}, 1, NULL);
    end(document, at);
    OBJECT_AT(SLIDE_1);
    put_slide(document, &(struct shape){.narrow = "one"}, 1, NULL, false);
    if (t->before) {
        OBJECT_AT(SLIDE_2);
        put_slide(document, &(struct shape){.text = t->before}, 1, NULL, false);
        OBJECT_AT(DOCUMENT);
        put_document(document, t);
        last = put_edit(document, offs, 0, false);
        memset(offs, 0xFF, sizeof offs);
    }
    OBJECT_AT(SLIDE_2);
    put_slide_2(document, t);
    if (t->hidden) {
        OBJECT_AT(SLIDE_3);
        put_slide(document, &(struct shape){.text = t->hidden}, 1, NULL, true);
    }
    if (t->notes) {
        OBJECT_AT(NOTES_2);
        put_notes(document, t->notes);
    }
    if (t->object) {
        OBJECT_AT(OBJECT);
        put_object(document, t->object, t->object_len, t->object_cut);
    }
    if (t->unlisted) {
        OBJECT_AT(UNLISTED);
        put_slide(document, &(struct shape){.text = t->unlisted}, 1, NULL, false);
    }
    OBJECT_AT(DOCUMENT);
    put_document(document, t);
#undef OBJECT_AT
    bool encrypted = t->encrypted || t->password;
    if (t->password)
        encrypt(document, t->password, offs);
    uint32_t edit = t->lost ? 0 : put_edit(document, offs, last, encrypted);
    put_user(user, edit, encrypted);
    if (t->picture) {
        at = begin(pictures, 0, 0x6E0, 0xF01E);
        put_number(pictures, 0, 17);
        must(ls_buf_add(pictures, t->picture, t->picture_len));
        end(pictures, at);
    }
}

void ls_ppt_make(const struct ls_ppt_texts *texts, struct ls_buf *out)
{
    struct ls_buf document = {.limit = ROOM}, user = {.limit = ROOM}, pictures = {.limit = ROOM};
    struct ls_cfb_writer w;
    ls_ppt_write(texts, &document, &user, &pictures);
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "PowerPoint Document", document.at, document.n);
    ls_cfb_stream(&w, 0, "Current User", user.at, user.n);
    if (pictures.n)
        ls_cfb_stream(&w, 0, "Pictures", pictures.at, pictures.n);
    ls_cfb_end(&w, out);
    LS_VEC_FINI(&document);
    LS_VEC_FINI(&user);
    LS_VEC_FINI(&pictures);
}
