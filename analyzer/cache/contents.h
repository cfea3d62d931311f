/* Which bytes the files of a tree hold, by id, without reading those that were read before.
 *
 *     struct contents *contents = contents_new(arena, file, &tree, &inputs);
 *     if (contents_know(contents, input)) ... input->content ...
 *     contents_save(contents);
 *
 * For a folder, ids are kept with the size, number and times of each file; a file for which these are the same is taken
 * to be the same. A file that was written at about the time when it was read is not trusted later ("racy" files in git).
 * Files of a revision have ids anyway. */
#ifndef STOPGRAPH_CACHE_CONTENTS_H
#define STOPGRAPH_CACHE_CONTENTS_H

#include "analyzer/cache/kept.h"

/* So many files or folders that changed are looked at anew in each run before what is kept about all of them is written
 * anew. */
#define CONTENTS_STALE_MAX 16u

struct contents;

/* The time on the clock that stamps are made by, in nanoseconds. */
uint64_t contents_now(void);
/* Did what has the stamp rest long enough before a run that began then? */
bool contents_is_settled(const struct tree_stamp *stamp, uint64_t started);

/* Everything is borrowed. Fills `content` of the inputs that are known, and never changes it otherwise but in
 * contents_know(). */
struct contents *contents_new(struct arena *arena, struct cache_file *file, const struct tree *tree,
			      struct inputs *inputs);

/* Has an earlier run read this folder, so that most will be recalled? */
bool contents_were_kept(const struct contents *contents);

struct inputs *contents_inputs(struct contents *contents);

/* The input with a path; NULL when there is none. */
struct input *contents_find(struct contents *contents, const char *path);

/* Makes sure that the id is known, reading the file if need be. False when it cannot be read. */
bool contents_know(struct contents *contents, struct input *input);

/* The length of a file without reading it; false when it is not known. */
bool contents_length(struct contents *contents, const struct input *input, uint64_t *out);

/* Reads an input and knows its id from then on. NULL after a diagnostic. */
struct source *contents_read(struct contents *contents, struct arena *arena, struct input *input, struct diags *diags);

/* A source that is read when somebody looks at it. When its bytes are not the expected ones any more, they are read as far
 * as the length reaches, and contents_moved() is true from then on. */
struct source *contents_source(struct contents *contents, const struct input *input, uint64_t length);
/* The same of a path, whose length is looked up; it is read when that is not known. NULL when there is no such input. */
const struct source *contents_source_of(struct contents *contents, struct arena *arena, const char *path);
bool contents_moved(const struct contents *contents);

/* A file of which nothing is wanted, as long as it stays as it is: a note that is kept with its id. */
void contents_set_plain(struct contents *contents, const struct input *input);
bool contents_is_plain(const struct contents *contents, const struct input *input);

/* Keeps what is known for the next run. */
void contents_save(struct contents *contents);

/* The part of a key that stands for this program: its version and the digest of its sources. */
const char *program_digest(void);

#endif
