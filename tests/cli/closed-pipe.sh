# SPDX-License-Identifier: Apache-2.0
# The reader goes away: the scan ends by itself, not by SIGPIPE and not never.
mkdir folder
i=0
while [ $i -lt 3000 ]; do
    i=$((i + 1))
    printf '%s\n' '机密★10年' >folder/$i
done
{
    status=0
    timeout 60 "$LEAKSCAN" scan --format jsonl folder 2>err || status=$?
    echo $status >status
} | head -n 1 | cut -c 1-20
cat status
{
    status=0
    timeout 60 "$LEAKSCAN" scan folder 2>err || status=$?
    echo $status >status
} | head -n 1 | cut -d : -f 2-
cat status err
