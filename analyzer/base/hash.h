/* Digests of contents: equal digests are taken for equal bytes.
 *
 * Cryptographic on purpose: what a tree holds may be written by somebody who would like one file to pass for
 * another. */
#ifndef STOPGRAPH_BASE_HASH_H
#define STOPGRAPH_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_BLOB_SIZE 20
#define HASH_KEY_SIZE 16

/* The id that git gives to a file of these bytes: SHA-1 of "blob LENGTH", NUL and the bytes. */
void hash_blob(const void *bytes, size_t length, unsigned char out[HASH_BLOB_SIZE]);

struct hash_part {
	const void *bytes;
	size_t length;
};

/* The first bytes of the SHA-256 of the parts, each with its length, so that "ab", "c" differs from "a", "bc". */
void hash_parts(const struct hash_part *parts, size_t count, unsigned char out[HASH_KEY_SIZE]);

/* A quick mixture of `length` bytes into `hash`, against accidents only: damaged bytes, changed lists. */
uint64_t hash_mix(uint64_t hash, const void *bytes, size_t length);
/* A text with its end; NULL differs from "". */
uint64_t hash_mix_text(uint64_t hash, const char *text);

#endif
