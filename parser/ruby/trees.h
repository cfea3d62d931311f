/* Syntax trees that several runs share: each content of a file is parsed once, however many revisions have it.
 *
 *     struct ruby_trees *trees = ruby_trees_new(64 << 20);
 *     ruby_share_trees(ruby, trees);      // of any number of rubies, one after the other
 *     ...
 *     ruby_free(ruby);
 *     ruby_trees_settle(trees);
 *     ruby_trees_free(trees);
 *
 * What a parse gives depends on the bytes of its file alone, and nobody changes a tree. For one thread. */
#ifndef STOPGRAPH_PARSER_RUBY_TREES_H
#define STOPGRAPH_PARSER_RUBY_TREES_H

#include <stddef.h>

struct ruby_trees;

/* `limit`: how many bytes of trees are kept, about, when it is settled. The caller releases it with ruby_trees_free(). */
struct ruby_trees *ruby_trees_new(size_t limit);
void ruby_trees_free(struct ruby_trees *trees);

/* While no ruby uses them: forgets the older half of what is beyond the limit. */
void ruby_trees_settle(struct ruby_trees *trees);

struct ruby_trees_count {
	size_t contents; /* different ones that were asked for */
	size_t parsed;   /* parses: more only where a tree was forgotten */
};

struct ruby_trees_count ruby_trees_count(const struct ruby_trees *trees);

#endif
