/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From pack texts to rules: every pack is read by the schema, packs whose id comes again later fall
 * out, then the rules of those left are checked and numbered in order. The dictionaries come last.
 */
#include "rules/rules.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/digest.h"
#include "rules/dictionary.h"
#include "rules/locate.h"
#include "rules/locate_ahead.h"
#include "rules/pack_image.h"
#include "rules/sources.h"

#include <inttypes.h>
#include <string.h>

enum { ARENA_BYTES_MAX = 512 << 20 };

/* What ls_rules_free() needs beside the public part. */
struct loaded {
    struct ls_rules rules; /* first: a pointer to it is a pointer to this */
    struct ls_arena *arena;
};

/* Of the entries of one pack. */
struct lines {
    uint32_t *rules, *cues;
};

/* The packs while they are read. */
struct loading {
    const struct ls_pack_text *texts; /* packs, and behind them dictionaries */
    const struct ls_raw_pack **raws;  /* one for each text; NULL when a later pack took its place */
    struct ls_raw_pack **read;        /* those of them that were read, and not built in */
    size_t n;
    struct ls_dictionary *dictionaries;
    size_t dictionaries_n;
    struct ls_locate_ahead *ahead; /* while packs are read */
    struct lines *lines_of;        /* of the entries of each pack, in the arena */
    struct ls_arena *arena;
    struct ls_rule *rules;
    size_t rules_n;
    struct ls_words *not_in; /* of each pack, in the arena */
    struct ls_named_cue *cues;
    size_t cues_n;
    struct ls_pack *packs;
    size_t packs_n;
    const struct ls_rules_listener *listener; /* or NULL */
    struct ls_diag *diag;
};

static struct ls_result pack_wrong(const struct loading *l, size_t i, const char *key,
                                   const char *what)
{
    return ls_diag_stop(l->diag, LS_E_RULES, "%s:%" PRIu32 ": %s: %s", l->texts[i].file,
                        ls_locate_line(&l->texts[i], key), key, what);
}

/* Of the first `n` entries: the schema lets no more than `max` pass. */
static struct ls_result keep_lines(struct loading *l, const uint32_t *lines, size_t n, size_t max,
                                   uint32_t **kept)
{
    n = n < max ? n : max;
    *kept = ls_arena_calloc(l->arena, n + 1, sizeof **kept);
    if (!*kept)
        return ls_stop(LS_E_MEMORY);
    memcpy(*kept, lines, n * sizeof *lines);
    return ls_ok();
}

const struct ls_pack_image *ls_pack_image_of(const struct ls_pack_text *text)
{
    size_t n, images_n;
    const struct ls_pack_text *builtin = ls_rules_builtin(&n);
    const struct ls_pack_image *images = ls_pack_images(&images_n);
    for (size_t i = 0; i < n && i < images_n; i++)
        if (builtin[i].bytes == text->bytes)
            return &images[i];
    return NULL;
}

/* The pack and the lines of its entries; out of its text if it was not built in. */
static struct ls_result take_pack(struct loading *l, size_t i, const uint32_t **rule_lines,
                                  const uint32_t **cue_lines)
{
    const struct ls_pack_image *image = ls_pack_image_of(&l->texts[i]);
    if (image) {
        l->raws[i] = image->raw;
        *rule_lines = image->rule_lines;
        *cue_lines = image->cue_lines;
        return ls_ok();
    }
    const struct ls_locate_lines *lines;
    LS_TRY(ls_locate_ahead_get(l->ahead, i, &lines, l->diag));
    LS_TRY(ls_raw_load(&l->texts[i], &l->read[i], l->diag));
    l->raws[i] = l->read[i];
    *rule_lines = lines->rules;
    *cue_lines = lines->cues;
    return ls_ok();
}

