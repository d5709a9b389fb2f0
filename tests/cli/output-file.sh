# SPDX-License-Identifier: Apache-2.0
# -o: refused before the scan when it cannot be written, never scanned itself, never an input.
printf '%s\n' '机密★10年' >marked
expect 2 leakscan scan -o nowhere/report marked
expect 2 leakscan scan -o . marked
expect 2 leakscan scan -o marked marked
ln marked again
expect 2 leakscan scan -o again marked
rm again
wc -c <marked
expect 1 leakscan scan -o report . 2>/dev/null
cat report
stat -c %a report
expect 1 leakscan scan -o report --format jsonl . 2>/dev/null
grep -c '"reason":"output"' report
rm report
expect 1 leakscan scan . >redirected 2>/dev/null
cat redirected
