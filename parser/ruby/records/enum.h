/* `enum state: { open: 1, closed: 2 }` of models: which numbers the names stand for. */
#ifndef STOPGRAPH_PARSER_RUBY_ENUM_H
#define STOPGRAPH_PARSER_RUBY_ENUM_H

#include "parser/ruby/records/relation.h"

struct enum_search {
	const char *name;  /* attribute or plural wanted, or NULL */
	const char *value; /* value wanted, or NULL */
	const char *attribute_out;
};

/* The mapping (name -> value) that the search asks for among the enums of the relation's class and its ancestors; NULL
 * when there is none. */
const struct hash *enum_search_run(struct interp *in, const struct relation *relation, struct enum_search *search);

#endif
