/* The dictionary of jobs (db/docs) against the files that it describes. A version that is absent from the tree was
 * squashed: only a later queue of the tree contradicts it, since an entry names the last one. */
#include "analyzer/rule.h"

static struct location place_or_file(const struct job_dictionary *dictionary, struct location place)
{
	return place.source ? place : dictionary->location;
}

static struct finding *dictionary_finding(struct rule_ctx *cx, const struct job_dictionary *dictionary,
					  struct location place, const char *key, const char *message)
{
	struct finding *finding = rule_finding(cx, place_or_file(dictionary, place), "%s", message);
	size_t count;
	const struct job *const *jobs = index_jobs(cx->index, dictionary->class_name, &count);
	finding->job = count ? jobs[0] : NULL;
	finding->subject = str_printf(cx->arena, "%s %s", dictionary->path, key);
	struct release since;
	if (dictionary->milestone && release_parse(dictionary->milestone, &since))
		finding->since = since;
	return finding;
}

/* The last call of the class that runs on self-managed instances; NULL for none. */
static const struct job_call *last_call(const struct job_calls *calls, const char *class_name)
{
	struct job_calls of_class = job_calls_of(calls, class_name);
	const struct job_call *found = NULL;
	vec_each(const struct job_call, call, &of_class) {
		if (guard_is_self_managed(call->effect->guard))
			found = call;
	}
	return found;
}

static bool calls_have_version(const struct job_calls *calls, const char *class_name, const char *version)
{
	struct job_calls of_class = job_calls_of(calls, class_name);
	vec_each(const struct job_call, call, &of_class) {
		if (str_equal(call->migration->migration->version, version))
			return true;
	}
	return false;
}

/* Something in the migration could not be read: it may well name the class. */
static bool is_fully_read(const struct migration *migration)
{
	vec_each(const struct statement, statement, &migration->statements) {
		if (!statement->resolved)
			return false;
	}
	vec_each(const struct effect, effect, &migration->effects) {
		if (effect->object == OBJECT_JOB && !effect->name)
			return false;
	}
	return migration->unresolved.count == 0;
}

static void check_queue_version(struct rule_ctx *cx, const struct job_dictionary *dictionary)
{
	const char *version = dictionary->queued_version;
	const struct placed_migration *named = index_migration(cx->index, version);
	const struct job_call *queue = last_call(&cx->index->queues, dictionary->class_name);
	if (!version || (named ? !is_fully_read(named->migration) : !queue) ||
	    calls_have_version(&cx->index->queues, dictionary->class_name, version))
		return;
	const char *real = queue ? str_printf(cx->arena, "; %s queues it", queue->migration->migration->version) : "";
	const char *what = !named                      ? "is not in the tree"
			   : named->migration->is_noop ? "does nothing"
						       : "does not queue it";
	struct finding *finding =
		dictionary_finding(cx, dictionary, dictionary->queued_version_location, "queued_migration_version",
				   str_printf(cx->arena, "queued_migration_version %s of job '%s' %s%s", version,
					      dictionary->class_name, what, real));
	if (queue)
		finding_link(cx, finding, LINK_QUEUE, queue->effect->location, "queued here");
	if (queue)
		finding_edit(cx, finding, dictionary->queued_version_location, queue->migration->migration->version,
			     str_printf(cx->arena, "set queued_migration_version to '%s'",
					queue->migration->migration->version));
}

static void check_milestone(struct rule_ctx *cx, const struct job_dictionary *dictionary)
{
	const struct placed_migration *named = index_migration(cx->index, dictionary->queued_version);
	struct release written, real;
	if (!named || !named->migration->milestone || !dictionary->milestone ||
	    !release_parse(dictionary->milestone, &written) || !release_parse(named->migration->milestone, &real) ||
	    release_compare_minor(written, real) == 0)
		return;
	struct finding *finding = dictionary_finding(
		cx, dictionary, dictionary->milestone_location, "milestone",
		str_printf(cx->arena, "milestone %s of job '%s' contradicts its queue migration %s, which is of %s",
			   dictionary->milestone, dictionary->class_name, dictionary->queued_version,
			   named->migration->milestone));
	finding->since = real;
	if (named->migration->milestone_location.source)
		finding_link(cx, finding, LINK_QUEUE, named->migration->milestone_location, "the queue's milestone");
	finding_edit(cx, finding, dictionary->milestone_location, named->migration->milestone,
		     str_printf(cx->arena, "set milestone to '%s'", named->migration->milestone));
}

