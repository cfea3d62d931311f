/* One pass over the migrations in order of execution. Before an effect is applied, every relation may look at it; then
 * the schema and the state of the jobs move on. The cost is the number of effects plus the facts that lie on the tables
 * and columns they name: nothing compares all jobs with all migrations. */
#include "graph/walk.h"

#include "graph/guards.h"
#include "graph/repair.h"

const struct edge_kind *const edge_kinds[RELATION_COUNT] = {
#define X(name) &edge_kind_##name,
#include "graph/edges.def"
#undef X
};

/* What the edge of one need and one slot is made of. */
struct edge_making {
	const struct need *need;
	const struct job_run *run;
	const struct job_event *gate;
	enum guard guard;
};

bool walk_is_pending(const struct tracked_job *job)
{
	return job->slots[SLOT_SELF_MANAGED].run != NO_RUN || job->slots[SLOT_ELSEWHERE].run != NO_RUN;
}

static enum guard present_guard(const struct walk *walk)
{
	return walk->effect ? walk->effect->guard : GUARD_NONE;
}

static size_t run_time(const struct job_run *run)
{
	return run->migration ? run->migration->order + 1 : 0;
}

/* What came into being after the job was queued cannot have been its work. */
static bool existed_at(const struct walk *walk, const struct job_run *run, const struct need *need)
{
	const struct fact *fact = need->fact;

	if (!fact)
		return true;
	return schema_column_created(walk->schema, fact->table, fact->column) <= run_time(run) &&
	       schema_column_created(walk->schema, fact->table, need->column) <= run_time(run);
}

/* The first gate that covers every installation of the slot on which run and dependent both run. */
static const struct job_event *gate_of(const struct tracked_job *job, const struct job_slot *slot, unsigned where)
{
	for (size_t i = 0; i < slot->gates.count; i++) {
		const struct job_event *gate = &job->job.gates.items[slot->gates.items[i]];
		if ((where & ~guard_installations(gate->guard)) == 0)
			return gate;
	}
	return NULL;
}

static const char *why_likely(const struct walk *walk, const struct edge_making *making)
{
	const struct need *need = making->need;
	const struct job_run *run = making->run;

	if (need->why_likely)
		return need->why_likely;
	if (!run->migration && !release_known(run->release))
		return "the queue is absent from the tree and no dictionary entry names its release";
	if (run->effect && run->effect->certainty != CERTAINTY_PROVEN)
		return "the queue's arguments are not fully known";
	if (need->fact && need->fact->certainty != CERTAINTY_PROVEN)
		return "what the job does there is not fully known";
	if (walk->effect && walk->effect->certainty != CERTAINTY_PROVEN)
		return "what the dependent does is not fully known";
	return NULL;
}

static struct edge edge_make(const struct walk *walk, const struct edge_making *making)
{
	const struct need *need = making->need;
	struct edge edge = {
		.job = &need->job->job,
		.run = making->run,
		.dependent = walk->placed,
		.dependent_effect = walk->effect,
		.dependent_job = walk->dependent_job ? &walk->dependent_job->job : NULL,
		.relation = need->relation,
		.severity = need->why_benign ? SEVERITY_BENIGN : SEVERITY_BREAKS,
		.why_benign = need->why_benign,
		.why_likely = why_likely(walk, making),
		.table = need->table,
		.guard = making->guard,
		.gate = making->gate,
		.gate_position = making->gate ? GATE_BEFORE : GATE_NONE,
	};

	edge.certainty = edge.why_likely ? CERTAINTY_LIKELY : CERTAINTY_PROVEN;
	if (walk->placed) {
		edge.dependent_path = walk->placed->migration->path;
		edge.dependent_release = walk->placed->release;
	} else {
		edge.dependent_path = need->job->job.job_class ? need->job->job.job_class->path : NULL;
		edge.dependent_release = walk->graph->release;
	}
	return edge;
}

static bool same_edge(const struct edge *a, const struct edge *b)
{
	return a->relation == b->relation && a->severity == b->severity && a->run == b->run && a->guard == b->guard &&
	       a->gate == b->gate && a->dependent_job == b->dependent_job && str_equal(a->table, b->table);
}

