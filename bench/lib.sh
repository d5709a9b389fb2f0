# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# What the sections of bench/run share: programs, inputs, runs in turns, rows of tables.
#
# Set by bench/run: root, build, quick ("yes": small inputs), runs, work (a folder that goes away).
# A section prints Markdown. It asks `need` for whatever it measures with.

generate=$build/bench/leakscan-generate
share=$build/bench/leakscan-share
timed=$build/bench/bench-timed
bare=$build/bench/bench-bare
leakscan=$build/scanner/leakscan
export XDG_CACHE_HOME=$work/cache
cache=$XDG_CACHE_HOME/leakscan
stats=$work/runs # a file for each thing that is measured, a line for each run of it
mkdir -p "$stats"

# sized BYTES BYTES: the second with --quick
sized() { if [ "$quick" = yes ]; then echo "$2"; else echo "$1"; fi; }

have() { command -v "$1" >/dev/null; }

# A table's line for a program that is not there.
missing() { # PROGRAM COLUMNS
    printf '| %s | not installed (packaging/install-deps --bench) |' "$1"
    printf ' |%.0s' $(seq 3 "$2")
    echo
}

# Room for so many bytes, and 20 GB beside them.
room_for() { # BYTES
    local free
    free=$(df --output=avail -B1 "$work" | tail -n 1)
    [ $((free - $1)) -gt $((20 * 1000 * 1000 * 1000)) ]
}

scan() { # THREADS ARGUMENT...: the command that is measured
    local threads=$1
    shift
    echo "$leakscan scan -j $threads --format jsonl --progress never -o /dev/null $*"
}

# in_turns N NAME COMMAND [NAME COMMAND]...: N rounds of all commands, whose words hold no blanks. A
# status above 1 is a failure (1: hits, or for a search no line; 3: something was not scanned).
in_turns() {
    local rounds=$1 round i rest null
    shift
    for ((i = 1; i < $#; i += 2)); do : >"$stats/${!i}"; done
    for ((round = 0; round < rounds; round++)); do
        rest=("$@")
        while [ ${#rest[@]} -gt 0 ]; do
            null=
            [ "${rest[1]%% *}" != cat ] || null=-n
            # shellcheck disable=SC2086 # the command is words without blanks in them
            "$timed" $null ${rest[1]} >>"$stats/${rest[0]}" 2>>"$work/errors"
            rest=("${rest[@]:2}")
        done
    done
    for ((i = 1; i < $#; i += 2)); do
        if awk '$4 > 1 && $4 != 3 { bad = 1 } END { exit !bad }' "$stats/${!i}"; then
            echo "bench: a measured command failed: ${*:i+1:1}" >&2
            tail -n 3 "$work/errors" >&2
            return 2
        fi
    done
}

# Columns of a run: 1 wall seconds, 2 processor seconds, 3 peak KiB, 4 status, 5 user seconds.
median() { # NAME [COLUMN]
    awk -v c="${2:-1}" '{ print $c }' "$stats/$1" | sort -g |
        awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

least() { # NAME [COLUMN]
    awk -v c="${2:-1}" '{ print $c }' "$stats/$1" | sort -g | head -n 1
}

calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; } # EXPRESSION [DIGITS]

size_of() { # FILE or FOLDER: bytes
    if [ -d "$1" ]; then find "$1" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }'; else stat -c %s "$1"; fi
}

speed() { calc "$(size_of "$2") / $(median "$1") / 1e9"; } # NAME FILE: GB/s

mebibytes() { calc "$(median "$1" 3) / 1024" 0; } # NAME: at its peak

# A table of figures against targets.
targets() {
    echo
    echo "| work | measured | target | met |"
    echo "|---|---|---|---|"
}

row() { # WHAT FIGURE UNIT [COMPARISON TARGET]
    local target='' met=''
    if [ $# -gt 3 ]; then
        target="$4 $5"
        met=$(awk "BEGIN { print ($2 $4 $5) ? \"yes\" : \"**no**\" }")
    fi
    printf '| %s | %s %s | %s | %s |\n' "$1" "$2" "$3" "$(sed 's/>=/≥/;s/<=/≤/' <<<"$target")" "$met"
}

hits() { # PATH [OPTION]...: their number, from the summary of one run
    { "$leakscan" scan -j 1 --format jsonl --progress never "$@" || true; } 2>/dev/null | tail -n 1 |
        grep -o '"hits":{[^}]*}' | grep -o '":[0-9]*' | awk -F: '{ sum += $2 } END { print sum + 0 }'
}

text() { # FILE BYTES KIND [OPTION]...: a generated text
    local file=$1 bytes=$2
    shift 2
    "$generate" "$@" --bytes "$bytes" -o "$file"
}

# What the built-in rules look for, for tools that take lists of fixed strings.
need_words() {
    [ -s "$work/words" ] && return
    "$build/bench/bench-words" | sort -u >"$work/words"
    "$build/bench/bench-words" --spelled | sort -u >"$work/spelled"
}

# The mixed tree, made once: $work/share, its labels $work/share.tsv.
need_share() {
    [ -d "$work/share" ] && return
    "$share" tree "$work/share" --percent "$(sized 100 10)"
}

# 100,000 files of 1 KiB, made once: $work/small
need_small() {
    [ -d "$work/small" ] && return
    "$generate" tree "$work/small" --files "$(sized 100000 10000)" --bytes 1024
}

plot() { # NAME TITLE X-AXIS Y-AXIS [AWK OPTION]... <SERIES: lines "series x y"
    local name=$1 title=$2 x=$3 y=$4
    shift 4
    awk -v title="$title" -v xname="$x" -v yname="$y" "$@" -f "$root/bench/plot.awk" >"$work/$name.svg"
    [ "$write" = yes ] || return 0
    mkdir -p "$root/bench/plots"
    cp "$work/$name.svg" "$root/bench/plots/$name.svg"
}

machine() {
    local cpu
    cpu=$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)
    echo "Machine: $cpu, $(nproc) cores, $(free -g | awk '/^Mem/ { print $2 }') GiB; Linux $(uname -r);" \
        "$(gcc --version | head -n 1); libhs $(pkg-config --modversion libhs)," \
        "pcre2 $(pkg-config --modversion libpcre2-32). Load before: $(cut -d' ' -f1 /proc/loadavg)."
}
