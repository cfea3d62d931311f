/* What one `struct ruby` keeps, for the files of parser/ruby only (users include parser/ruby/ruby.h). */
#ifndef STOPGRAPH_PARSER_RUBY_STATE_H
#define STOPGRAPH_PARSER_RUBY_STATE_H

#include "parser/ruby/eval/interp.h"
#include "parser/ruby/ruby.h"

struct library; /* the classes of the tree: library.c */
struct kept_readings;

struct ruby {
	struct arena *arena;   /* of the scan: results */
	struct arena *scratch; /* one evaluation of a migration; cleared after it */
	const struct catalog *catalog;
	struct ruby_parser *parser;
	struct ruby_ahead *ahead;    /* NULL: nothing is parsed ahead */
	struct class_source classes; /* answers from `library` */
	struct library *library;
	struct kept_readings *readings; /* answers of read_job.c; NULL before the first */
};

#endif
