#ifndef FUZZER_H
#define FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Whether the program was linked with libFuzzer (swiftc -sanitize=fuzzer).
int fuzzer_is_present(void);

/// Hands the process to libFuzzer, which calls `test` with one input after another and reads its own options from the
/// arguments.
///
/// Returns libFuzzer's exit code, or -1 when the program was linked without it.
int fuzzer_run(int argument_count, char **arguments, int (*test)(const uint8_t *bytes, size_t count));

#endif
