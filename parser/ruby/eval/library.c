/* One tree of classes for all job files, rooted in a module without a name.
 *
 * A namespace of jobs is a module with one of their names (job.h), whatever the product's root module is. An overlay is
 * the module with the same path below EE (or JH): overlays are linked before the first question. The base class of
 * batched jobs is built in and never answered, nor are modules that only hold other classes.
 *
 * Of files that came with an outline only those are parsed that a question may lead to. Which class is found must not
 * depend on that: of two jobs with one name the one whose file comes last is taken.
 *
 * The listener hears of what is asked also when the answer is remembered: a remembered answer keeps what stands for the
 * questions by which it was made.
 *
 * Application models are in library_models.c. */
#include "parser/ruby/eval/library_part.h"

#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/jobs/product_jobs.h"

#include <string.h>

static const char base_class[] = "BatchedMigrationJob";
static const char *const overlay_roots[] = {"EE", "JH"};

struct library *library_new(struct ruby_parser *parser)
{
	struct arena *arena = arena_new();
	struct library *library = ARENA_NEW(arena, struct library);

	library->arena = arena;
	library->scratch = arena_new();
	arena_alloc(library->scratch, 1); /* its first block stays */
	library->parser = parser;
	library->root = klass_new(arena, "", NULL);
	library->files = job_files_new(arena);
	return library;
}

void library_free(struct library *library)
{
	if (!library)
		return;
	arena_free(library->scratch);
	arena_free(library->arena);
}

/* --- who listens --- */

void library_listen(struct library *library, const struct ruby_listener *listener)
{
	library->listener = listener;
	library_forget_models(library);
}

void library_ask(struct library *library, enum ruby_question kind, const char *subject)
{
	if (!library->listener)
		return;
	library->listener->ask(library->listener->payload, kind, subject, NULL);
}

void library_seen(void *payload, const char *path)
{
	library_ask(payload, RUBY_ASKS_CLASS, path);
}

void *library_lasting_begin(void *payload)
{
	struct library *library = payload;

	return library->listener ? library->listener->lasting_begin(library->listener->payload) : NULL;
}

void library_lasting_end(void *payload, void *lasting)
{
	struct library *library = payload;

	if (lasting)
		library->listener->lasting_end(library->listener->payload, lasting);
}

void library_lasting_used(void *payload, void *lasting)
{
	struct library *library = payload;

	if (lasting)
		library->listener->lasting_used(library->listener->payload, lasting);
}

/* --- job files --- */

static struct node *parse_job(struct library *library, const struct source *source)
{
	struct ruby_syntax_error error;
	struct node *program = ruby_parse(library->parser, library->arena, source, &error);

	klass_add_body(library->arena, library->root, program, source);
	library->linked = false;
	return program;
}

void library_add_job_source(struct library *library, struct arena *arena, const struct source *source,
			    struct ruby_outline *outline_out)
{
	static const struct ruby_outline none;
	const struct node *program = parse_job(library, source);

	if (outline_out)
		outline_make(arena, program, source, outline_out);
	size_t number = job_files_add(library->files, source, outline_out ? outline_out : &none);
	job_files_get(library->files, number)->is_parsed = true;
}

void library_add_job_outline(struct library *library, const struct source *source, const struct ruby_outline *outline)
{
	job_files_add(library->files, source, outline);
	library->unparsed++;
}

static void need(struct library *library, struct job_file *file)
{
	if (file->is_parsed)
		return;
	file->is_parsed = true;
	library->unparsed--;
	source_load(file->source);
	parse_job(library, file->source);
}

static void need_all(struct library *library)
{
	for (size_t i = 0; library->unparsed && i < job_files_count(library->files); i++)
		need(library, job_files_get(library->files, i));
}

/* Parses what an answer about a class may lead to. */
static void need_class(struct library *library, const char *name, bool is_job)
{
	struct file_numbers numbers = {0};

	if (!library->unparsed)
		return;
	struct arena_mark mark = arena_mark(library->scratch);
	job_files_of(library->files, library->scratch, name, is_job, &numbers);
	for (size_t i = 0; i < numbers.count; i++)
		need(library, job_files_get(library->files, numbers.items[i]));
	arena_pop(library->scratch, mark);
}