/* Jobs that all read what the others write have as many dependencies as there are pairs of them. Of benign ones half as many
 * are kept, so that there is room for what breaks. */
#define EDGES_MAX 200000u

static bool has_room(struct walk *walk, const struct edge *edge)
{
	bool is_benign = edge->severity == SEVERITY_BENIGN;
	size_t count = walk->graph->edges.count;
	struct location location = walk->effect ? walk->effect->location : (struct location){0};
	const char *why = is_benign ? "more dependencies than the limit: further benign ones are left out"
				    : "more dependencies than the limit: all further ones are left out";

	if (count < (is_benign ? EDGES_MAX / 2 : EDGES_MAX))
		return true;
	vec_each(const struct unresolved, told, &walk->graph->left_out) {
		if (str_equal(told->why, why))
			return false;
	}
	vec_push(walk->arena, &walk->graph->left_out, (struct unresolved){location, "dependency", why});
	return false;
}

/* NULL when there is no room for another one. */
static struct edge *edge_like(struct walk *walk, struct tracked_job *job, const struct edge *edge)
{
	struct graph *graph = walk->graph;

	if (job->here != walk->when || !walk->placed)
		job->edges_here.count = 0;
	job->here = walk->when;
	for (size_t i = 0; i < job->edges_here.count; i++) {
		size_t index = job->edges_here.items[i];
		if (same_edge(&graph->edges.items[index], edge))
			return &graph->edges.items[index];
	}
	if (!has_room(walk, edge))
		return NULL;
	vec_push(walk->arena, &graph->edges, *edge);
	vec_push(walk->arena, &walk->proofs, (struct proof){0});
	vec_push(walk->arena, &job->edges_here, graph->edges.count - 1);
	return vec_last(&graph->edges);
}

static void add_statement(struct walk *walk, struct edge *edge)
{
	if (!walk->target)
		return;
	if (!walk->kept) {
		struct effect *copy = ARENA_ARRAY(walk->arena, struct effect, 1);
		*copy = walk->target->effect;
		walk->kept = copy;
	}
	for (size_t i = 0; i < edge->statements.count; i++) {
		if (edge->statements.items[i] == walk->kept)
			return;
	}
	vec_push(walk->arena, &edge->statements, walk->kept);
}

static void add_edge(struct walk *walk, const struct edge_making *making)
{
	const struct need *need = making->need;
	struct edge made = edge_make(walk, making);
	struct edge *edge = edge_like(walk, need->job, &made);

	if (!edge)
		return;
	struct proof *proof = &walk->proofs.items[edge - walk->graph->edges.items];
	add_statement(walk, edge);
	if (need->column)
		names_add(walk->arena, &edge->columns, need->column);
	if (edge->certainty < made.certainty) {
		edge->certainty = made.certainty;
		edge->why_likely = made.why_likely;
	}
	if (need->fact)
		vec_push(walk->arena, &proof->facts, need->fact);
	if (need->reader)
		vec_push(walk->arena, &proof->readers, need->reader);
	if (need->definition)
		proof->definition = need->definition;
}

static bool add_for_slot(struct walk *walk, const struct need *need, size_t index, unsigned installations)
{
	struct tracked_job *job = need->job;
	const struct job_slot *slot = &job->slots[index];

	if (slot->run == NO_RUN)
		return false;
	struct edge_making making = {.need = need, .run = &job->job.runs.items[slot->run]};
	unsigned where =
		guard_installations(making.run->guard) & guard_installations(present_guard(walk)) & installations;
	if (!where || !existed_at(walk, making.run, need))
		return false;
	making.guard = guard_both(making.run->guard, present_guard(walk));
	making.gate = gate_of(job, slot, where);
	if (!making.gate)
		making.gate = repair_of(walk, need, making.run, where);
	add_edge(walk, &making);
	return true;
}

