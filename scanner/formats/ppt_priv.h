/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the PowerPoint reader share: the open document, and the numbers of [MS-PPT].
 *
 *   ppt.c          the streams, and records by their heads
 *   ppt_edits.c    which objects there are, and where they stand now
 *   ppt_slides.c   which slides there are, in which order, which are of older edits
 *   ppt_walk.c     the records of one of them, and their texts
 *   ppt_shape.c    properties of shapes, tables
 *   ppt_objects.c  embedded objects, pictures
 *   ppt_crypt.c    passwords that everybody knows
 */
#ifndef LS_FORMATS_PPT_PRIV_H
#define LS_FORMATS_PPT_PRIV_H

#include "base/buf.h"
#include "base/cursor.h"
#include "formats/cfb.h"
#include "formats/format.h"
#include "formats/known.h"
#include "formats/office_art.h"
#include "formats/ole_view.h"
#include "formats/story.h"

/* Types of records: [MS-PPT] 2.13.24, [MS-ODRAW] 2.2. */
enum {
    PPT_DOCUMENT = 0x03E8,
    PPT_SLIDE = 0x03EE,
    PPT_SLIDE_ATOM = 0x03EF,
    PPT_NOTES = 0x03F0,
    PPT_NOTES_ATOM = 0x03F1,
    PPT_ENVIRONMENT = 0x03F2,
    PPT_SLIDE_PERSIST = 0x03F3,
    PPT_MASTER = 0x03F8,
    PPT_SHOW_INFO = 0x03F9,
    PPT_OBJECT_LIST = 0x0409,
    PPT_DRAWING_GROUP = 0x040B,
    PPT_NAMED_SHOW = 0x0411,
    PPT_MASTER_PACKAGE = 0x041E,
    PPT_FONTS = 0x07D5,
    PPT_SOUNDS = 0x07E4,
    PPT_SOUND = 0x07E6,
    PPT_PICTURE_BULLETS = 0x07F8,
    PPT_OUTLINE_REF = 0x0F9E,
    PPT_TEXT_HEADER = 0x0F9F,
    PPT_TEXT_CHARS = 0x0FA0,
    PPT_TEXT_BYTES = 0x0FA8,
    PPT_STRING = 0x0FBA,
    PPT_KINSOKU = 0x0FC8,
    PPT_HANDOUT = 0x0FC9,
    PPT_OLE_EMBED = 0x0FCC,
    PPT_BOOKMARK = 0x0FD0,
    PPT_HEADERS_FOOTERS = 0x0FD9,
    PPT_OLE_CONTROL = 0x0FEE,
    PPT_SLIDE_LIST = 0x0FF0,
    PPT_USER_EDIT = 0x0FF5,
    PPT_CURRENT_USER = 0x0FF6,
    PPT_OLE_STORAGE = 0x1011,
    PPT_STRING_TAG = 0x1389,
    PPT_BINARY_TAG = 0x138A,
    PPT_BINARY_DATA = 0x138B,
    PPT_PERSIST_DIRECTORY = 0x1772,
    PPT_COMMENT = 0x2EE0,
    PPT_COMMENT_AUTHOR = 0x2EE4,
    PPT_CRYPT_SESSION = 0x2F14,
    ART_GROUP = 0xF003,
    ART_SHAPE = 0xF004,
    ART_TEXTBOX = 0xF00D,
    ART_CHILD_ANCHOR = 0xF00F,
};

enum {
    PPT_HEAD = 8,
    PPT_CONTAINER = 0xF, /* version of records that hold records */
    PPT_LISTS = 3,       /* slides, masters, notes: instances of PPT_SLIDE_LIST */
    PPT_OBJECTS_MAX = 1 << 20,
    PPT_SLIDES_MAX = 1 << 14,
};

struct ppt_record {
    unsigned version, instance, type;
    uint64_t off, end; /* of its content */
};

/* An entry of a list of slides: its texts stand at [lo, hi) in the document container. */
struct ppt_slide {
    uint32_t persist, id;
    uint64_t lo, hi;
};

struct ppt_object {
    uint32_t persist;
    uint32_t rank; /* 0: of the newest edit */
    uint64_t off;
    bool read;
};

