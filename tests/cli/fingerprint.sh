# SPDX-License-Identifier: Apache-2.0
# The same mark in another spelling has the same fingerprint; another key gives another one.
printf '%s\n' '机密★10年' >a
printf '%s\n' '機密★１０年' >b
printf '%032d\n' 1 >key
printf '%032d' 1 >key-without-line-feed
printf '%032d' 2 >other
prints() {
    leakscan scan --format jsonl --fingerprint-key "$@" | grep -o '"fingerprint":"[0-9a-f]*"' || :
}
prints key a >1
grep -cE '^"fingerprint":"[0-9a-f]{64}"$' 1
prints key b | cmp 1 -
prints key-without-line-feed a | cmp 1 -
prints other a | grep -cvFf 1
