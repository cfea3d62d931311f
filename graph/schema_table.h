/* The inside of a schema, shared by schema.c (state), schema_query.c (questions) and schema_trigger.c (triggers).
 *
 * A definition has two sources: what the replay applied, and what was learned from anywhere. The replay's wins. */
#ifndef STOPGRAPH_GRAPH_SCHEMA_TABLE_H
#define STOPGRAPH_GRAPH_SCHEMA_TABLE_H

#include "analyzer/base/map.h"
#include "analyzer/base/vec.h"
#include "graph/schema.h"

struct definition {
	const struct effect *learned;
	const struct effect *replayed;
	bool was_there; /* before the oldest migration */
	bool dropped;   /* in the replay; only of indexes and foreign keys */
	bool validated; /* since it was added; only of foreign keys */
};

struct table_trigger {
	const struct effect *effect; /* CREATE_TRIGGER */
	bool absent;                 /* not yet created, or dropped, in the replay */
};

struct schema_table {
	const char *name;
	bool complete; /* its CREATE was seen: a column that is not listed does not exist */
	bool dropped;
	size_t created;
	struct names column_names; /* in order */
	struct map columns;        /* -> struct schema_column */
	struct map constraints;    /* -> struct definition */
	struct map foreign_keys;   /* -> struct definition */
	struct names foreign_key_names;
	struct names index_names; /* some may have another name by now */
	struct names primary_key;
	VEC(struct table_trigger) triggers;
	struct schema_table *parent; /* of a partition, until it is detached */
	const char *view_base;
	VEC(struct schema_table *) partitions; /* in order of creation; some may have been detached since */
};

struct schema {
	struct arena *arena;
	struct map tables; /* name -> struct schema_table */
	struct names table_names;
	struct map constraints; /* name -> struct definition, whatever the table */
	struct map indexes;     /* name -> struct definition */
	struct map functions;   /* name -> struct definition */
	/* the table that was asked for last, and the name by its address: effects on one table follow each other */
	const char *last_name;
	struct schema_table *last_table;
};

/* NULL when not known. */
struct schema_table *schema_table_find(const struct schema *schema, const char *name);

/* The newer of the two sources, NULL when `definition` is NULL. */
const struct effect *definition_effect(const struct definition *definition);

#endif
