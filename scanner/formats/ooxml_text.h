/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text of WordprocessingML, DrawingML and VML (ECMA-376 Part 1, 17 and 21; Part 4, 19), which stand
 * in each other: a slide, a document, a chart, a diagram, comments.
 *
 * Elements are known by their local names, so that strict, transitional and oddly prefixed
 * documents are alike. What is read, and where it goes:
 *
 *   t                                  the flow at hand, joined within a paragraph
 *   tab ptab / br cr / p / tc / tr     tab, line, line, cell, row
 *   txbxContent textbox                a flow of its own: text-box, or watermark behind a header
 *   del moveFrom delText               deletion
 *   vanish webHidden, styles, shapes   hidden
 *   instrText fldSimple, form fields   field
 *   rt                                 the same part, in lines of their own
 *   textpath                           watermark in headers and footers, else text-box
 *   descr title alt tooltip            alt-text
 *   AlternateContent                   the first Choice that says something; all else that is said
 *                                      and is not the same: hidden
 */
#ifndef LS_FORMATS_OOXML_TEXT_H
#define LS_FORMATS_OOXML_TEXT_H

#include "formats/ooxml.h"
#include "formats/ooxml_styles.h"

struct ls_ooxml_text_options {
    const struct ls_ooxml_styles *styles; /* or NULL */
    bool word;                            /* WordprocessingML: shapes interrupt paragraphs */
    bool chart;                           /* values of a chart (21.2) */
    bool comments;                        /* <text> of comments of slides (19.4.7) */
    struct ls_known *diagram;             /* of a diagram: lines that are remembered … */
    bool drawn;                           /* … or only lines that are not among them are told */
};

struct ls_result ls_ooxml_read_text(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                    const struct ls_ooxml_text_options *options) LS_MUST_USE;

/* For tables of roots: drawings and diagrams, charts. */
struct ls_result ls_ooxml_read_drawing(struct ls_ooxml *package,
                                       const struct ls_ooxml_part *part) LS_MUST_USE;
struct ls_result ls_ooxml_read_chart(struct ls_ooxml *package,
                                     const struct ls_ooxml_part *part) LS_MUST_USE;

#endif
