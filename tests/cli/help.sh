# SPDX-License-Identifier: Apache-2.0
# Help goes to standard output and is the same however it is asked for.
leakscan --help
leakscan help >a
leakscan -h >b
cmp a b
leakscan help scan >a
leakscan scan --help >b
cmp a b
grep -q 'Exit status' a
grep -A 2 '^ *--format' a
leakscan help rules >a
leakscan rules --help >b
cmp a b
leakscan help version
leakscan version --help >a
leakscan version -h >b
cmp a b
