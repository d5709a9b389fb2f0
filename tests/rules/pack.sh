# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0

# one_rule FILE: writes a pack of the rule test.one, in line 4; the keys that it has besides these
# come by standard input, indented by four.
one_rule() {
    {
        cat <<'EOF'
pack: test.p
title: Test
rules:
  - id: test.one
    title: One
    category: dictionary
    severity: low
EOF
        cat
    } >"$1"
}
