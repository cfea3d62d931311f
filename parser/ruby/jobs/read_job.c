/* Evaluating one job class: its perform is run on a job object made for a table, column and arguments.
 *
 * Batched jobs get them through the base class. Older jobs are plain classes with positional arguments: those that look
 * like bounds of a range, or lists of ids, are run-time data, the others are the static arguments in their order; in
 * the legacy entry of batched jobs the table and the column are parameters, too.
 *
 * An answer is exact when nothing was left unresolved. Equal questions get the same answer: answers are kept. Effects
 * of row triggers on the tables that are written are added as statements of their own. */
#include "parser/ruby/jobs/read_job.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/library.h"
#include "parser/ruby/eval/state.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/online/online_job.h"

#include <string.h>

struct kept_reading {
	struct job_question question;
	const struct job_reading *reading;
};

struct kept_readings {
	VEC(struct kept_reading) items;
};

struct run {
	struct ruby *ruby;
	struct interp *in;
	struct klass *klass;
	struct job_reading *out;
	const char *table, *column;
	struct value arguments;
};

/* --- arguments of old jobs --- */

#define PARAMETER_LIMIT 16

/* Names that may be ends of a range, when no others look more like it. */
static const char vague_bounds[] =
	"a b begin finish first_id from high high_id i j last_id low low_id lower n range to "
	"upper x y";

/* min and max of a range, or ids of rows */
static bool is_bound(const char *name)
{
	static const char *const parts[] = {"start", "stop", "end", "min",        "max",   "first",  "last", "from_id",
					    "to_id", "ids",  "id",  "batch_size", "pause", "offset", "page"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *at = strstr(name, parts[i]);
		size_t length = strlen(parts[i]);
		if (at && (at == name || at[-1] == '_') && (at[length] == '\0' || at[length] == '_'))
			return true;
	}
	return false;
}

static size_t count_parameters(const struct node *parameters)
{
	size_t count = 0;

	for (const struct node *p = parameters ? parameters->children : NULL; p; p = p->next)
		count += p->flag == PARAMETER_PLAIN || p->flag == PARAMETER_OPTIONAL;
	return count;
}

static struct value known_or(struct interp *in, const char *name, const char *why)
{
	return name ? value_string(in, name) : value_unknown(in, NULL, why);
}

static bool is_positional(const struct node *parameter)
{
	return parameter->flag == PARAMETER_PLAIN || parameter->flag == PARAMETER_OPTIONAL ||
	       parameter->flag == PARAMETER_DESTRUCTURED;
}

/* Marks up to `wanted` positional parameters as run-time data: clear names first, then vague ones, in their order. */
static void mark_dynamic(const struct node *parameters, size_t wanted, bool *is_dynamic)
{
	for (unsigned round = 0; round < 2; round++) {
		size_t i = 0;
		for (const struct node *p = parameters ? parameters->children : NULL; p && i < PARAMETER_LIMIT;
		     p = p->next) {
			const char *name = p->name ? p->name : "";
			if (!is_positional(p))
				continue;
			if (wanted && !is_dynamic[i] && (round ? str_in(name, vague_bounds) : is_bound(name))) {
				is_dynamic[i] = true;
				wanted--;
			}
			i++;
		}
	}
}

/* The value of one parameter of an old perform. `statics` counts the static arguments that were given out. */
static struct value old_argument(struct run *run, const struct node *parameter, bool is_dynamic, size_t *statics)
{
	const struct array *given = run->arguments.kind == VALUE_ARRAY ? run->arguments.array : NULL;
	const char *name = parameter->name ? parameter->name : "";

	if (str_in(name, "batch_table"))
		return known_or(run->in, run->table, "the table of the job is not known");
	if (str_in(name, "batch_column"))
		return known_or(run->in, run->column, "the column of the job is not known");
	if (given && *statics < given->count && !is_dynamic)
		return given->items[(*statics)++];
	return value_data(run->in, parameter, "an argument of the job");
}

static bool names_part(const struct node *parameter, const char *part)
{
	return parameter && parameter->name && strstr(parameter->name, part);
}

/* The entry of the first batched jobs: perform(start, end, table, column, sub batch size, pause, *job arguments); the
 * very first had no pause. The names differ, the order does not. */
static bool is_batched_entry(const struct node *parameters)
{
	const struct node *p = parameters ? parameters->children : NULL;

	for (unsigned i = 0; p && i < 2; i++)
		p = p->next;
	return names_part(p, "table") && names_part(p->next, "column") && names_part(p->next->next, "size");
}

