/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/parcel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

struct head {
    uint32_t ticket, from, n;
};

struct line {
    uint64_t size;
    uint8_t kind, size_known, raw_only, unhelped, inject;
};

/* Both ends are the same program. */
struct message {
    struct head head;
    struct line lines[LS_BATCH_ITEMS];
};

union control {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(LS_BATCH_ITEMS * sizeof(int))];
};

static size_t length(size_t items)
{
    return offsetof(struct message, lines) + items * sizeof(struct line);
}

static void attach(struct msghdr *envelope, union control *control, const int *fds, size_t n)
{
    if (n == 0)
        return;
    envelope->msg_control = control;
    envelope->msg_controllen = CMSG_SPACE(n * sizeof *fds);
    struct cmsghdr *rights = CMSG_FIRSTHDR(envelope);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(n * sizeof *fds);
    memcpy(CMSG_DATA(rights), fds, n * sizeof *fds);
}

enum ls_parcel_fate ls_parcel_send(int socket, const struct ls_batch *batch, size_t from, size_t to)
{
    struct message message = {
        .head = {.ticket = batch->ticket, .from = (uint32_t)from, .n = (uint32_t)(to - from)}};
    union control control = {.bytes = {0}};
    int fds[LS_BATCH_ITEMS];
    size_t fds_n = 0;
    for (size_t i = from; i < to; i++) {
        const struct ls_batch_item *item = &batch->items[i];
        message.lines[i - from] = (struct line){
            .size = item->size,
            .kind = (uint8_t)item->kind,
            .size_known = item->size_known,
            .raw_only = item->raw_only,
            .unhelped = item->unhelped,
            .inject = item->inject,
        };
        if (item->kind != LS_WALK_NONE)
            fds[fds_n++] = item->fd;
    }
    struct iovec bytes = {.iov_base = &message, .iov_len = length(to - from)};
    struct msghdr envelope = {.msg_iov = &bytes, .msg_iovlen = 1};
    attach(&envelope, &control, fds, fds_n);
    ssize_t sent;
    do {
        sent = sendmsg(socket, &envelope, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return LS_PARCEL_SENT;
    return errno == EAGAIN || errno == ETOOMANYREFS || errno == ENOBUFS || errno == ENOMEM
               ? LS_PARCEL_LATER
               : LS_PARCEL_GONE;
}

static size_t unpack_rights(struct msghdr *envelope, int fds[LS_BATCH_ITEMS])
{
    struct cmsghdr *rights = CMSG_FIRSTHDR(envelope);
    if (!rights || rights->cmsg_type != SCM_RIGHTS)
        return 0;
    size_t bytes = rights->cmsg_len - CMSG_LEN(0);
    memcpy(fds, CMSG_DATA(rights), bytes);
    return bytes / sizeof *fds;
}

bool ls_parcel_receive(int socket, struct ls_batch *batch)
{
    struct message message;
    union control control;
    int fds[LS_BATCH_ITEMS];
    struct iovec bytes = {.iov_base = &message, .iov_len = sizeof message};
    struct msghdr envelope = {.msg_iov = &bytes,
                              .msg_iovlen = 1,
                              .msg_control = &control,
                              .msg_controllen = sizeof control};
    ssize_t got;
    do {
        got = recvmsg(socket, &envelope, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got < (ssize_t)length(0))
        return false;
    size_t fds_n = unpack_rights(&envelope, fds), next = 0;
    batch->ticket = message.head.ticket;
    batch->from = message.head.from;
    batch->n = message.head.n;
    for (size_t i = 0; i < batch->n; i++) {
        const struct line *line = &message.lines[i];
        bool open = line->kind != LS_WALK_NONE && next < fds_n;
        batch->items[i] = (struct ls_batch_item){
            .kind = (enum ls_walk_kind)line->kind,
            .fd = open ? fds[next++] : -1,
            .size = line->size,
            .size_known = line->size_known,
            .raw_only = line->raw_only,
            .unhelped = line->unhelped,
            .inject = line->inject,
        };
        batch->bytes += line->size;
    }
    return true;
}
