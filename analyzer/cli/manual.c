/* Manual pages in the man macros of roff. What the commands, options, rules and settings say of themselves is used as
 * it is; only what none of them says is written here. */
#include "analyzer/cli/generate.h"

#include "analyzer/rule.h"
#include "reports/formats.h"

#include <string.h>

/* Hyphens are typed by users, so they are no typographic ones; a line must not begin with a control character. */
static void put(FILE *out, const char *text)
{
	bool line_start = true;

	for (; *text; text++) {
		if (line_start && strchr(".'", *text))
			fputs("\\&", out);
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
		line_start = *text == '\n';
	}
}

static void put_line(FILE *out, const char *macro, const char *text)
{
	fputs(macro, out);
	put(out, text);
	fputc('\n', out);
}

/* A paragraph under a tag. */
static void put_tagged(FILE *out, const char *tag, const char *text)
{
	put_line(out, ".TP\n.B ", tag);
	put_line(out, "", text);
}

static void put_example(FILE *out, const char *text)
{
	fputs(".PP\n.RS 4\n.nf\n", out);
	put_line(out, "", text);
	fputs(".fi\n.RE\n", out);
}

static void put_option(FILE *out, const struct option_description *option)
{
	fputs(".TP\n", out);
	if (option->letter)
		fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
	fputs("\\fB\\-\\-", out);
	put(out, option->name);
	fputs("\\fR", out);
	if (option->value) {
		fputs(" \\fI", out);
		put(out, option->value);
		fputs("\\fR", out);
	}
	fputc('\n', out);
	put_line(out, "", option->help);
}

/* The options of a command, NULL: those of every command. */
static void put_options(FILE *out, const char *command)
{
	struct option_description option;

	for (size_t i = 0; option_describe(i, &option); i++) {
		if (command ? option.commands && str_in(command, option.commands) : !option.commands)
			put_option(out, &option);
	}
}

static void put_commands(FILE *out)
{
	for (const struct command *const *command = commands; *command; command++) {
		fputs(".SS \"", out);
		put(out, (*command)->name);
		fputs(*(*command)->arguments ? " " : "", out);
		put(out, (*command)->arguments);
		fputs("\"\n", out);
		put_line(out, "", (*command)->help);
		put_options(out, (*command)->name);
	}
}

static void put_formats(FILE *out)
{
	static const char *const texts[][2] = {
		{"cincinnati", "of graph only: releases and the upgrades between them, with named risks"},
		{"codequality", "GitLab's Code Quality report"},
		{"github", "workflow commands of GitHub, which become annotations"},
		{"json", "everything, in a form that stays (schema stopgraph.findings/1)"},
		{"junit", "JUnit XML as GitLab reads it: a suite for each rule"},
		{"rdjson", "one document of the Reviewdog Diagnostic Format"},
		{"rdjsonl", "the same, a diagnostic on each line"},
		{"sarif", "SARIF 2.1.0 for code scanning services"},
		{"text", "for people"},
	};
	size_t count;
	const struct report_format *const *formats = formats_list(&count);

	for (size_t i = 0; i < count; i++) {
		const char *text = "";
		for (size_t j = 0; j < sizeof(texts) / sizeof(texts[0]); j++) {
			if (strcmp(texts[j][0], formats[i]->name) == 0)
				text = texts[j][1];
		}
		put_tagged(out, formats[i]->name, text);
	}
}

static void put_rules(FILE *out)
{
	struct arena *arena = arena_new();
	size_t count;
	const struct rule *const *rules = rules_list(arena, &count);

	for (size_t i = 0; i < count; i++) {
		put_line(out, ".TP\n.B ", str_printf(arena, "%s (%s)", rules[i]->id, level_name(rules[i]->level)));
		put_line(out, "", rules[i]->summary);
	}
	arena_free(arena);
}

static void put_variables(FILE *out)
{
	struct arena *arena = arena_new();
	struct names names = {0};

	for (size_t i = 0; base_variable(i); i++)
		names_push(arena, &names, base_variable(i));
	put_tagged(out, names_join(arena, &names, ", "),
		   "What \"check\" compares with when --base is not given; the first one that is set counts.");
	arena_free(arena);
}

