#define _GNU_SOURCE
#include "namespace.h"

#include <sched.h>
#include <time.h>

int network_unshare(void) { return unshare(CLONE_NEWNET); }

int network_enter(int descriptor) { return setns(descriptor, CLONE_NEWNET); }

int network_wait(struct pollfd *descriptors, nfds_t count, int64_t nanoseconds) {
    if (nanoseconds < 0) return poll(descriptors, count, -1);
    struct timespec timeout = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(descriptors, count, &timeout, NULL);
}
