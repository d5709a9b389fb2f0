# SPDX-License-Identifier: Apache-2.0
# leakscan version names everything a report of a problem needs.
leakscan version >a
leakscan --version >b
cmp a b
sed -n 's/ .*//p' a | sort -u | head -n 4
grep -o 'cn\.grade-marks' a
