/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compound files ([MS-CFB]): storages and streams in sectors, as a file system has folders and
 * files. Word, Excel, PowerPoint 97-2003, Outlook messages and many others are such files.
 *
 *     root (entry 0)
 *       +-- WordDocument        stream: its bytes are a list of extents of the file
 *       +-- ObjectPool          storage
 *             +-- _1234         storage: an object inside, a compound file of its own but for the
 * header
 *
 * Nothing that the file says is believed: chains of sectors end where the file does, no chain has
 * more sectors than the file, what is reached twice counts once, and entries that no storage leads
 * to are there all the same, as children of the root. What is wrong is kept as one word of trouble
 * for a gap; what can be read is read.
 *
 * One thread at a time. The job, and the blob it reads (with random access), outlive the file.
 */
#ifndef LS_FORMATS_CFB_H
#define LS_FORMATS_CFB_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/result.h"
#include "formats/carve.h"
#include "formats/format.h"

enum {
    LS_CFB_NAME = 31 * 3 + 1,     /* bytes of a name in UTF-8, with NUL */
    LS_CFB_ENTRIES_MAX = 1 << 18, /* of the directory */
    LS_CFB_SECTORS_MAX = 1 << 26, /* of the file: 32 GiB of the smaller ones */
};

#define LS_CFB_NONE UINT32_MAX

extern const uint8_t ls_cfb_magic[8]; /* what such a file begins with */

enum ls_cfb_type { LS_CFB_UNUSED = 0, LS_CFB_STORAGE = 1, LS_CFB_STREAM = 2, LS_CFB_ROOT = 5 };

struct ls_cfb_entry {
    char name[LS_CFB_NAME]; /* control characters as they are: "\5SummaryInformation" */
    uint8_t type;           /* enum ls_cfb_type */
    bool taken;             /* somebody has read it: ls_cfb_take() */
    bool opened;
    uint8_t clsid[16];
    uint32_t parent;      /* 0 for what stands in the root, and for the root itself */
    uint32_t first, next; /* first entry in this storage, next one beside it; LS_CFB_NONE: none */
    uint32_t left, right, child; /* as the file has them */
    uint32_t start;              /* first sector */
    uint64_t size;
};

struct ls_cfb;

/* BAD/LS_E_MALFORMED: no header, or no directory. *cfb is NULL after a failure. */
struct ls_result ls_cfb_open(struct ls_format_job *job, struct ls_cfb **cfb) LS_MUST_USE;
void ls_cfb_close(struct ls_cfb *cfb); /* NULL is fine */

/* Entries by number; some are LS_CFB_UNUSED. 0 is the root. */
uint32_t ls_cfb_count(const struct ls_cfb *cfb);
const struct ls_cfb_entry *ls_cfb_entry(const struct ls_cfb *cfb, uint32_t i);

/* The entry in this storage with this name (ASCII, either case), or LS_CFB_NONE. */
uint32_t ls_cfb_find(const struct ls_cfb *cfb, uint32_t storage, const char *name);
/* The same, but only a stream. */
uint32_t ls_cfb_find_stream(const struct ls_cfb *cfb, uint32_t storage, const char *name);

/* It has been read, and with a storage all in it: nobody else need look at it. */
void ls_cfb_take(struct ls_cfb *cfb, uint32_t i);

/* What is wrong with the file, for people; NULL: nothing so far. Opening streams may find more. */
const char *ls_cfb_trouble(const struct ls_cfb *cfb);

/* The bytes of a stream. */
struct ls_cfb_extent {
    uint64_t off; /* in the file */
    uint64_t end; /* in the stream: where the next one begins */
};

struct ls_cfb_stream {
    /*
     * Random access. `size` is what the directory says, or less when the chain or the file is
     * shorter: then `cut`.
     */
    struct ls_blob blob;
    bool cut;
    struct ls_cfb *cfb;
    LS_VEC(struct ls_cfb_extent) extents;
};

struct ls_result ls_cfb_stream_open(struct ls_cfb *cfb, uint32_t i,
                                    struct ls_cfb_stream *stream) LS_MUST_USE;
void ls_cfb_stream_close(struct ls_cfb_stream *stream);

/* Where the stream stands in the file when it is in one piece, else LS_OFF_UNKNOWN. */
uint64_t ls_cfb_stream_at(const struct ls_cfb_stream *stream);

/* Where byte `off` < stream->blob.size of the stream stands in the file; *run bytes from there on
 * follow each other in both. */
uint64_t ls_cfb_stream_off(const struct ls_cfb_stream *stream, uint64_t off, uint64_t *run);

/*
 * All bytes of a stream, appended to `out`. *whole (may be NULL): nothing is missing; of a stream
 * that is cut or longer than the buffer's limit the beginning is there.
 */
struct ls_result ls_cfb_load(struct ls_cfb *cfb, uint32_t i, struct ls_buf *out,
                             bool *whole) LS_MUST_USE;

/*
 * Bytes that no table has and no stream that was opened so far: ascending, at most `max` ranges, of
 * which the last one takes in all that follows. Returns how many.
 */
size_t ls_cfb_slack(const struct ls_cfb *cfb, struct ls_carve_range *ranges, size_t max);

/*
 * A storage as a compound file of its own, so that it can be a child like any other object. Its
 * bytes are made while they are read: small streams and the tables are held, others come out of the
 * file. *image is NULL, and that is no failure, when it would be more than about 440 MB.
 */
struct ls_cfb_image;
struct ls_result ls_cfb_image_new(struct ls_cfb *cfb, uint32_t storage,
                                  struct ls_cfb_image **image) LS_MUST_USE;
void ls_cfb_image_free(struct ls_cfb_image *image);
struct ls_blob *ls_cfb_image_blob(struct ls_cfb_image *image);

/*
 * For bids: whether the object is a compound file whose directory has an entry with this name, in
 * the root or in a storage. Only as much of the directory is read as the tables that the header
 * names lead to, LS_CFB_PEEK_SECTORS at most; nothing where the object cannot be read at random.
 */
enum { LS_CFB_PEEK_SECTORS = 64 };
enum ls_cfb_peeked { LS_CFB_NOWHERE, LS_CFB_INSIDE, LS_CFB_IN_ROOT };
enum ls_cfb_peeked ls_cfb_peek(const struct ls_probe *probe, const char *name);

#endif
