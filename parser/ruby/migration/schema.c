/* db/schema.rb: what Rails dumps of a database, in the same calls as migrations have.
 *
 *     ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
 *       create_table "users", force: :cascade do |t|
 *
 * The block is evaluated statement by statement, each with a memory of its own: a schema has thousands of lines, and no
 * statement needs what another one left; statements in the sense of effects are not told apart. The version in brackets says how wide the keys are that Rails adds by
 * itself. */
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/state.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 20u

struct schema_reading {
	struct ruby *ruby;
	const struct source *source;
	struct arena *scratch; /* of one statement */
	struct interp_output output;
	int major, minor; /* of the class */
};

/* The call of `define` that has a block. */
static const struct node *find_define(const struct node *node, unsigned depth)
{
	const struct node *found = NULL;

	if (!node || depth > DEPTH_MAX)
		return NULL;
	if (node->kind == NODE_CALL && node->c && str_equal(node->name, "define"))
		return node;
	for (const struct node *child = node->children; child && !found; child = child->next)
		found = find_define(child, depth + 1);
	return found;
}

/* ActiveRecord::Schema[7.1]; without brackets it is as old as migrations without them. */
static void read_version(struct schema_reading *reading, const struct node *define)
{
	const struct node *receiver = define->a;

	reading->major = 5;
	reading->minor = 1;
	if (receiver && receiver->kind == NODE_INDEX && receiver->children && receiver->children->name)
		sscanf(receiver->children->name, "%d.%d", &reading->major, &reading->minor);
}

static void run_statement(struct schema_reading *reading, const struct node *statement)
{
	struct arena *scratch = reading->scratch;
	struct statements statements = {0};
	struct interp_output output = reading->output;
	struct interp_options options = {.scratch = scratch,
					 .catalog = reading->ruby->catalog,
					 .classes = &reading->ruby->classes,
					 .parser = reading->ruby->parser,
					 .superclass_major = reading->major,
					 .superclass_minor = reading->minor,
					 .migration_path = reading->source->path};
	output.statements = &statements;
	options.out = output;
	struct interp *in = interp_new(&options);
	struct object *object = ARENA_NEW(scratch, struct object);

	object->klass = klass_new(scratch, "Schema", NULL);
	object->klass->superclass_path = "ActiveRecord::Migration";
	object->class_path = object->klass->path;
	in->self_object = object;
	struct frame frame = {
		.self = {.kind = VALUE_OBJECT, .object = object}, .lexical = object->klass, .source = reading->source};
	in->frame = &frame;
	interp_eval(in, statement);
	arena_clear(scratch);
}

void ruby_read_schema(struct ruby *ruby, const struct source *source, struct effects *out,
		      struct unresolved_list *unresolved)
{
	struct ruby_syntax_error error;
	struct schema_reading reading = {.ruby = ruby, .source = source, .scratch = arena_new()};
	struct arena *syntax = arena_new();
	const struct node *define = find_define(ruby_parse(ruby->parser, syntax, source, &error), 0);

	reading.output = (struct interp_output){ruby->arena, NULL, out, unresolved};
	if (error.found || error.too_deep || !define || define->c->kind != NODE_BLOCK) {
		struct unresolved item = {{source, error.offset, 0}, "schema", "this is no schema as Rails dumps it"};
		if (error.found)
			item.why = "this is not valid Ruby; the rest of the file was read";
		vec_push(ruby->arena, unresolved, item);
	}
	if (define && define->c->kind == NODE_BLOCK) {
		const struct node *body = define->c->b;
		read_version(&reading, define);
		if (body && body->kind != NODE_BODY)
			run_statement(&reading, body);
		for (const struct node *at = body && body->kind == NODE_BODY ? body->children : NULL; at; at = at->next)
			run_statement(&reading, at);
	}
	vec_each(struct effect, effect, out)
		effect->statement = 0;
	arena_free(reading.scratch);
	arena_free(syntax);
}
