/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of nobody, with check digits that fit (GB 11643, ISO/IEC 7812-1, GB 32100). */
#include "generate/documents/phrase.h"

#include "base/rng.h"
#include "generate/must.h"

#include <string.h>

enum { RESIDENT = 18, CARD = 19, USCC = 18, USCC_BASE = 31 };

void ls_phrase_resident(uint64_t *rng, struct ls_buf *out)
{
    static const unsigned provinces[] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                         35, 36, 37, 41, 42, 43, 44, 45, 50, 51, 52, 53};
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    char number[64];
    snprintf(number, sizeof number, "%02u%02u%02u%04u%02u%02u%03u",
             provinces[ls_rng_below(rng, sizeof provinces / sizeof *provinces)],
             1 + ls_rng_below(rng, 9), 1 + ls_rng_below(rng, 25), 1950 + ls_rng_below(rng, 55),
             1 + ls_rng_below(rng, 12), 1 + ls_rng_below(rng, 28), 1 + ls_rng_below(rng, 998));
    int sum = 0;
    for (size_t i = 0; i < RESIDENT - 1; i++)
        sum += (number[i] - '0') * weights[i];
    number[RESIDENT - 1] = "10X98765432"[sum % 11];
    must(ls_buf_add(out, number, RESIDENT));
}

void ls_phrase_card(uint64_t *rng, struct ls_buf *out)
{
    static const char *const issuers[] = {"622202", "622848", "621700", "622588",
                                          "621226", "622262", "621799", "623052"};
    char number[CARD];
    memcpy(number, issuers[ls_rng_below(rng, sizeof issuers / sizeof *issuers)], 6);
    for (size_t i = 6; i < CARD - 1; i++)
        number[i] = (char)('0' + ls_rng_below(rng, 10));
    int sum = 0;
    for (size_t i = 0; i < CARD - 1; i++) {
        int digit = number[i] - '0';
        if ((CARD - 1 - i) % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    number[CARD - 1] = (char)('0' + (10 - sum % 10) % 10);
    must(ls_buf_add(out, number, CARD));
}

void ls_phrase_uscc(uint64_t *rng, struct ls_buf *out)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const char *const kinds[] = {"91", "91", "91", "92", "93", "12", "52"};
    static const char *const places[] = {"310000", "110000", "440300",
                                         "510100", "370102", "420106"};
    char code[USCC];
    unsigned sum = 0, weight = 1;
    memcpy(code, kinds[ls_rng_below(rng, sizeof kinds / sizeof *kinds)], 2);
    memcpy(code + 2, places[ls_rng_below(rng, sizeof places / sizeof *places)], 6);
    for (size_t i = 8; i < USCC - 1; i++)
        code[i] = alphabet[ls_rng_below(rng, USCC_BASE)];
    for (size_t i = 0; i < USCC - 1; i++) {
        sum += (unsigned)(strchr(alphabet, code[i]) - alphabet) * weight;
        weight = weight * 3 % USCC_BASE;
    }
    code[USCC - 1] = alphabet[(USCC_BASE - sum % USCC_BASE) % USCC_BASE];
    must(ls_buf_add(out, code, USCC));
}
