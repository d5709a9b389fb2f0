# SPDX-License-Identifier: Apache-2.0
# Links in folders are left out, also those that run in circles; a named link is followed.
mkdir -p folder/below
ln -s .. folder/below/up
ln -s self folder/self
printf '%s\n' '机密★10年' >folder/marked
ln -s folder/marked named
expect 1 timeout 20 "$LEAKSCAN" scan --sort folder 2>err
stable <err
expect 1 leakscan scan named 2>err
stable <err
expect 3 leakscan scan folder/self 2>err
stable <err