void walk_need(struct walk *walk, const struct need *need)
{
	if (is_tracking_table(need->table))
		return;
	if (!add_for_slot(walk, need, SLOT_SELF_MANAGED, INSTALLATIONS_SELF_MANAGED))
		add_for_slot(walk, need, SLOT_ELSEWHERE, INSTALLATIONS_ELSEWHERE);
}

static void follow_rename(struct walk *walk, const struct effect *effect)
{
	if (effect->object == OBJECT_TABLE && effect->table && effect->to) {
		facts_follow(&walk->facts, effect, effect->table, NULL, effect->to);
		return;
	}
	for (size_t i = 0; effect->object == OBJECT_COLUMN && i < effect->columns.count; i++) {
		const char *to = i < effect->to_columns.count ? effect->to_columns.items[i] : effect->to;
		if (to)
			facts_follow(&walk->facts, effect, effect->table, effect->columns.items[i], to);
	}
}

/* The migration that a squash leaves behind creates what was there before every queue that was squashed with it. */
static bool stands_for_squashed(const struct placed_migration *placed)
{
	return placed && str_ends_with(placed->migration->path, "_init_schema.rb");
}

static bool takes_names_away(enum effect_verb verb)
{
	return verb == EFFECT_RENAME || verb == EFFECT_SWAP || verb == EFFECT_DROP || verb == EFFECT_DROP_COLUMN;
}

/* What only GitLab.com renames, swaps or drops is still there under its name on the installations that verdicts are for. */
static void apply(struct walk *walk, const struct effect *effect)
{
	if (effect->guard == GUARD_GITLAB_COM && takes_names_away(effect->verb))
		return;
	if (effect->verb == EFFECT_RENAME)
		follow_rename(walk, effect);
	else if (effect->verb == EFFECT_SWAP)
		facts_swap(&walk->facts, effect);
	schema_apply(walk->schema, effect, stands_for_squashed(walk->placed) ? 0 : walk->when);
}

static void queue_step(struct walk *walk, const struct job_step *step)
{
	if (!step->job->job.runs.items[step->item].live)
		return;
	facts_register(&walk->facts, walk->schema, step->job);
	walk->dependent_job = step->job;
	for (size_t i = 0; i < RELATION_COUNT; i++) {
		if (edge_kinds[i]->on_queue)
			edge_kinds[i]->on_queue(walk, step->job, step->parent);
	}
	walk->dependent_job = NULL;
	job_start(step->job, step->item);
}

static void gate_step(struct walk *walk, const struct job_step *step)
{
	for (size_t i = 0; i < RELATION_COUNT; i++) {
		if (edge_kinds[i]->on_gate)
			edge_kinds[i]->on_gate(walk, step);
	}
	job_gate(walk->arena, step->job, step->item);
	repair_note_gate(walk, step->job, &step->job->job.gates.items[step->item]);
}

static void take_step(struct walk *walk, const struct job_step *step)
{
	if (step->kind == STEP_QUEUE)
		queue_step(walk, step);
	else if (step->kind == STEP_GATE)
		gate_step(walk, step);
	else
		job_cancel(step->job, step->job->job.cancels.items[step->item].guard);
}

static void visit_effect(struct walk *walk, const struct effect *effect)
{
	if (effect->object == OBJECT_JOB)
		return;
	struct target target = walk_resolve(walk, effect);
	walk->target = &target;
	for (size_t i = 0; i < RELATION_COUNT; i++) {
		if (edge_kinds[i]->on_effect)
			edge_kinds[i]->on_effect(walk, &target);
	}
	walk->target = NULL;
	walk->kept = NULL;
	repair_note(walk, effect);
	apply(walk, effect);
}

