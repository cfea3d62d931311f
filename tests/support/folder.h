/* A temporary folder for a test, with files, links and folders in it. */
#ifndef STOPGRAPH_SUPPORT_FOLDER_H
#define STOPGRAPH_SUPPORT_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder_fixture {
	char path[64];
};

static inline void folder_make(struct folder_fixture *folder)
{
	strcpy(folder->path, "/tmp/stopgraph-test-XXXXXX");
	if (!mkdtemp(folder->path))
		perror(folder->path);
}

static inline void folder_remove(const struct folder_fixture *folder)
{
	char command[256];

	snprintf(command, sizeof(command), "chmod -R u+rwx %s; rm -rf %s", folder->path, folder->path);
	if (system(command))
		perror(command);
}

/* The full path of `name`; the folders above it are made. The text is good until the 8th call after. */
static inline const char *folder_path(const struct folder_fixture *folder, const char *name)
{
	static char paths[8][512];
	static size_t next;
	char *path = paths[next++ % 8];

	snprintf(path, 512, "%s/%s", folder->path, name);
	for (char *slash = strchr(path + strlen(folder->path) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
	return path;
}

static inline void folder_write_bytes(const struct folder_fixture *folder, const char *name, const char *bytes,
				      size_t length)
{
	const char *path = folder_path(folder, name);
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(bytes, 1, length, file) != length)
		perror(path);
	if (file)
		fclose(file);
}

static inline void folder_write(const struct folder_fixture *folder, const char *name, const char *text)
{
	folder_write_bytes(folder, name, text, strlen(text));
}

static inline void folder_link(const struct folder_fixture *folder, const char *name, const char *target)
{
	if (symlink(target, folder_path(folder, name)))
		perror(name);
}

#endif
