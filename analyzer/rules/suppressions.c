/* Rules about suppressions. They run after all others and after the suppressions were applied, so that they know which
 * of them did anything. What they find cannot itself be suppressed. */
#include "analyzer/config/suppression.h"
#include "analyzer/rule.h"

static struct finding *suppression_finding(struct rule_ctx *cx, const struct suppression *suppression, const char *text)
{
	struct finding *finding = rule_finding(cx, suppression->location, "%s", text);

	finding->subject =
		str_printf(cx->arena, "%s %s %s", location_path(suppression->location),
			   suppression->rule ? suppression->rule : "", suppression->reason ? suppression->reason : "");
	return finding;
}

static void check_expired(struct rule_ctx *cx)
{
	vec_each(const struct suppression, suppression, cx->options->suppressions) {
		if (suppression->invalid || !suppression_has_expired(suppression, cx->graph->release))
			continue;
		suppression_finding(cx, suppression,
				    str_printf(cx->arena,
					       "the suppression of '%s' held until %s and does nothing any more (%s)",
					       suppression->rule ? suppression->rule : "every rule",
					       suppression->until_text, suppression->reason));
	}
}

static bool is_off(const struct rule_ctx *cx, const char *rule)
{
	for (size_t i = 0; i < cx->options->level_count; i++) {
		if (cx->options->levels[i].off && str_equal(cx->options->levels[i].rule, rule))
			return true;
	}
	return false;
}

/* A table may be ignored before anything is said about it: that is a rule for the future, not a leftover. */
static void check_unused(struct rule_ctx *cx)
{
	vec_each(const struct suppression, suppression, cx->options->suppressions) {
		if (suppression->invalid || suppression->is_used || suppression->table ||
		    suppression_has_expired(suppression, cx->graph->release) || is_off(cx, suppression->rule))
			continue;
		suppression_finding(cx, suppression,
				    str_printf(cx->arena,
					       "nothing is suppressed here: '%s' finds nothing at this place",
					       suppression->rule));
	}
}

static void check_invalid(struct rule_ctx *cx)
{
	vec_each(const struct suppression, suppression, cx->options->suppressions) {
		if (suppression->invalid)
			suppression_finding(
				cx, suppression,
				str_printf(cx->arena, "the suppression cannot be used: %s", suppression->invalid));
	}
}

static const struct rule rules[] = {
	{
		.id = "suppression-expired",
		.level = LEVEL_WARNING,
		.summary = "a suppression ended with an earlier release",
		.explain =
			{
				.what = "The tree's release is later than the one that the suppression names after "
					"'until'.",
				.why = "What was put off is due: the finding is shown again.",
				.bad = "VERSION: 18.9.0\n# stopgraph:disable implicit-stop -- no data yet until 18.8",
				.good = "VERSION: 18.9.0\n# stopgraph:disable implicit-stop -- no data yet until 18.9",
			},
		.requires = RULE_RUNS_LAST,
		.check = check_expired,
	},
	{
		.id = "suppression-invalid",
		.level = LEVEL_WARNING,
		.summary = "a suppression cannot be used",
		.explain =
			{
				.what = "The comment or entry gives no reason, names no rule or one that does not "
					"exist, or names something behind 'until' that is no release.",
				.why = "It suppresses nothing although somebody believes it does.",
				.bad = "# stopgraph:disable implicit-stop",
				.good = "# stopgraph:disable implicit-stop -- the table is empty on every installation",
			},
		.requires = RULE_RUNS_LAST,
		.check = check_invalid,
	},
	{
		.id = "suppression-unused",
		.level = LEVEL_WARNING,
		.summary = "a suppression suppresses nothing",
		.explain =
			{
				.what = "The rule that it names finds nothing at its place.",
				.why = "A leftover would hide the next mistake at the same place.",
				.bad = "add_column :notes, :size, :bigint # stopgraph:disable implicit-stop -- checked",
				.good = "add_column :notes, :size, :bigint",
			},
		.requires = RULE_RUNS_LAST,
		.check = check_unused,
	},
};

const struct rule_family rule_family_suppressions = {rules, RULE_COUNT(rules)};
