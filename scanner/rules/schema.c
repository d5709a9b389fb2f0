/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema of a pack, and libcyaml's complaints in the project's words.
 *
 * On failure libcyaml logs what it found and then the way out from the place, innermost first:
 *
 *   Load: Invalid ENUM value: maybe
 *   Load: Backtrace:
 *     in mapping field 'gap' (line: 3, column: 8)
 *     in sequence entry '1' (line: 3, column: 3)
 *     in mapping field 'rules' (line: 3, column: 1)
 *
 * That way, walked through the schema from the top, ends at the entry that refused the value, and
 * the entry says what it would have taken.
 */
#include "rules/pack_priv.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/encoding.h"
#include "rules/evidence.h"
#include "rules/locate.h"

#include <cyaml/cyaml.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TEXT_BYTES_MAX = 4096, /* titles, patterns, examples */
    NAME_BYTES_MAX = 128,  /* ids and other names */
    TEXTS_MAX = LS_RULE_WORDS_MAX,
    PATTERNS_MAX = 64, /* regular expressions in one list */
    EXAMPLES_MAX = 256,
    LOWER_MAX = 8,
    CONTEXTS_MAX = 8,
    OPTIONAL = CYAML_FLAG_OPTIONAL,
    OPTIONAL_PTR = CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,
};

#define TEXT(key, type, member)                                                                    \
    CYAML_FIELD_STRING_PTR(key, OPTIONAL_PTR, type, member, 1, TEXT_BYTES_MAX)
#define NAME(key, type, member)                                                                    \
    CYAML_FIELD_STRING_PTR(key, OPTIONAL_PTR, type, member, 1, NAME_BYTES_MAX)
#define TEXTS(key, type, member, max)                                                              \
    CYAML_FIELD_SEQUENCE_COUNT(key, OPTIONAL_PTR, type, member.at, member.n, &text, 1, max)
#define LIST(key, type, member, entry, max)                                                        \
    CYAML_FIELD_SEQUENCE_COUNT(key, OPTIONAL_PTR, type, member, member##_n, entry, 1, max)
#define NUMBER(key, type, member) CYAML_FIELD_UINT(key, OPTIONAL, type, member)
#define TRUTH(key, type, member)                                                                   \
    CYAML_FIELD_ENUM(key, OPTIONAL | CYAML_FLAG_STRICT, type, member, truth_names,                 \
                     CYAML_ARRAY_LEN(truth_names))
#define ENCODINGS(key, type, member)                                                               \
    CYAML_FIELD_FLAGS_PTR(key, OPTIONAL_PTR | CYAML_FLAG_STRICT, type, member, encoding_names,     \
                          CYAML_ARRAY_LEN(encoding_names))
#define PART(key, type, member, fields)                                                            \
    CYAML_FIELD_MAPPING_PTR(key, OPTIONAL_PTR, type, member, fields)

static const cyaml_schema_value_t text = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, TEXT_BYTES_MAX)};

static const cyaml_strval_t gap_names[] = {
    {"none", LS_GAP_NONE}, {"uniform", LS_GAP_UNIFORM}, {"any", LS_GAP_ANY}};

/* Those that not every rule is searched in. */
static const cyaml_strval_t encoding_names[] = {{"shift_jis", 1 << LS_ENC_SHIFT_JIS},
                                                {"euc-jp", 1 << LS_ENC_EUC_JP},
                                                {"euc-kr", 1 << LS_ENC_EUC_KR},
                                                {"windows-1251", 1 << LS_ENC_WINDOWS_1251},
                                                {"koi8-r", 1 << LS_ENC_KOI8_R},
                                                {"ibm866", 1 << LS_ENC_CP866},
                                                {"windows-1258", 1 << LS_ENC_WINDOWS_1258},
                                                {"windows-1252", 1 << LS_ENC_WINDOWS_1252}};

_Static_assert(sizeof encoding_names / sizeof *encoding_names == LS_ENC_COUNT - LS_ENC_COMMON,
               "every encoding has a name in packs");

static const cyaml_strval_t at_names[] = {
    {"line-start", LS_AT_LINE_START}, {"line", LS_AT_LINE},           {"cell", LS_AT_CELL},
    {"header", LS_AT_HEADER},         {"watermark", LS_AT_WATERMARK}, {"text-box", LS_AT_TEXT_BOX}};

