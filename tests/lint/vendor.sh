#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A vendor header has one home, so that the library behind it can be replaced in one place.
set -eu
cd "$1"

wrong=$(
    while read -r header home; do
        # Tests may use a vendor's library as the second opinion of an oracle.
        grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$header" \
            --include='*.[ch]' scanner include tools bench corpora/generate 2>/dev/null |
            grep -vE "^($home)[/:]" | sed "s,\$,  -- belongs in $home," || true
    done <<'TABLE'
hs(_[a-z]+)?\.h scanner/match|bench
pcre2\.h scanner/confirm
cyaml/ scanner/rules
yaml\.h scanner/rules
nettle/ scanner/base
archive(_entry)?\.h scanner/formats|corpora/generate
mupdf/ scanner/formats/(format_)?pdf[a-z_]*\.[ch]
libxml/ scanner/formats
zlib\.h scanner/decode|corpora/generate
(libdeflate|bzlib|lzma|zstd|zstd_errors|lz4|lz4frame)\.h scanner/decode
seccomp\.h scanner/engine
unicode/ tools
iconv\.h tools|corpora/generate
TABLE
)
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }
