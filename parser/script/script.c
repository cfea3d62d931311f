/* A script is cut into ranges: statements that run in an upgrade, those of a job, and those that do not count. Lines
 * with directives are the borders. Each range is read on its own, at its place in the source, so that effects stand in
 * the order of the file.
 *
 * A directive in a string that begins a line would be taken for one; nobody has that. goose and its kin mark the ends
 * of long statements, which the SQL parser does not need. Commands of psql ("\set", "\i") are no SQL and are left out;
 * a file that is included is listed as unresolved, and so are statements that a query writes ("\gexec" behind it). Rows
 * that stand behind COPY ... FROM stdin, up to "\.", are no SQL either. */
#include "parser/script/script.h"

#include "parser/script/dialect.h"
#include "parser/sql/sql.h"

#include <string.h>
#include <strings.h>

enum section { SECTION_UP, SECTION_DOWN, SECTION_JOB };

struct reader {
	struct arena *arena;
	const struct script_input *in;
	struct migration *migration;
	struct script_jobs *jobs;
	enum section section;
	struct script_job *job; /* of SECTION_JOB */
	size_t queue;           /* index of the effect that queues it */
	size_t start;           /* offset of the range that is open */
	bool in_rows;           /* behind COPY ... FROM stdin */
};

struct script_job *script_job_find(const struct script_jobs *jobs, const char *name)
{
	vec_each(struct script_job *, job, jobs) {
		if (str_equal((*job)->about.name, name))
			return *job;
	}
	return NULL;
}

static void read_sql(struct reader *reader, size_t from, size_t to, const struct sql_output *out)
{
	const struct source *source = reader->in->source;
	struct sql_input sql = {
		.text = source->bytes + from,
		.length = to - from,
		.location = {source, (uint32_t)from, (uint32_t)(to - from)},
		.text_is_source = true,
		.certainty = CERTAINTY_PROVEN,
		.catalog = reader->in->catalog,
	};

	if (strspn(sql.text, " \t\r\n") < sql.length)
		sql_read(reader->arena, &sql, out);
}

/* Reads what lies between the last border and `end`. */
static void close_range(struct reader *reader, size_t end)
{
	struct migration *migration = reader->migration;
	struct sql_output up = {.statements = &migration->statements,
				.effects = &migration->effects,
				.unresolved = &migration->unresolved};
	struct sql_output down = {.effects = &migration->down_effects};
	struct sql_output job = {0};

	if (reader->job)
		job = (struct sql_output){.statements = &reader->job->reading.statements,
					  .effects = &reader->job->reading.effects,
					  .unresolved = &reader->job->reading.unresolved};
	if (end > reader->start)
		read_sql(reader, reader->start, end,
			 reader->section == SECTION_UP     ? &up
			 : reader->section == SECTION_DOWN ? &down
							   : &job);
}

/* The first table that the job writes stands for the one it runs over. */
static const char *table_of(const struct script_job *job)
{
	vec_each(const struct effect, effect, &job->reading.effects) {
		bool writes =
			effect->verb == EFFECT_WRITE || effect->verb == EFFECT_INSERT || effect->verb == EFFECT_DELETE;
		if (writes && effect->object == OBJECT_ROWS && effect->table)
			return effect->table;
	}
	return NULL;
}

static void end_job(struct reader *reader)
{
	if (!reader->job)
		return;
	reader->job->reading.exact = reader->job->reading.unresolved.count == 0;
	reader->migration->effects.items[reader->queue].table = table_of(reader->job);
	reader->job = NULL;
	reader->section = SECTION_UP;
}

static struct script_job *job_add(struct arena *arena, struct script_jobs *jobs, const char *name,
				  struct location location)
{
	struct script_job *job = script_job_find(jobs, name);

	if (!job) {
		job = ARENA_NEW(arena, struct script_job);
		vec_push(arena, jobs, job);
	}
	*job = (struct script_job){
		.about = {.name = name, .path = location.source->path, .location = location, .queueable = true}};
	return job;
}

