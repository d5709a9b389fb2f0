# SPDX-License-Identifier: Apache-2.0
# A FIFO or socket never blocks a scan; it is a gap.
mkdir folder
mkfifo folder/pipe
echo nothing >folder/clean
expect 3 timeout 20 "$LEAKSCAN" scan --sort folder 2>err
stable <err
expect 3 timeout 20 "$LEAKSCAN" scan folder/pipe 2>err
stable <err
