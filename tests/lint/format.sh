#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sources are as clang-format leaves them.
set -eu
cd "$1"
if ! command -v clang-format >/dev/null; then
    echo "skipped: clang-format is not installed (packaging/install-deps --dev)"
    exit 77
fi
find scanner include tests tools bench corpora/generate -name '*.[ch]' -exec clang-format --dry-run -Werror {} +
