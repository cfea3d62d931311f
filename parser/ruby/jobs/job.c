/* The base class of batched jobs: readers, batch loops, relations of the batch.
 *
 * A job object keeps what it was made with as instance variables, under the names that the base class uses, so that
 * `@job_arguments` in a job works as well. Bounds of a batch are run-time data. The table a job runs on may be unknown:
 * the placeholder in its place makes every statement on it unresolved. */
#include "parser/ruby/jobs/job.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/records/relation.h"

#include <string.h>

static const char base_class[] = "BatchedMigrationJob";

const char *const job_namespaces[] = {"BackgroundMigration", "BackgroundMigrations", "BackgroundDataMigrations",
				      "DataMigrations", NULL};

const char *job_relative_name(const char *class_path)
{
	for (size_t i = 0; job_namespaces[i]; i++) {
		const char *at = strstr(class_path, job_namespaces[i]);
		size_t length = strlen(job_namespaces[i]);
		if (at && (at == class_path || at[-1] == ':') && at[length] == ':' && at[length + 1] == ':')
			return at + length + 2;
	}
	return NULL;
}

bool job_is_batched(struct interp *in, struct klass *klass)
{
	return klass && !klass->is_module && klass_descends(in, klass, base_class);
}

/* --- the object --- */

static void set_variable(struct interp *in, struct value job, const char *name, struct value value)
{
	hash_set(in, job.object->variables, value_symbol(in, name), value);
}

static struct value variable(struct interp *in, struct value self, const char *name, const char *why)
{
	struct value *found = self.object->variables ? hash_get_name(self.object->variables, name) : NULL;

	return found ? *found : value_data(in, NULL, why);
}

struct value job_object(struct interp *in, struct klass *klass, struct value table, struct value column,
			struct value arguments)
{
	static const char *const bounds[] = {"@start_id",   "@end_id",         "@start_cursor",
					     "@end_cursor", "@sub_batch_size", "@pause_ms"};
	struct value job = {.kind = VALUE_OBJECT, .object = ARENA_NEW(in->arena, struct object)};

	job.object->klass = klass;
	job.object->class_path = klass->path;
	job.object->variables = value_new_hash(in).hash;
	set_variable(in, job, "@batch_table", table);
	set_variable(in, job, "@batch_column", column);
	set_variable(in, job, "@job_arguments", arguments);
	set_variable(in, job, "@connection", connection_value(in));
	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++)
		set_variable(in, job, bounds[i], value_data(in, NULL, "a bound of a batch"));
	return job;
}

static struct value keyword(struct interp *in, const struct call *call, const char *name, const char *why)
{
	struct value *found = call_keyword(call, name);

	return found ? *found : value_unknown(in, call->node, why);
}

static bool has_perform(struct interp *in, struct klass *klass)
{
	struct klass *owner;

	return klass_find_method(in, klass, "perform", false, &owner) != NULL;
}

bool job_class_call(struct interp *in, const struct call *call, struct value *result)
{
	struct klass *klass = call->receiver.klass;
	struct job_run *run = in->job;

	if (!str_in(call->name, "new generic_instance"))
		return false;
	bool is_new_job = run && klass != run->klass && job_relative_name(klass->path) && !klass->is_module &&
			  !(klass->outer && !klass->outer->is_module && klass->outer->node) && has_perform(in, klass);
	if (is_new_job)
		names_add(run->arena, &run->delegates, str_copy(run->arena, job_relative_name(klass->path)));
	if (!job_is_batched(in, klass))
		return false;
	struct value *arguments = call_keyword(call, "job_arguments");
	*result = job_object(in, klass, keyword(in, call, "batch_table", "the table of the job is not given"),
			     keyword(in, call, "batch_column", "the column of the job is not given"),
			     arguments ? *arguments : value_new_array(in));
	return true;
}

struct value job_perform_named(struct interp *in, const char *class_name, struct value arguments)
{
	struct value klass = interp_constant(in, str_printf(in->arena, "Gitlab::BackgroundMigration::%s", class_name));
	struct value job = interp_send(in, klass, "new", NULL, 0);
	struct value unknown = value_data(in, NULL, "an argument of the job");

