# SPDX-License-Identifier: Apache-2.0
# --rules adds a pack, --no-builtin leaves only it.
cat >own.yaml <<'EOF'
pack: test.own
title: Own words
source: test
rules:
  - id: test.project
    title: Project name
    category: dictionary
    severity: medium
    anchors: [海棠工程]
    match: '海棠工程'
    examples:
      hit: ["关于海棠工程的说明"]
      miss: ["海棠花开"]
EOF
printf '%s\n' '机密★10年' '关于海棠工程的说明' >text
expect 1 leakscan scan --rules own.yaml text 2>/dev/null
expect 1 leakscan scan --rules own.yaml --no-builtin text 2>/dev/null
