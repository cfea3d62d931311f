/* The batch report for an issue: what to decide first, then the sections that it links to. Long lists are folded. */
#include "analyzer/releases/release_calendar.h"
#include "analyzer/rule.h"
#include "reports/release_report_parts.h"
#include "reports/source_lines.h"

#include <ctype.h>
#include <string.h>

const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static const char *upper_first(struct arena *arena, const char *text)
{
	char *copy = str_copy(arena, text);

	copy[0] = (char)toupper((unsigned char)copy[0]);
	return copy;
}

static void write_head(struct markdown *md, const struct release_report *report)
{
	const struct graph *graph = report->result->graph;
	int day = release_date(graph->project, report->question.to);

	fprintf(md->out, "# Migrations and background jobs of %s\n\n", report->title);
	fprintf(md->out, "%zu migration%s (%zu regular, %zu post)", report->migrations, plural(report->migrations),
		report->regular, report->post);
	if (day)
		fprintf(md->out, ", %s is of %s", release_text(md->arena, report->question.to),
			date_text(md->arena, day));
	if (release_known(graph->release))
		fprintf(md->out, ". Read from the tree of %s; verdicts are for self-managed instances.\n\n",
			release_text(md->arena, graph->release));
	else
		fputs(". Verdicts are for self-managed instances.\n\n", md->out);
	for (size_t i = 0; i < report->remarks.count; i++)
		fprintf(md->out, "> %s.\n%s", markdown_text(md, upper_first(md->arena, report->remarks.items[i])),
			i + 1 < report->remarks.count ? ">\n" : "\n");
}

/* A number that says nothing where no stops are declared. */
static void judged_number(struct markdown *md, struct markdown_table *table, const struct release_report *report,
			  size_t number)
{
	if (report->has_stops)
		markdown_number(md, table, number);
	else
		markdown_cell(md, table, "");
}

static void write_glance(struct markdown *md, const struct release_report *report)
{
	size_t by[PROTECTION_COUNT] = {0}, overdue = 0, early = 0;

	for (size_t i = 0; i < report->new_needs.count; i++)
		by[report->new_needs.items[i]->protection]++;
	for (size_t i = 0; i < report->new_gates.count; i++)
		early += report_gate_is_early(report->new_gates.items[i]);
	for (size_t i = 0; i < report->open.count; i++)
		overdue += report->open.items[i]->is_overdue;
	struct markdown_table table =
		markdown_table_new(md, ">jobs queued|>finished|>open at the end|>overdue|>gates|>of them early|"
				       ">new dependencies|>of them unprotected|>errors|>warnings");
	markdown_number(md, &table, report->queued.count);
	markdown_number(md, &table, report->finished.count);
	markdown_number(md, &table, report->open.count);
	judged_number(md, &table, report, overdue);
	markdown_number(md, &table, report->new_gates.count);
	judged_number(md, &table, report, early);
	markdown_number(md, &table, report->new_needs.count);
	markdown_number(md, &table, by[PROTECTION_NONE] + by[PROTECTION_CONDITIONAL]);
	markdown_number(md, &table, report->findings_new[LEVEL_ERROR]);
	markdown_number(md, &table, report->findings_new[LEVEL_WARNING]);
	markdown_table_write(md, &table);
}

static void write_decisions(struct markdown *md, const struct release_report *report)
{
	size_t number = 0;

	fputs("## To decide\n\n", md->out);
	if (!report->decisions.count)
		fputs("Nothing.\n", md->out);
	vec_each(const struct report_decision, decision, &report->decisions)
		fprintf(md->out, "%zu. **%s**: %s. [more](#%s)\n", ++number, markdown_text(md, decision->title),
			markdown_text(md, decision->text), decision->anchor);
	fputc('\n', md->out);
}

static const char *row_title(struct markdown *md, const struct report_release *row)
{
	const char *bold = row->is_here ? "**" : "";
	const char *stop = !row->stop ? "" : row->stop->kind == STOP_REQUIRED ? " (stop)" : " (conditional)";

	return str_printf(md->arena, "%s%s%s%s", bold, release_text(md->arena, row->release), bold, stop);
}