/* `step` is the next step not yet taken; returns the first one of a later migration. */
static size_t visit_migration(struct walk *walk, const struct placed_migration *placed, size_t step)
{
	const struct effects *effects = &placed->migration->effects;
	const struct job_set *set = walk->set;

	walk->placed = placed;
	walk->when = placed->order + 1;
	walk->effect = NULL;
	for (size_t i = 0; i < RELATION_COUNT; i++) {
		if (edge_kinds[i]->on_migration)
			edge_kinds[i]->on_migration(walk);
	}
	for (size_t i = 0; i < effects->count; i++) {
		walk->effect = &effects->items[i];
		visit_effect(walk, walk->effect);
		for (; step < set->steps.count && set->steps.items[step].order == placed->order &&
		       set->steps.items[step].effect == i;
		     step++)
			take_step(walk, &set->steps.items[step]);
	}
	return step;
}

/* The schema before the first migration: what init_structure.sql, structure.sql and the `down`s tell, in this order of
 * trust, less what is still to be created. */
static void start(struct walk *walk)
{
	const struct project *project = walk->project;

	for (size_t i = 0; i < project->migrations.count; i++)
		schema_learn(walk->schema, &project->migrations.items[i]->down_effects);
	for (size_t i = 0; i < project->migrations.count; i++)
		schema_restored(walk->schema, project->migrations.items[i]);
	for (size_t i = 0; i < project->migrations.count; i++)
		schema_learn(walk->schema, &project->migrations.items[i]->effects);
	schema_learn(walk->schema, &project->structure);
	schema_learn(walk->schema, &project->initial_structure);
	schema_begin(walk->schema, &project->initial_structure);
	for (size_t i = 0; i < project->migrations.count; i++)
		schema_expect(walk->schema, &project->migrations.items[i]->effects);
	vec_each(const struct placed_migration, placed, &walk->graph->migrations) {
		if (stands_for_squashed(placed))
			schema_begin(walk->schema, &placed->migration->effects);
	}
	for (size_t i = 0; i < walk->set->all.count; i++) {
		struct tracked_job *job = walk->set->all.items[i];
		job_reset(job);
		if (job->starts_pending)
			facts_register(&walk->facts, walk->schema, job);
	}
}

static char *place_of(struct arena *arena, const struct edge *edge)
{
	return str_printf(arena, "%p/%p/%p/%p/%d/%s", (const void *)edge->job, (const void *)edge->run,
			  (const void *)edge->dependent, (const void *)edge->dependent_job, (int)edge->relation,
			  edge->table ? edge->table : "");
}

/* One statement of the job, or one column, breaks where another one, or a trigger, is harmless: what breaks says it
 * all. The keys hold pointers, but nothing comes out of the map in their order. */
static void drop_covered(struct walk *walk)
{
	struct graph *graph = walk->graph;
	struct map breaking = map_new(walk->arena);
	bool *covered = ARENA_ARRAY(walk->arena, bool, graph->edges.count);
	size_t kept = 0;

	vec_each(struct edge, edge, &graph->edges) {
		if (edge->severity == SEVERITY_BREAKS)
			map_put(&breaking, place_of(walk->arena, edge), edge);
	}
	vec_each(struct edge, edge, &graph->edges) {
		covered[edge - graph->edges.items] =
			edge->severity == SEVERITY_BENIGN && map_get(&breaking, place_of(walk->arena, edge));
	}
	for (size_t i = 0; i < graph->edges.count; i++) {
		if (covered[i])
			continue;
		graph->edges.items[kept] = graph->edges.items[i];
		walk->proofs.items[kept++] = walk->proofs.items[i];
	}
	graph->edges.count = walk->proofs.count = kept;
}

void walk_run(struct walk *walk)
{
	size_t step = 0;

	start(walk);
	vec_each(const struct placed_migration, placed, &walk->graph->migrations)
		step = visit_migration(walk, placed, step);
	walk->placed = NULL;
	walk->effect = NULL;
	walk->when = walk->graph->migrations.count + 1;
	for (size_t i = 0; i < RELATION_COUNT; i++) {
		if (edge_kinds[i]->on_end)
			edge_kinds[i]->on_end(walk);
	}
	drop_covered(walk);
	for (size_t i = 0; i < walk->set->all.count; i++) {
		facts_register(&walk->facts, walk->schema, walk->set->all.items[i]);
		facts_list(walk->arena, walk->set->all.items[i]);
	}
}
