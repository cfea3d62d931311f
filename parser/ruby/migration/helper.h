/* The migration DSL as tables: one row per helper says which parameters it takes and which effects a call has.
 *
 *     {"rename_index", "table old new", "rename index name=old to=new", NULL},
 *     {"with_lock_retries", "", "block", NULL},
 *     {"change_column_null", "table column allow default", NULL, change_column_null},
 *
 * Parameters: positional names, `*rest` for the remaining ones, then `?` and the keywords; `name=value` is a default. A
 * positional parameter may also be given as a keyword.
 *
 * Effects (template.c): templates separated by `;`, each `VERB OBJECT key=expression ...`, with the keys of `struct
 * effect`. An expression is a parameter, a 'text with {parameters}', alternatives a|b (the first that was given), a
 * list a,b, or a generated name: check(type), multi_check(type), fk(prefix), index(). The table is the parameter
 * `table` unless the template says otherwise. Other templates: `none` (a statement without effects), `block` (runs the
 * block), `sql TEXT` (SQL with {parameters}, read by parser/sql). An empty text is a call that is no statement at all;
 * its value is not known. Where a template cannot say it, `expand` does, after the templates; its value is the value of
 * the call.
 *
 * Groups are listed in helpers.def; the rows of helpers/<group>.c are sorted by name. Names are unique over the
 * groups. */
#ifndef STOPGRAPH_PARSER_RUBY_HELPER_H
#define STOPGRAPH_PARSER_RUBY_HELPER_H

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/row.h"

#define HELPER_ARGUMENT_LIMIT 24

struct helper;
typedef struct value helper_fn(struct helper *h);

struct helper_row {
	const char *name;
	const char *parameters;
	const char *effects; /* NULL: only `expand` */
	helper_fn *expand;   /* NULL: only `effects` */
};

struct helper_group {
	const char *name;
	const struct helper_row *rows;
	size_t count;
};

#define X(group) extern const struct helper_group helper_group_##group;
#include "parser/ruby/helpers.def"
#undef X

/* Methods of the `t` that create_table and change_table yield; not part of the groups above. */
extern const struct helper_group helper_group_table_block;

/* All groups in the order of helpers.def. */
const struct helper_group *const *helper_groups(size_t *count_out);
/* The row of a helper, NULL when there is none. */
const struct helper_row *helper_find_row(const char *name);

struct helper_argument {
	const char *name; /* in the row's text, `length` bytes */
	size_t length;
	struct value value;
	bool given;
};

/* One call with its arguments bound to the row's parameters. */
struct helper {
	struct interp *in;
	const struct call *call;
	const struct helper_row *row;
	struct arena *arena; /* of the output */
	bool has_statement;
	size_t statement;  /* valid after helper_statement() */
	const char *table; /* replaces the parameter `table`: of the block's create_table */
	bool table_likely;
	struct helper_argument arguments[HELPER_ARGUMENT_LIMIT];
	size_t count;
};

/* --- arguments: by parameter name --- */
/* VALUE_NIL when it was not given and has no default. */
struct value helper_value(const struct helper *h, const char *parameter);
bool helper_given(const struct helper *h, const char *parameter);
/* A truth value: TRI_UNKNOWN when it is not known; nil is TRI_NO. */
enum tristate helper_truth(const struct helper *h, const char *parameter);
/* A name kept in the output arena, as written; NULL when not given, or not known (the statement is marked then). */
const char *helper_name(struct helper *h, const char *parameter);
/* Likewise without quotes and without the schemas that effects leave out. */
const char *helper_plain_name(struct helper *h, const char *parameter);
struct names helper_names(struct helper *h, const char *parameter);
/* The same of any value. Unlike interp_name(), the name stays as it is written: generated names depend on its
 * schema. */
const char *helper_value_name(struct helper *h, struct value value, const char *role);
struct names helper_value_names(struct helper *h, struct value value, const char *role);
/* The parameter `table` (or the block's table): as written for generated names, plain for effects. */
const char *helper_raw_table(struct helper *h);
const char *helper_table(struct helper *h);
/* SQL or literal text of a value, with placeholders for what is not known; NULL for nil. */
const char *helper_text(struct helper *h, struct value value);
/* Quotes and schema prefix removed; NULL for NULL. */
const char *helper_plain(struct arena *arena, const char *name);

/* --- output --- */
size_t helper_statement(struct helper *h);
void helper_unresolved(struct helper *h, const char *why);
/* An effect of the call's statement on helper_table(); valid until the next one. */
struct effect *helper_effect(struct helper *h, enum effect_verb verb, enum effect_object object);
/* Effects of SQL text, as part of the call's statement. */
void helper_sql(struct helper *h, const char *sql);
/* Runs the templates of a row (or any text in their language) for this call. */
void helper_apply(struct helper *h, const char *templates);
/* Yields to the block of the call, if there is one. */
struct value helper_yield(struct helper *h, const struct value *arguments, size_t count);
/* A row whose call does nothing but yield to its block. */
struct value helper_run_block(struct helper *h);
/* Calls a method of any value with positional arguments, as Ruby code at the place of this call would. */
struct value helper_send(struct helper *h, struct value receiver, const char *method, const struct value *arguments,
			 size_t count);
/* The same without arguments, and with the block of this call. */
struct value helper_pass_block(struct helper *h, struct value receiver, const char *method);

/* Binds the arguments of a call and runs the row. `table` as in struct helper, NULL outside of blocks. */
struct value helper_run(struct interp *in, const struct call *call, const struct helper_row *row, const char *table,
			bool table_likely);

