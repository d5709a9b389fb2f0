/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the scanning process tells the supervisor, in bytes.
 *
 *   hello                               once: the process is ready
 *   batch  hit* gap* object  …  end     the objects of a batch in order, each closed by its record
 *   batch  …                            from another batch; only where an object is closed
 *
 * A record is its length (32 bits, without itself), its type (8 bits) and its members, numbers
 * little-endian; a string is its length (32 bits), its bytes, and NUL. The path of an object never
 * goes over the wire: the supervisor knows it.
 *
 * Who reads does not trust who writes: a record is taken whole and checked, or refused.
 */
#ifndef LS_ENGINE_WIRE_H
#define LS_ENGINE_WIRE_H

#include "base/object.h"
#include "rules/rules.h"
#include "sink/sink.h"

enum {
    LS_WIRE_RECORD_MAX = 8 << 20, /* bytes of a record; a longer one cannot be written */
    LS_WIRE_HEAD = 4,             /* bytes of its length */
};

enum ls_wire_type {
    LS_WIRE_HELLO = 1,
    LS_WIRE_BATCH,
    LS_WIRE_HIT,
    LS_WIRE_GAP,
    LS_WIRE_OBJECT,
    LS_WIRE_END,
    LS_WIRE_TYPES_END,
};

/* One record; what it points to are the bytes that it was read from, and the links. */
struct ls_wire_record {
    enum ls_wire_type type;
    uint32_t layers; /* of hello: the set of enum ls_layer in force */
    uint32_t ticket; /* of batch */
    struct ls_hit hit;
    struct ls_gap gap;
    struct ls_object object; /* without path, hits and gaps */
    struct ls_link links[LS_CHAIN_MAX];
};

/* Writes hits, gaps and objects as any other format does; `begin` and `end` write nothing. */
extern const struct ls_sink_format ls_wire_format;

struct ls_result ls_wire_hello(struct ls_buf *out, uint32_t layers) LS_MUST_USE;
struct ls_result ls_wire_batch(struct ls_buf *out, uint32_t ticket) LS_MUST_USE;
struct ls_result ls_wire_end(struct ls_buf *out) LS_MUST_USE;

/*
 * How many bytes the record at bytes[0..len) has in all, as far as that can be said: at least
 * LS_WIRE_HEAD. Fails with BAD/LS_E_MALFORMED when no record has such a length.
 */
struct ls_result ls_wire_size(const void *bytes, size_t len, size_t *size) LS_MUST_USE;

/*
 * Reads one whole record of ls_wire_size() bytes. Fails with BAD/LS_E_MALFORMED when it is none:
 * wrong type, number out of range, no such rule, a string or a chain longer than the record,
 * something behind it.
 */
struct ls_result ls_wire_read(const struct ls_rules *rules, const void *bytes, size_t size,
                              struct ls_wire_record *record) LS_MUST_USE;

#endif
