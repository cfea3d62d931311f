/* A file of values by key that any run may use and none needs.
 *
 *     struct cache_file *file = cache_file_open(arena, "/home/me/.cache/stopgraph/readings-2.sqlite");
 *     if (cache_file_get(file, &key, &bytes)) ...
 *     else cache_file_put(file, &key, made);
 *     cache_file_close(file);
 *
 * An SQLite database in WAL mode. What is put is seen by other runs when the file is closed, all of it or nothing: a run
 * that is killed leaves what was there. While one run writes, others read, and put nothing. Every value carries its key and
 * a digest, so that damage which SQLite does not see is a value that is not there. A file that is damaged is thrown away
 * and begun anew; one that is no cache is left alone. When nothing can be kept, every get finds nothing; why is told by
 * cache_file_trouble(). */
#ifndef STOPGRAPH_CACHE_FILE_H
#define STOPGRAPH_CACHE_FILE_H

#include "analyzer/base/hash.h"
#include "analyzer/base/str.h"

/* PRAGMA user_version and application_id ("stpc"). */
#define CACHE_SCHEMA_VERSION 2
#define CACHE_APPLICATION_ID 0x73747063

struct cache_file;

struct cache_key {
	unsigned char bytes[HASH_KEY_SIZE];
};

struct cache_value {
	const unsigned char *bytes;
	size_t length;
};

/* Nothing is touched before the first question; the folder of `path` is made then. Never NULL. */
struct cache_file *cache_file_open(struct arena *arena, const char *path);
/* Writes what was put, and gives the file free. It may be used again. NULL is fine. */
void cache_file_close(struct cache_file *file);

/* The value of a key; good until the next call for this file. `file` may be NULL. */
bool cache_file_get(struct cache_file *file, const struct cache_key *key, struct cache_value *out);
void cache_file_put(struct cache_file *file, const struct cache_key *key, struct cache_value value);

/* Would a put have any effect now? */
bool cache_file_writable(struct cache_file *file);

/* What is wrong with the place or was wrong with the file, as a sentence without full stop; NULL: nothing. After closing, too: it lives in
 * the arena of the file. */
const char *cache_file_trouble(const struct cache_file *file);

#endif
