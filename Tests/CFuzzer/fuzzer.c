#include "fuzzer.h"

// Weak: an ordinary build links no libFuzzer, and the address is then null.
extern int LLVMFuzzerRunDriver(int *argument_count, char ***arguments, int (*test)(const uint8_t *, size_t))
    __attribute__((weak));

static int (*chosen_test)(const uint8_t *, size_t);

// The function that libFuzzer's own main program asks for. That program is linked in but not run; ours is.
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    return chosen_test(bytes, count);
}

int fuzzer_is_present(void) {
    return LLVMFuzzerRunDriver != 0;
}

int fuzzer_run(int argument_count, char **arguments, int (*test)(const uint8_t *bytes, size_t count)) {
    if (!fuzzer_is_present()) {
        return -1;
    }
    chosen_test = test;
    return LLVMFuzzerRunDriver(&argument_count, &arguments, LLVMFuzzerTestOneInput);
}
