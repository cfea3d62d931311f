/* The neutral vocabulary between the languages and the graph: what one statement does.
 *
 * This folder (analyzer/model) holds value types only. It includes analyzer/base and is included by parser/, graph/,
 * analyzer/, reports/. All pointers in these structs live in the arena of the scan; nothing here owns anything.
 *
 * One Ruby call or SQL statement becomes one `struct statement` and any number of `struct effect`s. */
#ifndef STOPGRAPH_MODEL_EFFECT_H
#define STOPGRAPH_MODEL_EFFECT_H

#include "analyzer/base/source.h"
#include "analyzer/base/str.h"

#include <stdbool.h>

/* Verbs and objects; effect_verb_name() and effect_object_name() give the words of the outputs. */
enum effect_verb {
	EFFECT_CREATE,
	EFFECT_DROP,
	EFFECT_RENAME,
	EFFECT_ADD_COLUMN,
	EFFECT_DROP_COLUMN,
	EFFECT_ALTER_COLUMN,
	EFFECT_ADD_CONSTRAINT,
	EFFECT_VALIDATE_CONSTRAINT,
	EFFECT_DROP_CONSTRAINT,
	EFFECT_ADD_INDEX,
	EFFECT_DROP_INDEX,
	EFFECT_ADD_FOREIGN_KEY,
	EFFECT_VALIDATE_FOREIGN_KEY,
	EFFECT_DROP_FOREIGN_KEY,
	EFFECT_CREATE_TRIGGER,
	EFFECT_DROP_TRIGGER,
	EFFECT_READ,
	EFFECT_WRITE, /* update existing rows */
	EFFECT_INSERT,
	EFFECT_DELETE,
	EFFECT_TRUNCATE,
	EFFECT_SWAP,
	EFFECT_PARTITION,
	EFFECT_QUEUE,
	EFFECT_GATE,
	EFFECT_CANCEL,
	EFFECT_PREPARE_ASYNC,
	EFFECT_VERB_COUNT
};

enum effect_object {
	OBJECT_TABLE,
	OBJECT_COLUMN,
	OBJECT_CONSTRAINT,
	OBJECT_INDEX,
	OBJECT_FOREIGN_KEY,
	OBJECT_TRIGGER,
	OBJECT_FUNCTION,
	OBJECT_ROWS,
	OBJECT_JOB,
	OBJECT_SEQUENCE, /* sequences, extensions, schemas: kept for completeness, no rule reads them */
	OBJECT_VIEW,
	EFFECT_OBJECT_COUNT
};

enum certainty { CERTAINTY_UNKNOWN, CERTAINTY_LIKELY, CERTAINTY_PROVEN };

/* On which installations something runs. GUARD_NONE: on all. */
enum guard { GUARD_NONE, GUARD_SELF_MANAGED, GUARD_GITLAB_COM, GUARD_EE, GUARD_OTHER };

enum constraint_kind {
	CONSTRAINT_NONE,
	CONSTRAINT_CHECK,
	CONSTRAINT_NOT_NULL,       /* column NOT NULL, or CHECK (column IS NOT NULL) */
	CONSTRAINT_MULTI_NOT_NULL, /* num_nonnulls(columns) = / > limit */
	CONSTRAINT_TEXT_LIMIT,     /* char_length(column) <= n */
	CONSTRAINT_FOREIGN_KEY,
	CONSTRAINT_UNIQUE,
	CONSTRAINT_PRIMARY_KEY,
	CONSTRAINT_EXCLUSION
};

enum tristate { TRI_UNKNOWN, TRI_NO, TRI_YES };

/* How a column is read: what an unfinished job would change about it differs. */
enum read_role {
	READ_VALUE,  /* feeds a value that is written, or is selected */
	READ_FILTER, /* WHERE, HAVING, scope, batch column */
	READ_JOIN,   /* join condition, anti-join, EXISTS correlation */
	READ_GROUP   /* GROUP BY, DISTINCT ON, PARTITION BY: what de-duplication looks at */
};

