# SPDX-License-Identifier: Apache-2.0
# The records, key by key; of the summary what does not change with every rule or run.
mkdir share
printf '%s\n' '第一行' '  机密★10年' >share/a.txt
echo nothing >share/b.txt
printf x >"$(printf 'share/c\377')"
expect 1 leakscan scan --format jsonl --sort --sha256 share nowhere 2>/dev/null >report
sed -E 's/"seconds":[0-9.]+,"rules":"[0-9a-f]{64}"/"seconds":…,"rules":"…"/' report
