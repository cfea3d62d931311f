/* A tree that is a folder. Files are opened relative to the root's descriptor. Links are followed only while what they
 * lead to lies in the root; a pipe or device that has the name of a migration is never opened to wait. */
#include "analyzer/inputs/inputs.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

DEFINE_CLEANUP(DIR *, closedir)

struct folder {
	int root;
	const char *real_path; /* of the root, without a slash at the end */
	/* the folder of the file that was stamped last: its neighbours are next, and their paths are long */
	char near[PATH_MAX];
	int near_root; /* -1: none */
};

/* Device and number of a file in one word; devices of one tree are few. */
static uint64_t identity_of(dev_t device, ino_t number)
{
	return (uint64_t)number ^ ((uint64_t)device << 48) ^ ((uint64_t)device >> 16);
}

static bool leads_outside(const struct folder *folder, struct arena *arena, const char *path)
{
	char real[PATH_MAX];
	size_t length = strlen(folder->real_path);

	if (!realpath(str_printf(arena, "%s/%s", folder->real_path, path), real))
		return false;
	return strncmp(real, folder->real_path, length) != 0 || (real[length] != '/' && real[length] != '\0');
}

static int folder_look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry,
		       struct diags *diags)
{
	const struct folder *folder = payload;
	struct stat status;

	if (fstatat(folder->root, path, &status, 0)) {
		if (errno == ELOOP)
			diag_add_path(diags, DIAG_input_link_loop, path, "symbolic links form a loop");
		else
			diag_add_path(diags, DIAG_input_unreadable, path, "%s", strerror(errno));
		return -1;
	}
	if (entry->is_link && leads_outside(folder, arena, path)) {
		diag_add_path(diags, DIAG_input_link_outside, path,
			      "the link leads out of the tree and is not followed");
		return -1;
	}
	entry->kind = S_ISREG(status.st_mode) ? ENTRY_FILE : S_ISDIR(status.st_mode) ? ENTRY_FOLDER : ENTRY_OTHER;
	entry->identity = identity_of(status.st_dev, status.st_ino);
	return 0;
}

static int by_name(const void *left, const void *right)
{
	const struct tree_entry *a = left;
	const struct tree_entry *b = right;

	return strcmp(a->name, b->name);
}

/* Some file systems tell no type. */
static enum entry_kind kind_of(unsigned char type)
{
	if (type == DT_LNK || type == DT_UNKNOWN)
		return ENTRY_UNKNOWN;
	return type == DT_REG ? ENTRY_FILE : type == DT_DIR ? ENTRY_FOLDER : ENTRY_OTHER;
}

static int folder_list(void *payload, struct arena *arena, const char *path, struct tree_entries *out,
		       struct diags *diags)
{
	const struct folder *folder = payload;
	struct stat status;
	int descriptor = openat(folder->root, *path ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);

	if (descriptor < 0 || fstat(descriptor, &status)) {
		if (errno != ENOENT && errno != ENOTDIR)
			diag_add_path(diags, DIAG_input_unreadable, path, "%s", strerror(errno));
		return -1;
	}
	_cleanup_(closedir) DIR *stream = fdopendir(descriptor);
	if (!stream) {
		close(descriptor);
		return -1;
	}
	for (const struct dirent *row = readdir(stream); row; row = readdir(stream)) {
		struct tree_entry entry = {.name = row->d_name, .is_link = row->d_type == DT_LNK};
		if (strcmp(row->d_name, ".") == 0 || strcmp(row->d_name, "..") == 0)
			continue;
		entry.kind = kind_of(row->d_type);
		entry.identity = identity_of(status.st_dev, row->d_ino);
		entry.name = str_copy(arena, row->d_name);
		vec_push(arena, out, entry);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_name);
	return 0;
}

