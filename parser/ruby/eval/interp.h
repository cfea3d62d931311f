/* The partial evaluator: runs the parts of Ruby that decide which effects happen, and keeps everything else unknown.
 *
 * One `struct interp` serves one evaluation (a migration's up, a job's perform): it has a scratch arena for values and
 * an output whose contents live in the arena of the scan. Both branches of an unknown condition are taken; loops over
 * known collections are unrolled, over unknown ones run once with an unknown element; recursion, steps and unrolling
 * are bounded, and a bound that is reached is reported as unresolved.
 *
 * Calls are looked up in this order: the class's own methods (overlay, class, superclasses, included modules that are
 * known); then the built-in rows of the receiver's kind (builtins.h); then `method_missing` below. */
#ifndef STOPGRAPH_PARSER_RUBY_INTERP_H
#define STOPGRAPH_PARSER_RUBY_INTERP_H

#include "analyzer/base/vec.h"
#include "analyzer/model/catalog.h"
#include "parser/ruby/eval/value.h"

struct part_watch;

/* A class or module as written: filled by class.c from its bodies, in order. */
struct klass {
	struct arena *arena; /* where its members and their values live */
	const char *path;    /* "Gitlab::BackgroundMigration::Job::Model" */
	struct klass *outer; /* lexically around it */
	const struct node *superclass_node;
	struct klass *superclass;     /* resolved on demand; NULL when external or none */
	const char *superclass_path;  /* text of the superclass, "" when none */
	struct klass *overlay;        /* EE module prepended to it */
	struct klass *overlaid;       /* for an overlay: the class it is prepended to */
	const struct source *source;  /* of the first body */
	const struct node *node;      /* the first body's class node */
	struct member_table *members; /* methods, singleton methods, constants, nested classes */
	struct scope *closure;        /* Class.new { }: the variables its body sees; NULL for written classes */
	bool is_module;
	bool superclass_is_external; /* it was looked for */
	bool is_inherited;           /* of jobs: another one is built on it */
	bool body_run;               /* class-level calls were evaluated */
	/* Of a class that outlives evaluations: how its body was run, and its superclass found (lasting_begin()). */
	void *body_lasting, *superclass_lasting;
	const struct part_watch *watch; /* who is told what is looked at: parts.h; NULL: nobody */
	/* What class-level calls said. `self.x = v` sets "x" to v. Every other call `x a, b, k: v` appends one
	 * VALUE_ARRAY [a, b, {k: v}, block] to the VALUE_ARRAY under "x" (hash and VALUE_PROC only when given). */
	struct hash *declarations;
	VEC(struct klass *) included;
	VEC(struct klass *) extended; /* modules whose methods are methods of the class itself */
};

enum member_kind { MEMBER_METHOD, MEMBER_SINGLETON_METHOD, MEMBER_CONSTANT, MEMBER_CLASS, MEMBER_CALL };

struct member {
	enum member_kind kind;
	const char *name;
	const struct node *node; /* the definition; for MEMBER_CALL the class-level statement */
	const struct source *source;
	struct klass *klass; /* MEMBER_CLASS */
	struct proc *proc;   /* define_method, scope: instead of node */
	struct value value;  /* MEMBER_CONSTANT once evaluated */
	void *lasting;       /* how it was; see body_lasting */
	bool evaluated, evaluating;
};

struct member_table {
	struct member *items;
	size_t count;
	size_t capacity;
	uint32_t *slots; /* of large tables: 1 + index of the last member of that name and kind; 0: free */
	size_t slot_count;
	size_t indexed; /* members that are in `slots` */
};

struct variable {
	const char *name;
	struct value value;
};

struct scope {
	struct scope *parent; /* the enclosing block's scope; NULL at a method */
	VEC(struct variable) variables;
};

/* One active method (or class body). */
struct frame {
	struct frame *caller;
	struct value self;
	struct klass *lexical;      /* where constants are looked up first */
	struct klass *method_owner; /* for super */
	const char *method_name;
	const struct call *call; /* its arguments, for a bare super */
	struct proc *block;      /* for yield and block_given? */
	const struct source *source;
	unsigned depth;
	struct value *returned; /* results of `return` under unknown conditions, joined; NULL where none can be */
	struct value *nexted;   /* likewise of `next`, for the block that runs */
	bool *may_return;       /* was there a `return` under an unknown condition? NULL where none can be */
	bool *may_next;         /* likewise a `next` */
};

