/* index: builds the SQLite index and says where it is. */
#include "analyzer/cli/index.h"

static int run(const struct cli_options *options)
{
	struct output output = {.file = stdout};
	struct index index;

	if (options->release_range && !options->all_releases)
		return trouble("--release-range is about releases: give --all-releases, too");
	int status = index_open(options, INDEX_NEW_FILE, &index);
	if (status == 0) {
		fprintf(output.file, "%s\n", index.path);
		status = output_close(&output, STATUS_CLEAN);
	}
	index_close(&index);
	return status;
}

const struct command command_index = {
	.name = "index",
	.arguments = "",
	.summary = "build the SQLite index and print its path",
	.help = "Reads the tree and writes what it found to an SQLite file, for 'stopgraph query' and for any\n"
		"program that reads SQLite. The file lies in $XDG_CACHE_HOME/stopgraph (~/.cache/stopgraph), or\n"
		"where --index says. It is replaced in one step: readers see the old index or the new one.\n"
		"\n"
		"With --all-releases, analyses every release of the repository as '--rev TAG' would, also of a\n"
		"bare one, and builds an index of them all: which migrations, jobs, edges, stops and findings each\n"
		"release has. What is the same in several releases is read once. Releases are the tags that the\n"
		"setting release_tags describes; of a release without a final tag the last candidate counts, as\n"
		"long as no later release is final.\n"
		"\n"
		"What every command has read of migrations, jobs and models is kept beside it, in\n" READINGS_FILE
		"; see --cache and --no-cache. Both files may be deleted at any time.",
	.run = run,
};
