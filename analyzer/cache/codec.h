/* Structs of the model as bytes and back, by tables: one row of fields.c for each field.
 *
 *     struct cache_value bytes = codec_write(arena, &shape_migration, migration, migration->source);
 *     if (codec_read(&reader, &shape_migration, bytes, migration)) ...
 *
 * Fields that are zero take no room, equal texts one place. Places keep the path of their source, told apart from the
 * source that the reading is about, so that they point to the sources of the run that reads. The bytes are good for the
 * program that wrote them only; whatever they hold, reading them ends and stays within them. */
#ifndef STOPGRAPH_CACHE_CODEC_H
#define STOPGRAPH_CACHE_CODEC_H

#include "analyzer/base/source.h"
#include "analyzer/cache/file.h"

enum field_kind {
	FIELD_TEXT,     /* const char * */
	FIELD_BOOL,     /* bool */
	FIELD_NUMBER,   /* int, or an enum */
	FIELD_SIZE,     /* size_t */
	FIELD_WORD,     /* uint64_t */
	FIELD_BYTES,    /* an array of `size` bytes */
	FIELD_LOCATION, /* struct location */
	FIELD_NAMES,    /* struct names */
	FIELD_LIST,     /* items, count and capacity; items of `shape` */
	FIELD_POINTERS, /* likewise, of pointers to `shape` */
	FIELD_STRUCT,   /* a pointer to `shape`, or NULL */
	FIELD_KIND_COUNT
};

struct shape;

struct field {
	const char *name;
	size_t offset;
	size_t size;
	enum field_kind kind;
	const struct shape *shape;
};

struct shape {
	const char *name; /* of the struct */
	size_t size;
	const struct field *fields;
	size_t count;        /* at most 255 */
	const char *without; /* members that are not kept: others fill them. Space-separated */
};

/* The bytes of a struct, in `arena`. `own` is the source that the reading is about; NULL: none. Adds the paths of the other
 * sources that places lead to, to `paths_out` unless that is NULL; they live as long as these. */
struct cache_value codec_write(struct arena *arena, const struct shape *shape, const void *from,
			       const struct source *own, struct names *paths_out);

/* What texts and places of a reading lead to. */
struct codec_reader {
	struct arena *arena;
	const struct source *own;
	/* The source of another file; NULL when there is none: the reading is then of no use. */
	const struct source *(*source_of)(void *payload, const char *path);
	void *payload;
};

/* Fills the fields of `into`, a zeroed struct or one whose other members are set. Texts stay where `bytes` are. False when
 * the bytes make no sense; `into` is then to be thrown away. */
bool codec_read(const struct codec_reader *reader, const struct shape *shape, struct cache_value bytes, void *into);

#endif
