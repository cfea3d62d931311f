/* What is known about the objects of the database, in two uses:
 *
 * - *learned*: the union of everything ever known, for the parsers' catalog. Nothing is ever forgotten.
 *
 *       struct schema *schema = schema_new(arena);
 *       schema_learn(schema, &project->structure);   // then every migration's effects and down_effects
 *       struct catalog catalog = schema_catalog(schema);
 *
 * - *replayed*: the state at one point of the execution order, by schema_apply() of one effect after the other. Drops
 *   and renames take hold, the time of creation is kept. What the replay never saw is answered from what was learned.
 *
 * Everything lives in the arena given to schema_new(); effects and their strings are borrowed. */
#ifndef STOPGRAPH_GRAPH_SCHEMA_H
#define STOPGRAPH_GRAPH_SCHEMA_H

#include "analyzer/model/catalog.h"
#include "analyzer/model/effect.h"
#include "analyzer/model/project.h"

struct schema;

struct schema_column {
	const char *name;
	const char *type;          /* NULL: not known */
	const char *default_value; /* NULL: none, or not known */
	const char *first_value;   /* the default it was added with: what rows of that time hold; NULL as above */
	enum tristate nullable;
	enum tristate first_nullable; /* as it was added, or stood before the oldest migration */
	size_t created;               /* time of the effect that added it in the replay; 0: was there before */
	bool dropped;
};

/* Never fails: an empty schema. */
struct schema *schema_new(struct arena *arena);

/* Adds what the effects create to what was ever known; drops and renames remove nothing. `effects` is borrowed and must
 * outlive the schema. Later definitions of the same name win. */
void schema_learn(struct schema *schema, const struct effects *effects);

/* After the `down`s were learned and before anything else is: a trigger that the `down` of `migration` creates was
 * there before only if its `up` drops one of that name. (The opposite of a rename copies the other way round.) */
void schema_restored(struct schema *schema, const struct migration *migration);

/* Says that what `effects`, which were learned, create stood before the oldest migration. */
void schema_begin(struct schema *schema, const struct effects *effects);

/* Announces effects that the replay will apply later: triggers which they create are not there yet, although they were
 * learned. Call it for every migration's effects before the first schema_apply(). */
void schema_expect(struct schema *schema, const struct effects *effects);

/* Changes the state by one effect that runs at `when` (> 0, not falling from call to call). */
void schema_apply(struct schema *schema, const struct effect *effect, size_t when);

/* The parsers' view of `schema`, which must outlive it. Answers change as more is learned. */
struct catalog schema_catalog(struct schema *schema);

/* Column of a table; NULL when not known. */
const struct schema_column *schema_column(const struct schema *schema, const char *table, const char *column);

/* When the column came into being during the replay, itself or with its table (`column` NULL or not known); 0 when it
 * was there before or is not known. */
size_t schema_column_created(const struct schema *schema, const char *table, const char *column);

/* The effect that defines a constraint, foreign key or index, by name. `table` may be NULL. The replay's definition
 * first, then the learned one; NULL when not known. */
const struct effect *schema_constraint(const struct schema *schema, const char *table, const char *name);
const struct effect *schema_foreign_key(const struct schema *schema, const char *table, const char *name);
const struct effect *schema_index(const struct schema *schema, const char *name);
const struct effect *schema_trigger(const struct schema *schema, const char *table, const char *name);

/* Is there, at this point of the replay, a unique index over all rows of the table whose key has no other columns than
 * `columns`? Then no two rows can agree in all of them. O(indexes of the table). */
bool schema_is_unique(const struct schema *schema, const char *table, const struct names *columns);

/* Is there, at this point of the replay, another validated foreign key from the same columns to the same table as `wanted`?
 * Then no row can violate it. O(foreign keys of the table). */
bool schema_holds_foreign_key(const struct schema *schema, const struct effect *wanted);

/* The foreign key over exactly these columns, for validations that do not give the name; NULL when not known. */
const struct effect *schema_foreign_key_on(const struct schema *schema, const char *table, const struct names *columns);

/* Effects of the row triggers that an effect `write` (write, insert or delete on a table) fires, with the row called by
 * its table; NULL when there are none. Triggers restricted to other columns (UPDATE OF) are left out. */
const struct effects *schema_triggered(struct schema *schema, const struct effect *write);

/* The partitioned table a partition belongs to, or the table behind a view; NULL when it is neither. */
const char *schema_parent(const struct schema *schema, const char *table);
const char *schema_view_base(const struct schema *schema, const char *table);

/* Appends the partitions that a table has at this point of the replay, by their present names, in order of creation. */
void schema_partitions(const struct schema *schema, const char *table, struct names *out);

/* Primary key columns; NULL when not known. */
const struct names *schema_primary_key(const struct schema *schema, const char *table);

#endif