/* One call after its arguments were evaluated. */
struct call {
	const struct node *node;
	const struct source *source;
	struct value receiver; /* `self` of the frame when none was written */
	bool has_receiver;
	const char *name;
	struct array positional; /* splats expanded; `open` when an unknown splat was among them */
	struct hash *keywords;   /* NULL when none were given; `open` with an unknown double splat */
	struct proc *block;      /* NULL when none */
};

typedef struct value builtin_fn(struct interp *in, const struct call *call);

struct builtin {
	const char *name;
	builtin_fn *run;
};

struct interp_output {
	struct arena *arena; /* of the scan */
	struct statements *statements;
	struct effects *effects;
	struct unresolved_list *unresolved;
};

/* The classes of the tree, asked for by constant path. Implemented by library.c (job classes, overlays). */
struct class_source {
	void *payload;
	struct klass *(*find)(void *payload, struct interp *in, const char *path);
	/* Table of an application model by class path; NULL when not known. `likely` when derived from the name. */
	const char *(*model_table)(void *payload, const char *path, bool *likely_out);
	/* The class of an application model from its file, for its associations and scopes; NULL when there is no
	 * file. */
	struct klass *(*find_model)(void *payload, const char *path);
	/* A module of migration helpers by its path, from its file; NULL when there is none. */
	struct klass *(*find_module)(void *payload, const char *path);
	/* A class of the tree was met without being asked for by its path. */
	void (*seen)(void *payload, const char *path);
	/* What is evaluated from a begin to its end is kept with a class of the tree, and then used. See struct
	 * ruby_listener. */
	void *(*lasting_begin)(void *payload);
	void (*lasting_end)(void *payload, void *lasting);
	void (*lasting_used)(void *payload, void *lasting);
};

struct interp_options {
	struct arena *scratch; /* values; may be cleared after the evaluation */
	struct interp_output out;
	const struct catalog *catalog;      /* may be NULL */
	const struct class_source *classes; /* may be NULL */
	struct ruby_parser *parser;
	/* The era: superclass version and release of the migration that is evaluated; major 0 when not known. */
	int superclass_major, superclass_minor;
	bool gitlab_superclass;
	int release_major, release_minor;
	const char *migration_path;
	bool in_job; /* a job's perform is evaluated, not a migration */
};

enum control { CONTROL_NONE, CONTROL_RETURN, CONTROL_NEXT, CONTROL_BREAK, CONTROL_RAISE };

/* Statements by their place in the source: slots hold an index and one more, 0 is free. */
struct place_index {
	const struct statements *of;
	uint32_t *slots;
	size_t capacity; /* a power of two */
	size_t count;    /* statements that are in it */
};

struct interp {
	struct interp_options options;
	struct arena *arena; /* = options.scratch */
	struct klass *root;  /* Object: top-level constants of the file being evaluated */
	struct frame *frame;
	struct scope *scope;
	enum control control;
	struct value control_value;
	enum guard guard;        /* of the branch being evaluated */
	const char *empty_table; /* what follows runs only when this table has no row; NULL: not so */
	enum certainty certainty;
	struct place_index statement_index;
	unsigned long steps;
	size_t memory_before;               /* bytes of the arena when the evaluation began */
	unsigned depth;                     /* nested expressions */
	bool reverting;                     /* inside of `revert { }`: reversible blocks run down */
	struct names results;               /* columns of the rows that the last statement gave */
	unsigned callback_depth;            /* callbacks of models that run */
	unsigned alternative_depth;         /* parts of a statement that were chosen so far: interp_sql */
	struct names limits_said;           /* limits that were reached and reported */
	VEC(struct unknown *) placeholders; /* number n is items[n - 1] */
	struct object *self_object;         /* the migration or job instance being evaluated */
	void *job;                          /* the job instance evaluated, for builtin rows of jobs (job.c) */
	unsigned grouping;                  /* > 0 in a block whose answer puts rows into groups (group_by, uniq) */
};

struct interp *interp_new(const struct interp_options *options);

