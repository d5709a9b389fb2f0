/* SPDX-License-Identifier: Apache-2.0 */
/* Names of members of archives that do not say what their names are encoded in. */
#ifndef LS_FORMATS_MEMBER_NAME_H
#define LS_FORMATS_MEMBER_NAME_H

#include "base/buf.h"
#include "base/place.h"
#include "base/result.h"

enum {
    LS_MEMBER_NAME_MAX = 4096, /* bytes of a name that is decoded */
    LS_MEMBER_NAME_ROOM = 4 * LS_MEMBER_NAME_MAX,
};

/*
 * UTF-8 where the bytes leave no doubt (valid UTF-8, or every character of them is one in the
 * charset that they look like), else the bytes as they are. `room`, with a limit of
 * LS_MEMBER_NAME_ROOM, keeps what had to be decoded.
 */
struct ls_result ls_member_name(struct ls_str raw, struct ls_buf *room,
                                struct ls_str *name) LS_MUST_USE;

/* The same for what is told as text: UTF-8 in any case, of windows-1252 where nothing else fits. */
struct ls_result ls_member_text(struct ls_str raw, struct ls_buf *room,
                                struct ls_str *text) LS_MUST_USE;

#endif
