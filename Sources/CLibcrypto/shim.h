// OpenSSL 3 marks its low-level digests as deprecated in favour of EVP, which allocates a context for every digest.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
