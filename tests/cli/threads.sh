# SPDX-License-Identifier: Apache-2.0
# The answer does not depend on the number of workers or on where blocks are cut.
mkdir folder
i=0
while [ $i -lt 60 ]; do
    i=$((i + 1))
    { seq $((i * 20)); printf '%s\n' '机密★10年'; seq $((i * 30)); } >folder/$i
done
expect 1 leakscan scan --sort -j 1 --format jsonl folder | grep -v summary >one
for workers in 2 8; do
    for block in 0 4096; do
        expect 1 leakscan scan --sort -j $workers --block-bytes $block --format jsonl folder |
            grep -v summary | cmp one -
    done
done
grep -c '"type":"hit"' one
