/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the XML parts of office documents begin: namespaces, types and relationships of ECMA-376
 * (docx, xlsx, pptx), ODF 1.3 (odt, ods, odp) and GB/T 33190 (ofd), as string literals.
 */
#ifndef LS_GENERATE_OFFICE_XML_H
#define LS_GENERATE_OFFICE_XML_H

#define LS_XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define LS_XML_ALONE "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* Attributes of a root element. */
#define LS_OOXML_R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define LS_OOXML_A "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
#define LS_OOXML_WORD                                                                              \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " LS_OOXML_R
#define LS_OOXML_EXCEL                                                                             \
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" " LS_OOXML_R
#define LS_OOXML_POWERPOINT                                                                        \
    "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" " LS_OOXML_A           \
    " " LS_OOXML_R
#define LS_OOXML_TYPES "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\""
#define LS_ODF_NAME(prefix, what)                                                                  \
    "xmlns:" prefix "=\"urn:oasis:names:tc:opendocument:xmlns:" what ":1.0\""
#define LS_ODF_TEXT                                                                                \
    LS_ODF_NAME("office", "office")                                                                \
    " " LS_ODF_NAME("text", "text") " " LS_ODF_NAME("table", "table")
#define LS_OFD_NAME "xmlns:ofd=\"http://www.ofdspec.org/2016\""

/* Content types begin so, and there are two that every package has. */
#define LS_OOXML_CT "application/vnd.openxmlformats-officedocument."
#define LS_OOXML_RELS_TYPE                                                                         \
    "<Default Extension=\"rels\" "                                                                 \
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
#define LS_OOXML_XML_TYPE "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"

/* A part of relationships, and an entry of it. */
#define LS_RELS(entries)                                                                           \
    LS_XML "<Relationships "                                                                       \
           "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" entries       \
           "</Relationships>"
#define LS_RELATION(id, type, target)                                                              \
    "<Relationship Id=\"" id "\" "                                                                 \
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type "\" "       \
    "Target=\"" target "\"/>"

#endif
