# SPDX-License-Identifier: Apache-2.0
# What may not be opened is a gap, file or folder. Root is made to obey file modes first.
plain=
if [ "$(id -u)" -eq 0 ]; then
    caps=-dac_override,-dac_read_search
    plain="setpriv --bounding-set=$caps --inh-caps=$caps"
    $plain true 2>/dev/null || skip "root may read everything here"
fi
mkdir -p folder/closed
echo nothing >folder/closed/inside
echo nothing >folder/file
chmod 000 folder/closed folder/file
expect 3 $plain "$LEAKSCAN" scan --sort folder 2>err
stable <err