static void write_command_page(FILE *out)
{
	fputs(".TH STOPGRAPH 1 \"\" \"stopgraph " STOPGRAPH_VERSION "\" \"User Commands\"\n.SH NAME\n"
	      "stopgraph \\- find implicit required upgrade stops in database migrations\n.SH SYNOPSIS\n"
	      ".B stopgraph\n[\\fIOPTION\\fR...] \\fICOMMAND\\fR [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
	      ".SH DESCRIPTION\n",
	      out);
	put_line(out, "",
		 "Reads the database migrations of a product that ships releases, works out which tables and columns\n"
		 "every migration and every background job touches, and finds the releases that an upgrade must not\n"
		 "skip because a later migration needs an earlier job to be finished. Nothing that is read is run.");
	fputs(".SH OPTIONS\nThey may stand before or after the command.\n", out);
	put_options(out, NULL);
	fputs(".SH COMMANDS\n", out);
	put_commands(out);
	fputs(".SH FORMATS\nOf findings, for \\fB\\-\\-format\\fR and \\fB\\-\\-report\\fR:\n", out);
	put_formats(out);
	fputs(".SH RULES\n\\fBstopgraph explain\\fR \\fIRULE\\fR says more.\n", out);
	put_rules(out);
	fputs(".SH SUPPRESSION\n", out);
	put_line(out, "",
		 "A comment in Ruby, SQL or YAML keeps a finding from being reported. The reason is mandatory:");
	put_example(out, "# stopgraph:disable implicit-stop -- the table is empty everywhere until 18.11");
	put_line(out, "",
		 "Behind code it is about that line, alone on a line about the next line of code, before the first "
		 "line\n"
		 "of code about the whole file. \"until\" names the last release in which it holds. Rules may be "
		 "separated\n"
		 "by commas. See stopgraph.yml(5) for suppressions in the configuration.");
	fputs(".SH EXIT STATUS\n", out);
	put_tagged(out, "0", "There is nothing at or above the fail level.");
	put_tagged(out, "1", "There are findings at or above the fail level.");
	put_tagged(out, "2", "The command line, the configuration or the input cannot be used.");
	fputs(".SH ENVIRONMENT\n", out);
	put_variables(out);
	put_tagged(out, "GIT_CEILING_DIRECTORIES", "Folders above which no git repository is looked for.");
	put_tagged(out, "NO_COLOR, CLICOLOR_FORCE", "No colours, or colours even into a pipe; --color wins over both.");
	put_tagged(out, "PGPASSWORD", "The password of a database that --database names without one.");
	put_tagged(out, "XDG_CACHE_HOME", "Where the cache folder is, instead of ~/.cache; an absolute path.");
	fputs(".SH FILES\n", out);
	put_tagged(out, ".stopgraph.yml", "the configuration of a tree, see stopgraph.yml(5)");
	put_tagged(out, CONFIG_MITIGATIONS_DEFAULT, "the mitigations file of a tree, see stopgraph.yml(5)");
	put_tagged(out, "~/.cache/stopgraph",
		   "what earlier runs have read, and the indexes of \"query\"; may be deleted at any time");
	fputs(".SH EXAMPLES\n", out);
	put_example(out,
		    "stopgraph check --all\n"
		    "stopgraph check --all --report sarif=stopgraph.sarif --report codequality=gl-code-quality.json\n"
		    "stopgraph explain implicit-stop\n"
		    "stopgraph graph -o graph.json");
	fputs(".SH SEE ALSO\n.BR stopgraph.yml (5)\n", out);
}

static void write_config_page(FILE *out)
{
	fputs(".TH STOPGRAPH.YML 5 \"\" \"stopgraph " STOPGRAPH_VERSION "\" \"File Formats\"\n.SH NAME\n"
	      "stopgraph.yml \\- configuration and mitigations file of stopgraph\n.SH DESCRIPTION\n",
	      out);
	put_line(out, "",
		 "The file .stopgraph.yml at the root of a tree, or the one given with --config, is a YAML map. "
		 "Unknown\n"
		 "keys and values are errors. \"stopgraph config\" prints what is in effect.");
	fputs(".SH SETTINGS\n", out);
	for (size_t i = 0; config_keys[i].name; i++)
		put_tagged(out, config_keys[i].name, config_keys[i].text);
	fputs(".SS \"paths\"\nThe kinds of files:\n", out);
	for (int role = 0; role < INPUT_ROLE_COUNT; role++) {
		if (input_role_name((enum input_role)role))
			put_line(out, ".br\n", input_role_name((enum input_role)role));
	}
	put_line(out, ".br\n", "exclude (what matches is not read)");
	put_line(out, ".PP\n",
		 "In a pattern * stands for any part of one segment of the path and ** for any number of folders; in\n"
		 "exclude * stands for anything. A kind that is named here is looked for there only. When a tree has "
		 "no\n"
		 "migrations in the places of the profiles, the folders that seem to hold some are named with what to\n"
		 "write.");
	put_example(out, "paths:\n"
			 "  scripts: ['server/db/migrations/postgres/*.sql']\n"
			 "  exclude: ['*/fixtures/*']");
	fputs(".SS \"Example\"\n", out);
	put_example(out, "stops:\n"
			 "  schedule: { from: '17.5', minors: [2, 5, 8, 11] }\n"
			 "fail_on: warning\n"
			 "rules:\n"
			 "  finalize-overdue: off\n"
			 "ignored_tables:\n"
			 "  - { table: audit_events, reason: archived every night }\n"
			 "suppressions:\n"
			 "  - rule: implicit-stop\n"
			 "    path: 'db/post_migrate/2023*'\n"
			 "    reason: shipped long ago\n"
			 "    until: '18.11'");
	fputs(".SH THE MITIGATIONS FILE\n", out);
	put_line(out, "",
		 "What only people know: code that masks what a job repairs, and stops that exist for other reasons "
		 "than\n"
		 "migrations. The rule workaround-removed checks the first.");
	put_example(out, "mitigations:\n"
			 "  - name: wrongly expired artifacts\n"
			 "    masks: artifacts whose date was filled wrongly are kept\n"
			 "    path: app/services/destroy_batch_service.rb\n"
			 "    pattern: detect_wrongly_expired\n"
			 "    since: '14.9'\n"
			 "    repaired_by: FixWronglyExpired\n"
			 "    earliest_removal: '15.6'\n"
			 "stops:\n"
			 "  - release: '18.2'\n"
			 "    reason: the old registry is not supported any more\n"
			 "    link: https://example.com/deprecations");
	put_line(out, "",
		 "The pattern is an extended regular expression, matched line by line. masks, repaired_by,\n"
		 "earliest_removal and link may be left out.");
	fputs(".SH SEE ALSO\n.BR stopgraph (1)\n", out);
}

const struct generator generators[] = {
	{"bash", completion_write_bash}, {"fish", completion_write_fish}, {"man", write_command_page},
	{"man5", write_config_page},     {"zsh", completion_write_zsh},   {NULL, NULL},
};
