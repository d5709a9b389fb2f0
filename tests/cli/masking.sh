# SPDX-License-Identifier: Apache-2.0
# Identifiers are masked unless --reveal; --redact masks all.
printf '%s\n' '机密★10年' "身份证号:11010119700101""0016" >text
expect 1 leakscan scan text 2>/dev/null
expect 1 leakscan scan --reveal text 2>/dev/null | sed 's/19700101/(the date)/'
expect 1 leakscan scan --redact text 2>/dev/null
expect 1 leakscan scan --format jsonl text | grep -c '"masked":true'
# So is a key, though it is no number; of a private key only the line that begins it is shown.
printf '%s\n' 'id = AK''IA7VG5IG6BOH57PIFY' '-----BEGIN RSA PRIVATE ''KEY-----' \
    'MIIEwnztP0aod9cvhCK9HfBwohrHaZyHOdW7YIIFf/dSbz64tuZVspI8HfcOdE6U' >keys
expect 1 leakscan scan keys 2>/dev/null
expect 1 leakscan scan --reveal keys 2>/dev/null | sed 's/7VG5IG6BOH57PIFY/(the rest)/'
