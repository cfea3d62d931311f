/* Rows of a table as ActiveRecord code describes them: a relation is a builder of SQL text.
 *
 *     Model.where(a: nil).joins(:owner).select(:id)
 *
 * becomes a `struct relation` with texts; whatever sends it to the database (`update_all`, `pluck`, `each` ...) renders
 * a whole statement and hands it to interp_sql(). So reads, writes, filters and certainty have one origin: the SQL
 * reader. A value that is not known stands in the text as a placeholder, fragments given by users are embedded as they
 * are.
 *
 * Relations are immutable once they are a value: every builder call works on a copy. A record (VALUE_RECORD) is a
 * relation with `record` set; a model without a class of its own (define_batchable_model) one with `is_model`.
 * Everything lives in the arena of the interpreter. */
#ifndef STOPGRAPH_PARSER_RUBY_RELATION_H
#define STOPGRAPH_PARSER_RUBY_RELATION_H

#include "parser/ruby/eval/interp.h"
#include "parser/ruby/eval/row.h"
#include "parser/ruby/records/arel.h"

/* One row: attributes that were set and not saved yet. */
struct record {
	struct hash *assigned;  /* by attribute name, as symbols */
	struct hash *variables; /* instance variables of a model object, key "@name" */
	bool is_new;            /* not in the database */
	bool may_exist;         /* new unless there is such a row: find_or_initialize_by ... */
	size_t found_by;        /* ... which was looked for by the first so many of `assigned` */
	bool may_be_nil;        /* find_by, first: there may be no such row */
};

struct relation {
	struct klass *klass;     /* the model's class; NULL for models without a known body */
	const char *class_path;  /* of the model, for people and for Rails' conventions; NULL when it has no name */
	const char *table;       /* may hold a placeholder */
	bool likely;             /* the table name was derived from the class name */
	const char *primary_key; /* NULL: not said */
	const char *with;        /* "a AS (SELECT ...)", NULL when none */
	const char *from;        /* what stands after FROM instead of the table; NULL when the table does */
	struct names selects, joins, wheres, groups, havings, orders;
	struct names where_columns; /* columns fixed by where(column: value): attributes of rows created through it */
	bool is_model;              /* the class itself: new, create, column_names ... make sense */
	bool is_distinct, is_limited, is_locked;
	bool is_none;    /* `none`: no row at all */
	bool is_batches; /* in_batches without a block: elements are relations */
	bool is_loaded;  /* a SELECT for it was issued; `load` is its statement */
	size_t load;
	struct record *record; /* VALUE_RECORD */
};

/* How a class is linked to another one. */
struct association {
	const char *name;
	struct relation *target; /* NULL for a polymorphic belongs_to */
	const char *foreign_key; /* on the own table for belongs_to, on the target otherwise */
	const char *own_key;     /* what the foreign key refers to */
	const char *type_column; /* polymorphic: `source_type` */
	const char *through;     /* name of the association in between, or NULL */
	const char *source;      /* through: the association of the class in between */
	const char *join_table;  /* has_and_belongs_to_many: the table without a class in between ... */
	const char *far_key;     /* ... and its column that refers to the target */
	bool is_belongs_to;
	bool is_many;
	bool is_likely; /* no declaration was seen, the names and columns fit */
};

/* --- building (relation.c) --- */
struct relation *relation_new(struct interp *in, const char *table);
/* All rows of the same model, whatever `relation` chooses. */
struct relation *relation_all(struct interp *in, const struct relation *relation);
struct relation *relation_copy(struct interp *in, const struct relation *relation);
struct value relation_value(struct relation *relation);
/* A record of the relation, known to be in the database unless `is_new`. */
struct value record_value(struct interp *in, const struct relation *relation, bool is_new);
struct value arel_value(struct interp *in, const char *text);

/* --- SQL text (sql_text.c) --- */
/* A value as an SQL expression: NULL, 'text', 1, (1, 2), (SELECT ...), a placeholder. */
const char *sql_literal(struct interp *in, struct value value);
/* SQL as a text, partly known if it has placeholders; as a string value. `sql` is borrowed. */
const struct text *sql_text(struct interp *in, const char *sql);
struct value sql_value(struct interp *in, const char *sql);
/* Quotes a name, each part of "schema.table" by itself. */
const char *sql_quote_name(struct interp *in, const char *name);
/* The first of the values as a text, its ? and :name replaced by those that follow and by `named` (NULL: none); "" without
 * values. */
const char *sql_fragment(struct interp *in, const struct value *values, size_t count, const struct hash *named);
/* `"t"."c"` for a plain name, the text itself for anything else. */
const char *relation_column(struct interp *in, const struct relation *relation, struct value name);
/* The whole SELECT; `list` replaces the select list when not NULL. */
const char *relation_sql(struct interp *in, const struct relation *relation, const char *list);
/* " WHERE ..." for an UPDATE or DELETE of the relation's rows; "" for all rows. */
const char *relation_target_sql(struct interp *in, const struct relation *relation);
/* The column that identifies rows. */
const char *relation_primary_key(struct interp *in, const struct relation *relation);
/* Adds the condition that a `where`-like value stands for. */
void relation_add_condition(struct interp *in, struct relation *relation, struct value condition, bool negate);
/* Adds the condition that the primary key is `key`, or one of a list. */
void relation_add_key(struct interp *in, struct relation *relation, struct value key);
/* "a" = 1 for every pair; association names become their key columns. */
const char *relation_assignments(struct interp *in, const struct relation *relation, const struct hash *attributes);
/* The same of columns by their own names, whatever the model calls them. */
const char *column_assignments(struct interp *in, const struct hash *columns);

