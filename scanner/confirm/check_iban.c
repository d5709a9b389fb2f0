/* SPDX-License-Identifier: Apache-2.0 */
/*
 * International bank account number, ISO 13616: country, two check digits, account. Each country
 * has one length (SWIFT, IBAN Registry). Moved to the end, with letters as 10 to 35, the first four
 * characters make the whole a number that leaves 1 modulo 97 (ISO 7064 MOD 97-10).
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

#include <string.h>

/* Length of the numbers of a country, 0 when it has none. */
static size_t length_of(const char *country)
{
    static const char lengths[] =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
        "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28"
        "LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25"
        "QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
    for (const char *at = lengths; *at; at += 4)
        if (memcmp(at, country, 2) == 0)
            return ls_check_two(at + 2);
    return 0;
}

static bool number(const char *s, size_t n)
{
    if (n < 5 || !ls_check_digit(s[2]) || !ls_check_digit(s[3]) || length_of(s) != n)
        return false;
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[(i + 4) % n];
        if (ls_check_digit(c))
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        else if (c >= 'A' && c <= 'Z')
            rest = (rest * 100 + (unsigned)(c - 'A' + 10)) % 97;
        else
            return false;
    }
    return rest == 1;
}

const struct ls_validator ls_validator_iban = {
    .name = "iban",
    .what = "international bank account number: length of its country, MOD 97-10 (ISO 13616)",
    .alphabet = LS_ALPHA_UPPER,
    .lettered = true,
    .run = 7,
    .number = number,
};
