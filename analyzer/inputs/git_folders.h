/* Folders of revisions by their ids: two releases have most of them in common, and files are read by paths.
 *
 *     const struct git_entries *entries = git_folders_open(folders, repository, &id);
 */
#ifndef STOPGRAPH_GIT_FOLDERS_H
#define STOPGRAPH_GIT_FOLDERS_H

#include "analyzer/inputs/inputs_git.h"

struct git_folders;

/* Lives in `arena`; what is in it goes with git_folders_free(). */
struct git_folders *git_folders_new(struct arena *arena);
void git_folders_free(struct git_folders *folders);

/* The entries of a tree object by name in the order of bytes; good until the next call. NULL when it cannot be read. */
const struct git_entries *git_folders_open(struct git_folders *folders, struct repository *repository,
					   const struct object_id *id);

#endif
