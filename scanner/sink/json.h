/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values in JSON (RFC 8259), appended to a buffer.
 *
 * What is written is UTF-8 on one line and safe to show: besides what JSON demands, every character
 * that sink/escape.h calls unsafe becomes \uXXXX. Pure functions, any thread.
 */
#ifndef LS_SINK_JSON_H
#define LS_SINK_JSON_H

#include "base/buf.h"
#include "base/hit.h"
#include "base/result.h"

/* A string with its quotes. Bytes that are no UTF-8 become U+FFFD. */
struct ls_result ls_json_string(struct ls_buf *out, struct ls_str s) LS_MUST_USE;

/*
 * `"key":"…"` when the bytes are UTF-8, else `"key_b64":"…"` with all of them in base64 (RFC 4648
 * section 4): nothing of a name that the system knows is lost. `key` holds letters only.
 */
struct ls_result ls_json_bytes(struct ls_buf *out, const char *key, struct ls_str s) LS_MUST_USE;

/* Seconds with six decimals; below zero and not a number become 0. */
struct ls_result ls_json_seconds(struct ls_buf *out, double seconds) LS_MUST_USE;

#endif
