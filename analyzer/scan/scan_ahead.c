/* Which files are worth parsing ahead, and how another thread reads them.
 *
 * The list has the order of the reading: job files as they are listed, then migrations by version. While the dumps of the
 * schema are read, and then while each migration is evaluated, the other threads get ahead. They read files themselves,
 * into arenas of their own, and say nothing about what they find: the scan reads each file again when it is its turn,
 * complains of it, and takes the tree if the bytes are the same.
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
	struct diags ignored = diags_new(arena);

	return input_read(arena, list->tree, list->inputs.items[index], &ignored);
}

/* What an earlier run has read is most likely kept. */
static void add(struct scanner *scanner, struct ahead_list *list, struct input *input)
{
	if (scanner->readings && input->has_content)
		return;
	vec_push(scanner->arena, &list->inputs, input);
	vec_push(scanner->arena, &list->paths, input->path);
}

void scan_begin_ahead(struct scanner *scanner)
{
	unsigned threads = scanner->options->threads;
	struct ahead_list *list = ARENA_NEW(scanner->arena, struct ahead_list);
	struct input_list migrations;

	if (threads < 2 || !scanner->options->tree->stamp)
		return;
	list->tree = scanner->options->tree;
	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role == INPUT_JOB)
			add(scanner, list, input);
	}
	migrations = scan_migrations(scanner);
	vec_each(struct input *, input, &migrations.list)
		add(scanner, list, *input);
	if (list->inputs.count < LEAST_FILES)
		return;
	ruby_begin_ahead(scanner->ruby, &(struct ruby_ahead_options){.paths = list->paths.items,
								     .count = list->paths.count,
								     .threads = threads - 1,
								     .read = read_for_thread,
								     .payload = list});
}
