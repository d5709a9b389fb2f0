/* SPDX-License-Identifier: Apache-2.0 */
#include "match/prepared.h"

#include "base/alloc.h"
#include "base/escape.h"
#include "match/sections.h"

#include <string.h>

_Static_assert(sizeof(struct ls_lowered) == 16, "nothing but members");
_Static_assert(sizeof(struct ls_word_use) == 8, "nothing but members");

struct ls_result ls_prepared_make(struct ls_prepared *p, const struct ls_rules *rules,
                                  struct ls_diag *diag)
{
    *p = (struct ls_prepared){.kept = NULL};
    ls_lower_init(&p->lower);
    struct ls_result r = ls_lower_rules(rules, &p->lower, diag);
    if (!ls_failed(r))
        r = ls_database_compile(&p->lower, &p->db, diag);
    if (!ls_failed(r))
        r = ls_pairs_new(&p->lower, &p->pairs);
    if (!ls_failed(r))
        r = ls_spots_find(&p->lower, &p->spots);
    return r;
}

void ls_prepared_fini(struct ls_prepared *p)
{
    ls_pairs_free(p->pairs);
    ls_database_free(p->db);
    if (!p->kept)
        ls_lower_fini(&p->lower);
    ls_free(p->kept);
    *p = (struct ls_prepared){.kept = NULL};
}

struct ls_result ls_prepared_save(const struct ls_prepared *p, struct ls_buf *out)
{
    const struct ls_lower *l = &p->lower;
    LS_TRY(ls_section_put(out, l->strings.at, l->strings.n, sizeof *l->strings.at));
    LS_TRY(ls_section_put(out, l->offsets.at, l->offsets.n, sizeof *l->offsets.at));
    LS_TRY(ls_section_put(out, l->bytes.at, l->bytes.n, 1));
    LS_TRY(ls_section_put(out, l->uses.at, l->uses.n, sizeof *l->uses.at));
    LS_TRY(ls_section_put(out, &p->spots, 1, sizeof p->spots));
    return ls_pairs_save(p->pairs, out);
}

/* How many words of that role a rule has. */
static size_t words_of(const struct ls_rule *rule, unsigned role)
{
    size_t n = 0;
    if (role == LS_USE_ANCHOR)
        return rule->anchors.n;
    if (role == LS_USE_LABEL)
        return rule->near.labels.n;
    for (size_t i = 0; role == LS_USE_TERM && i < rule->lists_n; i++)
        n += rule->lists[i].n;
    return n;
}

static bool are_uses(const struct ls_lower *lower, const struct ls_rules *rules)
{
    for (size_t i = 0; i < lower->uses.n; i++) {
        const struct ls_word_use *use = &lower->uses.at[i];
        if (use->rule >= rules->n || use->word >= words_of(&rules->at[use->rule], use->role))
            return false;
    }
    return true;
}

/* A truth value that is neither is nothing that C knows. */
static bool are_bools(const struct ls_lowered *s)
{
    uint8_t bytes[sizeof *s];
    memcpy(bytes, s, sizeof bytes);
    const size_t at[] = {offsetof(struct ls_lowered, gapped), offsetof(struct ls_lowered, caseless),
                         offsetof(struct ls_lowered, in_utf8), offsetof(struct ls_lowered, paired)};
    uint8_t any = 0;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        any |= bytes[at[i]];
    return any <= 1;
}

static bool are_strings(struct ls_lower *lower)
{
    for (size_t i = 0; i < lower->strings.n; i++) {
        const struct ls_lowered *s = &lower->strings.at[i];
        size_t at = lower->offsets.at[i];
        if (!are_bools(s) || s->enc >= LS_ESC_END || at > lower->bytes.n ||
            s->len > lower->bytes.n - at || s->uses > lower->uses.n ||
            s->uses_n > lower->uses.n - s->uses)
            return false;
        if (s->len > lower->longest)
            lower->longest = s->len;
    }
    return true;
}

/* The vectors are full: nobody adds to what was kept. */
#define TAKE(in, v)                                                                                \
    (ls_section_take(in, sizeof *(v)->at, (void **)&(v)->at, &(v)->n) &&                           \
     ((v)->cap = (v)->limit = (v)->n, true))

static bool take(struct ls_prepared *p, struct ls_sections *in)
{
    struct ls_lower *l = &p->lower;
    return TAKE(in, &l->strings) && TAKE(in, &l->offsets) && TAKE(in, &l->bytes) &&
           TAKE(in, &l->uses) && ls_section_copy(in, sizeof p->spots, &p->spots, 1);
}

struct ls_result ls_prepared_take(struct ls_prepared *p, const struct ls_rules *rules,
                                  struct ls_database *db, char *kept, size_t len)
{
    struct ls_sections in = {kept, len};
    *p = (struct ls_prepared){.db = db, .kept = kept};
    if (!take(p, &in) || p->lower.offsets.n != p->lower.strings.n || !are_uses(&p->lower, rules) ||
        !are_strings(&p->lower))
        return ls_bad(LS_E_MALFORMED);
    LS_TRY(ls_pairs_take(&p->lower, &in, &p->pairs));
    return in.len ? ls_bad(LS_E_MALFORMED) : ls_ok();
}
