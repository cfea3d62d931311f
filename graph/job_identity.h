/* What names a job, and the jobs found so far by their names; shared by the files that collect jobs. */
#ifndef STOPGRAPH_GRAPH_JOB_IDENTITY_H
#define STOPGRAPH_GRAPH_JOB_IDENTITY_H

#include "graph/job.h"

/* The longest chain of jobs that queue jobs, or call one another's perform, which is followed. */
#define LONGEST_CHAIN 8

/* Everything that names one job, as the effect gives it. */
struct identity {
	enum job_era era;
	const char *class_name;
	const char *table;
	const char *column;
	const char *arguments;
	const char *database;
	const char *gitlab_schema;
	const struct effects *does; /* no part of the identity */
};

/* Identity of the job that a queue, gate or cancellation speaks of; the database through the gitlab_schema. */
struct identity identity_of(struct job_set *set, const struct placed_migration *placed, const struct effect *effect);

/* One text per identity: batched jobs by all parts, Sidekiq-era ones by class and arguments. */
char *identity_key(struct arena *arena, const struct identity *identity);

/* The job with this identity; job_new() makes it, job_intern() when it is not there yet. Its class is read at once. */
struct tracked_job *job_new(struct job_set *set, const struct identity *identity, const char *key);
struct tracked_job *job_intern(struct job_set *set, const struct identity *identity);

/* The one job that an incompletely known identity can mean; NULL when none or several. */
struct tracked_job *job_only_candidate(struct job_set *set, const struct identity *identity);

/* Gives the job a run before the tree begins, with what the dictionary knows about it. */
void job_add_squashed_run(struct job_set *set, struct tracked_job *job);

/* Must the queue have been in the tree once? */
bool job_queue_was_squashed(struct job_set *set, const struct identity *identity);

/* Appends to the list of `key`; nothing when `key` is NULL. */
void class_jobs_add(struct job_set *set, struct map *map, const char *key, struct tracked_job *job);

/* The database that serves a gitlab_schema, NULL when none is known to. */
const char *job_database_of_schema(const struct project *project, const char *schema);

/* The text, "?" when NULL. */
const char *job_word(const char *text);

/* A queue, gate or cancellation with a class. */
bool effect_is_about_job(const struct effect *effect);

/* Fills the maps of `set` from the project and its placed migrations. */
void jobs_index(struct job_set *set);

/* Jobs that no migration of the tree names: from the dictionary, or from the class alone (without a run). */
void job_from_dictionary(struct job_set *set, const struct job_dictionary *dictionary);
void job_from_class(struct job_set *set, const struct job_class *job_class);

#endif