/* --- evaluating --- */
struct value interp_eval(struct interp *in, const struct node *node);
/* Calls a method of `self` or of `receiver` by name, as Ruby would. */
struct value interp_call(struct interp *in, const struct call *call);
/* Calls a method that the class itself (overlay, class, ancestors known) defines; false when it has none. */
bool interp_call_own(struct interp *in, struct value receiver, const struct call *call, struct value *result);
/* yield: binds `count` arguments to the block's parameters and evaluates it. Handles next; break ends in control. */
struct value interp_yield(struct interp *in, const struct proc *proc, const struct value *arguments, size_t count);
/* Like interp_yield with `self` replaced (instance_exec, scope lambdas on a relation). */
struct value interp_yield_self(struct interp *in, const struct proc *proc, struct value self,
			       const struct value *arguments, size_t count);
/* Lists as unresolved that a limit cut off what `node` does; once for each `why` in an evaluation. */
void interp_limit(struct interp *in, const struct node *node, const char *why);
/* Runs a block for every element: unrolled when known, once with an unknown element otherwise. With `collect` the
 * results. */
struct value interp_each(struct interp *in, const struct call *call, struct value collection, bool collect);
struct value interp_constant(struct interp *in, const char *path);
/* Runs a found method with the arguments of `call` and `self`. */
struct value interp_invoke(struct interp *in, const struct member *member, struct klass *owner, struct value self,
			   const struct call *call);
/* A call made by the evaluator itself: no node arguments, `count` positional ones. */
struct value interp_send(struct interp *in, struct value receiver, const char *name, const struct value *arguments,
			 size_t count);
/* Evaluates `then` under the condition and `otherwise` under its opposite, as far as they are not ruled out. */
struct value interp_branch(struct interp *in, struct value condition, const struct node *then,
			   const struct node *otherwise);
/* The value that stands for both: of two sides of an unknown condition. nil gives way to the other one. */
struct value interp_merge(struct interp *in, const struct node *node, struct value a, struct value b);
/* Instance or singleton method lookup through overlay, class, superclasses, included modules. NULL when none. */
struct member *klass_find_method(struct interp *in, struct klass *klass, const char *name, bool singleton,
				 struct klass **owner_out);
/* Runs the class-level calls once, filling `declarations`. */
void klass_run_body(struct interp *in, struct klass *klass);
/* A declaration of the class or the nearest ancestor that has it (overlay first); NULL when none. */
struct value *klass_declaration(struct interp *in, struct klass *klass, const char *name);
/* The calls of a class-level macro, each a VALUE_ARRAY of its arguments (anything else was set by `self.macro =`);
 * empty when there are none. klass_last_call(): the arguments of the last one, NULL when there is none. `klass` may be
 * NULL. */
const struct array *klass_calls(struct interp *in, struct klass *klass, const char *macro);
struct array *klass_last_call(struct interp *in, struct klass *klass, const char *macro);
bool klass_descends(struct interp *in, struct klass *klass, const char *path_suffix);
struct klass *klass_superclass(struct interp *in, struct klass *klass);

/* --- arguments of a call --- */
/* Positional argument, VALUE_NIL when absent. */
struct value call_arg(const struct call *call, size_t index);
/* Keyword argument or NULL; also found in a trailing positional hash. */
struct value *call_keyword(const struct call *call, const char *name);
struct location call_location(const struct call *call);
/* What the call gives, known only at run time: value_data() at its place. */
struct value call_data(struct interp *in, const struct call *call, const char *why);

/* --- output --- */
/* The statement of this call; one per place however often it is unrolled. Returns its index. */
size_t interp_statement(struct interp *in, const struct call *call, const char *what);
/* Marks a statement unresolved with a reason and lists it. */
void interp_unresolved(struct interp *in, size_t statement, const char *why);
/* Appends an effect to a statement with the present guard and certainty; fill in the rest. Strings put into it must
 * live in the output arena: use interp_keep(). The pointer is valid until the next effect. */
struct effect *interp_effect(struct interp *in, const struct call *call, size_t statement, enum effect_verb verb,
			     enum effect_object object);
char *interp_keep(struct interp *in, const char *string);
/* The value as a name kept in the output arena; NULL and the statement marked unresolved ("the table is not known:
 * why") when it is not fully known. `role` names the thing for people: "table". nil gives NULL without a mark. */
const char *interp_name(struct interp *in, size_t statement, struct value value, const char *role);
/* Runs SQL text as a statement of this call; reads the text's placeholders back into reasons. */
void interp_sql(struct interp *in, const struct call *call, struct value sql, const char *what);
/* The same; gives a row of its result as a hash by column name, or run-time data when the columns are not known. */
struct value interp_sql_row(struct interp *in, const struct call *call, struct value sql, const char *what);

#endif
