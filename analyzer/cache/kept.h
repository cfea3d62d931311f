/* What is kept in the cache beside structs of the model, and the shapes of all of it. */
#ifndef STOPGRAPH_CACHE_KEPT_H
#define STOPGRAPH_CACHE_KEPT_H

#include "analyzer/cache/codec.h"
#include "analyzer/inputs/inputs.h"
#include "analyzer/model/project.h"
#include "parser/ruby/ruby.h"

/* Of a structure.sql. */
struct kept_dump {
	struct effects effects;
	struct unresolved_list unresolved;
};

/* Of an application model. */
struct kept_columns {
	VEC(struct ignored_column) list;
};

/* Of all job files. */
struct kept_classes {
	VEC(struct job_class *) list;
};

/* A file of a working folder and what it looked like when it was read. Times in nanoseconds. */
struct kept_stamp {
	const char *path;
	struct object_id content;
	uint64_t size, inode, written, changed;
	bool is_plain; /* see contents_set_plain() */
};

/* What a folder held when it was listed, and what it looked like then. */
struct kept_name {
	const char *name;
	enum entry_kind kind;
	bool is_link;
	uint64_t identity;
};

struct kept_folder {
	const char *path;
	uint64_t size, inode, written, changed;
	VEC(struct kept_name) names;
};

struct kept_folders {
	VEC(struct kept_folder) list;
};

/* What a tree holds. */
struct kept_entry {
	const char *path;
	struct object_id content;
};

struct kept_listing {
	VEC(struct kept_entry) list;
};

/* A migration in the tree of a revision. */
struct kept_shipped {
	const char *path;
	const char *database;
	const char *version;
	struct object_id content;
};

struct kept_shipped_list {
	VEC(struct kept_shipped) list;
};

/* The first tag with a migration, or with the declaration of a stop; counted from 1. */
struct kept_release {
	const char *key; /* of the migration; release of the stop */
	size_t tag;
};

struct kept_releases {
	size_t walked; /* tags that were gone through: what is in none of the list is in none of these */
	VEC(struct kept_release) list;
};

struct kept_declarations {
	size_t first_file; /* the first tag with the file of declared stops; 0: none has it */
	VEC(struct kept_release) list;
};

/* What a release tag leads to. */
struct kept_tag {
	const char *name;
	struct object_id commit, tree;
	uint64_t time;
};

struct kept_tags {
	VEC(struct kept_tag) list;
};

/* Fingerprints of findings. */
struct kept_fingerprints {
	struct names list;
};

struct kept_stamps {
	VEC(struct kept_stamp) list;
};

/* What is known of a migration that is not read because a change does not reach it (analyzer/reach). */
struct kept_migration {
	const char *path;
	uint64_t length;     /* of the file */
	uint64_t digest;     /* of its reading; 0: it is read every time */
	const char *release; /* that it was placed in; NULL: not known */
	size_t statements, statements_resolved;
	const struct migration *rest; /* without effects but those on jobs, and without statements */
};

/* A name, and who has to do with what bears it. */
struct kept_touched {
	const char *name;
	bool is_described;       /* it is a table whose columns are known */
	struct names migrations; /* by path */
	struct names jobs;       /* by class */
};

/* What jobs of a class touch. */
struct kept_job_class {
	const char *name;
	struct names touches;
	bool is_linked; /* it calls or queues others, or cannot be kept: it is always read */
};

/* The reading of a job in use, by what was asked (job_question_key()). */
struct kept_job_answer {
	const char *key;
	uint64_t digest;
};

struct kept_job_state {
	const char *id;
	bool is_resolved;
};

/* Two names of one table, or of a table and a part or view of it. */
struct kept_alias {
	const char *name, *other;
};

/* What the many small files beside the migrations declare. */
struct kept_declared {
	VEC(struct job_dictionary *) job_dictionaries;
	VEC(struct table_dictionary *) table_dictionaries;
	VEC(struct ignored_column) ignored_columns;
	struct names loose_foreign_key_tables;
};

struct kept_reach {
	VEC(struct kept_migration) migrations;   /* by path */
	VEC(struct kept_touched) touched;        /* by name */
	VEC(struct kept_job_class) job_classes;  /* by name */
	VEC(struct kept_job_answer) job_answers; /* by key */
	VEC(struct kept_job_state) jobs;         /* by id */
	VEC(struct kept_alias) aliases;          /* by name, each both ways */
	struct names dumped;                     /* tables that dumps of the schema tell of, sorted */
	bool wants_all_tables;                   /* something asked which tables there are */
	const struct kept_declared *declared;    /* NULL: they must be read, for what is to be said of them */
};

extern const struct shape shape_classes;
extern const struct shape shape_columns;
extern const struct shape shape_declarations;
extern const struct shape shape_dump;
extern const struct shape shape_fingerprints;
extern const struct shape shape_folders;
extern const struct shape shape_job_dictionary;
extern const struct shape shape_job_reading;
extern const struct shape shape_listing;
extern const struct shape shape_migration;
extern const struct shape shape_outline;
extern const struct shape shape_parts;
extern const struct shape shape_questions;
extern const struct shape shape_reach;
extern const struct shape shape_releases;
extern const struct shape shape_shipped;
extern const struct shape shape_stamps;
extern const struct shape shape_table_dictionary;
extern const struct shape shape_tags;

/* Fills `out`, a zeroed struct of `shape`, with what is kept under the key; places lead nowhere. False when nothing is, and
 * for a NULL file. */
bool kept_get(struct arena *arena, struct cache_file *file, const struct cache_key *key, const struct shape *shape,
	      void *out);
/* Keeps it, if anything can be kept now. */
void kept_put(struct cache_file *file, const struct cache_key *key, const struct shape *shape, const void *from);

#endif
