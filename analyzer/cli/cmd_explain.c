/* explain: everything known about one thing. Rules are explained from their rows, the rest by the engine. */
#include "analyzer/cli/cli.h"

#include "analyzer/cli/rule_text.h"
#include "analyzer/rules.h"

static int run(const struct cli_options *options)
{
	const struct rule *rule = rule_find(options->arguments[0]);
	struct output output;

	if (!rule)
		return trouble("there is no rule '%s'; 'stopgraph rules' lists them", options->arguments[0]);
	int status = output_open(options, &output);
	if (status)
		return status;
	rule_print(rule, output.file);
	return output_close(&output, STATUS_CLEAN);
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "WHAT",
	.summary = "print every fact about a rule",
	.help = "WHAT is the id of a rule.",
	.least = 1,
	.most = 1,
	.run = run,
};
