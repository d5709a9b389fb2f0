/* SPDX-License-Identifier: Apache-2.0 */
/* Is this a message? By the names of its first fields, since it has no other mark. */
#include "formats/mime_priv.h"

#include <string.h>

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

bool ls_mime_is_postmark(const uint8_t *line, size_t n)
{
    bool time = false, year = false;
    if (n < 12 || memcmp(line, "From ", 5) != 0)
        return false;
    for (size_t i = 5; i + 4 <= n; i++) {
        bool starts = !is_digit(line[i - 1]);
        time |= starts && i + 5 <= n && is_digit(line[i]) && is_digit(line[i + 1]) &&
                line[i + 2] == ':' && is_digit(line[i + 3]) && is_digit(line[i + 4]);
        year |= starts && (line[i] == '1' || line[i] == '2') && is_digit(line[i + 1]) &&
                is_digit(line[i + 2]) && is_digit(line[i + 3]) &&
                (i + 4 == n || !is_digit(line[i + 4]));
    }
    return time && year;
}

enum { KNOWN = 1, MIME = 2, SENT = 4, MAIL = 8 };

static unsigned kind_of(struct ls_str name)
{
    static const struct {
        const char *name;
        unsigned kind;
    } names[] = {
        {"from", MAIL},
        {"to", MAIL | SENT},
        {"subject", MAIL},
        {"date", 0},
        {"received", MAIL | SENT},
        {"return-path", MAIL | SENT},
        {"cc", MAIL},
        {"bcc", MAIL},
        {"message-id", MAIL},
        {"reply-to", MAIL},
        {"sender", MAIL},
        {"delivered-to", MAIL | SENT},
        {"in-reply-to", MAIL},
        {"references", 0},
        {"mime-version", MAIL | MIME},
        {"content-type", MIME},
        {"content-disposition", MIME},
        {"content-transfer-encoding", MIME},
        {"x-mailer", MAIL},
        {"user-agent", 0},
        {"dkim-signature", MAIL | SENT},
        {"newsgroups", MAIL},
        {"importance", 0},
        {"x-priority", MAIL},
        {"list-id", MAIL},
        {"thread-topic", MAIL},
        {"authentication-results", MAIL},
        {"arc-seal", MAIL},
        {"x-received", MAIL | SENT},
        {"received-spf", MAIL},
        {"resent-from", MAIL},
        {"errors-to", MAIL},
        {"x-originating-ip", MAIL},
        {"organization", 0},
        {"precedence", 0},
        {"content-location", MIME},
        {"content-id", MIME},
        {"x-mimeole", MAIL},
        {"disposition-notification-to", MAIL},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ls_mime_is(name, names[i].name))
            return names[i].kind | KNOWN;
    return 0;
}

static void take_field(struct ls_mime_header_look *look, const uint8_t *field, size_t n)
{
    size_t colon = (size_t)((const uint8_t *)memchr(field, ':', n) - field), name_n = colon;
    while (name_n && (field[name_n - 1] == ' ' || field[name_n - 1] == '\t'))
        name_n--;
    struct ls_str name = {(const char *)field, name_n};
    struct ls_str value = {(const char *)field + colon + 1, n - colon - 1};
    unsigned kind = kind_of(name);
    look->fields++;
    look->known += kind != 0;
    look->mail += (kind & MAIL) != 0;
    look->mime |= (kind & MIME) != 0;
    look->sent |= (kind & SENT) != 0;
    look->encoded |= ls_mime_is(name, "content-transfer-encoding");
    while (value.len &&
           (*value.at == ' ' || *value.at == '\t' || *value.at == '\r' || *value.at == '\n')) {
        value.at++;
        value.len--;
    }
    look->related |= ls_mime_is(name, "content-type") && ls_mime_begins(value, "multipart/related");
    look->saved |= (ls_mime_is(name, "from") && ls_mime_begins(value, "<saved by")) ||
                   ls_mime_is(name, "snapshot-content-location") || ls_mime_is(name, "x-maf") ||
                   ls_mime_is(name, "content-location");
}

/* Behind the line end of the line at bytes[i]. */
static size_t line_after(const uint8_t *bytes, size_t len, size_t i)
{
    while (i < len && bytes[i] != '\n' && bytes[i] != '\r')
        i++;
    return i + (i < len ? ls_mime_line_end(bytes + i, len - i) : 0);
}

bool ls_mime_may_begin(const uint8_t *bytes, size_t len)
{
    enum { FIRST_LINE = 300 };
    return ls_mime_is_field(bytes, len < FIRST_LINE ? len : FIRST_LINE) ||
           (len > 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 &&
            ls_mime_is_field(bytes + 3, len - 3));
}

void ls_mime_look_at_header(const uint8_t *bytes, size_t len, struct ls_mime_header_look *look)
{
    size_t i = 0;
    *look = (struct ls_mime_header_look){.fields = 0};
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        i = 3;
    size_t end = line_after(bytes, len, i), text = end;
    while (text > i && (bytes[text - 1] == '\n' || bytes[text - 1] == '\r'))
        text--;
    look->postmark = ls_mime_is_postmark(bytes + i, text - i);
    look->from = text - i > 5 && memcmp(bytes + i, "From ", 5) == 0;
    if (look->from)
        i = end;
    while (i < len) {
        if (ls_mime_line_end(bytes + i, len - i)) {
            look->whole = true;
            break;
        }
        if (!ls_mime_is_field(bytes + i, len - i)) {
            look->broken = true;
            break;
        }
        size_t next = line_after(bytes, len, i);
        while (next < len && (bytes[next] == ' ' || bytes[next] == '\t'))
            next = line_after(bytes, len, next);
        take_field(look, bytes + i, next - i);
        i = next;
    }
    look->len = i;
}

/*
 * Two fields that mail has, one of them that nothing else has: a part of a message alone, which
 * says how it is encoded, is one, too. A line that is none ends the header of a message as well,
 * but then it takes more to believe in it.
 */
unsigned ls_mime_bid(const struct ls_mime_header_look *look)
{
    size_t enough = look->broken ? 4 : 2;
    if ((look->mail == 0 && !look->encoded) || look->known < enough)
        return 0;
    return look->known > 3 ? 40 : look->known > 2 ? 30 : 24;
}