static void write_trend(struct markdown *md, const struct release_report *report)
{
	struct markdown_table table =
		markdown_table_new(md, "release|>migrations|>jobs queued|>finalized|>open|>overdue|>dependencies|"
				       ">by gate|>by stop|>by neither|>gates|>of them early");

	if (!report->trend.count)
		return;
	fputs("## Trend\n\n", md->out);
	for (size_t i = report->trend.count; i-- > 0;) {
		const struct report_release *row = report->trend.items[i];
		size_t neither = row->by[PROTECTION_NONE] + row->by[PROTECTION_CONDITIONAL];
		markdown_cell(md, &table, row_title(md, row));
		markdown_number(md, &table, row->migrations);
		markdown_number(md, &table, row->queued);
		markdown_number(md, &table, row->gated);
		markdown_number(md, &table, row->open);
		judged_number(md, &table, report, row->overdue);
		markdown_number(md, &table, row->by[PROTECTION_GATE] + row->by[PROTECTION_STOP] + neither);
		markdown_number(md, &table, row->by[PROTECTION_GATE]);
		judged_number(md, &table, report, row->by[PROTECTION_STOP]);
		markdown_number(md, &table, neither);
		markdown_number(md, &table, row->gates);
		judged_number(md, &table, report, row->gates_early);
	}
	markdown_table_write(md, &table);
	fputs(report->has_stops
		      ? "Open and overdue count at the end of the release. Early: neither a required stop nor "
			"another gate lies between queue and gate.\n\n"
		      : "Open counts at the end of the release.\n\n",
	      md->out);
}

