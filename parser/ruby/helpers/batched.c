/* Batched background jobs: queue, finish, delete. A job is found again by class, table, column and arguments.
 *
 * Finishing raised on an unfinished job up to 14.10.2, and since then runs what is left in the foreground unless the
 * call says `finalize: false`. A release is known by major and minor only, so that 14.10 is judged as it first came. */
#include "parser/ruby/migration/helper.h"

static struct job_spec spec_of(struct helper *h, enum effect_verb verb)
{
	const char *schema = value_name(helper_value(h, "gitlab_schema")); /* may be asked of the connection */
	return (struct job_spec){
		.verb = verb,
		.job_class = helper_value(h, "job_class_name"),
		.table = helper_name(h, "table_name"),
		.column = helper_name(h, "column_name"),
		.arguments = helper_value(h, "job_arguments"),
		.job = {.era = JOB_BATCHED, .gitlab_schema = schema ? interp_keep(h->in, schema) : NULL},
	};
}

static void run(struct helper *h, const struct job_spec *spec)
{
	struct value table = helper_value(h, "table_name");
	if (value_is_text(table) && table.text->likely)
		h->table_likely = true;
	helper_job(h, spec);
}

static struct value queue(struct helper *h)
{
	struct job_spec spec = spec_of(h, EFFECT_QUEUE);
	run(h, &spec);
	return value_unknown(h->in, h->call->node, "the record of a batched job");
}

/* Each record of a class is finished with what the record itself says: nil stands for that. */
static bool is_of_each_record(const struct helper *h)
{
	return helper_value(h, "table_name").kind == VALUE_NIL && helper_value(h, "job_arguments").kind == VALUE_NIL &&
	       helper_value(h, "job_class_name").kind != VALUE_NIL;
}

static bool raises_by_default(const struct helper *h)
{
	const struct interp_options *options = &h->in->options;
	if (options->release_major)
		return options->release_major < 14 || (options->release_major == 14 && options->release_minor <= 10);
	return !options->gitlab_superclass || options->superclass_major < 2;
}

static struct value ensure_finished(struct helper *h)
{
	struct job_spec spec = spec_of(h, EFFECT_GATE);
	enum tristate finalize = helper_truth(h, "finalize");
	bool given = call_keyword(h->call, "finalize") != NULL;
	bool raises = given ? finalize == TRI_NO : raises_by_default(h);
	spec.job.manner = raises ? GATE_RAISES : GATE_INLINE;
	spec.job.whole_class = is_of_each_record(h);
	spec.job.skips_early_check = helper_truth(h, "skip_early_finalization_validation") == TRI_YES;
	run(h, &spec);
	return value_nil();
}

static struct value finalize(struct helper *h)
{
	struct job_spec spec = spec_of(h, EFFECT_GATE);
	spec.job.manner = GATE_INLINE;
	spec.job.whole_class = is_of_each_record(h);
	run(h, &spec);
	return value_nil();
}

static struct value delete_job(struct helper *h)
{
	struct job_spec spec = spec_of(h, EFFECT_CANCEL);
	if (spec.arguments.kind == VALUE_NIL)
		spec.arguments = value_new_array(h->in);
	run(h, &spec);
	return value_nil();
}

static struct value schema_from_context(struct helper *h)
{
	return value_unknown(h->in, h->call->node, "the schema of the connection");
}

#define IDENTITY "job_class_name table_name column_name job_arguments"
#define QUEUE_OPTIONS                                                                                                  \
	"job_interval batch_min_value batch_max_value batch_class_name batch_size pause_ms max_batch_size "            \
	"sub_batch_size gitlab_schema min_cursor max_cursor"

static const struct helper_row rows[] = {
	{"delete_batched_background_migration", IDENTITY, NULL, delete_job},
	{"ensure_batched_background_migration_is_finished",
	 IDENTITY " ? finalize skip_early_finalization_validation gitlab_schema", NULL, ensure_finished},
	{"finalize_batched_background_migration", IDENTITY, NULL, finalize},
	{"gitlab_schema_from_context", "", NULL, schema_from_context},
	{"queue_batched_background_migration", "job_class_name table_name column_name *job_arguments ? " QUEUE_OPTIONS,
	 NULL, queue},
};

const struct helper_group helper_group_batched = {"batched", rows, sizeof(rows) / sizeof(rows[0])};
