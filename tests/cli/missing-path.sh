# SPDX-License-Identifier: Apache-2.0
# A path that is not there is told at once and is a gap; the others are scanned all the same.
printf '%s\n' '机密★10年' >marked
echo nothing >clean
expect 3 leakscan scan --sort nowhere clean 2>err
stable <err
expect 1 leakscan scan --sort nowhere marked 2>err
stable <err
expect 3 leakscan scan clean/below 2>err
stable <err
