# SPDX-License-Identifier: Apache-2.0
# Every wrong command line: one line, exit status 2, and what to do about it.
expect 2 leakscan
expect 2 leakscan frobnicate
expect 2 leakscan help scan rules
expect 2 leakscan version now
expect 2 leakscan scan
expect 2 leakscan scan --frobnicate .
expect 2 leakscan scan -Z .
expect 2 leakscan scan --rules
expect 2 leakscan scan -j
expect 2 leakscan scan --reveal --redact .
expect 2 leakscan scan -j many .
expect 2 leakscan scan -j -1 .
expect 2 leakscan scan -j 99999999999999999999 .
expect 2 leakscan scan --format xml .
expect 2 leakscan scan --min-severity severe .
expect 2 leakscan scan --category identifier,nonsense .
expect 2 leakscan scan --category '' .
expect 2 leakscan scan --color perhaps .
expect 2 leakscan scan --no-builtin .
expect 2 leakscan scan --files-from0 - -
expect 2 leakscan scan --fingerprint-key nowhere .
echo short >key
expect 2 leakscan scan --fingerprint-key key .
expect 2 leakscan scan "$(printf -- '--\033')" .
