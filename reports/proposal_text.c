/* The planning issue of a stop, as it can be pasted. */
#include "analyzer/phrases.h"
#include "reports/stops.h"

struct writer {
	struct arena *arena;
	FILE *out;
};

static const char *date(struct writer *w, int day)
{
	return day ? date_text(w->arena, day) : "a day that is not known";
}

static const char *place(struct writer *w, struct location location)
{
	return str_printf(w->arena, "%s:%u", location_path(location), location_line(location));
}

static void write_blocks(struct writer *w, const struct squash_block *blocks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(w->out, "- [ ] `%s`, queued in %s (%s)\n", blocks[i].job->id,
			release_text(w->arena, blocks[i].run->release), place(w, blocks[i].run->location));
}

static void write_needs(struct writer *w, const struct proposal *proposal, const char *release)
{
	fprintf(w->out, "## What needs it\n\n");
	if (!proposal->needs.count)
		fprintf(w->out, "No migration of the tree depends on a stop at %s alone.\n", release);
	for (size_t i = 0; i < proposal->needs.count; i++) {
		const struct edge *edge = proposal->needs.items[i];
		fprintf(w->out, "- `%s`, queued in %s: in %s, `%s` %s\n", edge->job->class_name,
			release_text(w->arena, edge->interval_from), release_text(w->arena, edge->interval_before),
			place(w, edge_location(w->arena, edge)), phrase_dependent(w->arena, edge, &edge->columns));
	}
	if (proposal->open.count) {
		fprintf(w->out,
			"\n%zu job%s queued so far and not finalized. From the release after %s on, a gate for %s is "
			"safe:\n\n",
			proposal->open.count, proposal->open.count == 1 ? " is" : "s are", release,
			proposal->open.count == 1 ? "it" : "each of them");
		write_blocks(w, proposal->open.items, proposal->open.count);
	}
	fputc('\n', w->out);
}

/* The version of the initial schema is the oldest that a database may have. */
static void write_schema_version(struct writer *w, const struct proposal *proposal)
{
	if (proposal->initial)
		fprintf(w->out, "The minimum schema version, that of the initial schema, is %s (`%s`)",
			proposal->initial->version, proposal->initial->path);
	else
		fputs("There is no initial schema yet; its version will be the minimum schema version", w->out);
	if (proposal->schema_version)
		fprintf(w->out,
			"; after the squash it can be %s, the last squashed version before the first that stays",
			proposal->schema_version);
	fputs(".\n", w->out);
}

static void write_squash(struct writer *w, const struct proposal *proposal)
{
	const char *to = release_text(w->arena, proposal->squash_to);

	if (!to)
		return;
	fprintf(w->out, "## Squash migrations to %s\n\n", to);
	fprintf(w->out, "%zu migration%s of %s and before can be squashed", proposal->squash.count,
		proposal->squash.count == 1 ? "" : "s", to);
	if (proposal->first_kept)
		fprintf(w->out, "; the first that stays is %s", proposal->first_kept);
	fputs(".\n", w->out);
	write_schema_version(w, proposal);
	if (proposal->first_kept && str_compare(proposal->first_kept, proposal->last_squashed) < 0)
		fprintf(w->out,
			"Mind the order: %s is older than %s, the last one to be squashed; a squash by timestamp would "
			"take "
			"it along.\n",
			proposal->first_kept, proposal->last_squashed);
	fputc('\n', w->out);
	if (proposal->blocks.count) {
		fprintf(w->out, "Not before these are finalized (%zu):\n\n", proposal->blocks.count);
		write_blocks(w, proposal->blocks.items, proposal->blocks.count);
		fputc('\n', w->out);
	}
	if (proposal->squash.count)
		fprintf(w->out, "<details><summary>Migrations</summary>\n\n");
	vec_each(const struct migration *, migration, &proposal->squash)
		fprintf(w->out, "- %s\n", (*migration)->path);
	if (proposal->squash.count)
		fprintf(w->out, "\n</details>\n\n");
}

static void write_checklist(struct writer *w, const struct proposal *proposal, const char *release)
{
	const char *to = release_text(w->arena, proposal->squash_to);

	fprintf(w->out,
		"## Checklist\n\nBefore %s:\n\n"
		"- [ ] Collect the changes that need the stop, until %s\n"
		"- [ ] Decide, and announce the decision either way, two releases ahead\n"
		"- [ ] Add the entry to `config/upgrade_path.yml`, and the upgrade path in the documentation\n"
		"- [ ] Tell Support and Release Management\n",
		release, date(w, proposal->deadline));
	if (to)
		fprintf(w->out, "- [ ] Open the issue \"Squash migrations to %s\"\n", to);
	fprintf(w->out,
		"\nAfter %s:\n\n"
		"- [ ] Finalize the jobs above\n"
		"- [ ] Raise the minimum schema version%s\n"
		"- [ ] Raise the stop in the upgrade check of the Helm chart\n",
		release,
		proposal->schema_version ? str_printf(w->arena, " to %s at most", proposal->schema_version) : "");
}

int proposal_write_text(const struct proposal *proposal, FILE *out)
{
	struct writer w = {arena_new(), out};
	const char *release = release_text(w.arena, proposal->release);

	fprintf(out, "# Required stop %s\n\n", release);
	fprintf(out,
		"The release date of %s is %s. Changes that need the stop are to be named here until %s, ten days "
		"before it.\n",
		release, date(&w, proposal->published), date(&w, proposal->deadline));
	if (!proposal->is_scheduled)
		fprintf(out, "%s is not on the schedule of stops.\n", release);
	if (release_known(proposal->next_stop))
		fprintf(out, "The next stop after it would be %s.\n", release_text(w.arena, proposal->next_stop));
	fprintf(out, "\n## Entry of config/upgrade_path.yml\n\n");
	if (proposal->is_declared)
		fputs("The file has it already:\n\n", out);
	fprintf(out, "```yaml\n%s```\n\n", propose_entry_text(w.arena, proposal->release));
	write_needs(&w, proposal, release);
	write_squash(&w, proposal);
	write_checklist(&w, proposal, release);
	arena_free(w.arena);
	return ferror(out) ? -1 : 0;
}
