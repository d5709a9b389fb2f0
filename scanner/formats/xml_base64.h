/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 in the character data of an XML document: where it stands is noted while the text goes by,
 * and at its end the bytes it says are an inner object.
 *
 *   <w:binData w:name="a.png">iVBORw0KG…   the name of the element says so (ls_xml_base64_take)
 *   <x>JVBERi0xLjcK…                      or its length and looks do (ls_xml_base64_guess)
 */
#ifndef LS_FORMATS_XML_BASE64_H
#define LS_FORMATS_XML_BASE64_H

#include "decode/map.h"
#include "formats/format.h"
#include "formats/xml.h"

enum { LS_XML_BASE64_NAME_MAX = 256 };

/* Begins with zeros, but for the job. One for a document. */
struct ls_xml_base64 {
    struct ls_format_job *job;
    uint64_t lo, hi;   /* of the object's bytes; hi is 0 when there is none */
    bool upper, lower; /* letters in it */
    char name[LS_XML_BASE64_NAME_MAX];
    size_t name_n;
};

/* What follows as base64 is called as the element is: by its attribute name or id. */
void ls_xml_base64_call(struct ls_xml_base64 *base64, const struct ls_xml_tag *tag);

/* Whether the first text of an element that may hold base64 is such. */
bool ls_xml_base64_is(struct ls_str text);

/* Notes text of such an element; false: nobody knows where it stands. */
bool ls_xml_base64_take(struct ls_xml_base64 *base64, struct ls_str text, const struct ls_map *map,
                        uint64_t base);
/* The element ends: emits the object. */
struct ls_result ls_xml_base64_end(struct ls_xml_base64 *base64) LS_MUST_USE;

/*
 * The same in an element of any name, where the text is told in any case: what looks like base64 is
 * an object when it is long and has letters of both cases.
 */
struct ls_result ls_xml_base64_guess(struct ls_xml_base64 *base64, struct ls_str text,
                                     const struct ls_map *map, uint64_t base) LS_MUST_USE;
struct ls_result ls_xml_base64_guess_end(struct ls_xml_base64 *base64) LS_MUST_USE;

#endif
