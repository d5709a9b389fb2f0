/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PDF files (ISO 32000) through MuPDF, for format_pdf.c.
 *
 *   pdf_open.c       a document in a heap of its own: opened, repaired, decrypted
 *   pdf_heap.c       its heap
 *   pdf_common.c     what all documents have in common
 *   pdf_pages.c      pages one after the other, then what is drawn and belongs to none
 *   pdf_page.c       a page
 *   pdf_ahead.c      pages that other threads draw ahead
 *   pdf_content.c    operators of a content stream
 *   pdf_plain.c      those that MuPDF's interpreter need not see
 *   pdf_operator.c   … read from the stream's bytes
 *   pdf_show.c       strings -> characters and where they stand
 *   pdf_pieces.c     characters -> pieces of lines (formats/layout.h)
 *   pdf_text.c       … -> parts of the page
 *   pdf_annots.c     annotations and form fields of a page
 *   pdf_objects.c    strings of all other objects: outlines, names, actions, structure
 *   pdf_info.c       the document's properties
 *   pdf_files.c      attachments and forms in XML, as children
 *   pdf_strings.c    strings and streams -> lines of a part
 *   pdf_filter.c     lines that are news
 *   pdf_revisions.c  what only an earlier version of the file says
 *   pdf_without.c    what of MuPDF is left out of the program
 *
 * MuPDF fails by longjmp(3). So everything that calls it is a step of ls_pdf_guard(), a step calls
 * ls_pdf_must() on results of ours, and whatever has to be freed hangs on the document, never on
 * the stack of a step.
 *
 * One thread at a time for a document; documents know nothing of each other. Threads that help open
 * one of their own (pdf_ahead.c).
 */
#ifndef LS_FORMATS_PDF_H
#define LS_FORMATS_PDF_H

#include "base/buf.h"
#include "formats/format.h"
#include "formats/known.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

enum {
    LS_PDF_MEMORY_MAX = 512 << 20, /* bytes that MuPDF may have for a document */
    LS_PDF_STORE_MAX = 48 << 20,   /* … of them, fonts that are kept for the next page */
    LS_PDF_TEXT_MAX = 16 << 20,    /* of one string or stream of text; also XML of a form */
    LS_PDF_PAGES_NAMED_MAX = 24,   /* ranges of pages in the detail of a gap */
    LS_PDF_OBJECTS_MAX = 8 << 20,  /* MuPDF's own limit for numbers of objects */
    LS_PDF_NESTING_MAX = 24,       /* forms in forms */
    LS_PDF_FILES_MAX = 64 << 10,
    LS_PDF_NAMES_MAX = 8 << 20,    /* bytes of their names */
    LS_PDF_NUMBERS_MAX = 16 << 10, /* objects that a page which is read ahead may meet */
};

/* Pages that something is the matter with: "1-3, 7". */
struct ls_pdf_pages {
    LS_VEC(uint32_t) at; /* pairs: first and last */
    uint32_t n;
};

/* An attachment that was met. */
struct ls_pdf_file {
    int number;       /* of its stream */
    bool stray;       /* nobody names it */
    size_t name, len; /* in the document's `names` */
};

/* Numbers of objects. */
struct ls_pdf_numbers {
    LS_VEC(int) at;
};

struct ls_charset;
struct ls_pdf_content;
struct ls_pdf_drawing;
struct ls_pdf_heap;

struct ls_pdf {
    struct ls_format_job *job;
    struct ls_format_job drawn;   /* where drawn text goes: to the job, or into `rich` */
    size_t memory_max, store_max; /* 0: LS_PDF_MEMORY_MAX, LS_PDF_STORE_MAX */
    struct ls_pdf_heap *heap;
    fz_context *ctx;
    pdf_document *doc;
    fz_cookie cookie;        /* of the content that is being drawn */
    struct ls_result failed; /* a result of ours that went through MuPDF */
    int caught;              /* the FZ_ERROR_ of the last step that did not end well */
    uint32_t ticks;
    bool data_lost;       /* see ls_pdf_lost_data() */
    bool picture_lost;    /* a stream was a picture; see pdf_without.c */
    bool memory_lost;     /* something was too large */
    uint8_t *read;        /* the object's bytes, when they are not in memory */
    uint64_t size;        /* bytes of the object that count as the file */
    struct ls_buf string; /* of pdf_strings.c */
    struct ls_buf room;
    const struct ls_charset *utf16[2]; /* big-endian, little-endian; once they were asked for */
    struct ls_buf lines, squeezed;     /* of the annotation at hand */
    struct ls_buf rich;
    struct ls_known values; /* of the information dictionary and XMP */
    LS_VEC(struct ls_pdf_file) files;
    struct ls_buf names;

    /* What has been looked at, by number of object. */
    uint8_t *seen;
    size_t seen_n;
    struct ls_pdf_numbers *noted; /* those seen from now on; or NULL */

    /* Where the text that was told last stands. */
    enum ls_part at_part;
    uint32_t at_page;

    struct ls_pdf_content *content;
    struct ls_pdf_drawing *interpreted; /* whose stream MuPDF opens next */
    struct ls_pdf_pages image_only, unmapped, broken, too_large;
    struct ls_known *known; /* what later versions say; NULL: there is one version only */
    bool earlier;           /* this is an earlier version */
};

