/* Rows in the order in which a root-cause analysis tells them. */
#include "reports/rca.h"

#include "analyzer/phrases.h"
#include "analyzer/rule.h"

struct rca {
	struct arena *arena;
	FILE *out;
};

/* Cells of a table must not be ended by what a tree holds. */
static const char *cell(struct arena *arena, const char *text)
{
	struct strbuf out = strbuf_new(arena);

	for (; *text; text++) {
		if (*text == '|' || *text == '\\')
			strbuf_putc(&out, '\\');
		strbuf_putc(&out, (unsigned char)*text < ' ' ? ' ' : *text);
	}
	return strbuf_finish(&out);
}

static void row(const struct rca *rca, const char *field, const char *text)
{
	fprintf(rca->out, "| %s | %s |\n", field, cell(rca->arena, text));
}

static const char *place(const struct rca *rca, struct location location)
{
	if (location.source && location.source->length)
		return str_printf(rca->arena, "%s:%u", location_path(location), location_line(location));
	return location_path(location);
}

static const char *paths_words(const struct rca *rca, const struct edge *edge)
{
	const char *from = release_text(rca->arena, edge->interval_from);
	const char *to = release_text(rca->arena, edge->interval_before);

	return str_printf(rca->arena,
			  "every upgrade from below %s to %s or later without a halt between, with downtime%s",
			  from ? from : "an unknown release", to ? to : "an unknown release",
			  edge->dependent->migration->kind == MIGRATION_REGULAR
				  ? " and without (the dependent is a regular migration)"
				  : " and without");
}

static const char *detected_words(const struct rca *rca, const struct edge_past *past)
{
	if (!past->stop_release)
		return "no required stop was declared yet; how it was noticed: to be filled in";
	return str_printf(rca->arena, "stop %s %s; how it was noticed: to be filled in", past->stop_release,
			  first_seen_words(rca->arena, &past->stop));
}

static const char *lag_words(const struct rca *rca, const struct edge_past *past)
{
	if (!past->lag_known)
		return "not known";
	return past->lag
		       ? str_printf(rca->arena, "%lld days from the dependent's release to the declaration of the stop",
				    (long long)past->lag)
		       : "0 days: the stop was declared before the dependent was released";
}

static const char *remedy_words(const struct rca *rca, const struct edge *edge)
{
	if (edge->gate_position == GATE_NONE || !edge->gate || !edge->gate->migration)
		return "no gate in this tree; patch and backports: to be filled in";
	return str_printf(rca->arena, "gate %s (%s) %s the dependent; patch and backports: to be filled in",
			  edge->gate->migration->migration->version,
			  release_words(rca->arena, edge->gate->migration->release),
			  gate_position_name(edge->gate_position));
}

static void write_summary(const struct rca *rca, const struct edge_past *past)
{
	const struct edge *edge = past->edge;
	const char *rule = verdict_rule(edge->verdict);

	fputs("| field | |\n|:---|:---|\n", rca->out);
	row(rca, "Upgrade paths affected", paths_words(rca, edge));
	row(rca, "Degradation", str_printf(rca->arena, "upgrades that jump over %s", phrase_consequence(edge)));
	row(rca, "Who and how many", "to be filled in");
	row(rca, "Introduced", first_seen_words(rca->arena, &past->dependent));
	row(rca, "Detected", detected_words(rca, past));
	row(rca, "Time until detection", lag_words(rca, past));
	row(rca, "Remediation", remedy_words(rca, edge));
	row(rca, "Tooling that would have prevented it",
	    rule ? str_printf(rca->arena, "`stopgraph check` in the merge request of the dependent: rule `%s`", rule)
		 : "`stopgraph check` in the merge request of the dependent");
}

static void write_timeline(const struct rca *rca, const struct edge_past *past)
{
	fputs("\n### Timeline\n\n", rca->out);
	fprintf(rca->out, "- queue `%s`: %s\n", past->edge->run->version ? past->edge->run->version : "?",
		first_seen_words(rca->arena, &past->queue));
	fprintf(rca->out, "- dependent `%s`: %s\n", past->edge->dependent->migration->version,
		first_seen_words(rca->arena, &past->dependent));
	if (past->stop_release)
		fprintf(rca->out, "- stop %s: %s\n", past->stop_release, first_seen_words(rca->arena, &past->stop));
}

static void write_cause(const struct rca *rca, const struct edge *edge)
{
	struct release from = edge->interval_from;

	fputs("\n### Cause\n\n", rca->out);
	fprintf(rca->out, "Migration `%s` %s.\n\n", edge->dependent->migration->version,
		phrase_dependent(rca->arena, edge, &edge->columns));
	if (edge->why_likely)
		fprintf(rca->out, "That the two belong together is likely, not proven: %s.\n\n", edge->why_likely);
	vec_each(const struct link, link, &edge->evidence)
		fprintf(rca->out, "- %s: %s (`%s`)\n", link_role_name(link->role), link->text,
			place(rca, link->location));
	fputs("\n### Reproduction\n\n", rca->out);
	if (release_known(from) && from.minor > 0)
		fprintf(rca->out, "`stopgraph trace %d.%d %s`\n", from.major, from.minor - 1,
			release_text(rca->arena, edge->interval_before));
	else
		fputs("`stopgraph trace` from a release before the queue to the dependent's\n", rca->out);
}

int rca_write_markdown(const struct explanation *about, const struct edge_pasts *pasts, FILE *out)
{
	struct rca rca = {arena_new(), out};

	fprintf(out, "# Root-cause analysis: %s\n", about->title);
	vec_each(const struct edge_past, past, pasts) {
		fprintf(out, "\n## %s: job `%s`, migration `%s`\n\n", relation_name(past->edge->relation),
			past->edge->job->class_name, past->edge->dependent->migration->version);
		write_summary(&rca, past);
		write_timeline(&rca, past);
		write_cause(&rca, past->edge);
	}
	arena_free(rca.arena);
	return ferror(out) ? -1 : 0;
}
