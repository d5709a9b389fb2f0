/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages made of properties ([MS-OXCMSG], [MS-OXPROPS]): what Outlook keeps in files of one
 * message, in TNEF and in mailboxes. Each of those is a source, which lists the properties of a
 * message, a recipient or an attachment; what is told of them, and where, is the same for all:
 *
 *   subject                          subject
 *   body                             body; as HTML and RTF: children that say it again
 *   sender, recipients               mail-header; headers of the Internet: a child, read as such
 *   names of attachments             name; the attachment: a child
 *   every other string               property, a named one with its name
 *   other bytes, from some length on children
 *
 * What properties of one message repeat is told once. One thread at a time.
 */
#ifndef LS_FORMATS_MAPI_H
#define LS_FORMATS_MAPI_H

#include "base/buf.h"
#include "decode/charset.h"
#include "formats/format.h"
#include "formats/known.h"
#include "formats/mime_priv.h"

/* Types of properties ([MS-OXCDATA] 2.11.1). */
enum {
    LS_MAPI_INT32 = 0x0003,
    LS_MAPI_OBJECT = 0x000D,
    LS_MAPI_STRING8 = 0x001E,
    LS_MAPI_STRING = 0x001F,
    LS_MAPI_BINARY = 0x0102,
    LS_MAPI_MULTIPLE = 0x1000, /* flag: several values */
};

/* Properties that sources know, too ([MS-OXPROPS]). */
enum {
    LS_MAPI_SUBJECT = 0x0037,
    LS_MAPI_SUBJECT_PREFIX = 0x003D,
    LS_MAPI_TOPIC = 0x0070,        /* the subject of the first message, without "RE: " */
    LS_MAPI_BARE_SUBJECT = 0x0E1D, /* without "RE: " */
    LS_MAPI_DISPLAY_NAME = 0x3001,
    LS_MAPI_ATTACH_DATA = 0x3701,
    LS_MAPI_CODE_PAGE = 0x3FFD,
    LS_MAPI_NAMED = 0x8000, /* the first one whose id has no meaning by itself */
};

enum { LS_MAPI_VALUES_MAX = 1 << 16, LS_MAPI_NAME_MAX = 4 << 10 };

/* One value of a property. What is behind `type` is the source's. */
struct ls_mapi_value {
    uint16_t id, type; /* without the flag */
    uint64_t where, size;
    uint64_t name, name_size; /* of a named property */
};

struct ls_mapi_values {
    struct ls_mapi_value *at;
    size_t n, cap, limit;
};

/* The bytes of a value. */
struct ls_mapi_bytes {
    struct ls_blob *blob;     /* with random access */
    const struct ls_map *way; /* from them to the object, of strings; NULL: there is none */
    uint64_t at;              /* where they stand in the object as they are, or LS_OFF_UNKNOWN */
};

struct ls_mapi_source {
    /* One at a time. */
    struct ls_result (*open)(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                             struct ls_mapi_bytes *bytes);
    void (*close)(struct ls_mapi_source *source);
    /* Appends the name of a named property, UTF-8; nothing when it has none. */
    struct ls_result (*name)(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                             struct ls_buf *out);
    /* A message or another object that is attached; `child` is filled in but for its bytes. */
    struct ls_result (*object)(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                               struct ls_child *child);
};

/* A message on its way out. */
struct ls_mapi {
    struct ls_format_job *job;
    struct ls_link link;              /* name and offset of its parts; none: the object itself */
    uint32_t page, body_page;         /* code pages of its 8-bit strings and its HTML, or 0 */
    const struct ls_charset *guessed; /* where there are none, by all its strings */
    enum ls_part part;                /* that was told last … */
    const char *encoding;             /* … and its encoding; NULL: none yet */
    struct ls_known said;             /* hashes of its strings */
    bool full;                        /* a gap said that it has too many values */
    struct ls_buf subject, preview;   /* UTF-8; the beginning of the body */
    struct ls_buf bytes, utf8, text, name;
    struct ls_map map;
    struct ls_mime_out out;
};

void ls_mapi_init(struct ls_mapi *m, struct ls_format_job *job);
void ls_mapi_fini(struct ls_mapi *m);

/* The next message. `link`, whose name lives until the one after, or NULL: the object itself. */
void ls_mapi_begin(struct ls_mapi *m, const struct ls_link *link);

/* A property that is a number: code pages are remembered. Before anything is told. */
void ls_mapi_number(struct ls_mapi *m, uint16_t id, uint32_t number);

/*
 * What is told of a message, in this order: its subject and body; what it says of people; the rest.
 */
struct ls_result ls_mapi_tell_text(struct ls_mapi *m, struct ls_mapi_source *source,
                                   const struct ls_mapi_values *values) LS_MUST_USE;
struct ls_result ls_mapi_tell_recipient(struct ls_mapi *m, struct ls_mapi_source *source,
                                        const struct ls_mapi_values *values) LS_MUST_USE;
struct ls_result ls_mapi_tell_rest(struct ls_mapi *m, struct ls_mapi_source *source,
                                   const struct ls_mapi_values *values) LS_MUST_USE;
struct ls_result ls_mapi_tell_attachment(struct ls_mapi *m, struct ls_mapi_source *source,
                                         const struct ls_mapi_values *values) LS_MUST_USE;

/* A value of a list; beyond LS_MAPI_VALUES_MAX one gap says that there are more. */
struct ls_result ls_mapi_add(struct ls_mapi *m, struct ls_mapi_values *values,
                             const struct ls_mapi_value *value) LS_MUST_USE;

/* ---- mapi_text.c ----------------------------------------------------------------------------- */

enum { LS_MAPI_LOADED_MAX = 64 << 10 }; /* bytes of a string that can be compared with others */

/* The charset of 8-bit text of that code page, or NULL. */
const struct ls_charset *ls_mapi_charset(uint32_t page);

/* Tells a string as text of this part, unless it has been told; then its bytes are seen. */
struct ls_result ls_mapi_tell_string(struct ls_mapi *m, struct ls_mapi_source *source,
                                     const struct ls_mapi_value *value,
                                     enum ls_part part) LS_MUST_USE;

/* A string of at most LS_MAPI_LOADED_MAX bytes in m->utf8, with m->map to its bytes. */
struct ls_result ls_mapi_load(struct ls_mapi *m, const struct ls_mapi_value *value,
                              const struct ls_mapi_bytes *bytes) LS_MUST_USE;

/* Appends a string as a name, without control characters, as far as there is room. */
struct ls_result ls_mapi_add_name(struct ls_mapi *m, struct ls_mapi_source *source,
                                  const struct ls_mapi_value *value,
                                  struct ls_buf *name) LS_MUST_USE;

#endif
