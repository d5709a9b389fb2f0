# SPDX-License-Identifier: Apache-2.0
# SIGTERM while reading a stream: what was found is written, the status names the signal.
mkfifo stream
leakscan scan --format jsonl - <stream >report &
job=$!
exec 5>stream
printf '%s\n' '机密★10年' >&5
sleep 0.5
pid=$(pgrep -P $job 2>/dev/null || echo $job)
kill -TERM $pid
status=0
wait $job || status=$?
exec 5>&-
echo $status
grep -c '"type":"object"' report
grep -o '"reason":"[a-z]*"' report
