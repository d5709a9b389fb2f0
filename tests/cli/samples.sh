# SPDX-License-Identifier: Apache-2.0
# What `make demo` shows.
cd "$SRC/corpora"
expect 1 leakscan scan --sort samples 2>&1 | stable
