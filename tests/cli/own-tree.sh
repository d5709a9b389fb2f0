# SPDX-License-Identifier: Apache-2.0
# Our own sources, rules and documents hold no mark; corpora/ does, on purpose.
leakscan scan --exclude .git --exclude build --exclude corpora "$SRC" 2>/dev/null
