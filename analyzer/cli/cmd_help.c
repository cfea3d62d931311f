/* help: made from the tables of commands and options. */
#include "analyzer/cli/generate.h"
#include "analyzer/cli/page.h"

static void print_overview(FILE *out)
{
	fputs("usage: stopgraph [OPTION...] COMMAND [OPTION...] [ARGUMENT...]\n\n"
	      "Finds implicit required upgrade stops in database migrations.\n\ncommands:\n",
	      out);
	for (const struct command *const *command = commands; *command; command++)
		fprintf(out, "  %-10s %s\n", (*command)->name, (*command)->summary);
	fputs("\noptions of every command:\n", out);
	options_print(NULL, out);
	fputs("\nstatus: 0 nothing at or above the fail level, 1 findings, 2 unusable input\n"
	      "'stopgraph help COMMAND' explains a command\n",
	      out);
}

static void print_command(const struct command *command, FILE *out)
{
	fprintf(out, "usage: stopgraph %s [OPTION...]%s%s\n\n", command->name, *command->arguments ? " " : "",
		command->arguments);
	page_write(out, command->help, 0);
	fputs("\noptions:\n", out);
	options_print(command->name, out);
	options_print(NULL, out);
}

/* A manual page or a completion. */
static int generate(const char *name)
{
	const struct generator *generator = generators;
	struct output output = {.file = stdout};

	while (!str_equal(generator->name, name))
		generator++;
	generator->write(output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	struct output output = {.file = stdout};

	if (options->format)
		return generate(options->format);
	if (options->argument_count) {
		const struct command *command = command_find(options->arguments[0]);
		if (!command)
			return no_command(options->arena, options->arguments[0]);
		print_command(command, output.file);
	} else {
		print_overview(output.file);
	}
	return output_close(&output, STATUS_CLEAN);
}

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "explain the program or a command",
	.help = "Lists the commands, or explains one of them with its options. With --format, prints one of the\n"
		"manual pages and completions that are installed with the program.",
	.most = 1,
	.run = run,
};
