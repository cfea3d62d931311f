/* Effects that several groups of helpers share: indexes, checks, foreign keys, copy triggers.
 *
 * SQL inside of arguments (predicates, expressions, CHECK texts) is always read by parser/sql, wrapped into a statement
 * that makes it parse, so that columns and kinds of constraints are told apart in one place. */
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"
#include "parser/sql/sql.h"

#include <string.h>

bool helper_rails_at_least(const struct helper *h, int major, int minor)
{
	const struct interp_options *options = &h->in->options;
	int class_major = options->gitlab_superclass ? 6 : options->superclass_major;
	int class_minor = options->gitlab_superclass ? 1 : options->superclass_minor;

	return class_major > major || (class_major == major && class_minor >= minor);
}

static bool names_own_helpers(struct value included)
{
	for (size_t i = 0; included.kind == VALUE_ARRAY && i < included.array->count; i++) {
		struct value module = included.array->items[i];
		const char *path = module.kind == VALUE_EXTERNAL ? module.path : NULL;
		if (module.kind == VALUE_CLASS)
			path = module.klass->path;
		if (path && strstr(path, "Database::MigrationHelpers"))
			return true;
	}
	return false;
}

bool helper_has_own_helpers(const struct helper *h)
{
	struct object *self = h->in->self_object;
	const struct array *calls = klass_calls(h->in, self ? self->klass : NULL, "include");
	bool found = h->in->options.gitlab_superclass;

	for (size_t i = 0; i < calls->count && !found; i++)
		found = names_own_helpers(calls->items[i]);
	return found;
}

const char *helper_index_name(struct helper *h, const char *table, const struct names *columns)
{
	return helper_rails_at_least(h, 7, 1) ? name_short_index(h->arena, table, columns)
					      : name_index(h->arena, table, columns);
}

static bool read_fragment(struct helper *h, const char *sql, struct column_refs *out)
{
	struct sql_input input = {.text = sql,
				  .length = strlen(sql),
				  .location = call_location(h->call),
				  .certainty = CERTAINTY_PROVEN,
				  .catalog = h->in->options.catalog};
	return sql_read_columns(h->arena, &input, out);
}

/* Columns that a predicate or an expression of `table` reads. */
static void read_columns(struct helper *h, const char *table, const char *expression, const char *predicate,
			 struct column_refs *out)
{
	const char *from = table ? table : "t";
	if (expression && !read_fragment(h, str_printf(h->arena, "SELECT %s FROM %s", expression, from), out) &&
	    !read_fragment(h, str_printf(h->arena, "SELECT 1 FROM %s ORDER BY %s", from, expression), out))
		helper_unresolved(h, "its expression could not be read");
	if (predicate &&
	    !read_fragment(h, str_printf(h->arena, "SELECT 1 FROM %s WHERE %s", table ? table : "t", predicate), out))
		helper_unresolved(h, "its condition could not be read");
}

const char *helper_shown(struct helper *h, const char *sql)
{
	struct strbuf out = strbuf_new(h->arena);
	const char *found;

	if (!sql || !strstr(sql, SQL_PLACEHOLDER_PREFIX))
		return sql;
	for (const char *c = sql; *c; c = found) {
		found = strstr(c, SQL_PLACEHOLDER_PREFIX);
		strbuf_add(&out, c, found ? (size_t)(found - c) : strlen(c));
		if (!found)
			break;
		strbuf_putc(&out, '?');
		found += strlen(SQL_PLACEHOLDER_PREFIX);
		found += strspn(found, "0123456789");
	}
	return strbuf_finish(&out);
}

static bool is_identifier(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789$") == strlen(text);
}

static struct value option_of(struct helper *h, struct value options, const char *key)
{
	if (options.kind == VALUE_HASH) {
		struct value *found = hash_get_name(options.hash, key);
		return found ? *found : value_nil();
	}
	return helper_value(h, key);
}

void helper_fill_index(struct helper *h, struct effect *effect, struct value columns, struct value options)
{
	const char *table = helper_raw_table(h);
	struct value name = option_of(h, options, "name");
	struct value predicate = option_of(h, options, "where");
	struct value unique = option_of(h, options, "unique");
	struct names names = helper_value_names(h, columns, "column");
	struct column_refs read = {0};

	effect->unique = unique.kind == VALUE_NIL ? TRI_NO : value_truth(unique);
	effect->nulls_collide = value_truth(option_of(h, options, "nulls_not_distinct")) == TRI_YES;
	effect->predicate = helper_text(h, predicate);
	for (size_t i = 0; i < names.count; i++) {
		if (is_identifier(names.items[i]))
			names_push(h->arena, &effect->columns, names.items[i]);
		else
			effect->expression = names_join(h->arena, &names, ", ");
	}
	if (name.kind != VALUE_NIL && name.kind != VALUE_BOOL)
		effect->name = helper_plain(h->arena, helper_value_name(h, name, "index name"));
	else if (table && names.count)
		effect->name = helper_index_name(h, table, &names);
	read_columns(h, helper_table(h), effect->expression, effect->predicate, &read);
	effect->predicate_columns = read;
	effect->predicate = helper_shown(h, effect->predicate);
	effect->expression = helper_shown(h, effect->expression);
	for (size_t i = 0; effect->expression && i < read.count; i++) {
		if (read.items[i].role == READ_VALUE)
			names_add(h->arena, &effect->columns, read.items[i].column);
	}
}