/* --- classes (model.c) --- */
/* The relation of all rows of a model; NULL when `value` is no model. `method` is what is called on it: a constant
 * whose file is unknown counts as a model only for methods that nothing else has. */
struct relation *model_relation(struct interp *in, struct value value, const char *method);
/* The association `name`; false when there is none. */
bool association_find(struct interp *in, const struct relation *relation, const char *name, struct association *out);
/* JOIN text of an association, through others when needed; NULL when it is not known. */
const char *association_join(struct interp *in, const struct relation *relation, const char *name, bool outer);
/* Rows behind record.NAME; NULL when polymorphic. */
struct relation *association_rows(struct interp *in, const struct relation *record, const struct association *which);

/* --- sending (relation_reads.c, relation_writes.c) --- */
/* Sends SQL about the relation's table; as likely as the name of the table. */
void relation_send(struct interp *in, const struct call *call, const struct relation *relation, const char *sql);
/* Issues the SELECT of the relation for this call; `list` replaces the select list when not NULL. */
void relation_read(struct interp *in, const struct call *call, struct relation *relation, const char *list);
/* All rows as an open array of one record, after reading them; of relations for in_batches. */
struct value relation_rows(struct interp *in, const struct call *call, struct relation *relation);
/* The value of a column of a row: a READ that belongs to the statement that loaded the row. */
struct value record_read(struct interp *in, const struct call *call, struct relation *record, const char *column);
/* Marks the statement of this call as not resolved. */
void relation_unresolved(struct interp *in, const struct call *call, const char *why);

/* How rows are inserted. */
struct insert_options {
	const char *conflict;        /* text after the rows: "ON CONFLICT DO NOTHING", "" for none */
	bool timestamps;             /* Rails fills created_at and updated_at */
	bool upsert;                 /* build ON CONFLICT ... DO UPDATE from the columns and `keywords` */
	const struct hash *keywords; /* of insert_all, upsert_all: unique_by, update_only, on_duplicate */
};

/* INSERT of rows: a hash, a new record, or an array of them. */
void relation_insert(struct interp *in, const struct call *call, const struct relation *relation, struct value rows,
		     const struct insert_options *options);
/* UPDATE ... SET text. */
void relation_update(struct interp *in, const struct call *call, const struct relation *relation, const char *set);
/* The columns behind attribute names: key columns of associations, columns of encrypted attributes. */
struct hash *relation_attributes(struct interp *in, const struct relation *relation, const struct hash *attributes);
bool relation_has_column(struct interp *in, const struct relation *relation, const char *column);
/* The mapping of an enum by attribute ("state") or by its plural ("states"); NULL when there is none. */
const struct hash *model_enum(struct interp *in, const struct relation *relation, const char *name,
			      const char **attribute_out);
/* The enum attribute that has this value ("active"); NULL when none. */
const char *model_enum_with_value(struct interp *in, const struct relation *relation, const char *value);

/* --- tables of methods; each returns false when it has no such row --- */
bool relation_builder_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result);
bool relation_read_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result);
bool relation_write_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result);
bool record_call(struct interp *in, const struct call *call, struct value *result);
/* `super` in a method of a row, where no class above has one of that name: the attribute that the method hides. */
bool record_super_call(struct interp *in, const struct call *call, struct value *result);
bool arel_call(struct interp *in, const struct call *call, struct value *result);
/* cte.c: objects of Gitlab::SQL, and Model.from_union([...]). */
bool cte_call(struct interp *in, const struct call *call, struct value *result);
struct value relation_from_union(struct interp *in, const struct call *call, struct relation *relation);

/* A method of relations or records. */
struct relation_row {
	const char *name;
	struct value (*run)(struct interp *in, const struct call *call, struct relation *relation);
};

/* Rows sorted by name, without duplicates (a test walks them). */
struct relation_table {
	const struct relation_row *rows;
	size_t count;
};

extern const struct relation_table relation_model_rows;   /* of the class itself, and of relations */
extern const struct relation_table relation_builder_rows; /* what gives another relation */
extern const struct relation_table relation_read_rows;    /* what sends a SELECT */
extern const struct relation_table relation_write_rows;   /* what changes rows */
extern const struct relation_table relation_record_rows;  /* of every row */

/* Runs the row of the call's name; false when the table has none. */
bool relation_row_call(struct interp *in, const struct relation_table *table, const struct call *call,
		       struct relation *relation, struct value *result);

/* Rows that models and records share: the class of a relation or record, and the connection. */
struct value relation_class(struct interp *in, const struct call *call, struct relation *relation);
struct value relation_connection(struct interp *in, const struct call *call, struct relation *relation);

#endif
