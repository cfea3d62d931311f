/* A git repository, as far as it is read here: revisions, their trees, tags, history and the index.
 *
 *     struct repository *repository = repository_open(arena, ".", &diags);
 *     struct revision revision;
 *     if (repository && repository_revision(repository, "v18.8.0-ee", &revision, &diags) == 0) {
 *             struct tree tree;
 *             tree_open_revision(arena, repository, &revision, &tree);
 *             ...
 *             tree_close(&tree);
 *     }
 *     repository_close(repository);
 *
 * Nothing is ever written, checked out or executed: no hook, no filter, no textconv, no configuration outside the
 * repository. Objects that are missing or broken are diagnostics. A repository may be bare, and the product may lie in a
 * folder of it: all paths and trees here count from that folder. The functions without an arena allocate in the one given
 * to repository_open(). */
#ifndef STOPGRAPH_INPUTS_GIT_H
#define STOPGRAPH_INPUTS_GIT_H

#include "analyzer/base/str.h"
#include "analyzer/inputs/inputs.h"

struct repository;

/* A commit, or the index, with the tree of the product's folder in it. */
struct revision {
	const char *name;        /* 40 hex digits of the commit; "index" */
	struct object_id commit; /* zero for the index */
	struct object_id tree;   /* zero when the product's folder is not there */
	int64_t time;            /* of the commit, seconds since 1970 */
};

struct revisions {
	struct revision *items;
	size_t count;
	size_t capacity;
};

enum git_kind { GIT_KIND_FILE, GIT_KIND_FOLDER, GIT_KIND_LINK, GIT_KIND_OTHER };

struct git_entry {
	const char *name;
	enum git_kind kind;
	struct object_id id;
};

struct git_entries {
	struct git_entry *items;
	size_t count;
	size_t capacity;
};

/* Loads the library in a thread of its own, which takes as long as listing a tree; the caller goes on with something else
 * until repository_await(), which is due once for each. Without it repository_open() does the same at once.
 * Where no repository can be, nothing is loaded. */
struct library_start;
struct library_start *repository_expect(struct arena *arena, const char *folder, const char *ceiling);
void repository_await(struct library_start *start);

/* The repository that `folder` lies in, found upward (up to GIT_CEILING_DIRECTORIES in `ceiling`, which may be NULL).
 * NULL when there is none; a diagnostic only when there is one that cannot be used. */
struct repository *repository_open(struct arena *arena, const char *folder, const char *ceiling, struct diags *diags);
void repository_close(struct repository *repository);

/* Has it no working folder? */
bool repository_is_bare(const struct repository *repository);
/* Is its history cut off? */
bool repository_is_shallow(const struct repository *repository);

/* What `name` (a branch, tag, id, HEAD~2 ...) leads to. 0, or -1 after a diagnostic; `diags` may be NULL. */
int repository_revision(struct repository *repository, const char *name, struct revision *out, struct diags *diags);
/* The index as a revision: what would be committed now. 0, or -1 after a diagnostic (unmerged entries). */
int repository_index(struct repository *repository, struct revision *out, struct diags *diags);
/* The best common ancestor of two commits. 0, or -1 when there is none. */
int repository_merge_base(struct repository *repository, const struct revision *a, const struct revision *b,
			  struct revision *out);
/* Commits that `tip` has and `base` (NULL: none) lacks, oldest first; of more than `limit` only the latest. */
void repository_commits(struct repository *repository, const struct revision *base, const struct revision *tip,
			size_t limit, struct revisions *out);

/* Names of all tags without refs/tags/, in byte order. */
void repository_tags(struct repository *repository, struct names *out);

/* Adds the product's folder and the names of all tags, each with the id that it holds, as a text that changes when any of them
 * does. */
void repository_tags_text(struct repository *repository, struct strbuf *out);

/* The tree of a revision as one to scan (revision_tree.c). Stays usable until tree_close(); the repository must outlive it. */
void tree_open_revision(struct arena *arena, struct repository *repository, const struct revision *revision,
			struct tree *out);

/* Entries of a tree object in the order of the object. 0, or -1 when it cannot be read. */
int repository_entries(struct repository *repository, struct arena *arena, const struct object_id *tree,
		       struct git_entries *out);
struct git_folders;

/* The folders of its revisions (git_folders.h) that were read. */
struct git_folders *repository_folders(struct repository *repository);
/* The entry at `path` below a tree object; links are not followed. False when there is none. */
bool repository_find(struct repository *repository, struct arena *arena, const struct object_id *tree, const char *path,
		     struct git_entry *out);
/* The bytes of a file object, in `arena`. 0; 1 when there are more than `limit`, of which only out->length tells; -1. */
int repository_blob(struct repository *repository, struct arena *arena, const struct object_id *id, size_t limit,
		    struct tree_file *out);

/* The length of a file object, without reading it. 0, or -1. */
int repository_blob_size(struct repository *repository, const struct object_id *id, uint64_t *out);

/* The id of what lies in the working folder at `path`, which is a regular file there: taken from the index while the
 * file looks untouched since, else computed. False when it cannot be read. */
bool repository_file_id(struct repository *repository, const char *path, struct object_id *out);

/* What went wrong in the last call that failed. Good until the next one. */
const char *repository_error(void);

bool object_id_equal(const struct object_id *a, const struct object_id *b);
bool object_id_known(const struct object_id *id);
/* 40 hex digits. */
const char *object_id_text(struct arena *arena, const struct object_id *id);

#endif
