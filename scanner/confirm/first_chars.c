/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader goes through the pattern once and keeps, for each open group, what a match of what it
 * has read of it may begin with: strings of up to two characters, those of the branches that are
 * done apart from those of the branch at hand. A string that is shorter than two ends there, and
 * what follows goes on with it. Such a set may hold more than what can be, never less: what looks
 * around counts as nothing, what comes again as anything.
 */
#include "confirm/first_chars.h"

#include "base/alloc.h"

#include <string.h>

enum {
    STRINGS_MAX = 512, /* of one set */
    DEPTH_MAX = 12,    /* groups in groups */
    CLASS_MAX = 128,   /* characters that are told apart; more are any */
};

static const uint32_t NONE = UINT32_MAX; /* the string ends before it */
static const uint32_t ANY = UINT32_MAX - 1;

struct two {
    uint32_t a, b;
};

struct set {
    size_t n;
    struct two at[STRINGS_MAX];
};

/* What is open: the whole pattern, or a group. */
struct group {
    struct set done;   /* branches before the one at hand */
    struct set branch; /* the one at hand, up to here */
    bool open;         /* some string of it goes on with what follows */
    bool around;       /* it looks ahead or behind */
};

struct ls_first_reader {
    const uint32_t *p, *end;
    bool spaced;     /* (?x) */
    bool lost;       /* what is not known was met */
    struct set atom; /* what was read last */
    struct set work;
    size_t depth;
    struct group groups[DEPTH_MAX];
};

/* ---- sets ---- */

static void add(struct ls_first_reader *r, struct set *set, uint32_t a, uint32_t b)
{
    if (set->n == STRINGS_MAX)
        r->lost = true;
    else
        set->at[set->n++] = (struct two){a, b};
}

static void make_empty_string(struct set *set)
{
    set->n = 1;
    set->at[0] = (struct two){NONE, NONE};
}

static void begin_branch(struct group *group)
{
    make_empty_string(&group->branch);
    group->open = true;
}

static void add_all(struct ls_first_reader *r, struct set *set, const struct set *more)
{
    for (size_t i = 0; i < more->n; i++)
        add(r, set, more->at[i].a, more->at[i].b);
}

static void copy_set(struct set *to, const struct set *from)
{
    to->n = from->n;
    memcpy(to->at, from->at, from->n * sizeof *from->at);
}

static bool is_open(const struct set *set)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->at[i].b == NONE)
            return true;
    return false;
}

/* The atom follows on what the branch may begin with. */
static void append(struct ls_first_reader *r, struct group *group, const struct set *atom)
{
    struct set *branch = &group->branch;
    if (!group->open)
        return;
    r->work.n = 0;
    for (size_t i = 0; i < branch->n; i++) {
        struct two s = branch->at[i];
        bool many = atom->n > STRINGS_MAX / 8;
        if (s.a == NONE) {
            add_all(r, &r->work, atom);
        } else if (s.b != NONE) {
            add(r, &r->work, s.a, s.b);
        } else if (many) {
            add(r, &r->work, s.a, ANY);
        } else {
            for (size_t k = 0; k < atom->n; k++)
                add(r, &r->work, s.a, atom->at[k].a);
        }
    }
    copy_set(branch, &r->work);
    group->open = is_open(branch);
}

/* ---- characters and classes ---- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint32_t hex_value(uint32_t c)
{
    return is_digit(c) ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : NONE;
}

/* Behind "\x": two digits at most, or any number in braces. */
static uint32_t read_hex(struct ls_first_reader *r)
{
    uint32_t c = 0;
    bool braces = r->p < r->end && *r->p == '{';
    r->p += braces;
    for (int i = 0; i < (braces ? 6 : 2) && r->p < r->end && hex_value(*r->p) != NONE; i++)
        c = c * 16 + hex_value(*r->p++);
    if (braces && (r->p == r->end || *r->p++ != '}'))
        r->lost = true;
    return c;
}

/* A range of characters for an atom; more than CLASS_MAX in all are any. */
static void add_range(struct ls_first_reader *r, uint32_t from, uint32_t to)
{
    if (r->atom.n && r->atom.at[0].a == ANY)
        return;
    if (to < from || to - from >= CLASS_MAX - r->atom.n) {
        r->atom.n = 0;
        add(r, &r->atom, ANY, NONE);
        return;
    }
    for (uint32_t c = from; c <= to; c++)
        add(r, &r->atom, c, NONE);
}

/* Behind a backslash: a character is returned, a class added to the atom and NONE returned. */
static uint32_t read_escape(struct ls_first_reader *r)
{
    static const char plain[] = "ntrfae", meant[] = "\n\t\r\f\a\033";
    if (r->p == r->end) {
        r->lost = true;
        return NONE;
    }
    uint32_t c = *r->p++;
    const char *known = c < 128 && c ? strchr(plain, (int)c) : NULL;
    if (known)
        return (uint32_t)meant[known - plain];
    if (!is_letter(c) && !is_digit(c))
        return c;
    switch (c) {
    case 'x':
        return read_hex(r);
    case 'd':
        add_range(r, '0', '9');
        break;
    case 's':
        add_range(r, '\t', '\r');
        add_range(r, ' ', ' ');
        break;
    case 'w':
        add_range(r, '0', '9');
        add_range(r, 'A', 'Z');
        add_range(r, '_', '_');
        add_range(r, 'a', 'z');
        break;
    case 'D':
    case 'S':
    case 'W':
        add_range(r, 0, ANY);
        break;
    default:
        r->lost = true;
    }
    return NONE;
}

