/* The entry of parser/ruby: keeps the library, lists job classes, evaluates jobs, reads model annotations. */
#include "parser/ruby/ruby.h"

#include "parser/ruby/ahead.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/library.h"
#include "parser/ruby/eval/state.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/online/builtin_jobs.h"
#include "parser/ruby/online/online_job.h"

#include <stdlib.h>
#include <string.h>

struct ruby *ruby_new(struct arena *arena, const struct catalog *catalog)
{
	struct ruby *ruby = ARENA_NEW(arena, struct ruby);

	ruby->arena = arena;
	ruby->catalog = catalog;
	ruby->scratch = arena_new();
	ruby->parser = ruby_parser_new();
	ruby->library = library_new(ruby->parser);
	ruby->classes = (struct class_source){.payload = ruby->library,
					      .find = library_find,
					      .model_table = library_model_table,
					      .find_model = library_find_model,
					      .find_module = library_find_module,
					      .seen = library_seen,
					      .lasting_begin = library_lasting_begin,
					      .lasting_end = library_lasting_end,
					      .lasting_used = library_lasting_used};
	return ruby;
}

void ruby_free(struct ruby *ruby)
{
	if (!ruby)
		return;
	ruby_end_ahead(ruby);
	library_free(ruby->library);
	ruby_parser_free(ruby->parser);
	arena_free(ruby->scratch);
}

void ruby_begin_ahead(struct ruby *ruby, const struct ruby_ahead_options *options)
{
	ruby_end_ahead(ruby);
	ruby->ahead = ruby_ahead_new(options);
	ruby_parser_set_ahead(ruby->parser, ruby->ahead);
}

void ruby_end_ahead(struct ruby *ruby)
{
	ruby_parser_set_ahead(ruby->parser, NULL);
	ruby_ahead_free(ruby->ahead);
	ruby->ahead = NULL;
}

void ruby_share_trees(struct ruby *ruby, struct ruby_trees *trees)
{
	ruby_parser_set_trees(ruby->parser, trees);
}

void ruby_listen(struct ruby *ruby, const struct ruby_listener *listener)
{
	library_listen(ruby->library, listener);
}

void ruby_add_job_source(struct ruby *ruby, const struct source *source, struct ruby_outline *outline_out)
{
	library_add_job_source(ruby->library, ruby->arena, source, outline_out);
}

void ruby_add_job_outline(struct ruby *ruby, const struct source *source, const struct ruby_outline *outline)
{
	library_add_job_outline(ruby->library, source, outline);
}

struct ruby_files ruby_class_files(struct ruby *ruby, struct arena *arena, const char *name, bool is_job)
{
	return library_class_files(ruby->library, arena, name, is_job);
}

const struct ruby_parts *ruby_model_parts(struct ruby *ruby, const char *relative_path)
{
	return library_model_parts(ruby->library, relative_path);
}

void ruby_add_builtin_job(struct ruby *ruby, const char *name)
{
	builtin_job_add(ruby, name);
}

void ruby_set_models(struct ruby *ruby, ruby_model_fn *read, void *payload)
{
	library_set_models(ruby->library, read, payload);
}

void ruby_add_model_table(struct ruby *ruby, const char *class_path, const char *table)
{
	library_add_model_table(ruby->library, class_path, table);
}

/* --- the list of job classes --- */

struct listing {
	struct ruby *ruby;
	struct interp *in;
	VEC(struct klass *) klasses;
	VEC(struct job_class *) jobs;
};

static void collect(void *payload, struct klass *klass)
{
	struct listing *listing = payload;

	vec_push(listing->in->arena, &listing->klasses, klass);
}

/* Says of every class whether another one is built on it. */
static void mark_superclasses(struct listing *listing)
{
	for (size_t i = 0; i < listing->klasses.count; i++) {
		struct klass *above = klass_superclass(listing->in, listing->klasses.items[i]);
		if (above)
			above->is_inherited = true;
	}
}

/* A job has a perform. A batched class that others are built on and that does not name its operation is abstract. */
static bool is_queueable(struct listing *listing, struct klass *klass, bool batched)
{
	struct klass *owner;

	if (online_job_is(listing->in, klass))
		return true;
	if (!klass_find_method(listing->in, klass, "perform", false, &owner))
		return false;
	if (!batched || !klass->is_inherited)
		return true;
	return klass_find_method(listing->in, klass, "operation_name", false, &owner) ||
	       klass_last_call(listing->in, klass, "operation_name") || klass_last_call(listing->in, klass, "cursor");
}

static const char *relative_superclass(struct listing *listing, struct klass *klass)
{
	struct klass *above = klass_superclass(listing->in, klass);
	const char *name = above ? above->path : klass->superclass_path;
	const char *relative = job_relative_name(name);

	if (!*name)
		return NULL;
	return str_copy(listing->ruby->arena, relative ? relative : constant_without_root(name));
}

static void list_job(struct listing *listing, struct klass *klass)
{
	struct arena *arena = listing->ruby->arena;
	struct job_class *job = ARENA_NEW(arena, struct job_class);
	const struct array *arguments = klass_last_call(listing->in, klass, "job_arguments");
	const struct array *category = klass_last_call(listing->in, klass, "feature_category");

	job->name = str_copy(arena, job_relative_name(klass->path));
	job->path = klass->source->path;
	job->overlay_path = klass->overlay && klass->overlay->source ? klass->overlay->source->path : NULL;
	job->location = node_location(klass->source, klass->node);
	const char *line_end = memchr(klass->source->bytes + job->location.offset, '\n', job->location.length);
	if (line_end)
		job->location.length = (uint32_t)(line_end - klass->source->bytes) - job->location.offset;
	job->superclass = relative_superclass(listing, klass);
	job->batched = job_is_batched(listing->in, klass);
	job->online = online_job_is(listing->in, klass);
	job->queueable = is_queueable(listing, klass, job->batched);
	for (size_t i = 0; arguments && i < arguments->count; i++) {
		if (value_name(arguments->items[i]))
			names_push(arena, &job->arguments, str_copy(arena, value_name(arguments->items[i])));
	}
	if (category && category->count && value_name(category->items[0]))
		job->feature_category = str_copy(arena, value_name(category->items[0]));
	vec_push(arena, &listing->jobs, job);
}

