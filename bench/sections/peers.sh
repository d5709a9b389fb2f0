# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# The same bytes under other programs, which look for the same words where they can look for words.
#
# None of them reads text in five encodings, so this is speed only; what is found is another question,
# which the section on documents asks. yara takes the words as strings of one rule, and stops counting a
# string at its first match; clamscan looks for numbers of identity cards of the United States (its data
# loss prevention) and one signature that is nowhere.

SLICE=16 # a program that takes more than 20 times as long sees a 16th of the bytes, in two rounds

section_peers() {
    local size kind file=$work/peers
    size=$(sized $((256 << 20)) $((32 << 20)))
    need_words
    prepare_peers
    echo
    echo "Files of $((size >> 20)) MiB. \"words\" are the $(wc -l <"$work/words") words of the built-in rules," \
        "\"spellings\" the $(wc -l <"$work/spelled") byte strings in UTF-8 that leakscan finds for them. Of the" \
        "programs that take more than 20 times as long as leakscan the time on 1/$SLICE of the file is" \
        "taken, in two rounds and less their start, times $SLICE."
    for kind in "law" "csv" "base64" "zeros"; do
        text "$file" "$size" "$kind"
        echo
        echo "### ${kind/law/law text, UTF-8}"
        peers_on "$file"
        rm "$file"
    done
    need_small
    echo
    echo "### $(sized 100,000 10,000) files of 1 KiB"
    peers_on_tree "$work/small"
}

# Programs that walk folders, with two threads where they have any.
peers_on_tree() { # FOLDER
    local turns=() name command
    peer_head
    while read -r name command; do
        if have "${command%% *}"; then
            turns+=("$name" "$command")
        else
            missing "$(peer_title "$name")" 7
        fi
    done <<END
rg rg -j 2 -F -f $work/words -c $1
rg-spelled rg -j 2 -F -f $work/spelled -c $1
ugrep ugrep -J 2 -r -z -F -f $work/words -c $1
grep grep -r -F -f $work/words -c $1
yara yara -p 2 -r -f -w $work/words.yar $1
END
    in_turns 1 warm "$(scan 2 "$1")"
    in_turns "$runs" leakscan "$(scan 1 "$1")" two "$(scan 2 "$1")" "${turns[@]}"
    peer_row "leakscan, one thread" leakscan "$1"
    peer_row "leakscan, two threads" two "$1"
    while [ ${#turns[@]} -gt 0 ]; do
        peer_row "$(peer_title "${turns[0]}")" "${turns[0]}" "$1"
        turns=("${turns[@]:2}")
    done
}

peer_head() {
    echo
    echo "| program | wall s | GB/s | CPU s | peak MiB | wall, times leakscan | CPU, times leakscan |"
    echo "|---|---|---|---|---|---|---|"
}

prepare_peers() {
    local n=0 word
    {
        echo 'rule words { strings:'
        while IFS= read -r word; do
            # shellcheck disable=SC2016 # yara's variables
            printf '$w%d = "%s"\n' $((n++)) "${word//[\\\"]/\\&}"
        done <"$work/words"
        echo 'condition: any of them }'
    } >"$work/words.yar"
    mkdir -p "$work/clam"
    # A string of 20 letters that no generated text has.
    echo "Bench.Nothing:0:*:$(printf 'zqxjkvbwzqxjkvbwzqxj' | od -An -tx1 | tr -d ' \n')" \
        >"$work/clam/bench.ndb"
}

peer_commands() { # FILE: lines "name command"
    cat <<END
bare $bare $cache $1
dd dd if=$1 of=/dev/null bs=1M status=none
cat cat $1
rg rg -F -f $work/words -c $1
rg-spelled rg -F -f $work/spelled -c $1
ugrep ugrep -z -F -f $work/words -c $1
grep grep -F -f $work/words -c $1
yara yara -f -w $work/words.yar $1
clamscan clamscan --no-summary -d $work/clam --detect-structured=yes --max-filesize=2000M --max-scansize=2000M --max-scantime=0 $1
END
}

peer_title() { # NAME
    case $1 in
    bare) echo "bare engine, leakscan's strings" ;;
    rg) echo "ripgrep, words" ;;
    rg-spelled) echo "ripgrep, spellings" ;;
    ugrep) echo "ugrep -z, words" ;;
    grep) echo "grep -F, words" ;;
    yara) echo "yara, words" ;;
    clamscan) echo "clamscan, structured data" ;;
    *) echo "$1" ;;
    esac
}

peers_on() { # FILE
    local file=$1 name command turns fast=() slow=() one
    head -c $(($(size_of "$file") / SLICE)) "$file" >"$file.slice"
    head -c 4096 "$file" >"$file.start"
    in_turns 2 leakscan "$(scan 1 "$file")"
    one=$(least leakscan)
    peer_head
    while read -r name command; do
        if ! have "${command%% *}"; then
            missing "$(peer_title "$name")" 7
            continue
        fi
        turns=("$name" "${command//"$file"/"$file.slice"}"
            "$name.start" "${command//"$file"/"$file.start"}")
        in_turns 1 "${turns[@]}"
        if awk "BEGIN { exit !(($(least "$name") - $(least "$name.start")) * $SLICE > 20 * $one) }"; then
            slow+=("${turns[@]}")
        else
            fast+=("$name" "$command")
        fi
    done < <(peer_commands "$file")
    in_turns "$runs" leakscan "$(scan 1 "$file")" two "$(scan 2 "$file")" "${fast[@]}"
    peer_row "leakscan, one thread" leakscan "$file"
    peer_row "leakscan, two threads" two "$file"
    while [ ${#fast[@]} -gt 0 ]; do
        peer_row "$(peer_title "${fast[0]}")" "${fast[0]}" "$file"
        fast=("${fast[@]:2}")
    done
    [ ${#slow[@]} -eq 0 ] || in_turns 2 "${slow[@]}"
    while [ ${#slow[@]} -gt 0 ]; do
        slice_row "$(peer_title "${slow[0]}")" "${slow[0]}" "$file"
        slow=("${slow[@]:4}")
    done
    rm "$file.slice" "$file.start"
}

peer_row() { # TITLE NAME FILE
    printf '| %s | %.3f | %s | %.3f | %s | %.2f | %.2f |\n' "$1" "$(median "$2")" "$(speed "$2" "$3")" \
        "$(median "$2" 2)" "$(mebibytes "$2")" "$(calc "$(median "$2") / $(median leakscan)" 4)" \
        "$(calc "$(median "$2" 2) / $(median leakscan 2)" 4)"
}

slice_row() { # TITLE NAME FILE
    local wall cpu
    wall=$(calc "($(least "$2") - $(least "$2.start")) * $SLICE" 4)
    cpu=$(calc "($(least "$2" 2) - $(least "$2.start" 2)) * $SLICE" 4)
    printf '| %s, on 1/%d | %.2f | %s | %.2f | %s | %.1f | %.1f |\n' "$1" "$SLICE" "$wall" \
        "$(calc "$(size_of "$3") / $wall / 1e9" 3)" "$cpu" "$(mebibytes "$2")" \
        "$(calc "$wall / $(median leakscan)" 4)" "$(calc "$cpu / $(median leakscan 2)" 4)"
}
