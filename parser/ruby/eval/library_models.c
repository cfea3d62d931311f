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

/* --- files --- */

static void ask_part(void *payload, const char *file, const char *part)
{
	struct library *library = payload;

	if (library->listener)
		library->listener->ask(library->listener->payload, RUBY_ASKS_MODEL_PART, file, part);
}

/* What is in a file has to be known before anybody looks at it. */
static struct model_file *read_file(struct library *library, const char *path)
{
	struct model_file *file = ARENA_NEW(library->arena, struct model_file);
	struct ruby_syntax_error error;

	file->path = str_copy(library->arena, path);
	file->source = library->read_model ? library->read_model(library->read_model_payload, path) : NULL;
	if (!file->source)
		return file;
	file->root = klass_new(library->arena, "", NULL);
	file->program = ruby_parse(library->parser, library->arena, file->source, &error);
	klass_add_body(library->arena, file->root, file->program, file->source);
	if (!library->listener)
		return file;
	file->parts = ARENA_NEW(library->arena, struct ruby_parts);
	*file->parts = parts_of(library->arena, file->root);
	file->watch = (struct part_watch){library->arena, ask_part, library, file->path};
	parts_watch(file->root, &file->watch);
	return file;
}

static struct model_file *file_at(struct library *library, const char *path)
{
	vec_each(struct model_file *, file, &library->model_files) {
		if (str_equal((*file)->path, path))
			return *file;
	}
	struct model_file *file = read_file(library, path);
	vec_push(library->arena, &library->model_files, file);
	return file;
}

/* The class or module at a path, in the file that should have it; NULL when there is none. */
static struct klass *find_written(struct library *library, const char *class_path)
{
	if (!library->read_model || !*class_path)
		return NULL;
	const char *path = str_printf(library->arena, "%s.rb", str_underscore(library->arena, class_path));
	library_ask(library, RUBY_ASKS_MODEL_FILE, path);
	struct model_file *file = file_at(library, path);
	if (!file->root)
		return NULL;
	if (library->listener)
		ask_part(library, file->path, part_name(library->arena, class_path, PART_CLASS, NULL));
	return library_walk(file->root, class_path);
}

void library_forget_models(struct library *library)
{
	size_t told = 0;

	library->models.count = library->model_files.count = 0;
	for (size_t i = 0; i < library->tables.count; i++) {
		if (!library->tables.items[i].is_found)
			library->tables.items[told++] = library->tables.items[i];
	}
	library->tables.count = told;
}

const struct ruby_parts *library_model_parts(struct library *library, const char *relative_path)
{
	static const struct ruby_parts none;
	const struct model_file *file = file_at(library, relative_path);

	return file->parts ? file->parts : &none;
}

/* --- tables --- */

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
	part_ask(klass, PART_CALLS, "table_name");
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

	if (last == class_path)
		return "";
	char *module = str_copy_n(library->arena, class_path, (size_t)(last - class_path) - 2);
	struct klass *klass = find_written(library, module);
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
	path = constant_without_root(path);
	vec_each(struct known_model, known, &library->models) {
		if (!str_equal(known->class_path, path))
			continue;
		library_lasting_used(library, known->lasting);
		return known->klass;
	}
	struct known_model model = {.class_path = str_copy(library->arena, path),
				    .lasting = library_lasting_begin(library)};
	model.klass = find_written(library, path);
	library_lasting_end(library, model.lasting);
	vec_push(library->arena, &library->models, model);
	return model.klass;
}

const struct node *library_model_program(struct library *library, struct arena *arena, const struct source *source)
{
	struct ruby_syntax_error error;

	vec_each(struct model_file *, file, &library->model_files) {
		const struct source *known = (*file)->source;
		if (known && str_equal(known->path, source->path) && known->length == source->length &&
		    memcmp(known->bytes, source->bytes, source->length) == 0)
			return (*file)->program;
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
		library_lasting_used(library, known->lasting);
		*likely = known->likely;
		return known->table;
	}
	if (depth > MAX_PARENTS || is_root_model(path) || !*path)
		return NULL;
	struct known_table found = {.class_path = str_copy(library->arena, path),
				    .length = strlen(path),
				    .is_found = true,
				    .lasting = library_lasting_begin(library)};
	found.table = table_of_file(library, found.class_path, &found.likely, depth);
	library_lasting_end(library, found.lasting);
	vec_push(library->arena, &library->tables, found);
	*likely = found.likely;
	return found.table;
}

const char *library_model_table(void *payload, const char *path, bool *likely_out)
{
	return find_table(payload, constant_without_root(path), likely_out, 0);
}
