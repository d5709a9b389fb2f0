/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory ([MS-CFB] 2.6): entries in a stream of its own, those of one storage in a binary
 * tree. The order in that tree is of no use here, so any tree will do, also a broken one.
 */
#include "formats/cfb_priv.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

/* The name, up to its NUL or the length that the entry says, whichever comes first. */
static void decode_name(const uint8_t *bytes, size_t units, char out[LS_CFB_NAME])
{
    struct ls_buf name = {.at = out, .cap = LS_CFB_NAME, .limit = LS_CFB_NAME};
    for (size_t i = 0; i < units && i < 31; i++) {
        uint32_t c = bytes[2 * i] | (uint32_t)bytes[2 * i + 1] << 8;
        if (c == 0)
            break;
        if (c >= 0xD800 && c <= 0xDFFF) { /* half of a pair: its other half may be cut off */
            uint32_t low = i + 1 < units && i + 1 < 31
                               ? bytes[2 * i + 2] | (uint32_t)bytes[2 * i + 3] << 8
                               : 0;
            bool pair = c < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF;
            c = pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
            i += pair;
        }
        if (ls_failed(ls_utf8_add(&name, c))) /* cannot be: there is room for 31 units */
            break;
    }
    out[name.n] = '\0';
}

void ls_cfb_entry_parse(const uint8_t *bytes, bool large, struct ls_cfb_entry *entry)
{
    enum { NAME = 64 };
    struct ls_cursor c;
    *entry = (struct ls_cfb_entry){.first = LS_CFB_NONE, .next = LS_CFB_NONE};
    ls_cursor_init(&c, bytes + NAME, CFB_DIR_ENTRY - NAME);
    uint16_t name_bytes = ls_cursor_u16le(&c);
    uint8_t type = ls_cursor_u8(&c);
    ls_cursor_u8(&c); /* colour */
    entry->left = ls_cursor_u32le(&c);
    entry->right = ls_cursor_u32le(&c);
    entry->child = ls_cursor_u32le(&c);
    memcpy(entry->clsid, ls_cursor_bytes(&c, sizeof entry->clsid), sizeof entry->clsid);
    ls_cursor_bytes(&c, 4 + 8 + 8); /* state bits and two times */
    entry->start = ls_cursor_u32le(&c);
    entry->size = ls_cursor_u64le(&c);
    if (!large) /* 2.6.3: writers of small sectors may leave anything in the upper half */
        entry->size &= UINT32_MAX;
    if (type == LS_CFB_STORAGE || type == LS_CFB_STREAM || type == LS_CFB_ROOT)
        entry->type = type;
    decode_name(bytes, name_bytes / 2u, entry->name);
}

static struct ls_result read_entries(struct ls_cfb *cfb, struct ls_cfb_stream *stream)
{
    uint8_t bytes[32 * CFB_DIR_ENTRY];
    size_t got = sizeof bytes;
    for (uint64_t off = 0; off < stream->blob.size && got == sizeof bytes; off += got) {
        struct ls_result r = ls_blob_read(&stream->blob, off, bytes, sizeof bytes, &got);
        if (ls_failed(r) && r.code != LS_E_MALFORMED)
            return r;
        for (size_t i = 0; got - i >= CFB_DIR_ENTRY; i += CFB_DIR_ENTRY) {
            if (cfb->entries.n == cfb->entries.limit) {
                ls_cfb_note(cfb, "more entries in the directory than can be read");
                return ls_ok();
            }
            LS_TRY(LS_VEC_RESERVE(&cfb->entries, 1));
            ls_cfb_entry_parse(bytes + i, cfb->header.sector_log == 12,
                               &cfb->entries.at[cfb->entries.n++]);
        }
        LS_TRY(ls_charge(cfb->job, 0, 0));
    }
    return ls_ok();
}

/* Puts an entry, which has no place yet, into a storage. */
static void put_into(struct ls_cfb *cfb, uint32_t storage, uint32_t i)
{
    struct ls_cfb_entry *into = &cfb->entries.at[storage], *entry = &cfb->entries.at[i];
    entry->parent = storage;
    entry->next = into->first;
    into->first = i;
}

/*
 * Walks every tree from the root on. `seen`: a byte for each entry; `stack`: room for all of them,
 * and no entry is pushed twice.
 */
static void make_tree(struct ls_cfb *cfb, uint8_t *seen, uint32_t *stack)
{
    size_t n = 0, count = cfb->entries.n;
    seen[0] = 1;
    for (uint32_t storage = 0, done = 0; done < count; done++, storage++) {
        const struct ls_cfb_entry *at = &cfb->entries.at[storage];
        if (at->type != LS_CFB_STORAGE && at->type != LS_CFB_ROOT)
            continue;
        uint32_t link = at->child;
        if (link < count && !seen[link]) {
            seen[link] = 1;
            stack[n++] = link;
        }
        while (n) {
            uint32_t i = stack[--n];
            const uint32_t beside[] = {cfb->entries.at[i].left, cfb->entries.at[i].right};
            put_into(cfb, storage, i);
            for (size_t k = 0; k < 2; k++)
                if (beside[k] < count && !seen[beside[k]]) {
                    seen[beside[k]] = 1;
                    stack[n++] = beside[k];
                }
        }
    }
}

