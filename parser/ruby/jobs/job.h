/* Background jobs as the evaluator sees them: the built-in base class, and calls of the product's libraries that jobs
 * use.
 *
 * A batched job is an object with instance variables "@batch_table", "@batch_column", "@job_arguments"; the base class
 * itself is not read: its readers and batch loops are rows of job.c. */
#ifndef STOPGRAPH_PARSER_RUBY_JOB_H
#define STOPGRAPH_PARSER_RUBY_JOB_H

#include "parser/ruby/eval/interp.h"

/* What is collected while a job runs, kept at interp->job. */
struct job_run {
	struct arena *arena;    /* of the scan */
	struct klass *klass;    /* of the job that is evaluated */
	struct names delegates; /* other job classes that were made */
};

/* Is it a class of batched jobs? */
bool job_is_batched(struct interp *in, struct klass *klass);
/* A job object for a table, column and arguments. */
struct value job_object(struct interp *in, struct klass *klass, struct value table, struct value column,
			struct value arguments);
/* The modules that hold jobs: of the product itself, and of the gem online_migrations. Ends with NULL. */
extern const char *const job_namespaces[];
/* "ProjectNamespaces::Backfill" of "Gitlab::BackgroundMigration::ProjectNamespaces::Backfill"; NULL outside of it. */
const char *job_relative_name(const char *class_path);

/* X.new(batch_table: ...), X.generic_instance(...) of batched job classes. */
bool job_class_call(struct interp *in, const struct call *call, struct value *result);
/* BackgroundMigration.perform(name, arguments) inside a job: what X.new.perform(*arguments) does. */
struct value job_perform_named(struct interp *in, const char *class_name, struct value arguments);
/* BulkCopy, BulkUpdate, bulk_insert, perform_async of workers, and the like. */
bool job_external_call(struct interp *in, const struct call *call, struct value *result);
/* The scopes of the table that tracks Sidekiq-era jobs (`pending`, `succeeded`); false for any other relation. */
bool job_tracking_call(struct interp *in, const struct call *call, const struct relation *relation,
		       struct value *result);

/* A call nobody knows: when it may touch the database, the job is not exact. */
void job_missing_call(struct interp *in, const struct call *call);

/* A value from canonical JSON; VALUE_UNKNOWN when it is not JSON. */
struct value value_from_json(struct interp *in, const char *json);

#endif