struct ruby_files library_class_files(struct library *library, struct arena *arena, const char *name, bool is_job)
{
	struct file_numbers numbers = {0};

	job_files_of(library->files, arena, name, is_job, &numbers);
	struct ruby_files files = {ARENA_ARRAY(arena, const struct source *, numbers.count), numbers.count};
	for (size_t i = 0; i < numbers.count; i++)
		files.items[i] = job_files_get(library->files, numbers.items[i])->source;
	return files;
}

void library_set_models(struct library *library, ruby_model_fn *read, void *payload)
{
	library->read_model = read;
	library->read_model_payload = payload;
}

/* --- classes --- */

struct klass *library_walk(struct klass *klass, const char *path)
{
	while (klass && *path) {
		const char *end = strstr(path, "::");
		size_t length = end ? (size_t)(end - path) : strlen(path);
		klass = klass_nested_n(klass, path, length);
		path += length + (end ? 2 : 0);
	}
	return klass;
}

/* A job of the product's library by its name below the namespace of jobs. */
static struct klass *product_job(struct library *library, const char *name)
{
	if (!library->product) {
		const char *code = product_jobs_code();
		struct source *source = source_new(library->arena, "", code, strlen(code));
		struct klass *root = klass_new(library->arena, "", NULL);
		struct ruby_syntax_error error;
		klass_add_body(library->arena, root, ruby_parse(library->parser, library->arena, source, &error),
			       source);
		library->product = library_walk(root, "Gitlab::BackgroundMigration");
		library->product_source = source;
	}
	return library_walk(library->product, name);
}

bool library_is_product_source(const struct library *library, const struct source *source)
{
	for (size_t i = 0; i < library->gem_sources.count; i++) {
		if (library->gem_sources.items[i] == source)
			return true;
	}
	return source && source == library->product_source;
}

static bool holds_only_classes(const struct klass *klass)
{
	vec_each(struct member, member, klass->members) {
		if (member->kind != MEMBER_CLASS)
			return false;
	}
	return klass->is_module;
}

static void link_overlay(struct library *library, struct klass *klass, const char *root)
{
	struct klass *target = library_walk(library->root, klass->path + strlen(root) + 2);

	if (target && klass->is_module && !target->overlay && !holds_only_classes(target) && target != klass) {
		target->overlay = klass;
		klass->overlaid = target;
	}
	for (size_t i = 0; i < klass->members->count; i++) {
		if (klass->members->items[i].kind == MEMBER_CLASS)
			link_overlay(library, klass->members->items[i].klass, root);
	}
}

/* The base class is built in: what its file says must not be found by name. */
static void hide_base_class(struct klass *klass)
{
	for (size_t i = 0; i < klass->members->count; i++) {
		struct member *member = &klass->members->items[i];
		if (member->kind != MEMBER_CLASS)
			continue;
		if (str_equal(member->name, base_class) && klass->is_module)
			member->name = "";
		else if (member->klass->is_module)
			hide_base_class(member->klass);
	}
}

static void link_overlays(struct library *library)
{
	if (library->linked)
		return;
	library->linked = true;
	hide_base_class(library->root);
	for (size_t i = 0; i < sizeof(overlay_roots) / sizeof(*overlay_roots); i++) {
		struct klass *top = klass_nested(library->root, overlay_roots[i]);
		for (size_t k = 0; top && k < top->members->count; k++) {
			if (top->members->items[k].kind == MEMBER_CLASS)
				link_overlay(library, top->members->items[k].klass, overlay_roots[i]);
		}
	}
}

static bool is_namespace(const char *name)
{
	for (size_t i = 0; job_namespaces[i]; i++) {
		if (str_equal(job_namespaces[i], name))
			return true;
	}
	return false;
}

