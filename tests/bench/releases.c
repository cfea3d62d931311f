/* The cost of analysing all releases of a repository against parsing each of their different files once, in one process.
 *
 *     releases REPOSITORY [FIRST..LAST]      or   STOPGRAPH_BENCH_REPOSITORY=REPOSITORY meson test -C build --benchmark
 *
 * First with an empty cache, then with what that has kept. Times are of the processor. The floor is that of bench.c, over
 * every content that was read in any of the releases: what is the same in several counts once. */
#include "analyzer/base/str.h"
#include "analyzer/cache/file.h"
#include "analyzer/series.h"
#include "graph/map.h"
#include "parser/sql/tree.h"
#include "tests/bench/floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct releases_cost {
	size_t releases, analysed, parsed, contents;
	double seconds;
};

/* What was read of all releases, each content once. */
struct collection {
	struct arena *arena;
	struct map seen;
	VEC(struct source *) sources;
};

static void ignore(void *payload, const struct series_release *release)
{
	size_t *count = payload;

	*count += release->analysis != NULL;
}

static struct releases_cost measure(const struct series_options *wanted, struct cache_file *cache)
{
	struct analysis_options analysis = *wanted->analysis;
	struct series_options options = *wanted;
	struct releases_cost cost = {0};
	struct series series;
	double start = processor_seconds();

	analysis.cache = cache;
	options.analysis = &analysis;
	options.take = ignore;
	options.payload = &cost.releases;
	if (series_open(&series, &options) == 0)
		series_run(&series, &options);
	cost.analysed = series.analysed;
	cost.parsed = series.parsed;
	cost.contents = series.contents;
	series_close(&series);
	cache_file_close(cache);
	cost.seconds = processor_seconds() - start;
	return cost;
}

static const char *hex(struct arena *arena, const struct source *source)
{
	struct strbuf out = strbuf_new(arena);
	unsigned char id[HASH_BLOB_SIZE];

	hash_blob(source->bytes, source->length, id);
	for (size_t i = 0; i < sizeof(id); i++)
		strbuf_printf(&out, "%02x", id[i]);
	return strbuf_finish(&out);
}

/* A series' take(): what this release was the first to read. */
static void collect(void *payload, const struct series_release *release)
{
	struct collection *files = payload;

	for (size_t i = 0; release->analysis && i < release->analysis->scan->sources.count; i++) {
		const struct source *source = release->analysis->scan->sources.items[i];
		bool is_parsed = str_ends_with(source->path, ".rb") || str_ends_with(source->path, ".sql");
		if (!is_parsed || source->reader)
			continue;
		const char *key = hex(files->arena, source);
		if (map_get(&files->seen, key))
			continue;
		map_put(&files->seen, key, files);
		vec_push(files->arena, &files->sources,
			 source_new(files->arena, source->path, str_copy_n(files->arena, source->bytes, source->length),
				    source->length));
	}
}

static void parse_statement(struct arena *arena, const char *text)
{
	struct sql_tree tree;

	tree_parse(arena, text, &tree);
}

static struct floor_cost measure_floor(const struct series_options *wanted, struct cache_file *cache)
{
	struct collection files = {.arena = arena_new()};
	struct parsers parsers = parsers_new(files.arena, parse_statement);
	struct analysis_options analysis = *wanted->analysis;
	struct series_options options = *wanted;
	struct floor_cost cost = {0};
	struct series series;

	files.seen = map_new(files.arena);
	analysis.cache = cache;
	options.analysis = &analysis;
	options.take = collect;
	options.payload = &files;
	if (series_open(&series, &options) == 0)
		series_run(&series, &options);
	series_close(&series);
	cache_file_close(cache);
	double start = processor_seconds();
	for (size_t i = 0; i < files.sources.count; i++)
		floor_parse(&parsers, files.sources.items[i], &cost);
	cost.seconds = processor_seconds() - start;
	parsers_free(&parsers);
	arena_free(files.arena);
	return cost;
}

static void read_range(struct arena *arena, const char *text, struct series_options *options)
{
	const char *dots = text ? strstr(text, "..") : NULL;

	if (!dots)
		return;
	release_parse(str_copy_n(arena, text, (size_t)(dots - text)), &options->first);
	release_parse(dots + 2, &options->last);
}

static void print(const char *name, struct releases_cost cost, const struct floor_cost *floor)
{
	printf("%s %.2f s for %zu releases (%zu differ), ratio to the floor %.2f; %zu different Ruby files parsed %zu "
	       "times\n",
	       name, cost.seconds, cost.releases, cost.analysed, floor->seconds > 0 ? cost.seconds / floor->seconds : 0,
	       cost.contents, cost.parsed);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("STOPGRAPH_BENCH_REPOSITORY");
	struct analysis_options analysis = {.folder = folder, .threads = 1};
	struct series_options options = {.analysis = &analysis};
	char place[] = "/tmp/stopgraph-bench-XXXXXX";
	struct rusage usage;

	if (!folder) {
		printf("skipped: STOPGRAPH_BENCH_REPOSITORY does not name a repository\n");
		return 77;
	}
	if (!mkdtemp(place)) {
		perror(place);
		return 1;
	}
	struct arena *arena = arena_new();
	read_range(arena, argc > 2 ? argv[2] : NULL, &options);
	const char *path = str_printf(arena, "%s/readings.sqlite", place);
	struct releases_cost cold = measure(&options, cache_file_open(arena, path));
	getrusage(RUSAGE_SELF, &usage);
	struct releases_cost warm = measure(&options, cache_file_open(arena, path));
	unlink(path);
	struct floor_cost floor = measure_floor(&options, cache_file_open(arena, path));
	printf("floor  %.2f s  %zu Ruby files (%zu bytes), %zu SQL statements (%zu bytes)\n", floor.seconds,
	       floor.ruby_files, floor.ruby_bytes, floor.sql_statements, floor.sql_bytes);
	print("empty cache", cold, &floor);
	print("full cache ", warm, &floor);
	printf("peak memory %ld MB\n", usage.ru_maxrss / 1024);
	unlink(path);
	rmdir(place);
	arena_free(arena);
	return 0;
}
