#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Calls that have bitten somebody, each with its reason. Comments and strings do not count.
# Third column: files where the call is at home (a regular expression, - for none).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

# shellcheck disable=SC2046 # our own names hold no blanks
awk -f "$here/strip.awk" $(find scanner include -name '*.[ch]' | sort) | awk -F '\t' '
    FILENAME == ARGV[1] {
        if ($0 !~ /^#/ && NF == 3) { n++; call[n] = $1; home[n] = $2; reason[n] = $3 }
        next
    }
    {
        for (i = 1; i <= n; i++)
            if (match($3, "(^|[^A-Za-z0-9_])(" call[i] ")[ ]*\\(") && $1 !~ "^(" home[i] ")$") {
                word = substr($3, RSTART, RLENGTH)
                gsub(/[^A-Za-z0-9_]/, "", word)
                printf "%s:%d: %s: %s\n", $1, $2, word, reason[i]
                failed = 1
            }
    }
    END { exit failed }' "$here/banned.tsv" -
