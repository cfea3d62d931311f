/* Application models, read when they are first asked for.
 *
 * The table of a model: the dictionary's first, then `self.table_name =` of the class or of its parent's file; else the
 * plural of the class name with the prefix that the module around it declares. */
#include "parser/ruby/eval/library_part.h"

#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"

#include <string.h>

#define MAX_PARENTS 12

void library_add_model_table(struct library *library, const char *class_path, const char *table)
{
	const char *path = constant_without_root(class_path);

	vec_push(library->arena, &library->tables,
		 (struct known_table){.class_path = str_copy(library->arena, path),
				      .length = strlen(path),
				      .table = str_copy(library->arena, table)});
}

static const struct source *read_file(struct library *library, const char *class_path)
{
	if (!library->read_model)
		return NULL;
	const char *path = str_printf(library->arena, "%s.rb", str_underscore(library->arena, class_path));
	library_ask(library, RUBY_ASKS_MODEL_FILE, path);
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
	struct klass *klass = library_walk(root, module);
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

	path = constant_without_root(path);
	vec_each(struct known_model, known, &library->models) {
		if (!str_equal(known->class_path, path))
			continue;
		library_ask_again(library, known->asked);
		return known->klass;
	}
	struct known_model model = {.class_path = str_copy(library->arena, path), .asked = library_making(library)};
	const struct source *source = *path ? read_file(library, path) : NULL;
	if (source) {
		struct klass *root = klass_new(library->arena, "", NULL);
		model.source = source;
		model.program = ruby_parse(library->parser, library->arena, source, &error);
		klass_add_body(library->arena, root, model.program, source);
		model.klass = library_walk(root, path);
	}
	model.asked = library_made(library, model.asked);
	vec_push(library->arena, &library->models, model);
	return model.klass;
}

const struct node *library_model_program(struct library *library, struct arena *arena, const struct source *source)
{
	struct ruby_syntax_error error;

	vec_each(const struct known_model, known, &library->models) {
		if (known->source && str_equal(known->source->path, source->path) &&
		    known->source->length == source->length &&
		    memcmp(known->source->bytes, source->bytes, source->length) == 0)
			return known->program;
	}
	return ruby_parse(library->parser, arena, source, &error);
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
	size_t length = strlen(path);

	vec_each(const struct known_table, known, &library->tables) {
		if (known->length != length || strcmp(known->class_path, path) != 0)
			continue;
		if (first && str_equal(known->table, conventional(library, path)))
			return known;
		first = first ? first : known;
	}
	return first;
}

static const char *find_table(struct library *library, const char *path, bool *likely, unsigned depth)
{
	library_ask(library, RUBY_ASKS_MODEL_TABLE, path);
	const struct known_table *known = known_table(library, path);

	if (known) {
		library_ask_again(library, known->asked);
		*likely = known->likely;
		return known->table;
	}
	if (depth > MAX_PARENTS || is_root_model(path) || !*path)
		return NULL;
	struct known_table found = {
		.class_path = str_copy(library->arena, path), .length = strlen(path), .asked = library_making(library)};
	found.table = table_of_file(library, found.class_path, &found.likely, depth);
	found.asked = library_made(library, found.asked);
	vec_push(library->arena, &library->tables, found);
	*likely = found.likely;
	return found.table;
}

const char *library_model_table(void *payload, const char *path, bool *likely_out)
{
	return find_table(payload, constant_without_root(path), likely_out, 0);
}
