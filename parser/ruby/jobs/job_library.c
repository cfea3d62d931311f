/* Calls of the product's own libraries that jobs use to write rows, and of code that cannot be seen.
 *
 * Workers, services and other classes of the application run with effects that are not in the files of the job: they
 * make the job's write set unknown, with the name of the class as the reason. Calls that only compute (of Ruby's
 * libraries, gems, utilities) are told apart by the names of the class and the method, and by whether rows are handed
 * to them. */
#include "parser/ruby/jobs/job.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/records/relation.h"

#include <string.h>

static const char *path_of(struct value value)
{
	if (value.kind == VALUE_EXTERNAL)
		return value.path;
	if (value.kind == VALUE_OBJECT && !value.object->klass)
		return value.object->class_path;
	return "";
}

/* --- copying into a partitioned table --- */

static struct value make_bulk_copy(struct interp *in, const struct call *call)
{
	static const char *const names[] = {"@source", "@target", "@column"};
	struct value copy = {.kind = VALUE_OBJECT, .object = ARENA_NEW(in->arena, struct object)};

	copy.object->class_path = call->receiver.path;
	copy.object->variables = value_new_hash(in).hash;
	for (size_t i = 0; i < 3; i++)
		hash_set(in, copy.object->variables, value_symbol(in, names[i]), call_arg(call, i));
	return copy;
}

static const char *conflict_columns(struct interp *in, const char *table)
{
	const struct names *key = catalog_primary_key(in->options.catalog, table);
	struct names quoted = {0};

	for (size_t i = 0; key && i < key->count; i++)
		names_push(in->arena, &quoted, sql_quote_name(in, key->items[i]));
	return quoted.count ? str_printf(in->arena, " (%s)", names_join(in->arena, &quoted, ", ")) : "";
}

/* The list of columns is asked of the database when the job runs: no column that is gone by then is missed. */
static void name_no_columns(struct interp *in, size_t first_effect)
{
	struct arena *arena = in->options.out.arena;
	struct effects *effects = in->options.out.effects;

	for (size_t i = first_effect; i < effects->count; i++) {
		struct effect *effect = &effects->items[i];
		struct column_refs sources = effect->sources;
		effect->columns = (struct names){0};
		names_push(arena, &effect->columns, "*");
		effect->sources = (struct column_refs){0};
		vec_each(const struct column_ref, ref, &sources)
			column_refs_add(arena, &effect->sources, ref->table, "*", ref->role);
	}
}

/* INSERT INTO target SELECT every column of the source, as BulkCopy does. */
static struct value copy_rows(struct interp *in, const struct call *call)
{
	const struct hash *variables = call->receiver.object->variables;
	const char *source = value_to_text(in, *hash_get_name(variables, "@source")).bytes;
	const char *target = value_to_text(in, *hash_get_name(variables, "@target")).bytes;
	const struct names *columns = catalog_columns(in->options.catalog, source);
	struct value rows = call_arg(call, 0);
	struct names quoted = {0};

	for (size_t i = 0; columns && i < columns->count; i++)
		names_push(in->arena, &quoted, sql_quote_name(in, columns->items[i]));
	struct relation *relation = rows.kind == VALUE_RELATION ? relation_copy(in, rows.relation)
								: relation_copy(in, relation_new(in, source));
	const char *list = quoted.count ? names_join(in->arena, &quoted, ", ") : NULL;
	const char *sql = str_printf(in->arena, "INSERT INTO %s %s%s%s %s ON CONFLICT%s DO NOTHING",
				     sql_quote_name(in, target), list ? "(" : "", list ? list : "", list ? ")" : "",
				     relation_sql(in, relation, list), conflict_columns(in, target));
	size_t before = in->options.out.effects->count;
	interp_sql(in, call, value_string(in, sql), call->name);
	name_no_columns(in, before);
	return value_data(in, call->node, "the number of copied rows");
}

/* --- bulk helpers --- */

static struct value bulk_insert(struct interp *in, const struct call *call)
{
	struct relation *relation = relation_new(in, value_to_text(in, call_arg(call, 0)).bytes);
	struct value *conflict = call_keyword(call, "on_conflict");
	struct insert_options options = {
		.conflict = conflict && conflict->kind != VALUE_NIL ? " ON CONFLICT DO NOTHING" : "",
	};

	relation_insert(in, call, relation, call_arg(call, 1), &options);
	return value_data(in, call->node, "the identifiers of inserted rows");
}

