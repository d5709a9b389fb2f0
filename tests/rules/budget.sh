#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The built-in packs stay below the number of byte strings that stage 1 bears at full speed and leave
# running text alone, and `rules check` says so for each rule.
set -eu
. "$(dirname "$0")/pack.sh"
leakscan=$1
table=$("$leakscan" rules check)
strings=$(echo "$table" | awk '/^all rules/ { print $3 }')
[ "$strings" -gt 0 ] && [ "$strings" -le 25000 ] || { echo "$table"; exit 1; }
rules=$("$leakscan" rules list | wc -l)
[ "$(echo "$table" | grep -c ' ok$')" = "$rules" ] || { echo "$table"; exit 1; }

# A rule whose word stands everywhere is refused, and not where that word needs another one.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
pack() { # pack CUE
    one_rule "$dir/p.yaml" <<EOF
    evidence: {within: 200, need: 2, cues: [{$1}, {match: '海棠'}]}
    examples: {hit: ["应当见海棠工程"]}
EOF
}
pack 'words: [应当]'
status=0
"$leakscan" rules check "$dir/p.yaml" >/dev/null 2>"$dir/err" || status=$?
[ "$status" = 2 ] && [ "$(wc -l <"$dir/err")" = 1 ] &&
    grep -q "p.yaml:4: evidence: test.one: its words have .* texts read in a megabyte" "$dir/err" ||
    { cat "$dir/err"; exit 1; }
pack 'common: [应当, 海棠工程]'
"$leakscan" rules check "$dir/p.yaml" >/dev/null
