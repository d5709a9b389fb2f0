#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone, and twice, and is at most 200 lines long (the public one, which is a
# manual as well, 300).
set -eu
cd "$1"

status=0
for header in scanner/*/*.h include/*.h; do
    [ -e "$header" ] || continue
    lines=$(wc -l <"$header")
    limit=200
    [ "${header%%/*}" != include ] || limit=300
    if [ "$lines" -gt $limit ]; then
        echo "$header: $lines lines; a header has at most $limit: split the module"
        status=1
    fi
    name=${header#*/}
    if ! printf '#include "%s"\n#include "%s"\n' "$name" "$name" |
        "${CC:-cc}" -std=gnu17 -D_GNU_SOURCE -Iscanner -Iinclude -Wall -Wextra -Werror \
            -fsyntax-only -x c -; then
        echo "$header: does not compile alone; include what it uses"
        status=1
    fi
done
exit $status