/* BulkUpdate.execute(columns, { record => { column: value } }) */
static struct value bulk_update(struct interp *in, const struct call *call)
{
	struct value columns = call_arg(call, 0), mapping = call_arg(call, 1);
	struct relation *relation = NULL;
	struct hash *set = value_new_hash(in).hash;

	for (size_t i = 0; mapping.kind == VALUE_HASH && i < mapping.hash->count; i++) {
		if (mapping.hash->items[i].key.kind == VALUE_RECORD)
			relation = mapping.hash->items[i].key.relation;
	}
	if (!relation || columns.kind != VALUE_ARRAY) {
		relation_unresolved(in, call, "the rows of the bulk update are not known");
		return value_nil();
	}
	for (size_t i = 0; i < columns.array->count; i++)
		hash_set(in, set, columns.array->items[i], value_data(in, NULL, "a value of a bulk update"));
	set->open = columns.array->open;
	struct relation *rows = relation_copy(in, relation);
	rows->wheres.count = rows->joins.count = rows->orders.count = 0;
	rows->is_limited = rows->is_distinct = false;
	relation_add_key(in, rows, value_data(in, NULL, "the key of a row"));
	relation_update(in, call, rows, relation_assignments(in, rows, set));
	return value_nil();
}

/* --- trees of rows --- */

static struct value keep_rows(struct interp *in, const struct call *call)
{
	struct value object = {.kind = VALUE_OBJECT, .object = ARENA_NEW(in->arena, struct object)};
	struct value *given = call_keyword(call, "namespace_class");

	object.object->class_path = call->receiver.path;
	object.object->variables = value_new_hash(in).hash;
	hash_set(in, object.object->variables, value_symbol(in, "@rows"), given ? *given : call_arg(call, 0));
	return object;
}

/* Rows above or below the given ones: the same table, linked by parent_id. */
static struct value linked_rows(struct interp *in, const struct call *call)
{
	struct value rows = *hash_get_name(call->receiver.object->variables, "@rows");
	struct relation *from = model_relation(in, rows, "where");
	struct value parents = value_new_hash(in);

	if (!from) {
		relation_unresolved(in, call, "the rows of the hierarchy are not known");
		return value_unknown(in, call->node, "the rows of a hierarchy");
	}
	struct relation *base = relation_copy(in, from);
	base->selects.count = 0;
	hash_set(in, parents.hash, value_symbol(in, "parent_id"), relation_value(base));
	struct relation *linked = relation_copy(in, relation_all(in, from));
	relation_add_condition(in, linked, parents, false);
	return relation_value(linked);
}

/* NamespaceEachBatch#each_batch { |ids, cursor| } */
static struct value each_tree_batch(struct interp *in, const struct call *call)
{
	struct value rows = linked_rows(in, call);
	struct value arguments[] = {value_new_array(in), value_data(in, call->node, "a cursor")};

	if (rows.kind == VALUE_RELATION)
		relation_read(in, call, rows.relation, relation_column(in, rows.relation, value_symbol(in, "id")));
	arguments[0].array->open = true;
	array_push(in, arguments[0].array, value_data(in, call->node, "the key of a row"));
	return call->block ? interp_yield(in, call->block, arguments, 2) : value_nil();
}

/* Pagination::Keyset::Iterator.new(scope: rows): walks over the rows in batches. */
static struct value scope_rows(struct interp *in, const struct call *call)
{
	struct value *rows = call_keyword(call, "scope");

	return rows ? *rows : value_unknown(in, call->node, "the rows that are iterated over");
}

/* WITH x AS MATERIALIZED: left out on old servers */
static struct value materialized(struct interp *in, const struct call *call)
{
	(void)call;
	return value_string(in, "MATERIALIZED");
}

/* --- what is not seen --- */

static bool is_worker(const char *path)
{
	return str_ends_with(path, "Worker") && !str_ends_with(path, "BackgroundMigrationWorker");
}

static struct value run_worker(struct interp *in, const struct call *call)
{
	relation_unresolved(in, call,
			    str_printf(in->arena, "what the worker '%s' does is not part of the job's files",
				       path_of(call->receiver)));
	return value_data(in, call->node, "the identifier of an enqueued job");
}

/* The table in which jobs of the 13th and 14th releases keep track of what is done. */
static struct relation *tracked(struct interp *in, const struct call *call)
{
	struct relation *relation = relation_new(in, "background_migration_jobs");

