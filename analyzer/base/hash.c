/* SHA-1 and SHA-256 come from nettle, a small library without initialisation, allocation or global state. The quick
 * mixture takes eight bytes at a time: a multiplication by an odd number and a rotation of the product, after
 * wyhash. */
#include "analyzer/base/hash.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#define MULTIPLIER 0x9e3779b97f4a7c15u

void hash_blob(const void *bytes, size_t length, unsigned char out[HASH_BLOB_SIZE])
{
	struct sha1_ctx context;
	char head[32];
	int head_length = snprintf(head, sizeof(head), "blob %zu", length);

	sha1_init(&context);
	sha1_update(&context, (size_t)head_length + 1, (const uint8_t *)head);
	sha1_update(&context, length, bytes);
	sha1_digest(&context, HASH_BLOB_SIZE, out);
}

void hash_parts(const struct hash_part *parts, size_t count, unsigned char out[HASH_KEY_SIZE])
{
	struct sha256_ctx context;

	sha256_init(&context);
	for (size_t i = 0; i < count; i++) {
		uint64_t length = parts[i].length;
		sha256_update(&context, sizeof(length), (const uint8_t *)&length);
		if (length)
			sha256_update(&context, parts[i].length, parts[i].bytes);
	}
	sha256_digest(&context, HASH_KEY_SIZE, out);
}

static uint64_t mix_word(uint64_t hash, uint64_t word)
{
	uint64_t product = (hash ^ word) * MULTIPLIER;

	return product << 31 | product >> 33;
}

uint64_t hash_mix(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t word;

	hash = mix_word(hash, length);
	for (; length >= sizeof(word); length -= sizeof(word), at += sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		hash = mix_word(hash, word);
	}
	word = 0;
	if (length)
		memcpy(&word, at, length);
	return mix_word(mix_word(hash, word), MULTIPLIER);
}

uint64_t hash_mix_text(uint64_t hash, const char *text)
{
	return text ? hash_mix(hash, text, strlen(text)) : mix_word(hash, ~(uint64_t)0);
}