/* One end of a range in a class; NONE when it was a class itself. */
static uint32_t read_class_char(struct ls_first_reader *r)
{
    uint32_t c = *r->p++;
    bool named = c == '[' && r->p < r->end && (*r->p == ':' || *r->p == '.' || *r->p == '=');
    r->lost = r->lost || named;
    if (c == '\\' && r->p < r->end && *r->p == 'b') { /* a backspace in here */
        r->p++;
        return '\b';
    }
    return c == '\\' ? read_escape(r) : c;
}

/* Behind "[". */
static void read_class(struct ls_first_reader *r)
{
    bool negated = r->p < r->end && *r->p == '^';
    r->p += negated;
    for (bool first = true; r->p < r->end && (first || *r->p != ']') && !r->lost; first = false) {
        uint32_t from = read_class_char(r), to = from;
        bool range = from != NONE && r->end - r->p > 1 && r->p[0] == '-' && r->p[1] != ']';
        if (range) {
            r->p++;
            to = read_class_char(r);
            r->lost = r->lost || to == NONE;
        }
        if (from != NONE)
            add_range(r, from, to);
    }
    r->lost = r->lost || r->p == r->end;
    r->p++;
    if (negated) {
        r->atom.n = 0;
        add(r, &r->atom, ANY, NONE);
    }
}

/* ---- groups ---- */

static void open_group(struct ls_first_reader *r, bool around)
{
    if (r->depth == DEPTH_MAX) {
        r->lost = true;
        return;
    }
    struct group *group = &r->groups[r->depth++];
    group->done.n = 0;
    group->around = around;
    begin_branch(group);
}

