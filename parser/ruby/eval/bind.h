/* Binding arguments to the parameters of a method or block, in the present scope. */
#ifndef STOPGRAPH_PARSER_RUBY_BIND_H
#define STOPGRAPH_PARSER_RUBY_BIND_H

#include "parser/ruby/eval/interp.h"

struct binding {
	struct value *arguments;
	size_t count;
	const struct hash *keywords;
	struct proc *block;
	bool open; /* more arguments may come than are known */
};

/* The arguments of a call as a method with these parameters sees them: keywords that it does not name become a trailing
 * hash, as before Ruby 3 and as for `opts = {}`. */
struct binding binding_of(struct interp *in, const struct node *parameters, const struct call *call);
/* Defines every parameter in the present scope. `parameters` may be NULL. */
void bind_parameters(struct interp *in, const struct node *parameters, struct binding *binding);
/* Likewise for a block, with its own rules: one array spreads over several parameters, _1 and it without any. */
void bind_block(struct interp *in, const struct proc *proc, const struct value *arguments, size_t count);

#endif
