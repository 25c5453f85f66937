// SHA-256 of the system's libcrypto, which is loaded when the first digest is made: a command that makes none starts without it.
#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// A digest in the making; freed by `ccrypto_sha256_end`.
void *ccrypto_sha256_begin(void);
void ccrypto_sha256_add(void *digest, const void *_Nullable bytes, size_t count);

/// Another digest of the same bytes so far, to be freed by itself.
void *ccrypto_sha256_copy(void *digest);

/// Writes 32 bytes, or none where `output` is NULL, and frees the digest.
void ccrypto_sha256_end(void *digest, unsigned char *_Nullable output);

#pragma clang assume_nonnull end
