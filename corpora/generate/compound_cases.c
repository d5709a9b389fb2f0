/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/compound_cases.h"

#include "base/alloc.h"
#include "generate/hwp_writer.h"
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

static void make_hwp(taker *take, void *user, const char *name, const struct ls_hwp_texts *texts)
{
    struct ls_buf file = {.limit = ROOM};
    ls_hwp_make(texts, &file);
    take(user, name, file.at, file.n);
    LS_VEC_FINI(&file);
}

static void make_hangul(taker *take, void *user)
{
    const struct ls_hwp_texts texts = {
        .text = MARK("1"),
        .header = MARK("2"),
        .footnote = MARK("3"),
        .comment = MARK("4"),
        .box = MARK("5"),
        .cell = MARK("6"),
    };
    make_hwp(take, user, "hwp/everywhere.hwp", &texts);
    make_hwp(take, user, "hwp/locked.hwp", &(struct ls_hwp_texts){.flags = 2});
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
    make(take, user, "ppt/known-password.ppt",
         &(struct ls_ppt_texts){.text = MARK("1"), .password = "/01Hannes Ruescher/01"});
    make(take, user, "ppt/no-edit.ppt", &(struct ls_ppt_texts){.text = MARK("1"), .lost = true});
    make(take, user, "ppt/footer-again.ppt",
         &(struct ls_ppt_texts){.text = MARK("1"), .footer = MARK("1")});
    LS_VEC_FINI(&inner);
    make_hangul(take, user);
}
