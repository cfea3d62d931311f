/* By fingerprint, the check of a range is the check of all at its end minus the check of all at its start, whatever was
 * changed between the two. The trees are cases of the corpus laid over each other, with files taken away at random. */
#include "analyzer/changes.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/repository.h"

#include <glob.h>

#define ROUNDS 30

static unsigned random_below(unsigned *state, size_t limit)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % (unsigned)limit;
}

/* These look back at the base itself, so that no check of all can have them. */
static bool looks_back(const struct finding *finding)
{
	return str_in(finding->rule, "removed-migration short-notice-stop stale-timestamp");
}

static void take_fingerprints(struct arena *arena, const struct analysis *analysis, struct names *out)
{
	vec_each(const struct finding, finding, &analysis->result.findings) {
		if (!finding->suppressed_reason && !looks_back(finding))
			names_push(arena, out, str_copy(arena, finding->fingerprint));
	}
	names_sort(out);
}

static struct names check_all(struct arena *arena, const struct folder_fixture *folder)
{
	struct analysis_options options = {.folder = folder->path};
	struct names found = {0};
	struct analysis analysis;

	analysis_init(&analysis);
	if (analysis_run(&analysis, &options, ANALYSIS_FINDINGS) == 0)
		take_fingerprints(arena, &analysis, &found);
	analysis_done(&analysis);
	return found;
}

static struct names check_range(struct arena *arena, const struct folder_fixture *folder)
{
	struct analysis_options options = {.folder = folder->path};
	struct base_request request = {.revision = "HEAD~1"};
	struct names known = {0}, found = {0};
	struct revision base;
	struct analysis now;

	analysis_init(&now);
	assert_int_equal(analysis_run(&now, &options, ANALYSIS_CONFIG), 0);
	assert_int_equal(changes_find_base(&now, &request, &base), 0);
	if (changes_any(&now, &options, &base, &(struct changed_files){.others = false})) {
		assert_int_equal(changes_known(arena, &options, &now, &base, &known), 0);
		options.base = &base;
		if (analysis_run(&now, &options, ANALYSIS_FINDINGS) == 0) {
			changes_keep_new(&now.result, &known);
			take_fingerprints(arena, &now, &found);
		}
	}
	analysis_done(&now);
	return found;
}

/* What is in `from` and not in `taken`. */
static struct names difference(struct arena *arena, const struct names *from, const struct names *taken)
{
	struct names left = {0};

	for (size_t i = 0; i < from->count; i++) {
		if (!names_has(taken, from->items[i]))
			names_push(arena, &left, from->items[i]);
	}
	return left;
}

/* Lays three cases over what is there, takes one file away, and commits. */
static void change(struct arena *arena, const struct folder_fixture *folder, const glob_t *cases, unsigned *seed)
{
	struct strbuf script = strbuf_new(arena);

	for (unsigned i = 0; i < 3; i++)
		strbuf_printf(&script, "cp -r %s/. .; ", cases->gl_pathv[random_below(seed, cases->gl_pathc)]);
	strbuf_printf(&script, "rm -f .stopgraph.yml; count=$(git ls-files -co | wc -l); ");
	if (random_below(seed, 2))
		strbuf_printf(&script, "git ls-files -co | sort | sed -n \"$((%u %% count + 1))p\" | xargs rm -f; ",
			      random_below(seed, 1000));
	strbuf_printf(&script, "git add -A .; commit 2025-05-01 change");
	repository_run(folder, strbuf_finish(&script));
}

static void test_a_range_is_its_end_minus_its_start(void **state)
{
	const char *corpus = getenv("STOPGRAPH_CORPUS");
	struct arena *arena = arena_new();
	glob_t cases;
	unsigned seed = 17;
	size_t new_findings = 0, known_findings = 0;

	(void)state;
	assert_non_null(corpus);
	assert_int_equal(glob(str_printf(arena, "%s/r*/*/tree", corpus), 0, NULL, &cases), 0);
	for (int round = 0; round < ROUNDS; round++) {
		struct folder_fixture folder;
		repository_make(&folder);
		change(arena, &folder, &cases, &seed);
		struct names start = check_all(arena, &folder);
		change(arena, &folder, &cases, &seed);
		struct names end = check_all(arena, &folder);
		struct names range = check_range(arena, &folder);
		struct names expected = difference(arena, &end, &start);
		known_findings += end.count - expected.count;
		new_findings += expected.count;
		assert_string_equal(names_join(arena, &range, " "), names_join(arena, &expected, " "));
		folder_remove(&folder);
	}
	print_message("%zu new findings, %zu known\n", new_findings, known_findings);
	/* the trees are no empty ones */
	assert_true(new_findings > ROUNDS && known_findings > ROUNDS);
	globfree(&cases);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_range_is_its_end_minus_its_start),
	};

	return git_is_there() ? cmocka_run_group_tests(tests, NULL, NULL) : git_skip();
}
