/* All of libgit2. Git's own settings are shut out: the search paths of system and user configuration are emptied, so that
 * what is read depends on the repository alone. Who owns the repository does not matter, because nothing in it is run.
 *
 * The index becomes a tree by writing it to an object store that lives in memory; the repository is not touched. A file
 * of the working folder has the content that the index says while size, inode and time agree and the time is older than
 * the index itself (a file changed in the same moment as the index looks untouched). */
#include "analyzer/inputs/inputs_git.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/inputs/git_folder.h"
#include "analyzer/inputs/git_folders.h"

#include <git2.h>
#include <git2/sys/mempack.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_SIZE_MAX (64u << 20)
#define PACK_WINDOW ((size_t)1 << 20)
#define PACK_WINDOWS ((size_t)16 << 20)
#define CACHE_SIZE (8 << 20)

struct repository {
	struct arena *arena;
	git_repository *handle;
	const char *work_folder; /* the product's folder with a slash at the end, NULL when bare */
	const char *prefix;      /* of the product's folder in the repository: "" or "a/b" */
	git_index *index;        /* opened when first asked for */
	bool index_failed;
	struct timespec index_time;
	struct git_folders *folders;
};

DEFINE_CLEANUP(git_object *, git_object_free)
DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_tree_entry *, git_tree_entry_free)
DEFINE_CLEANUP(git_odb *, git_odb_free)
DEFINE_CLEANUP(git_odb_object *, git_odb_object_free)
DEFINE_CLEANUP(git_revwalk *, git_revwalk_free)
DEFINE_CLEANUP(git_reference *, git_reference_free)
DEFINE_CLEANUP(git_reference_iterator *, git_reference_iterator_free)

const char *repository_error(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "unknown error";
}

static struct object_id id_from_git(const git_oid *oid)
{
	struct object_id id;

	memcpy(id.bytes, oid->id, sizeof(id.bytes));
	return id;
}

static git_oid id_to_git(const struct object_id *id)
{
	git_oid oid;

	memcpy(oid.id, id->bytes, sizeof(id->bytes));
	return oid;
}

bool object_id_equal(const struct object_id *a, const struct object_id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool object_id_known(const struct object_id *id)
{
	static const struct object_id none;

	return !object_id_equal(id, &none);
}

const char *object_id_text(struct arena *arena, const struct object_id *id)
{
	char text[GIT_OID_HEXSZ + 1];
	git_oid oid = id_to_git(id);

	git_oid_tostr(text, sizeof(text), &oid);
	return str_copy(arena, text);
}

/* libgit2 counts its users; the settings are process-wide and always the same. */
static void library_begin(void)
{
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_PROGRAMDATA, "");
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, PACK_WINDOW);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, PACK_WINDOWS);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_SIZE);
	/* the next release has nearly the same folders, among them large ones */
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)CACHE_SIZE / 8);
}

/* Does the path `real` lie in the folder `root`, or is it that? The length of the root's part, 0 if not. */
static size_t lies_in(const char *real, const char *root)
{
	char folder[PATH_MAX];

	if (!root || !realpath(root, folder))
		return 0;
	size_t length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
	bool inside = strncmp(real, folder, length) == 0 && (real[length] == '/' || real[length] == '\0');
	return inside ? length : 0;
}

/* Where the product's folder lies in the work tree. In the folder of git's own data the whole repository is meant, also
 * where no setting says that it is bare. */
static void find_prefix(struct repository *repository, const char *folder)
{
	char real[PATH_MAX];

	repository->prefix = "";
	if (!realpath(folder, real) || lies_in(real, git_repository_path(repository->handle)))
		return;
	size_t length = lies_in(real, git_repository_workdir(repository->handle));
	if (length == 0)
		return;
	repository->work_folder = str_printf(repository->arena, "%s/", real);
	if (real[length] == '/')
		repository->prefix = str_copy(repository->arena, real + length + 1);
}

struct library_start {
	pthread_t thread;
	bool is_running;
};

static void *start_library(void *ignored)
{
	git_libgit2_init();
	return ignored;
}

struct library_start *repository_expect(struct arena *arena, const char *folder, const char *ceiling)
{
	struct library_start *start = ARENA_NEW(arena, struct library_start);

	start->is_running = git_folder_near(arena, folder, ceiling) &&
			    pthread_create(&start->thread, NULL, start_library, NULL) == 0;
	return start;
}

