#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A folder of scanner/ includes only what stands below it. The table is that of
# docs/architecture.md; a new arrow needs a reason there first.
set -eu
cd "$1/scanner"

allowed() {
    case $1 in
    base) echo base ;;
    source | decode | rules | sink) echo "base $1" ;;
    formats) echo base decode formats ;;
    match) echo base rules match ;;
    confirm) echo base decode rules confirm ;;
    engine) echo base source decode formats rules match confirm sink engine leakscan.h ;;
    cli) echo base rules match confirm sink engine cli ;; # what the headers of engine/ speak of
    *) echo nothing ;;
    esac
}

wrong=$(
    for file in */*.[ch]; do
        may=$(allowed "${file%%/*}")
        sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$file" |
            while read -r header; do
                case " $may " in
                *" ${header%%/*} "*) ;;
                *) echo "scanner/$file: includes \"$header\"; ${file%%/*}/ may include: $may" ;;
                esac
            done
    done
)
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }
