/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table tells regular characters from white space and delimiters; numbers become floats as if
 * they were rounded once (see read_number()).
 */
#include "formats/pdf_operator.h"

#include "base/place.h"

#include <string.h>

enum {
    NAME_BYTES_MAX = 120,
    DIGITS_MAX = 15,   /* of a number that a double holds exactly … */
    DECIMALS_MAX = 10, /* … and of its fraction */
    WHOLE_MAX = 9,     /* of a number without fraction */
};

enum kind { REGULAR, WHITE, DELIMITER };

static const uint8_t kinds[256] = {
    [0] = WHITE,       ['\t'] = WHITE,    ['\n'] = WHITE,    ['\f'] = WHITE,
    ['\r'] = WHITE,    [' '] = WHITE,     ['('] = DELIMITER, [')'] = DELIMITER,
    ['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER, [']'] = DELIMITER,
    ['{'] = DELIMITER, ['}'] = DELIMITER, ['/'] = DELIMITER, ['%'] = DELIMITER,
};

static enum kind kind_of(char c)
{
    return (enum kind)kinds[(unsigned char)c];
}

bool ls_pdf_is_white(char c)
{
    return kind_of(c) == WHITE;
}

struct input {
    struct ls_pdf_operator *op;
    const char *at, *end;
    bool last; /* nothing follows */
};

/* What is at hand goes on behind the end, or ends there. */
static enum ls_pdf_reading at_end(const struct input *in)
{
    return in->last ? LS_PDF_STRANGE : LS_PDF_SHORT;
}

static void skip_white(struct input *in)
{
    while (in->at < in->end && kind_of(*in->at) == WHITE)
        in->at++;
}

