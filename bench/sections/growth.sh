# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# How speed changes as the work grows: number of words, size of a file, number of hits. One thread, user
# seconds for words and hits, wall seconds for sizes; the least of 3 runs.

section_growth() {
    local rounds=3 series=$work/series
    echo
    echo "One thread, the least of $rounds runs. Why a curve bends stands in \`docs/architecture.md\`."
    words_grow
    sizes_grow
    hits_grow
}

# Invented words: two halves of words of law texts each, as much like the text as names of projects are;
# none of them is in the text.
invent_words() { # NUMBER TEXT: $work/invented
    local list=$work/invented
    text "$list.law" $((4 << 20)) law --seed 7
    grep -oP '\p{Han}{2}' "$list.law" >"$list.halves"
    awk -v n="$1" '{ half[NR] = $0 }
        END {
            for (i = 1; count < n && i <= NR; i++) {
                word = half[i] half[i * 7919 % NR + 1]
                if (!(word in seen)) { seen[word] = 1; count++; print word }
            }
        }' "$list.halves" >"$list.all"
    grep -oF -f "$list.all" "$2" | sort -u >"$list.there" || true
    grep -vxF -f "$list.there" "$list.all" >"$list"
    rm "$list".*
}

words_grow() {
    local file=$work/words.law encoding n rate alone
    : >"$series"
    echo
    echo "### Number of words"
    echo
    echo "\`--dictionary\` with so many invented words that are not in it, in law text of $(sized 128 32) MiB:"
    echo
    echo "| words | UTF-8, words alone, GB/s | with the built-in rules | GB18030, words alone | with the built-in rules |"
    echo "|---|---|---|---|---|"
    text "$file.utf-8" "$(sized $((128 << 20)) $((32 << 20)))" law
    text "$file.gb18030" "$(sized $((128 << 20)) $((32 << 20)))" law --encoding gb18030
    invent_words 6000 "$file.utf-8"
    for n in 0 10 100 1000 2500 5000; do
        head -n "$n" "$work/invented" >"$work/dictionary"
        printf '| %d |' "$n"
        for encoding in utf-8 gb18030; do
            for alone in --no-builtin ""; do
                words_point "$n" "$file.$encoding" "$encoding" "$alone"
            done
        done
        echo
    done
    plot words "Speed against number of words (--dictionary)" "words" "GB/s, one thread" -v logx=1 <"$series"
    echo
    echo "![speed against number of words](plots/words.svg)"
    rm "$file".*
}

words_point() { # NUMBER FILE ENCODING --no-builtin|""
    local options="$4" rate
    if [ "$1" -gt 0 ]; then
        options="$options --dictionary $work/dictionary"
    elif [ -n "$4" ]; then
        printf ' |'
        return
    fi
    # shellcheck disable=SC2086 # options
    in_turns 1 warm "$(scan 1 $options "$2")"
    # shellcheck disable=SC2086 # options
    in_turns "$rounds" words "$(scan 1 $options "$2")"
    rate=$(calc "$(size_of "$2") / $(least words 5) / 1e9" 3)
    printf ' %s |' "$rate"
    [ "$1" -eq 0 ] || echo "$3${4:+,_alone} $1 $rate" >>"$series"
}

sizes_grow() {
    local file=$work/sizes size rate largest=$((1 << 30)) n
    : >"$series"
    [ "$quick" = no ] || largest=$((64 << 20))
    echo
    echo "### Size of a file"
    echo
    echo "Law text in GB18030, start-up included:"
    echo
    echo "| size | wall s | GB/s | peak MiB |"
    echo "|---|---|---|---|"
    for ((size = 1024; size <= largest; size *= 8)); do size_point; done
    if [ "$quick" = no ]; then
        size=$((1 << 30))
        size_point
        huge_point
    fi
    plot sizes "Speed against size of a file" "bytes" "MB/s, one thread" -v logx=1 -v logy=1 <"$series"
    echo
    echo "![speed against size of a file](plots/sizes.svg)"
    rm -f "$file"
}

size_point() {
    text "$file" "$size" law --encoding gb18030
    in_turns "$rounds" size "$(scan 1 "$file")"
    size_row
}

size_row() {
    rate=$(calc "$size / $(least size) / 1e9" 6)
    printf '| %s | %.3f | %.4f | %s |\n' "$(numfmt --to=iec-i --suffix=B "$size")" "$(least size)" "$rate" "$(mebibytes size)"
    echo "scan $size $(calc "1000 * $rate" 3)" >>"$series"
}

# 10 GiB: the last text ten times over, once.
huge_point() {
    size=$((10 << 30))
    if ! room_for "$size"; then
        echo "| $size | left out: no room | | |"
        return
    fi
    mv "$file" "$file.one"
    for n in 1 2 3 4 5 6 7 8 9 10; do cat "$file.one"; done >"$file"
    rm "$file.one"
    in_turns 1 size "$(scan 1 "$file")"
    size_row
}

hits_grow() {
    local file=$work/hits every rate found
    : >"$series"
    echo
    echo "### Density of hits"
    echo
    echo "Law text of $(sized 64 16) MiB in UTF-8 with a line with a mark each so many bytes:"
    echo
    echo "| bytes | hits | GB/s | microseconds a hit |"
    echo "|---|---|---|---|"
    for every in 0 1000000 100000 10000 3000 1000 300 100; do
        text "$file" "$(sized $((64 << 20)) $((16 << 20)))" law --mark-every $every
        in_turns "$rounds" hits "$(scan 1 "$file")"
        [ "$every" -gt 0 ] || cp "$stats/hits" "$stats/no-hits"
        found=$(hits "$file")
        rate=$(calc "$(size_of "$file") / $(least hits 5) / 1e9" 3)
        printf '| %s | %d | %s | %s |\n' "${every/#0/none}" "$found" "$rate" "$(
            [ "$found" -lt 100 ] || calc "1e6 * ($(least hits 5) - $(least no-hits 5)) / $found" 1
        )"
        [ "$every" -eq 0 ] || echo "scan $(calc "1e6 * $found / $(size_of "$file")") $rate" >>"$series"
    done
    plot hits "Speed against density of hits" "hits in a million bytes" "GB/s, one thread" -v logx=1 -v logy=1 <"$series"
    echo
    echo "![speed against density of hits](plots/hits.svg)"
    rm "$file"
}
