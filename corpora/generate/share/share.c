/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: how many files of which kind and which size, and where they lie. */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "generate/must.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDERS = 24, PATH_BYTES = 4096, KiB = 1 << 10, MiB = 1 << 20 };

struct kind {
    const char *name, *ending;
    ls_share_writer *write;
    unsigned files;
    size_t min, max;   /* bytes of text */
    unsigned pictured; /* of a hundred: those with pictures */
    size_t pictures, pictures_max;
    bool unmarked; /* nothing to read in it */
};

/* Most files have 10 to 200 KB; numbers are those of `percent` 100. */
static const struct kind kinds[] = {
    {"docx", "docx", ls_share_docx, 450, 2 * KiB, 96 * KiB, 40, 20 * KiB, 400 * KiB, false},
    {"xlsx", "xlsx", ls_share_xlsx, 300, 4 * KiB, 300 * KiB, 5, 20 * KiB, 100 * KiB, false},
    {"pptx", "pptx", ls_share_pptx, 120, 2 * KiB, 32 * KiB, 90, 100 * KiB, 1500 * KiB, false},
    {"odt", "odt", ls_share_odt, 40, 2 * KiB, 96 * KiB, 30, 20 * KiB, 200 * KiB, false},
    {"ods", "ods", ls_share_ods, 20, 4 * KiB, 200 * KiB, 0, 0, 0, false},
    {"doc", "doc", ls_share_doc, 250, 4 * KiB, 96 * KiB, 30, 20 * KiB, 200 * KiB, false},
    {"xls", "xls", ls_share_xls, 180, 4 * KiB, 128 * KiB, 0, 0, 0, false},
    {"ppt", "ppt", ls_share_ppt, 60, 2 * KiB, 32 * KiB, 90, 50 * KiB, 800 * KiB, false},
    {"pdf", "pdf", ls_share_pdf, 400, 4 * KiB, 128 * KiB, 40, 30 * KiB, 400 * KiB, false},
    {"rtf", "rtf", ls_share_rtf, 60, 2 * KiB, 24 * KiB, 10, 20 * KiB, 50 * KiB, false},
    {"mail", "eml", ls_share_eml, 150, 1 * KiB, 64 * KiB, 0, 0, 0, false},
    {"mail", "eml", ls_share_attached, 150, 2 * KiB, 64 * KiB, 40, 20 * KiB, 200 * KiB, false},
    {"msg", "msg", ls_share_msg, 80, 2 * KiB, 64 * KiB, 30, 20 * KiB, 200 * KiB, false},
    {"html", "html", ls_share_html, 60, 4 * KiB, 64 * KiB, 0, 0, 0, false},
    {"text", "txt", ls_share_txt, 250, 1 * KiB, 200 * KiB, 0, 0, 0, false},
    {"text", "csv", ls_share_csv, 60, 10 * KiB, 300 * KiB, 0, 0, 0, false},
    {"zip", "zip", ls_share_zip, 50, 50 * KiB, 800 * KiB, 0, 0, 0, false},
    {"7z", "7z", ls_share_7z, 10, 4 * KiB, 96 * KiB, 0, 0, 0, false},
    {"picture", "jpg", ls_share_jpg, 150, 0, 0, 100, 30 * KiB, 400 * KiB, true},
};

/* And a few large ones, each once; their sizes are those of `percent` 100. */
static const struct kind large[] = {
    {"pptx", "pptx", ls_share_pptx, 1, 128 * KiB, 0, 100, 30 * MiB, 0, false},
    {"docx", "docx", ls_share_docx, 1, 2 * MiB, 0, 100, 10 * MiB, 0, false},
    {"xlsx", "xlsx", ls_share_xlsx, 1, 24 * MiB, 0, 0, 0, 0, false},
    {"pdf", "pdf", ls_share_pdf, 1, 5 * MiB, 0, 0, 0, 0, false},
    {"pdf", "pdf", ls_share_pdf, 1, 256 * KiB, 0, 100, 20 * MiB, 0, false},
    {"doc", "doc", ls_share_doc, 1, 1 * MiB, 0, 100, 5 * MiB, 0, false},
    {"text", "csv", ls_share_csv, 1, 20 * MiB, 0, 0, 0, 0, false},
    {"text", "txt", ls_share_txt, 1, 30 * MiB, 0, 0, 0, 0, false},
    {"zip", "zip", ls_share_zip, 1, 30 * MiB, 0, 0, 0, 0, false},
    {"mail", "mbox", ls_share_mbox, 1, 20 * MiB, 0, 0, 0, 0, false},
};

