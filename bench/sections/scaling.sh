# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# One to eight threads on what they can share, and on what they cannot.

section_scaling() {
    local rounds=3
    need_small
    need_share
    text "$work/huge" "$(sized $((1 << 30)) $((64 << 20)))" law --encoding gb18030
    ! have bsdtar || make_zip
    echo
    echo "Wall seconds, medians of $rounds rounds; in brackets how many times as fast as one thread, and peak" \
        "memory in MiB of the larger process. $(nproc) cores."
    echo
    echo "| work | 1 thread | 2 | 4 | 8 |"
    echo "|---|---|---|---|---|"
    threads_on "one text, $(mib "$work/huge") MiB" "$work/huge"
    if have bsdtar; then
        threads_on "one ZIP archive of a shared folder, $(mib "$work/huge.zip") MiB" "$work/huge.zip"
    else
        missing "one ZIP archive: bsdtar" 5
    fi
    threads_on "one PDF document of text, $(mib "$(large_of pdf)") MiB" "$(large_of pdf)"
    threads_on "one workbook (xlsx), $(mib "$(large_of xlsx)") MiB" "$(large_of xlsx)"
    threads_on "$(sized 100,000 10,000) files of 1 KiB" "$work/small"
    threads_on "shared folder, $(du -sm "$work/share" | cut -f1) MiB" "$work/share"
    targets
    two_row "one text" huge
    ! have bsdtar || two_row "one ZIP archive" huge.zip
    two_row "small files" small
    two_row "shared folder" share
    rm -f "$work/huge" "$work/huge.zip"
}

mib() { echo $(($(size_of "$1") >> 20)); }

# The first large file of a kind in the shared folder, whose large files come last.
large_of() { tail -n 10 "$work/share.tsv" | awk -F '\t' -v kind="$1" '$2 == kind { print $1; exit }'; }

make_zip() {
    (cd "$work/share" && bsdtar -a -cf "$work/huge.zip" --options zip:compression-level=6 dept-0*)
}

threads_on() { # TITLE PATH
    local name=${2##*/} n
    in_turns 1 warm "$(scan 2 "$2")"
    in_turns "$rounds" "$name.1" "$(scan 1 "$2")" "$name.2" "$(scan 2 "$2")" \
        "$name.4" "$(scan 4 "$2")" "$name.8" "$(scan 8 "$2")"
    printf '| %s |' "$1"
    for n in 1 2 4 8; do
        printf ' %.2f (%s x, %s MiB) |' "$(median "$name.$n")" \
            "$(calc "$(median "$name.1") / $(median "$name.$n")")" "$(mebibytes "$name.$n")"
    done
    echo
}

two_row() { # TITLE NAME
    row "two threads, $1" "$(calc "$(median "$2.1") / $(median "$2.2")")" "x one" ">=" 1.8
}