static int by_name(const void *left, const void *right)
{
	const struct job_class *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

/* The place where the class is opened, not those of helpers and models inside of it. */
static bool is_job(struct listing *listing, struct klass *klass)
{
	struct klass *owner;

	if (str_ends_with(klass->path, "::BatchedMigrationJob") || !klass->source)
		return false;
	return klass_find_method(listing->in, klass, "perform", false, &owner) || job_is_batched(listing->in, klass) ||
	       online_job_is(listing->in, klass);
}

static struct interp *new_interp(struct ruby *ruby, struct arena *scratch, struct interp_output output)
{
	struct interp_options options = {.scratch = scratch,
					 .out = output,
					 .catalog = ruby->catalog,
					 .classes = &ruby->classes,
					 .parser = ruby->parser,
					 .in_job = true};
	struct interp *in = interp_new(&options);

	return in;
}

size_t ruby_job_classes(struct ruby *ruby, struct job_class ***out)
{
	struct statements statements = {0};
	struct effects effects = {0};
	struct unresolved_list unresolved = {0};
	struct arena *scratch = arena_new();
	struct listing listing = {.ruby = ruby};

	listing.in = new_interp(ruby, scratch, (struct interp_output){scratch, &statements, &effects, &unresolved});
	library_each_job(ruby->library, collect, &listing);
	mark_superclasses(&listing);
	for (size_t i = 0; i < listing.klasses.count; i++) {
		if (is_job(&listing, listing.klasses.items[i]))
			list_job(&listing, listing.klasses.items[i]);
	}
	if (listing.jobs.count)
		qsort(listing.jobs.items, listing.jobs.count, sizeof(*listing.jobs.items), by_name);
	*out = listing.jobs.items;
	arena_free(scratch);
	return listing.jobs.count;
}

/* --- ignored columns --- */

struct ignored {
	struct arena *arena;
	const struct source *source;
	const char *table;
	VEC(struct ignored_column) items;
};

static const char *literal_text(const struct node *node)
{
	if (!node)
		return NULL;
	if (node->kind == NODE_SYMBOL)
		return node->name;
	return node->kind == NODE_STRING && node->children && !node->children->next ? node->children->name : NULL;
}

static const char *remove_with(struct arena *arena, const struct node *arguments)
{
	for (const struct node *argument = arguments->children; argument; argument = argument->next) {
		if (argument->kind == NODE_PAIR && argument->a && str_equal(argument->a->name, "remove_with"))
			return str_copy(arena, literal_text(argument->b));
		if (argument->kind == NODE_PAIR && argument->a && argument->a->kind == NODE_STRING &&
		    str_equal(literal_text(argument->a), "remove_with"))
			return str_copy(arena, literal_text(argument->b));
	}
	return NULL;
}

static void add_ignored(struct ignored *ignored, const struct node *call, const struct node *list)
{
	for (const struct node *argument = list; argument; argument = argument->next) {
		const char *column = literal_text(argument);
		if (argument->kind == NODE_ARRAY)
			add_ignored(ignored, call, argument->children);
		if (!column)
			continue;
		struct ignored_column item = {.location = node_location(ignored->source, call),
					      .table = ignored->table,
					      .column = str_copy(ignored->arena, column),
					      .remove_with = remove_with(ignored->arena, call->b)};
		vec_push(ignored->arena, &ignored->items, item);
	}
}

static void find_ignored(struct ignored *ignored, const struct node *node, unsigned depth)
{
	if (!node || depth > 100)
		return;
	if (node->kind == NODE_CALL && node->b && str_in(node->name, "ignore_column ignore_columns"))
		add_ignored(ignored, node, node->b->children);
	const struct node *parts[] = {node->a, node->b, node->c};
	for (size_t i = 0; i < 3; i++)
		find_ignored(ignored, parts[i], depth + 1);
	for (const struct node *child = node->children; child; child = child->next)
		find_ignored(ignored, child, depth + 1);
}

/* The first class of the file: its path is the model's. */
static const struct klass *first_class(const struct klass *klass)
{
	vec_each(struct member, member, klass->members) {
		if (member->kind != MEMBER_CLASS)
			continue;
		const struct klass *found = member->klass->is_module ? first_class(member->klass) : member->klass;
		if (found)
			return found;
	}
	return NULL;
}

void ruby_read_ignored_columns(struct ruby *ruby, const struct source *source, struct ignored_column **items_out,
			       size_t *count_out)
{
	struct arena *scratch = arena_new();
	struct ignored ignored = {.arena = ruby->arena, .source = source};
	const struct node *program = library_model_program(ruby->library, scratch, source);
	struct klass *root = klass_new(scratch, "", NULL);
	bool likely = false;

	klass_add_body(scratch, root, program, source);
	const struct klass *model = first_class(root);
	if (model)
		ignored.table = str_copy(ruby->arena, library_model_table(ruby->library, model->path, &likely));
	find_ignored(&ignored, program, 0);
	*items_out = ignored.items.items;
	*count_out = ignored.items.count;
	arena_free(scratch);
}
