/* A migration file: its class, what the class says about itself, and what `up` (or `change`, read forward) does.
 *
 * `down` is evaluated into a list of its own: nothing of it runs in an upgrade, but it tells what a dropped thing was.
 * Values die with the scratch arena when the file is done; statements, effects and names are kept in the scan's
 * arena. */
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/state.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char gitlab_module[] = "Gitlab::";

struct reading {
	struct ruby *ruby;
	const struct source *source;
	struct migration *out;
	struct interp *in;
	struct klass *klass;
};

static void report(struct reading *reading, uint32_t offset, const char *what, const char *why)
{
	vec_push(reading->ruby->arena, &reading->out->unresolved,
		 (struct unresolved){{reading->source, offset, 0}, what, why});
}

/* "20250101000000_add_things.rb" -> "AddThings"; a scope after the first dot is no part of it. */
static char *expected_class(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t digits = strspn(name, "0123456789");

	if (name[digits] == '_')
		name += digits + 1;
	return str_camelize(arena, str_copy_n(arena, name, strcspn(name, ".")));
}

static bool same_letters(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
	}
	return *a == *b;
}

static bool defines_direction(const struct klass *klass)
{
	static const char *const names[] = {"up", "change", "down"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (klass_member(klass, MEMBER_METHOD, names[i]) ||
		    klass_member(klass, MEMBER_SINGLETON_METHOD, names[i]))
			return true;
	}
	return false;
}

/* The class of the file's name (acronyms may be written in capitals), else a class that is built like a migration. */
static struct klass *find_migration(struct reading *reading)
{
	const char *expected = expected_class(reading->ruby->scratch, reading->out->path);
	struct klass *candidate = NULL;

	vec_each(struct member, member, reading->in->root->members) {
		if (member->kind != MEMBER_CLASS)
			continue;
		if (same_letters(member->name, expected))
			return member->klass;
		bool looks = strstr(member->klass->superclass_path, "Migration") != NULL;
		if (looks || (!candidate && defines_direction(member->klass)))
			candidate = member->klass;
	}
	return candidate;
}

/* "Gitlab::Database::Migration[2.3]", "ActiveRecord::Migration[6.0]", "ActiveRecord::Migration" (Rails 4.2). */
static void read_superclass(struct migration *out)
{
	const char *bracket = strchr(out->superclass, '[');

	out->gitlab_superclass = strstr(out->superclass, "Database::Migration") != NULL;
	out->superclass_major = 4;
	out->superclass_minor = 2;
	if (bracket)
		sscanf(bracket, "[%d.%d", &out->superclass_major, &out->superclass_minor);
}

static struct value *declared(struct reading *reading, const char *name)
{
	return klass_declaration(reading->in, reading->klass, name);
}

static struct location member_location(struct reading *reading, enum member_kind kind, const char *name)
{
	struct member *member = klass_member(reading->klass, kind, name);

	return member ? node_location(reading->source, member->node) : (struct location){reading->source, 0, 0};
}

static void read_milestone(struct reading *reading)
{
	const struct array *call = klass_last_call(reading->in, reading->klass, "milestone");

	if (!call)
		return;
	reading->out->milestone_location = member_location(reading, MEMBER_CALL, "milestone");
	const char *text = call->count ? value_name(call->items[0]) : NULL;
	if (text)
		reading->out->milestone = str_copy(reading->ruby->arena, text);
	else
		report(reading, reading->out->milestone_location.offset, "milestone", "the milestone is not a text");
}

static void read_schema(struct reading *reading)
{
	const struct array *call = klass_last_call(reading->in, reading->klass, "restrict_gitlab_migration");
	struct value *schema = NULL;

	for (size_t i = 0; call && i < call->count; i++) {
		if (call->items[i].kind == VALUE_HASH)
			schema = hash_get_name(call->items[i].hash, "gitlab_schema");
	}
	if (schema && value_name(*schema))
		reading->out->gitlab_schema = str_copy(reading->ruby->arena, value_name(*schema));
}

static void read_dependent_jobs(struct reading *reading)
{
	static const char name[] = "DEPENDENT_BATCHED_BACKGROUND_MIGRATIONS";

	if (!klass_member(reading->klass, MEMBER_CONSTANT, name))
		return;
	struct value list = constant_in(reading->in, value_class(reading->klass), name);
	reading->out->dependent_jobs_location = member_location(reading, MEMBER_CONSTANT, name);
	if (list.kind != VALUE_ARRAY)
		return;
	for (size_t i = 0; i < list.array->count; i++) {
		struct text text = value_to_text(reading->in, list.array->items[i]);
		if (!text.partial)
			names_push(reading->ruby->arena, &reading->out->dependent_jobs,
				   str_copy(reading->ruby->arena, text.bytes));
	}
}