static void batched_entry_arguments(struct run *run, const struct node *parameters, struct call *call)
{
	const struct array *given = run->arguments.kind == VALUE_ARRAY ? run->arguments.array : NULL;
	const struct node *p = parameters->children;
	size_t statics = 0;

	for (size_t i = 0; p; p = p->next, i++) {
		struct value value = value_data(run->in, p, "an argument of the job");
		if (p->flag == PARAMETER_SPLAT && given) {
			for (; statics < given->count; statics++)
				array_push(run->in, &call->positional, given->items[statics]);
			continue;
		}
		if (i == 2)
			value = known_or(run->in, run->table, "the table of the job is not known");
		else if (i == 3)
			value = known_or(run->in, run->column, "the column of the job is not known");
		else if (i > 4 && !names_part(p, "pause") && given && statics < given->count)
			value = given->items[statics++];
		else if (p->flag == PARAMETER_OPTIONAL)
			break;
		array_push(run->in, &call->positional, value);
	}
}

static void old_arguments(struct run *run, const struct node *parameters, struct call *call)
{
	if (run->table && is_batched_entry(parameters)) {
		batched_entry_arguments(run, parameters, call);
		return;
	}
	size_t plain = count_parameters(parameters);
	size_t given = run->arguments.kind == VALUE_ARRAY ? run->arguments.array->count : 0;
	size_t statics = 0, position = 0;
	bool is_dynamic[PARAMETER_LIMIT] = {false};

	mark_dynamic(parameters, plain > given ? plain - given : 0, is_dynamic);
	for (const struct node *p = parameters ? parameters->children : NULL; p; p = p->next) {
		if (p->flag == PARAMETER_KEYWORD) {
			if (!call->keywords)
				call->keywords = value_new_hash(run->in).hash;
			hash_set(run->in, call->keywords, value_symbol(run->in, p->name),
				 old_argument(run, p, is_bound(p->name), &statics));
		} else if (p->flag == PARAMETER_SPLAT) {
			for (; statics < given; statics++)
				array_push(run->in, &call->positional, run->arguments.array->items[statics]);
			if (!given) {
				array_push(run->in, &call->positional,
					   value_data(run->in, p, "an argument of the job"));
				call->positional.open = true;
			}
		} else if (is_positional(p)) {
			bool dynamic = position < PARAMETER_LIMIT && is_dynamic[position];
			array_push(run->in, &call->positional, old_argument(run, p, dynamic, &statics));
			position++;
		}
	}
}

/* --- running --- */

static struct value job_arguments(struct interp *in, const char *json)
{
	return json ? value_from_json(in, json) : value_unknown(in, NULL, "the arguments of the job are not known");
}

static bool takes_arguments(struct interp *in, struct klass *klass)
{
	return klass_declaration(in, klass, "job_arguments") != NULL;
}

static void run_perform(struct run *run)
{
	struct interp *in = run->in;
	struct klass *owner;
	struct value ignored;
	struct value arguments = run->arguments;

	if (arguments.kind == VALUE_UNKNOWN && !takes_arguments(in, run->klass))
		arguments = value_new_array(in);
	struct value self =
		job_object(in, run->klass, known_or(in, run->table, "the table of the job is not known"),
			   known_or(in, run->column, "the batch column of the job is not known"), arguments);
	struct member *perform = klass_find_method(in, run->klass, "perform", false, &owner);
	struct call call = {.receiver = self, .name = "perform", .source = run->klass->source};
	if (!perform) {
		call.node = run->klass->node;
		interp_unresolved(in, interp_statement(in, &call, "perform"),
				  "no 'perform' is defined in the files of the job");
		return;
	}
	struct frame frame = {.self = self, .lexical = run->klass, .source = run->klass->source};
	in->frame = &frame;
	in->self_object = self.object;
	if (!job_is_batched(in, run->klass) && perform->node) {
		struct call initialize = {.receiver = self, .name = "initialize", .source = run->klass->source};
		if (klass_find_method(in, run->klass, "initialize", false, &owner))
			interp_call_own(in, self, &initialize, &ignored);
		old_arguments(run, perform->node->a, &call);
	}
	interp_call_own(in, self, &call, &ignored);
	in->control = CONTROL_NONE;
	in->frame = NULL;
}

/* --- the answer --- */

static bool same_effect(const struct effect *a, const struct effect *b)
{
	return a->verb == b->verb && a->object == b->object && a->certainty == b->certainty && a->guard == b->guard &&
	       a->statement == b->statement && str_equal(a->table, b->table) && str_equal(a->name, b->name) &&
	       names_equal(&a->columns, &b->columns) && names_equal(&a->to_columns, &b->to_columns) &&
	       str_equal(a->to, b->to) && a->upsert == b->upsert && a->writes_null == b->writes_null &&
	       column_refs_equal(&a->filters, &b->filters) && column_refs_equal(&a->sources, &b->sources) &&
	       column_refs_equal(a->given, b->given) && a->job == b->job;
}

