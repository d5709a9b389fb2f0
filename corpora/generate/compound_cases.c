/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/compound_cases.h"

#include "base/alloc.h"
#include "generate/ppt_writer.h"

enum { ROOM = 1 << 24 };

/* A mark with a term: each place has one of its own. */
#define MARK(years) "\u673a\u5bc6\u2605" years "\u5e74"

typedef void taker(void *user, const char *name, const void *bytes, size_t len);

static void make(taker *take, void *user, const char *name, const struct ls_ppt_texts *texts)
{
    struct ls_buf file = {.limit = ROOM};
    ls_ppt_make(texts, &file);
    take(user, name, file.at, file.n);
    LS_VEC_FINI(&file);
}

void ls_compound_cases(taker *take, void *user)
{
    struct ls_buf inner = {.limit = ROOM};
    ls_ppt_make(&(struct ls_ppt_texts){.text = MARK("17")}, &inner);
    struct ls_ppt_texts texts = {
        .text = MARK("1"),
        .narrow = "plain",
        .outline = MARK("2"),
        .notes = MARK("3"),
        .master = MARK("4"),
        .hidden = MARK("5"),
        .shape = MARK("6"),
        .cell = MARK("7"),
        .alt = MARK("8"),
        .art = MARK("9"),
        .comment = MARK("10"),
        .author = "N. N.",
        .header = MARK("11"),
        .footer = MARK("12"),
        .link = MARK("13"),
        .before = MARK("14"),
        .unlisted = MARK("15"),
        .object = inner.at,
        .object_len = inner.n,
        .picture = "\x89PNG\r\n\x1a\n" MARK("16"),
        .picture_len = sizeof "\x89PNG\r\n\x1a\n" MARK("16") - 1,
    };
    make(take, user, "ppt/everywhere.ppt", &texts);
    make(take, user, "ppt/encrypted.ppt", &(struct ls_ppt_texts){.encrypted = true});
    make(take, user, "ppt/no-edit.ppt", &(struct ls_ppt_texts){.text = MARK("1"), .lost = true});
    LS_VEC_FINI(&inner);
}
