/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of PDF: what is said of a small document. */
#ifndef LS_TESTS_PDF_SAYS_H
#define LS_TESTS_PDF_SAYS_H

#include "says.h"

#include "base/alloc.h"
#include "generate/pdf_document.h"

#define BT "BT /F1 10 Tf 100 700 Td "
#define LATIN "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>" /* 6 wide at size 10 */
#define TEXT_ONE "part body page 1\ntext \"one\\n\"\n"
#define TEXT(text) "part body page 1\ntext \"" text "\"\nend\n"

static inline void check_document(const struct ls_pdf_document *document, const char *expected)
{
    struct ls_buf bytes = {.limit = 1 << 24};
    ls_pdf_document_make(document, &bytes);
    for (int away = 0; away < 2; away++) { /* in memory, and not */
        struct ls_transcript t = {.away = away};
        assert_string_equal(ls_transcript_run(&t, NULL, bytes.at, bytes.n), expected);
        ls_transcript_free(&t);
    }
    LS_VEC_FINI(&bytes);
}

#endif
