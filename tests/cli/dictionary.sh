# SPDX-License-Identifier: Apache-2.0
# --dictionary: a unit's own words, one a line, in any encoding, and what is wrong with a file.
run() { # run ARGS...: hits of the words alone
    leakscan scan --no-builtin --sort "$@" 2>/dev/null || true
}
cat >words <<'EOT'
# projects

海棠工程
  project falcon
海棠工程
HAITANG
海棠 工程
EOT
printf '%s\n' '关于海棠工程的说明' '關於海棠工程的說明' '海 棠 工 程' 'Project Falcon, falconry' 'haitang haitangs' '海棠花开' >text
run --dictionary words text

echo "-- encodings of the file, CR LF, and of the text"
printf '\357\273\277%s\r\n' '海棠工程' >bom
printf '海棠工程\n' | iconv -t gb18030 >gbk
printf '海棠工程\n' | iconv -t utf-16 >utf16
printf '海棠工程' >bare
iconv -t utf-16be text >text16
for file in bom gbk utf16 bare; do
    run --dictionary $file text16 | head -n 1
done

echo "-- several files, with the built-in rules, and the digest"
printf '青松计划\n海棠工程\n' >more
printf '%s\n' '青松计划与海棠工程' '机密★10年' >both
expect 1 leakscan scan --dictionary words --dictionary more both 2>/dev/null
digest() { leakscan scan --no-builtin --format jsonl "$@" text 2>/dev/null | sed -n 's/.*"rules":"\([0-9a-f]*\)".*/\1/p'; }
[ -n "$(digest --dictionary words)" ]
[ "$(digest --dictionary words)" != "$(digest --dictionary more)" ]

echo "-- a second run takes the words of the second file"
XDG_CACHE_HOME=$PWD/cache
export XDG_CACHE_HOME
printf '青松计划\n' >first
printf '海棠工程\n' >second
expect 0 leakscan scan --no-builtin --dictionary first text 2>/dev/null
expect 1 leakscan scan --no-builtin --dictionary second text 2>/dev/null

echo "-- many words are searched as they are"
for i in $(seq 60); do echo "代号词条$(printf '%03d' "$i")"; done >many
echo '海棠工程' >>many
run --dictionary many text

echo "-- what is wrong"
for bad in '海' 'ab' "$(printf '%033d' 0)" 'tab	inside'; do
    printf '# words\n%s\n' "$bad" >wrong
    expect 2 leakscan scan --dictionary wrong text 2>&1
done
printf '# nothing\n' >wrong
expect 2 leakscan scan --dictionary wrong text 2>&1
printf '\377\377\377\n' >wrong
expect 2 leakscan scan --dictionary wrong text 2>&1
seq 10001 20001 >wrong
expect 2 leakscan scan --dictionary wrong text 2>&1
expect 2 leakscan scan --dictionary nowhere text 2>&1
expect 2 leakscan scan --dictionary . text 2>&1
expect 2 leakscan scan --no-builtin text 2>&1