static bool skip(struct ls_first_reader *r, const char *text)
{
    size_t n = strlen(text);
    if ((size_t)(r->end - r->p) < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (r->p[i] != (unsigned char)text[i])
            return false;
    r->p += n;
    return true;
}

/* Behind "(": opens a group, or takes a setting. */
static void read_opening(struct ls_first_reader *r)
{
    if (r->p < r->end && *r->p == '*') {
        r->lost = true;
        return;
    }
    if (!skip(r, "?")) {
        open_group(r, false);
        return;
    }
    if (skip(r, "x)")) { /* for what follows in the group; read so in all the pattern */
        r->lost = r->lost || r->depth != 1;
        r->spaced = true;
        return;
    }
    bool around = skip(r, "=") || skip(r, "!") || skip(r, "<=") || skip(r, "<!");
    if (!around && !skip(r, ":") && !skip(r, ">")) {
        bool named = (skip(r, "<") || skip(r, "P<")) && r->p < r->end;
        while (named && r->p < r->end && (is_letter(*r->p) || is_digit(*r->p) || *r->p == '_'))
            r->p++;
        if (!named || !skip(r, ">")) {
            r->lost = true;
            return;
        }
    }
    open_group(r, around);
}

/* Behind ")": the group becomes the atom. */
static void close_group(struct ls_first_reader *r)
{
    if (r->depth < 2) {
        r->lost = true;
        return;
    }
    struct group *group = &r->groups[--r->depth];
    add_all(r, &group->done, &group->branch);
    if (group->around)
        make_empty_string(&r->atom);
    else
        copy_set(&r->atom, &group->done);
}

/* ---- repetition ---- */

/* "{n}", "{n,}" or "{n,m}"; anything else is a brace. */
static bool read_braces(struct ls_first_reader *r, uint32_t *min, uint32_t *max)
{
    const uint32_t *p = r->p + 1;
    uint32_t numbers[2] = {0, 0};
    size_t n = 0, digits = 0;
    for (; p < r->end && (is_digit(*p) || (*p == ',' && n == 0 && digits)); p++) {
        if (*p == ',') {
            n = 1;
            digits = 0;
        } else if (++digits > 5) {
            return false;
        } else {
            numbers[n] = numbers[n] * 10 + (*p - '0');
        }
    }
    if (p == r->end || *p != '}' || (n == 0 && digits == 0))
        return false;
    *min = numbers[0];
    *max = n == 0 ? numbers[0] : digits ? numbers[1] : UINT32_MAX;
    r->p = p + 1;
    return true;
}

/* What is said behind an atom about how often it comes. */
static void read_times(struct ls_first_reader *r)
{
    uint32_t min = 1, max = 1;
    if (r->p == r->end)
        return;
    if (*r->p == '?' || *r->p == '*' || *r->p == '+') {
        min = *r->p == '+';
        max = *r->p == '?' ? 1 : UINT32_MAX;
        r->p++;
    } else if (*r->p != '{' || !read_braces(r, &min, &max)) {
        return;
    }
    if (r->p < r->end && (*r->p == '?' || *r->p == '+')) /* lazy, or for good */
        r->p++;
    if (max == 0)
        make_empty_string(&r->atom);
    size_t n = r->atom.n;
    for (size_t i = 0; max > 1 && i < n; i++)
        if (r->atom.at[i].a != NONE && r->atom.at[i].b == NONE)
            add(r, &r->atom, r->atom.at[i].a, ANY);
    if (min == 0)
        add(r, &r->atom, NONE, NONE);
}

/* ---- all of it ---- */

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What does not match characters, or begins or ends a branch: true; else the atom is read. */
static bool read_mark(struct ls_first_reader *r, uint32_t c)
{
    struct group *group = &r->groups[r->depth - 1];
    if (c == '|') {
        add_all(r, &group->done, &group->branch);
        begin_branch(group);
        return true;
    }
    if (c == '^' || c == '$')
        return true;
    if (c == '(') {
        read_opening(r);
        return true;
    }
    if (c == '\\' && r->p < r->end &&
        (*r->p == 'b' || *r->p == 'B' || *r->p == 'A' || *r->p == 'z' || *r->p == 'Z')) {
        r->p++;
        return true;
    }
    return false;
}

/* At a brace that was taken: is it one that says how often? */
static bool is_times(const struct ls_first_reader *r)
{
    const uint32_t *p = r->p;
    return p < r->end && (is_digit(*p) || *p == ',');
}

/* Blanks beyond ASCII that (?x) lets be. */
static bool is_odd_blank(uint32_t c)
{
    return c == 0x85 || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
}

/* A character that is itself and comes once, in a branch that goes on with nothing any more. */
static bool says_nothing(const struct ls_first_reader *r, uint32_t c)
{
    if (r->groups[r->depth - 1].open || !(c >= 0x2100 || is_letter(c) || is_digit(c)))
        return false;
    return r->p < r->end &&
           (*r->p >= 0x2100 || is_letter(*r->p) || is_digit(*r->p) || *r->p == '|' || *r->p == ')');
}

static void read_one(struct ls_first_reader *r)
{
    uint32_t c = *r->p++;
    if (says_nothing(r, c))
        return;
    if (r->spaced && is_blank(c))
        return;
    r->lost = r->lost || (r->spaced && is_odd_blank(c));
    if (r->spaced && c == '#') {
        while (r->p < r->end && *r->p != '\n')
            r->p++;
        return;
    }
    if (read_mark(r, c))
        return;
    r->atom.n = 0;
    if (c == ')') {
        close_group(r);
    } else if (c == '[') {
        read_class(r);
    } else if (c == '.') {
        add(r, &r->atom, ANY, NONE);
    } else if (c == '*' || c == '+' || c == '?' || (c == '{' && is_times(r))) {
        r->lost = true; /* behind what matches no characters */
    } else {
        uint32_t one = c == '\\' ? read_escape(r) : c;
        if (one != NONE)
            add(r, &r->atom, one, NONE);
    }
    while (r->spaced && r->p < r->end && is_blank(*r->p))
        r->p++;
    if (r->lost)
        return;
    read_times(r);
    append(r, &r->groups[r->depth - 1], &r->atom);
}

static bool read_all(struct ls_first_reader *r)
{
    while (r->p < r->end && !r->lost)
        read_one(r);
    if (r->lost || r->depth != 1)
        return false;
    struct set *done = &r->groups[0].done;
    add_all(r, done, &r->groups[0].branch);
    for (size_t i = 0; i < done->n; i++)
        if (done->at[i].a == NONE || done->at[i].a == ANY)
            return false;
    return !r->lost && done->n > 0;
}

/* ---- the filter ---- */

static void set_bit(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= UINT64_C(1) << (i % 64);
}

struct ls_first_reader *ls_first_reader_new(void)
{
    return ls_reallocarray(NULL, 1, sizeof(struct ls_first_reader)); /* most is never written */
}

void ls_first_reader_free(struct ls_first_reader *reader)
{
    ls_free(reader);
}

bool ls_first_chars_find(struct ls_first_reader *r, const uint32_t *pattern, size_t n,
                         struct ls_first_chars *first)
{
    r->p = pattern;
    r->end = pattern + n;
    r->spaced = r->lost = false;
    r->depth = 0;
    open_group(r, false);
    bool known = read_all(r);
    memset(first, 0, sizeof *first);
    for (size_t i = 0; known && i < r->groups[0].done.n; i++) {
        struct two s = r->groups[0].done.at[i];
        set_bit(first->first, ls_first_chars_hash(s.a));
        if (s.b == NONE || s.b == ANY)
            set_bit(first->alone, ls_first_chars_hash(s.a));
        else
            set_bit(first->pairs, ls_first_chars_hash_pair(s.a, s.b));
    }
    return known;
}