static void add_job_effect(struct reader *reader, enum effect_verb verb, const char *name, struct location location)
{
	struct migration *migration = reader->migration;
	struct effect effect = effect_make(verb, OBJECT_JOB, location);
	struct job_effect *job = ARENA_NEW(reader->arena, struct job_effect);

	job->era = JOB_SCRIPT;
	job->manner = GATE_INLINE;
	job->arguments = "[]";
	job->queue_helper = verb == EFFECT_QUEUE ? "background" : verb == EFFECT_GATE ? "finalize" : "cancel";
	effect.name = name;
	effect.certainty = CERTAINTY_PROVEN;
	effect.job = job;
	effect.statement = migration->statements.count;
	vec_push(reader->arena, &migration->statements,
		 (struct statement){.location = location, .what = job->queue_helper, .resolved = true});
	vec_push(reader->arena, &migration->effects, effect);
}

static void begin_job(struct reader *reader, const char *name, struct location location)
{
	reader->queue = reader->migration->effects.count;
	add_job_effect(reader, EFFECT_QUEUE, name, location);
	reader->job = job_add(reader->arena, reader->jobs, name, location);
	reader->section = SECTION_JOB;
}

static void unresolved(struct reader *reader, struct location location, const char *what, const char *why)
{
	vec_push(reader->arena, &reader->migration->unresolved, (struct unresolved){location, what, why});
}

/* The first word of `text`; `rest` is what follows it. */
static const char *word(struct arena *arena, const char *text, const char **rest)
{
	text += strspn(text, " \t");
	size_t length = strcspn(text, " \t\r");
	*rest = text + length;
	return str_copy_n(arena, text, length);
}

static void take_directive(struct reader *reader, const char *text, struct location location)
{
	const char *rest;
	const char *verb = word(reader->arena, text, &rest);
	const char *name = word(reader->arena, rest, &rest);

	end_job(reader);
	if (str_equal(verb, "end"))
		return;
	if (!*name)
		unresolved(reader, location, "directive", "the directive needs a name behind it");
	else if (str_equal(verb, "release")) {
		reader->migration->milestone = name;
		reader->migration->milestone_location = location;
	} else if (str_equal(verb, "background"))
		begin_job(reader, name, location);
	else if (str_equal(verb, "finalize"))
		add_job_effect(reader, EFFECT_GATE, name, location);
	else if (str_equal(verb, "cancel"))
		add_job_effect(reader, EFFECT_CANCEL, name, location);
	else
		unresolved(reader, location, "directive",
			   "directives are release, background, end, finalize and cancel");
}

struct section_mark {
	const char *words;
	enum section section;
};

/* "-- migrate:down", "-- +goose Down", "-- +migrate Up": where a section begins. */
static const struct section_mark section_marks[] = {
	{"+goose Down", SECTION_DOWN}, {"+goose Up", SECTION_UP}, {"+migrate Down", SECTION_DOWN},
	{"+migrate Up", SECTION_UP},   {"//@UNDO", SECTION_DOWN}, {"migrate:down", SECTION_DOWN},
	{"migrate:up", SECTION_UP},
};

static const struct section_mark *section_mark_of(const char *comment)
{
	for (size_t i = 0; i < sizeof(section_marks) / sizeof(section_marks[0]); i++) {
		if (str_starts_with(comment, section_marks[i].words))
			return &section_marks[i];
	}
	return NULL;
}

/* What stands behind "--" of a line that is a comment, without blanks; NULL when it is none. */
static const char *comment_of(struct arena *arena, const char *line, size_t length)
{
	char *text = str_copy_n(arena, line, length);

	text += strspn(text, " \t");
	if (!str_starts_with(text, "--"))
		return NULL;
	return text + 2 + strspn(text + 2, " \t");
}

/* Does the line end a COPY whose rows stand in the file? */
static bool begins_rows(struct arena *arena, const char *line, size_t length)
{
	char *text = str_copy_n(arena, line, length);
	size_t end = strcspn(text, ";");

	for (char *c = text; *c; c++)
		*c = *c == '\t' || *c == '\r' ? ' ' : *c;
	return text[end] && !text[end + 1 + strspn(text + end + 1, " ")] && strcasestr(text, "copy ") &&
	       strcasestr(text, " from stdin");
}

/* The rows of a COPY. True when the line is one of them. */
static bool take_row(struct reader *reader, size_t offset, size_t length)
{
	const char *line = reader->in->source->bytes + offset;

	if (!reader->in_rows)
		return false;
	reader->in_rows = !(length >= 2 && line[0] == '\\' && line[1] == '.');
	reader->start = offset + length;
	return true;
}

