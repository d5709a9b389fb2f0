/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes what Outlook keeps messages in: files of one message ([MS-OXMSG]), TNEF ([MS-OXTNEF]) and
 * RTF as it stands in them ([MS-OXRTFCP]). The properties of a message go into storages of a
 * compound file that is being written, or into a buffer:
 *
 *     ls_msg_begin(&w);                                ls_tnef_begin(&out);
 *     ls_msg_text(&w, 0, 0x0037, "subject");           ls_tnef_attribute(&out, 1, …);
 *     ls_msg_end(&w, &out);
 */
#ifndef LS_GENERATE_OUTLOOK_H
#define LS_GENERATE_OUTLOOK_H

#include "base/buf.h"
#include "generate/cfb_writer.h"

/* A message without properties, and with one whose name is `named` (or NULL): 8000. */
void ls_msg_begin(struct ls_cfb_writer *writer, const char *named);

/* The fixed properties of a message (storage 0, or one inside) with its code page, or 0. */
void ls_msg_numbers(struct ls_cfb_writer *writer, uint32_t storage, uint32_t page);

/* A property: its bytes; its text in UTF-16. */
void ls_msg_bytes(struct ls_cfb_writer *writer, uint32_t storage, uint32_t tag, const void *bytes,
                  size_t len);
void ls_msg_text(struct ls_cfb_writer *writer, uint32_t storage, uint16_t id, const char *utf8);

/* A storage for a recipient, an attachment, or a message in it. */
uint32_t ls_msg_recipient(struct ls_cfb_writer *writer, uint32_t storage, unsigned number);
uint32_t ls_msg_attachment(struct ls_cfb_writer *writer, uint32_t storage, unsigned number);
uint32_t ls_msg_message(struct ls_cfb_writer *writer, uint32_t attachment);

/* Packed as single bytes (LZFu) or not at all. */
void ls_lzfu_write(const char *rtf, bool packed, struct ls_buf *out);

void ls_tnef_begin(struct ls_buf *out);
/* level: 1 of the message, 2 of an attachment. */
void ls_tnef_attribute(struct ls_buf *out, uint8_t level, uint32_t id, const void *bytes,
                       size_t len);

/* MAPI properties of an attribute: how many come, then each. */
void ls_tnef_count(struct ls_buf *out, uint32_t n);
void ls_tnef_text(struct ls_buf *out, uint16_t id, const char *utf8);
void ls_tnef_bytes(struct ls_buf *out, uint32_t tag, const void *bytes, size_t len);
void ls_tnef_named(struct ls_buf *out, uint16_t id, const char *name, const char *utf8);

#endif