struct klass *library_find(void *payload, struct interp *in, const char *path)
{
	struct library *library = payload;

	(void)in;
	library_ask(library, RUBY_ASKS_CLASS, path);
	need_class(library, path, false);
	link_overlays(library);
	if (str_ends_with(path, base_class) || is_namespace(inflect_demodulize(path)))
		return NULL;
	struct klass *klass = library_walk(library->root, path);
	const char *job = klass ? NULL : strstr(path, "BackgroundMigration::");
	if (job)
		klass = product_job(library, job + strlen("BackgroundMigration::"));
	return klass && !holds_only_classes(klass) ? klass : NULL;
}

static bool is_overlay_root(const char *name)
{
	for (size_t i = 0; i < sizeof(overlay_roots) / sizeof(*overlay_roots); i++) {
		if (str_equal(name, overlay_roots[i]))
			return true;
	}
	return false;
}

static void visit_jobs(struct klass *klass, void (*visit)(void *payload, struct klass *klass), void *payload)
{
	for (size_t i = 0; i < klass->members->count; i++) {
		struct member member = klass->members->items[i];
		if (member.kind != MEMBER_CLASS)
			continue;
		if (!*member.name)
			continue;
		if (member.klass->is_module)
			visit_jobs(member.klass, visit, payload);
		else if (member.klass->node)
			visit(payload, member.klass);
	}
}

static void visit_namespaces(struct klass *klass, void (*visit)(void *payload, struct klass *klass), void *payload)
{
	for (size_t i = 0; i < klass->members->count; i++) {
		struct member *member = &klass->members->items[i];
		if (member->kind != MEMBER_CLASS || !member->klass->is_module || is_overlay_root(member->name))
			continue;
		if (is_namespace(member->name))
			visit_jobs(member->klass, visit, payload);
		else
			visit_namespaces(member->klass, visit, payload);
	}
}

void library_each_job(struct library *library, void (*visit)(void *payload, struct klass *klass), void *payload)
{
	need_all(library);
	link_overlays(library);
	visit_namespaces(library->root, visit, payload);
}

struct search {
	const char *name;
	struct klass *found;
};

static void match_job(void *payload, struct klass *klass)
{
	struct search *search = payload;
	if (!str_equal(job_relative_name(klass->path), search->name))
		return;
	if (!search->found || strcmp(search->found->source->path, klass->source->path) <= 0)
		search->found = klass;
}

void library_add_gem_job(struct library *library, const struct source *source)
{
	struct ruby_syntax_error error;

	if (!library->gems)
		library->gems = klass_new(library->arena, "", NULL);
	klass_add_body(library->arena, library->gems, ruby_parse(library->parser, library->arena, source, &error),
		       source);
	vec_push(library->arena, &library->gem_sources, source);
}

static struct klass *gem_job(struct library *library, const char *name)
{
	struct search search = {.name = name};

	if (library->gems)
		visit_namespaces(library->gems, match_job, &search);
	return search.found;
}

/* Outer::Retry, a class inside of a job class: no job of its own, but one that the job may queue. */
static struct klass *nested_job(struct library *library, const char *name)
{
	const char *last = strrchr(name, ':');
	if (!last || last == name)
		return NULL;
	struct search outer = {.name = str_copy_n(library->arena, name, (size_t)(last - 1 - name))};

	visit_namespaces(library->root, match_job, &outer);
	return outer.found ? library_walk(outer.found, last + 1) : NULL;
}

struct klass *library_find_job(struct library *library, const char *name)
{
	struct search search = {.name = constant_without_root(name)};

	library_ask(library, RUBY_ASKS_JOB, search.name);
	need_class(library, search.name, true);
	link_overlays(library);
	visit_namespaces(library->root, match_job, &search);
	if (!search.found)
		search.found = nested_job(library, search.name);
	if (!search.found)
		search.found = gem_job(library, search.name);
	if (!search.found)
		return product_job(library, search.name);
	return !str_ends_with(search.found->path, base_class) ? search.found : NULL;
}
