# SPDX-License-Identifier: Apache-2.0
# Prints "file<TAB>line<TAB>code" of C sources, with comments, strings and characters blanked out.
FNR == 1 { comment = 0 }
{
    code = ""
    rest = $0
    while (rest != "") {
        if (comment) {
            at = index(rest, "*/")
            if (!at)
                break
            rest = substr(rest, at + 2)
            comment = 0
        } else if (match(rest, /\/\*|\/\/|"|'/)) {
            code = code substr(rest, 1, RSTART - 1) " "
            opener = substr(rest, RSTART, RLENGTH)
            rest = substr(rest, RSTART + RLENGTH)
            if (opener == "//")
                break
            if (opener == "/*")
                comment = 1
            else if (match(rest, opener == "\"" ? /^([^"\\]|\\.)*"/ : /^([^'\\]|\\.)*'/))
                rest = substr(rest, RLENGTH + 1)
        } else {
            code = code rest
            break
        }
    }
    printf "%s\t%d\t%s\n", FILENAME, FNR, code
}
