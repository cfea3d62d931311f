/* Which stops the release relies on, whether the next one is needed, and what can be squashed with it. */
#include "reports/release_report_parts.h"

static void write_alone(struct markdown *md, const struct report_stop *entry)
{
	size_t gates = 0;

	for (size_t i = 0; i < entry->alone.count; i++)
		gates += entry->alone.items[i]->is_gate;
	size_t needs = entry->alone.count - gates;
	fprintf(md->out, "- **%s**%s alone lies between queue and ", markdown_text(md, entry->stop->release),
		entry->stop->kind == STOP_REQUIRED ? "" : " (conditional)");
	if (gates)
		fprintf(md->out, "%zu gate%s", gates, plural(gates));
	if (needs)
		fprintf(md->out, "%s%zu other dependent%s", gates ? " and " : "", needs, plural(needs));
	fputs(".\n", md->out);
}

static void write_relied(struct markdown *md, const struct release_report *report)
{
	struct names shared = {0};

	for (size_t i = report->stops.count; i-- > 0;) {
		const struct report_stop *entry = &report->stops.items[i];
		if (entry->alone.count)
			write_alone(md, entry);
		else if (entry->shared.count)
			names_push(md->arena, &shared, markdown_text(md, entry->stop->release));
	}
	if (shared.count)
		fprintf(md->out, "- Together with another stop, none alone: %s.\n",
			names_join(md->arena, &shared, ", "));
	if (!report->stops.count || (!shared.count && report->stops.items[0].is_here && report->stops.count == 1))
		fputs("No new gate or dependency relies on a declared stop.\n", md->out);
	fputc('\n', md->out);
}

static void write_next(struct markdown *md, const struct report_next_stop *next)
{
	static const char *const words[] = {"Yes.", "Jobs wait for it.", "Nothing needs it so far."};

	fprintf(md->out, "### Is %s needed?\n\n%s It is %s", release_text(md->arena, next->release), words[next->need],
		next->is_declared ? "declared" : "not declared yet");
	if (next->deadline)
		fprintf(md->out, "; changes that need it are due %s", date_text(md->arena, next->deadline));
	fputs(".\n\n", md->out);
	if (next->argument_for)
		fprintf(md->out, "- For: %s.\n", markdown_text(md, next->argument_for));
	if (next->argument_against)
		fprintf(md->out, "- Against: %s.\n", markdown_text(md, next->argument_against));
	fputc('\n', md->out);
}

static void write_squash(struct markdown *md, const struct report_squash *squash)
{
	fprintf(md->out, "- With %s, up to %s: %zu migration%s", release_text(md->arena, squash->at),
		release_text(md->arena, squash->squash_to), squash->migrations, plural(squash->migrations));
	if (!squash->blocks.count)
		fputs(", no open job is in the way.", md->out);
	else
		fprintf(md->out, ", after %zu job%s finalized: ", squash->blocks.count,
			squash->blocks.count == 1 ? " is" : "s are");
	for (size_t i = 0; i < squash->blocks.count; i++)
		fprintf(md->out, "%s%s", i ? ", " : "", markdown_code(md, squash->blocks.items[i]->job->class_name));
	fputs(squash->blocks.count ? ".\n" : "\n", md->out);
	if (squash->first_kept && str_compare(squash->first_kept, squash->last_squashed) < 0)
		fprintf(md->out, "  By timestamp would be wrong: %s stays, and %s, which goes, is newer.\n",
			markdown_code(md, squash->first_kept), markdown_code(md, squash->last_squashed));
}

void write_stops(struct markdown *md, const struct release_report *report)
{
	fputs("## Stops\n\n", md->out);
	if (report->has_stops)
		write_relied(md, report);
	else
		fputs("None is declared.\n\n", md->out);
	if (release_known(report->next.release))
		write_next(md, &report->next);
	fputs("## Squash\n\n", md->out);
	if (!report->squashes.count)
		fputs("No migrations to squash are known.\n", md->out);
	vec_each(const struct report_squash, squash, &report->squashes)
		write_squash(md, squash);
	if (report->squashes.count)
		fprintf(md->out, "\n`stopgraph stops --propose %s` lists them.\n",
			release_text(md->arena, vec_last(&report->squashes)->at));
	fputc('\n', md->out);
}
