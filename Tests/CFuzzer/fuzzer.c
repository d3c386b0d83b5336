#include "fuzzer.h"

// Weak: an ordinary build links no libFuzzer, and the address is then null.
extern int LLVMFuzzerRunDriver(int *argument_count, char ***arguments, int (*test)(const uint8_t *, size_t))
    __attribute__((weak));

int fuzzer_is_present(void) {
    return LLVMFuzzerRunDriver != 0;
}

int fuzzer_run(int argument_count, char **arguments, int (*test)(const uint8_t *bytes, size_t count)) {
    if (!fuzzer_is_present()) {
        return -1;
    }
    return LLVMFuzzerRunDriver(&argument_count, &arguments, test);
}
