/* Trees whose migrations are SQL files (profile sql): plain ones, and those with a plan of sqitch.
 *
 * The release of a file: what a directive in it says, else the tag of the plan, else a folder that is named like a release,
 * else the first tag of the repository that has it. Jobs are described in migrations, or in files of their own in folders
 * called `background`. Every file is small and read by every run. */
#include "analyzer/scan/scan_parts.h"

#include "graph/graph.h"
#include "parser/script/script.h"

#include <stdlib.h>
#include <string.h>

struct script_file {
	struct input *input;
	struct script_name name;
	const struct planned_change *planned; /* NULL without a plan */
};

static int by_key(const void *left, const void *right)
{
	const struct script_file *a = left;
	const struct script_file *b = right;
	int order = strcmp(a->name.sort_key, b->name.sort_key);

	return order ? order : str_compare(a->input->path, b->input->path);
}

/* A release that is none would be no release at all, and its migration one of its neighbours'. */
static void check_release(struct scanner *scanner, struct migration *migration)
{
	struct release release;

	if (!migration->milestone || release_parse(migration->milestone, &release))
		return;
	struct unresolved item = {
		migration->milestone_location, "directive",
		str_printf(scanner->arena, "'%s' is no release such as 1.4 or 1.4.2", migration->milestone)};
	vec_push(scanner->arena, &migration->unresolved, item);
	migration->milestone = NULL;
}

static void take_script(struct scanner *scanner, const struct script_file *file)
{
	struct migration *migration = ARENA_NEW(scanner->arena, struct migration);
	struct source *source = scan_read(scanner, file->input);
	struct script_input in = {.source = source, .catalog = scanner->catalog};

	if (!source)
		return;
	migration->path = source->path;
	migration->version = file->name.version;
	migration->sort_key = file->name.sort_key;
	migration->database = file->input->database;
	script_read(scanner->arena, &in, migration, &scanner->script_jobs);
	check_release(scanner, migration);
	const char *release = file->planned ? file->planned->release : NULL;
	if (!migration->milestone)
		migration->milestone = release ? release : file->name.release;
	scan_learn(scanner, &migration->effects, 0);
	vec_push(scanner->arena, &scanner->project->migrations, migration);
}

static void read_plans(struct scanner *scanner, struct script_plan *out)
{
	vec_each(struct input, input, &scanner->scan->inputs) {
		struct source *source = input->role == INPUT_SCRIPT_PLAN ? scan_read(scanner, input) : NULL;
		if (source)
			script_plan_read(scanner->arena, source, out);
	}
}

/* sqitch never runs what its plan does not have. */
static void not_in_plan(struct scanner *scanner, struct input *input)
{
	const struct source *source = scan_read(scanner, input);
	struct unresolved item = {{source, 0, 0}, "migration", "the plan does not have this change"};

	if (source)
		vec_push(scanner->arena, &scanner->project->unresolved, item);
}

struct foreign_files {
	const char *database;
	const char *first;
	size_t count;
};

/* Of a product for several databases only the files for PostgreSQL are read; the others are named once for each. */
static void note_foreign(struct scanner *scanner)
{
	VEC(struct foreign_files) found = {0};
	struct script_name name;

	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role != INPUT_SCRIPT || !script_name_read(scanner->arena, input->path, &name) ||
		    !name.foreign || name.kind == SCRIPT_BACKWARD)
			continue;
		struct foreign_files *files = NULL;
		for (size_t i = 0; i < found.count && !files; i++)
			files = str_equal(found.items[i].database, name.foreign) ? &found.items[i] : NULL;
		if (!files) {
			vec_push(scanner->arena, &found, (struct foreign_files){name.foreign, input->path, 0});
			files = vec_last(&found);
		}
		files->count++;
	}
	vec_each(const struct foreign_files, files, &found)
		diag_add_path(scanner->diags, DIAG_input_not_supported, files->first,
			      "%zu file%s of migrations for %s %s not read: only PostgreSQL's SQL is", files->count,
			      files->count == 1 ? "" : "s", files->database, files->count == 1 ? "is" : "are");
}

