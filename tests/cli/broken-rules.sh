# SPDX-License-Identifier: Apache-2.0
# A wrong pack ends with file, line, key and what was expected, before anything is scanned or written.
cat >broken.yaml <<'EOF'
pack: test.broken
title: Broken
rules:
  - id: test.one
    title: One
    categorie: identifier
EOF
echo kept >report
expect 2 leakscan scan --rules broken.yaml -o report .
cat report
expect 2 leakscan scan --rules nowhere.yaml .
printf 'pack: [\n' >broken.yaml
expect 2 leakscan scan --rules broken.yaml . 2>err
sed -E 's/: .*//' err