struct ls_ppt {
    struct ls_format_job *job;
    struct ls_cfb *cfb;
    uint32_t storage;
    struct ls_ole_view view;
    struct ls_ole_text text;
    struct ls_story *story;
    const struct ls_charset *utf16, *latin;
    LS_VEC(struct ppt_object) objects; /* ascending by number, each once */
    LS_VEC(struct ppt_slide) lists[PPT_LISTS];
    struct ls_known said;          /* lines */
    const struct ppt_slide *slide; /* at hand: its outline is referred to */
    uint32_t outlines[16];         /* a bit for each of its texts that was */
    bool old;                      /* what is read belongs to an older edit */
    bool lost;                     /* there is no list of objects: all that is there is told */
    bool in_table;
    struct ls_buf plain; /* the stream as it was before it was encrypted */
    struct ls_blob plain_blob;
    const char *broken;
};

/* What is broken, for a gap at the end; the first word counts. */
void ls_ppt_note(struct ls_ppt *ppt, const char *what);

/* The record at `off`, which ends at `end` at the latest; *found: there is one. */
struct ls_result ls_ppt_record(struct ls_ppt *ppt, uint64_t off, uint64_t end,
                               struct ppt_record *record, bool *found) LS_MUST_USE;

/* The first child of this type; *found: there is one. */
struct ls_result ls_ppt_child(struct ls_ppt *ppt, const struct ppt_record *parent, unsigned type,
                              struct ppt_record *child, bool *found) LS_MUST_USE;

/* `len` <= 64 bytes of a record's content from `at` on, as a cursor; empty when there are fewer. */
struct ls_result ls_ppt_bytes(struct ls_ppt *ppt, const struct ppt_record *record, uint64_t at,
                              size_t len, struct ls_cursor *c) LS_MUST_USE;

/*
 * Lists the objects, and finds the record of the document; without one ppt->lost. *encrypted:
 * nobody knows the password, and nothing can be read.
 */
struct ls_result ls_ppt_open(struct ls_ppt *ppt, struct ppt_record *document,
                             bool *encrypted) LS_MUST_USE;

/* The object with this number, or NULL. */
struct ppt_object *ls_ppt_find_object(struct ls_ppt *ppt, uint32_t number);

/* Tells all that stands in the stream. */
struct ls_result ls_ppt_slides(struct ls_ppt *ppt, const struct ppt_record *document) LS_MUST_USE;

/*
 * Tells a text as a line of its own, in UTF-16 or in the lower bytes of that. `aside` as in
 * story.h. Of an older edit only what is new.
 */
struct ls_result ls_ppt_tell(struct ls_ppt *ppt, enum ls_part aside, uint64_t off, uint64_t end,
                             bool wide) LS_MUST_USE;

/* Was all of this text said before? */
struct ls_result ls_ppt_was_said(struct ls_ppt *ppt, uint64_t off, uint64_t end, bool wide,
                                 bool *said) LS_MUST_USE;

/* All that a record says, with what is in it. */
struct ls_result ls_ppt_walk(struct ls_ppt *ppt, const struct ppt_record *record) LS_MUST_USE;

/* The i-th text of the slide at hand's outline; `all`: those that nothing referred to. */
struct ls_result ls_ppt_outline(struct ls_ppt *ppt, uint32_t i, bool all) LS_MUST_USE;

/* What the properties of a shape say. */
struct ppt_shape {
    bool hidden, table, textbox;
    uint64_t package, package_end; /* a picture of it that newer programs edit, or both 0 */
};

struct ls_result ls_ppt_options(struct ls_ppt *ppt, const struct ppt_record *record,
                                struct ppt_shape *shape) LS_MUST_USE;

/* Tells a group as a table when it is one: *table. */
struct ls_result ls_ppt_table(struct ls_ppt *ppt, const struct ppt_record *group,
                              bool *table) LS_MUST_USE;

/* Embedded objects (PPT_OLE_STORAGE), and other children inside the stream. */
struct ls_result ls_ppt_object(struct ls_ppt *ppt, const struct ppt_record *record,
                               uint32_t number) LS_MUST_USE;
struct ls_result ls_ppt_inside(struct ls_ppt *ppt, const char *name, uint64_t off,
                               uint64_t end) LS_MUST_USE;
struct ls_result ls_ppt_pictures(struct ls_ppt *ppt) LS_MUST_USE;

/*
 * Tries the passwords that everybody knows on a document whose last edit this is. *open: from now
 * on the view shows it as it was.
 */
struct ls_result ls_ppt_unlock(struct ls_ppt *ppt, uint64_t edit, bool *open) LS_MUST_USE;

#endif
