# SPDX-License-Identifier: Apache-2.0
# --progress always shows a line after a second and wipes it out; auto is silent without a terminal.
mkfifo stream
: >err
until_shown() { # or half a minute has gone by
    for _ in $(seq 300); do
        grep -q ' files' err && break
        sleep 0.1
    done
}
{ until_shown; echo nothing; } >stream &
leakscan scan --progress always --format jsonl - <stream 2>err >/dev/null
wait
tr '\r' '\n' <err | grep -q ' files' && echo shown
tail -c 4 err | od -An -c
{ sleep 2.5; echo nothing; } >stream &
leakscan scan --format jsonl - <stream 2>err >/dev/null
wait
cat err
