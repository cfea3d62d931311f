/* The planning issue of a stop, as it can be pasted. */
#include "analyzer/phrases.h"
#include "reports/markdown.h"
#include "reports/stops.h"

static const char *date(struct markdown *md, int day)
{
	return day ? date_text(md->arena, day) : "a day that is not known";
}

static void write_blocks(struct markdown *md, const struct squash_block *blocks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(md->out, "- [ ] %s, queued in %s (%s)\n", markdown_code(md, blocks[i].job->id),
			release_text(md->arena, blocks[i].run->release), markdown_place(md, blocks[i].run->location));
}

static void write_needs(struct markdown *md, const struct proposal *proposal, const char *release)
{
	fprintf(md->out, "## What needs it\n\n");
	if (!proposal->needs.count)
		fprintf(md->out, "No migration of the tree depends on a stop at %s alone.\n", release);
	for (size_t i = 0; i < proposal->needs.count; i++) {
		const struct edge *edge = proposal->needs.items[i];
		fprintf(md->out, "- %s, queued in %s: in %s, %s %s\n", markdown_code(md, edge->job->class_name),
			release_text(md->arena, edge->interval_from), release_text(md->arena, edge->interval_before),
			markdown_place(md, edge_location(md->arena, edge)),
			markdown_text(md, phrase_dependent(md->arena, edge, &edge->columns)));
	}
	if (proposal->open.count) {
		fprintf(md->out,
			"\n%zu job%s queued so far and not finalized. From the release after %s on, a gate for %s is "
			"safe:\n\n",
			proposal->open.count, proposal->open.count == 1 ? " is" : "s are", release,
			proposal->open.count == 1 ? "it" : "each of them");
		write_blocks(md, proposal->open.items, proposal->open.count);
	}
	fputc('\n', md->out);
}

/* The version of the initial schema is the oldest that a database may have. */
static void write_schema_version(struct markdown *md, const struct proposal *proposal)
{
	if (proposal->initial)
		fprintf(md->out, "The minimum schema version, that of the initial schema, is %s (%s)",
			markdown_text(md, proposal->initial->version), markdown_code(md, proposal->initial->path));
	else
		fputs("There is no initial schema yet; its version will be the minimum schema version", md->out);
	if (proposal->schema_version)
		fprintf(md->out,
			"; after the squash it can be %s, the last squashed version before the first that stays",
			markdown_text(md, proposal->schema_version));
	fputs(".\n", md->out);
}

static void write_squash(struct markdown *md, const struct proposal *proposal)
{
	const char *to = release_text(md->arena, proposal->squash_to);

	if (!to)
		return;
	fprintf(md->out, "## Squash migrations to %s\n\n", to);
	fprintf(md->out, "%zu migration%s of %s and before can be squashed", proposal->squash.count,
		proposal->squash.count == 1 ? "" : "s", to);
	if (proposal->first_kept)
		fprintf(md->out, "; the first that stays is %s", markdown_text(md, proposal->first_kept));
	fputs(".\n", md->out);
	write_schema_version(md, proposal);
	if (proposal->first_kept && str_compare(proposal->first_kept, proposal->last_squashed) < 0)
		fprintf(md->out,
			"Mind the order: %s is older than %s, the last one to be squashed; a squash by timestamp would "
			"take "
			"it along.\n",
			markdown_text(md, proposal->first_kept), markdown_text(md, proposal->last_squashed));
	fputc('\n', md->out);
	if (proposal->blocks.count) {
		fprintf(md->out, "Not before these are finalized (%zu):\n\n", proposal->blocks.count);
		write_blocks(md, proposal->blocks.items, proposal->blocks.count);
		fputc('\n', md->out);
	}
	if (proposal->squash.count)
		fprintf(md->out, "<details><summary>Migrations</summary>\n\n");
	vec_each(const struct migration *, migration, &proposal->squash)
		fprintf(md->out, "- %s\n", markdown_code(md, (*migration)->path));
	if (proposal->squash.count)
		fprintf(md->out, "\n</details>\n\n");
}

static void write_checklist(struct markdown *md, const struct proposal *proposal, const char *release)
{
	const char *to = release_text(md->arena, proposal->squash_to);

	fprintf(md->out,
		"## Checklist\n\nBefore %s:\n\n"
		"- [ ] Collect the changes that need the stop, until %s\n"
		"- [ ] Decide, and announce the decision either way, two releases ahead\n"
		"- [ ] Add the entry to `config/upgrade_path.yml`, and the upgrade path in the documentation\n"
		"- [ ] Tell Support and Release Management\n",
		release, date(md, proposal->deadline));
	if (to)
		fprintf(md->out, "- [ ] Open the issue \"Squash migrations to %s\"\n", to);
	fprintf(md->out,
		"\nAfter %s:\n\n"
		"- [ ] Finalize the jobs above\n"
		"- [ ] Raise the minimum schema version%s\n"
		"- [ ] Raise the stop in the upgrade check of the Helm chart\n",
		release,
		proposal->schema_version
			? str_printf(md->arena, " to %s at most", markdown_text(md, proposal->schema_version))
			: "");
}

int proposal_write_text(const struct proposal *proposal, FILE *out)
{
	struct markdown md = {.arena = arena_new(), .out = out};
	const char *release = release_text(md.arena, proposal->release);

	fprintf(out, "# Required stop %s\n\n", release);
	fprintf(out,
		"The release date of %s is %s. Changes that need the stop are to be named here until %s, ten days "
		"before it.\n",
		release, date(&md, proposal->published), date(&md, proposal->deadline));
	if (!proposal->is_scheduled)
		fprintf(out, "%s is not on the schedule of stops.\n", release);
	if (release_known(proposal->next_stop))
		fprintf(out, "The next stop after it would be %s.\n", release_text(md.arena, proposal->next_stop));
	fprintf(out, "\n## Entry of config/upgrade_path.yml\n\n");
	if (proposal->is_declared)
		fputs("The file has it already:\n\n", out);
	fprintf(out, "```yaml\n%s```\n\n", propose_entry_text(md.arena, proposal->release));
	write_needs(&md, proposal, release);
	write_squash(&md, proposal);
	write_checklist(&md, proposal, release);
	arena_free(md.arena);
	return ferror(out) ? -1 : 0;
}
