/* Every case of the corpus gives the same graph and findings, byte for byte, however its folders list their entries, and
 * however often it is asked. */
#include "analyzer/rules.h"
#include "analyzer/scan/scan.h"
#include "reports/formats.h"

#include "analyzer/base/str.h"

#include "tests/support/cmocka_all.h"

#include <glob.h>
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

static void test_order_of_files_says_nothing(void **state)
{
	const char *corpus = getenv("STOPGRAPH_CORPUS");
	struct arena *arena = arena_new();
	glob_t trees;

	(void)state;
	assert_non_null(corpus);
	assert_int_equal(glob(str_printf(arena, "%s/*/*/tree", corpus), 0, NULL, &trees), 0);
	for (size_t i = 0; i < trees.gl_pathc; i++)
		check_tree(trees.gl_pathv[i], (unsigned)i + 1);
	globfree(&trees);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_of_files_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