/* Reads bytes [0, size) of job->blob as a document. BAD: it cannot be read; pdf->caught says more.
 * Close it in any case. */
struct ls_result ls_pdf_open(struct ls_pdf *pdf, struct ls_format_job *job,
                             uint64_t size) LS_MUST_USE;
void ls_pdf_close(struct ls_pdf *pdf);

/*
 * Runs a step. BAD/LS_E_MALFORMED: MuPDF gave up on what the step does, and siblings may go on;
 * other failures are ours and to be handed up.
 */
typedef void ls_pdf_step(struct ls_pdf *pdf, void *arg);
struct ls_result ls_pdf_guard(struct ls_pdf *pdf, ls_pdf_step *step, void *arg) LS_MUST_USE;

/* The same; what MuPDF gave up on is passed over. */
struct ls_result ls_pdf_try(struct ls_pdf *pdf, ls_pdf_step *step, void *arg) LS_MUST_USE;

/* In a step: a failure ends it. */
void ls_pdf_must(struct ls_pdf *pdf, struct ls_result r);

/* In a step, often: ends it when the budget is used up. */
static inline void ls_pdf_tick(struct ls_pdf *pdf)
{
    if ((++pdf->ticks & 63) == 0)
        ls_pdf_must(pdf, ls_charge(pdf->job, 0, 0));
}

/* Whether a stream ended early since this was asked last: MuPDF says so in a warning. */
bool ls_pdf_lost_data(struct ls_pdf *pdf);

/* In a step: whether this object was looked at before; now it is. False for direct objects. */
bool ls_pdf_see(struct ls_pdf *pdf, pdf_obj *object);
bool ls_pdf_has_seen(const struct ls_pdf *pdf, int number);
bool ls_pdf_see_number(struct ls_pdf *pdf, int number);
/* MuPDF was refused memory, and may have left out something without a word. */
bool ls_pdf_heap_was_short(const struct ls_pdf *pdf);
bool ls_pdf_heap_is_half_full(const struct ls_pdf *pdf);

/* In a step: what an object is in the file, the same in all versions that have it; 0: unknown. */
uint64_t ls_pdf_identity(struct ls_pdf *pdf, int number);

/* pdf_strings.c. In a step; the string lives until the next call. Control characters are in it. */
struct ls_str ls_pdf_text(struct ls_pdf *pdf, pdf_obj *string);
/* Also of a stream. */
struct ls_str ls_pdf_long_text(struct ls_pdf *pdf, pdf_obj *object);
/* The text of rich text (XHTML), appended to `out`. */
struct ls_result ls_pdf_rich(struct ls_str rich, struct ls_buf *out) LS_MUST_USE;
/* Text that follows stands in this part of this page. */
struct ls_result ls_pdf_part(struct ls_pdf *pdf, enum ls_part part, uint32_t page) LS_MUST_USE;
/* Tells text as lines of a part. */
struct ls_result ls_pdf_tell(struct ls_pdf *pdf, enum ls_part part, uint32_t page,
                             struct ls_str text) LS_MUST_USE;

/* pdf_text.c: what is drawn so far, to its parts of the page. */
struct ls_result ls_pdf_content_new(struct ls_pdf *pdf) LS_MUST_USE;
void ls_pdf_content_free(struct ls_pdf *pdf);
struct ls_result ls_pdf_content_emit(struct ls_pdf *pdf) LS_MUST_USE;

/* pdf_annots.c. In a step: an annotation of a page. */
void ls_pdf_read_annot(struct ls_pdf *pdf, pdf_obj *annot, uint32_t page);

/* pdf_objects.c. In a step: the strings of an object; `annot`: the part of an annotation. */
void ls_pdf_walk(struct ls_pdf *pdf, pdf_obj *object, uint32_t page, enum ls_part annot);
struct ls_result ls_pdf_read_objects(struct ls_pdf *pdf) LS_MUST_USE;

/* pdf_info.c; all but the first in a step. */
struct ls_result ls_pdf_read_info(struct ls_pdf *pdf) LS_MUST_USE;
bool ls_pdf_is_metadata(struct ls_pdf *pdf, pdf_obj *object);
void ls_pdf_tell_metadata(struct ls_pdf *pdf, pdf_obj *stream);

/* pdf_files.c. In a step: notes the attachment that a dictionary names or is, or a stream that may
 * turn out to be nobody's. Then tells all. */
void ls_pdf_note_file(struct ls_pdf *pdf, pdf_obj *dict);
void ls_pdf_note_stream(struct ls_pdf *pdf, pdf_obj *stream);
struct ls_result ls_pdf_read_files(struct ls_pdf *pdf) LS_MUST_USE;
struct ls_result ls_pdf_read_form_xml(struct ls_pdf *pdf) LS_MUST_USE;

/* pdf_revisions.c: all of a document; and all of its versions. */
struct ls_result ls_pdf_read_all(struct ls_pdf *pdf) LS_MUST_USE;
struct ls_result ls_pdf_read_versions(struct ls_pdf *pdf) LS_MUST_USE;

#endif
