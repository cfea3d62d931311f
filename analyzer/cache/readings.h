/* Readings of files that earlier runs have kept: the one way by which the scan uses the cache.
 *
 *     struct reading reading;
 *     readings_open(readings, &(struct reading_request){.kind = "migration", .path = path, .content = &id}, &reading);
 *     if (reading.is_known)
 *             source = contents_source(contents, input, reading.length);
 *     if (!readings_recall(readings, &reading, &shape_migration, source, migration)) {
 *             readings_begin(readings);
 *             ... read it ...
 *             readings_keep(readings, &reading, &shape_migration, source, migration);
 *     }
 *
 * What is kept for one request are a few variants, each with the questions that it depends on: the same migration means
 * different things after different migrations. The latest come first. */
#ifndef STOPGRAPH_CACHE_READINGS_H
#define STOPGRAPH_CACHE_READINGS_H

#include "analyzer/cache/surroundings.h"

struct readings;

/* What a reading is of; texts may be NULL. */
struct reading_request {
	const char *kind;
	const char *path;
	const struct object_id *content;
	const char *texts[4]; /* none when the first is NULL */
};

struct reading {
	struct cache_key key;
	bool is_known;      /* something is kept */
	bool needs_reading; /* it holds comments for the program, so that the file must be read anyway */
	uint64_t length;    /* of the file */
	uint64_t digest;    /* of what was recalled or kept; 0: none */
	uint64_t trusted;   /* of the one that holds where a question cannot be asked; 0: none. Set it after opening */
	struct cache_value kept;
};

/* `around` NULL: there are no questions. Lives in `arena`, as does what is recalled. */
struct readings *readings_new(struct arena *arena, struct cache_file *file, struct contents *contents,
			      struct surroundings *around);
void readings_free(struct readings *readings);

/* `reading` is good until the next one is opened. */
void readings_open(struct readings *readings, const struct reading_request *request, struct reading *out);

/* Fills `into` from a kept variant whose questions get the same answers now. */
bool readings_recall(struct readings *readings, struct reading *reading, const struct shape *shape,
		     const struct source *own, void *into);

/* From here on questions count for the reading. */
void readings_begin(struct readings *readings);

/* Keeps what was read. */
void readings_keep(struct readings *readings, struct reading *reading, const struct shape *shape,
		   const struct source *own, const void *from);

/* Before that, for readings of one file: what about the file must be known without reading it. */
void readings_mark(struct reading *reading, const struct source *own);

/* What was asked for the variant with a digest. False when it is not kept. */
bool reading_asked(const struct reading *reading, uint64_t digest, struct arena *arena, struct kept_questions *out);

/* Is anything kept at all? */
bool readings_are_kept(struct readings *readings);

#endif
