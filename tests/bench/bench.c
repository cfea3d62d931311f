/* The cost of `check --all` against its floor, in one process and one run.
 *
 *     bench TREE [ROUNDS]      or   STOPGRAPH_BENCH_TREE=TREE meson test -C build --benchmark
 *
 * The floor is what nobody can avoid: tree-sitter over every Ruby file, and libpg_query over every statement of the SQL
 * files, that the analysis parses; nothing is evaluated, and SQL inside Ruby is not counted. It is measured twice: by the
 * program `floor`, with the libraries as they come, and here, where libpg_query is spared the packing of its trees. Times are
 * of the processor, the best of the rounds, since a shared machine only ever adds; what is worth quoting is the ratio.
 *
 * Then the cache: what it costs to fill it, what a run costs that finds everything in it, and one for which the text of one
 * migration has changed (as an editor has it: the tree is left alone). All that with one thread; what a second one brings comes
 * last. */
#include "analyzer/analysis.h"
#include "analyzer/cache/file.h"
#include "parser/sql/tree.h"
#include "tests/bench/floor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static void parse_statement(struct arena *arena, const char *text)
{
	struct sql_tree tree;

	tree_parse(arena, text, &tree);
}

/* What the program `floor`, which lies beside this one, has measured; 0 when it cannot be run. */
static double floor_alone(const char *self, const char *folder, int rounds)
{
	const char *slash = strrchr(self, '/');
	char line[256] = "";
	double seconds = 0;
	struct arena *arena = arena_new();
	const char *command = str_printf(arena, "'%.*s/floor' '%s' %d", slash ? (int)(slash - self) : 1,
					 slash ? self : ".", folder, rounds);
	FILE *output = popen(command, "r");

	if (output && fgets(line, sizeof(line), output) && sscanf(line, "floor %lf", &seconds) == 1)
		printf("%s", line);
	if (output)
		pclose(output);
	arena_free(arena);
	return seconds;
}

static double measure_total(const char *folder, struct cache_file *cache, const struct overlay *changed)
{
	struct analysis analysis;
	struct analysis_options options = {.folder = folder, .cache = cache, .overlay = changed, .threads = 1};
	double start = processor_seconds();

	analysis_init(&analysis);
	analysis_run(&analysis, &options, ANALYSIS_FINDINGS);
	analysis_done(&analysis);
	cache_file_close(cache);
	return processor_seconds() - start;
}

struct thread_cost {
	double caller, all, wall;
};