/* Loops and repeated calls leave equal effects: one of each is kept. */
static void drop_repeated(struct effects *effects)
{
	size_t kept = 0;

	for (size_t i = 0; i < effects->count; i++) {
		bool repeated = false;
		for (size_t k = 0; k < kept && !repeated; k++)
			repeated = same_effect(&effects->items[k], &effects->items[i]);
		if (!repeated)
			effects->items[kept++] = effects->items[i];
	}
	effects->count = kept;
}

/* Tables in which the framework or the server keeps its own books: no data of the product. */
static bool is_bookkeeping(const char *table)
{
	return is_tracking_table(table) ||
	       (table && (str_starts_with(table, "pg_") || str_starts_with(table, "information_schema.")));
}

static void drop_bookkeeping(struct effects *effects, const char *batch_table)
{
	size_t kept = 0;

	for (size_t i = 0; i < effects->count; i++) {
		const struct effect *effect = &effects->items[i];
		if (!is_bookkeeping(effect->table) || str_equal(effect->table, batch_table))
			effects->items[kept++] = *effect;
	}
	effects->count = kept;
}

static void hide_location(const struct library *library, struct location *location)
{
	if (library_is_product_source(library, location->source))
		*location = (struct location){0};
}

/* Code of the product's library is in no file of the tree: what it does has no place. */
static void hide_locations(const struct library *library, struct job_reading *out)
{
	vec_each(struct effect, effect, &out->effects)
		hide_location(library, &effect->location);
	vec_each(struct statement, statement, &out->statements)
		hide_location(library, &statement->location);
	vec_each(struct unresolved, unresolved, &out->unresolved)
		hide_location(library, &unresolved->location);
}

struct job_reading *job_evaluate(struct ruby *ruby, struct klass *klass, const struct job_question *question)
{
	struct job_reading *out = ARENA_NEW(ruby->arena, struct job_reading);
	struct arena *scratch = arena_new();
	struct job_run job = {.arena = ruby->arena, .klass = klass};
	struct interp_options options = {.scratch = scratch,
					 .out = {ruby->arena, &out->statements, &out->effects, &out->unresolved},
					 .catalog = ruby->catalog,
					 .classes = &ruby->classes,
					 .parser = ruby->parser,
					 .in_job = true};
	struct run run = {
		.ruby = ruby, .klass = klass, .out = out, .table = question->table, .column = question->column};

	run.in = interp_new(&options);
	run.in->job = &job;
	run.arguments = job_arguments(run.in, question->arguments);
	if (online_job_is(run.in, klass))
		online_job_run(run.in, klass, run.arguments);
	else
		run_perform(&run);
	drop_repeated(&out->effects);
	drop_bookkeeping(&out->effects, question->table);
	hide_locations(ruby->library, out);
	out->exact = out->unresolved.count == 0;
	out->of_product = library_is_product_source(ruby->library, klass->source);
	out->delegates = job.delegates;
	arena_free(scratch);
	return out;
}

static const struct job_reading *answer(struct ruby *ruby, const struct job_question *question)
{
	struct klass *klass = library_find_job(ruby->library, question->class_name);
	struct job_reading *reading = klass ? job_evaluate(ruby, klass, question) : NULL;
	struct job_reading *guessed = NULL;

	if (reading && !reading->exact && !question->table)
		guessed = job_read_by_code(ruby, klass, question);
	return guessed ? guessed : reading;
}

const struct job_reading *ruby_read_job(struct ruby *ruby, const char *class_name, const char *table,
					const char *column, const char *arguments)
{
	if (!ruby->readings)
		ruby->readings = ARENA_NEW(ruby->arena, struct kept_readings);
	vec_each(struct kept_reading, kept, &ruby->readings->items) {
		const struct job_question *question = &kept->question;
		if (str_equal(question->class_name, class_name) && str_equal(question->table, table) &&
		    str_equal(question->column, column) && str_equal(question->arguments, arguments))
			return kept->reading;
	}
	struct kept_reading kept = {.question = {str_copy(ruby->arena, class_name), str_copy(ruby->arena, table),
						 str_copy(ruby->arena, column), str_copy(ruby->arena, arguments)}};
	kept.reading = answer(ruby, &kept.question);
	vec_push(ruby->arena, &ruby->readings->items, kept);
	return kept.reading;
}
