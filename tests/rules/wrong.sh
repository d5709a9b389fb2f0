#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A pack whose examples are not true is refused, with a line for each example and encoding.
set -eu
. "$(dirname "$0")/pack.sh"
leakscan=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

pack() { # pack HIT MISS
    one_rule "$dir/p.yaml" <<EOF
    anchors: [海棠工程]
    match: '海棠工程'
    examples: {hit: ["$1"], miss: ["$2"]}
EOF
}
check() { # check STATUS LINES: that exit status, so many problems told
    status=0
    "$leakscan" rules check --quick "$dir/p.yaml" >"$dir/out" 2>"$dir/err" || status=$?
    lines=$(wc -l <"$dir/err")
    [ "$status" = "$1" ] && [ "$lines" = "$2" ] && return
    echo "expected exit $1 and $2 lines, not $status and $lines:"
    cat "$dir/out" "$dir/err"
    exit 1
}

pack 关于海棠工程的说明 海棠花开
check 0 0
pack 关于海棠花的说明 海棠花开
check 2 5 # not found, in each of five encodings
grep -q "p.yaml:4: examples: test.one: a hit example is not found in gb18030" "$dir/err"
pack 关于海棠工程的说明 海棠工程开工
check 2 5
grep -q "a miss example is found in big5" "$dir/err"
sed -i "s/'海棠工程'/'海棠(工程'/" "$dir/p.yaml"
check 2 1
grep -q "p.yaml:[0-9]*: match: " "$dir/err"
