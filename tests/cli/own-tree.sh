# SPDX-License-Identifier: Apache-2.0
# Our own sources, rules and documents hold no mark; corpora/ does, on purpose, and what fuzzing found is
# broken.
leakscan scan --exclude .git --exclude build --exclude corpora --exclude corpus "$SRC" 2>/dev/null
