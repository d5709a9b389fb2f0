# SPDX-License-Identifier: Apache-2.0
# Every wrong command line of `rules`: one line, exit status 2, and what to do about it.
expect 2 leakscan rules
expect 2 leakscan rules frobnicate
expect 2 leakscan rules --frobnicate
expect 2 leakscan rules list -Zx
expect 2 leakscan rules list --rules
expect 2 leakscan rules list now
expect 2 leakscan rules list --format xml
expect 2 leakscan rules list --format markdown
expect 2 leakscan rules list --no-builtin
expect 2 leakscan rules list --rules nowhere.yaml
expect 2 leakscan rules check nowhere.yaml
mkdir empty
expect 2 leakscan rules check empty
expect 2 leakscan rules explain
expect 2 leakscan rules explain cn.mark.star cn.mark.field
expect 2 leakscan rules explain no.such.rule
expect 2 leakscan rules clauses T9
expect 2 leakscan rules clauses T1 T2
expect 2 leakscan rules clauses --format jsonl
expect 2 leakscan rules clauses --format markdown --quick
expect 2 leakscan rules check --quick --format jsonl
expect 2 leakscan rules check --rules own.yaml other.yaml
expect 2 leakscan rules explain --format jsonl cn.mark.star
expect 2 leakscan rules explain --quick cn.mark.star
leakscan rules explain cn.mark.star >a
leakscan rules explain --format text cn.mark.star >b
cmp a b