void helper_add_check(struct helper *h, const char *table, const char *expression, const char *name,
		      enum tristate validated)
{
	if (!table || !expression)
		return;
	struct effects *effects = h->in->options.out.effects;
	size_t before = effects->count;
	helper_sql(h, str_printf(h->arena, "ALTER TABLE %s ADD CONSTRAINT \"%s\" CHECK (%s)%s", table,
				 name ? name : "unnamed", expression, validated == TRI_NO ? " NOT VALID" : ""));
	for (size_t i = before; i < effects->count; i++) {
		effects->items[i].validated = validated;
		if (!name)
			effects->items[i].name = NULL;
	}
}

const char *helper_on_delete(struct helper *h, struct value value, const char *fallback)
{
	if (value.kind == VALUE_NIL || value.kind == VALUE_BOOL)
		return fallback;
	const char *name = value_name(value);
	if (str_equal(name, "set_null"))
		return "nullify";
	return name ? str_copy(h->arena, name) : NULL;
}

struct effect *helper_foreign_key(struct helper *h, const char *name, struct names columns, const char *target)
{
	struct effect *effect = helper_effect(h, EFFECT_ADD_FOREIGN_KEY, OBJECT_FOREIGN_KEY);
	effect->name = name;
	effect->kind = CONSTRAINT_FOREIGN_KEY;
	effect->columns = columns;
	effect->references = helper_plain(h->arena, target);
	effect->validated = TRI_YES;
	return effect;
}

static const struct effects *copy_body(struct helper *h, const struct names *from, const struct names *to)
{
	struct effects *body = ARENA_NEW(h->arena, struct effects);
	for (size_t i = 0; i < from->count && i < to->count; i++) {
		struct effect write = effect_make(EFFECT_WRITE, OBJECT_ROWS, call_location(h->call));
		write.table = "NEW";
		names_push(h->arena, &write.columns, to->items[i]);
		column_refs_add(h->arena, &write.sources, "NEW", from->items[i], READ_VALUE);
		vec_push(h->arena, body, write);
	}
	return body;
}

void helper_copy_trigger(struct helper *h, const struct copy_trigger *trigger)
{
	const char *function = trigger->function ? trigger->function : trigger->name;
	struct effect *created = helper_effect(h, EFFECT_CREATE, OBJECT_FUNCTION);
	created->table = NULL;
	created->name = function;
	created->body = copy_body(h, trigger->from, trigger->to);
	struct effect *attached = helper_effect(h, EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER);
	attached->name = trigger->name;
	attached->to = function;
	attached->type = trigger->fires ? trigger->fires : "BEFORE INSERT OR UPDATE";
}

static void exchange_names(struct helper *h, enum effect_verb verb, const char *from, const char *to)
{
	struct effect *effect = helper_effect(h, verb, OBJECT_COLUMN);
	names_push(h->arena, &effect->columns, from);
	names_push(h->arena, &effect->to_columns, to);
	effect->name = from;
	effect->to = to;
}

void helper_rename_column(struct helper *h, const char *old, const char *new_name)
{
	exchange_names(h, EFFECT_RENAME, old, new_name);
}

void helper_swap_columns(struct helper *h, const char *first, const char *second)
{
	exchange_names(h, EFFECT_SWAP, first, second);
}

void helper_drop_trigger(struct helper *h, const char *trigger, const char *function)
{
	helper_effect(h, EFFECT_DROP_TRIGGER, OBJECT_TRIGGER)->name = trigger;
	if (!function)
		return;
	struct effect *dropped = helper_effect(h, EFFECT_DROP, OBJECT_FUNCTION);
	dropped->table = NULL;
	dropped->name = function;
}

bool helper_legacy_partitioning(const struct helper *h)
{
	const struct interp_options *options = &h->in->options;
	if (options->release_major)
		return options->release_major < 15;
	return !options->gitlab_superclass || options->superclass_major < 2;
}

const char *helper_primary_key(struct helper *h, const char *table, const char *fallback)
{
	const char *column = catalog_key_column(h->in->options.catalog, table);
	return column ? column : fallback;
}
