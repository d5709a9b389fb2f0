#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Scripts that shellcheck has no warning about. (What stands in tests/cli is no script but is read by
# tests/cli/run.)
set -eu
cd "$1"
if ! command -v shellcheck >/dev/null; then
    echo "skipped: shellcheck is not installed (packaging/install-deps --dev)"
    exit 77
fi
scripts=$(find bench packaging tests tools .ci -type f ! -path "tests/cli/*.sh" | while read -r file; do
    case $file in
    *.sh) echo "$file" ;;
    *) head -c 20 "$file" | grep -aqE '^#!/bin/(ba)?sh' && echo "$file" ;;
    esac
done)
# shellcheck disable=SC2086 # our own names hold no blanks
shellcheck -S warning -x -P SCRIPTDIR $scripts
