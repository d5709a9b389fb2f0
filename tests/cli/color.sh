# SPDX-License-Identifier: Apache-2.0
# Colours when asked for, and never a control character from a name or a text.
printf '%s\n' '机密★10年' >"$(printf 'a\033[31mb')"
expect 1 leakscan scan --color always . 2>/dev/null | od -An -c | grep -c '033'
expect 1 leakscan scan . 2>/dev/null
expect 1 env NO_COLOR=1 "$LEAKSCAN" scan . 2>/dev/null
