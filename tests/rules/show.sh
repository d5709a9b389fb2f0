#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# list and explain: every rule is shown, the two formats agree, wrong usage ends with exit 2.
set -eu
leakscan=$1
refuses() { # refuses ARGS...: exit 2 and one line
    status=0
    lines=$("$leakscan" "$@" 2>&1 >/dev/null | wc -l)
    "$leakscan" "$@" >/dev/null 2>&1 || status=$?
    [ "$status" = 2 ] && [ "$lines" = 1 ] || { echo "$*: exit $status, $lines lines"; exit 1; }
}

ids=$("$leakscan" rules list | awk '{ print $1 }')
json=$("$leakscan" rules list --format jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/')
[ -n "$ids" ] && [ "$ids" = "$json" ]
for id in $ids; do
    page=$("$leakscan" rules explain "$id")
    for part in "^$id: " "^\(category\|context\) " "^What it looks for" "^Examples that it reports" "^Where it is written"; do
        echo "$page" | grep -q "$part" || { echo "explain $id: no $part"; exit 1; }
    done
done
# What many rules look for has its title and its pattern on the page, once.
page=$("$leakscan" rules explain cn.minutes.notes)
[ "$(echo "$page" | grep -c 'kept-among-few: ')" = 1 ]
[ "$(echo "$page" | grep -c '(kept-among-few)')" = 3 ]
[ "$(echo "$page" | grep -c 'meant-for-many: ')" = 1 ]
for command in list check explain clauses; do
    "$leakscan" rules $command --help | grep -q "^Usage: leakscan rules $command"
done
refuses rules
refuses rules nonsense
refuses rules list extra
refuses rules list --no-builtin
refuses rules list --nonsense
refuses rules list --format xml
refuses rules list --format markdown
refuses rules clauses --format jsonl
refuses rules clauses T9
refuses rules clauses T1.
refuses rules clauses T1 T2
refuses rules explain
refuses rules explain no.such.rule
refuses rules check /nowhere
