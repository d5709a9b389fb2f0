# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# An image of a disk that is not in the page cache: is the disk waited for, or leakscan?

section_disk() {
    local size image=$work/image rounds=3
    size=$(sized $((4 << 30)) $((512 << 20)))
    if ! [ -w /proc/sys/vm/drop_caches ]; then
        echo
        echo "Left out: only root can empty the page cache (/proc/sys/vm/drop_caches)."
        return
    fi
    if ! room_for "$size"; then
        echo
        echo "Left out: there is no room for an image of $((size >> 30)) GiB."
        return
    fi
    "$share" image "$image" --bytes "$size"
    sync
    text "$work/warm" 4096 law
    in_turns 1 warm "$(scan 1 "$work/warm")"
    for name in cold.dd cold.one cold.two; do : >"$stats/$name"; done
    for ((i = 0; i < rounds; i++)); do
        cold cold.dd "dd if=$image of=/dev/null bs=1M status=none"
        cold cold.one "$(scan 1 "$image")"
        cold cold.two "$(scan 2 "$image")"
    done
    cat "$image" >/dev/null
    in_turns "$rounds" dd "dd if=$image of=/dev/null bs=1M status=none" one "$(scan 1 "$image")" two "$(scan 2 "$image")"
    echo
    echo "An image of $((size >> 20)) MiB, a quarter of it holes, medians of $rounds rounds. Cold: nothing" \
        "of it is in the page cache when a program starts."
    targets
    row "dd, blocks of 1 MiB, cold" "$(speed cold.dd "$image")" GB/s
    row "leakscan, one thread, cold" "$(speed cold.one "$image")" GB/s
    row "leakscan, two threads, cold" "$(speed cold.two "$image")" GB/s
    row "share of dd, cold, one thread" "$(calc "100 * $(median cold.dd) / $(median cold.one)" 0)" %
    row "share of dd, cold, two threads" "$(calc "100 * $(median cold.dd) / $(median cold.two)" 0)" % ">=" 95
    row "dd, in the page cache" "$(speed dd "$image")" GB/s
    row "leakscan, one thread, in the page cache" "$(speed one "$image")" GB/s
    row "leakscan, two threads, in the page cache" "$(speed two "$image")" GB/s
    row "peak memory, two threads" "$(mebibytes cold.two)" MiB "<=" 96
    row "hits" "$(hits "$image")" ""
    rm "$image"
}

cold() { # NAME COMMAND
    echo 3 >/proc/sys/vm/drop_caches
    "$leakscan" version >/dev/null # the program and its libraries are no part of the disk
    cat "$cache"/* >/dev/null
    # shellcheck disable=SC2086 # words without blanks in them
    "$timed" $2 >>"$stats/$1" 2>>"$work/errors"
}