static struct ls_result read_pack(struct loading *l, size_t i)
{
    const uint32_t *rule_lines, *cue_lines;
    LS_TRY(take_pack(l, i, &rule_lines, &cue_lines));
    const struct ls_raw_pack *raw = l->raws[i];
    if (!raw->pack)
        return pack_wrong(l, i, "pack", "is missing, expected the id of the pack");
    if (!raw->title)
        return pack_wrong(l, i, "title", "is missing, expected what the pack is about");
    if (!raw->rules && !raw->cues)
        return pack_wrong(l, i, "rules", "is missing, expected a list of rules");
    LS_TRY(keep_lines(l, rule_lines, raw->rules_n, LS_RULES_MAX, &l->lines_of[i].rules));
    LS_TRY(keep_lines(l, cue_lines, raw->cues_n, LS_PACK_CUES_MAX, &l->lines_of[i].cues));
    for (size_t k = 0; k < i; k++)
        if (l->raws[k] && strcmp(l->raws[k]->pack, raw->pack) == 0)
            l->raws[k] = NULL;
    return ls_ok();
}

static const struct ls_rule *find(const struct ls_rule *rules, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(rules[i].info.id, id) == 0)
            return &rules[i];
    return NULL;
}

static const char *file_of(const struct ls_pack *packs, size_t n, const struct ls_rule *rule)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(packs[i].id, rule->pack) == 0)
            return packs[i].file;
    return "";
}

static const char *keep(struct loading *l, const char *text)
{
    return ls_arena_strndup(l->arena, text, strlen(text));
}

static struct ls_check check_of(const struct loading *l, size_t i, const char *list)
{
    return (struct ls_check){.pack = &l->texts[i],
                             .arena = l->arena,
                             .diag = l->diag,
                             .list = list,
                             .cues = l->cues,
                             .cues_n = l->cues_n,
                             .not_in = l->not_in[i]};
}

static struct ls_result check_longer_words(struct loading *l)
{
    l->not_in = ls_arena_calloc(l->arena, l->n + 1, sizeof *l->not_in);
    if (!l->not_in)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < l->n; i++)
        if (l->raws[i]) {
            struct ls_check check = check_of(l, i, "not_in");
            LS_TRY(ls_check_not_in(&check, l->raws[i], &l->not_in[i]));
        }
    return ls_ok();
}

/* Of all packs, before the rules, which may name those of any pack. */
static struct ls_result check_named_cues(struct loading *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        n += l->raws[i] ? l->raws[i]->cues_n : 0;
    l->cues = ls_arena_calloc(l->arena, n + 1, sizeof *l->cues);
    if (!l->cues)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < l->n; i++)
        for (uint32_t k = 0; l->raws[i] && k < l->raws[i]->cues_n; k++) {
            struct ls_named_cue *cue = &l->cues[l->cues_n];
            struct ls_check check = check_of(l, i, "cues");
            check.entry = k;
            LS_TRY(ls_check_named_cue(&check, &l->raws[i]->cues[k], cue));
            cue->line = l->lines_of[i].cues[k];
            cue->file = keep(l, l->texts[i].file);
            if (!cue->file)
                return ls_stop(LS_E_MEMORY);
            l->cues_n++;
        }
    return ls_ok();
}

static struct ls_result check_pack(struct loading *l, size_t i)
{
    const struct ls_raw_pack *raw = l->raws[i];
    struct ls_check check = check_of(l, i, "rules");
    struct ls_pack *pack = &l->packs[l->packs_n++];
    pack->id = keep(l, raw->pack);
    pack->title = keep(l, raw->title);
    pack->source = raw->source ? keep(l, raw->source) : "";
    pack->file = keep(l, l->texts[i].file);
    pack->rules_n = raw->rules_n;
    if (!pack->id || !pack->title || !pack->source || !pack->file)
        return ls_stop(LS_E_MEMORY);
    for (check.entry = 0; check.entry < raw->rules_n; check.entry++) {
        struct ls_rule *rule = &l->rules[l->rules_n];
        const struct ls_raw_rule *one = &raw->rules[check.entry];
        LS_TRY(ls_check_rule(&check, one, rule));
        if (rule->in_context_n == 0 && !rule->context)
            LS_TRY(ls_check_contexts(&check, "", raw->in_context, raw->in_context_n, rule));
        rule->encodings = one->encodings ? *one->encodings : raw->encodings ? *raw->encodings : 0;
        const struct ls_rule *twin = find(l->rules, l->rules_n, rule->info.id);
        if (twin)
            return ls_check_wrong(
                &check, "id", "\"%s\" stands in %s:%" PRIu32 " already, expected an id of its own",
                rule->info.id, file_of(l->packs, l->packs_n, twin), twin->line);
        rule->source = one->source ? keep(l, one->source) : pack->source;
        if (!rule->source)
            return ls_stop(LS_E_MEMORY);
        rule->pack = pack->id;
        rule->line = l->lines_of[i].rules[check.entry];
        rule->number = (uint32_t)l->rules_n++;
    }
    return ls_ok();
}

