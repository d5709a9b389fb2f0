# SPDX-License-Identifier: Apache-2.0
# An output that takes no more: status 75, so that a script knows to try again.
[ -w /dev/full ] || skip "no /dev/full"
printf '%s\n' '机密★10年' >marked
expect 75 leakscan scan marked >/dev/full 2>err
stable <err
expect 75 leakscan scan --format jsonl -o /dev/full marked
expect 75 leakscan --help >/dev/full
