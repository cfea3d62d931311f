/* What the product's helpers are called, and what they take, changed with the releases: up to 14.10 the usual gate only
 * raises, so that finalize_batched_background_migration is written there; from 17.3 on a gate before the next required
 * stop raises unless it says that this is meant. A migration is restricted to a schema from superclass 2.0 on. */
#include "analyzer/fix/gate_migration.h"

#include "analyzer/base/cleanup.h"

#include <ctype.h>
#include <jansson.h>

DEFINE_CLEANUP(json_t *, json_decref)

static const struct release first_finalizing = {15, 0, -1}, first_checking = {17, 3, -1};

const char *gate_obstacle(const struct gate_request *request)
{
	const struct job *job = request->job;

	if (!request->dependent)
		return "no migration is known that the gate could precede";
	if (!request->dependent->migration->superclass)
		return "the superclass of the dependent is not known";
	if (request->run && request->run->migration == request->dependent)
		return "queue and dependent are in one migration, which no other can divide";
	if (!job->class_name)
		return "the class of the job is not known";
	if (job->era == JOB_SCRIPT)
		return "what completes a job of SQL files is the product's own";
	if (job->era == JOB_OUT_OF_BAND)
		return "an out-of-band migration is waited for by deprecating it";
	if (job->era == JOB_SIDEKIQ || job->era == JOB_ONLINE_SCHEMA)
		return NULL;
	if (job->era == JOB_ONLINE)
		return job->arguments ? NULL : "the arguments of the job are not known";
	if (!job->table)
		return "the table of the job is not known";
	if (!job->batch_column)
		return "the column of the job is not known";
	return job->arguments ? NULL : "the arguments of the job are not known";
}

static void write_string(struct strbuf *out, const char *text)
{
	strbuf_putc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			strbuf_putc(out, '\\');
		strbuf_putc(out, *text);
	}
	strbuf_putc(out, '\'');
}

static void write_value(struct strbuf *out, const json_t *value);

static void write_array(struct strbuf *out, const json_t *array)
{
	strbuf_putc(out, '[');
	for (size_t i = 0; i < json_array_size(array); i++) {
		strbuf_puts(out, i ? ", " : "");
		write_value(out, json_array_get(array, i));
	}
	strbuf_putc(out, ']');
}

static void write_hash(struct strbuf *out, const json_t *object)
{
	json_t *members = (json_t *)object; /* iteration wants it so, and changes nothing */
	const char *separator = "{ ";

	for (void *at = json_object_iter(members); at; at = json_object_iter_next(members, at)) {
		strbuf_puts(out, separator);
		write_string(out, json_object_iter_key(at));
		strbuf_puts(out, " => ");
		write_value(out, json_object_iter_value(at));
		separator = ", ";
	}
	strbuf_puts(out, json_object_size(object) ? " }" : "{}");
}

/* A JSON value as a Ruby literal. */
static void write_value(struct strbuf *out, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_hash(out, value);
		break;
	case JSON_ARRAY:
		write_array(out, value);
		break;
	case JSON_STRING:
		write_string(out, json_string_value(value));
		break;
	case JSON_INTEGER:
		strbuf_printf(out, "%lld", (long long)json_integer_value(value));
		break;
	case JSON_REAL:
		strbuf_printf(out, "%.17g", json_real_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		strbuf_puts(out, json_is_true(value) ? "true" : "false");
		break;
	default:
		strbuf_puts(out, "nil");
	}
}

/* The arguments as they are known: text that is no JSON stays as it is. */
static void write_arguments(struct strbuf *out, const char *arguments)
{
	_cleanup_(json_decref) json_t *value = json_loads(arguments, JSON_DECODE_ANY, NULL);

	if (value)
		write_value(out, value);
	else
		strbuf_puts(out, arguments);
}

static void write_symbol(struct strbuf *out, const char *name)
{
	bool is_plain = isalpha((unsigned char)*name) || *name == '_';

	for (const char *at = name; *at; at++)
		is_plain = is_plain && str_is_word_byte(*at);
	strbuf_putc(out, ':');
	if (is_plain)
		strbuf_puts(out, name);
	else
		write_string(out, name);
}