/* The regular characters from here on, which end before the end of the bytes or of all. */
static enum ls_pdf_reading read_word(struct input *in, struct ls_str *word)
{
    const char *from = in->at;
    while (in->at < in->end && kind_of(*in->at) == REGULAR)
        in->at++;
    *word = (struct ls_str){from, (size_t)(in->at - from)};
    return in->at == in->end && !in->last ? LS_PDF_SHORT : LS_PDF_READ;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/*
 * Up to 15 digits, ten of them behind the point: both numbers are exact as doubles, so their
 * quotient is rounded once; and it is too far from the middle between two floats for the second
 * rounding to go the other way.
 */
static enum ls_pdf_reading read_number(struct input *in, float *number)
{
    static const double tens[DECIMALS_MAX + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5,
                                                  1e6, 1e7, 1e8, 1e9, 1e10};
    struct ls_str word;
    enum ls_pdf_reading r = read_word(in, &word);
    if (r != LS_PDF_READ)
        return r;
    const char *at = word.at, *end = word.at + word.len;
    bool negative = at < end && *at == '-', has_point = false;
    uint64_t digits = 0;
    unsigned n = 0, decimals = 0;
    for (at += negative; at < end && n <= DIGITS_MAX; at++) {
        if (*at >= '0' && *at <= '9') {
            digits = digits * 10 + (uint64_t)(*at - '0');
            decimals += has_point;
            n++;
        } else if (*at == '.' && !has_point) {
            has_point = true;
        } else {
            return LS_PDF_STRANGE;
        }
    }
    if (at < end || n == 0 || n > (has_point ? DIGITS_MAX : WHOLE_MAX) || decimals > DECIMALS_MAX)
        return LS_PDF_STRANGE;
    double value = (double)digits / tens[decimals];
    *number = (float)(negative ? -value : value);
    return LS_PDF_READ;
}

/* ---- strings and names --------------------------------------------------------------------- */

static enum ls_pdf_reading read_name(struct input *in, struct ls_str *name)
{
    in->at++;
    enum ls_pdf_reading r = read_word(in, name);
    if (r != LS_PDF_READ)
        return r;
    if (name->len == 0 || name->len > NAME_BYTES_MAX)
        return LS_PDF_STRANGE;
    in->op->partial |= memchr(name->at, '#', name->len) != NULL;
    return LS_PDF_READ;
}

static bool has_room(const struct ls_pdf_operator *op)
{
    return op->room_n < sizeof op->room;
}

/* What follows a backslash, which is at hand. */
static enum ls_pdf_reading read_escape(struct input *in)
{
    static const char names[] = "nrtbf()\\", chars[] = "\n\r\t\b\f()\\";
    struct ls_pdf_operator *op = in->op;
    unsigned octal = 0, n = 0;
    in->at++;
    if (in->end - in->at < 4)
        return at_end(in);
    for (; n < 3 && *in->at >= '0' && *in->at <= '7'; n++)
        octal = octal * 8 + (unsigned)(*in->at++ - '0');
    const char *found = n || *in->at == '\0' ? NULL : strchr(names, *in->at);
    if ((!n && !found) || !has_room(op))
        return LS_PDF_STRANGE;
    op->room[op->room_n++] = n ? (char)(unsigned char)octal : chars[found - names];
    in->at += !n;
    return LS_PDF_READ;
}

/* A string with escapes or parentheses in it: from here on to its room. */
static enum ls_pdf_reading read_escaped(struct input *in, const char *from, struct ls_str *string)
{
    struct ls_pdf_operator *op = in->op;
    size_t begun = op->room_n, had = (size_t)(in->at - from);
    unsigned depth = 0;
    if (had > sizeof op->room - op->room_n)
        return LS_PDF_STRANGE;
    memcpy(op->room + op->room_n, from, had);
    op->room_n += had;
    while (in->at < in->end && !(*in->at == ')' && depth == 0)) {
        if (*in->at == '\\') {
            enum ls_pdf_reading r = read_escape(in);
            if (r != LS_PDF_READ)
                return r;
            continue;
        }
        if (!has_room(op))
            return LS_PDF_STRANGE;
        op->partial |= *in->at == '\r';
        depth += *in->at == '(';
        depth -= *in->at == ')';
        op->room[op->room_n++] = *in->at++;
    }
    if (in->at == in->end)
        return at_end(in);
    in->at++;
    *string = (struct ls_str){op->room + begun, op->room_n - begun};
    return LS_PDF_READ;
}

static enum ls_pdf_reading read_literal(struct input *in, struct ls_str *string)
{
    const char *from = ++in->at;
    for (; in->at < in->end; in->at++) {
        char c = *in->at;
        if (c == '\\' || c == '(' || c == '\r')
            return read_escaped(in, from, string);
        if (c == ')') {
            *string = (struct ls_str){from, (size_t)(in->at++ - from)};
            return LS_PDF_READ;
        }
    }
    return at_end(in);
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static enum ls_pdf_reading read_hex(struct input *in, struct ls_str *string)
{
    struct ls_pdf_operator *op = in->op;
    size_t begun = op->room_n;
    int high = -1;
    for (in->at++; in->at < in->end && *in->at != '>'; in->at++) {
        int digit = digit_of(*in->at);
        if (digit < 0 && kind_of(*in->at) == WHITE)
            continue;
        if (digit < 0 || !has_room(op))
            return LS_PDF_STRANGE;
        if (high >= 0)
            op->room[op->room_n++] = (char)(unsigned char)(high << 4 | digit);
        high = high < 0 ? digit : -1;
    }
    if (in->at == in->end)
        return at_end(in);
    if (high >= 0 && !has_room(op))
        return LS_PDF_STRANGE;
    if (high >= 0) /* the last digit is a zero */
        op->room[op->room_n++] = (char)(unsigned char)(high << 4);
    in->at++;
    *string = (struct ls_str){op->room + begun, op->room_n - begun};
    return LS_PDF_READ;
}

/* ---- arrays and dictionaries ---------------------------------------------------------------- */

static bool begins_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static enum ls_pdf_reading read_array(struct input *in)
{
    struct ls_pdf_operator *op = in->op;
    op->items_n = 0;
    for (in->at++;;) {
        struct ls_pdf_item item = {{NULL, 0}, 0};
        enum ls_pdf_reading r = LS_PDF_STRANGE;
        skip_white(in);
        if (in->at == in->end)
            return at_end(in);
        char c = *in->at;
        if (c == ']')
            break;
        if (c == '(')
            r = read_literal(in, &item.string);
        else if (c == '<') /* a dictionary has a sign that is no digit next */
            r = read_hex(in, &item.string);
        else if (begins_number(c))
            r = read_number(in, &item.number);
        if (r != LS_PDF_READ)
            return r;
        if (op->items_n == LS_PDF_ITEMS_MAX)
            op->partial = true;
        else
            op->items[op->items_n++] = item;
    }
    in->at++;
    return LS_PDF_READ;
}

/* An array in a dictionary: numbers and names, which nobody asks for. */
static enum ls_pdf_reading skip_array(struct input *in)
{
    for (in->at++;;) {
        struct ls_str name;
        float number;
        enum ls_pdf_reading r = LS_PDF_STRANGE;
        skip_white(in);
        if (in->at == in->end)
            return at_end(in);
        if (*in->at == ']')
            break;
        if (*in->at == '/')
            r = read_name(in, &name);
        else if (begins_number(*in->at))
            r = read_number(in, &number);
        if (r != LS_PDF_READ)
            return r;
    }
    in->at++;
    return LS_PDF_READ;
}

/* The value of an entry; *what stays as it is when that is no string or name. */
static enum ls_pdf_reading read_value(struct input *in, struct ls_str *string, struct ls_str *name)
{
    float number;
    skip_white(in);
    if (in->end - in->at < 2)
        return at_end(in);
    char c = *in->at;
    if (c == '/')
        return read_name(in, name);
    if (c == '(')
        return read_literal(in, string);
    if (c == '<' && in->at[1] != '<')
        return read_hex(in, string);
    if (c == '[')
        return skip_array(in);
    return begins_number(c) ? read_number(in, &number) : LS_PDF_STRANGE;
}

static bool is(struct ls_str name, const char *what)
{
    return name.len == strlen(what) && memcmp(name.at, what, name.len) == 0;
}

static void note_entry(struct ls_pdf_entries *entries, struct ls_str key, struct ls_str string,
                       struct ls_str name)
{
    if (is(key, "ActualText"))
        entries->actual_text = string;
    else if (is(key, "Alt"))
        entries->alt = string;
    else if (is(key, "E"))
        entries->expansion = string;
    else if (is(key, "Subtype"))
        entries->subtype = name;
}

static enum ls_pdf_reading read_dict(struct input *in)
{
    in->op->entries = (struct ls_pdf_entries){.subtype = {NULL, 0}};
    for (in->at += 2;;) {
        struct ls_str key, string = {NULL, 0}, name = {NULL, 0};
        skip_white(in);
        if (in->end - in->at < 2)
            return at_end(in);
        if (in->at[0] == '>' && in->at[1] == '>')
            break;
        enum ls_pdf_reading r = *in->at == '/' ? read_name(in, &key) : LS_PDF_STRANGE;
        if (r == LS_PDF_READ)
            r = read_value(in, &string, &name);
        if (r != LS_PDF_READ)
            return r;
        note_entry(&in->op->entries, key, string, name);
    }
    in->at += 2;
    return LS_PDF_READ;
}

/* ---- the operator --------------------------------------------------------------------------- */

static enum ls_pdf_reading read_operand(struct input *in)
{
    struct ls_pdf_operator *op = in->op;
    switch (*in->at) {
    case '/':
        op->names_n++;
        return read_name(in, &op->name);
    case '(':
        op->strings_n++;
        return read_literal(in, &op->string);
    case '[':
        op->arrays_n++;
        return read_array(in);
    case '<':
        if (in->end - in->at < 2)
            return at_end(in);
        if (in->at[1] == '<') {
            op->dicts_n++;
            return read_dict(in);
        }
        op->strings_n++;
        return read_hex(in, &op->string);
    default:
        break;
    }
    if (!begins_number(*in->at) || op->numbers_n == LS_PDF_NUMBERS_OF_ONE)
        return LS_PDF_STRANGE;
    return read_number(in, &op->numbers[op->numbers_n++]);
}

static bool begins_operator(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '\'' || c == '"';
}

enum ls_pdf_reading ls_pdf_read_operator(struct ls_pdf_operator *op, const char *at,
                                         const char *end, bool last, size_t *used)
{
    struct input in = {op, at, end, last};
    struct ls_str word;
    enum ls_pdf_reading r = LS_PDF_READ;
    op->numbers_n = op->names_n = op->strings_n = op->arrays_n = op->dicts_n = 0;
    op->room_n = 0;
    op->partial = false;
    while (in.at < end && !begins_operator(*in.at)) {
        r = read_operand(&in);
        if (r != LS_PDF_READ)
            return r;
        skip_white(&in);
    }
    if (in.at == end)
        return at_end(&in);
    r = read_word(&in, &word);
    if (r != LS_PDF_READ)
        return r;
    if (word.len > 3)
        return LS_PDF_STRANGE;
    op->key = LS_PDF_OP(word.at[0], word.len > 1 ? word.at[1] : 0, word.len > 2 ? word.at[2] : 0);
    *used = (size_t)(in.at - at);
    return LS_PDF_READ;
}
