/* One tree of classes for all job files, rooted in a module without a name.
 *
 * A namespace of jobs is a module with one of their names (job.h), whatever the product's root module is. An overlay is the
 * module with the same path below EE (or JH): overlays are linked before the first question. The base class of batched
 * jobs is built in and never answered, nor are modules that only hold other classes.
 *
 * Application models: the dictionary's table first, then `self.table_name =` of the class or of its parent's file; else
 * the plural of the class name with the prefix that the module around it declares. */
#include "parser/ruby/eval/library.h"

#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/jobs/product_jobs.h"

#include <string.h>

#define MAX_PARENTS 12

static const char base_class[] = "BatchedMigrationJob";
static const char *const overlay_roots[] = {"EE", "JH"};

struct known_table {
	const char *class_path;
	const char *table; /* NULL: looked for and not found */
	bool likely;
};

struct known_model {
	const char *class_path;
	struct klass *klass; /* NULL: no file, or no such class in it */
};

struct library {
	struct arena *arena;
	struct ruby_parser *parser;
	struct klass *root;
	struct klass *product; /* the namespace of the product's own jobs; NULL until it is needed */
	const struct source *product_source;
	bool linked;
	ruby_model_fn *read_model;
	void *read_model_payload;
	VEC(struct known_table) tables;
	VEC(struct known_model) models;
};

struct library *library_new(struct ruby_parser *parser)
{
	struct arena *arena = arena_new();
	struct library *library = ARENA_NEW(arena, struct library);

	library->arena = arena;
	library->parser = parser;
	library->root = klass_new(arena, "", NULL);
	return library;
}

void library_free(struct library *library)
{
	if (library)
		arena_free(library->arena);
}

void library_add_job_source(struct library *library, const struct source *source)
{
	struct ruby_syntax_error error;
	struct node *program = ruby_parse(library->parser, library->arena, source, &error);

	klass_add_body(library->arena, library->root, program, source);
	library->linked = false;
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
	if (str_equal(job_relative_name(klass->path), search->name))
		search->found = klass;
}

static const char *without_colons(const char *name)
{
	while (str_starts_with(name, "::"))
		name += 2;
	return name;
}

bool library_has_job(struct library *library, const char *name)
{
	struct search search = {.name = without_colons(name)};

	library_each_job(library, match_job, &search);
	return search.found != NULL;
}

struct klass *library_find_job(struct library *library, const char *name)
{
	struct search search = {.name = without_colons(name)};

	library_each_job(library, match_job, &search);
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
		 (struct known_table){str_copy(library->arena, class_path), str_copy(library->arena, table), false});
}

static const struct source *read_file(struct library *library, const char *class_path)
{
	if (!library->read_model)
		return NULL;
	return library->read_model(library->read_model_payload,
				   str_printf(library->arena, "%s.rb", str_underscore(library->arena, class_path)));
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
		if (str_equal(known->class_path, path))
			return known->klass;
	}
	struct known_model model = {.class_path = str_copy(library->arena, path)};
	const struct source *source = *path ? read_file(library, path) : NULL;
	if (source) {
		struct klass *root = klass_new(library->arena, "", NULL);
		klass_add_body(library->arena, root, ruby_parse(library->parser, library->arena, source, &error),
			       source);
		model.klass = walk(root, path);
	}
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

/* What the dictionaries and earlier questions say. A class that several tables name has the one of Rails' convention. */
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
	const struct known_table *known = known_table(library, path);

	if (known) {
		*likely = known->likely;
		return known->table;
	}
	if (depth > MAX_PARENTS || is_root_model(path) || !*path)
		return NULL;
	struct known_table found = {.class_path = str_copy(library->arena, path)};
	found.table = table_of_file(library, found.class_path, &found.likely, depth);
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
