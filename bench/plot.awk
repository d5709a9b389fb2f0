# SPDX-License-Identifier: Apache-2.0
# Draws lines as SVG. Input: lines "series x y", points of a series in order of x; "_" is a blank.
#
#   awk -v title=T -v xname=X -v yname=Y [-v logx=1] [-v logy=1] -f bench/plot.awk

{
    gsub(/_/, " ", $1)
    gsub(/,/, ", ", $1)
    if (!($1 in points)) {
        names[++series] = $1
    }
    n = ++points[$1]
    px[$1, n] = $2
    py[$1, n] = $3
    if (NR == 1 || $2 < xmin) xmin = $2
    if (NR == 1 || $2 > xmax) xmax = $2
    if (NR == 1 || $3 < ymin) ymin = $3
    if (NR == 1 || $3 > ymax) ymax = $3
}

function log10(v) { return log(v) / log(10) }

function floor(v,    i) { i = int(v); return i > v ? i - 1 : i }

function escape(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); return s }

# A step of 1, 2 or 5 times a power of ten, so that an axis has at most eight.
function step_of(range,    power) {
    power = 10 ^ floor(log10(range / 8))
    if (range / power <= 8) return power
    if (range / power / 2 <= 8) return power * 2
    return range / power / 5 <= 8 ? power * 5 : power * 10
}

function number(v) {
    if (v >= 1e9) return sprintf("%gG", v / 1e9)
    if (v >= 1e6) return sprintf("%gM", v / 1e6)
    if (v >= 1e4) return sprintf("%gk", v / 1e3)
    return sprintf("%g", v)
}

function bytes_number(v) {
    if (v >= 2 ^ 30) return sprintf("%g GiB", v / 2 ^ 30)
    if (v >= 2 ^ 20) return sprintf("%g MiB", v / 2 ^ 20)
    return sprintf("%g KiB", v / 1024)
}

function place_x(v) {
    return left + width * (logx ? (log10(v) - x0) / (x1 - x0) : (v - x0) / (x1 - x0))
}

function place_y(v) {
    return top + height - height * (logy ? (log10(v) - y0) / (y1 - y0) : (v - y0) / (y1 - y0))
}

function vertical(v, label,    x) {
    x = place_x(v)
    printf "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" class=\"grid\"/>\n", x, top, x, top + height
    printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x, top + height + 18, label
}

function horizontal(v, label,    y) {
    y = place_y(v)
    printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>\n", left, y, left + width, y
    printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", left - 8, y + 4, label
}

# Nothing of an axis of logarithms but powers: of ten, of bytes 32.
function axes(    v, step) {
    if (logx && xname == "bytes") {
        for (v = 1024; v <= xmax * 1.01; v *= 32) vertical(v, bytes_number(v))
    } else if (logx) {
        for (v = x0; v <= x1 + 1e-9; v++) vertical(10 ^ v, number(10 ^ v))
    } else {
        step = step_of(x1 - x0)
        for (v = 0; v <= x1 * 1.001; v += step) vertical(v, number(v))
    }
    if (logy) {
        for (v = y0; v <= y1 + 1e-9; v++) horizontal(10 ^ v, number(10 ^ v))
    } else {
        step = step_of(y1 - y0)
        for (v = 0; v <= y1 * 1.001; v += step) horizontal(v, number(v))
    }
}

function line(name, color,    i, path) {
    for (i = 1; i <= points[name]; i++) {
        path = path sprintf("%s%.1f,%.1f", i > 1 ? " " : "", place_x(px[name, i]), place_y(py[name, i]))
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", place_x(px[name, i]),
               place_y(py[name, i]), color
    }
    printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, color
}

END {
    split("#1f5fa8 #c04a1a #2a7d3c #7a3fa0 #555555 #a8841f", colors, " ")
    left = 84; top = 44; width = 540; height = 300
    x0 = logx ? (xname == "bytes" ? log10(xmin) : floor(log10(xmin))) : 0
    x1 = logx ? (xname == "bytes" ? log10(xmax) : -floor(-log10(xmax))) : xmax
    y0 = logy ? floor(log10(ymin)) : 0
    y1 = logy ? -floor(-log10(ymax)) : ymax * 1.05
    if (x1 <= x0) x1 = x0 + 1
    if (y1 <= y0) y1 = y0 + 1
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 834 410\" width=\"834\" height=\"410\">"
    print "<style>text{font:13px sans-serif;fill:#222}.grid{stroke:#ddd}.axis{stroke:#222;fill:none}</style>"
    print "<rect width=\"834\" height=\"410\" fill=\"#fff\"/>"
    printf "<text x=\"%d\" y=\"24\" style=\"font-size:16px\">%s</text>\n", left, escape(title)
    axes()
    printf "<path d=\"M%d %d V%d H%d\" class=\"axis\"/>\n", left, top, top + height, left + width
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", left + width / 2, top + height + 42,
           escape(xname)
    printf "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
           top + height / 2, escape(yname)
    for (i = 1; i <= series; i++) {
        line(names[i], colors[i])
        if (series > 1) {
            printf "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>\n", left + width + 20,
                   top + 22 * i - 4, colors[i]
            printf "<text x=\"%d\" y=\"%d\">%s</text>\n", left + width + 40, top + 22 * i + 2,
                   escape(names[i])
        }
    }
    print "</svg>"
}