static struct ls_result read_texts(struct loading *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->texts[i].len > LS_PACK_BYTES_MAX)
            return ls_diag_stop(l->diag, LS_E_RULES,
                                "%s:1: pack: too large, expected %d MiB at most", l->texts[i].file,
                                LS_PACK_BYTES_MAX >> 20);
    LS_TRY(ls_locate_ahead_new(l->texts, l->n, &l->ahead));
    struct ls_result r = ls_ok();
    for (size_t i = 0; i < l->n && !ls_failed(r); i++)
        r = read_pack(l, i);
    ls_locate_ahead_free(l->ahead);
    LS_TRY(r);
    for (size_t i = 0; i < l->dictionaries_n; i++)
        l->dictionaries[i].text = &l->texts[l->n + i];
    return ls_dictionaries_read(l->dictionaries, l->dictionaries_n, l->arena, l->diag);
}

static struct ls_result add_dictionary(struct loading *l, size_t i)
{
    struct ls_rule *rule = &l->rules[l->rules_n];
    LS_TRY(ls_dictionary_rule(&l->dictionaries[i], i + 1, l->arena, rule, &l->packs[l->packs_n]));
    if (find(l->rules, l->rules_n, rule->info.id))
        return ls_diag_stop(l->diag, LS_E_RULES, "%s:1: \"%s\" is the id of another rule already",
                            l->dictionaries[i].text->file, rule->info.id);
    l->packs_n++;
    rule->number = (uint32_t)l->rules_n++;
    return ls_ok();
}

static void add_digest(struct ls_sha256 *hash, const struct ls_pack_text *text)
{
    const struct ls_pack_image *image = ls_pack_image_of(text);
    uint8_t own[LS_SHA256_BYTES];
    if (!image)
        ls_sha256_of(text->bytes, text->len, own);
    ls_sha256_update(hash, image ? image->digest : own, sizeof own);
}

/* Of the packs that are left, and of the dictionaries. */
static struct ls_result digest(const struct loading *l, char hex[LS_SHA256_HEX])
{
    struct ls_sha256 *hash = ls_sha256_new();
    if (!hash)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < l->n; i++)
        if (l->raws[i])
            add_digest(hash, &l->texts[i]);
    for (size_t i = 0; i < l->dictionaries_n; i++) {
        static const char head[] = "dictionary";
        ls_sha256_update(hash, head, sizeof head);
        add_digest(hash, l->dictionaries[i].text);
    }
    ls_sha256_final_hex(hash, hex);
    ls_sha256_free(hash);
    return ls_ok();
}

