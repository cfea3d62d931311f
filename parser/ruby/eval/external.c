/* Constants that are not in what was read: rows by constant path and method.
 *
 * Predicates about the installation become conditions; calls that push, steal, run or delete background jobs become the
 * effects of the helpers of the same meaning, so they are helper rows with a path. Some constants hand out objects (a
 * partition, a record of a batched job): these are built-in objects with rows of their own. Everything else is left to
 * the evaluator, which makes it unknown without a statement. */
#include "parser/ruby/eval/external.h"
#include "parser/ruby/eval/names.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/records/relation.h"

#include <stdlib.h>
#include <string.h>

/* --- predicates --- */

struct predicate {
	const char *path;
	const char *method;
	enum guard when_true;
	enum guard when_false;
};

/* What its maker runs to try releases (staging, canary, dev.gitlab.org) is no customer's installation either. */
static const struct predicate predicates[] = {
	{"Gitlab", "canary?", GUARD_GITLAB_COM, GUARD_NONE},
	{"Gitlab", "com?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "com_and_canary?", GUARD_GITLAB_COM, GUARD_NONE},
	{"Gitlab", "com_but_not_canary?", GUARD_GITLAB_COM, GUARD_NONE},
	{"Gitlab", "com_but_not_jh?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "com_except_jh?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "dev_env_or_com?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "dev_env_org_or_com?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "ee?", GUARD_EE, GUARD_OTHER},
	{"Gitlab", "jh?", GUARD_OTHER, GUARD_NONE},
	{"Gitlab", "org?", GUARD_GITLAB_COM, GUARD_NONE},
	{"Gitlab", "org_or_com?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "saas?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab", "staging?", GUARD_GITLAB_COM, GUARD_NONE},
	{"Gitlab", "staging_or_com?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
	{"Gitlab::Saas", "enabled?", GUARD_GITLAB_COM, GUARD_SELF_MANAGED},
};

struct answer {
	const char *path;
	const char *method;
	bool yes;
};

/* Verdicts are for installations that customers run: PostgreSQL, production. */
static const struct answer answers[] = {
	{"ActsAsTaggableOn::Utils", "using_mysql?", false},
	{"ActsAsTaggableOn::Utils", "using_postgresql?", true},
	{"Gitlab", "ci?", false},
	{"Gitlab", "dev_or_test_env?", false},
	{"Gitlab::Database", "mysql?", false},
	{"Gitlab::Database", "postgresql?", true},
	{"Gitlab::Database", "read_only?", false},
	{"Gitlab::Database", "read_write?", true},
	{"Rails.env", "development?", false},
	{"Rails.env", "production?", true},
	{"Rails.env", "test?", false},
};

static bool find_condition(const char *path, const char *method, struct value *result)
{
	for (size_t i = 0; i < sizeof(predicates) / sizeof(predicates[0]); i++) {
		const struct predicate *row = &predicates[i];
		if (!strcmp(row->path, path) && !strcmp(row->method, method)) {
			*result = value_condition(row->when_true, row->when_false);
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (!strcmp(answers[i].path, path) && !strcmp(answers[i].method, method)) {
			*result = value_bool(answers[i].yes);
			return true;
		}
	}
	return false;
}

/* --- jobs of the Sidekiq era --- */

static struct value perform_later(struct helper *h)
{
	struct value arguments = helper_value(h, "job_arguments");
	helper_sidekiq_job(h, EFFECT_QUEUE, helper_value(h, "job_class"),
			   arguments.kind == VALUE_NIL ? value_new_array(h->in) : arguments);
	return value_nil();
}

static struct value perform_bulk(struct helper *h)
{
	helper_sidekiq_jobs(h, helper_value(h, "jobs"));
	return value_nil();
}

/* Without a block, everything that is queued is run. A block that is false for every job runs none: it deletes them. */
static struct value steal(struct helper *h)
{
	enum effect_verb verb = EFFECT_GATE;
	if (h->call->block) {
		struct value job = value_data(h->in, h->call->node, "a queued job");
		enum tristate wanted = value_truth(helper_yield(h, &job, 1));
		if (wanted == TRI_UNKNOWN) {
			helper_unresolved(h, "which jobs are stolen is known only at run time");
			return value_nil();
		}
		verb = wanted == TRI_NO ? EFFECT_CANCEL : EFFECT_GATE;
	}
	helper_sidekiq_job(h, verb, helper_value(h, "job_class"), value_new_array(h->in));
	return value_nil();
}

static void gate_by_performing(struct helper *h, struct value job_class, struct value arguments)
{
	struct effect *effect = helper_sidekiq_job(h, EFFECT_GATE, job_class, arguments);
	struct job_effect *job = ARENA_NEW(h->arena, struct job_effect);
	*job = *effect->job;
	job->manner = GATE_PERFORM;
	effect->job = job;
}

static struct value perform_now(struct helper *h)
{
	struct value arguments = helper_value(h, "job_arguments");
	const char *name = h->in->job ? helper_job_class(h, helper_value(h, "job_class")) : NULL;
	if (name)
		return job_perform_named(h->in, name, arguments);
	gate_by_performing(h, helper_value(h, "job_class"),
			   arguments.kind == VALUE_NIL ? value_new_array(h->in) : arguments);
	return value_nil();
}

static struct value perform_object(struct helper *h)
{
	gate_by_performing(h, value_string(h->in, h->call->receiver.object->class_path), helper_value(h, "arguments"));
	return value_nil();
}

/* --- partitions --- */

#define PARTITION "Gitlab::Database::PostgresPartition"
#define PARTITIONS "Gitlab::Database::PostgresPartition.relation"
#define PARTITIONED "Gitlab::Database::PostgresPartitionedTable.record"

/* A built-in object that stands for `subject`: a partition of a table, a list of partitions. */
static struct value built_in_object(struct interp *in, const char *class_path, struct value subject)
{
	struct object *object = ARENA_NEW(in->arena, struct object);
	struct value *kept = ARENA_NEW(in->arena, struct value);
	*kept = subject;
	object->class_path = class_path;
	object->data = kept;
	return (struct value){.kind = VALUE_OBJECT, .object = object};
}

static struct value subject_of(const struct helper *h)
{
	struct value receiver = h->call->receiver;
	if (receiver.kind != VALUE_OBJECT || receiver.object->klass || !receiver.object->data)
		return value_nil();
	return *(struct value *)receiver.object->data;
}

/* The physical partitions are not known: the parent stands for all of them. */
static struct value each_partition(struct helper *h)
{
	struct value parent = helper_given(h, "parent") ? helper_value(h, "parent") : subject_of(h);
	struct value partition = built_in_object(h->in, PARTITION, parent);
	struct value result = helper_yield(h, &partition, 1);
	struct value list = value_new_array(h->in);
	array_push(h->in, list.array, h->call->block ? result : partition);
	list.array->open = false;
	return list;
}

static struct value partitions_of(struct helper *h)
{
	return built_in_object(h->in, PARTITIONS,
			       helper_given(h, "parent") ? helper_value(h, "parent") : subject_of(h));
}

struct value external_partitioned_table(struct helper *h)
{
	return built_in_object(h->in, PARTITIONED, helper_value(h, "name"));
}

static struct value likely_name(struct helper *h, struct value name)
{
	if (!value_is_text(name))
		return name;
	struct text *text = ARENA_NEW(h->in->arena, struct text);
	*text = *name.text;
	text->likely = true;
	return value_text(VALUE_STRING, text);
}

static struct value partition_name(struct helper *h)
{
	return likely_name(h, subject_of(h));
}

static struct value partition_names(struct helper *h)
{
	struct value list = value_new_array(h->in);
	array_push(h->in, list.array, likely_name(h, subject_of(h)));
	return list;
}

static struct value same(struct helper *h)
{
	return h->call->receiver;
}

/* first(n), last(n): some of them. */
static struct value one_or_some(struct helper *h)
{
	return helper_given(h, "count") ? h->call->receiver : built_in_object(h->in, PARTITION, subject_of(h));
}

/* --- pure functions --- */

static struct value sha256(struct helper *h)
{
	struct value text = helper_value(h, "text");
	const char *bytes = value_name(text);
	return bytes ? value_string(h->in, name_hashed(h->in->arena, "", bytes, 64))
		     : value_unknown(h->in, h->call->node, "the digest of a text known only at run time");
}

static struct value sanitize(struct helper *h)
{
	struct value values = helper_value(h, "values");
	if (values.kind != VALUE_ARRAY || values.array->open)
		return values;
	return value_string(h->in, sql_fragment(h->in, values.array->items, values.array->count, NULL));
}

static struct value materialized(struct helper *h)
{
	return value_string(h->in, "MATERIALIZED");
}

static struct value run_up(struct helper *h)
{
	return h->in->reverting ? value_nil() : helper_yield(h, NULL, 0);
}

static struct value run_down(struct helper *h)
{
	return h->in->reverting ? helper_yield(h, NULL, 0) : value_nil();
}

/* Thread.new(1, 2) { |a, b| } */
static struct value run_thread(struct helper *h)
{
	struct value arguments = helper_value(h, "arguments");

	helper_yield(h, arguments.array->items, arguments.array->count);
	return value_unknown(h->in, h->call->node, "a thread");
}

/* --- SQL that is sent past ActiveRecord: the text, then the values of its ? or :name marks --- */

static struct value bound_sql(struct helper *h)
{
	struct value arguments = helper_value(h, "arguments");
	const struct array *given = arguments.array;

	if (!given->count || !value_is_text(given->items[0]))
		return given->count ? given->items[0] : value_unknown(h->in, h->call->node, "the SQL");
	return value_string(h->in, sql_fragment(h->in, given->items, given->count, h->call->keywords));
}

static struct value send_sql(struct helper *h)
{
	interp_sql(h->in, h->call, bound_sql(h), h->call->name);
	return value_data(h->in, h->call->node, "the result of a query");
}

static struct value send_query(struct helper *h)
{
	struct value list = value_new_array(h->in);

	array_push(h->in, list.array, send_sql(h));
	list.array->open = true;
	return list;
}

/* --- rows --- */

#define TRACKED "Gitlab::BackgroundMigration"
#define WORKER "BackgroundMigrationWorker"
#define LATER "job_class job_arguments"
#define COLUMN_DROPPER "Migration::ColumnDropper"
#define TABLE_DROPPER "Migration::TableDropper"
#define READ_ONLY(name)                                                                                                \
	"create_trigger trigger name='" name "_readonly' to='raise_" name "_readonly' type='BEFORE INSERT OR UPDATE'"

static const struct external_row rows[] = {
	{"*", {"exec_sql", "*arguments", NULL, send_sql}},
	{"*", {"sql_fragment", "*arguments", NULL, bound_sql}},
	{"ActiveRecord::Base", {"sanitize_sql", "values", NULL, sanitize}},
	{"ActiveRecord::Base", {"sanitize_sql_array", "values", NULL, sanitize}},
	{"ActiveRecord::Migration::ReversibleBlockHelper", {"down", "", NULL, run_down}},
	{"ActiveRecord::Migration::ReversibleBlockHelper", {"up", "", NULL, run_up}},
	{"ApplicationRecord", {"sanitize_sql", "values", NULL, sanitize}},
	{"ApplicationRecord", {"sanitize_sql_array", "values", NULL, sanitize}},
	{"BackgroundMigration::CiDatabaseWorker", {"perform_async", LATER, NULL, perform_later}},
	{"BackgroundMigration::CiDatabaseWorker", {"perform_in", "delay " LATER, NULL, perform_later}},
	{WORKER, {"bulk_perform_async", "jobs", NULL, perform_bulk}},
	{WORKER, {"bulk_perform_in", "delay jobs", NULL, perform_bulk}},
	{WORKER, {"perform_async", LATER, NULL, perform_later}},
	{WORKER, {"perform_bulk", "jobs", NULL, perform_bulk}},
	{WORKER, {"perform_bulk_in", "delay jobs", NULL, perform_bulk}},
	{WORKER, {"perform_in", "delay " LATER, NULL, perform_later}},
	{"DB", {"build", "*arguments", NULL, send_sql}},
	{"DB", {"exec", "*arguments", NULL, send_sql}},
	{"DB", {"query", "*arguments", NULL, send_query}},
	{"DB", {"query_array", "*arguments", NULL, send_query}},
	{"DB", {"query_each", "*arguments", NULL, send_query}},
	{"DB", {"query_hash", "*arguments", NULL, send_query}},
	{"DB", {"query_single", "*arguments", NULL, send_query}},
	{"Digest::SHA256", {"hexdigest", "text", NULL, sha256}},
	{TRACKED, {"perform", LATER, NULL, perform_now}},
	{TRACKED, {"steal", "job_class ? retry_dead_jobs", NULL, steal}},
	{"Gitlab::Database::AsWithMaterialized", {"materialized_if_supported", "? force", NULL, materialized}},
	{PARTITION, {"for_identifier", "parent", NULL, partitions_of}},
	{PARTITION, {"for_parent_table", "parent", NULL, partitions_of}},
	{PARTITION, {"identifier", "", NULL, partition_name}},
	{PARTITION, {"name", "", NULL, partition_name}},
	{PARTITIONS, {"each", "", NULL, each_partition}},
	{PARTITIONS, {"find_each", "", NULL, each_partition}},
	{PARTITIONS, {"first", "count", NULL, one_or_some}},
	{PARTITIONS, {"last", "count", NULL, one_or_some}},
	{PARTITIONS, {"limit", "count", NULL, same}},
	{PARTITIONS, {"map", "", NULL, each_partition}},
	{PARTITIONS, {"order", "*columns", NULL, same}},
	{PARTITIONS, {"pluck", "*columns", NULL, partition_names}},
	{PARTITIONS, {"reject", "", NULL, same}},
	{PARTITIONS, {"reverse_each", "", NULL, each_partition}},
	{PARTITIONS, {"select", "", NULL, same}},
	{PARTITIONS, {"to_a", "", NULL, each_partition}},
	{PARTITIONS, {"where", "*conditions", NULL, same}},
	{"Gitlab::Database::PostgresPartitionedTable", {"each_partition", "parent", NULL, each_partition}},
	{"Gitlab::Database::PostgresPartitionedTable", {"find_by", "? name", NULL, external_partitioned_table}},
	{"Gitlab::Database::PostgresPartitionedTable", {"find_by!", "? name", NULL, external_partitioned_table}},
	{"Gitlab::Database::PostgresPartitionedTable",
	 {"find_by_name_in_current_schema", "name", NULL, external_partitioned_table}},
	{PARTITIONED, {"identifier", "", NULL, partition_name}},
	{PARTITIONED, {"name", "", NULL, partition_name}},
	{PARTITIONED, {"postgres_partitions", "", NULL, partitions_of}},
	{COLUMN_DROPPER,
	 {"drop_readonly", "table column", "drop_trigger trigger name='{table}_{column}_readonly'", NULL}},
	{COLUMN_DROPPER, {"execute_drop", "table columns", "drop_column column columns=columns", NULL}},
	{COLUMN_DROPPER, {"mark_readonly", "table column", READ_ONLY("{table}_{column}"), NULL}},
	{TABLE_DROPPER, {"execute_drop", "table", "drop table", NULL}},
	{TABLE_DROPPER, {"read_only_table", "table", READ_ONLY("{table}"), NULL}},
	{"Thread", {"new", "*arguments", NULL, run_thread}},
};

const struct external_row *external_rows(size_t *count_out)
{
	*count_out = sizeof(rows) / sizeof(rows[0]);
	return rows;
}

const struct external_row *external_find(const struct external_row *items, size_t count, const char *path,
					 const char *method)
{
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(items[i].path, path) && !strcmp(items[i].helper.name, method))
			return &items[i];
	}
	return NULL;
}

/* --- dispatch --- */

/* A fork may have given the product's outermost module another name: Other::BackgroundMigration::Job is the same
 * thing. */
static const char *known_namespace(struct interp *in, const char *path)
{
	static const char module[] = "::BackgroundMigration";
	const char *rest = strstr(path, "::");

	if (!rest || str_starts_with(path, TRACKED) || !str_starts_with(rest, module) ||
	    (rest[sizeof(module) - 1] && rest[sizeof(module) - 1] != ':'))
		return path;
	return str_printf(in->arena, "Gitlab%s", rest);
}

static const char *path_of(struct interp *in, struct value receiver)
{
	const char *path = NULL;
	if (receiver.kind == VALUE_EXTERNAL)
		path = receiver.path;
	else if (receiver.kind == VALUE_CLASS)
		path = receiver.klass->path;
	else if (receiver.kind == VALUE_OBJECT && !receiver.object->klass)
		path = receiver.object->class_path;
	if (path && str_starts_with(path, "::"))
		path += 2;
	return path ? known_namespace(in, path) : NULL;
}

static bool is_job_class(const char *path)
{
	return str_starts_with(path, TRACKED "::");
}

/* Job classes are not run by a migration that instantiates them: the call is a gate for them. */
static bool job_object_call(struct interp *in, const struct call *call, const char *path, struct value *result)
{
	static const struct helper_row row = {"perform", "*arguments", NULL, perform_object};
	if (in->options.in_job || !is_job_class(path))
		return false;
	if (call->receiver.kind == VALUE_OBJECT && str_starts_with(call->name, "perform")) {
		*result = helper_run(in, call, &row, NULL, false);
		return true;
	}
	if (call->receiver.kind == VALUE_OBJECT || !str_equal(call->name, "new"))
		return false;
	struct object *object = ARENA_NEW(in->arena, struct object);
	object->class_path = path;
	*result = (struct value){.kind = VALUE_OBJECT, .object = object};
	return true;
}

bool external_call(struct interp *in, const struct call *call, struct value *result)
{
	if (table_block_call(in, call, result) || batched_record_call(in, call, result))
		return true;
	const char *path = path_of(in, call->receiver);
	if (!path)
		return false;
	/* whatever a base class of models does to get it */
	if (call->receiver.kind != VALUE_OBJECT &&
	    str_in(call->name, "connection lease_connection retrieve_connection")) {
		*result = connection_value(in);
		return true;
	}
	if (find_condition(path, call->name, result))
		return true;
	const struct external_row *row = external_find(rows, sizeof(rows) / sizeof(rows[0]), path, call->name);
	if (!row && call->receiver.kind != VALUE_OBJECT)
		row = external_find(rows, sizeof(rows) / sizeof(rows[0]), "*", call->name);
	if (row) {
		*result = helper_run(in, call, &row->helper, NULL, false);
		return true;
	}
	if (str_equal(path, "Rails") && str_equal(call->name, "env")) {
		*result = value_external("Rails.env");
		return true;
	}
	if (str_equal(path, "ENV")) {
		*result = value_data(in, call->node, "an environment variable");
		return true;
	}
	return job_object_call(in, call, path, result);
}
