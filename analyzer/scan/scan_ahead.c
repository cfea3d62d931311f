/* Which files are worth parsing ahead, and how another thread reads them.
 *
 * The list has the order of the reading: job files as they are listed, migrations by version, then models, of which only
 * few are parsed. While dictionaries and the dumps of the schema are read, and then while each migration is evaluated,
 * the other threads get ahead. They read files themselves, into arenas of their own, and say nothing about what they
 * find: the scan reads each file again when it is its turn, complains of it, and takes the tree if the bytes are the
 * same.
 *
 * Files of a revision come through libgit2, whose handle belongs to one thread; there nothing is parsed ahead. */
#include "analyzer/scan/scan_parts.h"

#include "parser/ruby/ruby.h"

/* Below that a thread costs more than it brings. */
#define LEAST_FILES 16

struct ahead_list {
	const struct tree *tree;
	VEC(struct input *) inputs;
	VEC(const char *) paths;
};

static const struct source *read_for_thread(void *payload, struct arena *arena, size_t index)
{
	const struct ahead_list *list = payload;
	struct input *input = list->inputs.items[index];
	struct diags ignored = diags_new(arena);
	const struct source *source = input_read(arena, list->tree, input, &ignored);

	return source && (input->role != INPUT_MODEL || scan_wants_model(source)) ? source : NULL;
}

/* What an earlier run has read is most likely kept. */
static bool is_new(const struct scanner *scanner, const struct input *input)
{
	return !scanner->readings || !input->has_content;
}

static bool is_parsed(enum input_role role)
{
	return role == INPUT_JOB || role == INPUT_MIGRATION || role == INPUT_POST_MIGRATION || role == INPUT_MODEL;
}

static bool has_enough(const struct scanner *scanner)
{
	size_t count = 0;

	vec_each(const struct input, input, &scanner->scan->inputs)
		count += is_parsed(input->role) && is_new(scanner, input);
	return count >= LEAST_FILES;
}

static void add(struct scanner *scanner, struct ahead_list *list, struct input *input)
{
	if (!is_new(scanner, input))
		return;
	vec_push(scanner->arena, &list->inputs, input);
	vec_push(scanner->arena, &list->paths, input->path);
}

static void add_role(struct scanner *scanner, struct ahead_list *list, enum input_role role)
{
	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role == role)
			add(scanner, list, input);
	}
}

void scan_begin_ahead(struct scanner *scanner)
{
	unsigned threads = scanner->options->threads;
	struct ahead_list *list;
	struct input_list migrations;

	/* of a tree that is not read as a whole few files are needed, and which ones is not known yet */
	if (threads < 2 || !scanner->options->tree->stamp || scanner->options->reach || !has_enough(scanner))
		return;
	list = ARENA_NEW(scanner->arena, struct ahead_list);
	list->tree = scanner->options->tree;
	add_role(scanner, list, INPUT_JOB);
	migrations = scan_migrations(scanner);
	vec_each(struct input *, input, &migrations.list)
		add(scanner, list, *input);
	add_role(scanner, list, INPUT_MODEL);
	ruby_begin_ahead(scanner->ruby, &(struct ruby_ahead_options){.paths = list->paths.items,
								     .count = list->paths.count,
								     .threads = threads - 1,
								     .read = read_for_thread,
								     .payload = list});
}
