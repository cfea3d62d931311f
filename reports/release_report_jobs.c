/* The jobs of the report: those that are still open, those that are new, those that were finished. */
#include "reports/release_report_parts.h"

#define ROWS_SHOWN 12u

const char *known_release(struct markdown *md, struct release release)
{
	return release_known(release) ? release_text(md->arena, release) : "?";
}

bool is_large(const char *table_size)
{
	return str_in(table_size, "large over_limit");
}

static const char *owner(struct markdown *md, const struct report_job *job)
{
	const char *category = job->feature_category ? markdown_code(md, job->feature_category) : NULL;

	if (!job->introduced_by_url)
		return category ? category : "";
	return markdown_link(md, category ? category : "introduced", job->introduced_by_url);
}

static const char *table_words(struct markdown *md, const struct report_job *job)
{
	return job->job->table ? markdown_code(md, job->job->table) : "";
}

/* The first of the dependents that no gate shields, and how many more there are. */
static const char *first_dependent(struct markdown *md, const struct report_job *job)
{
	for (size_t i = 0; i < job->dependencies.count; i++) {
		const struct report_dependency *need = job->dependencies.items[i];
		if (!need->counts || need->is_gate || need->protection == PROTECTION_GATE || !need->edge->dependent)
			continue;
		const char *more = job->waiting > 1 ? str_printf(md->arena, " and %zu more", job->waiting - 1) : "";
		return str_printf(md->arena, "%s (%s)%s", markdown_place(md, need->location),
				  known_release(md, need->edge->dependent_release), more);
	}
	return str_printf(md->arena, "%zu dependent%s", job->waiting, plural(job->waiting));
}

/* What waits for the job to be finalized, or why it never will be. */
static const char *blocked(struct markdown *md, const struct release_report *report, const struct report_job *job)
{
	struct names parts = {0};

	if (!job->has_code)
		names_push(md->arena, &parts, "its class is gone");
	if (job->waiting)
		names_push(md->arena, &parts, first_dependent(md, job));
	vec_each(const struct report_squash, squash, &report->squashes) {
		for (size_t i = 0; i < squash->blocks.count; i++) {
			if (squash->blocks.items[i] == job)
				names_push(md->arena, &parts,
					   str_printf(md->arena, "squash to %s",
						      release_text(md->arena, squash->squash_to)));
		}
	}
	if (job->gate)
		names_push(
			md->arena, &parts,
			str_printf(md->arena, "(finalized in %s)", known_release(md, job->gate->migration->release)));
	return names_join(md->arena, &parts, ", ");
}

static void write_open_rows(struct markdown *md, const struct release_report *report, bool overdue)
{
	struct markdown_table table =
		markdown_table_new(md, report->has_stops ? "job|table|size|queued|>stops since|owner|blocks"
							 : "job|table|size|queued|owner|blocks");

	for (size_t i = 0; i < report->open.count; i++) {
		const struct report_job *job = report->open.items[i];
		if (job->is_overdue != overdue)
			continue;
		markdown_cell(md, &table, markdown_code(md, job->job->class_name));
		markdown_cell(md, &table, table_words(md, job));
		markdown_cell(md, &table, job->table_size ? job->table_size : "");
		markdown_cell(md, &table, known_release(md, job->run->release));
		if (report->has_stops)
			markdown_number(md, &table, job->stops_passed);
		markdown_cell(md, &table, owner(md, job));
		markdown_cell(md, &table, blocked(md, report, job));
	}
	markdown_table_write(md, &table);
}

void write_open_jobs(struct markdown *md, const struct release_report *report)
{
	size_t overdue = 0;

	for (size_t i = 0; i < report->open.count; i++)
		overdue += report->open.items[i]->is_overdue;
	fprintf(md->out, "## Open jobs\n\n%zu job%s not finalized at the end of %s", report->open.count,
		report->open.count == 1 ? " is" : "s are", release_text(md->arena, report->question.to));
	if (report->has_stops)
		fprintf(md->out, ", %s overdue (two or more required stops since the queue)",
			overdue ? str_printf(md->arena, "%zu of them", overdue) : "none");
	fputs(".\n\n", md->out);
	if (overdue)
		write_open_rows(md, report, true);
	if (overdue == report->open.count)
		return;
	markdown_open(md, str_printf(md->arena, "%zu %s, oldest first", report->open.count - overdue,
				     report->has_stops ? "not overdue" : "open"));
	write_open_rows(md, report, false);
	markdown_close(md);
}

static void write_queued(struct markdown *md, const struct release_report *report)
{
	struct markdown_table table = markdown_table_new(md, "job|table|size|owner|state|queued at");

	for (size_t i = 0; i < report->queued.count; i++) {
		const struct report_job *job = report->queued.items[i];
		markdown_cell(md, &table, markdown_code(md, job->job->class_name));
		markdown_cell(md, &table, table_words(md, job));
		markdown_cell(md, &table, job->table_size ? job->table_size : "");
		markdown_cell(md, &table, owner(md, job));
		markdown_cell(md, &table, job->state == REPORT_JOB_OPEN ? "" : report_job_state_name(job->state));
		markdown_cell(md, &table, markdown_place(md, job->run->location));
	}
	markdown_table_write(md, &table);
}

static void write_finished(struct markdown *md, const struct release_report *report)
{
	struct markdown_table table = markdown_table_new(md, "job|table|size|queued|state|at");

	for (size_t i = 0; i < report->finished.count; i++) {
		const struct report_job *job = report->finished.items[i];
		markdown_cell(md, &table, markdown_code(md, job->job->class_name));
		markdown_cell(md, &table, table_words(md, job));
		markdown_cell(md, &table, job->table_size ? job->table_size : "");
		markdown_cell(md, &table, known_release(md, job->run->release));
		markdown_cell(md, &table, report_job_state_name(job->state));
		markdown_cell(md, &table, markdown_place(md, job->finished_at));
	}
	markdown_table_write(md, &table);
}

void write_new_jobs(struct markdown *md, const struct release_report *report)
{
	bool folds = report->queued.count > ROWS_SHOWN;
	size_t large = 0;

	for (size_t i = 0; i < report->queued.count; i++)
		large += is_large(report->queued.items[i]->table_size);
	fprintf(md->out, "## Jobs queued and finished\n\n%zu job%s queued", report->queued.count,
		report->queued.count == 1 ? " is" : "s are");
	if (large)
		fprintf(md->out, ", %zu of them on large tables", large);
	fprintf(md->out, "; %zu %s finalized or taken back.\n\n", report->finished.count,
		report->finished.count == 1 ? "is" : "are");
	if (folds)
		markdown_open(md, str_printf(md->arena, "%zu queued, largest tables first", report->queued.count));
	write_queued(md, report);
	if (folds)
		markdown_close(md);
	if (!report->finished.count)
		return;
	markdown_open(md, str_printf(md->arena, "%zu finalized or taken back", report->finished.count));
	write_finished(md, report);
	markdown_close(md);
}
