#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the program offers is what the man page, the completions and docs/output.md speak of.
set -eu
cd "$1"

status=0
wants() { # wants WORD FILE
    grep -qF -e "$1" "$2" || { echo "$2: does not mention $1"; status=1; }
}

options=$("$LEAKSCAN" scan --help | sed -n 's/^  .*\(--[a-z0-9-]*\).*/\1/p' | sort -u)
[ -n "$options" ] || { echo "scan --help shows no options"; exit 1; }
for option in $options; do
    wants "$option" packaging/completions/leakscan.bash
    wants "${option#--}" packaging/completions/leakscan.fish
    wants "$option" packaging/completions/_leakscan
    wants "$(echo "$option" | sed 's/-/\\-/g')" packaging/leakscan.1
done
for option in $(grep -oE -- '--[a-z][a-z0-9-]+' packaging/completions/leakscan.bash | sort -u); do
    { "$LEAKSCAN" scan --help; "$LEAKSCAN" rules --help; } | grep -qF -e "$option" ||
        { echo "packaging/completions/leakscan.bash: there is no $option"; status=1; }
done
for reason in $(grep -oE '"[a-z_-]+"' scanner/base/reason.h | tr -d '"'); do
    wants "\`$reason\`" docs/output.md
done
exit $status
