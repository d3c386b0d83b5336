#ifndef MALLOC_COUNT_H
#define MALLOC_COUNT_H

#include <stdint.h>

/// What the process has allocated since it started: calls, and the bytes that were asked for.
struct malloc_counts {
    uint64_t calls;
    uint64_t bytes;
};

/// The counts now. All threads are counted.
struct malloc_counts malloc_counts_now(void);

#endif