/* What is known of a column in every row that a statement chooses: from conditions that must all hold. */
enum column_test {
	TEST_NONE,
	TEST_IS_NULL,
	TEST_NOT_NULL, /* IS NOT NULL, or any comparison that NULL does not pass */
	TEST_MATCHES,  /* LIKE, ILIKE or ~ a pattern of which no more is known */
	TEST_DIFFERS,  /* <> and NOT IN: none of the literals `values` */
	TEST_STARTS,   /* LIKE 'value%': starts with the only literal of `values`, which has no closing quote */
	TEST_EQUALS    /* = and IN: one of the literals `values` */
};

/* Of which rows the test holds. */
enum test_reach {
	REACH_ALL,  /* every row that the statement chooses */
	REACH_SOME, /* those that one side of an OR chooses */
	REACH_INNER /* every row of a table that only a sub-select looks at, also NOT EXISTS */
};

/* A column of a table. `column` "*" means every column. `table` NULL: table not known. */
struct column_ref {
	const char *table;
	const char *column;
	enum read_role role;
	enum column_test test;
	enum test_reach reach;
	const struct names *values; /* NULL when the test has none */
};

struct column_refs {
	struct column_ref *items;
	size_t count;
	size_t capacity;
};

/* What a job queue, gate or cancellation says about the job; only for OBJECT_JOB. */
enum job_era {
	JOB_BATCHED,
	JOB_SIDEKIQ,
	JOB_SCRIPT,        /* what a directive of a SQL file names */
	JOB_ONLINE,        /* a data migration of the gem online_migrations: class and arguments */
	JOB_ONLINE_SCHEMA, /* a statement that the gem runs in the background, by name */
	JOB_OUT_OF_BAND    /* an entry of a list of out-of-band migrations, by its number */
};

/* As the JSON contracts spell it. Never NULL. */
const char *job_era_name(enum job_era era);

/* Does a gate of today only look, and fail when the job is not finished, rather than run what is left of it? */
bool job_era_gate_raises(enum job_era era);

/* Does the class alone say which job is meant, whatever table and arguments it has? */
bool job_era_is_by_class(enum job_era era);

enum gate_manner {
	GATE_INLINE, /* runs what is left in the foreground */
	GATE_RAISES, /* raises when the job is unfinished: finalize: false, and the default up to 14.10.2 */
	GATE_STEAL,  /* Sidekiq era: steal, finalize_background_migration */
	GATE_PERFORM /* X.new.perform, BackgroundMigration.perform: the effect of the job, inline */
};

struct job_effect {
	enum job_era era;
	enum gate_manner manner;
	const char *arguments;      /* canonical JSON array as the product stores it; NULL when unknown */
	const char *queue_helper;   /* name of the call that queued, gated or cancelled */
	bool bypasses_helper;       /* BatchedMigration.create! and the like */
	bool skips_early_check;     /* skip_early_finalization_validation: true */
	bool whole_class;           /* every job of the class is meant, whatever its table, column and arguments */
	const char *gitlab_schema;  /* gitlab_schema: argument, NULL when not given */
	const struct effects *does; /* what the job does, where the queue itself says it; NULL: its class does */
};

struct effect;

struct effects {
	struct effect *items;
	size_t count;
	size_t capacity;
};

struct effect {
	enum effect_verb verb;
	enum effect_object object;
	enum certainty certainty;
	enum guard guard;
	struct location location;
	const char *only_when_empty; /* a table: the code does this only when it has no row; NULL: not so */
	size_t statement;            /* index into the statements of the migration or job */

	/* Names as written, without quotes and without the schemas `public` and `gitlab_partitions_*`. */
	const char *table;    /* NULL: unknown (or, for drops by name, to be resolved from schema) */
	struct names columns; /* the columns concerned; for indexes and constraints the key columns */
	const char *name;     /* constraint, index, trigger, function, view, job class */

	/* rename and swap: `name`/`columns` are the old ones, these the new ones */
	const char *to;
	struct names to_columns;

