/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands beside the cells of a sheet: headers, validations, conditions, links, filters,
 * scenarios, names of pivot tables, texts of charts, what data was got from.
 */
#include "formats/xls_priv.h"

/* Types of records (2.3.1). */
enum {
    HEADER = 0x014,
    FOOTER = 0x015,
    SOURCE_NAME = 0x052,
    SOURCE = 0x051,
    FILTER = 0x09E,
    SCENARIO = 0x0AF,
    PIVOT = 0x0B0,
    PIVOT_FIELD = 0x0B1,
    PIVOT_ITEM = 0x0B2,
    PIVOT_DATA = 0x0C5,
    QUERY_STRING = 0x0CD,
    PARAMETER = 0x0DC,
    PIVOT_TEXTS = 0x0F1,
    PIVOT_FIELD_MORE = 0x100,
    VIEW = 0x1A9,
    QUERY = 0x1AD,
    CONDITION = 0x1B1,
    LINK = 0x1B8,
    VALIDATION = 0x1BE,
    LINK_TIP = 0x800,
    WEB_PAGE = 0x801,
    QUERY_TAG = 0x802,
    QUERY_BASE = 0x803,
    QUERY_MORE = 0x804,
    QUERY_TEXT = 0x805,
    PIVOT_LEVEL = 0x80D,
    PIVOT_TOTAL = 0x810,
    GOES_ON = 0x812,
    FROM_PROGRAM = 0x813,
    PIVOT_MORE = 0x864,
    FEATURE = 0x868, /* a range that may be changed, and what it is called */
    POINT_LABEL = 0x86B,
    TABLE = 0x872,
    GOES_ON_11 = 0x875,
    CONNECTION = 0x876,
    TABLE_MORE = 0x877,
    TABLE_12 = 0x878,
    CONDITION_12 = 0x87A,
    FILTER_12 = 0x87E,
    GOES_ON_12 = 0x87F,
    SORTED = 0x895,
    FUNCTIONS_12 = 0x898,
    HEADER_FOOTER = 0x89C,
    SERIES_TEXT = 0x100D,
    NONE = 0xFFFF, /* characters of a name that is not there */
};

static struct ls_result read_margin(struct ls_xls *x, enum ls_part part)
{
    if (!ls_xls_more(&x->records))
        return ls_ok();
    LS_TRY(ls_xls_string(&x->records, x->version >= 8 ? 2 : 1, &x->text));
    return ls_xls_tell_header(x, part, &x->text);
}

/* HeaderFooter (2.4.137): of even pages and of the first one. */
static struct ls_result read_margins(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    uint16_t sizes[4];
    ls_xls_skip(r, 30);
    for (size_t i = 0; i < 4; i++)
        sizes[i] = ls_xls_u16(r);
    for (size_t i = 0; i < 4; i++)
        if (sizes[i])
            LS_TRY(read_margin(x, i % 2 ? LS_PART_FOOTER : LS_PART_HEADER));
    return ls_ok();
}

/* Dv (2.4.93): four texts for people, and two formulas, one of which may be a list. */
static struct ls_result read_validation(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 4);
    for (size_t i = 0; i < 4; i++)
        LS_TRY(ls_xls_take_string(x, 2, LS_PART_FIELD));
    for (size_t i = 0; i < 2 && !r->failed; i++) {
        size_t len = ls_xls_u16(r);
        ls_xls_skip(r, 2);
        LS_TRY(ls_xls_formula(x, len, LS_PART_FIELD, 0, 0));
    }
    return ls_ok();
}

/* CF (2.4.42): the formulas end the record; what stands before them is as long as it likes. */
static struct ls_result read_condition(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 2);
    size_t first = ls_xls_u16(r), second = ls_xls_u16(r);
    if (r->failed || r->left < first + second)
        return ls_ok();
    ls_xls_skip(r, r->left - first - second);
    LS_TRY(ls_xls_formula(x, first, LS_PART_FIELD, 0, 0));
    return ls_xls_formula(x, second, LS_PART_FIELD, 0, 0);
}

/* CF12 (2.4.43): how it looks (DXFN12, with its length in front), then as the above. */
static struct ls_result read_condition_12(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 12 + 2);
    size_t first = ls_xls_u16(r), second = ls_xls_u16(r);
    uint32_t look = ls_xls_u32(r);
    ls_xls_skip(r, look ? look : 2);
    if (r->failed)
        return ls_ok();
    LS_TRY(ls_xls_formula(x, first, LS_PART_FIELD, 0, 0));
    return ls_xls_formula(x, second, LS_PART_FIELD, 0, 0);
}

/* AutoFilter (2.4.6): two conditions, then the strings they compare with. */
static struct ls_result read_filter(struct ls_xls *x)
{
    enum { STRING = 6 };
    struct ls_xls_records *r = &x->records;
    size_t sizes[2];
    ls_xls_skip(r, 4);
    for (size_t i = 0; i < 2; i++) {
        bool string = ls_xls_u8(r) == STRING;
        ls_xls_skip(r, 5);
        sizes[i] = ls_xls_u8(r);
        ls_xls_skip(r, 3);
        sizes[i] = string ? sizes[i] : 0;
    }
    for (size_t i = 0; i < 2; i++)
        if (sizes[i])
            LS_TRY(ls_xls_take_chars(x, sizes[i], LS_PART_FIELD));
    return ls_ok();
}

