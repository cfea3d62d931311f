/* One tree of classes for all job files, rooted in a module without a name.
 *
 * A namespace of jobs is a module with one of their names (job.h), whatever the product's root module is. An overlay is
 * the module with the same path below EE (or JH): overlays are linked before the first question. The base class of
 * batched jobs is built in and never answered, nor are modules that only hold other classes.
 *
 * Of files that came with an outline only those are parsed that a question may lead to. Which class is found must not
 * depend on that: of two jobs with one name the one whose file comes last is taken.
 *
 * The listener hears of what is asked also when the answer is remembered: a remembered answer keeps the range of the
 * log that holds the questions by which it was made.
 *
 * Application models: the dictionary's table first, then `self.table_name =` of the class or of its parent's file; else
 * the plural of the class name with the prefix that the module around it declares. */
#include "parser/ruby/eval/library.h"

#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/job_files.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/jobs/product_jobs.h"

#include <string.h>

#define MAX_PARENTS 12

static const char base_class[] = "BatchedMigrationJob";
static const char *const overlay_roots[] = {"EE", "JH"};

/* A part of the log. */
struct log_range {
	size_t from, to;
};

struct asked {
	enum ruby_question kind;
	const char *subject;
};

struct known_table {
	const char *class_path;
	struct log_range asked;
	const char *table; /* NULL: looked for and not found */
	bool likely;
};

struct known_model {
	const char *class_path;
	struct log_range asked;
	struct klass *klass; /* NULL: no file, or no such class in it */
};

struct library {
	struct arena *arena;
	struct ruby_parser *parser;
	struct klass *root;
	struct klass *product; /* the namespace of the product's own jobs; NULL until it is needed */
	const struct source *product_source;
	struct klass *gems; /* the root of the jobs that gems bring along; NULL when there are none */
	VEC(const struct source *) gem_sources;
	bool linked;
	ruby_model_fn *read_model;
	void *read_model_payload;
	VEC(struct known_table) tables;
	VEC(struct known_model) models;
	struct job_files *files;
	size_t unparsed; /* of them */
	const struct ruby_listener *listener;
	VEC(struct asked) log; /* of questions by which remembered answers are made */
	unsigned making;       /* such answers under way */
};

struct library *library_new(struct ruby_parser *parser)
{
	struct arena *arena = arena_new();
	struct library *library = ARENA_NEW(arena, struct library);

	library->arena = arena;
	library->parser = parser;
	library->root = klass_new(arena, "", NULL);
	library->files = job_files_new(arena);
	return library;
}

void library_free(struct library *library)
{
	if (library)
		arena_free(library->arena);
}

/* --- who listens --- */

void library_listen(struct library *library, const struct ruby_listener *listener)
{
	library->listener = listener;
}

static void ask(struct library *library, enum ruby_question kind, const char *subject)
{
	if (!library->listener)
		return;
	library->listener->ask(library->listener->payload, kind, subject);
	if (library->making)
		vec_push(library->arena, &library->log, (struct asked){kind, str_copy(library->arena, subject)});
}

/* Begins an answer that will be remembered. */
static struct log_range making(struct library *library)
{
	library->making++;
	return (struct log_range){library->log.count, library->log.count};
}

static struct log_range made(struct library *library, struct log_range range)
{
	library->making--;
	range.to = library->log.count;
	return range;
}

/* A remembered answer is given: the questions behind it are asked again. */
static void ask_again(struct library *library, struct log_range range)
{
	for (size_t i = range.from; i < range.to; i++)
		ask(library, library->log.items[i].kind, library->log.items[i].subject);
}

void library_seen(void *payload, const char *path)
{
	ask(payload, RUBY_ASKS_CLASS, path);
}

