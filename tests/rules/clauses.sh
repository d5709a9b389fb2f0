#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# docs/clauses.md is what the program says; a clause that is none, or that nobody serves, is told.
set -eu
leakscan=$1
source=$2
"$leakscan" rules clauses --format markdown | diff -u "$source/docs/clauses.md" - ||
    { echo "docs/clauses.md: run leakscan rules clauses --format markdown > docs/clauses.md"; exit 1; }

# One clause, one chapter; all of them are in the list, and a template holds its chapters.
"$leakscan" rules clauses T1.一.4 | grep -q '^T1.一.4 '
[ "$("$leakscan" rules clauses T1.一.4 | grep -c '^T')" = 1 ]
[ "$("$leakscan" rules clauses T5 | grep -c '^T5')" = 14 ]
[ "$("$leakscan" rules clauses | grep -c '^T')" = "$(grep -c '^T' "$source/patterns/clauses.tsv")" ]
for test in $(grep -o '`rules/[^`]*`' "$source/docs/clauses.md" | tr -d '`' | sort -u); do
    [ -f "$source/patterns/${test#rules/}.yaml" ] || { echo "there is no test $test"; exit 1; }
done

# A rule that names no clause, or one that content cannot serve, is a problem.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for clause in T1.一.99 T1.五.7; do
    sed "s/\"T2.四.六\"/\"$clause\"/" "$source/patterns/cn/exams.yaml" >"$work/own.yaml"
    status=0
    "$leakscan" rules check --quick "$source/patterns/cn/cues.yaml" "$work/own.yaml" >/dev/null 2>"$work/err" || status=$?
    [ "$status" = 2 ] && grep -q "serves: cn.exam.paper: \"$clause\" is no clause" "$work/err" ||
        { echo "$clause: exit $status"; cat "$work/err"; exit 1; }
done
# So is a clause that nobody serves any more: the same pack, in place of the one built in.
status=0
sed 's/"T2.四.六"/"T2.四.五"/' "$source/patterns/cn/exams.yaml" >"$work/own.yaml"
sed 's/"T2.四.六"/"T2.四.五"/' "$source/patterns/cn/grade-marks.yaml" >"$work/marks.yaml"
"$leakscan" rules check --quick --rules "$work/own.yaml" --rules "$work/marks.yaml" >/dev/null 2>"$work/err" || status=$?
[ "$status" = 2 ] && grep -q 'clause T2.四.六: no rule serves it' "$work/err" ||
    { echo "exit $status"; cat "$work/err"; exit 1; }