/*
 * Storages that lead to each other and not to the root hang together in a ring; they and what
 * nothing leads to become children of the root. Both are walked up at most once: `seen` 2 leads up
 * to the root.
 */
static void take_in_strays(struct ls_cfb *cfb, uint8_t *seen, uint32_t *stack)
{
    seen[0] = 2;
    for (uint32_t i = 1; i < cfb->entries.n; i++) {
        size_t n = 0;
        uint32_t at = i;
        if (cfb->entries.at[i].type == LS_CFB_UNUSED)
            continue;
        while (seen[at] == 1) {
            seen[at] = 3; /* on the way */
            stack[n++] = at;
            at = cfb->entries.at[at].parent;
        }
        if (seen[at] != 2) { /* a stray itself, or a ring */
            struct ls_cfb_entry *stray = &cfb->entries.at[at];
            ls_cfb_note(cfb, "entries of the directory that no storage leads to");
            if (seen[at] == 3) { /* out of the storage that has it */
                uint32_t *link = &cfb->entries.at[stray->parent].first;
                while (*link != at)
                    link = &cfb->entries.at[*link].next;
                *link = stray->next;
            }
            put_into(cfb, 0, at);
            seen[at] = 2;
        }
        while (n)
            seen[stack[--n]] = 2;
    }
}

struct ls_result ls_cfb_read_directory(struct ls_cfb *cfb)
{
    struct ls_cfb_stream stream;
    struct ls_result r = ls_cfb_chain(cfb, cfb->header.dir_start, UINT64_MAX, &stream);
    ls_cfb_mark_used(cfb, &stream, false);
    if (!ls_failed(r))
        r = read_entries(cfb, &stream);
    ls_cfb_stream_close(&stream);
    LS_TRY(r);
    if (cfb->entries.n == 0 || cfb->entries.at[0].type != LS_CFB_ROOT)
        return ls_bad(LS_E_MALFORMED);
    for (size_t i = 1; i < cfb->entries.n; i++)
        if (cfb->entries.at[i].type == LS_CFB_ROOT)
            cfb->entries.at[i].type = LS_CFB_STORAGE;
    uint8_t *seen = ls_calloc(cfb->entries.n, 1);
    uint32_t *stack = ls_calloc(cfb->entries.n, sizeof *stack);
    if (seen && stack) {
        make_tree(cfb, seen, stack);
        take_in_strays(cfb, seen, stack);
    } else {
        r = ls_stop(LS_E_MEMORY);
    }
    ls_free(seen);
    ls_free(stack);
    return r;
}

uint32_t ls_cfb_count(const struct ls_cfb *cfb)
{
    return (uint32_t)cfb->entries.n;
}

const struct ls_cfb_entry *ls_cfb_entry(const struct ls_cfb *cfb, uint32_t i)
{
    return &cfb->entries.at[i];
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
}

bool ls_cfb_is_name(const char *name, const char *want)
{
    while (*name && upper(*name) == upper(*want))
        name++, want++;
    return upper(*name) == upper(*want);
}

uint32_t ls_cfb_find(const struct ls_cfb *cfb, uint32_t storage, const char *name)
{
    uint32_t i = cfb->entries.at[storage].first;
    while (i != LS_CFB_NONE && !ls_cfb_is_name(cfb->entries.at[i].name, name))
        i = cfb->entries.at[i].next;
    return i;
}

uint32_t ls_cfb_find_stream(const struct ls_cfb *cfb, uint32_t storage, const char *name)
{
    uint32_t i = ls_cfb_find(cfb, storage, name);
    return i != LS_CFB_NONE && cfb->entries.at[i].type == LS_CFB_STREAM ? i : LS_CFB_NONE;
}

/* Entries in a storage follow each other through `first`, `next` and `parent`: no stack is needed.
 */
void ls_cfb_take(struct ls_cfb *cfb, uint32_t i)
{
    uint32_t at = i;
    for (;;) {
        struct ls_cfb_entry *entry = &cfb->entries.at[at];
        entry->taken = true;
        if (entry->first != LS_CFB_NONE) {
            at = entry->first;
            continue;
        }
        while (at != i && cfb->entries.at[at].next == LS_CFB_NONE)
            at = cfb->entries.at[at].parent;
        if (at == i)
            return;
        at = cfb->entries.at[at].next;
    }
}
