/* The files of a tree that stopgraph reads.
 *
 *     struct tree tree;
 *     if (tree_open_folder(arena, "/src/gitlab", &tree, &diags) == 0) {
 *             struct inputs inputs = {0};
 *             inputs_list(arena, &tree, &inputs, &diags);
 *             vec_each(struct input, in, &inputs)
 *                     struct source *source = input_read(arena, &tree, in, &diags);
 *             tree_close(&tree);
 *     }
 *
 * `struct tree` is an interface with one implementation per kind of tree (inputs_dir.c: a folder; inputs_git.c: a
 * revision of a git repository). Which files are
 * wanted, and what for, is the table in inputs.c. Trouble with one file is a diagnostic; the others are still read. */
#ifndef STOPGRAPH_INPUTS_H
#define STOPGRAPH_INPUTS_H

#include "analyzer/base/diag.h"

#include <stdbool.h>
#include <stdint.h>

/* The name that git gives to the bytes of a file: equal ids are equal bytes. */
struct object_id {
	unsigned char bytes[20];
};

enum entry_kind { ENTRY_UNKNOWN, ENTRY_FILE, ENTRY_FOLDER, ENTRY_OTHER };

struct tree_entry {
	const char *name;
	enum entry_kind kind; /* ENTRY_UNKNOWN until look() was called: links */
	bool is_link;
	uint64_t identity; /* equal for two entries that are the same file or folder; valid when the kind is known */
	bool has_content;  /* `content` is known: files of a revision, once the kind is known */
	struct object_id content;
};

struct tree_entries {
	struct tree_entry *items;
	size_t count;
	size_t capacity;
};

struct tree_file {
	char *bytes; /* lives in the arena, may be changed */
	size_t length;
};

/* By what a file that was written shows it. Times in nanoseconds. */
struct tree_stamp {
	uint64_t size, inode;
	uint64_t written, changed;
};

struct tree {
	void *payload;
	const char *revision; /* git revision, NULL for a folder */
	const char *place;    /* absolute path of a folder, NULL for a revision */
	/* The entries of `folder` ("" is the root) in byte order of their names. 0; -1 when there is no such folder;
	 * any other trouble is a diagnostic and gives fewer entries. */
	int (*list)(void *payload, struct arena *arena, const char *folder, struct tree_entries *out,
		    struct diags *diags);
	/* Fills kind and identity of an entry of kind ENTRY_UNKNOWN from what it leads to. 0, or -1 after a diagnostic:
	 * the entry is to be left out (a link to nowhere, out of the tree, or to itself). */
	int (*look)(void *payload, struct arena *arena, const char *path, struct tree_entry *entry,
		    struct diags *diags);
	/* The bytes of a file of at most `limit` bytes. 0, or -1 after a diagnostic. */
	int (*read)(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		    struct diags *diags);
	void (*close)(void *payload);
	/* How a file looks from outside. 0, or -1 when that cannot be told. NULL: contents have ids that say more. */
	int (*stamp)(void *payload, const char *path, struct tree_stamp *out);
	/* The same for a folder, whose stamp changes with the names in it. NULL: nobody can tell. */
	int (*stamp_folder)(void *payload, const char *path, struct tree_stamp *out);
	/* The length of a file with that content, without reading it. 0, or -1 when that cannot be told. NULL: it never can. */
	int (*size)(void *payload, const struct object_id *content, uint64_t *out);
};

static inline bool tree_stamp_equal(const struct tree_stamp *a, const struct tree_stamp *b)
{
	return a->size == b->size && a->inode == b->inode && a->written == b->written && a->changed == b->changed;
}

/* What a file is read for. */
enum input_role {
	INPUT_MIGRATION,
	INPUT_POST_MIGRATION,
	INPUT_JOB,
	INPUT_JOB_DICTIONARY,
	INPUT_TABLE_DICTIONARY,
	INPUT_STRUCTURE,
	INPUT_INITIAL_STRUCTURE,
	INPUT_SCHEMA,
	INPUT_UPGRADE_PATH,
	INPUT_VERSION,
	INPUT_CONNECTION,
	INPUT_LOOSE_FOREIGN_KEYS,
	INPUT_MODEL,
	INPUT_SCRIPT,        /* a migration in SQL */
	INPUT_SCRIPT_JOB,    /* what a background job does, in SQL */
	INPUT_SCRIPT_PLAN,   /* of sqitch */
	INPUT_NOT_SUPPORTED, /* migrations of a database that is not PostgreSQL */
	INPUT_OUT_OF_BAND,   /* a list of out-of-band migrations */
	INPUT_VERSION_CODE,  /* a Ruby file that holds the release */
	INPUT_ROLE_COUNT
};