	if (value_is_text(call_arg(call, 0)))
		names_push(in->arena, &relation->wheres,
			   str_printf(in->arena, "class_name = %s", sql_literal(in, call_arg(call, 0))));
	return relation;
}

static struct value tracked_rows(struct interp *in, const struct call *call)
{
	return relation_value(tracked(in, call));
}

bool job_tracking_call(struct interp *in, const struct call *call, const struct relation *relation,
		       struct value *result)
{
	if (!str_equal(relation->table, "background_migration_jobs") || !str_in(call->name, "pending succeeded"))
		return false;
	struct relation *chosen = relation_copy(in, relation);
	names_push(in->arena, &chosen->wheres, str_equal(call->name, "pending") ? "status = 0" : "status = 1");
	*result = relation_value(chosen);
	return true;
}

static struct value mark_tracked(struct interp *in, const struct call *call)
{
	const char *sql = str_printf(in->arena, "UPDATE background_migration_jobs SET status = 1%s",
				     relation_target_sql(in, tracked(in, call)));

	interp_sql(in, call, value_string(in, sql), call->name);
	return value_data(in, call->node, "the number of changed rows");
}

struct library_row {
	const char *suffix;  /* of the constant path; "": of any class, with the name of a table first */
	const char *methods; /* names */
	builtin_fn *run;
	bool of_object; /* asked of what `new` made */
};

static const struct library_row rows[] = {
	{"AsWithMaterialized", "materialized_if_supported", materialized, false},
	{"BulkCopy", "copy_relation copy_between", copy_rows, true},
	{"BulkCopy", "new", make_bulk_copy, false},
	{"Database::BackgroundMigrationJob", "for_migration_class for_migration_execution pending where", tracked_rows,
	 false},
	{"Database::BackgroundMigrationJob", "mark_all_as_succeeded", mark_tracked, false},
	{"Database::BulkUpdate", "execute", bulk_update, false},
	{"Keyset::Iterator", "new", scope_rows, false},
	{"NamespaceEachBatch", "each_batch", each_tree_batch, true},
	{"NamespaceEachBatch", "new", keep_rows, false},
	{"ObjectHierarchy", "all_objects ancestors base_and_ancestors base_and_descendants descendants", linked_rows,
	 true},
	{"ObjectHierarchy", "new", keep_rows, false},
	{"", "legacy_bulk_insert bulk_insert", bulk_insert, false},
};

static bool row_fits(const struct library_row *row, const struct call *call, const char *path)
{
	if (!str_ends_with(path, row->suffix) || !str_in(call->name, row->methods))
		return false;
	if (row->of_object && !(call->receiver.kind == VALUE_OBJECT && call->receiver.object->variables))
		return false;
	return *row->suffix || value_is_text(call_arg(call, 0));
}

bool job_external_call(struct interp *in, const struct call *call, struct value *result)
{
	const char *path = path_of(call->receiver);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (row_fits(&rows[i], call, path)) {
			*result = rows[i].run(in, call);
			return true;
		}
	}
	if (in->options.in_job && is_worker(path) && strstr(call->name, "perform_")) {
		*result = run_worker(in, call);
		return true;
	}
	if (call->receiver.kind == VALUE_EXTERNAL && str_in(call->name, "transaction uncached with_lock_retries") &&
	    call->block) {
		*result = interp_yield(in, call->block, NULL, 0);
		return true;
	}
	return false;
}

/* Names of application classes whose purpose is an effect or a query. */
static const char *const acting_suffixes[] = {
	"Worker",   "Service", "Job",       "Finder", "Creator",   "Updater",   "Destroyer",
	"Importer", "Sweeper", "Processor", "Loader", "Hierarchy", "EachBatch",
};

static const char acting_methods[] =
	"execute call perform perform_now perform_async perform_in perform_later run! process "
	"save save! create create! update update! destroy destroy! delete delete! insert upsert "
	"bulk_perform_async bulk_perform_in bulk_insert!";

/* Libraries with such names that leave the database alone. */
static const char *const harmless_suffixes[] = {"ServiceResponse", "Loader::Yaml", "Redis::Cache",
						"Redis::SharedState"};

static bool has_suffix(const char *path, const char *const *suffixes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_ends_with(path, suffixes[i]))
			return true;
	}
	return false;
}

