/* Small projects built by hand, for tests of graph/.
 *
 *     struct build *b = build_new();
 *     struct job_reading *job = build_job(b, "FillX");
 *     build_write(b, job, "notes", "namespace_id", "notes.id:filter projects.namespace_id:value");
 *     struct migration *m = build_post(b, "20240101000000", "17.1");
 *     build_queue(b, m, "FillX", "notes", "id", "[]");
 *     const struct graph *graph = build_graph(b);
 *     build_free(b);
 *
 * Pointers to effects are valid until the next effect of the same list. Everything else lives until build_free(). */
#ifndef STOPGRAPH_TESTS_BUILD_H
#define STOPGRAPH_TESTS_BUILD_H

#include "graph/graph.h"

struct build_reading;

struct build {
	struct arena *arena;
	struct project project;
	struct graph graph;
	VEC(struct build_reading *) readings;
};

struct build *build_new(void);
void build_free(struct build *build);

/* A migration of db/migrate or db/post_migrate. `milestone` may be NULL. */
struct migration *build_regular(struct build *build, const char *version, const char *milestone);
struct migration *build_post(struct build *build, const char *version, const char *milestone);

/* A job class and what it does; exact, batched, queueable. */
struct job_reading *build_job(struct build *build, const char *class_name);
struct job_class *build_job_class(struct build *build, const char *class_name);

/* Words "a b c" as names, "t.c:role ..." as references (role: value, filter, join, group; filter without one). */
struct names build_names(struct build *build, const char *words);
struct column_refs build_refs(struct build *build, const char *words);

/* Appends an effect at the next place of the migration. */
struct effect *build_effect(struct build *build, struct migration *migration, enum effect_verb verb,
			    enum effect_object object);
struct effect *build_on(struct build *build, struct migration *migration, enum effect_verb verb,
			enum effect_object object, const char *table, const char *columns);
struct effect *build_queue(struct build *build, struct migration *migration, const char *class_name, const char *table,
			   const char *column, const char *arguments);
struct effect *build_gate(struct build *build, struct migration *migration, const char *class_name, const char *table,
			  const char *column, const char *arguments);
struct effect *build_cancel(struct build *build, struct migration *migration, const char *class_name, const char *table,
			    const char *column, const char *arguments);
/* The same for the Sidekiq era: `table` may be NULL. */
struct effect *build_sidekiq(struct build *build, struct migration *migration, enum effect_verb verb,
			     const char *class_name, const char *table);

/* ADD_CONSTRAINT NOT NULL on one column. */
struct effect *build_not_null(struct build *build, struct migration *migration, const char *table, const char *column,
			      bool validated);
struct effect *build_index(struct build *build, struct migration *migration, const char *table, const char *columns,
			   bool unique);
struct effect *build_foreign_key(struct build *build, struct migration *migration, const char *table,
				 const char *column, const char *references, bool validated);

/* What a job does. `reads` are filters and sources by their roles: value references are sources. */
struct effect *build_read(struct build *build, struct job_reading *job, const char *table, const char *columns);
struct effect *build_write(struct build *build, struct job_reading *job, const char *table, const char *columns,
			   const char *reads);
struct effect *build_insert(struct build *build, struct job_reading *job, const char *table, const char *columns,
			    const char *reads);
struct effect *build_delete(struct build *build, struct job_reading *job, const char *table, const char *reads);
/* Sets filters and sources of any effect. */
void build_reads(struct build *build, struct effect *effect, const char *reads);

void build_stop(struct build *build, const char *release, enum stop_kind kind);
struct job_dictionary *build_dictionary(struct build *build, const char *class_name, const char *milestone,
					const char *queued_version);

/* A table of structure.sql; returns nothing to fill. `columns` may carry no types. */
void build_table(struct build *build, const char *table, const char *columns);

/* Builds once; later calls give the same graph. */
const struct graph *build_graph(struct build *build);

/* The edge of a relation (and class, unless NULL) with that severity; NULL when there is none. */
const struct edge *build_find(const struct graph *graph, enum relation relation, enum severity severity,
			      const char *class_name);
const struct job *build_find_job(const struct graph *graph, const char *class_name);

#endif