struct input {
	const char *path; /* relative to the root, forward slashes */
	enum input_role role;
	const char *database; /* of migrations: "main", or the folder between db/ and migrate/ */
	unsigned row;         /* of the table of patterns: the first row that matches a file wins */
	bool is_link;
	uint64_t identity;
	bool has_content; /* `content` is known */
	struct object_id content;
};

struct inputs {
	struct input *items;
	size_t count;
	size_t capacity;
};

/* Opens a folder. 0, or -1 after a diagnostic. The caller closes the tree; the rest lives in `arena`. */
int tree_open_folder(struct arena *arena, const char *path, struct tree *out, struct diags *diags);
void tree_close(struct tree *tree);

/* Text that stands in for a file's bytes: what an editor has not saved. */
struct overlay_file {
	const char *path; /* in the tree */
	const char *text;
	size_t length;
};

struct overlay {
	struct overlay_file *items;
	size_t count;
	size_t capacity;
};

/* Makes `tree` read the files of `overlay` (borrowed) from there. Files that only the overlay has are not listed. */
void tree_overlay(struct arena *arena, const struct overlay *overlay, struct tree *tree);

/* How the files and folders of a tree looked from outside, for several runs over it within a moment. */
struct tree_memory;
struct tree_memory *tree_memory_new(void);
void tree_memory_free(struct tree_memory *memory);

/* Makes `tree` take each stamp once as long as `memory` (borrowed) lives. */
void tree_remember(struct arena *arena, struct tree_memory *memory, struct tree *tree);

/* A pattern of paths that a project sets itself: `*` stands for any part of one segment, `**` for any number of folders.
 * Role INPUT_ROLE_COUNT: what matches (here `*` stands for anything) is left out. */
struct input_path {
	const char *pattern;
	enum input_role role;
};

struct input_paths {
	struct input_path *items;
	size_t count;
	size_t capacity;
};

/* How configurations call a role ("post_migrations"); NULL for roles that are not theirs to set. */
const char *input_role_name(enum input_role role);
/* The role with that name, INPUT_ROLE_COUNT when there is none. */
enum input_role input_role_find(const char *name);

/* Every file of the profile in byte order of the paths; several names of one file are listed once, under the name that
 * is no link. Finding nothing at all is the caller's to judge. */
void inputs_list(struct arena *arena, const struct tree *tree, struct inputs *out, struct diags *diags);
/* The same; a role that `paths` (may be NULL) names is looked for there instead of where the profile has it. */
void inputs_list_paths(struct arena *arena, const struct tree *tree, const struct input_paths *paths,
		       struct inputs *out, struct diags *diags);

/* The input with a path; NULL when there is none. O(log inputs). */
struct input *input_find(const struct inputs *inputs, const char *path);

/* The input that a model or a module of helpers may lie in, by its path below one of the folders for such files
 * ("ci/build.rb"; the ending may be left out), which are numbered in the order of preference. NULL when there is none. */
#define MODEL_FOLDERS 3
struct input *model_input(struct arena *arena, const struct inputs *inputs, const char *relative_path, size_t folder);

/* A folder of SQL files that is a history of its own (places.c), and the name of its database. */
struct script_database {
	const char *folder;
	const char *name;
};

/* Where the migrations of a project lie, in every revision of it. NULL for all: in the profile's places. */
struct input_places {
	const struct input_paths *paths; /* may be NULL */
	struct {
		struct script_database *items;
		size_t count;
		size_t capacity;
	} histories;
};

/* Finds the folders of SQL files that are histories of their own (those that share versions), and sets the database of
 * their files. Lives in `arena`. O(files). */
void inputs_find_histories(struct arena *arena, struct inputs *inputs, struct input_places *places);

/* Is `folder` one whose files are migrations ("db/migrate", "ee/db/geo/post_migrate"), or one on the way to such?
 * `*database_out` is set for the former; lives in `arena`. */
enum folder_use { FOLDER_USELESS, FOLDER_LEADS_ON, FOLDER_OF_MIGRATIONS };
enum folder_use input_folder_use(struct arena *arena, const struct input_places *places, const char *folder,
				 const char **database_out);

/* The database of a file that lies in or below a folder of migrations of `database`. NULL when the file is none. */
const char *input_database(struct arena *arena, const struct input_places *places, const char *path,
			   const char *database);

/* The digits that a migration's file name begins with, the version of a SQL file; "" when it is no migration. Lives in
 * `arena`. */
const char *input_version(struct arena *arena, const char *path);

/* Reads one input. Bytes that are not UTF-8, and NUL, are replaced by '?' after a diagnostic, so that offsets stay
 * true. NULL after a diagnostic when it cannot be read. Lives in `arena`. */
struct source *input_read(struct arena *arena, const struct tree *tree, const struct input *input, struct diags *diags);
/* The same; also fills input->content, as git would name the bytes. */
struct source *input_read_content(struct arena *arena, const struct tree *tree, struct input *input,
				  struct diags *diags);

#endif
