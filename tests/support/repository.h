/* A throw-away git repository for a test, made with the git program. Neither the user's nor the system's settings are
 * read, authors and dates are fixed. Its files are those of a folder_fixture. */
#ifndef STOPGRAPH_SUPPORT_REPOSITORY_H
#define STOPGRAPH_SUPPORT_REPOSITORY_H

#include "tests/support/folder.h"

#include <stdbool.h>

static inline bool git_is_there(void)
{
	return system("git --version >/dev/null 2>&1") == 0;
}

static inline int git_skip(void)
{
	puts("1..0 # SKIP there is no git");
	return 0;
}

/* Runs a shell script in the folder; it ends at the first command that fails. */
static inline void repository_run(const struct folder_fixture *folder, const char *script)
{
	static const char *const settings =
		"export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=/nonexistent "
		"GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=C "
		"GIT_COMMITTER_EMAIL=c@example.org; "
		"at() { export GIT_AUTHOR_DATE=\"$1T12:00:00Z\" GIT_COMMITTER_DATE=\"$1T12:00:00Z\"; }; "
		"commit() { at \"$1\"; git add -A; git commit -q --allow-empty -m \"$2\"; }";
	size_t size = strlen(settings) + strlen(script) + sizeof(folder->path) + 64;
	char *command = malloc(size);

	snprintf(command, size, "%s; set -e; cd %s; at 2025-01-01; %s", settings, folder->path, script);
	if (system(command))
		fprintf(stderr, "# failed: %s\n", script);
	free(command);
}

static inline void repository_make(struct folder_fixture *folder)
{
	folder_make(folder);
	repository_run(folder, "git init -q -b main . && git config core.autocrlf false");
}

/* A migration that adds a column. `milestone` may be NULL. */
static inline void repository_migration(const struct folder_fixture *folder, const char *path, const char *name,
					const char *milestone)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "class %s < Gitlab::Database::Migration[2.3]\n%s%s%s\n  def change\n"
		 "    add_column :things, :%c%s, :bigint\n  end\nend\n",
		 name, milestone ? "  milestone '" : "", milestone ? milestone : "", milestone ? "'\n" : "",
		 name[0] | 0x20, name + 1);
	folder_write(folder, path, text);
}

#endif
