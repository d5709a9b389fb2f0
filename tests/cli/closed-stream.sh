# SPDX-License-Identifier: Apache-2.0
# A standard stream that is closed is none: nothing else is read or written in its place.
printf '%s\n' '机密★10年' >marked
expect 3 timeout 20 "$LEAKSCAN" scan - <&- 2>err
stable <err
expect 2 timeout 20 "$LEAKSCAN" scan --files-from0 - <&- 2>err
stable <err
expect 75 timeout 20 "$LEAKSCAN" scan marked >&- 2>err
stable <err
expect 75 leakscan --help >&- 2>err
cat err
expect 1 leakscan scan marked 2>&-
