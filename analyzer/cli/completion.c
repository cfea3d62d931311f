/* Completions for three shells from the same walk over the tables. What an option takes is its words, or follows from
 * what help calls its value: FILE files, DIR folders; anything else cannot be proposed. */
#include "analyzer/cli/generate.h"

#include "analyzer/rule.h"

#include <string.h>

static void put_rules(FILE *out)
{
	struct arena *arena = arena_new();
	size_t count;
	const struct rule *const *rules = rules_list(arena, &count);

	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s%s", i ? " " : "", rules[i]->id);
	arena_free(arena);
}

static void put_commands(FILE *out)
{
	for (const struct command *const *command = commands; *command; command++)
		fprintf(out, "%s%s", command == commands ? "" : " ", (*command)->name);
}

/* What an option's value may be; a format of --report is followed by a file. */
static void put_words(FILE *out, const struct option_description *option)
{
	const char *suffix = strchr(option->value, '=') ? "=" : "";

	for (const char *word = option->words; *word; word += strspn(word, " ")) {
		int length = (int)strcspn(word, " ");
		fprintf(out, "%s%.*s%s", word == option->words ? "" : " ", length, word, suffix);
		word += length;
	}
}

/* Is the option one of the command's? */
static bool is_option_of(const struct option_description *option, const char *command)
{
	return !option->commands || str_in(command, option->commands);
}

static void put_bash_options(FILE *out, const char *command)
{
	struct option_description option;

	for (size_t i = 0; option_describe(i, &option); i++) {
		if (command ? !is_option_of(&option, command) : option.commands != NULL)
			continue;
		fprintf(out, "--%s ", option.name);
		if (option.letter)
			fprintf(out, "-%c ", option.letter);
	}
}

/* "COMMAND:--name | COMMAND:-n", for each command that takes it. */
static void put_bash_patterns(FILE *out, const struct option_description *option)
{
	const char *names = option->commands ? option->commands : "*";

	for (const char *name = names; *name; name += strspn(name, " ")) {
		int length = (int)strcspn(name, " ");
		fprintf(out, "%s%.*s:--%s", name == names ? "" : " | ", length, name, option->name);
		if (option->letter)
			fprintf(out, " | %.*s:-%c", length, name, option->letter);
		name += length;
	}
}

static void put_bash_values(FILE *out)
{
	struct option_description option;

	fputs("\tcase $command:$previous in\n", out);
	for (size_t i = 0; option_describe(i, &option); i++) {
		if (!option.value)
			continue;
		fputc('\t', out);
		put_bash_patterns(out, &option);
		fputs(")\n", out);
		if (option.words) {
			fputs("\t\tCOMPREPLY=($(compgen -W '", out);
			put_words(out, &option);
			fputs("' -- \"$current\"))\n", out);
		} else if (str_in(option.value, "DIR FILE")) {
			fprintf(out, "\t\tCOMPREPLY=($(compgen -%c -- \"$current\"))\n",
				str_equal(option.value, "DIR") ? 'd' : 'f');
		}
		fputs("\t\treturn\n\t\t;;\n", out);
	}
	fputs("\tesac\n", out);
}

void completion_write_bash(FILE *out)
{
	fputs("# bash completion of stopgraph; made by 'stopgraph help --format bash'\n_stopgraph() {\n"
	      "\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= word "
	      "options=\n"
	      "\tCOMPREPLY=()\n",
	      out);
	fputs("\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n\t\tcase $word in\n\t\t", out);
	for (const struct command *const *command = commands; *command; command++)
		fprintf(out, "%s%s", command == commands ? "" : " | ", (*command)->name);
	fputs(")\n\t\t\tcommand=$word\n\t\t\tbreak\n\t\t\t;;\n\t\tesac\n\tdone\n", out);
	put_bash_values(out);
	fputs("\tcase $command in\n", out);
	for (const struct command *const *command = commands; *command; command++) {
		fprintf(out, "\t%s)\n\t\toptions='", (*command)->name);
		put_bash_options(out, (*command)->name);
		fputs("'\n\t\t;;\n", out);
	}
	fputs("\t*)\n\t\toptions='", out);
	put_bash_options(out, NULL);
	fputs("'\n\t\t;;\n\tesac\n\tif [[ $current == -* ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n\t\treturn\n\tfi\n\tcase $command in\n"
	      "\t'' | help)\n\t\tCOMPREPLY=($(compgen -W '",
	      out);
	put_commands(out);
	fputs("' -- \"$current\"))\n\t\t;;\n\texplain)\n\t\tCOMPREPLY=($(compgen -W '", out);
	put_rules(out);
	fputs("' -- \"$current\"))\n\t\t;;\n\t*)\n\t\tCOMPREPLY=($(compgen -f -- \"$current\"))\n\t\t;;\n\tesac\n}\n"
	      "complete -o filenames -F _stopgraph stopgraph\n",
	      out);
}