/* SCENARIO (2.4.242): its name, the user's, and a comment; values that cells would have follow. */
static struct ls_result read_scenario(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 4);
    size_t name = ls_xls_u8(r), comment = ls_xls_u8(r), user = ls_xls_u8(r);
    LS_TRY(ls_xls_take_chars(x, name, LS_PART_FIELD));
    if (user)
        LS_TRY(ls_xls_take_string(x, 2, LS_PART_PROPERTY));
    return comment ? ls_xls_take_string(x, 2, LS_PART_FIELD) : ls_ok();
}

/* A name whose length stands in front of it, NONE for none. */
static struct ls_result take_name(struct ls_xls *x, size_t n)
{
    return n && n != NONE ? ls_xls_take_chars(x, n, LS_PART_NAME) : ls_ok();
}

/* Names in pivot tables: behind `skip` bytes of other things. */
static struct ls_result read_pivot_name(struct ls_xls *x, size_t skip)
{
    ls_xls_skip(&x->records, skip);
    return take_name(x, ls_xls_u16(&x->records));
}

static struct ls_result read_pivot(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 40);
    size_t table = ls_xls_u16(r), data = ls_xls_u16(r);
    LS_TRY(take_name(x, table));
    return take_name(x, data);
}

/* SXVDEx (2.4.310): what the subtotal of a field is called. */
static struct ls_result read_pivot_field_more(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 10);
    size_t n = ls_xls_u16(r);
    ls_xls_skip(r, 8);
    return take_name(x, n);
}

/* SXEx (2.4.282): what stands in cells with errors and in empty ones, a note of a program, and
 * three styles. */
static struct ls_result read_pivot_texts(struct ls_xls *x)
{
    enum { TEXTS = 6 };
    struct ls_xls_records *r = &x->records;
    size_t sizes[TEXTS];
    ls_xls_skip(r, 2);
    for (size_t i = 0; i < TEXTS; i++) {
        if (i == TEXTS / 2)
            ls_xls_skip(r, 10);
        sizes[i] = ls_xls_u16(r);
    }
    for (size_t i = 0; i < TEXTS && !r->failed; i++)
        LS_TRY(take_name(x, sizes[i]));
    return ls_ok();
}

static struct ls_result take_behind(struct ls_xls *x, size_t skip)
{
    ls_xls_skip(&x->records, skip);
    return ls_xls_take_string(x, x->version >= 8 ? 2 : 1, LS_PART_FIELD);
}

/* HLinkTooltip (2.4.141). */
static struct ls_result read_tip(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 10);
    size_t n = r->failed ? 0 : r->left / 2;
    LS_TRY(ls_xls_units(r, n, &x->text));
    return ls_xls_tell_line(x, LS_PART_FIELD, &x->text);
}

struct ls_result ls_xls_read_beside(struct ls_xls *x, bool *taken)
{
    struct ls_xls_records *r = &x->records;
    *taken = true;
    switch (r->type) {
    case HEADER:
        return read_margin(x, LS_PART_HEADER);
    case FOOTER:
        return read_margin(x, LS_PART_FOOTER);
    case HEADER_FOOTER:
        return read_margins(x);
    case VALIDATION:
        return read_validation(x);
    case CONDITION:
        return read_condition(x);
    case LINK:
        ls_xls_skip(r, 8 + 16); /* cells; the class of what follows */
        return ls_xls_read_link(x);
    case LINK_TIP:
        return read_tip(x);
    case FILTER:
        return x->version >= 8 ? read_filter(x) : ls_ok();
    case PIVOT:
        return x->version >= 8 ? read_pivot(x) : ls_ok();
    case PIVOT_FIELD:
        return x->version >= 8 ? read_pivot_name(x, 8) : ls_ok();
    case PIVOT_ITEM:
        return x->version >= 8 ? read_pivot_name(x, 6) : ls_ok();
    case PIVOT_DATA:
        return x->version >= 8 ? read_pivot_name(x, 12) : ls_ok();
    case PIVOT_FIELD_MORE:
        return x->version >= 8 ? read_pivot_field_more(x) : ls_ok();
    case PIVOT_TEXTS:
        return x->version >= 8 ? read_pivot_texts(x) : ls_ok();
    case QUERY:
        return x->version >= 8 ? take_behind(x, 10) : ls_ok();
    case QUERY_STRING:
        return take_behind(x, 0);
    case QUERY_MORE:
        return take_behind(x, 4);
    case SCENARIO:
        return x->version >= 8 ? read_scenario(x) : ls_ok();
    case CONDITION_12:
        return read_condition_12(x);
    case SOURCE:
    case SOURCE_NAME:
    case PARAMETER:
    case VIEW:
    case WEB_PAGE:
    case QUERY_TAG:
    case QUERY_BASE:
    case QUERY_TEXT:
    case PIVOT_LEVEL:
    case PIVOT_TOTAL:
    case PIVOT_MORE:
    case FROM_PROGRAM:
    case FEATURE:
    case POINT_LABEL:
    case TABLE:
    case TABLE_MORE:
    case TABLE_12:
    case FILTER_12:
    case CONNECTION:
    case SORTED:
    case FUNCTIONS_12:
    case GOES_ON:
    case GOES_ON_11:
    case GOES_ON_12:
        return ls_xls_mine(x, LS_PART_FIELD);
    case SERIES_TEXT:
        ls_xls_skip(r, 2);
        return ls_xls_take_string(x, 1, LS_PART_CHART);
    default:
        *taken = false;
        return ls_ok();
    }
}