static double clock_of(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A run with several threads. What the caller's own thread computes is what is left to wait for when there are processors
 * for the others; unlike the time on the wall it does not tell of what else the machine does. */
static struct thread_cost measure_threads(const char *folder, unsigned threads)
{
	struct analysis analysis;
	struct analysis_options options = {.folder = folder, .threads = threads};
	double wall = clock_of(CLOCK_MONOTONIC);
	double caller = clock_of(CLOCK_THREAD_CPUTIME_ID);
	double all = processor_seconds();

	analysis_init(&analysis);
	analysis_run(&analysis, &options, ANALYSIS_FINDINGS);
	analysis_done(&analysis);
	return (struct thread_cost){clock_of(CLOCK_THREAD_CPUTIME_ID) - caller, processor_seconds() - all,
				    clock_of(CLOCK_MONOTONIC) - wall};
}

/* The last migration of the tree with another text, a new one for each `number`. */
static void change_one(struct arena *arena, const char *folder, int number, struct overlay *out)
{
	struct diags diags = diags_new(arena);
	struct inputs inputs = {0};
	struct tree tree;
	const struct input *last = NULL;

	if (tree_open_folder(arena, folder, &tree, &diags))
		return;
	inputs_list(arena, &tree, &inputs, &diags);
	vec_each(struct input, input, &inputs)
		last = input->role == INPUT_POST_MIGRATION ? input : last;
	struct source *source = last ? input_read(arena, &tree, last, &diags) : NULL;
	tree_close(&tree);
	if (!source)
		return;
	const char *text = str_printf(arena, "%s\n# %d\n", str_copy_n(arena, source->bytes, source->length), number);
	vec_push(arena, out, (struct overlay_file){source->path, text, strlen(text)});
}

static double least(double best, double one, int round)
{
	return round == 0 || one < best ? one : best;
}

static struct thread_cost measure_best(const char *folder, unsigned threads, int rounds)
{
	struct thread_cost best = {0, 0, 0};

	for (int i = 0; i < rounds; i++) {
		struct thread_cost one = measure_threads(folder, threads);
		best.caller = least(best.caller, one.caller, i);
		best.all = least(best.all, one.all, i);
		best.wall = least(best.wall, one.wall, i);
	}
	return best;
}

static void print_threads(const char *folder, int rounds)
{
	struct thread_cost alone = measure_best(folder, 1, rounds);
	struct thread_cost two = measure_best(folder, 2, rounds);

	printf("two threads  first one %.3f s, ratio to one thread %.3f; both %.3f, on the wall %.3f\n", two.caller,
	       two.caller / alone.caller, two.all / alone.all, two.wall / alone.wall);
}

struct cache_cost {
	double fill, warm, changed;
};

static struct cache_cost measure_cache(const char *folder, int rounds)
{
	struct arena *arena = arena_new();
	char place[] = "/tmp/stopgraph-bench-XXXXXX";
	struct cache_cost cost = {0, 0, 0};

	if (!mkdtemp(place)) {
		perror(place);
		exit(1);
	}
	for (int i = 0; i < rounds; i++) {
		const char *path = str_printf(arena, "%s/%d.sqlite", place, i);
		struct overlay changed = {0};
		change_one(arena, folder, i, &changed);
		cost.fill = least(cost.fill, measure_total(folder, cache_file_open(arena, path), NULL), i);
		cost.warm = least(cost.warm, measure_total(folder, cache_file_open(arena, path), NULL), i);
		cost.changed = least(cost.changed, measure_total(folder, cache_file_open(arena, path), &changed), i);
		unlink(path);
	}
	rmdir(place);
	arena_free(arena);
	return cost;
}

static void print_cache(struct cache_cost cost, double total)
{
	double whole = total > 0 ? total : 1;

	printf("cache  filling it %.3f s, ratio to a run without %.3f\n", cost.fill, cost.fill / whole);
	printf("warm   %.3f s, ratio to cold %.3f\n", cost.warm, cost.warm / whole);
	printf("one changed migration %.3f s, ratio to cold %.3f\n", cost.changed, cost.changed / whole);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("STOPGRAPH_BENCH_TREE");
	int rounds = argc > 2 ? atoi(argv[2]) : 3;
	double total = 0;
	struct rusage usage;

	if (!folder) {
		printf("skipped: STOPGRAPH_BENCH_TREE does not name a tree\n");
		return 77;
	}
	for (int i = 0; i < rounds; i++)
		total = least(total, measure_total(folder, NULL, NULL), i);
	getrusage(RUSAGE_SELF, &usage);
	double alone = floor_alone(argv[0], folder, rounds);
	struct floor_cost within = floor_measure(folder, parse_statement, rounds);
	floor_print("floor as the program calls the libraries", &within);
	printf("total  %.3f s  peak memory %ld MB\n", total, usage.ru_maxrss / 1024);
	printf("ratio  %.2f, to the floor as the program calls the libraries %.2f\n", alone > 0 ? total / alone : 0,
	       within.seconds > 0 ? total / within.seconds : 0);
	print_cache(measure_cache(folder, rounds), total);
	getrusage(RUSAGE_SELF, &usage);
	printf("peak memory with a cache %ld MB\n", usage.ru_maxrss / 1024);
	print_threads(folder, rounds);
	return 0;
}
