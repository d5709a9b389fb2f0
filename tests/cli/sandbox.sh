# SPDX-License-Identifier: Apache-2.0
# Where content is read makes no difference to what is said; what goes wrong there is said.
mkdir folder
for i in 1 2 3 4; do
    printf '机密★%s年\n' $i >folder/$i
done
for mode in off best-effort; do
    expect 1 leakscan scan --sort --sandbox $mode folder 2>&1 | stable >$mode
done
cmp off best-effort
expect 2 leakscan scan --sandbox sometimes folder
expect 2 leakscan scan --inject nonsense:1 folder
expect 1 leakscan scan --sort --inject crash:2 folder 2>&1 | stable
expect 1 leakscan scan --sort --inject hang:4 --hang-ms 200 folder 2>&1 | stable
echo nothing >clean
expect 3 leakscan scan --inject memory:1 clean 2>&1 | stable
expect 3 leakscan scan --inject crash-raw:1 clean 2>&1 | stable

# An intruder finds all doors closed, where they can be closed at all.
leakscan version | sed -n 's/^sandbox  *//p' >level
if grep -q 'Landlock.*seccomp' level; then
    leakscan scan --sandbox require --inject open:1 clean 2>/dev/null
    leakscan scan --sandbox require --inject signal:1 clean 2>/dev/null
    expect 3 leakscan scan --sandbox require --inject socket:1 clean 2>/dev/null >socket
    expect 3 leakscan scan --sandbox require --inject exec:1 clean 2>/dev/null >exec
    grep -q 'clean: degraded: crashed (signal 31' socket
    grep -q 'clean: degraded: crashed (signal 31' exec
else
    expect 2 leakscan scan --sandbox require clean 2>/dev/null
fi
# Without a sandbox they stand open: the injection crashes the program where it gets through.
status=0
(leakscan scan --sandbox off --inject open:1 clean; exit $?) >/dev/null 2>&1 || status=$?
[ $status -ge 128 ] || [ $status -eq 1 ] || echo "the intruder found nothing open: $status"