/* A gate of the tree that is right for the job as it was queued last. */
static const struct job_event *counting_gate(struct rule_ctx *cx, const char *class_name)
{
	size_t count;
	const struct job_event *found = NULL;
	const struct job *const *jobs = index_jobs(cx->index, class_name, &count);
	for (size_t i = 0; i < count; i++) {
		const struct job_run *run = job_live_run(jobs[i]);
		vec_each(const struct job_event, gate, &jobs[i]->gates) {
			if (run && gate->matches && guard_is_self_managed(gate->guard) && event_is_after(gate, run))
				found = gate;
		}
	}
	return found;
}

static void check_missing_finalizer(struct rule_ctx *cx, const struct job_dictionary *dictionary)
{
	const struct job_event *gate = counting_gate(cx, dictionary->class_name);
	if (!gate || !gate->migration)
		return;
	const char *version = gate->migration->migration->version;
	struct finding *finding = dictionary_finding(
		cx, dictionary, dictionary->finalized_by_location, "finalized_by",
		str_printf(cx->arena, "finalized_by of job '%s' is missing: migration %s finalizes it",
			   dictionary->class_name, version));
	finding->dependent = version;
	finding_link(cx, finding, LINK_GATE, gate->effect->location, "finalized here");
}

static void check_finalizer(struct rule_ctx *cx, const struct job_dictionary *dictionary)
{
	const char *version = dictionary->finalized_by;
	if (!version) {
		check_missing_finalizer(cx, dictionary);
		return;
	}
	const struct placed_migration *named = index_migration(cx->index, version);
	if (!named || !is_fully_read(named->migration) ||
	    calls_have_version(&cx->index->gates, dictionary->class_name, version) ||
	    calls_have_version(&cx->index->cancels, dictionary->class_name, version))
		return;
	const struct job_event *gate = counting_gate(cx, dictionary->class_name);
	const char *real =
		gate && gate->migration ? str_printf(cx->arena, "; %s does", gate->migration->migration->version) : "";
	struct finding *finding = dictionary_finding(
		cx, dictionary, dictionary->finalized_by_location, "finalized_by",
		str_printf(cx->arena, "finalized_by %s of job '%s' %s%s", version, dictionary->class_name,
			   named->migration->is_noop ? "does nothing" : "does not finalize it", real));
	finding->dependent = version;
	finding->since = named->release;
	if (!gate || !gate->migration)
		return;
	finding_link(cx, finding, LINK_GATE, gate->effect->location, "finalized here");
	finding_edit(cx, finding, dictionary->finalized_by_location, gate->migration->migration->version,
		     str_printf(cx->arena, "set finalized_by to '%s'", gate->migration->migration->version));
}

/* Classes of finalized jobs are deleted in time; a class that is gone while its queue, in the tree or squashed, is live
 * is job-code-missing's. What is left is an entry whose queue migration is there and queues something else. */
static bool check_name(struct rule_ctx *cx, const struct job_dictionary *dictionary)
{
	if (dictionary->finalized_by || index_class(cx->index, dictionary->class_name) ||
	    job_calls_of(&cx->index->queues, dictionary->class_name).count || counting_gate(cx, dictionary->class_name))
		return false;
	if (dictionary->queued_version && !index_migration(cx->index, dictionary->queued_version))
		return false;
	dictionary_finding(cx, dictionary, dictionary->class_location, "migration_job_name",
			   str_printf(cx->arena,
				      "'%s' is the name of no job class of the tree, and it is not finalized",
				      dictionary->class_name));
	return true;
}

static void check_dictionary(struct rule_ctx *cx)
{
	vec_each(struct job_dictionary *, entry, &cx->project->job_dictionaries) {
		const struct job_dictionary *dictionary = *entry;
		if (!dictionary->class_name || check_name(cx, dictionary))
			continue;
		check_queue_version(cx, dictionary);
		check_milestone(cx, dictionary);
		check_finalizer(cx, dictionary);
	}
}

static const struct rule rules[] = {
	{
		.id = "dictionary-mismatch",
		.level = LEVEL_WARNING,
		.summary = "the dictionary entry of a job contradicts the files",
		.explain =
			{
				.what = "`finalized_by` is missing although a migration finalizes the job, or names a "
					"migration that "
					"does not; `queued_migration_version` or `milestone` contradict the queue; the "
					"name is no "
					"class and the job is not finalized.",
				.why = "People and tools decide by the dictionary whether a job is finished and its "
				       "code may go.",
				.bad = "migration_job_name: BackfillNotes\nqueued_migration_version: "
				       "20250801000000\nfinalized_by:",
				.good = "migration_job_name: BackfillNotes\nqueued_migration_version: 20250801000000\n"
					"finalized_by: '20251101000000'",
			},
		.after = "job-code-missing",
		.check = check_dictionary,
	},
};

const struct rule_family rule_family_dictionary = {rules, RULE_COUNT(rules)};
