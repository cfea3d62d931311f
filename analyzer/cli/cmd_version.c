/* version */
#include "analyzer/cli/cli.h"

static int run(const struct cli_options *options)
{
	struct output output = {.file = stdout};

	(void)options;
	fputs("stopgraph " STOPGRAPH_VERSION "\n", output.file);
	return output_close(&output, STATUS_CLEAN);
}

const struct command command_version = {
	.name = "version",
	.arguments = "",
	.summary = "print the version",
	.help = "Prints the name of the program and its version.",
	.run = run,
};
