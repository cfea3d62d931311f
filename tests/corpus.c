/* Runs the cases of corpus/ against a built program.
 *
 *     corpus STOPGRAPH CORPUS [FILTER] [--update]
 *
 * A case is a folder CORPUS/FAMILY/CASE that holds `tree/`. Every expected.* file in it names one view of the answer (the
 * table of views below); the program is run once for each, and its lines are compared. corpus/README.md describes
 * the files. The output is TAP: one line a case, in path order, with the difference as comments. FILTER selects the
 * cases whose path contains it. --update writes what the program says into the expected files that exist already and
 * differ: the diff under version control is then the review.
 *
 * Awkward cases: a folder `NAME.bug` is known to be wrong, so it counts as passed while it fails, and as failed as
 * soon as it passes. A folder with a `make` file is copied first, since git cannot hold what it asks for (loops of
 * links, empty folders). A program that crashes or takes longer than a minute fails its case, never the run. */
#include "analyzer/base/str.h"
#include "analyzer/base/vec.h"
#include "tests/runner/case.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct options {
	const char *program;
	const char *corpus;
	const char *filter;
	bool update;
};

struct totals {
	size_t cases;
	size_t passed;
	size_t failed;
	size_t known_wrong;
	size_t updated;
};

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The entries of a folder by name, without those that begin with a dot. */
static struct names folder_entries(struct arena *arena, const char *path)
{
	struct names entries = {0};
	DIR *folder = opendir(path);

	if (!folder)
		return entries;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
		if (entry->d_name[0] != '.')
			names_push(arena, &entries, str_copy(arena, entry->d_name));
	closedir(folder);
	names_sort(&entries);
	return entries;
}

/* "FAMILY/CASE" of every case that the filter selects. */
static struct names collect_cases(struct arena *arena, const struct options *options)
{
	struct names cases = {0};
	struct names families = folder_entries(arena, options->corpus);

	for (size_t f = 0; f < families.count; f++) {
		const char *family = families.items[f];
		struct names members = folder_entries(arena, str_printf(arena, "%s/%s", options->corpus, family));

		for (size_t m = 0; m < members.count; m++) {
			char *name = str_printf(arena, "%s/%s", family, members.items[m]);

			if (options->filter && !strstr(name, options->filter))
				continue;
			if (is_folder(str_printf(arena, "%s/%s/tree", options->corpus, name)))
				names_push(arena, &cases, name);
		}
	}
	names_sort(&cases);
	return cases;
}

static void write_expected(const char *path, const struct names *lines)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return;
	for (size_t i = 0; i < lines->count; i++)
		fprintf(file, "%s\n", lines->items[i]);
	fclose(file);
}

/* Compares one view of a case; pushes what is wrong to `complaints`. */
static void check_view(struct case_run *run, const struct case_view *view, const struct options *options,
		       struct totals *totals, struct names *complaints)
{
	struct arena *arena = run->arena;
	char *path = str_printf(arena, "%s/expected.%s", run->folder, view->suffix);
	struct names expected = {0};
	struct names actual = {0};

	if (!case_read_lines(arena, path, &expected))
		return;
	run->views++;
	if (!case_view_lines(run, view, &actual, complaints))
		return;
	if (view->prepare) {
		view->prepare(arena, &expected);
		view->prepare(arena, &actual);
	}
	if (case_lines_match(view, &expected, &actual))
		return;
	if (options->update) {
		write_expected(path, &actual);
		totals->updated++;
		return;
	}
	names_push(arena, complaints, str_printf(arena, "--- expected.%s", view->suffix));
	names_push(arena, complaints, str_printf(arena, "+++ stopgraph %s", view->command));
	case_difference(arena, view, &expected, &actual, complaints);
}

/* All views of a case. */
static struct names check_case(struct arena *arena, const char *name, const struct options *options,
			       struct totals *totals)
{
	struct names complaints = {0};
	struct case_run run = {.arena = arena, .program = options->program};

	run.folder = str_printf(arena, "%s/%s", options->corpus, name);
	if (!case_prepare_tree(&run)) {
		names_push(arena, &complaints, "the tree could not be prepared");
		return complaints;
	}
	for (size_t i = 0; i < case_view_count; i++)
		check_view(&run, &case_views[i], options, totals, &complaints);
	if (run.views == 0)
		names_push(arena, &complaints, "the case has no expected.* file that is known");
	case_remove_tree(&run);
	return complaints;
}

/* Prints the TAP line of a case and counts it. */
static void report_case(const char *name, const struct names *complaints, struct totals *totals)
{
	bool wrong = complaints->count > 0;
	bool known_wrong = str_ends_with(name, ".bug");

	totals->cases++;
	if (wrong && known_wrong)
		totals->known_wrong++;
	else if (wrong || known_wrong)
		totals->failed++;
	else
		totals->passed++;
	printf("%s %zu - %s%s\n", wrong == known_wrong ? "ok" : "not ok", totals->cases, name,
	       wrong && known_wrong ? " # known to be wrong" : "");
	if (known_wrong && !wrong)
		printf("# passes now: remove .bug from its name\n");
	if (wrong && !known_wrong)
		for (size_t i = 0; i < complaints->count; i++)
			printf("# %s\n", complaints->items[i]);
	fflush(stdout);
}

static bool parse_options(int argc, char **argv, struct options *out)
{
	const char *positional[3] = {0};
	size_t count = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--update") == 0)
			out->update = true;
		else if (count < 3)
			positional[count++] = argv[i];
		else
			return false;
	}
	out->program = positional[0];
	out->corpus = positional[1];
	out->filter = positional[2];
	return count >= 2;
}

int main(int argc, char **argv)
{
	struct options options = {0};
	struct totals totals = {0};

	if (!parse_options(argc, argv, &options)) {
		fprintf(stderr, "usage: corpus STOPGRAPH CORPUS [FILTER] [--update]\n");
		return 2;
	}
	/* The program is run from other folders. */
	char *program = realpath(options.program, NULL);
	if (!program) {
		fprintf(stderr, "corpus: there is no program '%s'\n", options.program);
		return 2;
	}
	options.program = program;
	/* The tags of this project's own repository are no releases of the cases. */
	char *corpus_folder = realpath(options.corpus, NULL);
	if (corpus_folder)
		setenv("GIT_CEILING_DIRECTORIES", corpus_folder, 1);
	free(corpus_folder);

	struct arena *arena = arena_new();
	struct names cases = collect_cases(arena, &options);

	printf("1..%zu\n", cases.count);
	for (size_t i = 0; i < cases.count; i++) {
		struct arena_mark mark = arena_mark(arena);
		struct names complaints = check_case(arena, cases.items[i], &options, &totals);

		report_case(cases.items[i], &complaints, &totals);
		arena_pop(arena, mark);
	}
	printf("# %zu cases: %zu passed, %zu failed, %zu known to be wrong", totals.cases, totals.passed, totals.failed,
	       totals.known_wrong);
	if (options.update)
		printf("; %zu files updated", totals.updated);
	printf("\n");
	arena_free(arena);
	free(program);
	if (cases.count == 0)
		fprintf(stderr, "corpus: no case found in '%s'\n", options.corpus);
	return totals.failed > 0 || cases.count == 0;
}
