/* Lookup of helpers, binding of arguments, and what all rows share.
 *
 * A parameter text is short and read anew for every call: that is cheaper than keeping tables of parsed ones, and there
 * is no state. Positional arguments that are hashes of options stay bound to their position too; keywords are found in
 * them as well, as Ruby did before it told the two apart.
 *
 * A statement is made when the first effect needs it (or when a template says `none`), so that calls without any
 * effect, such as `say`, are not counted. An open set of keywords (`**options` that could not be evaluated) makes the
 * statement unresolved: a name or a condition may be among them. */
#include "parser/ruby/migration/helper.h"

#include "parser/sql/sql.h"

#include <stdlib.h>
#include <string.h>

const struct helper_group *const *helper_groups(size_t *count_out)
{
	static const struct helper_group *const groups[] = {
#define X(group) &helper_group_##group,
#include "parser/ruby/helpers.def"
#undef X
	};
	*count_out = sizeof(groups) / sizeof(groups[0]);
	return groups;
}

static const struct helper_row *group_find(const struct helper_group *group, const char *name)
{
	return row_find(group->rows, group->count, name);
}

const struct helper_row *helper_find_row(const char *name)
{
	size_t count;
	const struct helper_group *const *groups = helper_groups(&count);
	for (size_t i = 0; i < count; i++) {
		const struct helper_row *row = group_find(groups[i], name);
		if (row)
			return row;
	}
	return NULL;
}

/* --- binding --- */

static struct value default_value(struct interp *in, const char *text, size_t length)
{
	char *word = str_copy_n(in->arena, text, length);
	if (str_equal(word, "true") || str_equal(word, "false"))
		return value_bool(*word == 't');
	char *end;
	long number = strtol(word, &end, 10);
	return *word && !*end ? value_integer(number) : value_string(in, word);
}

/* A last hash is options, as far as the row has any. */
static struct value rest_of(const struct helper *h, size_t from)
{
	struct value rest = value_new_array(h->in);
	size_t count = h->call->positional.count;
	if (count && !h->call->keywords && h->call->positional.items[count - 1].kind == VALUE_HASH &&
	    strchr(h->row->parameters, '?'))
		count--;
	for (size_t i = from; i < count; i++)
		array_push(h->in, rest.array, h->call->positional.items[i]);
	rest.array->open = h->call->positional.open;
	return rest;
}

static void bind_parameter(struct helper *h, const char *word, size_t length, size_t position, bool keyword)
{
	bool rest = *word == '*';
	const char *name = word + rest;
	const char *equals = memchr(name, '=', length - rest);
	struct helper_argument *argument = &h->arguments[h->count++];
	*argument = (struct helper_argument){
		.name = name, .length = equals ? (size_t)(equals - name) : length - rest, .value = value_nil()};

	if (rest) {
		argument->value = rest_of(h, position);
		argument->given = argument->value.array->count > 0;
		return;
	}
	struct value *found = NULL;
	if (!keyword && position < h->call->positional.count)
		found = &h->call->positional.items[position];
	struct value *named = call_keyword(h->call, str_copy_n(h->in->arena, argument->name, argument->length));
	if (named && (!found || found->kind == VALUE_HASH))
		found = named;
	argument->given = found != NULL;
	if (found)
		argument->value = *found;
	else if (equals)
		argument->value = default_value(h->in, equals + 1, length - (size_t)(equals + 1 - word));
}

static void bind_arguments(struct helper *h)
{
	bool keyword = false;
	size_t position = 0;
	for (const char *c = h->row->parameters; *c && h->count < HELPER_ARGUMENT_LIMIT;) {
		size_t length = strcspn(c, " ");
		if (length == 1 && *c == '?') {
			keyword = true;
		} else if (length) {
			bind_parameter(h, c, length, position, keyword);
			position += !keyword;
		}
		c += length;
		c += *c == ' ';
	}
}

static const struct helper_argument *find_argument(const struct helper *h, const char *parameter)
{
	size_t length = strlen(parameter);
	for (size_t i = 0; i < h->count; i++) {
		const struct helper_argument *argument = &h->arguments[i];
		if (argument->length == length && !memcmp(argument->name, parameter, length))
			return argument;
	}
	return NULL;
}

struct value helper_value(const struct helper *h, const char *parameter)
{
	const struct helper_argument *argument = find_argument(h, parameter);
	return argument ? argument->value : value_nil();
}

