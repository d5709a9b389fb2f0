# SPDX-License-Identifier: Apache-2.0
# PATH - is standard input, a pipe or a file.
printf '%s\n' '一行' '机密★10年' | expect 1 leakscan scan - 2>err
stable <err
printf '%s\n' '一行' '机密★10年' >file
expect 1 leakscan scan --format jsonl - <file | cut -d, -f 1-3
expect 1 leakscan scan --sort file - <file 2>/dev/null
