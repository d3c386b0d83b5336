#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32C (Castagnoli, RFC 3720 B.4) over `count` more bytes.
///
/// `checksum` is 0 at the start and what the call before returned afterwards.
uint32_t daon_crc32c(uint32_t checksum, const void *bytes, size_t count);

/// The same without the processor's instruction, to test one against the other.
uint32_t daon_crc32c_portable(uint32_t checksum, const void *bytes, size_t count);

#endif
