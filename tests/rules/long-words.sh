#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Words whose characters have so many variants that stage 1 cannot search every mixture are still
# found in both scripts, in every encoding.
set -eu
. "$(dirname "$0")/pack.sh"
leakscan=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
one_rule "$dir/p.yaml" <<'EOF'
    anchors: [参加工作时间, 毕业院校系及专业, 学历学位, 公民身份号码, 干部历史档案后续发行]
    match: '参加工作时间|毕业院校系及专业|学历学位|公民身份号码|干部历史档案后续发行'
    examples:
      hit: [参加工作时间, 毕业院校系及专业, 学历学位, 公民身份号码, 干部历史档案后续发行]
EOF
"$leakscan" rules check --quick "$dir/p.yaml"
