#include "CChecksum.h"

#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

/* Remainders of the sixteen half bytes for the reflected polynomial 0x82f63b78: a small table that stays in a cache
 * line is enough where the processor has no instruction. */
static const uint32_t half_bytes[16] = {
    0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
    0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

uint32_t daon_crc32c_portable(uint32_t checksum, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    uint32_t value = ~checksum;
    for (size_t index = 0; index < count; index++) {
        value ^= next[index];
        value = (value >> 4) ^ half_bytes[value & 15];
        value = (value >> 4) ^ half_bytes[value & 15];
    }
    return ~value;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc32c_instruction(
    uint32_t checksum, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    uint64_t value = ~checksum;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        value = _mm_crc32_u64(value, word);
    }
    for (; count > 0; count--, next++) value = _mm_crc32_u8((uint32_t)value, *next);
    return ~(uint32_t)value;
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
static uint32_t crc32c_instruction(uint32_t checksum, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    uint32_t value = ~checksum;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        value = __crc32cd(value, word);
    }
    for (; count > 0; count--, next++) value = __crc32cb(value, *next);
    return ~value;
}
#endif

uint32_t daon_crc32c(uint32_t checksum, const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return crc32c_instruction(checksum, bytes, count);
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
    return crc32c_instruction(checksum, bytes, count);
#endif
    return daon_crc32c_portable(checksum, bytes, count);
}
