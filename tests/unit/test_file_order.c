/* Every case of the corpus gives the same graph and findings, byte for byte, however its folders list their entries, and
 * however often it is asked. */
#include "analyzer/rules.h"
#include "analyzer/scan.h"
#include "reports/formats.h"

#include "analyzer/base/str.h"

#include "tests/support/cmocka_all.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A folder's tree that lists its entries in another order; 0: in its own. */
struct shuffled_tree {
	struct tree inner;
	unsigned seed;
};

static unsigned random_below(unsigned *state, size_t limit)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % (unsigned)limit;
}

static int list_shuffled(void *payload, struct arena *arena, const char *folder, struct tree_entries *out,
			 struct diags *diags)
{
	struct shuffled_tree *tree = payload;
	size_t first = out->count;
	int status = tree->inner.list(tree->inner.payload, arena, folder, out, diags);

	for (size_t i = out->count; tree->seed && i > first + 1; i--) {
		size_t other = first + random_below(&tree->seed, i - first);
		struct tree_entry kept = out->items[i - 1];
		out->items[i - 1] = out->items[other];
		out->items[other] = kept;
	}
	return status;
}

static int look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry, struct diags *diags)
{
	const struct shuffled_tree *tree = payload;

	return tree->inner.look(tree->inner.payload, arena, path, entry, diags);
}

static int read_inner(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		      struct diags *diags)
{
	const struct shuffled_tree *tree = payload;

	return tree->inner.read(tree->inner.payload, arena, path, limit, out, diags);
}

static void write_answer(struct arena *arena, const struct scan *scan, FILE *out)
{
	const struct report_format *format = format_find("json");
	struct rule_options rules = {.schedule = &stop_schedule_default};
	struct report_options options = {0};
	struct graph graph = {0};
	struct result result = {0};

	graph_build(arena, &scan->project, &graph);
	rules_run(arena, &scan->project, &graph, &rules, &result);
	assert_int_equal(format->write_graph(&result, &options, out), 0);
	assert_int_equal(format->write_findings(&result, &options, out), 0);
}

/* Graph, findings and diagnostics of a tree. Freed by the caller. */
static char *answer(const char *path, unsigned seed)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct shuffled_tree shuffled = {.seed = seed};
	struct tree tree = {.payload = &shuffled, .list = list_shuffled, .look = look, .read = read_inner};
	struct scan_options options = {.tree = &tree};
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	assert_int_equal(tree_open_folder(arena, path, &shuffled.inner, &diags), 0);
	struct scan *scan = scan_tree(arena, &options, &diags);
	if (scan)
		write_answer(arena, scan, out);
	diags_sort(&diags);
	vec_each(const struct diag, diag, &diags)
		fprintf(out, "%s:%u %s %s\n", location_path(diag->location), diag->location.offset,
			diag_code_name(diag->code), diag->text);
	fclose(out);
	scan_free(scan);
	tree_close(&shuffled.inner);
	arena_free(arena);
	return text;
}

static void check_tree(const char *path, unsigned seed)
{
	char *plain = answer(path, 0);
	char *again = answer(path, 0);
	char *shuffled = answer(path, seed);

	if (strcmp(plain, again) != 0 || strcmp(plain, shuffled) != 0)
		print_error("differs: %s\n", path);
	assert_string_equal(plain, again);
	assert_string_equal(plain, shuffled);
	free(plain);
	free(again);
	free(shuffled);
}

/* Calls check_tree() for every CASE/tree below the folder of a family. */
static size_t check_family(struct arena *arena, const char *family)
{
	DIR *folder = opendir(family);
	size_t count = 0;

	for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
		const char *path = str_printf(arena, "%s/%s/tree", family, entry->d_name);
		DIR *tree = entry->d_name[0] == '.' ? NULL : opendir(path);
		if (!tree)
			continue;
		closedir(tree);
		check_tree(path, (unsigned)++count);
	}
	if (folder)
		closedir(folder);
	return count;
}

static void test_order_of_files_says_nothing(void **state)
{
	static const char *const families[] = {"bad-input", "eras",    "helpers", "past-stops",
					       "relations", "reports", "rules"};
	const char *corpus = getenv("STOPGRAPH_CORPUS");
	struct arena *arena = arena_new();

	(void)state;
	assert_non_null(corpus);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		assert_true(check_family(arena, str_printf(arena, "%s/%s", corpus, families[i])) > 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_of_files_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
