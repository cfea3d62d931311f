/* Finds the command and runs it. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/str.h"
#include "analyzer/cache/place.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>

#define X(name) extern const struct command command_##name;
#include "analyzer/cli/commands.def"
#undef X

const struct command *const commands[] = {
#define X(name) &command_##name,
#include "analyzer/cli/commands.def"
#undef X
	NULL,
};

const struct command *command_find(const char *name)
{
	for (const struct command *const *command = commands; *command; command++) {
		if (str_equal((*command)->name, name))
			return *command;
	}
	return NULL;
}

int trouble(const char *format, ...)
{
	va_list args;

	fputs("stopgraph: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return STATUS_TROUBLE;
}

int no_thing(const char *what, const struct explanation *matches)
{
	if (!matches->matches.count)
		return trouble("nothing is called '%s': no rule, finding, table.column, job or migration%s", what,
			       matches->title ? matches->title : "");
	trouble("%s:", matches->title);
	for (size_t i = 0; i < matches->matches.count; i++)
		fprintf(stderr, "  %s\n", matches->matches.items[i]);
	return STATUS_TROUBLE;
}

int no_command(struct arena *arena, const char *name)
{
	const char *names[sizeof(commands) / sizeof(commands[0])] = {NULL};

	for (size_t i = 0; commands[i]; i++)
		names[i] = commands[i]->name;
	const char *proposal = str_proposal(arena, name, names);
	return trouble("there is no command '%s'%s", name,
		       *proposal ? proposal : "; 'stopgraph help' lists the commands");
}

/* The file in which readings are kept is opened when something is read. What is wrong with it is said once. */
static int run_command(const struct command *command, const struct cli_options *given)
{
	struct cli_options options = *given;
	const char *folder = cache_place(options.arena);
	const char *path = options.cache_path;

	if (!path && folder)
		path = str_printf(options.arena, "%s/" READINGS_FILE, folder);
	if (path && !options.no_cache)
		options.cache = cache_file_open(options.arena, path);
	int status = command->run(&options);
	cache_file_close(options.cache);
	const char *problem = cache_file_trouble(options.cache);
	if (problem) {
		struct diags diags = diags_new(options.arena);
		diag_add(&diags, DIAG_cache_unusable, (struct location){0}, "the cache %s", problem);
		diags_print(&diags, options.quiet);
	}
	return status;
}

static int run(const char *name, const struct cli_options *options)
{
	const struct command *command = name ? command_find(name) : NULL;

	if (options->version)
		return command_find("version")->run(options);
	if (!name && !options->help) {
		fputs("usage: stopgraph [OPTION...] COMMAND [OPTION...] [ARGUMENT...]\n"
		      "'stopgraph help' lists the commands\n",
		      stderr);
		return STATUS_TROUBLE;
	}
	if (name && !command)
		return no_command(options->arena, name);
	if (options->help) {
		const char *arguments[] = {name, NULL};
		struct cli_options help = *options;
		help.arguments = arguments;
		help.argument_count = name ? 1 : 0;
		return command_find("help")->run(&help);
	}
	if (options->argument_count < command->least || options->argument_count > command->most)
		return trouble("usage: stopgraph %s [OPTION...]%s%s", command->name, *command->arguments ? " " : "",
			       command->arguments);
	return run_command(command, options);
}

int main(int argc, char **argv)
{
	struct cli_options options;
	const char *name;

	/* a reader that has seen enough (`| head`) is no trouble: the default ends the process without a word */
	signal(SIGPIPE, SIG_DFL);
	int status = options_read(argc, (const char **)argv, &options, &name);
	if (status == 0)
		status = run(name, &options);
	options_free(&options);
	return status;
}