/* One user less: whoever opened a repository meanwhile is another one, and nobody else needs the library. */
void repository_await(struct library_start *start)
{
	if (!start->is_running)
		return;
	pthread_join(start->thread, NULL);
	start->is_running = false;
	git_libgit2_shutdown();
}

static const char *find_pipe(struct arena *arena, const char *folder, const char *ceiling)
{
	git_buf found = {0};

	if (git_repository_discover(&found, folder, 0, ceiling))
		return NULL;
	const char *data = str_copy(arena, found.ptr);
	git_buf_dispose(&found);
	return git_folder_pipe(arena, data);
}

struct repository *repository_open(struct arena *arena, const char *folder, const char *ceiling, struct diags *diags)
{
	if (!git_folder_near(arena, folder, ceiling))
		return NULL;

	struct repository *repository = ARENA_NEW(arena, struct repository);
	library_begin();
	repository->arena = arena;
	const char *pipe = find_pipe(arena, folder, ceiling);
	if (pipe) {
		diag_add_path(diags, DIAG_git_object, folder, "the git repository cannot be used: '%s' is no file",
			      pipe);
		git_libgit2_shutdown();
		return NULL;
	}
	int error = git_repository_open_ext(&repository->handle, folder, 0, ceiling);
	if (error == 0) {
		find_prefix(repository, folder);
		repository->folders = git_folders_new(arena);
		return repository;
	}
	if (error != GIT_ENOTFOUND)
		diag_add_path(diags, DIAG_git_object, folder, "the git repository cannot be used: %s",
			      repository_error());
	git_libgit2_shutdown();
	return NULL;
}

void repository_close(struct repository *repository)
{
	if (!repository)
		return;
	git_folders_free(repository->folders);
	git_index_free(repository->index);
	git_repository_free(repository->handle);
	git_libgit2_shutdown();
}

bool repository_is_bare(const struct repository *repository)
{
	return git_repository_is_bare(repository->handle) == 1;
}

bool repository_is_shallow(const struct repository *repository)
{
	return git_repository_is_shallow(repository->handle) == 1;
}

/* The tree of the product's folder below the root tree `oid`; zero when it is not there. */
static struct object_id folder_tree(struct repository *repository, const git_oid *oid)
{
	struct object_id id = id_from_git(oid);
	_cleanup_(git_tree_free) git_tree *root = NULL;
	_cleanup_(git_tree_entry_free) git_tree_entry *entry = NULL;

	if (!*repository->prefix)
		return id;
	if (git_tree_lookup(&root, repository->handle, oid) ||
	    git_tree_entry_bypath(&entry, root, repository->prefix) || git_tree_entry_type(entry) != GIT_OBJECT_TREE)
		return (struct object_id){{0}};
	return id_from_git(git_tree_entry_id(entry));
}

static void fill_revision(struct repository *repository, const git_commit *commit, struct revision *out)
{
	out->commit = id_from_git(git_commit_id(commit));
	out->name = object_id_text(repository->arena, &out->commit);
	out->tree = folder_tree(repository, git_commit_tree_id(commit));
	out->time = git_commit_time(commit);
}

/* References are looked up here, because git_revparse_single() of libgit2 1.5 loses memory when one leads nowhere. */
static int find_object(git_repository *repository, const char *name, git_object **out)
{
	_cleanup_(git_reference_free) git_reference *reference = NULL;

	if (*name && git_reference_dwim(&reference, repository, name) == 0)
		return git_reference_peel(out, reference, GIT_OBJECT_ANY);
	return git_revparse_single(out, repository, name);
}

int repository_revision(struct repository *repository, const char *name, struct revision *out, struct diags *diags)
{
	_cleanup_(git_object_free) git_object *object = NULL;
	_cleanup_(git_object_free) git_object *commit = NULL;

	if (find_object(repository->handle, name, &object)) {
		if (diags)
			diag_add(diags, DIAG_git_revision, (struct location){0}, "there is no revision '%s': %s", name,
				 repository_error());
		return -1;
	}
	if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT)) {
		if (diags)
			diag_add(diags, DIAG_git_revision, (struct location){0},
				 "the revision '%s' does not lead to a commit: %s", name, repository_error());
		return -1;
	}
	fill_revision(repository, (const git_commit *)commit, out);
	return 0;
}

static git_index *open_index(struct repository *repository)
{
	struct stat status;

	if (repository->index || repository->index_failed)
		return repository->index;
	if (git_repository_index(&repository->index, repository->handle)) {
		repository->index = NULL;
		repository->index_failed = true;
		return NULL;
	}
	if (stat(git_index_path(repository->index), &status) == 0)
		repository->index_time = status.st_mtim;
	return repository->index;
}

