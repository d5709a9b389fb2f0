#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The built-in packs stay below the number of byte strings that stage 1 bears at full speed, and
# `rules check` says so for each rule.
set -eu
leakscan=$1
table=$("$leakscan" rules check)
strings=$(echo "$table" | awk '/^all rules/ { print $3 }')
[ "$strings" -gt 0 ] && [ "$strings" -le 25000 ] || { echo "$table"; exit 1; }
rules=$("$leakscan" rules list | wc -l)
[ "$(echo "$table" | grep -c ' ok$')" = "$rules" ] || { echo "$table"; exit 1; }