/* A command of psql behind a query on the same line: "SELECT ... \gexec". */
static bool take_command(struct reader *reader, size_t offset, size_t length)
{
	static const char runs[] = "gexec";
	const char *line = reader->in->source->bytes + offset;
	const char *at = memrchr(line, '\\', length);
	size_t rest = at ? length - (size_t)(at - line) - 1 : 0;

	if (!at || at == line || rest == 0 || at[1] != 'g' || memchr(at, '\'', rest + 1))
		return false;
	close_range(reader, (size_t)(at - reader->in->source->bytes));
	reader->start = offset + length;
	if (rest >= strlen(runs) && memcmp(at + 1, runs, strlen(runs)) == 0 && reader->section == SECTION_UP)
		unresolved(reader, (struct location){reader->in->source, (uint32_t)offset, (uint32_t)length},
			   "command of psql", "the statements that the query writes are known only at run time");
	return true;
}

/* What stands behind "stopgraph:" of a comment; NULL when that is not there, or begins a suppression. */
static const char *directive_of(const char *comment)
{
	static const char mark[] = "stopgraph:";

	if (!comment || strncasecmp(comment, mark, strlen(mark)) != 0)
		return NULL;
	comment += strlen(mark);
	comment += strspn(comment, " \t");
	return str_starts_with(comment, "disable") ? NULL : comment;
}

static void take_line(struct reader *reader, size_t offset, size_t length)
{
	const struct source *source = reader->in->source;
	const char *line = source->bytes + offset;
	struct location location = {source, (uint32_t)offset, (uint32_t)length};

	if (take_row(reader, offset, length) || take_command(reader, offset, length))
		return;
	if (memchr(line, ';', length) && begins_rows(reader->arena, line, length)) {
		close_range(reader, offset + length);
		reader->start = offset + length;
		reader->in_rows = true;
		return;
	}
	if (line[0] == '\\') {
		close_range(reader, offset);
		reader->start = offset + length;
		if (length > 2 && line[1] == 'i' && reader->section == SECTION_UP)
			unresolved(reader, location, "command of psql", "a file that the script includes is not read");
		return;
	}
	const char *comment = memchr(line, '-', length) ? comment_of(reader->arena, line, length) : NULL;
	const struct section_mark *section = comment ? section_mark_of(comment) : NULL;
	const char *directive = directive_of(comment);
	if (!directive && !section)
		return;
	close_range(reader, offset);
	reader->start = offset + length;
	if (directive) {
		take_directive(reader, directive, location);
		return;
	}
	end_job(reader);
	reader->section = section->section;
}

static void read_lines(struct reader *reader)
{
	const struct source *source = reader->in->source;

	for (size_t offset = 0; offset < source->length;) {
		const char *end = memchr(source->bytes + offset, '\n', source->length - offset);
		size_t length = end ? (size_t)(end - source->bytes) - offset : source->length - offset;
		take_line(reader, offset, length);
		offset += length + 1;
	}
	close_range(reader, source->length);
	end_job(reader);
}

void script_read(struct arena *arena, const struct script_input *in, struct migration *out, struct script_jobs *jobs)
{
	struct reader reader = {.arena = arena, .in = in, .migration = out, .jobs = jobs};

	out->source = (struct source *)in->source;
	out->ddl_transaction = true;
	read_lines(&reader);
	dialect_gather(arena, in->source, &out->statements, &out->unresolved);
	out->is_noop = out->effects.count == 0 && out->unresolved.count == 0;
}

void script_read_job(struct arena *arena, const struct script_input *in, struct script_jobs *jobs)
{
	const struct source *source = in->source;
	const char *name = strrchr(source->path, '/');
	struct script_job *job;
	struct reader reader = {.arena = arena, .in = in};

	name = name ? name + 1 : source->path;
	job = job_add(arena, jobs, str_copy_n(arena, name, strcspn(name, ".")), (struct location){source, 0, 0});
	struct sql_output out = {.statements = &job->reading.statements,
				 .effects = &job->reading.effects,
				 .unresolved = &job->reading.unresolved};
	read_sql(&reader, 0, source->length, &out);
	dialect_gather(arena, source, &job->reading.statements, &job->reading.unresolved);
	job->reading.exact = job->reading.unresolved.count == 0;
}
