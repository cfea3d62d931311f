/* Local variables, assignment, and the pieces of evaluation that interp.c, call.c and operators.c share. */
#ifndef STOPGRAPH_PARSER_RUBY_SCOPE_H
#define STOPGRAPH_PARSER_RUBY_SCOPE_H

#include "parser/ruby/eval/interp.h"

/* The variables of all scopes up to the method, for joining the two sides of an unknown condition. */
struct scope_snapshot;

typedef struct value merge_fn(struct interp *in, const struct node *node, struct value a, struct value b);

struct scope_snapshot *scope_snapshot(struct interp *in);
void scope_restore(struct interp *in, const struct scope_snapshot *snapshot);
/* Every variable becomes merge(value in a, value in b). */
void scope_merge(struct interp *in, const struct scope_snapshot *a, const struct scope_snapshot *b, merge_fn *merge);

/* NULL when there is no such local variable in sight. */
struct value *scope_find(struct interp *in, const char *name);
/* Makes it in the present scope even when an outer one has the name (parameters). */
void scope_define(struct interp *in, const char *name, struct value value);

/* a = b, a += b, a ||= b, (a, b) = c, a[i] = b, a.x = b. */
struct value eval_assignment(struct interp *in, const struct node *node);
/* Assigns to any target node. */
void assign(struct interp *in, const struct node *target, struct value value);
struct value eval_for(struct interp *in, const struct node *node);

/* call.c */
struct value eval_call(struct interp *in, const struct node *node);
/* The call a node stands for, receiver and arguments evaluated. */
struct call call_of_node(struct interp *in, const struct node *node);
/* literal.c */
struct value eval_string(struct interp *in, const struct node *node);  /* strings and symbols */
struct value eval_chained(struct interp *in, const struct node *node); /* 'a' 'b' */
struct value eval_list(struct interp *in, const struct node *first);   /* `first` and its siblings as an array */
struct value eval_hash(struct interp *in, const struct node *node);
struct value eval_integer(const struct node *node);
struct value eval_range(struct interp *in, const struct node *node);
struct proc *proc_new(struct interp *in, const struct node *block);
void eval_pair(struct interp *in, struct hash *hash, const struct node *node);

#endif