int repository_index(struct repository *repository, struct revision *out, struct diags *diags)
{
	_cleanup_(git_odb_free) git_odb *store = NULL;
	git_odb_backend *memory = NULL;
	git_index *index = open_index(repository);
	git_oid oid;

	if (!index || git_repository_odb(&store, repository->handle) || git_mempack_new(&memory) ||
	    git_odb_add_backend(store, memory, INT_MAX) || git_index_write_tree_to(&oid, index, repository->handle)) {
		diag_add(diags, DIAG_git_revision, (struct location){0}, "the index cannot be used: %s",
			 repository_error());
		return -1;
	}
	*out = (struct revision){.name = "index", .tree = folder_tree(repository, &oid)};
	return 0;
}

int repository_merge_base(struct repository *repository, const struct revision *a, const struct revision *b,
			  struct revision *out)
{
	_cleanup_(git_commit_free) git_commit *commit = NULL;
	git_oid one = id_to_git(&a->commit);
	git_oid two = id_to_git(&b->commit);
	git_oid base;

	if (git_merge_base(&base, repository->handle, &one, &two) ||
	    git_commit_lookup(&commit, repository->handle, &base))
		return -1;
	fill_revision(repository, commit, out);
	return 0;
}

void repository_commits(struct repository *repository, const struct revision *base, const struct revision *tip,
			size_t limit, struct revisions *out)
{
	_cleanup_(git_revwalk_free) git_revwalk *walk = NULL;
	git_oid newest = id_to_git(&tip->commit);
	git_oid oldest;
	git_oid oid;

	if (git_revwalk_new(&walk, repository->handle) || git_revwalk_push(walk, &newest))
		return;
	if (base) {
		oldest = id_to_git(&base->commit);
		if (git_revwalk_hide(walk, &oldest))
			return;
	}
	git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL);
	while (out->count < limit && git_revwalk_next(&oid, walk) == 0) {
		_cleanup_(git_commit_free) git_commit *commit = NULL;
		struct revision revision;
		if (git_commit_lookup(&commit, repository->handle, &oid))
			break;
		fill_revision(repository, commit, &revision);
		vec_push(repository->arena, out, revision);
	}
	for (size_t i = 0; i < out->count / 2; i++) {
		struct revision other = out->items[i];
		out->items[i] = out->items[out->count - 1 - i];
		out->items[out->count - 1 - i] = other;
	}
}

void repository_tags(struct repository *repository, struct names *out)
{
	_cleanup_(git_reference_iterator_free) git_reference_iterator *references = NULL;
	const char *name;

	if (git_reference_iterator_glob_new(&references, repository->handle, "refs/tags/*"))
		return;
	while (git_reference_next_name(&name, references) == 0)
		names_push(repository->arena, out, str_copy(repository->arena, name + strlen("refs/tags/")));
	names_sort(out);
}

void repository_tags_text(struct repository *repository, struct strbuf *out)
{
	_cleanup_(git_reference_iterator_free) git_reference_iterator *references = NULL;
	git_reference *reference;

	strbuf_printf(out, "%s\n", repository->prefix);
	if (git_reference_iterator_glob_new(&references, repository->handle, "refs/tags/*"))
		return;
	while (git_reference_next(&reference, references) == 0) {
		const git_oid *target = git_reference_target(reference);
		char text[GIT_OID_HEXSZ + 1] = "";
		if (target)
			git_oid_tostr(text, sizeof(text), target);
		strbuf_printf(out, "%s %s\n", git_reference_name(reference), text);
		git_reference_free(reference);
	}
}

static enum git_kind kind_of(const git_tree_entry *entry)
{
	git_filemode_t mode = git_tree_entry_filemode(entry);

	if (mode == GIT_FILEMODE_LINK)
		return GIT_KIND_LINK;
	if (mode == GIT_FILEMODE_TREE)
		return GIT_KIND_FOLDER;
	return git_tree_entry_type(entry) == GIT_OBJECT_BLOB ? GIT_KIND_FILE : GIT_KIND_OTHER;
}

static void fill_entry(const git_tree_entry *from, const char *name, struct git_entry *out)
{
	*out = (struct git_entry){name, kind_of(from), id_from_git(git_tree_entry_id(from))};
}

