/* Operators on values. */
#ifndef STOPGRAPH_PARSER_RUBY_OPERATORS_H
#define STOPGRAPH_PARSER_RUBY_OPERATORS_H

#include "parser/ruby/eval/interp.h"

/* a OP b for every operator but && and ||; objects with own operators are called. */
struct value eval_binary(struct interp *in, const struct node *node);
struct value binary_value(struct interp *in, const struct node *node, const char *name, struct value a, struct value b);
struct value unary_minus(struct interp *in, const struct node *node, struct value operand);
/* The value of `left && right` (`||`) when the truth of `left` is not known: conditions are combined. */
struct value logical_result(struct interp *in, const struct node *node, struct value left, struct value right,
			    bool is_and);
/* pattern === subject */
enum tristate case_matches(struct interp *in, struct value pattern, struct value subject);

#endif
