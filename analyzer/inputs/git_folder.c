/* What must be known about a repository before libgit2 opens it, which waits for ever when a pipe lies where it expects a
 * file. Its settings are only looked through for the other files that they make it read. */
#include "analyzer/inputs/git_folder.h"

#include "analyzer/base/str.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SETTINGS_SIZE_MAX (1 << 20)
#define INCLUDES_MAX 10 /* in includes, as libgit2 has it */

static bool is_entry(const char *folder, const char *name)
{
	char path[PATH_MAX + 16];
	struct stat status;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return lstat(path, &status) == 0;
}

/* Is `real` one of the folders of `ceiling`, a list parted by colons? */
static bool is_ceiling(struct arena *arena, const char *real, const char *ceiling)
{
	char folder[PATH_MAX];

	for (const char *at = ceiling; at && *at;) {
		size_t length = strcspn(at, ":");
		if (realpath(str_copy_n(arena, at, length), folder) && strcmp(folder, real) == 0)
			return true;
		at += length + (at[length] == ':');
	}
	return false;
}

bool git_folder_near(struct arena *arena, const char *folder, const char *ceiling)
{
	char real[PATH_MAX];

	if (!realpath(folder, real))
		return true;
	for (;;) {
		if (is_entry(real, ".git") || is_entry(real, "HEAD"))
			return true;
		char *slash = strrchr(real, '/');
		if (!slash || is_ceiling(arena, real, ceiling))
			return false;
		*slash = '\0';
	}
}

/* Neither a file nor a folder, but a pipe or a device, for which libgit2 would wait for ever? */
static bool is_pipe(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/* A file of text; "" when there is none. */
static const char *read_text(struct arena *arena, const char *path)
{
	struct stat status;
	FILE *file =
		is_pipe(path) || stat(path, &status) || status.st_size > SETTINGS_SIZE_MAX ? NULL : fopen(path, "re");

	if (!file)
		return "";
	char *text = arena_alloc(arena, (size_t)status.st_size + 1);
	text[fread(text, 1, (size_t)status.st_size, file)] = '\0';
	fclose(file);
	return text;
}

/* `path` as it is written in a file of `folder`. To libgit2 the home folder has no name, see library_begin(). */
static const char *path_from(struct arena *arena, const char *folder, const char *path)
{
	if (path[0] == '~' && path[1] == '/')
		return path + 1;
	return path[0] == '/' ? path : str_printf(arena, "%s/%s", folder, path);
}

/* The value of a setting, from what follows its "=". */
static const char *setting_value(struct arena *arena, const char *at)
{
	struct strbuf value = strbuf_new(arena);
	bool quoted = false;

	for (at += strspn(at, " \t"); *at && *at != '\n' && (quoted || !strchr("#;", *at)); at++) {
		if (*at == '"') {
			quoted = !quoted;
			continue;
		}
		if (*at == '\\' && at[1] && *++at == '\n')
			continue;
		strbuf_add(&value, at, 1);
	}
	char *text = strbuf_finish(&value);
	for (size_t length = strlen(text); length && strchr(" \t\r", text[length - 1]); length--)
		text[length - 1] = '\0';
	return text;
}

/* The file of settings at `path`, or one that it includes, that is a pipe, or too large to be looked through. libgit2 follows
 * include.path and includeIf.*.path when it opens a repository, wherever they lead. Whatever is called "path" is taken for
 * one of them, in any section and on any condition: what may be read is no pipe. */
static const char *find_pipe_in_settings(struct arena *arena, const char *path, int depth)
{
	struct stat status;
	const char *pipe = NULL;

	if (stat(path, &status) || depth > INCLUDES_MAX)
		return NULL;
	if (is_pipe(path) || status.st_size > SETTINGS_SIZE_MAX)
		return path;
	const char *folder = str_copy_n(arena, path, (size_t)(strrchr(path, '/') - path));
	for (const char *at = read_text(arena, path); !pipe && (at = strcasestr(at, "path")) != NULL;) {
		at += strlen("path");
		at += strspn(at, " \t");
		if (*at == '=')
			pipe = find_pipe_in_settings(arena, path_from(arena, folder, setting_value(arena, at + 1)),
						     depth + 1);
	}
	return pipe;
}

/* A pipe or device in the place of one of git's own files in `folder`. NULL: there is none. */
static const char *find_pipe_in(struct arena *arena, const char *folder)
{
	static const char *const names[] = {"HEAD",        "commondir", "index", "objects/info/alternates",
					    "packed-refs", "shallow"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (is_pipe(str_printf(arena, "%s/%s", folder, names[i])))
			return names[i];
	}
	const char *pipe = find_pipe_in_settings(arena, str_printf(arena, "%s/config", folder), 0);
	return pipe ? pipe : find_pipe_in_settings(arena, str_printf(arena, "%s/config.worktree", folder), 0);
}

const char *git_folder_pipe(struct arena *arena, const char *data)
{
	const char *pipe = find_pipe_in(arena, data);

	if (pipe)
		return pipe;
	const char *shared = read_text(arena, str_printf(arena, "%s/commondir", data));
	shared = str_copy_n(arena, shared, strcspn(shared, "\r\n"));
	return *shared ? find_pipe_in(arena, path_from(arena, data, shared)) : NULL;
}
