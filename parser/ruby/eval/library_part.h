/* The inside of a library, shared by library.c (jobs) and library_models.c (application models). */
#ifndef STOPGRAPH_PARSER_RUBY_LIBRARY_PART_H
#define STOPGRAPH_PARSER_RUBY_LIBRARY_PART_H

#include "parser/ruby/eval/job_files.h"
#include "parser/ruby/eval/library.h"
#include "parser/ruby/eval/parts.h"

struct known_table {
	const char *class_path;
	size_t length;     /* of the path: tells most of them apart */
	void *lasting;     /* the questions by which it was found */
	const char *table; /* NULL: looked for and not found */
	bool likely;
	bool is_found; /* in a file, or by convention; not told by a dictionary */
};

struct known_model {
	const char *class_path;
	void *lasting;
	struct klass *klass; /* NULL: no file, or no such class in it */
};

/* A file of models, once it was asked for. */
struct model_file {
	const char *path; /* relative */
	const struct source *source;
	const struct node *program;
	struct klass *root;       /* NULL: there is no such file */
	struct part_watch watch;  /* of all classes in it */
	struct ruby_parts *parts; /* NULL when nobody listens */
};

struct library {
	struct arena *arena;
	struct arena *scratch; /* of one question */
	struct ruby_parser *parser;
	struct klass *root;
	struct klass *product; /* the namespace of the product's own jobs; NULL until it is needed */
	const struct source *product_source;
	struct klass *gems; /* the root of the jobs that gems bring along; NULL when there are none */
	VEC(const struct source *) gem_sources;
	bool linked;
	ruby_model_fn *read_model;
	void *read_model_payload;
	VEC(struct known_table) tables;
	VEC(struct known_model) models;
	VEC(struct model_file *) model_files;
	struct job_files *files;
	size_t unparsed; /* of them */
	const struct ruby_listener *listener;
};

/* Tells the listener of a question. */
void library_ask(struct library *library, enum ruby_question kind, const char *subject);

/* What was found in models before somebody listened is found again. */
void library_forget_models(struct library *library);

/* The class at a constant path below `klass`; NULL when there is none. */
struct klass *library_walk(struct klass *klass, const char *path);

#endif
