/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image of a disk:
 *
 *   | text | nothing | files, each at a sector | random | text | nothing | ...
 *
 * Texts and files come round again after a while, for making them takes longer than reading them.
 */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "generate/generate.h"
#include "generate/must.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    EXTENT = 1 << 20, /* what follows each other is a few of these long */
    EXTENTS_MAX = 16,
    POOL = 48, /* extents of each kind */
    SECTOR = 4096,
    TEXT = 0,
    NOTHING,
    FILES,
    RANDOM,
    CONTENTS,
};

struct image {
    struct ls_share share;
    struct ls_buf text, files;
    uint8_t random[EXTENT];
};

static void fill_text(struct image *image)
{
    struct ls_generate *generate;
    must(LS_VEC_RESERVE(&image->text, (size_t)POOL * EXTENT));
    for (size_t i = 0; i < POOL; i++) {
        const struct ls_generate_options options = {.kind = LS_GENERATE_LAW,
                                                    .enc = (enum ls_encoding)(i % LS_ENC_COMMON),
                                                    .seed = image->share.rng + i,
                                                    .mentions = LS_REFTEXT_MENTIONS,
                                                    .mark_every = 200000};
        must(ls_generate_new(&options, &generate));
        ls_generate_start(generate, EXTENT);
        for (size_t end = image->text.n + EXTENT; image->text.n < end;)
            image->text.n += ls_generate_read(generate, (uint8_t *)image->text.at + image->text.n,
                                              end - image->text.n);
        ls_generate_free(generate);
    }
}

static void fill_files(struct image *image)
{
    static ls_share_writer *const writers[] = {ls_share_docx, ls_share_doc, ls_share_pdf,
                                               ls_share_xlsx, ls_share_xls, ls_share_attached,
                                               ls_share_pptx, ls_share_zip};
    static const char nothing[SECTOR];
    for (size_t i = 0; image->files.n < (size_t)POOL * EXTENT; i++) {
        struct ls_share_brief brief = {.bytes = ls_share_size(&image->share, 1 << 13, 1 << 17),
                                       .mark = i % 4 ? NULL : "机密★10年"};
        if (i % 2)
            brief.pictures = ls_share_size(&image->share, 1 << 15, 1 << 19);
        writers[i % (sizeof writers / sizeof *writers)](&image->share, &brief, &image->files);
        must(ls_buf_add(&image->files, nothing, -image->files.n % SECTOR));
    }
}

/* One extent; nothing is a hole. */
static bool write_extent(struct image *image, uint32_t content, uint64_t number, size_t bytes,
                         FILE *out)
{
    const char *from = image->text.at + number % POOL * EXTENT;
    if (content == NOTHING)
        return fseeko(out, (off_t)bytes, SEEK_CUR) == 0;
    if (content == FILES)
        from = image->files.at + number % POOL * EXTENT;
    if (content == RANDOM) {
        for (size_t i = 0; i < EXTENT; i += sizeof(uint64_t)) {
            uint64_t random = ls_rng_next(&image->share.rng);
            memcpy(image->random + i, &random, sizeof random);
        }
        from = (const char *)image->random;
    }
    return fwrite(from, 1, bytes, out) == bytes;
}

static bool write_image(struct image *image, uint64_t bytes, FILE *out)
{
    uint64_t number = 0;
    uint32_t content = TEXT, extents = 1;
    for (uint64_t at = 0; at < bytes; at += EXTENT, number++) {
        if (extents-- == 0) {
            content = ls_share_below(&image->share, CONTENTS);
            extents = ls_share_below(&image->share, EXTENTS_MAX);
        }
        size_t n = bytes - at < EXTENT ? (size_t)(bytes - at) : EXTENT;
        if (!write_extent(image, content, number, n, out))
            return false;
    }
    return fflush(out) == 0 && ftruncate(fileno(out), (off_t)bytes) == 0;
}

bool ls_share_image(const char *path, uint64_t seed, uint64_t bytes)
{
    FILE *out = fopen(path, "wb");
    if (!out)
        return false;
    struct image *image = ls_calloc(1, sizeof *image);
    MUST(image);
    ls_share_init(&image->share, seed);
    image->text.limit = image->files.limit = LS_SHARE_BYTES_MAX;
    fill_text(image);
    fill_files(image);
    bool ok = write_image(image, bytes, out);
    ls_share_fini(&image->share);
    LS_VEC_FINI(&image->text);
    LS_VEC_FINI(&image->files);
    ls_free(image);
    return fclose(out) == 0 && ok;
}