void library_lasting(void *payload, bool begins)
{
	struct library *library = payload;

	if (library->listener)
		library->listener->lasting(library->listener->payload, begins);
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
	struct arena *arena = arena_new();
	job_files_of(library->files, arena, name, is_job, &numbers);
	for (size_t i = 0; i < numbers.count; i++)
		need(library, job_files_get(library->files, numbers.items[i]));
	arena_free(arena);
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

static struct klass *walk(struct klass *klass, const char *path)
{
	while (klass && *path) {
		const char *end = strstr(path, "::");
		size_t length = end ? (size_t)(end - path) : strlen(path);
		struct klass *found = NULL;
		vec_each(struct member, member, klass->members) {
			if (member->kind == MEMBER_CLASS && strlen(member->name) == length &&
			    strncmp(member->name, path, length) == 0)
				found = member->klass;
		}
		klass = found;
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
		library->product = walk(root, "Gitlab::BackgroundMigration");
		library->product_source = source;
	}
	return walk(library->product, name);
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
	struct klass *target = walk(library->root, klass->path + strlen(root) + 2);

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
	ask(library, RUBY_ASKS_CLASS, path);
	need_class(library, path, false);
	link_overlays(library);
	if (str_ends_with(path, base_class) || is_namespace(inflect_demodulize(path)))
		return NULL;
	struct klass *klass = walk(library->root, path);
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

static const char *without_colons(const char *name)
{
	while (str_starts_with(name, "::"))
		name += 2;
	return name;
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

struct klass *library_find_job(struct library *library, const char *name)
{
	struct search search = {.name = without_colons(name)};

	ask(library, RUBY_ASKS_JOB, search.name);
	need_class(library, search.name, true);
	link_overlays(library);
	visit_namespaces(library->root, match_job, &search);
	if (!search.found)
		search.found = gem_job(library, search.name);
	if (!search.found)
		return product_job(library, search.name);
	return !str_ends_with(search.found->path, base_class) ? search.found : NULL;
}

/* --- application models --- */

void library_add_model_table(struct library *library, const char *class_path, const char *table)
{
	while (str_starts_with(class_path, "::"))
		class_path += 2;
	vec_push(library->arena, &library->tables,
		 (struct known_table){.class_path = str_copy(library->arena, class_path),
				      .table = str_copy(library->arena, table)});
}

static const struct source *read_file(struct library *library, const char *class_path)
{
	if (!library->read_model)
		return NULL;
	const char *path = str_printf(library->arena, "%s.rb", str_underscore(library->arena, class_path));
	ask(library, RUBY_ASKS_MODEL_FILE, path);
	return library->read_model(library->read_model_payload, path);
}

/* 'x' of a literal node */
static const char *literal(const struct node *node)
{
	if (!node)
		return NULL;
	if (node->kind == NODE_SYMBOL)
		return node->name;
	if (node->kind == NODE_BODY && node->children && !node->children->next)
		return literal(node->children);
	if (node->kind != NODE_STRING || !node->children || node->children->next || node->children->kind != NODE_TEXT)
		return NULL;
	return node->children->name;
}

/* self.table_name = 'x' in a class body */
static const char *written_table(const struct klass *klass, bool *computed)
{
	vec_each(struct member, member, klass->members) {
		const struct node *node = member->node;
		if (member->kind != MEMBER_CALL || !node || node->kind != NODE_ASSIGN || !node->a ||
		    !str_equal(node->a->name, "table_name"))
			continue;
		const char *name = literal(node->b);
		*computed = !name;
		return name;
	}
	return NULL;
}

/* The prefix that `def self.table_name_prefix` of the module around the class gives. */
static const char *module_prefix(struct library *library, const char *class_path)
{
	const char *last = inflect_demodulize(class_path);
	struct ruby_syntax_error error;

	if (last == class_path)
		return "";
	char *module = str_copy_n(library->arena, class_path, (size_t)(last - class_path) - 2);
	const struct source *source = read_file(library, module);
	if (!source)
		return "";
	struct klass *root = klass_new(library->arena, "", NULL);
	klass_add_body(library->arena, root, ruby_parse(library->parser, library->arena, source, &error), source);
	struct klass *klass = walk(root, module);
	struct member *method = klass ? klass_member(klass, MEMBER_SINGLETON_METHOD, "table_name_prefix") : NULL;
	const char *prefix = method && method->node ? literal(method->node->b) : NULL;
	return prefix ? prefix : "";
}

static const char *conventional(struct library *library, const char *class_path)
{
	return str_printf(library->arena, "%s%s", module_prefix(library, class_path),
			  inflect_table(library->arena, inflect_demodulize(class_path)));
}

static const char *find_table(struct library *library, const char *path, bool *likely, unsigned depth);

/* The superclass, as seen from the class: in the modules around it first. */
static const char *inherited_table(struct library *library, const struct klass *klass, bool *likely, unsigned depth)
{
	const char *name = klass->superclass_path;

	if (str_starts_with(name, "::"))
		return find_table(library, name + 2, likely, depth + 1);
	for (const struct klass *outer = klass->outer; outer && *outer->path; outer = outer->outer) {
		const char *table =
			find_table(library, str_printf(library->arena, "%s::%s", outer->path, name), likely, depth + 1);
		if (table)
			return table;
	}
	return find_table(library, name, likely, depth + 1);
}

static bool is_root_model(const char *path)
{
	return str_ends_with(path, "ApplicationRecord") || str_ends_with(path, "ActiveRecord::Base");
}

static struct klass *find_in_file(struct library *library, const char *path)
{
	struct ruby_syntax_error error;

	while (str_starts_with(path, "::"))
		path += 2;
	vec_each(struct known_model, known, &library->models) {
		if (!str_equal(known->class_path, path))
			continue;
		ask_again(library, known->asked);
		return known->klass;
	}
	struct known_model model = {.class_path = str_copy(library->arena, path), .asked = making(library)};
	const struct source *source = *path ? read_file(library, path) : NULL;
	if (source) {
		struct klass *root = klass_new(library->arena, "", NULL);
		klass_add_body(library->arena, root, ruby_parse(library->parser, library->arena, source, &error),
			       source);
		model.klass = walk(root, path);
	}
	model.asked = made(library, model.asked);
	vec_push(library->arena, &library->models, model);
	return model.klass;
}

struct klass *library_find_model(void *payload, const char *path)
{
	struct klass *klass = find_in_file(payload, path);

	return klass && !klass->is_module ? klass : NULL;
}

struct klass *library_find_module(void *payload, const char *path)
{
	struct klass *klass = find_in_file(payload, path);

	return klass && klass->is_module ? klass : NULL;
}

static const char *table_of_file(struct library *library, const char *path, bool *likely, unsigned depth)
{
	struct klass *klass = library_find_model(library, path);
	bool computed = false;

	if (!klass)
		return NULL;
	const char *table = written_table(klass, &computed);
	if (table)
		return table;
	if (*klass->superclass_path && !is_root_model(klass->superclass_path))
		table = inherited_table(library, klass, likely, depth);
	else if (!*klass->superclass_path)
		return NULL;
	if (table)
		return table;
	/* Rails' rule for a class that was read; the prefix of a module around it may be another one */
	*likely = strstr(path, "::") != NULL;
	return is_root_model(klass->superclass_path) ? conventional(library, path) : NULL;
}

/* What the dictionaries and earlier questions say. A class that several tables name has the one of Rails'
 * convention. */
static const struct known_table *known_table(struct library *library, const char *path)
{
	const struct known_table *first = NULL;

	vec_each(const struct known_table, known, &library->tables) {
		if (!str_equal(known->class_path, path))
			continue;
		if (first && str_equal(known->table, conventional(library, path)))
			return known;
		first = first ? first : known;
	}
	return first;
}

static const char *find_table(struct library *library, const char *path, bool *likely, unsigned depth)
{
	ask(library, RUBY_ASKS_MODEL_TABLE, path);
	const struct known_table *known = known_table(library, path);

	if (known) {
		ask_again(library, known->asked);
		*likely = known->likely;
		return known->table;
	}
	if (depth > MAX_PARENTS || is_root_model(path) || !*path)
		return NULL;
	struct known_table found = {.class_path = str_copy(library->arena, path), .asked = making(library)};
	found.table = table_of_file(library, found.class_path, &found.likely, depth);
	found.asked = made(library, found.asked);
	vec_push(library->arena, &library->tables, found);
	*likely = found.likely;
	return found.table;
}

const char *library_model_table(void *payload, const char *path, bool *likely_out)
{
	while (str_starts_with(path, "::"))
		path += 2;
	return find_table(payload, path, likely_out, 0);
}
