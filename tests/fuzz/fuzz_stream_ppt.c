/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the main stream of a presentation: fuzz_format.c reads the file around them. */
#include "fuzz.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/ppt_writer.h"

enum { ROOM = 1 << 24 };

void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    w.scattered = size & 1;
    ls_cfb_stream(&w, 0, "PowerPoint Document", data, size);
    ls_cfb_stream(&w, 0, "Pictures", data, size < ROOM / 2 ? size / 2 : 0);
    ls_cfb_end(&w, out);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    static const struct ls_ppt_texts texts = {.text = "\u673a\u5bc6",
                                              .narrow = "a",
                                              .outline = "b",
                                              .notes = "c",
                                              .master = "d",
                                              .hidden = "e",
                                              .shape = "f",
                                              .cell = "g",
                                              .alt = "h",
                                              .art = "i",
                                              .comment = "j",
                                              .author = "k",
                                              .header = "l",
                                              .footer = "m",
                                              .link = "n",
                                              .before = "o",
                                              .unlisted = "p",
                                              .object = "object",
                                              .object_len = 6};
    struct ls_buf document = {.limit = ROOM}, user = {.limit = ROOM};
    ls_ppt_write(&texts, &document, &user, NULL);
    add(document.at, document.n);
    LS_VEC_FINI(&document);
    LS_VEC_FINI(&user);
}