	/* constraints and indexes */
	enum constraint_kind kind;
	enum tristate unique;
	enum tristate validated;              /* TRI_NO: NOT VALID */
	bool nulls_collide;                   /* NULLS NOT DISTINCT */
	const char *expression;               /* SQL of a CHECK, or of an expression index, as written */
	const char *predicate;                /* WHERE of a partial index */
	struct column_refs predicate_columns; /* columns of `predicate` and of `expression` */
	const char *references; /* foreign key: referenced table; partition/attach: parent table; view: base table */
	struct names references_columns;
	const char *on_delete; /* "cascade", "nullify", "restrict" or NULL */

	/* columns */
	const char *type;          /* SQL or Rails type name as written */
	const char *default_value; /* SQL literal or expression; NULL when none is given */
	bool drops_default;
	enum tristate nullable; /* TRI_NO: NOT NULL is set by this effect; TRI_YES: dropped or allowed */

	/* rows: what the statement looked at to choose the rows, and what fed the written values */
	struct column_refs filters;
	struct column_refs sources;
	bool writes_null;    /* SET c = NULL for every written column */
	struct names nulled; /* those of `columns` that are set to NULL while others are not */
	/* columns that get one and the same literal, or NULL, in every row; NULL: none */
	const struct column_refs *given;
	bool through_trigger; /* not named by the statement: a trigger that the statement fires does it */
	bool upsert;          /* INSERT ... ON CONFLICT DO UPDATE: `columns` inserted, `to_columns` updated */

	/* a statement of a trigger's function: the events by which it is never reached, and the columns of which an UPDATE
	 * must change one to get there (NULL: any UPDATE does) */
	bool not_on_insert, not_on_update, not_on_delete;
	const struct names *after_change;

	/* CREATE_TRIGGER: `name` trigger, `to` function, `type` = "BEFORE INSERT OR UPDATE", `references_columns` = its
	 * names for all old or new rows; `to_columns`: an UPDATE fires it only if it changes one of these (empty: any).
	 * CREATE of OBJECT_FUNCTION: `body` = what one call does; the row's table is called "NEW" (or "OLD") in it, so
	 * that `NEW.c := x` is a write of column c of table "NEW". */
	const struct effects *body;
	const struct job_effect *job; /* non-NULL for OBJECT_JOB */
};

/* One DSL call, model write or SQL statement reached from up/change (or from a job's perform) after evaluation. */
struct statement {
	struct location location;
	const char *what; /* "add_not_null_constraint", "UPDATE", "update_all" */
	bool resolved;
	const char *why; /* reason when not resolved, in the words shown to the user */
};

struct statements {
	struct statement *items;
	size_t count;
	size_t capacity;
};

/* Something that could not be resolved, with its place. */
struct unresolved {
	struct location location;
	const char *what;
	const char *why;
};

struct unresolved_list {
	struct unresolved *items;
	size_t count;
	size_t capacity;
};

/* Texts of the enums as the JSON contracts spell them. Never NULL. */
const char *effect_verb_name(enum effect_verb verb);
const char *effect_object_name(enum effect_object object);
const char *certainty_name(enum certainty certainty);
const char *constraint_kind_name(enum constraint_kind kind);
/* NULL for GUARD_NONE. */
const char *guard_name(enum guard guard);

/* Does the product, or the framework, keep account of its jobs in this table? What is written there is no data of its
 * own. False for NULL. */
bool is_tracking_table(const char *table);

/* An effect with everything zero but verb, object, location; certainty PROVEN. */
struct effect effect_make(enum effect_verb verb, enum effect_object object, struct location location);

/* Adds when no equal reference is there yet; NULL columns are ignored. */
void column_refs_add(struct arena *arena, struct column_refs *refs, const char *table, const char *column,
		     enum read_role role);
/* Likewise with a test; one that is there in the same role and reach learns the test. */
void column_refs_add_ref(struct arena *arena, struct column_refs *refs, struct column_ref ref);
/* The same column in the same role with the same test? */
bool column_ref_equal(const struct column_ref *a, const struct column_ref *b);
/* The same references with the same tests in the same order? NULL equals NULL only. */
bool column_refs_equal(const struct column_refs *a, const struct column_refs *b);
bool column_refs_has(const struct column_refs *refs, const char *table, const char *column);

#endif