	if (klass.kind != VALUE_CLASS)
		return value_data(in, NULL, "the result of a job");
	if (arguments.kind == VALUE_ARRAY)
		return interp_send(in, job, "perform", arguments.array->items, arguments.array->count);
	return interp_send(in, job, "perform", &unknown, 1);
}

/* --- class-level declarations --- */

/* job_arguments :a, :b gives readers a and b */
static bool argument_reader(struct interp *in, const struct call *call, struct value self, struct value *result)
{
	const struct array *names = klass_last_call(in, self.object->klass, "job_arguments");
	struct value arguments = variable(in, self, "@job_arguments", "the arguments of the job");

	for (size_t i = 0; names && i < names->count; i++) {
		if (!str_equal(value_name(names->items[i]), call->name))
			continue;
		if (arguments.kind == VALUE_ARRAY && i < arguments.array->count)
			*result = arguments.array->items[i];
		else
			*result =
				value_unknown(in, call->node,
					      str_printf(in->arena, "the job argument '%s' is not known", call->name));
		return true;
	}
	return false;
}

/* --- relations of the batch --- */

static struct array *cursor_columns(struct interp *in, struct value self)
{
	return klass_last_call(in, self.object->klass, "cursor");
}

static const char *slice_columns(struct interp *in, struct value self, const struct relation *relation)
{
	const struct array *cursor = cursor_columns(in, self);
	struct names list = {0};

	if (!cursor)
		return relation_column(in, relation, variable(in, self, "@batch_column", "the column of the job"));
	for (size_t i = 0; i < cursor->count; i++)
		names_push(in->arena, &list, relation_column(in, relation, cursor->items[i]));
	return names_join(in->arena, &list, ", ");
}

/* Restricts the relation to a range of its slicing columns. */
static void add_range(struct interp *in, struct value self, struct relation *relation)
{
	const char *columns = slice_columns(in, self, relation);
	const char *low = value_to_text(in, value_data(in, NULL, "a bound of a batch")).bytes;

	if (strchr(columns, ','))
		names_push(in->arena, &relation->wheres, str_printf(in->arena, "(%s) >= ROW(%s)", columns, low));
	else
		names_push(in->arena, &relation->wheres,
			   str_printf(in->arena, "%s BETWEEN %s AND %s", columns, low, low));
}

static struct value base_relation(struct interp *in, struct value self)
{
	struct value table = variable(in, self, "@batch_table", "the table of the job");
	struct relation *relation = relation_new(in, value_to_text(in, table).bytes);
	struct value column = variable(in, self, "@batch_column", "the column of the job");

	if (!cursor_columns(in, self) && value_name(column))
		relation->primary_key = value_name(column);
	struct relation *ranged = relation_copy(in, relation);
	add_range(in, self, ranged);
	return relation_value(ranged);
}

/* A method of the job that it may have overridden, else the built-in one. */
static struct value call_overridable(struct interp *in, const struct call *call, struct value self, const char *name,
				     const struct value *argument)
{
	struct call inner = {.node = call->node, .source = call->source, .receiver = self, .name = name};
	struct value result;

	if (argument)
		array_push(in, &inner.positional, *argument);
	if (interp_call_own(in, self, &inner, &result) || job_call(in, &inner, &result))
		return result;
	return argument ? *argument : value_nil();
}

static struct value run_filter_batch(struct interp *in, const struct call *call, struct value self)
{
	const struct array *scope = klass_last_call(in, self.object->klass, "scope_to");
	struct value relation = call_arg(call, 0);

	if (!scope || !scope->count || scope->items[scope->count - 1].kind != VALUE_PROC)
		return relation;
	return interp_yield_self(in, scope->items[scope->count - 1].proc, self, &relation, 1);
}

/* base_relation, filtered by scope_to and by the batching_scope of this call */
static struct relation *batch_rows(struct interp *in, const struct call *call, struct value self)
{
	struct value rows = call_overridable(in, call, self, "base_relation", NULL);
	struct value *scope = call_keyword(call, "batching_scope");

	rows = call_overridable(in, call, self, "filter_batch", &rows);
	if (scope && scope->kind == VALUE_PROC)
		rows = interp_yield(in, scope->proc, &rows, 1);
	if (rows.kind == VALUE_RELATION)
		return rows.relation;
	relation_unresolved(in, call, "the rows of the batch are not known");
	return base_relation(in, self).relation;
}