/* A way out; what follows the last colon is often a call, which is code. */
static const char *fix_words(struct markdown *md, const struct fix *fix)
{
	const char *colon = NULL;

	for (const char *c = strstr(fix->text, ": "); c && !colon; c = strstr(c + 1, ": ")) {
		size_t name = strspn(c + 2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.");
		if (c[2 + name] == '(' && str_ends_with(c, ")"))
			colon = c;
	}
	if (!colon)
		return markdown_text(md, fix->text);
	const char *words = str_copy_n(md->arena, fix->text, (size_t)(colon - fix->text));
	return str_printf(md->arena, "%s: %s", markdown_text(md, words), markdown_code(md, colon + 2));
}

static void write_finding(struct markdown *md, const struct report_finding *entry)
{
	const struct finding *finding = entry->finding;

	fprintf(md->out, "- %s: %s", markdown_place(md, finding->location), markdown_text(md, finding->message));
	if (finding->fixes.count)
		fprintf(md->out, ". Way out: %s", fix_words(md, &finding->fixes.items[0]));
	fputs(".\n", md->out);
}

static void write_warnings(struct markdown *md, const struct release_report *report)
{
	struct names rules = {0};

	vec_each(const struct report_finding, entry, &report->findings) {
		if (entry->is_new && entry->finding->level == LEVEL_WARNING)
			names_add(md->arena, &rules, entry->finding->rule);
	}
	names_sort(&rules);
	for (size_t i = 0; i < rules.count; i++) {
		size_t count = 0;
		vec_each(const struct report_finding, entry, &report->findings)
			count += entry->is_new && entry->finding->level == LEVEL_WARNING &&
				 str_equal(entry->finding->rule, rules.items[i]);
		const struct rule *rule = rule_find(rules.items[i]);
		markdown_open(md,
			      str_printf(md->arena, "%zu %s: %s", count, rules.items[i], rule ? rule->summary : ""));
		vec_each(const struct report_finding, entry, &report->findings) {
			if (entry->is_new && entry->finding->level == LEVEL_WARNING &&
			    str_equal(entry->finding->rule, rules.items[i]))
				write_finding(md, entry);
		}
		fputc('\n', md->out);
		markdown_close(md);
	}
}

static void write_proof(struct markdown *md, const struct finding *finding)
{
	struct source_excerpt excerpt;

	fprintf(md->out, "%s\n\n", markdown_place(md, finding->location));
	if (source_excerpt_make(md->arena, finding->location, &excerpt))
		markdown_fence(md, "ruby", &excerpt.lines);
	vec_each(const struct link, link, &finding->evidence)
		fprintf(md->out, "- %s %s\n", markdown_place(md, link->location), markdown_text(md, link->text));
	fputc('\n', md->out);
}

/* The notes, and all that is older, by rule. */
static void write_finding_counts(struct markdown *md, const struct release_report *report, bool is_new)
{
	struct names rules = {0};
	const char *separator = "";

	vec_each(const struct report_finding, entry, &report->findings) {
		if (entry->is_new == is_new && (!is_new || entry->finding->level == LEVEL_NOTE))
			names_add(md->arena, &rules, entry->finding->rule);
	}
	names_sort(&rules);
	for (size_t i = 0; i < rules.count; i++) {
		size_t count = 0;
		vec_each(const struct report_finding, entry, &report->findings)
			count += entry->is_new == is_new && (!is_new || entry->finding->level == LEVEL_NOTE) &&
				 str_equal(entry->finding->rule, rules.items[i]);
		fprintf(md->out, "%s%zu `%s`", separator, count, rules.items[i]);
		separator = ", ";
	}
}

static void write_errors(struct markdown *md, const struct release_report *report)
{
	size_t count = report->findings_new[LEVEL_ERROR];

	for (size_t i = 0; i < count; i++) {
		const struct finding *finding = report->findings.items[i].finding;
		fprintf(md->out, "- **error** `%s`:\n", finding->rule);
		fprintf(md->out, "  %s: %s.\n", markdown_place(md, finding->location),
			markdown_text(md, finding->message));
		vec_each(const struct fix, fix, &finding->fixes)
			fprintf(md->out, "  - Way out: %s.\n", fix_words(md, fix));
	}
	if (!count)
		return;
	fputc('\n', md->out);
	markdown_open(md, "Proof of the errors");
	for (size_t i = 0; i < count; i++)
		write_proof(md, report->findings.items[i].finding);
	markdown_close(md);
}

static const char *level_counts(struct markdown *md, const size_t *counts)
{
	return str_printf(md->arena, "%zu error%s, %zu warning%s, %zu note%s", counts[LEVEL_ERROR],
			  plural(counts[LEVEL_ERROR]), counts[LEVEL_WARNING], plural(counts[LEVEL_WARNING]),
			  counts[LEVEL_NOTE], plural(counts[LEVEL_NOTE]));
}

static void write_findings(struct markdown *md, const struct release_report *report)
{
	const size_t *here = report->findings_new, *old = report->findings_old;

	fprintf(md->out, "## Findings\n\nAbout these migrations: %s.\n\n", level_counts(md, here));
	write_errors(md, report);
	write_warnings(md, report);
	if (here[LEVEL_NOTE]) {
		fputs("Notes: ", md->out);
		write_finding_counts(md, report, true);
		fputs(".\n\n", md->out);
	}
	if (old[LEVEL_ERROR] + old[LEVEL_WARNING] + old[LEVEL_NOTE]) {
		fprintf(md->out, "About the rest of the tree: %s: ", level_counts(md, old));
		write_finding_counts(md, report, false);
		fputs(".\n\n", md->out);
	}
}

static void write_coverage(struct markdown *md, const struct release_report *report)
{
	const struct graph *graph = report->result->graph;

	fprintf(md->out, "## Coverage\n\nOf these migrations %zu of %zu statements are resolved",
		report->statements - report->unresolved, report->statements);
	fprintf(md->out, "; of the whole tree %zu of %zu, and %zu of %zu jobs.\n", graph->statements_resolved,
		graph->statements, graph->jobs_resolved, graph->jobs.count);
	fputc('\n', md->out);
	if (report->never_queued.count) {
		markdown_open(md,
			      str_printf(md->arena,
					 "%zu job class%s that nothing in the tree queues: whether they are finished "
					 "cannot be told",
					 report->never_queued.count, report->never_queued.count == 1 ? "" : "es"));
		for (size_t i = 0; i < report->never_queued.count; i++)
			fprintf(md->out, "- %s\n", markdown_code(md, report->never_queued.items[i]));
		fputc('\n', md->out);
		markdown_close(md);
	}
	if (report->unresolved_items.count) {
		markdown_open(md, str_printf(md->arena, "%zu place%s that could not be read",
					     report->unresolved_items.count, plural(report->unresolved_items.count)));
		vec_each(const struct unresolved_item, item, &report->unresolved_items)
			fprintf(md->out, "- %s %s: %s\n", markdown_place(md, item->location),
				markdown_code(md, item->what), markdown_text(md, item->why));
		fputc('\n', md->out);
		markdown_close(md);
	}
}

static void write_foot(struct markdown *md, const struct release_report *report)
{
	const char *to = release_text(md->arena, report->question.to);

	if (release_known(report->question.from))
		fprintf(md->out, "Made with `stopgraph report --from %s --to %s`.\n",
			release_text(md->arena, report->question.from), to);
	else
		fprintf(md->out, "Made with `stopgraph report --release %s`.\n", to);
}

int release_report_write_markdown(const struct release_report *report, FILE *out)
{
	struct markdown md = {.arena = arena_new(), .out = out};

	write_head(&md, report);
	write_glance(&md, report);
	write_decisions(&md, report);
	write_dependencies(&md, report);
	write_gates(&md, report);
	write_stops(&md, report);
	write_open_jobs(&md, report);
	write_new_jobs(&md, report);
	write_schema_changes(&md, report);
	write_trend(&md, report);
	write_findings(&md, report);
	write_coverage(&md, report);
	write_foot(&md, report);
	arena_free(md.arena);
	return ferror(out) ? -1 : 0;
}
