# SPDX-License-Identifier: Apache-2.0
# The cache of compiled rules: made for its owner only, harmless when damaged or unwritable.
printf '%s\n' '机密★10年' >text
XDG_CACHE_HOME=$PWD/cache
export XDG_CACHE_HOME
expect 1 leakscan scan --no-cache text 2>/dev/null
[ ! -e cache ]
expect 1 leakscan scan text 2>/dev/null
find cache -type f -exec stat -c %a {} +
for file in cache/leakscan/*; do
    printf damaged | dd of="$file" bs=1 seek=200 conv=notrunc 2>/dev/null
done
expect 1 leakscan scan text 2>/dev/null
XDG_CACHE_HOME=/dev/null
expect 1 leakscan scan text 2>/dev/null
