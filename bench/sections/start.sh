# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# What a run costs before it has read anything, and what a file costs that has next to nothing in it.

section_start() {
    local files
    targets
    text "$work/one" 4096 law
    in_turns 1 cold "$(scan 1 "$work/one")"
    in_turns 20 one "$(scan 1 "$work/one")" version "$leakscan version"
    row "one small file, warm rule cache" "$(calc "1000 * $(median one)" 1)" ms "<=" 30
    row "the same, processor time" "$(calc "1000 * $(median one 2)" 1)" ms
    row "the same, peak memory" "$(mebibytes one)" MiB
    row "leakscan version" "$(calc "1000 * $(median version)" 1)" ms
    rm -rf "$cache"
    in_turns 1 cold "$(scan 1 "$work/one")"
    row "one small file, rules compiled anew (one run)" "$(calc "$(median cold)" 1)" s
    need_small
    files=$(sized 100000 10000)
    in_turns 1 warm "$(scan 2 "$work/small")"
    in_turns "$runs" small "$(scan 2 "$work/small")"
    row "$files files of 1 KiB, two threads" "$(calc "$(median small)")" s "<=" \
        "$(calc "1.5 * $files / 100000")"
    row "the same, files a second" "$(calc "$files / $(median small)" 0)" "" ">=" 100000
}
