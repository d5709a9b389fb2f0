#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The project speaks of itself only: no paths of somebody's machine, no word about who or what typed
# it, nothing left for later. (Brackets keep the list from finding itself.)
set -eu
cd "$1"

if grep -rnIiE --exclude-dir=build --exclude-dir=.git --exclude=.git --exclude=words.sh \
    -e '(^|[^a-z0-9_.])/(wor[k]|roo[t])/' -e '/home/[a-z]+/' -e '/tmp/buil[d]-' \
    -e 'clau[d]e|anthro[p]ic|chat ?g[p]t|open[a]i|co-?pil[o]t' \
    -e '(^|[^a-z])issue #?[0-9]' .; then
    echo "^ paths of a machine, or words that are not about the project"
    exit 1
fi
if grep -rnIE --exclude-dir=build --exclude-dir=.git --exclude=.git --exclude=words.sh \
    -e '(^|[^A-Za-z])(TOD[O]|FIXM[E]|XX[X]|HAC[K])([^A-Za-z0-9]|$)' scanner include tests tools bench corpora/generate cmake; then
    echo "^ finish it, or say in docs/ that it is missing"
    exit 1
fi
