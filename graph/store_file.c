/* SQLite's header has fixed places for the version and the application ("Database File Format", section 1.3), so that a
 * file can be judged without opening it as a database: bytes 0-15 the magic words, 60-63 user_version, 68-71
 * application_id, both big-endian. Whatever is not ours is never opened, and never destroyed. */
#include "graph/store_file.h"

#include "analyzer/base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HEADER_SIZE 100
#define VERSION_AT 60
#define APPLICATION_AT 68
#define TEMPORARY ".new-"
#define LEFT_BEHIND_AFTER 3600

static const char magic[16] = "SQLite format 3";

DEFINE_CLEANUP(DIR *, closedir)

static uint32_t big_endian(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static enum store_state judge(const unsigned char *header, size_t length, struct store_error *error)
{
	size_t known = length < sizeof(magic) ? length : sizeof(magic);

	error->text = "it is cut off";
	if (length == 0 || (length < HEADER_SIZE && memcmp(header, magic, known) == 0))
		return STORE_DAMAGED;
	error->text = "it is some other kind of file";
	if (length < HEADER_SIZE || memcmp(header, magic, sizeof(magic)) != 0 ||
	    big_endian(header + APPLICATION_AT) != STORE_APPLICATION_ID)
		return STORE_FOREIGN;
	error->text = "a newer version of the program made it";
	if (big_endian(header + VERSION_AT) > STORE_SCHEMA_VERSION)
		return STORE_NEWER;
	error->text = "an older version of the program made it";
	return big_endian(header + VERSION_AT) < STORE_SCHEMA_VERSION ? STORE_OLDER : STORE_READY;
}

enum store_state store_file_state(struct arena *arena, const char *path, struct store_error *error)
{
	unsigned char header[HEADER_SIZE];
	struct stat status;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	*error = (struct store_error){.offset = -1};
	if (file < 0) {
		error->text = str_copy(arena, strerror(errno));
		return errno == ENOENT ? STORE_MISSING : STORE_UNREADABLE;
	}
	ssize_t length = fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? read(file, header, HEADER_SIZE) : -1;
	close(file);
	if (length < 0) {
		error->text = "it is not a regular file";
		return STORE_UNREADABLE;
	}
	return judge(header, (size_t)length, error);
}

static char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? str_copy_n(arena, path, (size_t)(slash - path) + 1) : str_copy(arena, "./");
}

/* Files that runs made beside `path` and could not rename because they were killed. */
static void remove_left_behind(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = folder_of(arena, path);
	const char *start = str_printf(arena, "%s" TEMPORARY, slash ? slash + 1 : path);
	_cleanup_(closedir) DIR *stream = opendir(folder);
	struct stat status;

	for (const struct dirent *row = stream ? readdir(stream) : NULL; row; row = readdir(stream)) {
		if (!str_starts_with(row->d_name, start))
			continue;
		const char *name = str_printf(arena, "%s%s", folder, row->d_name);
		if (lstat(name, &status) == 0 && S_ISREG(status.st_mode) &&
		    status.st_mtime < time(NULL) - LEFT_BEHIND_AFTER)
			unlink(name);
	}
}

char *store_file_begin(struct arena *arena, const char *path, struct store_error *error)
{
	char *name = str_printf(arena, "%s" TEMPORARY "XXXXXX", path);
	int file = mkostemp(name, O_CLOEXEC);

	if (file < 0) {
		*error = (struct store_error){str_copy(arena, strerror(errno)), -1};
		return NULL;
	}
	close(file);
	remove_left_behind(arena, path);
	return name;
}

/* Moves away what lies at `path` and is not ours to replace. */
static int make_room(struct arena *arena, const char *path, struct store_error *error)
{
	struct store_error reason;
	const char *old = str_printf(arena, "%s.old", path);
	enum store_state state = store_file_state(arena, path, &reason);
	struct stat status;

	*error = (struct store_error){"it is not a regular file", -1};
	if (state == STORE_UNREADABLE && stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return -1;
	if (state != STORE_FOREIGN || renameat2(AT_FDCWD, path, AT_FDCWD, old, RENAME_NOREPLACE) == 0)
		return 0;
	error->text = str_printf(arena, "what lies there cannot be kept as '%s': %s", old, strerror(errno));
	return -1;
}

int store_file_finish(struct arena *arena, const char *written, const char *path, struct store_error *error)
{
	if (make_room(arena, path, error))
		return -1;
	if (rename(written, path) == 0)
		return 0;
	error->text = str_copy(arena, strerror(errno));
	return -1;
}
