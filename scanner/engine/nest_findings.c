/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_findings.h"

#include "base/alloc.h"
#include "engine/wire.h"

#include <string.h>

enum {
    RECORDS_MAX = 16 << 20, /* bytes */
    KEYS_MAX = LS_TOLD_HITS_MAX,
};

struct ls_findings *ls_findings_new(void)
{
    struct ls_findings *findings = ls_calloc(1, sizeof *findings);
    if (!findings)
        return NULL;
    findings->records.limit = RECORDS_MAX;
    LS_VEC_INIT(&findings->keys, KEYS_MAX);
    return findings;
}

void ls_findings_free(struct ls_findings *findings)
{
    if (!findings)
        return;
    LS_VEC_FINI(&findings->records);
    LS_VEC_FINI(&findings->keys);
    ls_free(findings);
}

/* Whoever does not have it all has nothing. */
static struct ls_result all_or_nothing(struct ls_findings *findings, struct ls_result r)
{
    if (!ls_failed(r))
        return r;
    findings->lost = true;
    return ls_stop(LS_E_CANCELLED);
}

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct ls_findings *findings = user;
    return all_or_nothing(findings, ls_wire_format.hit(&findings->records, NULL, NULL, hit));
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    struct ls_findings *findings = user;
    return all_or_nothing(findings, ls_wire_format.gap(&findings->records, NULL, NULL, gap));
}

struct ls_report ls_findings_report(struct ls_findings *findings)
{
    return (struct ls_report){.hit = on_hit, .gap = on_gap, .user = findings};
}

static struct ls_result add_key(struct ls_findings *findings, uint64_t key)
{
    LS_VEC_PUSH(&findings->keys, key);
    return ls_ok();
}

struct ls_result ls_findings_note(struct ls_findings *findings, const struct ls_hit *hit)
{
    if (findings->keys.n == findings->keys.limit) /* nobody keeps more of them */
        return ls_ok();
    return all_or_nothing(findings, add_key(findings, ls_told_key(hit)));
}

static struct ls_result tell_record(struct ls_node *node, struct ls_wire_record *record)
{
    const struct ls_report *report = node->nest->report;
    switch (record->type) {
    case LS_WIRE_HIT:
        record->hit.chain = ls_node_chain_with(node, &record->hit.chain);
        return report->hit(report->user, &record->hit);
    case LS_WIRE_GAP:
        record->gap.chain = ls_node_chain_with(node, &record->gap.chain);
        return report->gap(report->user, &record->gap);
    case LS_WIRE_HELLO:
    case LS_WIRE_BATCH:
    case LS_WIRE_OBJECT:
    case LS_WIRE_END:
    case LS_WIRE_TYPES_END:
        break;
    }
    return ls_bad(LS_E_MALFORMED);
}

struct ls_result ls_findings_tell(const struct ls_findings *findings, struct ls_node *node)
{
    const struct ls_rules *rules = ls_engine_rules(node->nest->engine);
    const struct ls_buf *records = &findings->records;
    struct ls_wire_record record;
    for (size_t i = 0; i < findings->keys.n; i++)
        LS_TRY(ls_node_note_key(node, findings->keys.at[i]));
    for (size_t at = 0, size; at < records->n; at += size) {
        LS_TRY(ls_wire_size(records->at + at, records->n - at, &size));
        LS_TRY(ls_wire_read(rules, records->at + at, size, &record));
        LS_TRY(tell_record(node, &record));
    }
    return ls_ok();
}