bool helper_given(const struct helper *h, const char *parameter)
{
	const struct helper_argument *argument = find_argument(h, parameter);
	return argument && argument->given && argument->value.kind != VALUE_NIL;
}

enum tristate helper_truth(const struct helper *h, const char *parameter)
{
	return value_truth(helper_value(h, parameter));
}

/* --- names --- */

const char *helper_plain(struct arena *arena, const char *name)
{
	static const char *const schemas[] = {"public.", "gitlab_partitions_dynamic.", "gitlab_partitions_static."};
	if (!name)
		return NULL;
	struct strbuf plain = strbuf_new(arena);
	for (const char *c = name; *c; c++) {
		if (*c != '"')
			strbuf_putc(&plain, *c);
	}
	const char *text = strbuf_finish(&plain);
	for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
		if (str_starts_with(text, schemas[i]))
			text += strlen(schemas[i]);
	}
	return text;
}

static const char *role_name(const char *parameter)
{
	return str_starts_with(parameter, "table") ? "table" : parameter;
}

const char *helper_value_name(struct helper *h, struct value value, const char *role)
{
	const char *name = value_name(value);
	return name ? interp_keep(h->in, name) : interp_name(h->in, helper_statement(h), value, role);
}

static void add_names(struct helper *h, struct value value, const char *role, struct names *names)
{
	if (value.kind != VALUE_ARRAY) {
		const char *name = helper_value_name(h, value, role);
		if (name)
			names_push(h->arena, names, name);
		return;
	}
	for (size_t i = 0; i < value.array->count; i++)
		add_names(h, value.array->items[i], role, names);
	if (value.array->open)
		helper_unresolved(h, str_printf(h->in->arena, "the list of %ss is filled at run time", role));
}

struct names helper_value_names(struct helper *h, struct value value, const char *role)
{
	struct names names = {0};
	add_names(h, value, role, &names);
	return names;
}

const char *helper_name(struct helper *h, const char *parameter)
{
	struct value value = helper_value(h, parameter);
	if (value.kind == VALUE_NIL)
		return NULL;
	if (value.kind == VALUE_ARRAY && value.array->count == 1)
		value = value.array->items[0];
	if (value.kind == VALUE_BOOL)
		return NULL;
	return helper_value_name(h, value, role_name(parameter));
}

const char *helper_plain_name(struct helper *h, const char *parameter)
{
	return helper_plain(h->arena, helper_name(h, parameter));
}

struct names helper_names(struct helper *h, const char *parameter)
{
	struct value value = helper_value(h, parameter);
	if (value.kind == VALUE_NIL)
		return (struct names){0};
	return helper_value_names(h, value, role_name(parameter));
}

const char *helper_raw_table(struct helper *h)
{
	if (h->table)
		return h->table;
	struct value value = helper_value(h, "table");
	if (value.kind == VALUE_NIL) {
		if (find_argument(h, "table"))
			helper_unresolved(h, "the table is not given");
		return NULL;
	}
	h->table_likely = value_is_text(value) && value.text->likely;
	h->table = helper_value_name(h, value, "table");
	return h->table;
}

const char *helper_table(struct helper *h)
{
	return helper_plain(h->arena, helper_raw_table(h));
}

const char *helper_text(struct helper *h, struct value value)
{
	if (value.kind == VALUE_NIL)
		return NULL;
	struct text text = value_to_text(h->in, value);
	return str_copy_n(h->arena, text.bytes, text.length);
}

/* --- output --- */

/* May an open set of keywords hide one that matters? */
static bool lacks_keyword(const struct helper *h)
{
	static const char *const names[] = {"name", "where", "unique", "column", "validate", "table_name"};
	if (!h->call->keywords || !h->call->keywords->open)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct helper_argument *argument = find_argument(h, names[i]);
		if (argument && !argument->given)
			return true;
	}
	return false;
}

size_t helper_statement(struct helper *h)
{
	if (h->has_statement)
		return h->statement;
	h->has_statement = true;
	h->statement = interp_statement(h->in, h->call, h->call->name);
	bool lacks_argument = h->call->positional.open && !find_argument(h, "arguments"); /* of one run of a job */
	if (lacks_argument || lacks_keyword(h))
		interp_unresolved(h->in, h->statement, "some of its arguments are not known");
	return h->statement;
}

void helper_unresolved(struct helper *h, const char *why)
{
	interp_unresolved(h->in, helper_statement(h), why);
}

