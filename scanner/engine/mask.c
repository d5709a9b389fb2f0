/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/mask.h"

#include <stdbool.h>
#include <string.h>

static bool starts_char(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* Characters in text[0..len); a stray continuation byte belongs to the character before it. */
static size_t count_chars(const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += starts_char(text[i]);
    return n;
}

struct ls_result ls_mask_text(struct ls_str text, const char *mask, struct ls_buf *out)
{
    size_t chars = count_chars(text.at, text.len);
    size_t front = 0, back = 0;
    const char *first = mask ? strchr(mask, '*') : NULL;
    if (first) {
        const char *last = strrchr(mask, '*') + 1;
        front = count_chars(mask, (size_t)(first - mask));
        back = count_chars(last, strlen(last));
    }
    if (front + back >= chars)
        front = back = 0;
    size_t seen = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool start = starts_char(text.at[i]);
        seen += start;
        bool shown = seen <= front || seen > chars - back;
        if (shown)
            LS_TRY(ls_buf_char(out, text.at[i]));
        else if (start)
            LS_TRY(ls_buf_char(out, '*'));
    }
    return ls_ok();
}
