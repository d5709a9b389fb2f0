/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items of a batch on their way to the scanning process: one message of a SOCK_SEQPACKET socket,
 * their descriptors beside it (SCM_RIGHTS, unix(7)). The receiver trusts the sender.
 */
#ifndef LS_ENGINE_PARCEL_H
#define LS_ENGINE_PARCEL_H

#include "engine/board.h"

enum ls_parcel_fate {
    LS_PARCEL_SENT,
    LS_PARCEL_LATER, /* too much is under way: try again when something has come back */
    LS_PARCEL_GONE,  /* there is nobody at the other end */
};

/* Sends items [from, to) of a batch, from < to. Keeps the descriptors. Does not wait. */
enum ls_parcel_fate ls_parcel_send(int socket, const struct ls_batch *batch, size_t from,
                                   size_t to);

/*
 * Waits for a parcel and fills an empty batch with it: kinds, sizes, descriptors, no paths. False
 * when none comes any more.
 */
bool ls_parcel_receive(int socket, struct ls_batch *batch);

#endif
