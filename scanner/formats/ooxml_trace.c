/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ooxml_trace.h"

/* sum = b1 B^(n-1) + b2 B^(n-2) + … + bn, modulo 2^64. */
#define BASE UINT64_C(0x9E3779B97F4A7C15)

void ls_ooxml_trace_add(struct ls_ooxml_trace *trace, struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        trace->sum = trace->sum * BASE + c;
        trace->n++;
    }
}

uint64_t ls_ooxml_trace_value(struct ls_ooxml_trace from, struct ls_ooxml_trace to)
{
    uint64_t power = 1, base = BASE, n = to.n - from.n;
    if (n == 0)
        return 0;
    for (uint64_t left = n; left; left >>= 1) {
        if (left & 1)
            power *= base;
        base *= base;
    }
    uint64_t value = (to.sum - from.sum * power) ^ n;
    return value ? value : 1;
}
