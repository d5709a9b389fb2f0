# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# bench/RESULTS.md: each part stands between two comments and is written anew by itself.

# put_part NAME FILE RESULTS: FILE becomes the part between "<!-- NAME: …" and "<!-- end of NAME -->".
put_part() {
    local name=$1 file=$2 results=$3 changed
    if ! grep -q "^<!-- $name: " "$results" || ! grep -qxF "<!-- end of $name -->" "$results"; then
        echo "$results: has no part $name" >&2
        return 2
    fi
    changed=$(mktemp)
    awk -v name="$name" -v file="$file" '
        $0 == "<!-- end of " name " -->" { skip = 0 }
        !skip { print }
        index($0, "<!-- " name ": ") == 1 {
            print ""
            while ((getline line <file) > 0)
                print line
            print ""
            skip = 1
        }' "$results" >"$changed"
    cat "$changed" >"$results"
    rm "$changed"
}
