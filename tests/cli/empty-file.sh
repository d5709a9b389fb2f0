# SPDX-License-Identifier: Apache-2.0
# Nothing to read is read completely.
: >empty
mkdir folder
leakscan scan empty 2>err
stable <err
leakscan scan folder 2>err
stable <err
leakscan scan - </dev/null 2>err
stable <err
leakscan scan --files-from0 /dev/null 2>err
stable <err
