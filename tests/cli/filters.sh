# SPDX-License-Identifier: Apache-2.0
# Severity and category choose what is reported, and so what the exit status says.
printf '%s\n' '机密★10年' "身份证号:11010119700101""0016" >text
expect 1 leakscan scan --category identifier text 2>/dev/null
expect 1 leakscan scan --category personnel,grade-mark text 2>/dev/null
leakscan scan --category telegram text 2>/dev/null
expect 1 leakscan scan --min-severity critical text 2>/dev/null
mkdir folder folder/skip
cp text folder/keep.txt
cp text folder/drop.tmp
cp text folder/skip/inside
expect 1 leakscan scan --exclude '*.tmp' --exclude skip --category grade-mark folder 2>err
stable <err
