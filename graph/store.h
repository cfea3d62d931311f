/* The index: the graph as an SQLite file that people and programs may ask in SQL. One kind is about one tree, the other about
 * all releases of a repository.
 *
 *     struct store *store = store_build(arena, "/home/me/.cache/stopgraph/x.sqlite", &graph, &origin, &error);
 *     store_query(store, "SELECT id FROM open_jobs", &query, &error);
 *     store_close(store);
 *
 * The tables and views are the rows of tables.def. A file is written aside and renamed, so that whoever looks sees the
 * old index or the new one; nothing in it is ever changed in place. It is a cache: whatever is wrong with it, building
 * it anew is the answer. */
#ifndef STOPGRAPH_GRAPH_STORE_H
#define STOPGRAPH_GRAPH_STORE_H

#include "graph/graph.h"

#include <stdint.h>

/* PRAGMA user_version and application_id ("stpg") of an index. */
#define STORE_SCHEMA_VERSION 1
#define STORE_APPLICATION_ID 0x73747067

struct store;

/* What an index was made from; an index with another origin does not answer for this tree. */
struct store_origin {
	const char *tree;   /* absolute path */
	const char *digest; /* of everything that was read */
	const char *tool_version;
};

enum store_state {
	STORE_READY,
	STORE_MISSING,
	STORE_STALE, /* an index of this tree as it was, or by another version of the program */
	STORE_OTHER, /* an index of another tree */
	STORE_NEWER, /* its schema is newer than this program */
	STORE_OLDER,
	STORE_DAMAGED,   /* an index, but not whole */
	STORE_FOREIGN,   /* no index: some other file */
	STORE_UNREADABLE /* cannot be opened, or is a folder or a device */
};

/* Why something failed. `offset` is the place in the SQL, -1 when it is about no place. Texts live in the arena. */
struct store_error {
	const char *text;
	int offset;
};

/* Opens the file read-only when it is a whole index of that origin; otherwise says what it is and why it is not used.
 * The handle is closed with store_close(). */
enum store_state store_open(struct arena *arena, const char *path, const struct store_origin *origin,
			    struct store **out, struct store_error *error);

/* Writes the graph to `path`, or to memory when it is NULL, and opens the result. A STORE_FOREIGN file is kept as
 * PATH.old. NULL on failure; the file at `path` is then what it was. The folder of `path` must exist. */
struct store *store_build(struct arena *arena, const char *path, const struct graph *graph,
			  const struct store_origin *origin, struct store_error *error);
void store_close(struct store *store);

/* A release for the index of releases. Texts are borrowed for the call. */
struct store_release {
	struct release release;
	const char *tag;
	const char *revision;
	const char *day; /* of the commit, 2021-04-22; NULL: not known */
	bool is_final;
	const char *problem;       /* why it could not be read; NULL: it was */
	const struct graph *graph; /* NULL with a problem */
};

struct store_finding {
	const char *fingerprint, *rule, *level, *path, *job, *dependent, *message;
};

struct store_findings {
	struct store_finding *items;
	size_t count;
	size_t capacity;
};

/* The same as store_build() in steps, for an index of releases: begin, add each release from the lowest on, end. What is the
 * same in several releases is kept once. Whatever fails shows at the end; store_releases_end() takes the handle in any case.
 * NULL from the beginning when nothing can be written. */
struct store *store_releases_begin(struct arena *arena, const char *path, struct store_error *error);
void store_releases_add(struct store *store, const struct store_release *release,
			const struct store_findings *findings);
struct store *store_releases_end(struct store *store, const struct store_origin *origin, struct store_error *error);

enum store_kind { STORE_NULL, STORE_INTEGER, STORE_REAL, STORE_TEXT, STORE_BLOB };

struct store_value {
	enum store_kind kind;
	int64_t integer;
	double real;
	const char *text; /* TEXT and BLOB: NUL follows, but there may be more inside */
	size_t length;
};

/* A question. The callbacks return 0 to go on; values are good until the callback returns. */
struct store_query {
	double seconds; /* the longest it may take; 0: no limit */
	void *payload;
	int (*columns)(void *payload, const char *const *names, size_t count);
	int (*row)(void *payload, const struct store_value *values, size_t count);
};

enum store_answer {
	STORE_ANSWERED,
	STORE_INVALID, /* the SQL is wrong, or is not one read-only statement */
	STORE_TIMEOUT,
	STORE_STOPPED, /* by a callback */
	STORE_FAILED   /* the file, memory or the disk */
};

/* Runs one read-only statement. */
enum store_answer store_query(struct store *store, const char *sql, const struct store_query *query,
			      struct store_error *error);

enum store_part { STORE_TABLE, STORE_INDEX, STORE_VIEW };

/* What an index is about, and so which tables it has. */
enum store_subject { STORE_TREE, STORE_RELEASES };

/* The rows of tables.def and release_tables.def. */
struct store_table {
	enum store_part part;
	const char *name;
	const char *sentence;
	const char *sql; /* what follows CREATE ... name */
};

const struct store_table *store_tables(enum store_subject subject, size_t *count_out);

#endif
