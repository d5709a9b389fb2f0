# SPDX-License-Identifier: Apache-2.0
#
# Labels of documents and hits in them -> tables of precision, recall and F1. Part of bench/accuracy.
#
# A file counts once for a category: told or not. A mark counts each time it stands there. A category
# is told right where the label has it; what the label allows besides is neither right nor wrong.

BEGIN {
    FS = "\t"
    # targets, in hundredths; what has none of its own is a category like any other
    want_recall["grade-mark"] = want_recall["identifier"] = want_recall["marks"] = 99
    want_precision["grade-mark"] = want_precision["marks"] = 99
}

# The value of a key whose value is a string.
function field(line, key,    at, rest) {
    at = index(line, "\"" key "\":\"")
    if (!at)
        return ""
    rest = substr(line, at + length(key) + 4)
    match(rest, /^([^"\\]|\\.)*/)
    return substr(rest, 1, RLENGTH)
}

# Blanks of all kinds do not matter when a mark is compared.
function squeeze(s) {
    gsub(/[ \t]|\xe3\x80\x80|　|\\u200b|\\n|​/, "", s)
    return s
}

function holds(list, word) {
    return index("," list ",", "," word ",") > 0
}

function short(path) {
    return index(path, strip) == 1 ? substr(path, length(strip) + 1) : path
}

function told_mark(i, text,    n, marks, k, mark, found) {
    n = split(marks_of[i], marks, "|")
    for (k = 1; k < n; k++) {
        mark = squeeze(marks[k])
        if (index(text, mark) || index(mark, text)) {
            mark_found[i, k] = 1
            found = 1
        }
    }
    return found
}

# Adds to the sums of one thing under a heading: "category" and "grade-mark".
function add(heading, name, what, n) {
    if (!((heading, name) in seen)) {
        seen[heading, name] = 1
        names[heading, ++names_n[heading]] = name
    }
    sum[heading, name, what] += n
}

function add_everywhere(i, category, what, n) {
    add("category", category, what, n)
    add("format", format_of[i], what, n)
    add("encoding", encoding_of[i], what, n)
    add("script", script_of[i], what, n)
    if (category == "grade-mark" || category == "identifier") {
        add("marks, identifiers: format", format_of[i], what, n)
        add("marks, identifiers: encoding", encoding_of[i], what, n)
    }
}

FILENAME == ARGV[1] {
    files++
    index_of[$1] = files
    path_of[files] = $1
    kind_of[files] = $2
    categories_of[files] = $3
    rules_of[files] = $4
    allowed_of[files] = $5
    format_of[files] = $6
    encoding_of[files] = $7
    script_of[files] = $8
    marks_of[files] = $9 == "-" ? "" : $9
    if (!($2 in kinds)) {
        kinds[$2] = 1
        $3 == "-" ? kinds_clean++ : kinds_positive++
    }
    next
}

/^{"type":"gap"/ {
    gaps++
    print "gap\t" $0 >>wrong
}

/^{"type":"hit"/ {
    i = index_of[field($0, "path")]
    rule = field($0, "rule")
    category = field($0, "category")
    severity = field($0, "severity")
    text = field($0, "text")
    right = holds(categories_of[i], category)
    allowed = holds(allowed_of[i], category) || (severity == "low" && holds(allowed_of[i], "low"))
    if (right)
        category_told[i, category] = 1
    else if (!allowed)
        category_false[i, category] = 1
    if (!((i, rule) in rule_told) && (right || !allowed))
        add("rule", rule, right ? "right" : "false", 1)
    rule_told[i, rule] = 1
    if (!right && !allowed)
        print "false\t" kind_of[i] "\t" short(path_of[i]) "\t" script_of[i] "\t" rule "\t" severity "\t" text >>wrong
    if (told_mark(i, squeeze(text)))
        marks_right++
    else if (category == "grade-mark" && severity != "low" && !(allowed && !right)) {
        marks_false++
        print "false-mark\t" kind_of[i] "\t" short(path_of[i]) "\t" rule "\t" text >>wrong
    }
    if (!((i, category) in listed)) {
        listed[i, category] = 1
        told_of[i] = told_of[i] "," category
    }
}

function sum_up(i,    n, list, k, category, found) {
    n = split(categories_of[i], list, ",")
    for (k = 1; k <= n && list[k] != "-"; k++) {
        found = ((i, list[k]) in category_told)
        add_everywhere(i, list[k], "wanted", 1)
        add_everywhere(i, list[k], "right", found)
        if (!found)
            print "miss\t" kind_of[i] "\t" short(path_of[i]) "\t" script_of[i] "\t" list[k] >>wrong
    }
    n = split(told_of[i], list, ",")
    for (k = 2; k <= n; k++)
        if ((i, list[k]) in category_false)
            add_everywhere(i, list[k], "false", 1)
    n = split(rules_of[i], list, ",")
    found = 0
    for (k = 1; k <= n; k++)
        if ((i, list[k]) in rule_told)
            found = 1
    for (k = 1; k <= n && list[k] != "-"; k++) {
        add("rule", list[k], "wanted", 1)
        add("rule", list[k], "met", found)
    }
    if (n > 0 && list[1] != "-" && !found)
        print "miss-rule\t" kind_of[i] "\t" short(path_of[i]) "\t" script_of[i] "\t" rules_of[i] >>wrong
    n = split(marks_of[i], list, "|")
    for (k = 1; k < n; k++) {
        marks_wanted++
        if ((i, k) in mark_found)
            marks_met++
        else
            print "miss-mark\t" kind_of[i] "\t" short(path_of[i]) "\t" script_of[i] "\t" list[k] >>wrong
    }
}

function percent(part, whole) {
    return whole ? sprintf("%.1f", 100 * part / whole) : "–"
}

function verdict(value, target) {
    if (value == "–" || value + 0 >= target)
        return value
    failed++
    return "**" value "**"
}

function f1(right, found, met, wanted) {
    if (!found || !wanted || !met)
        return "–"
    return sprintf("%.1f", 200 / (found / right + wanted / met))
}

function row(heading, name,    wanted, met, right, wrongs, r, p, marks) {
    wanted = sum[heading, name, "wanted"]
    right = sum[heading, name, "right"]
    met = heading == "rule" ? sum[heading, name, "met"] : right
    wrongs = sum[heading, name, "false"]
    r = percent(met, wanted)
    p = percent(right, right + wrongs)
    if (heading != "rule") {
        marks = heading ~ /^marks/
        r = verdict(r, marks ? 99 : name in want_recall ? want_recall[name] : 95)
        p = verdict(p, marks ? 99 : name in want_precision ? want_precision[name] : 97)
    }
    printf "| %s | %d | %d | %d | %s | %s | %s |\n", name, wanted, met, wrongs, p, r,
           f1(right, right + wrongs, met, wanted)
}

function table(heading,    n, i, j, held, sorted) {
    printf "| %s | documents | told | false | precision %% | recall %% | F1 |\n|---|---|---|---|---|---|---|\n", heading
    n = names_n[heading]
    for (i = 1; i <= n; i++) {
        held = names[heading, i]
        for (j = i; j > 1 && sorted[j - 1] > held; j--)
            sorted[j] = sorted[j - 1]
        sorted[j] = held
    }
    for (i = 1; i <= n; i++)
        row(heading, sorted[i])
    print ""
}

END {
    for (i = 1; i <= files; i++)
        sum_up(i)
    printf "%d documents of %d kinds that must be told and %d clean twins; %d places not scanned.\n\n",
           files, kinds_positive, kinds_clean, gaps
    printf "| marks | there | told | false | precision %% | recall %% | F1 |\n|---|---|---|---|---|---|---|\n"
    printf "| each mark, word for word | %d | %d | %d | %s | %s | %s |\n\n", marks_wanted, marks_met,
           marks_false, verdict(percent(marks_right, marks_right + marks_false), want_precision["marks"]),
           verdict(percent(marks_met, marks_wanted), want_recall["marks"]),
           f1(marks_right, marks_right + marks_false, marks_met, marks_wanted)
    table("category")
    table("format")
    table("encoding")
    table("marks, identifiers: format")
    table("marks, identifiers: encoding")
    table("script")
    table("rule")
    exit check == "yes" && failed > 0
}