/* Text within single quotes; brackets and colons separate the parts of a specification of zsh. */
static void put_quoted(FILE *out, const char *text, const char *special)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", out);
		else if (strchr(special, *text))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

static void put_zsh_option(FILE *out, const struct option_description *option)
{
	fputs(" \\\n\t\t\t", out);
	if (option->letter)
		fprintf(out, "'(-%c --%s)'{-%c,--%s}'[", option->letter, option->name, option->letter, option->name);
	else
		fprintf(out, "'%s--%s[", str_equal(option->value, "FORMAT=FILE") ? "*" : "", option->name);
	put_quoted(out, option->help, "[]:\\");
	fputc(']', out);
	if (option->value) {
		fputc(':', out);
		put_quoted(out, option->value, "[]:\\");
		fputc(':', out);
		if (option->words) {
			fputc('(', out);
			put_words(out, option);
			fputc(')', out);
		} else if (str_in(option->value, "DIR FILE")) {
			fputs(str_equal(option->value, "DIR") ? "_files -/" : "_files", out);
		}
	}
	fputc('\'', out);
}

static void put_zsh_options(FILE *out, const char *command)
{
	struct option_description option;

	for (size_t i = 0; option_describe(i, &option); i++) {
		if (command ? is_option_of(&option, command) : !option.commands)
			put_zsh_option(out, &option);
	}
}

static void put_zsh_arguments(FILE *out, const struct command *command)
{
	if (command->most == 0)
		return;
	fputs(" \\\n\t\t\t'*:argument:", out);
	if (str_equal(command->name, "explain")) {
		fputc('(', out);
		put_rules(out);
		fputc(')', out);
	} else if (str_equal(command->name, "help")) {
		fputc('(', out);
		put_commands(out);
		fputc(')', out);
	} else {
		fputs("_files", out);
	}
	fputc('\'', out);
}

void completion_write_zsh(FILE *out)
{
	fputs("#compdef stopgraph\n# made by 'stopgraph help --format zsh'\n_stopgraph() {\n"
	      "\tlocal curcontext=$curcontext state line\n\tlocal -a commands\n\tcommands=(\n",
	      out);
	for (const struct command *const *command = commands; *command; command++) {
		fprintf(out, "\t\t'%s:", (*command)->name);
		put_quoted(out, (*command)->summary, ":\\");
		fputs("'\n", out);
	}
	fputs("\t)\n\t_arguments -C", out);
	put_zsh_options(out, NULL);
	fputs(" \\\n\t\t\t'1:command:->command' '*::argument:->arguments'\n\tcase $state in\n\tcommand)\n"
	      "\t\t_describe command commands\n\t\t;;\n\targuments)\n\t\tcase $words[1] in\n",
	      out);
	for (const struct command *const *command = commands; *command; command++) {
		fprintf(out, "\t\t%s)\n\t\t\t_arguments", (*command)->name);
		put_zsh_options(out, (*command)->name);
		put_zsh_arguments(out, *command);
		fputs("\n\t\t\t;;\n", out);
	}
	fputs("\t\tesac\n\t\t;;\n\tesac\n}\n_stopgraph \"$@\"\n", out);
}

static void put_fish_option(FILE *out, const struct option_description *option)
{
	fputs("complete -c stopgraph", out);
	if (option->commands)
		fprintf(out, " -n '__fish_seen_subcommand_from %s'", option->commands);
	fprintf(out, " -l %s", option->name);
	if (option->letter)
		fprintf(out, " -s %c", option->letter);
	if (option->words) {
		fputs(" -x -a '", out);
		put_words(out, option);
		fputc('\'', out);
	} else if (option->value) {
		fputs(str_equal(option->value, "DIR")    ? " -x -a '(__fish_complete_directories)'"
		      : str_equal(option->value, "FILE") ? " -r -F"
							 : " -x",
		      out);
	}
	fputs(" -d '", out);
	for (const char *text = option->help; *text; text++)
		fprintf(out, *text == '\'' ? "\\%c" : "%c", *text);
	fputs("'\n", out);
}

void completion_write_fish(FILE *out)
{
	struct option_description option;

	fputs("# fish completion of stopgraph; made by 'stopgraph help --format fish'\ncomplete -c stopgraph -n "
	      "__fish_use_subcommand -f\n",
	      out);
	for (const struct command *const *command = commands; *command; command++) {
		fprintf(out, "complete -c stopgraph -n __fish_use_subcommand -a %s -d '", (*command)->name);
		for (const char *text = (*command)->summary; *text; text++)
			fprintf(out, *text == '\'' ? "\\%c" : "%c", *text);
		fputs("'\n", out);
	}
	fputs("complete -c stopgraph -n '__fish_seen_subcommand_from explain' -f -a '", out);
	put_rules(out);
	fputs("'\ncomplete -c stopgraph -n '__fish_seen_subcommand_from help' -f -a '", out);
	put_commands(out);
	fputs("'\n", out);
	for (size_t i = 0; option_describe(i, &option); i++)
		put_fish_option(out, &option);
}