static struct interp *new_interp(struct reading *reading, struct interp_output output)
{
	const struct migration *out = reading->out;
	struct interp_options options = {.scratch = reading->ruby->scratch,
					 .out = output,
					 .catalog = reading->ruby->catalog,
					 .classes = &reading->ruby->classes,
					 .parser = reading->ruby->parser,
					 .superclass_major = out->superclass_major,
					 .superclass_minor = out->superclass_minor,
					 .gitlab_superclass = out->gitlab_superclass,
					 .migration_path = out->path};

	if (out->milestone)
		sscanf(out->milestone, "%d.%d", &options.release_major, &options.release_minor);
	return interp_new(&options);
}

static bool run_direction(struct reading *reading, const char *name)
{
	struct interp *in = reading->in;
	struct klass *owner;
	struct object *object = ARENA_NEW(in->arena, struct object);
	struct value self = {.kind = VALUE_OBJECT, .object = object};

	object->klass = reading->klass;
	object->class_path = reading->klass->path;
	in->self_object = object;
	struct member *member = klass_find_method(in, reading->klass, name, false, &owner);
	if (!member) { /* def self.up of the first Rails versions */
		member = klass_find_method(in, reading->klass, name, true, &owner);
		self = value_class(reading->klass);
	}
	if (!member)
		return false;
	struct call call = {.receiver = self, .name = name, .source = reading->source};
	interp_invoke(in, member, owner, self, &call);
	in->control = CONTROL_NONE;
	return true;
}

/* The outputs of a second run go elsewhere; the classes and constants are the same. */
static void redirect(struct reading *reading, struct interp_output output)
{
	reading->in->options.out = output;
	reading->in->guard = GUARD_NONE;
	reading->in->certainty = CERTAINTY_PROVEN;
}

static void run_down(struct reading *reading)
{
	struct statements statements = {0};
	struct unresolved_list unresolved = {0};

	redirect(reading,
		 (struct interp_output){reading->ruby->arena, &statements, &reading->out->down_effects, &unresolved});
	run_direction(reading, "down");
}

static void read_class(struct reading *reading)
{
	struct migration *out = reading->out;
	struct arena *arena = reading->ruby->arena;

	out->class_name = str_copy(arena, reading->klass->path);
	if (reading->klass->node)
		out->class_location = node_location(reading->source, reading->klass->node);
	out->superclass = str_copy(arena, reading->klass->superclass_path);
	read_superclass(out);
	struct interp *in = new_interp(reading, reading->in->options.out);
	in->root = reading->in->root;
	reading->in = in;
	read_milestone(reading);
	if (out->milestone)
		sscanf(out->milestone, "%d.%d", &in->options.release_major, &in->options.release_minor);
	read_schema(reading);
	out->ddl_transaction = !declared(reading, "disable_ddl_transaction!");
	read_dependent_jobs(reading);
	bool found = run_direction(reading, "up") || run_direction(reading, "change");
	out->is_noop = out->statements.count == 0 && out->effects.count == 0 && out->unresolved.count == 0;
	if (!found && !defines_direction(reading->klass))
		report(reading, out->class_location.offset, "migration", "the class defines neither up nor change");
	run_down(reading);
}

bool ruby_read_migration(struct ruby *ruby, const struct source *source, struct migration *out)
{
	struct reading reading = {.ruby = ruby, .source = source, .out = out};
	struct ruby_syntax_error error;
	struct interp_output output = {ruby->arena, &out->statements, &out->effects, &out->unresolved};

	reading.in = new_interp(&reading, output);
	struct node *program = ruby_parse(ruby->parser, ruby->scratch, source, &error);
	klass_add_body(ruby->scratch, reading.in->root, program, source);
	if (error.found)
		report(&reading, error.offset, "syntax", "this is not valid Ruby; the rest of the file was read");
	if (error.too_deep)
		report(&reading, 0, "syntax", "the code is nested deeper than the limit; what is below was not read");
	out->names_gitlab = memmem(source->bytes, source->length, gitlab_module, sizeof(gitlab_module) - 1) != NULL;
	reading.klass = find_migration(&reading);
	if (reading.klass)
		read_class(&reading);
	else
		report(&reading, 0, "migration", "the file defines no migration class");
	arena_clear(ruby->scratch);
	return reading.klass != NULL;
}
