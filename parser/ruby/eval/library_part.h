/* The inside of a library, shared by library.c (jobs) and library_models.c (application models). */
#ifndef STOPGRAPH_PARSER_RUBY_LIBRARY_PART_H
#define STOPGRAPH_PARSER_RUBY_LIBRARY_PART_H

#include "parser/ruby/eval/job_files.h"
#include "parser/ruby/eval/library.h"

/* A part of the log. */
struct log_range {
	size_t from, to;
};

struct asked {
	enum ruby_question kind;
	const char *subject;
};

struct known_table {
	const char *class_path;
	size_t length; /* of the path: tells most of them apart */
	struct log_range asked;
	const char *table; /* NULL: looked for and not found */
	bool likely;
};

struct known_model {
	const char *class_path;
	struct log_range asked;
	struct klass *klass;         /* NULL: no file, or no such class in it */
	const struct source *source; /* of the file; NULL: none */
	const struct node *program;
};

struct library {
	struct arena *arena;
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
	struct job_files *files;
	size_t unparsed; /* of them */
	const struct ruby_listener *listener;
	VEC(struct asked) log; /* of questions by which remembered answers are made */
	unsigned making;       /* such answers under way */
};

/* Tells the listener of a question. */
void library_ask(struct library *library, enum ruby_question kind, const char *subject);
/* Begins and ends an answer that will be remembered, with the questions in between. */
struct log_range library_making(struct library *library);
struct log_range library_made(struct library *library, struct log_range range);
/* A remembered answer is given: the questions behind it are asked again. */
void library_ask_again(struct library *library, struct log_range range);

/* The class at a constant path below `klass`; NULL when there is none. */
struct klass *library_walk(struct klass *klass, const char *path);

#endif