/* --- used by several groups --- */
/* Fills name, key columns, uniqueness, predicate of an index from the parameters columns, name, unique, where. */
void helper_fill_index(struct helper *h, struct effect *effect, struct value columns, struct value options);
/* SQL for people: what is not known in it is a `?`. NULL for NULL. */
const char *helper_shown(struct helper *h, const char *sql);
/* Default as SQL: quoted text, numbers, the SQL of a lambda; NULL for nil. */
const char *helper_literal(struct helper *h, struct value value);
/* Type, NOT NULL and default of a column, from the parameters column, type, null or allow, default or value, from,
 * to. */
helper_fn helper_change_column;
helper_fn helper_change_column_default;
helper_fn helper_change_column_null;
/* A new column of the call's table with the call's null, default and array keywords. */
struct effect *helper_add_column(struct helper *h, const char *column, const char *type);
/* <name>_id columns with their index and foreign key, from the keywords of references. */
void helper_add_references(struct helper *h, const char *name);
/* included.c: a method of a module below lib that the migration includes; false when there is none. */
bool helper_call_included(struct interp *in, const struct call *call, struct value *result);
/* Does the class follow this version of Rails, or a later one? The product's own classes follow 6.1. */
bool helper_rails_at_least(const struct helper *h, int major, int minor);
/* Does the class have the product's own migration helpers? Some have the name of one of Rails with other parameters. */
bool helper_has_own_helpers(const struct helper *h);
/* The name that the version of the class gives an index. */
const char *helper_index_name(struct helper *h, const char *table, const struct names *columns);
/* Rails' implicit integers are 8 bytes wide from the 5.1 classes on. */
const char *helper_integer_type(const struct helper *h);
/* DROP_INDEX by name, or by the default name of the columns. */
void helper_drop_index(struct helper *h);
/* CHECK constraint by its SQL: classified by the SQL reader. */
void helper_add_check(struct helper *h, const char *table, const char *expression, const char *name,
		      enum tristate validated);
/* Foreign key from `table`.column; `target` may be NULL when not known. */
struct effect *helper_foreign_key(struct helper *h, const char *name, struct names columns, const char *target);
/* "cascade", "nullify" ... of an on_delete argument; NULL for nil. */
const char *helper_on_delete(struct helper *h, struct value value, const char *fallback);
/* A trigger that copies columns of the same row. */
struct copy_trigger {
	const char *name;
	const char *function; /* NULL: called as the trigger is */
	const struct names *from, *to;
	const char *fires; /* "BEFORE INSERT" ...; NULL: before every insert and update */
};

/* Creates it and its function. */
void helper_copy_trigger(struct helper *h, const struct copy_trigger *trigger);
/* A column takes another name; two columns exchange theirs. */
void helper_rename_column(struct helper *h, const char *old, const char *new_name);
void helper_swap_columns(struct helper *h, const char *first, const char *second);
/* DROP of a trigger and of the function it calls. */
void helper_drop_trigger(struct helper *h, const char *trigger, const char *function);
/* "partitioned copy" formula of the release at hand: true up to 13.x/14.x helpers. */
bool helper_legacy_partitioning(const struct helper *h);
/* Primary key column of a table by the catalog, else `fallback`. */
const char *helper_primary_key(struct helper *h, const char *table, const char *fallback);

/* UNIQUE and EXCLUDE constraints, from the parameters column or expression, name, using_index, using, where. */
helper_fn helper_add_unique_constraint;
helper_fn helper_add_exclusion_constraint;
helper_fn helper_drop_named_constraint;
/* CHECK constraint from the parameters expression, name, validate; its removal by name or by expression. */
helper_fn helper_add_check_constraint;
helper_fn helper_remove_check_constraint;
/* The four columns of each attachment of the parameter `names`; `added` (or NULL) is told each. */
void helper_add_attachments(struct helper *h, void (*added)(struct helper *h, const char *column));
helper_fn helper_remove_attachments;
/* The target NOT NULL of an ALTER_COLUMN, which checks the rows at once. */
void helper_require_value(struct effect *effect);

/* What a queue, gate or cancellation says about its job. */
struct job_spec {
	enum effect_verb verb;
	struct value job_class;
	const char *table; /* NULL: not part of the identity, or not known */
	const char *column;
	struct value arguments; /* array; other kinds: not known */
	struct job_effect job;  /* `arguments` is filled from the value above */
};

/* Class name without leading "::" and Gitlab::BackgroundMigration::; NULL and a mark when it is not known. */
const char *helper_job_class(struct helper *h, struct value job_class);
/* The effect of `spec`; batched jobs with unknown arguments mark the statement. */
struct effect *helper_job(struct helper *h, const struct job_spec *spec);
/* Sidekiq-era queueing of one class with an argument array: bounds of ranges are no part of the identity. */
struct effect *helper_sidekiq_job(struct helper *h, enum effect_verb verb, struct value job_class,
				  struct value arguments);
/* [[class, arguments], ...] as given to the bulk calls. */
void helper_sidekiq_jobs(struct helper *h, struct value jobs);

/* revert.c: the opposite of what the block of the call does. */
helper_fn helper_revert;

/* What the `t` of a block stands for. */
struct table_block {
	const char *table; /* as written; NULL when not known */
	bool likely;
	bool creates;            /* create_table: columns are added to the effect below as well */
	bool names_checks_first; /* create_table_with_constraints: check_constraint takes the name first */
	size_t effect;
};

/* table_block.c: yields a table definition to the call's block. */
void helper_yield_table(struct helper *h, struct table_block *block);
/* A call on a table definition; false when the receiver is none. */
bool table_block_call(struct interp *in, const struct call *call, struct value *result);

#endif