static int read_all(int descriptor, char *bytes, size_t size, size_t *length_out)
{
	size_t length = 0;

	while (length < size) {
		ssize_t got = read(descriptor, bytes + length, size - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	*length_out = length;
	return 0;
}

static int read_open_file(int descriptor, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
			  struct diags *diags)
{
	struct stat status;

	if (fstat(descriptor, &status))
		goto failed;
	if (!S_ISREG(status.st_mode)) {
		diag_add_path(diags, DIAG_input_unreadable, path, "not a regular file");
		return -1;
	}
	if ((uint64_t)status.st_size > limit) {
		diag_add_path(diags, DIAG_input_too_large, path, "%lld bytes, the limit is %zu; the file is not read",
			      (long long)status.st_size, limit);
		return -1;
	}
	out->bytes = arena_alloc(arena, (size_t)status.st_size + 1);
	if (read_all(descriptor, out->bytes, (size_t)status.st_size, &out->length))
		goto failed;
	return 0;
failed:
	diag_add_path(diags, DIAG_input_unreadable, path, "%s", strerror(errno));
	return -1;
}

static int folder_read(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		       struct diags *diags)
{
	const struct folder *folder = payload;
	int descriptor = openat(folder->root, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (descriptor < 0) {
		diag_add_path(diags, DIAG_input_unreadable, path, "%s", strerror(errno));
		return -1;
	}
	int result = read_open_file(descriptor, arena, path, limit, out, diags);
	close(descriptor);
	return result;
}

static uint64_t nanoseconds(struct timespec time)
{
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void go_near(struct folder *folder, const char *path, size_t length)
{
	if (folder->near_root >= 0)
		close(folder->near_root);
	memcpy(folder->near, path, length);
	folder->near[length] = '\0';
	folder->near_root = openat(folder->root, folder->near, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* The last part of the path, from the descriptor of its folder; the whole path when that cannot be opened. */
static const char *from_near(struct folder *folder, const char *path, int *root)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;

	*root = folder->root;
	if (length == 0 || length >= sizeof(folder->near))
		return path;
	if (strncmp(folder->near, path, length) != 0 || folder->near[length])
		go_near(folder, path, length);
	if (folder->near_root < 0)
		return path;
	*root = folder->near_root;
	return slash + 1;
}

static int stamp_of(int root, const char *path, mode_t type, struct tree_stamp *out)
{
	struct stat status;

	if (fstatat(root, path, &status, 0) || (status.st_mode & S_IFMT) != type)
		return -1;
	*out = (struct tree_stamp){(uint64_t)status.st_size, identity_of(status.st_dev, status.st_ino),
				   nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
	return 0;
}

static int folder_stamp(void *payload, const char *path, struct tree_stamp *out)
{
	int root;
	const char *name = from_near(payload, path, &root);

	return stamp_of(root, name, S_IFREG, out);
}

static int folder_stamp_folder(void *payload, const char *path, struct tree_stamp *out)
{
	const struct folder *folder = payload;

	return stamp_of(folder->root, *path ? path : ".", S_IFDIR, out);
}

static void folder_close(void *payload)
{
	struct folder *folder = payload;

	if (folder->near_root >= 0)
		close(folder->near_root);
	close(folder->root);
}

int tree_open_folder(struct arena *arena, const char *path, struct tree *out, struct diags *diags)
{
	char real[PATH_MAX];
	int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (root < 0 || !realpath(path, real)) {
		diag_add_path(diags, DIAG_input_unreadable, path, "cannot open the folder: %s", strerror(errno));
		if (root >= 0)
			close(root);
		return -1;
	}
	struct folder *folder = ARENA_NEW(arena, struct folder);
	folder->root = root;
	folder->near_root = -1;
	folder->real_path = str_copy(arena, strcmp(real, "/") == 0 ? "" : real);
	*out = (struct tree){.payload = folder,
			     .place = folder->real_path,
			     .list = folder_list,
			     .look = folder_look,
			     .read = folder_read,
			     .close = folder_close,
			     .stamp = folder_stamp,
			     .stamp_folder = folder_stamp_folder};
	return 0;
}