/* Rows that are handed over; `chosen`: to be worked on, no model class that only names a table. */
static bool is_rows(struct value value, bool chosen)
{
	return value.kind == VALUE_RELATION && !(chosen && value.relation->is_model);
}

static bool takes_rows(const struct call *call, bool chosen)
{
	for (size_t i = 0; i < call->positional.count; i++) {
		if (is_rows(call->positional.items[i], chosen))
			return true;
	}
	for (size_t i = 0; call->keywords && i < call->keywords->count; i++) {
		if (is_rows(call->keywords->items[i].value, chosen))
			return true;
	}
	return false;
}

/* Does the first word of a method of some object say that it changes things, or a bang at its end? */
static bool acts_by_name(const char *name)
{
	static const char verbs[] = "abort bulk create delete destroy enqueue execute import migrate move perform "
				    "process remove reset run save schedule sync update";
	size_t length = strcspn(name, "_!?");
	char word[16];

	if (str_ends_with(name, "!"))
		return true;
	if (length >= sizeof(word))
		return false;
	memcpy(word, name, length);
	word[length] = '\0';
	return str_in(word, verbs);
}

/* Does the call look like one that reads or changes rows? Constants in capitals are plain values. */
static bool may_act(const struct call *call, const char *path)
{
	const char *last = inflect_demodulize(path);
	bool is_value = strspn(last, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(last) && strchr(last, '_');

	if (is_value || has_suffix(path, harmless_suffixes, sizeof(harmless_suffixes) / sizeof(*harmless_suffixes)))
		return false;
	if (str_equal(call->name, "new"))
		return takes_rows(call, true);
	if (call->receiver.kind == VALUE_OBJECT && !call->receiver.object->klass && acts_by_name(call->name))
		return true;
	bool acts = has_suffix(path, acting_suffixes, sizeof(acting_suffixes) / sizeof(*acting_suffixes));
	return acts || takes_rows(call, false) || (strstr(path, "::") && str_in(call->name, acting_methods));
}

/* In a migration: `Importer.new.execute` of the application. Libraries of Ruby and queues are no part of it. */
static bool is_opaque_object(const struct call *call, const char *path)
{
	static const char *const libraries[] = {"Sidekiq", "Redis", "Queue", "Logger", "Thread",
						"File",    "Set",   "Net",   "URI"};

	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++) {
		if (strstr(path, libraries[i]))
			return false;
	}
	return call->has_receiver && call->receiver.kind == VALUE_OBJECT && !call->receiver.object->klass && *path &&
	       acts_by_name(call->name) &&
	       !has_suffix(path, harmless_suffixes, sizeof(harmless_suffixes) / sizeof(*harmless_suffixes));
}

/* Only rows and models answer to these: on a value that is not known, rows are changed that nobody sees. */
static bool changes_unseen_rows(const struct call *call)
{
	static const char methods[] =
		"delete_all destroy destroy! destroy_all find_or_create_by! insert_all insert_all! "
		"save! touch_all update_all update_column update_columns upsert_all";
	enum value_kind kind = call->receiver.kind;

	return (kind == VALUE_UNKNOWN || kind == VALUE_STRING || kind == VALUE_NIL) && str_in(call->name, methods);
}

void job_missing_call(struct interp *in, const struct call *call)
{
	const char *path = path_of(call->receiver);
	struct value first = call_arg(call, 0);

	if (!in->job && is_opaque_object(call, path))
		relation_unresolved(in, call,
				    str_printf(in->arena, "what '%s' of '%s' does is not part of the files read",
					       call->name, path));
	if (!in->job || !call->has_receiver)
		return;
	if (call->receiver.kind == VALUE_RECORD && acts_by_name(call->name))
		relation_unresolved(in, call,
				    str_printf(in->arena, "the method '%s' of a row of '%s' was not read", call->name,
					       call->receiver.relation->table));
	if (first.kind == VALUE_PROC && first.proc->method_on_self)
		relation_unresolved(in, call,
				    str_printf(in->arena, "the method '%s' runs with values that are not known",
					       first.proc->method));
	else if (changes_unseen_rows(call))
		relation_unresolved(in, call, str_printf(in->arena, "the rows of '%s' are not known", call->name));
	else if (*path && may_act(call, path))
		relation_unresolved(in, call,
				    str_printf(in->arena, "what '%s' of '%s' does is not part of the job's files",
					       call->name, path));
}
