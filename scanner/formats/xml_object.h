/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that are one XML document from their first byte to their last.
 */
#ifndef LS_FORMATS_XML_OBJECT_H
#define LS_FORMATS_XML_OBJECT_H

#include "formats/format.h"
#include "formats/xml.h"

/*
 * Reads the job's object as XML; what is wrong with it is a gap. `*xml` is the reader while the
 * handler is called, NULL before and after.
 */
struct ls_result ls_xml_read_object(struct ls_format_job *job, const struct ls_xml_handler *handler,
                                    struct ls_xml **xml) LS_MUST_USE;

/* The start of the first tag that is no declaration and no comment, in UTF-8 or something like it;
 * NULL: none, or not within the head. *end: the end of what is there of it. */
const char *ls_xml_probe_root(const struct ls_probe *probe, const char **end);

#endif
