#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files of at most 600 lines (reported) and 1,000 (refused), functions of at most 80.
# sizes.allow lists what is larger, with its size: it may only shrink, and an entry that is no
# longer needed must go.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

# shellcheck disable=SC2046 # our own names hold no blanks
awk '
    function too_large(name, size, limit) {
        if (!(name in allow)) {
            printf "%s: %d lines, the limit is %d: split it\n", name, size, limit
            failed = 1
        } else if (size > allow[name]) {
            printf "%s: grew from %d to %d lines; sizes.allow may only shrink\n", name, allow[name], size
            failed = 1
        } else if (size < allow[name]) {
            printf "%s: shrank to %d lines; write that into sizes.allow\n", name, size
            failed = 1
        }
        used[name] = 1
    }
    function end_file() {
        if (lines > 1000)
            too_large(file, lines, 1000)
        else if (lines > 600)
            printf "note: %s: %d lines, more than 600\n", file, lines
        lines = 0
    }
    FILENAME == ARGV[1] { if ($0 !~ /^#/ && NF == 2) allow[$1] = $2; next }
    FILENAME != file { end_file(); file = FILENAME; name = "" }
    { lines++ }
    /^[a-z].*\(/ && !/;$/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    /^\{/ { start = FNR }
    /^\}/ && start {
        if (FNR - start - 1 > 80)
            too_large(file ":" name, FNR - start - 1, 80)
        start = 0
    }
    END {
        end_file()
        for (name in allow)
            if (!(name in used)) {
                printf "%s: no longer too large; take it out of sizes.allow\n", name
                failed = 1
            }
        exit failed
    }' "$here/sizes.allow" $(find scanner include tests tools bench corpora/generate -name '*.[ch]' | sort)