static void fill_entries(struct arena *arena, const git_tree *tree, struct git_entries *out)
{
	size_t count = git_tree_entrycount(tree);

	vec_reserve(arena, out, count);
	for (size_t i = 0; i < count; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		fill_entry(entry, str_copy(arena, git_tree_entry_name(entry)), &out->items[out->count++]);
	}
}

int repository_entries(struct repository *repository, struct arena *arena, const struct object_id *tree,
		       struct git_entries *out)
{
	_cleanup_(git_tree_free) git_tree *handle = NULL;
	git_oid oid = id_to_git(tree);

	if (git_tree_lookup(&handle, repository->handle, &oid))
		return -1;
	fill_entries(arena, handle, out);
	return 0;
}

struct git_folders *repository_folders(struct repository *repository)
{
	return repository->folders;
}

bool repository_find(struct repository *repository, struct arena *arena, const struct object_id *tree, const char *path,
		     struct git_entry *out)
{
	_cleanup_(git_tree_free) git_tree *root = NULL;
	_cleanup_(git_tree_entry_free) git_tree_entry *entry = NULL;
	git_oid oid = id_to_git(tree);

	if (git_tree_lookup(&root, repository->handle, &oid) || git_tree_entry_bypath(&entry, root, path))
		return false;
	fill_entry(entry, str_copy(arena, git_tree_entry_name(entry)), out);
	return true;
}

/* The size is asked for first: an object can be packed so that a few bytes unfold to gigabytes. */
int repository_blob(struct repository *repository, struct arena *arena, const struct object_id *id, size_t limit,
		    struct tree_file *out)
{
	_cleanup_(git_odb_free) git_odb *store = NULL;
	_cleanup_(git_odb_object_free) git_odb_object *object = NULL;
	git_oid oid = id_to_git(id);
	git_object_t type;

	if (git_repository_odb(&store, repository->handle) || git_odb_read_header(&out->length, &type, store, &oid))
		return -1;
	if (out->length > limit)
		return 1;
	if (git_odb_read(&object, store, &oid))
		return -1;
	out->length = git_odb_object_size(object);
	out->bytes = arena_alloc(arena, out->length + 1);
	memcpy(out->bytes, git_odb_object_data(object), out->length);
	return 0;
}

int repository_blob_size(struct repository *repository, const struct object_id *id, uint64_t *out)
{
	_cleanup_(git_odb_free) git_odb *store = NULL;
	git_oid oid = id_to_git(id);
	git_object_t type;
	size_t length;

	if (git_repository_odb(&store, repository->handle) || git_odb_read_header(&length, &type, store, &oid) ||
	    type != GIT_OBJECT_BLOB)
		return -1;
	*out = length;
	return 0;
}

/* Does the index know this very file? */
static bool is_untouched(const struct repository *repository, const git_index_entry *entry, const struct stat *status)
{
	const struct timespec *time = &status->st_mtim;

	if (entry->file_size != (uint32_t)status->st_size || entry->ino != (uint32_t)status->st_ino ||
	    entry->mtime.seconds != (int32_t)time->tv_sec || entry->mtime.nanoseconds != (uint32_t)time->tv_nsec)
		return false;
	return time->tv_sec < repository->index_time.tv_sec ||
	       (time->tv_sec == repository->index_time.tv_sec && time->tv_nsec < repository->index_time.tv_nsec);
}

bool repository_file_id(struct repository *repository, const char *path, struct object_id *out)
{
	git_index *index = open_index(repository);
	struct stat status;
	char full[PATH_MAX];
	git_oid oid;

	if (!repository->work_folder)
		return false;
	int length = snprintf(full, sizeof(full), "%s%s", repository->work_folder, path);
	if (length < 0 || (size_t)length >= sizeof(full))
		return false;
	if (stat(full, &status) || !S_ISREG(status.st_mode))
		return false;
	if (index) {
		const char *name =
			*repository->prefix ? str_printf(repository->arena, "%s/%s", repository->prefix, path) : path;
		const git_index_entry *entry = git_index_get_bypath(index, name, 0);
		if (entry && entry->mode != GIT_FILEMODE_LINK && is_untouched(repository, entry, &status)) {
			*out = id_from_git(&entry->id);
			return true;
		}
	}
	if ((uint64_t)status.st_size > FILE_SIZE_MAX || git_odb_hashfile(&oid, full, GIT_OBJECT_BLOB))
		return false;
	*out = id_from_git(&oid);
	return true;
}