/* libcyaml's own kind for truth takes every unknown word as true. */
static const cyaml_strval_t truth_names[] = {{"true", 1}, {"false", 0}};

static const cyaml_schema_field_t near_fields[] = {
    TEXTS("any", struct ls_raw_near, any, TEXTS_MAX),
    NUMBER("within", struct ls_raw_near, within),
    NUMBER("or_count", struct ls_raw_near, or_count),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t beside_fields[] = {
    TEXT("before", struct ls_raw_beside, before),
    TEXT("behind", struct ls_raw_beside, behind),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t count_fields[] = {
    NUMBER("at_least", struct ls_raw_count, at_least),
    NUMBER("within", struct ls_raw_count, within),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t group_fields[] = {
    NUMBER("at_least", struct ls_raw_group, at_least),
    TEXTS("words", struct ls_raw_group, words, TEXTS_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t group = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_group, group_fields)};

static const cyaml_schema_field_t column_fields[] = {
    TEXTS("words", struct ls_raw_column, words, TEXTS_MAX),
    NAME("check", struct ls_raw_column, check),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t column = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_column, column_fields)};

static const cyaml_schema_field_t rows_fields[] = {
    NUMBER("at_least", struct ls_raw_rows, at_least),
    NUMBER("within", struct ls_raw_rows, within),
    LIST("columns", struct ls_raw_rows, columns, &column, TEXTS_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t terms_fields[] = {
    LIST("groups", struct ls_raw_terms, groups, &group, LS_RULE_GROUPS_MAX),
    NUMBER("within", struct ls_raw_terms, within),
    TRUTH("cells", struct ls_raw_terms, cells),
    PART("rows", struct ls_raw_terms, rows, rows_fields),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t cue_fields[] = {
    TEXTS("words", struct ls_raw_cue, words, TEXTS_MAX),
    TEXTS("common", struct ls_raw_cue, common, TEXTS_MAX),
    TEXT("match", struct ls_raw_cue, match),
    NAME("cue", struct ls_raw_cue, cue),
    NUMBER("weight", struct ls_raw_cue, weight),
    NUMBER("at_least", struct ls_raw_cue, at_least),
    TRUTH("needed", struct ls_raw_cue, needed),
    TRUTH("told", struct ls_raw_cue, told),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t cue = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_cue, cue_fields)};

static const cyaml_schema_field_t lower_fields[] = {
    TEXTS("any", struct ls_raw_lower, any, PATTERNS_MAX),
    TEXTS("cues", struct ls_raw_lower, cues, LS_LOWER_CUES_MAX),
    NAME("to", struct ls_raw_lower, to),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t lower = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_lower, lower_fields)};

static const cyaml_schema_field_t evidence_fields[] = {
    LIST("cues", struct ls_raw_evidence, cues, &cue, LS_CUES_MAX),
    NUMBER("need", struct ls_raw_evidence, need),
    NUMBER("within", struct ls_raw_evidence, within),
    TEXTS("unless", struct ls_raw_evidence, unless, PATTERNS_MAX),
    LIST("lower", struct ls_raw_evidence, lower, &lower, LOWER_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t context_fields[] = {
    NAME("context", struct ls_raw_context, context),
    NAME("to", struct ls_raw_context, to),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t context = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_context, context_fields)};

/* A set of categories. */
static const cyaml_strval_t category_names[] = {{"grade-mark", 1 << LS_CAT_GRADE_MARK},
                                                {"foreign-mark", 1 << LS_CAT_FOREIGN_MARK},
                                                {"internal-mark", 1 << LS_CAT_INTERNAL_MARK},
                                                {"trade-secret", 1 << LS_CAT_TRADE_SECRET},
                                                {"personnel", 1 << LS_CAT_PERSONNEL},
                                                {"archive-file", 1 << LS_CAT_ARCHIVE_FILE},
                                                {"exam", 1 << LS_CAT_EXAM},
                                                {"case-file", 1 << LS_CAT_CASE_FILE},
                                                {"staffing", 1 << LS_CAT_STAFFING},
                                                {"audit", 1 << LS_CAT_AUDIT},
                                                {"minutes", 1 << LS_CAT_MINUTES},
                                                {"telegram", 1 << LS_CAT_TELEGRAM},
                                                {"register", 1 << LS_CAT_REGISTER},
                                                {"identifier", 1 << LS_CAT_IDENTIFIER},
                                                {"credential", 1 << LS_CAT_CREDENTIAL},
                                                {"dictionary", 1 << LS_CAT_DICTIONARY}};

static const cyaml_schema_field_t provided_fields[] = {
    CYAML_FIELD_FLAGS("found", OPTIONAL | CYAML_FLAG_STRICT, struct ls_raw_provided, found,
                      category_names, CYAML_ARRAY_LEN(category_names)),
    CYAML_FIELD_FLAGS("missing", OPTIONAL | CYAML_FLAG_STRICT, struct ls_raw_provided, missing,
                      category_names, CYAML_ARRAY_LEN(category_names)),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t examples_fields[] = {
    TEXTS("hit", struct ls_raw_examples, hit, EXAMPLES_MAX),
    TEXTS("miss", struct ls_raw_examples, miss, EXAMPLES_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t rule_fields[] = {
    NAME("id", struct ls_raw_rule, id),
    TEXT("title", struct ls_raw_rule, title),
    NAME("category", struct ls_raw_rule, category),
    NAME("severity", struct ls_raw_rule, severity),
    TEXT("description", struct ls_raw_rule, description),
    TEXT("source", struct ls_raw_rule, source),
    TEXTS("serves", struct ls_raw_rule, serves, TEXTS_MAX),
    ENCODINGS("encodings", struct ls_raw_rule, encodings),
    TEXTS("anchors", struct ls_raw_rule, anchors, TEXTS_MAX),
    CYAML_FIELD_ENUM_PTR("gap", OPTIONAL_PTR | CYAML_FLAG_STRICT, struct ls_raw_rule, gap,
                         gap_names, CYAML_ARRAY_LEN(gap_names)),
    TRUTH("capitals", struct ls_raw_rule, capitals),
    TRUTH("escapes", struct ls_raw_rule, escapes),
    TEXT("match", struct ls_raw_rule, match),
    CYAML_FIELD_UINT_PTR("window", OPTIONAL_PTR, struct ls_raw_rule, window),
    CYAML_FIELD_UINT_PTR("lead", OPTIONAL_PTR, struct ls_raw_rule, lead),
    CYAML_FIELD_FLAGS_PTR("at", OPTIONAL_PTR | CYAML_FLAG_STRICT, struct ls_raw_rule, at, at_names,
                          CYAML_ARRAY_LEN(at_names)),
    PART("beside", struct ls_raw_rule, beside, beside_fields),
    TEXTS("unless", struct ls_raw_rule, unless, PATTERNS_MAX),
    PART("near", struct ls_raw_rule, near, near_fields),
    NAME("digits", struct ls_raw_rule, digits),
    NAME("check", struct ls_raw_rule, check),
    NAME("mask", struct ls_raw_rule, mask),
    PART("count", struct ls_raw_rule, count, count_fields),
    PART("terms", struct ls_raw_rule, terms, terms_fields),
    PART("evidence", struct ls_raw_rule, evidence, evidence_fields),
    NAME("context", struct ls_raw_rule, context),
    LIST("in_context", struct ls_raw_rule, in_context, &context, CONTEXTS_MAX),
    PART("provided", struct ls_raw_rule, provided, provided_fields),
    PART("examples", struct ls_raw_rule, examples, examples_fields),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t rule = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_rule, rule_fields)};

static const cyaml_schema_field_t named_cue_fields[] = {
    NAME("name", struct ls_raw_named_cue, name),
    TEXT("title", struct ls_raw_named_cue, title),
    TEXTS("words", struct ls_raw_named_cue, words, TEXTS_MAX),
    TEXTS("common", struct ls_raw_named_cue, common, TEXTS_MAX),
    TEXT("match", struct ls_raw_named_cue, match),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t named_cue = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ls_raw_named_cue, named_cue_fields)};

static const cyaml_schema_field_t pack_fields[] = {
    NAME("pack", struct ls_raw_pack, pack),
    TEXT("title", struct ls_raw_pack, title),
    TEXT("source", struct ls_raw_pack, source),
    LIST("in_context", struct ls_raw_pack, in_context, &context, CONTEXTS_MAX),
    ENCODINGS("encodings", struct ls_raw_pack, encodings),
    TEXTS("not_in", struct ls_raw_pack, not_in, TEXTS_MAX),
    LIST("cues", struct ls_raw_pack, cues, &named_cue, LS_PACK_CUES_MAX),
    LIST("rules", struct ls_raw_pack, rules, &rule, LS_RULES_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t pack_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct ls_raw_pack, pack_fields)};

/* What libcyaml logged: its first line, and the way out of the place, innermost first. */
struct complaint {
    char what[256];
    struct {
        char key[64]; /* "" for an entry of a list */
        uint32_t position;
    } steps[LS_YAML_DEPTH_MAX];
    size_t n;
};

static void listen(cyaml_log_t level, void *user, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void listen(cyaml_log_t level, void *user, const char *format, va_list args)
{
    struct complaint *c = user;
    char line[256];
    (void)level;
    vsnprintf(line, sizeof line, format, args);
    line[strcspn(line, "\n")] = '\0';
    const char *quote = strchr(line, '\'');
    if (strncmp(line, "Load: ", 6) == 0) {
        if (!c->what[0])
            snprintf(c->what, sizeof c->what, "%s", line + 6);
    } else if (quote && c->n < LS_YAML_DEPTH_MAX) {
        c->steps[c->n].key[0] = '\0';
        if (strstr(line, "in mapping field"))
            snprintf(c->steps[c->n].key, sizeof c->steps[c->n].key, "%.*s",
                     (int)strcspn(quote + 1, "'"), quote + 1);
        else /* entries are counted from 1 while they are read; 0 when there is none */
            c->steps[c->n].position = (uint32_t)strtoul(quote + 1, NULL, 10);
        c->n++;
    }
}

static void *grow(void *user, void *old, size_t size)
{
    (void)user;
    if (size == 0) {
        ls_free(old);
        return NULL;
    }
    return ls_reallocarray(old, size, 1);
}

/* The path of the complaint, "rules.0.gap", and the schema's entry for it (NULL if it has none). */
static const cyaml_schema_value_t *follow(const struct complaint *c, char path[LS_YAML_PATH_MAX])
{
    const cyaml_schema_value_t *value = &pack_schema;
    size_t len = 0;
    for (size_t i = c->n; i-- > 0 && value;) {
        const char *dot = len ? "." : "";
        int n;
        if (c->steps[i].key[0]) {
            const cyaml_schema_field_t *f =
                value->type == CYAML_MAPPING ? value->mapping.fields : NULL;
            while (f && f->key && strcmp(f->key, c->steps[i].key) != 0)
                f++;
            value = f && f->key ? &f->value : NULL;
            n = snprintf(path + len, LS_YAML_PATH_MAX - len, "%s%s", dot, c->steps[i].key);
        } else {
            if (value->type == CYAML_SEQUENCE)
                value = value->sequence.entry;
            uint32_t position = c->steps[i].position ? c->steps[i].position - 1 : 0;
            n = snprintf(path + len, LS_YAML_PATH_MAX - len, "%s%" PRIu32, dot, position);
        }
        len += n > 0 && (size_t)n < LS_YAML_PATH_MAX - len ? (size_t)n : 0;
    }
    path[len] = '\0';
    return value;
}

static struct ls_result list_names(struct ls_buf *out, const cyaml_schema_value_t *value)
{
    LS_TRY(ls_buf_str(out, value->type == CYAML_FLAGS ? "a list of" : "one of"));
    for (uint32_t i = 0; i < value->enumeration.count; i++)
        LS_TRY(ls_buf_printf(out, "%s %s", i ? "," : "", value->enumeration.strings[i].str));
    return ls_ok();
}

/* What the schema would have taken here. */
static struct ls_result expected(struct ls_buf *out, const cyaml_schema_value_t *value)
{
    if (!value)
        return ls_buf_str(out, "a key of docs/rules.md");
    switch (value->type) {
    case CYAML_ENUM:
    case CYAML_FLAGS:
        return list_names(out, value);
    case CYAML_UINT:
        return ls_buf_str(out, "a whole number");
    case CYAML_STRING:
        return ls_buf_printf(out, "text of %" PRIu32 " to %" PRIu32 " bytes", value->string.min,
                             value->string.max);
    case CYAML_SEQUENCE:
        return ls_buf_printf(out, "a list of %" PRIu32 " to %" PRIu32 " entries",
                             value->sequence.min, value->sequence.max);
    case CYAML_MAPPING:
        LS_TRY(ls_buf_str(out, "one of the keys"));
        for (const cyaml_schema_field_t *f = value->mapping.fields; f->key; f++)
            LS_TRY(ls_buf_printf(out, "%s %s", f == value->mapping.fields ? "" : ",", f->key));
        return ls_ok();
    case CYAML_INT:
    case CYAML_BOOL:
    case CYAML_FLOAT:
    case CYAML_BITFIELD:
    case CYAML_SEQUENCE_FIXED:
    case CYAML_IGNORE:
    case CYAML__TYPE_COUNT:
        break; /* not in the schema */
    }
    return ls_ok();
}

static struct ls_result complain(const struct ls_pack_text *pack, const struct complaint *c,
                                 cyaml_err_t err, struct ls_diag *diag)
{
    char path[LS_YAML_PATH_MAX];
    char wanted[512];
    struct complaint at = *c;
    static const char unknown_key[] = "Unexpected key: ";
    const char *found = strstr(at.what, ": ");
    found = found ? found + 2 : "";

    /* Innermost is then the list that is too long, not its last entry. */
    bool list = err == CYAML_ERR_SEQUENCE_ENTRIES_MIN || err == CYAML_ERR_SEQUENCE_ENTRIES_MAX;
    if (list && at.n > 0) {
        at.n--;
        memmove(&at.steps[0], &at.steps[1], at.n * sizeof at.steps[0]);
    }
    const cyaml_schema_value_t *value = follow(&at, path);
    struct ls_buf out = {.limit = sizeof wanted - 1};
    struct ls_result r = expected(&out, value);
    snprintf(wanted, sizeof wanted, "%.*s", ls_failed(r) ? 0 : (int)out.n, out.at ? out.at : "");
    ls_free(out.at);

    if (err == CYAML_ERR_INVALID_KEY &&
        strncmp(at.what, unknown_key, sizeof unknown_key - 1) == 0) {
        size_t len = strlen(path);
        snprintf(path + len, sizeof path - len, "%s%s", len ? "." : "", found);
        return ls_diag_stop(diag, LS_E_RULES, "%s:%" PRIu32 ": %s: unknown key, expected %s",
                            pack->file, ls_locate_line(pack, path), ls_locate_key(path), wanted);
    }
    uint32_t line = ls_locate_line(pack, path);
    const char *key = ls_locate_key(path);
    if (list || !found[0] || strncmp(at.what, "Invalid ", 8) != 0)
        return ls_diag_stop(diag, LS_E_RULES, "%s:%" PRIu32 ": %s: expected %s", pack->file, line,
                            key, wanted);
    return ls_diag_stop(diag, LS_E_RULES, "%s:%" PRIu32 ": %s: %s is wrong, expected %s",
                        pack->file, line, key, found, wanted);
}

static cyaml_config_t config(struct complaint *c)
{
    return (cyaml_config_t){
        .log_fn = listen,
        .log_ctx = c,
        .mem_fn = grow,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
}

struct ls_result ls_raw_load(const struct ls_pack_text *pack, struct ls_raw_pack **raw,
                             struct ls_diag *diag)
{
    struct complaint c = {.n = 0};
    cyaml_config_t cfg = config(&c);
    *raw = NULL;
    cyaml_err_t err = cyaml_load_data((const uint8_t *)pack->bytes, pack->len, &cfg, &pack_schema,
                                      (cyaml_data_t **)raw, NULL);
    if (err == CYAML_ERR_OOM || err == CYAML_ERR_LIBYAML_PARSER_INIT)
        return ls_stop(LS_E_MEMORY);
    if (err != CYAML_OK)
        return complain(pack, &c, err, diag);
    if (!*raw)
        return ls_diag_stop(diag, LS_E_RULES, "%s:1: pack: the file is empty, expected a pack",
                            pack->file);
    return ls_ok();
}

void ls_raw_free(struct ls_raw_pack *raw)
{
    struct complaint c = {.n = 0};
    cyaml_config_t cfg = config(&c);
    if (raw)
        cyaml_free(&cfg, &pack_schema, raw, 0);
}
