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
	.help = "Reads the tree and writes what it found to an SQLite file, for 'stopgraph query' and for any program\n"
		"that reads SQLite. The file lies in $XDG_CACHE_HOME/stopgraph (~/.cache/stopgraph), or where --index\n"
		"says. It is replaced in one step: readers see the old index or the new one.\n"
		"With --all-releases, analyses every release of the repository as '--rev TAG' would, also of a bare "
		"one,\n"
		"and builds an index of them all: which migrations, jobs, edges, stops and findings each release has.\n"
		"Files that several releases share are read once. Release tags are those that the setting "
		"release_tags\n"
		"describes; of a release without a final tag the last candidate counts while no later release is "
		"final.\n"
		"What every command has read of migrations, jobs and models lies beside it, in readings-2.sqlite; see\n"
		"--cache and --no-cache. Both may be deleted at any time.",
	.run = run,
};
