# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# Raw bytes: law text in five encodings, and what is hard for a scanner; against the bare engine.

section_raw() {
    local size
    size=$(sized $((512 << 20)) $((64 << 20)))
    need_words
    echo
    echo "Generated texts of $((size >> 20)) MiB, one thread unless the line says otherwise."
    targets
    law_texts "$size"
    worst_cases "$size"
}

law_texts() { # BYTES
    local encoding file limits
    for encoding in utf-8 gb18030 big5 utf-16le utf-16be; do
        file=$work/law.$encoding
        text "$file" "$1" law --encoding "$encoding"
        in_turns 1 warm "$(scan 1 "$file")"
        in_turns "$runs" leakscan "$(scan 1 "$file")" bare "$bare $cache $file"
        case $encoding in
        utf-8 | gb18030) limits=(">=" 1.5) ;;
        *) limits=() ;;
        esac
        row "law text, $encoding ($(hits "$file") hits)" "$(speed leakscan "$file")" GB/s "${limits[@]}"
        row "law text, $encoding, share of the bare engine" \
            "$(calc "100 * $(median bare) / $(median leakscan)" 0)" % ">=" 90
        [ "$encoding" != utf-8 ] || on_utf8 "$file"
        rm "$file"
    done
}

on_utf8() { # FILE
    row "peak memory" "$(mebibytes leakscan)" MiB "<=" 80
    row "bare engine in memory" \
        "$("$bare" -m "$cache" "$1" | awk '{ printf "%.2f", $1 / $2 / 1e9 }')" GB/s
    local rg=()
    ! have rg || rg=(rg "rg -F -f $work/words -c $1" spelled "rg -F -f $work/spelled -c $1")
    in_turns "$runs" one "$(scan 1 "$1")" two "$(scan 2 "$1")" "${rg[@]}"
    row "two threads, one big file" "$(calc "$(median one) / $(median two)")" "x one" ">=" 1.8
    row "peak memory, two threads" "$(mebibytes two)" MiB "<=" 96
    if ! have rg; then
        missing ripgrep 4
        return
    fi
    row "ripgrep, the same $(wc -l <"$work/words") words" "$(speed rg "$1")" GB/s
    row "leakscan against ripgrep with these words" "$(calc "$(median rg) / $(median one)" 1)" x ">=" 5
    row "ripgrep, the $(wc -l <"$work/spelled") spellings of these words in UTF-8" \
        "$(speed spelled "$1")" GB/s
    row "leakscan against ripgrep with these spellings" \
        "$(calc "$(median spelled) / $(median one)" 1)" x ">=" 5
}

worst_cases() { # BYTES
    local kind file=$work/worst
    for kind in csv base64 random zeros "law --mark-every 1000"; do
        # shellcheck disable=SC2086 # a kind with its options
        text "$file" "$1" $kind
        in_turns "$runs" leakscan "$(scan 1 "$file")" bare "$bare $cache $file"
        row "${kind/law --mark-every 1000/law text, a mark each 1000 bytes} ($(hits "$file") hits)" \
            "$(speed leakscan "$file")" GB/s ">=" 0.5
        row "the same, share of the bare engine" \
            "$(calc "100 * $(median bare) / $(median leakscan)" 0)" %
        rm "$file"
    done
}
