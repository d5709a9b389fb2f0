# SPDX-License-Identifier: Apache-2.0
# Marks in escaped text are found in raw bytes; where a format undoes the escape, they are told once.
hits() {
    leakscan scan --format jsonl --sort "$@" 2>/dev/null |
        sed -n 's/.*"path":"\([^"]*\)".*"rule":"\([^"]*\)".*"offset":\([0-9]*\),"length":\([0-9]*\),"exact":"\([a-z]*\)","encoding":"\([^"]*\)".*"text":"\([^"]*\)".*/\1 \2 \3+\4 \5 \6 \7/p'
}
u='\u673a\u5b''c6\u260510\u5e74' p='%E6%9C%BA%E5%''AF%86%E2%98%8510%E5%B9%B4' g='%BB%FA%C3''%DC%A1%EF10%C4%EA'
d='&#26426;&#23''494;&#9733;10&#24180;' q='=BB=FA=C3''=DC=A1=EF10=C4=EA'
printf '%s\n' "INFO {\"title\":\"$u\",\"n\":1}" >log
printf '%s\n' "GET /a?t=$p&b=1" "GET /a?t=$g&b=1" >access
printf '<p>%s</p>\n' "$d" >dump
printf '\001\002\n%s\n' "$q" >part
printf '%s\n' '机密★10年' | iconv -t gb18030 | iconv -f latin1 -t utf-8 >mojibake
printf '<html><body><p>%s</p></body></html>' "$d" >page.html
printf '%s\r\n' 'From: a@example.org' 'To: b@example.org' 'Subject: x' 'MIME-Version: 1.0' \
    'Content-Type: text/plain; charset=gbk' 'Content-Transfer-Encoding: quoted-printable' '' "$q" >mail.eml
{ printf '{"a":"'; printf '关于\n机密★10年\n' | base64 -w0; printf '"}\n'; } >token
printf '%s\r\n' 'From: a@example.org' 'To: b@example.org' 'Subject: x' 'MIME-Version: 1.0' \
    'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: base64' '' \
    "$(printf '机密★10年\r\n正文\r\n' | base64)" >base64.eml
hits log access dump part mojibake page.html mail.eml token base64.eml
echo "-- in a sentence, or in quotes of one, it is an example"
printf '%s\n' "{\"t\":\"\u6807\u6ce8$u\"}" "{\"t\":\"\u201c$u\u201d\"}" "{\"t\":\"\\\"$u\\\"\"}" >examples
hits examples
