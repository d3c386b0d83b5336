// Calls of Linux that Swift's view of the C library leaves out.

#ifndef NAMESPACE_H
#define NAMESPACE_H

#include <poll.h>
#include <stdint.h>

/// This thread gets a new network. Returns 0, or -1 with errno.
int network_unshare(void);

/// This thread gets the network of a descriptor. Returns 0, or -1 with errno.
int network_enter(int descriptor);

/// Waits for descriptors, for so many nanoseconds at most; ever when that is negative. Returns as poll does.
int network_wait(struct pollfd *descriptors, nfds_t count, int64_t nanoseconds);

#endif