static bool is_since(const struct gate_request *request, struct release release)
{
	struct release at = request->dependent->release;

	if (!release_known(at))
		return request->dependent->migration->gitlab_superclass &&
		       request->dependent->migration->superclass_major >= 2 && release.major <= 15;
	return release_compare_minor(at, release) >= 0;
}

static void write_batched(struct strbuf *out, const struct gate_request *request)
{
	const struct job *job = request->job;
	bool finalizes = is_since(request, first_finalizing);

	strbuf_printf(out, "    %s(\n      job_class_name: ",
		      finalizes ? "ensure_batched_background_migration_is_finished"
				: "finalize_batched_background_migration");
	write_string(out, job->class_name);
	strbuf_puts(out, ",\n      table_name: ");
	write_symbol(out, job->table);
	strbuf_puts(out, ",\n      column_name: ");
	write_symbol(out, job->batch_column);
	strbuf_puts(out, ",\n      job_arguments: ");
	write_arguments(out, job->arguments);
	if (finalizes)
		strbuf_puts(out, ",\n      finalize: true");
	if (request->is_early && is_since(request, first_checking))
		strbuf_puts(out, ",\n      skip_early_finalization_validation: true");
	strbuf_puts(out, "\n    )\n");
}

/* The gem online_migrations: its gates look, and raise. */
static void write_online(struct strbuf *out, const struct job *job)
{
	bool is_schema = job->era == JOB_ONLINE_SCHEMA;

	strbuf_printf(out, "    ensure_background_%s_migration_succeeded(", is_schema ? "schema" : "data");
	write_string(out, job->class_name);
	if (!is_schema) {
		strbuf_puts(out, ", arguments: ");
		write_arguments(out, job->arguments);
	}
	strbuf_puts(out, ")\n");
}

static const char *schema_of(const struct gate_request *request)
{
	const struct job *job = request->job;
	const struct placed_migration *queue = request->run ? request->run->migration : NULL;

	if (queue && queue->migration->gitlab_schema)
		return queue->migration->gitlab_schema;
	return job->gitlab_schema;
}

static void write_head(struct strbuf *out, const struct gate_request *request)
{
	const struct migration *like = request->dependent->migration;
	const char *schema = schema_of(request);

	strbuf_printf(out, "# frozen_string_literal: true\n\nclass %s < %s\n", request->class_name, like->superclass);
	if (!like->gitlab_superclass && request->job->era == JOB_BATCHED)
		strbuf_puts(out, "  include Gitlab::Database::MigrationHelpers\n\n");
	if (like->milestone)
		strbuf_printf(out, "  milestone '%s'\n\n", like->milestone);
	strbuf_puts(out, "  disable_ddl_transaction!\n\n");
	if (like->gitlab_superclass && like->superclass_major >= 2 && schema)
		strbuf_printf(out, "  restrict_gitlab_migration gitlab_schema: :%s\n\n", schema);
}

char *gate_migration_text(struct arena *arena, const struct gate_request *request)
{
	struct strbuf out = strbuf_new(arena);

	write_head(&out, request);
	strbuf_puts(&out, "  def up\n");
	if (request->is_early && !job_era_gate_raises(request->job->era))
		strbuf_puts(&out,
			    "    # No required stop lies between the queue and this: what is left of the job runs "
			    "in the foreground.\n");
	if (request->job->era == JOB_SIDEKIQ) {
		strbuf_puts(&out, "    Gitlab::BackgroundMigration.steal(");
		write_string(&out, request->job->class_name);
		strbuf_puts(&out, ")\n");
	} else if (job_era_gate_raises(request->job->era)) {
		write_online(&out, request->job);
	} else {
		write_batched(&out, request);
	}
	strbuf_puts(&out, "  end\n\n  def down\n    # no-op\n  end\nend\n");
	return strbuf_finish(&out);
}
