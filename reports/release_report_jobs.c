/* The jobs of the report: those that are new, and those that are still open. */
#include "reports/release_report_parts.h"

#define JOBS_SHOWN 12u

static const char *owner(struct markdown *md, const struct report_job *job)
{
	const char *category = job->feature_category ? markdown_code(md, job->feature_category) : "?";

	if (!job->introduced_by_url)
		return category;
	return str_printf(md->arena, "%s %s", category, markdown_link(md, "introduced", job->introduced_by_url));
}

static const char *table_words(struct markdown *md, const struct report_job *job)
{
	return job->job->table ? markdown_code(md, job->job->table) : "?";
}

static const char *release_words(struct markdown *md, struct release release)
{
	return release_known(release) ? release_text(md->arena, release) : "?";
}

/* "none", or what waits for the job to be finalized. */
static const char *blocked(struct markdown *md, const struct release_report *report, const struct report_job *job)
{
	struct names parts = {0};

	if (!job->has_code)
		names_push(md->arena, &parts, "its class is gone");
	if (job->waiting)
		names_push(md->arena, &parts,
			   str_printf(md->arena, "%zu dependent%s", job->waiting, plural(job->waiting)));
	vec_each(const struct report_squash, squash, &report->squashes) {
		for (size_t i = 0; i < squash->blocks.count; i++) {
			if (squash->blocks.items[i] == job)
				names_push(md->arena, &parts,
					   str_printf(md->arena, "squash to %s",
						      release_text(md->arena, squash->squash_to)));
		}
	}
	if (job->gate)
		names_push(md->arena, &parts,
			   str_printf(md->arena, "finalized in %s", release_words(md, job->gate->migration->release)));
	return parts.count ? names_join(md->arena, &parts, ", ") : "";
}

static void write_open_rows(struct markdown *md, const struct release_report *report, bool overdue)
{
	markdown_table(md, "job|table|size|queued|>stops since|owner|blocks");
	for (size_t i = 0; i < report->open.count; i++) {
		const struct report_job *job = report->open.items[i];
		if (job->is_overdue != overdue)
			continue;
		fprintf(md->out, "| %s | %s | %s | %s | %zu | %s | %s |\n", markdown_code(md, job->job->class_name),
			table_words(md, job), job->table_size ? job->table_size : "?",
			release_words(md, job->run->release), job->stops_passed, owner(md, job),
			blocked(md, report, job));
	}
	markdown_table_end(md);
}

void write_open_jobs(struct markdown *md, const struct release_report *report)
{
	size_t overdue = 0;

	for (size_t i = 0; i < report->open.count; i++)
		overdue += report->open.items[i]->is_overdue;
	fprintf(md->out,
		"## Open jobs\n\n%zu job%s not finalized at the end of %s, %zu of them overdue (two or more "
		"required stops since the queue).\n\n",
		report->open.count, report->open.count == 1 ? " is" : "s are",
		release_text(md->arena, report->question.to), overdue);
	if (overdue)
		write_open_rows(md, report, true);
	if (overdue == report->open.count)
		return;
	markdown_open(md, str_printf(md->arena, "%zu not overdue", report->open.count - overdue));
	write_open_rows(md, report, false);
	markdown_close(md);
}

static void write_queued(struct markdown *md, const struct release_report *report)
{
	markdown_table(md, "job|table|size|owner|state|queued at");
	for (size_t i = 0; i < report->queued.count; i++) {
		const struct report_job *job = report->queued.items[i];
		fprintf(md->out, "| %s | %s | %s | %s | %s | %s |\n", markdown_code(md, job->job->class_name),
			table_words(md, job), job->table_size ? job->table_size : "?", owner(md, job),
			report_job_state_name(job->state), markdown_place(md, job->run->location));
	}
	markdown_table_end(md);
}

static void write_finished(struct markdown *md, const struct release_report *report)
{
	markdown_table(md, "job|table|size|queued|how|at");
	for (size_t i = 0; i < report->finished.count; i++) {
		const struct report_job *job = report->finished.items[i];
		fprintf(md->out, "| %s | %s | %s | %s | %s | %s |\n", markdown_code(md, job->job->class_name),
			table_words(md, job), job->table_size ? job->table_size : "?",
			release_words(md, job->run->release), report_job_state_name(job->state),
			markdown_place(md, job->finished_at));
	}
	markdown_table_end(md);
}

static size_t count_large(const struct report_jobs *jobs)
{
	size_t count = 0;

	for (size_t i = 0; i < jobs->count; i++)
		count += str_in(jobs->items[i]->table_size, "large over_limit");
	return count;
}

void write_new_jobs(struct markdown *md, const struct release_report *report)
{
	size_t large = count_large(&report->queued);
	bool folds = report->queued.count > JOBS_SHOWN;

	fprintf(md->out, "## New jobs\n\n%zu job%s queued", report->queued.count,
		report->queued.count == 1 ? " is" : "s are");
	if (large)
		fprintf(md->out, ", %zu on %s over the size limits (`large`, `over_limit`)", large,
			large == 1 ? "a table" : "tables");
	fprintf(md->out, "; %zu %s finalized or taken back.\n", report->finished.count,
		report->finished.count == 1 ? "is" : "are");
	if (report->queued.count) {
		if (folds)
			markdown_open(md,
				      str_printf(md->arena, "%zu queued, largest tables first", report->queued.count));
		else
			fputc('\n', md->out);
		write_queued(md, report);
		if (folds)
			markdown_close(md);
	}
	if (report->finished.count) {
		markdown_open(md, str_printf(md->arena, "%zu finalized or taken back", report->finished.count));
		write_finished(md, report);
		markdown_close(md);
	}
	fputc('\n', md->out);
}
