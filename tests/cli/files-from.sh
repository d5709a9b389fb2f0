# SPDX-License-Identifier: Apache-2.0
# --files-from0 takes names as find -print0 writes them, whatever bytes they hold.
mkdir folder
printf '%s\n' '机密★10年' >"folder/a
b"
echo nothing >folder/clean
find folder -type f -print0 | expect 1 leakscan scan --sort --files-from0 - 2>err
stable <err
printf 'folder/clean' >list
leakscan scan --files-from0 list 2>err
stable <err
expect 2 leakscan scan --files-from0 nowhere
expect 2 leakscan scan --files-from0 folder
