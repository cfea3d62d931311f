/* What could not be read is said, one note a place; a long list is a sign of a missing helper, not of a bad
 * migration. */
#include "analyzer/rule.h"
#include "analyzer/unresolved.h"

static void check_unresolved(struct rule_ctx *cx)
{
	struct unresolved_items items = unresolved_collect_queued(cx->arena, cx->graph);
	vec_each(struct unresolved_item, item, &items) {
		const char *tables = item->tables.count ? str_printf(cx->arena, " (may concern %s)",
								     names_join(cx->arena, &item->tables, ", "))
							: "";
		struct finding *finding = rule_finding(cx, item->location, "'%s' could not be resolved: %s%s",
						       item->what, item->why, tables);
		finding->subject =
			str_printf(cx->arena, "%s %s %s", location_path(item->location), item->what, item->why);
		finding->certainty = CERTAINTY_UNKNOWN;
		if (item->owner[0] && !item->is_job)
			finding->dependent = item->owner;
	}
}

static const struct rule rules[] = {
	{
		.id = "unresolved",
		.level = LEVEL_NOTE,
		.summary = "something could not be read",
		.explain =
			{
				.what = "A statement of a migration or of a job names its table, column, job or SQL in "
					"a way that "
					"only running it could tell, or uses a helper that is not known.",
				.why = "Dependencies that run through it are not seen. \"No finding\" is only as good "
				       "as what "
				       "could be read.",
				.bad = "remove_column table_for(ENV['SHARD']), :state",
				.good = "TABLE = :merge_requests\nremove_column TABLE, :state",
			},
		.check = check_unresolved,
	},
};

const struct rule_family rule_family_coverage = {rules, RULE_COUNT(rules)};
