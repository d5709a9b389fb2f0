# SPDX-License-Identifier: Apache-2.0
# One text in five encodings: the same hits, and offset and length cut out exactly the bytes.
printf '%s\n' '标题' '机密★10年' "身份证号:11010119700101""0016" '绝 密 ★ 长期' >simplified
printf '%s\n' '標題' '機密★10年' "身份證號:11010119700101""0016" '絕 密 ★ 長期' >traditional
for encoding in UTF-8 GB18030 UTF-16LE UTF-16BE BIG5; do
    source=simplified
    [ $encoding != BIG5 ] || source=traditional
    iconv -f UTF-8 -t $encoding $source >text
    expect 1 leakscan scan --format jsonl --reveal text >report
    echo "$encoding"
    grep '"type":"hit"' report |
        sed -E 's/.*"rule":"([^"]*)".*"offset":([0-9]+),"length":([0-9]+),.*"place":\{"line":([0-9]+)\}.*/\1 \2 \3 \4/' |
        while read -r rule offset length line; do
            cut=$(dd if=text bs=1 skip="$offset" count="$length" 2>/dev/null | iconv -f $encoding -t UTF-8)
            printf '  %s line %s: %s\n' "$rule" "$line" "$cut"
        done | sed 's/19700101/(the date)/'
done

# The marks of other countries in their own encodings.
other() { # other ENCODING TEXT
    printf '%b' "$2" | iconv -f UTF-8 -t "$1" >text
    expect 1 leakscan scan --format jsonl text >report
    grep '"type":"hit"' report |
        sed -E 's/.*"rule":"([^"]*)".*"offset":([0-9]+),"length":([0-9]+),.*"encoding":"([^"]*)".*"place":\{"line":([0-9]+)\}.*/\1 \2 \3 \4 \5/' |
        while read -r rule offset length encoding line; do
            cut=$(dd if=text bs=1 skip="$offset" count="$length" 2>/dev/null | iconv -f "$1" -t UTF-8)
            printf '%s: %s line %s: %s\n' "$encoding" "$rule" "$line" "$cut"
        done
}
for encoding in CP932 EUC-JP; do
    other $encoding '倉庫の計画\n【極秘】\n本文\n'
done
other CP949 '창고 계획\n대 외 비\n'
for encoding in CP1251 KOI8-R CP866; do
    other $encoding 'СОВЕРШЕННО СЕКРЕТНО\nЭкз. 1\nПлан склада\n'
done
other CP1258 'Kế hoạch kho\nTỐI MẬT\n'
other ISO-8859-1 'Plan du dépôt\nSECRET DÉFENSE\n'
