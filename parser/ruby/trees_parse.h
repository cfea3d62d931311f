/* Between tree.c, which parses, and trees.c, which keeps. Nobody else includes this. */
#ifndef STOPGRAPH_PARSER_RUBY_TREES_PARSE_H
#define STOPGRAPH_PARSER_RUBY_TREES_PARSE_H

#include "parser/ruby/node.h"
#include "parser/ruby/trees.h"

/* One content. */
struct ruby_tree {
	struct node *program; /* NULL: to be filled by the caller */
	struct ruby_syntax_error error;
	struct arena *arena; /* for the program */
};

/* The entry of a source's bytes; never NULL. */
struct ruby_tree *ruby_trees_find(struct ruby_trees *trees, const struct source *source);

#endif
