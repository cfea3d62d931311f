/* rules: every rule with its explanation, from the rules' own rows. */
#include "analyzer/cli/cli.h"

#include "analyzer/cli/rule_text.h"
#include "analyzer/rules.h"

static int run(const struct cli_options *options)
{
	struct arena *arena = arena_new();
	struct output output;
	int status = output_open(options, "text", &output);
	size_t count = 0;

	if (status == 0) {
		const struct rule *const *rules = rules_list(arena, &count);
		for (size_t i = 0; i < count; i++)
			rule_print(rules[i], output.file);
		status = output_close(&output, STATUS_CLEAN);
	}
	arena_free(arena);
	return status;
}

const struct command command_rules = {
	.name = "rules",
	.arguments = "",
	.summary = "list every rule with its explanation",
	.help = "Prints each rule: its id, its level, when it fires, why that matters, and an example of each kind.",
	.run = run,
};
