#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every source names its licence on its first line (scripts: on the second).
set -eu
cd "$1"
wrong=$(find scanner include tests tools bench corpora/generate cmake packaging .ci -type f \
    \( -name '*.[ch]' -o -name '*.sh' -o -name '*.cmake' -o -name CMakeLists.txt -o -perm -u+x \) |
    while read -r file; do
        head -n 2 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || echo "$file"
    done)
[ -z "$wrong" ] || { echo "without SPDX line:"; echo "$wrong"; exit 1; }
