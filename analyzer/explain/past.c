/* A question about trees ("does it hold this file", "does it declare a stop between 12.1 and 12.9") is asked of the
 * tags, lowest release first, and then of the commits between the first tag that says yes and the one before it, oldest
 * first. Candidates did not ship. What no tag has is looked for between the last tag and the tip. Commits come in
 * topological order, so the first one that says yes is one that brought it. */
#include "analyzer/explain/past.h"

#include "analyzer/releases/release_calendar.h"
#include "graph/guards.h"
#include "graph/stop.h"
#include "parser/yaml/yaml.h"

#define COMMITS_MAX 20000u
#define FILE_SIZE_MAX (8u << 20)
#define DAY_SECONDS 86400

static const char upgrade_path[] = "config/upgrade_path.yml";

struct question {
	const struct past *past;
	bool (*ask)(struct question *question, const struct revision *revision);
	const char *path;            /* of holds_file() */
	struct release from, before; /* of declares_stop() */
	const char *stop;            /* what declares_stop() found */
	struct object_id last;       /* the file that was read last, and what it said */
	bool last_answer;
	bool last_known;
};

static bool holds_file(struct question *question, const struct revision *revision)
{
	struct git_entry entry;

	return repository_find(question->past->repository, question->past->arena, &revision->tree, question->path,
			       &entry);
}

static const char *stop_between(struct question *question, const struct tree_file *file)
{
	struct arena *arena = question->past->arena;
	struct diags ignored = diags_new(arena);
	struct project project = {0};

	yaml_read_upgrade_path(arena, source_new(arena, upgrade_path, file->bytes, file->length), &project, &ignored);
	vec_each(const struct declared_stop, stop, &project.stops) {
		struct release release;
		if (required_stop_release(stop, &release) && stop_hits(release, question->from, question->before))
			return stop->release;
	}
	return NULL;
}

static bool declares_stop(struct question *question, const struct revision *revision)
{
	const struct past *past = question->past;
	struct git_entry entry;
	struct tree_file file;

	if (!repository_find(past->repository, past->arena, &revision->tree, upgrade_path, &entry))
		return false;
	if (question->last_known && object_id_equal(&entry.id, &question->last))
		return question->last_answer;
	question->last_known = true;
	question->last = entry.id;
	question->last_answer = false;
	if (repository_blob(past->repository, past->arena, &entry.id, FILE_SIZE_MAX, &file) == 0) {
		const char *stop = stop_between(question, &file);
		question->last_answer = stop != NULL;
		question->stop = stop ? stop : question->stop;
	}
	return question->last_answer;
}

static bool asks(struct question *question, const struct revision *revision)
{
	return object_id_known(&revision->tree) && question->ask(question, revision);
}

static void find_commit(struct question *question, const struct revision *base, const struct revision *tip,
			struct first_seen *out)
{
	const struct past *past = question->past;
	struct revisions commits = {0};

	repository_commits(past->repository, base, tip, COMMITS_MAX, &commits);
	for (size_t i = 0; i < commits.count; i++) {
		if (!asks(question, &commits.items[i]))
			continue;
		/* with a part of the history left out, the first one seen need not be the first one */
		if (i == 0 && commits.count == COMMITS_MAX)
			return;
		out->commit = str_copy_n(past->arena, commits.items[i].name, 12);
		out->committed = commits.items[i].time;
		return;
	}
}

static void find_first(struct question *question, struct first_seen *out)
{
	const struct past *past = question->past;
	const struct revision *before = NULL;

	*out = (struct first_seen){0};
	vec_each(const struct release_tag, tag, past->tags) {
		if (!tag->is_final)
			continue;
		if (asks(question, &tag->revision)) {
			out->tag = tag;
			find_commit(question, before, &tag->revision, out);
			return;
		}
		before = &tag->revision;
	}
	/* thousands of commits may lie behind the last tag: they are asked only when the tip says yes */
	if (past->tip->name && object_id_known(&past->tip->commit) && asks(question, past->tip))
		find_commit(question, before, past->tip, out);
}

static const char *queue_path(const struct edge *edge)
{
	if (edge->run && edge->run->migration)
		return edge->run->migration->migration->path;
	return NULL;
}

static void find_file(const struct past *past, const char *path, struct first_seen *out)
{
	struct question question = {.past = past, .ask = holds_file, .path = path};

	*out = (struct first_seen){0};
	if (path)
		find_first(&question, out);
}

static void find_stop(const struct past *past, struct edge_past *out)
{
	struct question question = {.past = past,
				    .ask = declares_stop,
				    .from = out->edge->interval_from,
				    .before = out->edge->interval_before};

	if (!release_known(question.from))
		return;
	find_first(&question, &out->stop);
	out->stop_release = question.stop;
}

bool past_of_edge(const struct past *past, const struct edge *edge, struct edge_past *out)
{
	*out = (struct edge_past){.edge = edge};
	if (!past->repository || repository_is_shallow(past->repository))
		return false;
	find_file(past, queue_path(edge), &out->queue);
	find_file(past, edge->dependent ? edge->dependent->migration->path : NULL, &out->dependent);
	find_stop(past, out);
	out->lag_known = out->dependent.tag && out->stop.commit;
	if (out->lag_known && out->stop.committed > out->dependent.tag->revision.time)
		out->lag = (out->stop.committed - out->dependent.tag->revision.time) / DAY_SECONDS;
	return true;
}

bool past_is_told(const struct edge *edge)
{
	return edge->severity == SEVERITY_BREAKS && guard_is_self_managed(edge->guard) && edge->run && edge->dependent;
}

bool past_wants_stop(const struct edge *edge)
{
	return past_is_told(edge) && edge->gate_position != GATE_BEFORE &&
	       release_compare_minor(edge->interval_from, edge->interval_before) < 0;
}
