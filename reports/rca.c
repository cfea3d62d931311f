/* Rows in the order in which a root-cause analysis tells them. */
#include "reports/rca.h"

#include "analyzer/phrases.h"
#include "analyzer/rule.h"
#include "reports/markdown.h"

static void row(struct markdown *md, const char *field, const char *text)
{
	fprintf(md->out, "| %s | %s |\n", field, markdown_text(md, text));
}

static const char *paths_words(struct markdown *md, const struct edge *edge)
{
	const char *from = release_text(md->arena, edge->interval_from);
	const char *to = release_text(md->arena, edge->interval_before);

	return str_printf(md->arena,
			  "every upgrade from below %s to %s or later without a halt between, with downtime%s",
			  from ? from : "an unknown release", to ? to : "an unknown release",
			  edge->dependent->migration->kind == MIGRATION_REGULAR
				  ? " and without (the dependent is a regular migration)"
				  : " and without");
}

static const char *detected_words(struct markdown *md, const struct edge_past *past)
{
	if (!past->stop_release)
		return "no required stop was declared yet; how it was noticed: to be filled in";
	return str_printf(md->arena, "stop %s %s; how it was noticed: to be filled in", past->stop_release,
			  first_seen_words(md->arena, &past->stop));
}

static const char *lag_words(struct markdown *md, const struct edge_past *past)
{
	if (!past->lag_known)
		return "not known";
	return past->lag
		       ? str_printf(md->arena, "%lld days from the dependent's release to the declaration of the stop",
				    (long long)past->lag)
		       : "0 days: the stop was declared before the dependent was released";
}

static const char *remedy_words(struct markdown *md, const struct edge *edge)
{
	if (edge->gate_position == GATE_NONE || !edge->gate || !edge->gate->migration)
		return "no gate in this tree; patch and backports: to be filled in";
	return str_printf(md->arena, "gate %s (%s) %s the dependent; patch and backports: to be filled in",
			  edge->gate->migration->migration->version,
			  release_words(md->arena, edge->gate->migration->release),
			  gate_position_name(edge->gate_position));
}

static void write_summary(struct markdown *md, const struct edge_past *past)
{
	const struct edge *edge = past->edge;
	const char *rule = verdict_rule(edge->verdict);

	fputs("| field | |\n|:---|:---|\n", md->out);
	row(md, "Upgrade paths affected", paths_words(md, edge));
	row(md, "Degradation", str_printf(md->arena, "upgrades that jump over %s", phrase_consequence(edge)));
	row(md, "Who and how many", "to be filled in");
	row(md, "Introduced", first_seen_words(md->arena, &past->dependent));
	row(md, "Detected", detected_words(md, past));
	row(md, "Time until detection", lag_words(md, past));
	row(md, "Remediation", remedy_words(md, edge));
	row(md, "Tooling that would have prevented it",
	    rule ? str_printf(md->arena, "'stopgraph check' in the merge request of the dependent: rule '%s'", rule)
		 : "'stopgraph check' in the merge request of the dependent");
}

static void write_timeline(struct markdown *md, const struct edge_past *past)
{
	fputs("\n### Timeline\n\n", md->out);
	fprintf(md->out, "- queue %s: %s\n", markdown_code(md, past->edge->run->version),
		markdown_text(md, first_seen_words(md->arena, &past->queue)));
	fprintf(md->out, "- dependent %s: %s\n", markdown_code(md, past->edge->dependent->migration->version),
		markdown_text(md, first_seen_words(md->arena, &past->dependent)));
	if (past->stop_release)
		fprintf(md->out, "- stop %s: %s\n", past->stop_release,
			markdown_text(md, first_seen_words(md->arena, &past->stop)));
}

static void write_cause(struct markdown *md, const struct edge *edge)
{
	struct release from = edge->interval_from;

	fputs("\n### Cause\n\n", md->out);
	fprintf(md->out, "Migration %s %s.\n\n", markdown_code(md, edge->dependent->migration->version),
		markdown_text(md, phrase_dependent(md->arena, edge, &edge->columns)));
	if (edge->why_likely)
		fprintf(md->out, "That the two belong together is likely, not proven: %s.\n\n",
			markdown_text(md, edge->why_likely));
	vec_each(const struct link, link, &edge->evidence)
		fprintf(md->out, "- %s: %s%s%s%s\n", link_role_name(link->role), markdown_text(md, link->text),
			link->location.source ? " (" : "", markdown_place(md, link->location),
			link->location.source ? ")" : "");
	fputs("\n### Reproduction\n\n", md->out);
	if (release_known(from) && from.minor > 0)
		fprintf(md->out, "`stopgraph trace %d.%d %s`\n", from.major, from.minor - 1,
			release_text(md->arena, edge->interval_before));
	else
		fputs("`stopgraph trace` from a release before the queue to the dependent's\n", md->out);
}

int rca_write_markdown(const struct explanation *about, const struct edge_pasts *pasts, FILE *out)
{
	struct markdown md = {.arena = arena_new(), .out = out};

	fprintf(out, "# Root-cause analysis: %s\n", markdown_text(&md, about->title));
	vec_each(const struct edge_past, past, pasts) {
		fprintf(out, "\n## %s: job %s, migration %s\n\n", relation_name(past->edge->relation),
			markdown_code(&md, past->edge->job->class_name),
			markdown_code(&md, past->edge->dependent->migration->version));
		write_summary(&md, past);
		write_timeline(&md, past);
		write_cause(&md, past->edge);
	}
	if (pasts->has_more)
		fputs("\nFurther dependencies are left out: ask about one of their migrations.\n", out);
	arena_free(md.arena);
	return ferror(out) ? -1 : 0;
}
