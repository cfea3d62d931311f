/* A baseline of all that is found leaves nothing, for every case of the corpus; to apply it again, or to make the next
 * baseline from what it leaves, changes nothing. */
#include "analyzer/analysis.h"
#include "analyzer/baseline.h"
#include "reports/formats.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/folder.h"

#include <glob.h>

static void write_findings(const struct analysis *analysis, const char *path)
{
	struct report_options options = {0};
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(format_find("json")->write_findings(&analysis->result, &options, file), 0);
	fclose(file);
}

static void apply(struct analysis *analysis, const char *path)
{
	const char *error = NULL;

	assert_int_equal(baseline_apply(analysis->arena, path, &analysis->result, &error), 0);
	assert_int_equal(analysis->result.errors + analysis->result.warnings + analysis->result.notes, 0);
}

static void assert_equal_files(const char *a, const char *b)
{
	FILE *files[2] = {fopen(a, "r"), fopen(b, "r")};
	int byte;

	assert_true(files[0] && files[1]);
	do {
		byte = getc(files[0]);
		assert_int_equal(byte, getc(files[1]));
	} while (byte != EOF);
	fclose(files[0]);
	fclose(files[1]);
}

/* The number of findings. */
static size_t check_tree(const char *tree, const struct folder_fixture *folder)
{
	struct analysis_options options = {.folder = tree, .ceiling = tree};
	const char *baseline = folder_path(folder, "baseline.json");
	const char *left = folder_path(folder, "left.json");
	const char *again = folder_path(folder, "again.json");
	struct analysis analysis;
	size_t found = 0;

	for (int round = 0; round < 2; round++) {
		analysis_init(&analysis);
		if (analysis_run(&analysis, &options, ANALYSIS_FINDINGS) == 0) {
			if (round == 0)
				write_findings(&analysis, baseline);
			apply(&analysis, baseline);
			write_findings(&analysis, round == 0 ? left : again);
			apply(&analysis, baseline);
			write_findings(&analysis, again);
			assert_equal_files(left, again);
			found = analysis.result.findings.count;
		}
		analysis_done(&analysis);
	}
	return found;
}

static void test_a_baseline_leaves_nothing(void **state)
{
	const char *corpus = getenv("STOPGRAPH_CORPUS");
	struct folder_fixture folder;
	char pattern[512];
	glob_t trees;
	size_t found = 0;

	(void)state;
	assert_non_null(corpus);
	snprintf(pattern, sizeof(pattern), "%s/r*/*/tree", corpus);
	assert_int_equal(glob(pattern, 0, NULL, &trees), 0);
	folder_make(&folder);
	for (size_t i = 0; i < trees.gl_pathc; i++)
		found += check_tree(trees.gl_pathv[i], &folder);
	assert_true(found > trees.gl_pathc / 2);
	folder_remove(&folder);
	globfree(&trees);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_baseline_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