static struct ls_result load(struct loading *l, struct ls_rules *rules)
{
    LS_TRY(read_texts(l));
    size_t rules_n = l->dictionaries_n;
    size_t packs_n = l->dictionaries_n;
    for (size_t i = 0; i < l->n; i++)
        if (l->raws[i]) {
            packs_n++;
            rules_n += l->raws[i]->rules_n;
        }
    if (rules_n > LS_RULES_MAX)
        return ls_diag_stop(l->diag, LS_E_RULES, "%s:1: rules: too many, expected %d in all packs",
                            l->texts[l->n ? l->n - 1 : 0].file, LS_RULES_MAX);
    LS_TRY(digest(l, rules->digest));
    if (l->listener)
        l->listener->known(l->listener->user, rules->digest);
    l->rules = ls_arena_calloc(l->arena, rules_n + 1, sizeof *l->rules);
    l->packs = ls_arena_calloc(l->arena, packs_n + 1, sizeof *l->packs);
    if (!l->rules || !l->packs)
        return ls_stop(LS_E_MEMORY);
    LS_TRY(check_longer_words(l));
    LS_TRY(check_named_cues(l));
    for (size_t i = 0; i < l->n; i++)
        if (l->raws[i])
            LS_TRY(check_pack(l, i));
    for (size_t i = 0; i < l->dictionaries_n; i++)
        if (l->dictionaries[i].words.n > 0)
            LS_TRY(add_dictionary(l, i));
    if (l->rules_n == 0 && l->cues_n > 0)
        return pack_wrong(l, l->n - 1, "rules", "there are none, expected some beside the cues");
    rules->at = l->rules;
    rules->n = l->rules_n;
    rules->cues = l->cues;
    rules->cues_n = l->cues_n;
    rules->packs = l->packs;
    rules->packs_n = l->packs_n;
    return ls_ok();
}

static struct ls_result load_into(struct loading *l, struct loaded *loaded)
{
    l->arena = loaded->arena = ls_arena_new(ARENA_BYTES_MAX);
    l->raws = ls_calloc(l->n + 1, sizeof(const struct ls_raw_pack *));
    l->read = ls_calloc(l->n + 1, sizeof(struct ls_raw_pack *));
    l->lines_of = ls_calloc(l->n + 1, sizeof *l->lines_of);
    l->dictionaries = ls_calloc(l->dictionaries_n + 1, sizeof *l->dictionaries);
    struct ls_result r = ls_stop(LS_E_MEMORY);
    if (l->arena && l->raws && l->read && l->lines_of && l->dictionaries)
        r = load(l, &loaded->rules);
    for (size_t i = 0; l->read && i < l->n; i++)
        ls_raw_free(l->read[i]);
    ls_free(l->read);
    ls_free(l->raws);
    ls_free(l->lines_of);
    ls_free(l->dictionaries);
    return r;
}

struct ls_result ls_rules_load(const struct ls_pack_text *packs, size_t n, struct ls_rules **rules,
                               struct ls_diag *diag)
{
    return ls_rules_load_texts(packs, n, 0, NULL, rules, diag);
}

struct ls_result ls_rules_load_texts(const struct ls_pack_text *texts, size_t packs_n,
                                     size_t dictionaries_n,
                                     const struct ls_rules_listener *listener,
                                     struct ls_rules **rules, struct ls_diag *diag)
{
    *rules = NULL;
    struct ls_result r = ls_stop(LS_E_MEMORY);
    struct loading *l = ls_calloc(1, sizeof *l);
    struct loaded *loaded = ls_calloc(1, sizeof *loaded);
    if (l && loaded) {
        l->texts = texts;
        l->n = packs_n;
        l->dictionaries_n = dictionaries_n;
        l->listener = listener;
        l->diag = diag;
        r = load_into(l, loaded);
    }
    ls_free(l);
    if (ls_failed(r))
        ls_rules_free(loaded ? &loaded->rules : NULL);
    else
        *rules = &loaded->rules;
    if (r.code == LS_E_MEMORY)
        ls_diag_set(diag, "out of memory while loading rules");
    return r;
}

void ls_rules_free(struct ls_rules *rules)
{
    if (!rules)
        return;
    struct loaded *loaded = (struct loaded *)rules;
    ls_arena_free(loaded->arena);
    ls_free(loaded);
}

const struct ls_rule *ls_rules_find(const struct ls_rules *rules, const char *id)
{
    return find(rules->at, rules->n, id);
}

const char *ls_rules_file(const struct ls_rules *rules, const struct ls_rule *rule)
{
    return file_of(rules->packs, rules->packs_n, rule);
}
