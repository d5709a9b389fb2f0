# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with bench/run
# A shared folder: one scan of it, against text extraction kind by kind and a search in the text.
#
# bench/extract has the commands. Both sides have two processors. A file is found by leakscan when a hit
# with a grade is in it, and by the others when their text has the marked line, however that came about.

# Kind, programs that its text is taken out with (the fastest counts), what must be installed for it.
DOCUMENT_KINDS="docx:docx:unzip xlsx:xlsx:unzip pptx:pptx:unzip odt:odt:unzip ods:ods:unzip doc:doc:catdoc
xls:xls:xls2csv ppt:ppt:catppt rtf:rtf:catdoc pdf:pdftotext:pdftotext pdf:mutool:mutool mail:mail:ripmime
msg:msg:msgconvert html:html:rg text:text:rg zip:zip:unzip 7z:7z:7z"

section_documents() {
    local labels=$work/share.tsv
    need_words
    need_share
    printf '%s★\n' 绝密 机密 秘密 絕密 機密 祕密 >"$work/marks"
    find "$work/share" -type f -print0 | xargs -0 cat >/dev/null # into the page cache
    in_turns 1 warm "$(scan 2 "$work/share")"
    in_turns "$runs" all "$(scan 2 "$work/share")"
    echo
    echo "A folder of $(wc -l <"$labels") files, $(du -sm "$work/share" | cut -f1) MiB, of which" \
        "$(awk -F '\t' '$3 != "-"' "$labels" | wc -l) hold a mark. \`leakscan scan -j 2\` against what" \
        "\`bench/extract\` does, two processes at a time (${extract_rounds:=2} rounds, the faster one)."
    echo
    echo "| kind | files | MB | leakscan s | others | s | CPU s | times as long | marked | found by leakscan | by others |"
    echo "|---|---|---|---|---|---|---|---|---|---|---|"
    leakscan_finds
    : >"$work/sums"
    for kind in $DOCUMENT_KINDS; do
        IFS=: read -r kind tool needs <<<"$kind"
        document_kind "$kind" "$tool" "$needs"
    done
    document_sum "$labels"
}

leakscan_finds() { # $work/found: paths
    { "$leakscan" scan --format jsonl --progress never "$work/share" || true; } 2>/dev/null |
        sed -n '/^{"type":"hit"/{/"category":"grade-mark"/s/.*"path":"\([^"]*\)".*/\1/p}' |
        sort -u >"$work/found"
}

# Paths of a kind that hold a mark, and those of them that stand in a list of paths.
marked() { awk -F '\t' -v kind="$1" '$2 == kind && $3 != "-" { print $1 }' "$work/share.tsv" | sort; }
count_found() { marked "$1" | comm -12 - "$2" | wc -l; }

others_find() { # KIND FOLDER: $work/theirs, paths
    local encoding
    {
        rg -uu -a -l -F -f "$work/marks" "$2/text" || true
        for encoding in utf-8 gb18030 big5 utf-16le utf-16be; do
            rg -uu -a -l -F -E "$encoding" -f "$work/marks" "$2/raw" || true
            case $1 in
            text | html)
                xargs -0 rg -a -l -F -E "$encoding" -f "$work/marks" <"$work/list" || true
                ;;
            esac
        done
    } | sed 's,.*/,,' | cut -d+ -f1 | sort -u >"$work/names"
    awk -F '\t' 'NR == FNR { found[$1] = 1; next }
        { name = $1; sub(/.*\//, "", name); if (name in found) print $1 }' \
        "$work/names" "$work/share.tsv" | sort >"$work/theirs"
}

document_kind() { # KIND TOOL NEEDS
    local kind=$1 tool=$2 files bytes times i
    if ! have "$3" || ! have rg; then
        missing "$kind: $3" 11
        return
    fi
    awk -F '\t' -v kind="$kind" '$2 == kind { printf "%s%c", $1, 0 }' "$work/share.tsv" >"$work/list"
    files=$(tr -dc '\0' <"$work/list" | wc -c)
    bytes=$(xargs -0 stat -c %s <"$work/list" | awk '{ s += $1 } END { printf "%.1f", s / 1e6 }')
    in_turns "$runs" "kind" "$(scan 2 --files-from0 "$work/list")"
    : >"$stats/tool"
    for ((i = 0; i < extract_rounds; i++)); do
        rm -rf "$work/extracted"
        "$timed" "$root/bench/extract" "$tool" "$work/list" "$work/extracted" "$work/words" \
            >>"$stats/tool" 2>>"$work/errors"
    done
    others_find "$kind" "$work/extracted"
    rm -rf "$work/extracted"
    times=$(calc "$(least tool) / $(median kind)" 1)
    printf '| %s | %d | %s | %.3f | %s | %.2f | %.2f | %s | %d | %d | %d |\n' "$kind" "$files" "$bytes" \
        "$(median kind)" "$(tool_name "$tool")" "$(least tool)" "$(least tool 2)" "$times" \
        "$(marked "$kind" | wc -l)" "$(count_found "$kind" "$work/found")" "$(count_found "$kind" "$work/theirs")"
    echo "$kind $(least tool) $(least tool 2) $(count_found "$kind" "$work/theirs")" >>"$work/sums"
}

tool_name() {
    case $1 in
    docx | xlsx | pptx | odt | ods) echo "unzip, sed" ;;
    doc | rtf) echo catdoc ;;
    xls) echo xls2csv ;;
    ppt) echo catppt ;;
    mail) echo "ripmime, and its kind" ;;
    msg) echo "msgconvert, ripmime, and its kind" ;;
    zip) echo "unzip, and its kind" ;;
    7z) echo "7z, and its kind" ;;
    text | html) echo "rg -E, five times" ;;
    *) echo "$1" ;;
    esac
}

# Of each kind the fastest program that found most.
document_sum() { # LABELS
    local wall cpu theirs all
    read -r wall cpu theirs < <(awk '
        !($1 in wall) || $4 > found[$1] || ($4 == found[$1] && $2 < wall[$1]) {
            wall[$1] = $2; cpu[$1] = $3; found[$1] = $4
        }
        END {
            for (kind in wall) { w += wall[kind]; c += cpu[kind]; f += found[kind] }
            print w, c, f
        }' "$work/sums")
    all=$(awk -F '\t' '$3 != "-"' "$1" | wc -l)
    echo
    echo "One scan of the whole folder, pictures too, against the sum of the fastest programs of each kind:"
    targets
    row "leakscan, wall" "$(calc "$(median all)")" s
    row "leakscan, processor" "$(calc "$(median all 2)")" s
    row "leakscan, peak memory" "$(mebibytes all)" MiB
    row "leakscan, files a second" "$(calc "$(wc -l <"$1") / $(median all)" 0)" ""
    row "the others, wall" "$(calc "$wall")" s
    row "the others, processor" "$(calc "$cpu")" s
    row "times as long, wall" "$(calc "$wall / $(median all)" 1)" x ">=" 5
    row "times as long, processor" "$(calc "$cpu / $(median all 2)" 1)" x
    row "marked files found by leakscan, of $all" "$(wc -l < <(awk -F '\t' '$3 != "-" { print $1 }' "$1" |
        sort | comm -12 - "$work/found"))" "" ">=" "$theirs"
    row "marked files found by the others" "$theirs" ""
}