static const char *const marks[] = {"机密★10年", "绝密★长期", "秘密★6个月", "绝密★30年",
                                    "机密★5年"};
enum { MARKS = sizeof marks / sizeof *marks, MARKED_EACH = 4 };

struct tree {
    struct ls_share share;
    const char *folder;
    FILE *labels;
    struct ls_buf file;
    unsigned number;
};

static bool write_bytes(const char *path, const struct ls_buf *bytes)
{
    FILE *out = fopen(path, "wb");
    bool ok = out && fwrite(bytes->at, 1, bytes->n, out) == bytes->n;
    if (out && fclose(out) != 0)
        ok = false;
    return ok;
}

static bool write_file(struct tree *tree, const struct kind *kind,
                       const struct ls_share_brief *brief)
{
    char path[PATH_BYTES];
    unsigned number = tree->number++;
    int n = snprintf(path, sizeof path, "%s/dept-%02u/%05u.%s", tree->folder, number % FOLDERS,
                     number, kind->ending);
    if (n < 0 || n >= PATH_BYTES) {
        errno = ENAMETOOLONG;
        return false;
    }
    LS_VEC_CLEAR(&tree->file);
    kind->write(&tree->share, brief, &tree->file);
    return write_bytes(path, &tree->file) && fprintf(tree->labels, "%s\t%s\t%s\n", path, kind->name,
                                                     brief->mark ? brief->mark : "-") > 0;
}

static const char *any_mark(struct tree *tree, const struct kind *kind)
{
    bool marked = !kind->unmarked && ls_share_below(&tree->share, MARKED_EACH) == 0;
    return marked ? marks[ls_share_below(&tree->share, MARKS)] : NULL;
}

static bool write_kind(struct tree *tree, const struct kind *kind, unsigned percent)
{
    bool ok = true;
    unsigned files = (kind->files * percent + 99) / 100;
    for (unsigned i = 0; ok && i < files; i++) {
        struct ls_share_brief brief = {.mark = any_mark(tree, kind)};
        bool pictured = ls_share_below(&tree->share, 100) < kind->pictured;
        if (kind->min > 0)
            brief.bytes = ls_share_size(&tree->share, kind->min, kind->max);
        if (pictured)
            brief.pictures = ls_share_size(&tree->share, kind->pictures, kind->pictures_max);
        ok = write_file(tree, kind, &brief);
    }
    return ok;
}

static bool write_large(struct tree *tree, const struct kind *kind, unsigned percent)
{
    const struct ls_share_brief brief = {.bytes = kind->min * percent / 100,
                                         .pictures = kind->pictures * percent / 100,
                                         .mark = marks[ls_share_below(&tree->share, MARKS)]};
    return write_file(tree, kind, &brief);
}

static bool make_folders(const char *folder)
{
    char path[PATH_BYTES];
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return false;
    for (int i = 0; i < FOLDERS; i++) {
        snprintf(path, sizeof path, "%s/dept-%02d", folder, i);
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

bool ls_share_tree(const char *folder, uint64_t seed, unsigned percent, const char *labels)
{
    struct tree tree = {.folder = folder, .file.limit = LS_SHARE_BYTES_MAX};
    if (!make_folders(folder) || !(tree.labels = fopen(labels, "wb")))
        return false;
    ls_share_init(&tree.share, seed);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof kinds / sizeof *kinds; i++)
        ok = write_kind(&tree, &kinds[i], percent);
    for (size_t i = 0; ok && i < sizeof large / sizeof *large; i++)
        ok = write_large(&tree, &large[i], percent);
    ls_share_fini(&tree.share);
    LS_VEC_FINI(&tree.file);
    return fclose(tree.labels) == 0 && ok;
}