static struct relation *sub_batch(struct interp *in, const struct call *call, struct value self, bool is_distinct)
{
	struct relation *rows = batch_rows(in, call, self);
	struct relation *slice = relation_copy(in, rows);
	struct relation *read = relation_copy(in, rows);
	struct value *options = call_keyword(call, "batching_arguments");
	struct value *column = options && options->kind == VALUE_HASH ? hash_get_name(options->hash, "column") : NULL;
	const char *columns = column ? relation_column(in, rows, *column) : slice_columns(in, self, rows);

	read->is_distinct = is_distinct;
	if (!is_distinct)
		names_push(in->arena, &read->orders, columns);
	read->selects.count = 0;
	relation_read(in, call, read, columns);
	if (is_distinct) {
		slice->is_distinct = true;
		names_push(in->arena, &slice->selects, columns);
	}
	return slice;
}

static struct value each_slice(struct interp *in, const struct call *call, struct value self, bool is_distinct)
{
	struct value slice = relation_value(sub_batch(in, call, self, is_distinct));

	return call->block ? interp_yield(in, call->block, &slice, 1) : slice;
}

static struct value run_each_sub_batch(struct interp *in, const struct call *call, struct value self)
{
	return each_slice(in, call, self, false);
}

static struct value run_distinct_each_batch(struct interp *in, const struct call *call, struct value self)
{
	return each_slice(in, call, self, true);
}

static struct value run_base_relation(struct interp *in, const struct call *call, struct value self)
{
	(void)call;
	return base_relation(in, self);
}

/* sub_batch_relation(batching_scope:) */
static struct value run_sub_batch_relation(struct interp *in, const struct call *call, struct value self)
{
	return relation_value(batch_rows(in, call, self));
}

/* batch_table, batch_column, start_id ...: the instance variable of that name */
static struct value run_reader(struct interp *in, const struct call *call, struct value self)
{
	return variable(in, self, str_printf(in->arena, "@%s", call->name), "a value that the job was made with");
}

static struct value run_cursor_columns(struct interp *in, const struct call *call, struct value self)
{
	struct array *columns = cursor_columns(in, self);

	if (str_equal(call->name, "cursor?"))
		return value_bool(columns != NULL);
	return columns ? (struct value){.kind = VALUE_ARRAY, .array = columns} : value_new_array(in);
}

static struct value run_run_time(struct interp *in, const struct call *call, struct value self)
{
	(void)self;
	if (call->block)
		return interp_yield(in, call->block, NULL, 0);
	return value_data(in, call->node, "a value known only while the job runs");
}

struct job_row {
	const char *name;
	struct value (*run)(struct interp *in, const struct call *call, struct value self);
};

static const struct job_row rows[] = {
	{"base_relation", run_base_relation},
	{"batch_column", run_reader},
	{"batch_metrics", run_run_time},
	{"batch_table", run_reader},
	{"connection", run_reader},
	{"cursor?", run_cursor_columns},
	{"cursor_columns", run_cursor_columns},
	{"distinct_each_batch", run_distinct_each_batch},
	{"each_sub_batch", run_each_sub_batch},
	{"end_cursor", run_reader},
	{"end_id", run_reader},
	{"filter_batch", run_filter_batch},
	{"job_arguments", run_reader},
	{"operation_name", run_run_time},
	{"pause_ms", run_reader},
	{"start_cursor", run_reader},
	{"start_id", run_reader},
	{"sub_batch_exception", run_run_time},
	{"sub_batch_relation", run_sub_batch_relation},
	{"sub_batch_size", run_reader},
};

bool job_call(struct interp *in, const struct call *call, struct value *result)
{
	struct value self = call->receiver;

	if (self.kind != VALUE_OBJECT || !self.object->klass)
		return false;
	if (job_is_batched(in, self.object->klass)) {
		const struct job_row *row = row_find(rows, sizeof(rows) / sizeof(rows[0]), call->name);
		if (row)
			*result = row->run(in, call, self);
		else if (!argument_reader(in, call, self, result))
			return false;
		return true;
	}
	if (str_equal(call->name, "logger")) {
		*result = value_data(in, call->node, "a logger");
		return true;
	}
	return false;
}