struct effect *helper_effect(struct helper *h, enum effect_verb verb, enum effect_object object)
{
	const char *table = helper_table(h);
	struct effect *effect = interp_effect(h->in, h->call, helper_statement(h), verb, object);
	effect->table = table;
	if (h->table_likely && effect->certainty > CERTAINTY_LIKELY)
		effect->certainty = CERTAINTY_LIKELY;
	return effect;
}

void helper_sql(struct helper *h, const char *sql)
{
	struct interp_output *out = &h->in->options.out;
	size_t before = out->effects->count;
	size_t statement = helper_statement(h);
	struct sql_input input = {
		.text = sql,
		.length = strlen(sql),
		.location = call_location(h->call),
		.guard = h->in->guard,
		.certainty = h->table_likely ? CERTAINTY_LIKELY : h->in->certainty,
		.catalog = h->in->options.catalog,
	};
	struct sql_output output = {.effects = out->effects};
	if (!sql_read(h->arena, &input, &output))
		helper_unresolved(h, "its SQL could not be read");
	for (size_t i = before; i < out->effects->count; i++)
		out->effects->items[i].statement = statement;
}

struct value helper_yield(struct helper *h, const struct value *arguments, size_t count)
{
	if (!h->call->block)
		return value_nil();
	return interp_yield(h->in, h->call->block, arguments, count);
}

struct value helper_run_block(struct helper *h)
{
	return helper_yield(h, NULL, 0);
}

static struct call call_here(const struct helper *h, struct value receiver, const char *method)
{
	return (struct call){.node = h->call->node,
			     .source = h->call->source,
			     .receiver = receiver,
			     .has_receiver = true,
			     .name = method};
}

struct value helper_pass_block(struct helper *h, struct value receiver, const char *method)
{
	struct call call = call_here(h, receiver, method);
	call.block = h->call->block;
	return interp_call(h->in, &call);
}

struct value helper_send(struct helper *h, struct value receiver, const char *method, const struct value *arguments,
			 size_t count)
{
	struct call call = call_here(h, receiver, method);
	for (size_t i = 0; i < count; i++)
		array_push(h->in, &call.positional, arguments[i]);
	return interp_call(h->in, &call);
}

/* --- running --- */

struct value helper_run(struct interp *in, const struct call *call, const struct helper_row *row, const char *table,
			bool table_likely)
{
	struct helper h = {
		.in = in,
		.call = call,
		.row = row,
		.arena = in->options.out.arena,
		.table = table,
		.table_likely = table_likely,
	};
	bind_arguments(&h);
	if (row->effects && *row->effects)
		helper_apply(&h, row->effects);
	if (row->expand)
		return row->expand(&h);
	return row->effects && !*row->effects ? value_unknown(in, call->node, "an answer of the database")
					      : value_nil();
}

/* Is `self` a migration? Calls on models inside of it (receiver-less calls of a scope or a record) are not helpers. A
 * call with a receiver comes from the connection, which has the schema statements as methods of its own. */
static bool is_migration(struct interp *in, struct value self)
{
	if (self.kind == VALUE_OBJECT && self.object == in->self_object)
		return true;
	struct klass *klass = self.kind == VALUE_OBJECT ? self.object->klass : NULL;
	if (self.kind == VALUE_CLASS)
		klass = self.klass;
	if (klass && in->self_object && klass == in->self_object->klass && !in->options.in_job)
		return true;
	for (; klass; klass = klass_superclass(in, klass)) {
		const char *above = klass->superclass_path ? klass->superclass_path : "";
		if (strstr(above, "Migration") && !str_ends_with(above, "Record"))
			return true;
	}
	return false;
}

bool helper_call(struct interp *in, const struct call *call, struct value *result)
{
	if (!call->has_receiver && !is_migration(in, call->receiver))
		return false;
	const struct helper_row *row = helper_find_row(call->name);
	if (row) {
		*result = helper_run(in, call, row, NULL, false);
		return true;
	}
	if (in->options.in_job || call->has_receiver || !call->node)
		return false;
	if (helper_call_included(in, call, result))
		return true;
	size_t statement = interp_statement(in, call, call->name);
	interp_unresolved(in, statement, str_printf(in->arena, "no rule for the helper '%s'", call->name));
	if (call->block)
		interp_yield(in, call->block, NULL, 0);
	*result = value_unknown(in, call->node, "the result of an unknown helper");
	return true;
}
