/* The files of the job folders and how they hang together, by their outlines.
 *
 * A class may be reached from a file only if the file, or one that it leads to, mentions it: by its name, or by a text
 * that becomes the name ("backfill_things".camelize). So the files that an answer about a class may depend on are those
 * that define it, those that define what these mention, and so on: more than are really used, never fewer. Classes
 * inside of other classes count with the outer one, and modules that hold nothing but classes do not count. */
#ifndef STOPGRAPH_PARSER_RUBY_JOB_FILES_H
#define STOPGRAPH_PARSER_RUBY_JOB_FILES_H

#include "parser/ruby/node.h"
#include "parser/ruby/ruby.h"

struct job_files;

struct job_file {
	const struct source *source;
	const struct ruby_outline *outline;
	bool is_parsed;
	bool links_known;
	VEC(size_t) links; /* numbers of the files that define what it mentions */
};

struct job_files *job_files_new(struct arena *arena);

/* Adds a file; the outline is borrowed. The number of the file. */
size_t job_files_add(struct job_files *files, const struct source *source, const struct ruby_outline *outline);
size_t job_files_count(const struct job_files *files);
struct job_file *job_files_get(struct job_files *files, size_t number);

struct file_numbers {
	size_t *items;
	size_t count;
	size_t capacity;
};

/* The numbers of the files that a class depends on, in rising order, in `arena`. `is_job`: `name` is that of a job,
 * relative to a namespace of jobs. */
void job_files_of(struct job_files *files, struct arena *arena, const char *name, bool is_job,
		  struct file_numbers *out);

/* The outline of a parsed file, in `arena`. */
void outline_make(struct arena *arena, const struct node *program, const struct source *source,
		  struct ruby_outline *out);

#endif