/* Programs that lie among the scripts under names like theirs: golang-migrate's, goose's, Flyway's in Java. */
static bool is_program(struct scanner *scanner, const char *folder, const char *name)
{
	static const char endings[] = "ex exs go java js kt mjs php py rb rs scala ts";
	const char *dot = strrchr(name, '.');
	struct script_name script;

	if (!dot || !str_in(dot + 1, endings))
		return false;
	const char *path = str_printf(scanner->arena, "%s/%.*s.sql", folder, (int)(dot - name), name);
	return script_name_read(scanner->arena, path, &script) && script.kind == SCRIPT_FORWARD && !script.foreign &&
	       !str_ends_with(path, "_test.sql") && !str_ends_with(path, ".test.sql");
}

/* Migrations that are no SQL are named once for each folder. */
static void note_programs(struct scanner *scanner)
{
	const struct tree *tree = scanner->options->tree;
	const char *last = NULL;

	vec_each(struct input, input, &scanner->scan->inputs) {
		const char *slash = strrchr(input->path, '/');
		const char *folder =
			slash ? str_copy_n(scanner->arena, input->path, (size_t)(slash - input->path)) : NULL;
		struct tree_entries entries = {0};
		size_t count = 0;
		if (input->role != INPUT_SCRIPT || !folder || str_equal(folder, last) ||
		    tree->list(tree->payload, scanner->arena, folder, &entries, scanner->diags))
			continue;
		last = folder;
		vec_each(const struct tree_entry, entry, &entries)
			count += entry->kind == ENTRY_FILE && is_program(scanner, folder, entry->name);
		if (count)
			diag_add_path(scanner->diags, DIAG_input_not_supported, folder,
				      "%zu migration%s there %s no SQL and %s not read", count, count == 1 ? "" : "s",
				      count == 1 ? "is" : "are", count == 1 ? "is" : "are");
	}
}

/* Where a plan is, its order counts. False when the file is no migration that an upgrade runs. */
static bool place(struct scanner *scanner, const struct script_plan *plan, struct script_file *file)
{
	size_t index;

	if (!script_name_read(scanner->arena, file->input->path, &file->name) || file->name.kind == SCRIPT_BACKWARD ||
	    file->name.foreign)
		return false;
	if (!plan->count)
		return !file->name.is_planned;
	file->planned = script_plan_find(plan, file->name.version, &index);
	if (file->planned)
		file->name.sort_key = str_printf(scanner->arena, "%010zu", index);
	else
		not_in_plan(scanner, file->input);
	return file->planned;
}

static void take_job_file(struct scanner *scanner, struct input *input)
{
	struct source *source = scan_read(scanner, input);

	if (source)
		script_read_job(scanner->arena, &(struct script_input){source, scanner->catalog},
				&scanner->script_jobs);
}

/* What a job does must stand somewhere. */
static void check_job(struct scanner *scanner, struct script_job *job)
{
	struct unresolved item = {job->about.location, "background",
				  "nothing says what the job does: its statements come behind the directive, or in a "
				  "file of its name in a folder 'background'"};

	if (job->reading.statements.count)
		return;
	job->reading.exact = false;
	vec_push(scanner->arena, &job->reading.unresolved, item);
}

void scan_scripts(struct scanner *scanner)
{
	VEC(struct script_file) files = {0};
	struct script_plan plan = {0};

	note_foreign(scanner);
	note_programs(scanner);
	read_plans(scanner, &plan);
	vec_each(struct input, input, &scanner->scan->inputs) {
		struct script_file file = {.input = input};
		if (input->role == INPUT_SCRIPT && place(scanner, &plan, &file))
			vec_push(scanner->arena, &files, file);
	}
	SORT(&files, by_key);
	for (size_t i = 0; i < files.count; i++) {
		take_script(scanner, &files.items[i]);
		scan_progress(scanner, "migrations", i + 1, files.count);
	}
	scan_each(scanner, INPUT_SCRIPT_JOB, take_job_file);
	vec_each(struct script_job *, job, &scanner->script_jobs) {
		check_job(scanner, *job);
		vec_push(scanner->arena, &scanner->project->job_classes, &(*job)->about);
	}
}
