/* The chain of places that proves an edge, in the order in which a reader believes it: the job is queued, it reads or
 * writes something, the schema says what a name stands for, a gate completes it (or comes too late), the dependent
 * needs it, a stop lies in between. */
#include "graph/protect.h"

#include <string.h>

#define MOST_FACTS 6

static const char *release_or_unknown(struct arena *arena, struct release release)
{
	const char *text = release_text(arena, release);

	return text ? text : "an unknown release";
}

static void add_link(struct arena *arena, struct edge *edge, struct link link)
{
	for (size_t i = 0; i < edge->evidence.count; i++) {
		if (str_equal(edge->evidence.items[i].text, link.text) &&
		    location_compare(edge->evidence.items[i].location, link.location) == 0)
			return;
	}
	vec_push(arena, &edge->evidence, link);
}

static void add_queue(struct arena *arena, struct edge *edge)
{
	const struct job_run *run = edge->run;
	const char *release = release_or_unknown(arena, run->release);
	const char *text;

	if (run->effect)
		text = str_printf(arena, "queues %s in %s", edge->job->class_name, release);
	else if (run->version)
		text = str_printf(arena,
				  "the dictionary says that %s was queued by %s in %s; that file is not in the tree",
				  edge->job->class_name, run->version, release);
	else if (release_known(run->release))
		text = str_printf(arena, "the dictionary says that %s was queued in %s", edge->job->class_name,
				  release);
	else
		text = str_printf(arena, "%s was queued at or before the release squashed to", edge->job->class_name);
	add_link(arena, edge, (struct link){LINK_QUEUE, run->location, text});
}

static const char *fact_verb(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_READ:
		if (fact->chooses_deleted)
			return "chooses the rows to delete by";
		return fact->role == READ_VALUE ? "reads" : "selects rows by";
	case FACT_WRITE:
		if (fact->through_trigger)
			return "writes through a trigger";
		return fact->writes_null ? "sets to NULL" : "writes";
	case FACT_INSERT:
		return "inserts";
	case FACT_DELETE:
		return "deletes rows of";
	case FACT_TRUNCATE:
		return "empties";
	}
	return "touches";
}

static void add_fact(struct arena *arena, struct edge *edge, const struct fact *fact)
{
	struct link link = {.role = fact->kind == FACT_READ ? LINK_READ : LINK_WRITE};

	link.location = fact->effect && fact->effect->location.source ? fact->effect->location : edge->run->location;
	if (fact->column)
		link.text = str_printf(arena, "the job %s %s.%s", fact_verb(fact), fact->table, fact->column);
	else
		link.text = str_printf(arena, "the job %s %s", fact_verb(fact), fact->table);
	add_link(arena, edge, link);
	if (!fact->renamed)
		return;
	link = (struct link){LINK_SCHEMA, fact->renamed->location, NULL};
	link.text = str_printf(arena, "from here on the name is %s%s%s", fact->table, fact->column ? "." : "",
			       fact->column ? fact->column : "");
	add_link(arena, edge, link);
}

static void add_reader(struct arena *arena, struct edge *edge, const struct fact *read)
{
	struct link link = {.role = LINK_READ};

	if (!read->effect || !read->effect->location.source)
		return;
	link.location = read->effect->location;
	link.text =
		str_printf(arena, "%s %s %s.%s", read->job->job.class_name, fact_verb(read), read->table, read->column);
	add_link(arena, edge, link);
}

static void add_gate(struct arena *arena, struct edge *edge)
{
	const struct job_event *gate = edge->gate;

	if (!gate || edge->gate_position == GATE_NONE)
		return;
	const char *release = release_or_unknown(arena, gate->migration->release);
	if (!gate->effect->job) {
		const char *repair = str_printf(arena, "this data migration does what %s has left, in %s",
						edge->job->class_name, release);
		add_link(arena, edge, (struct link){LINK_GATE, gate->effect->location, repair});
		return;
	}
	const char *text = str_printf(arena,
				      edge->gate_position == GATE_BEFORE ? "this gate completes %s in %s"
									 : "the gate for %s comes too late, in %s",
				      edge->job->class_name, release);
	add_link(arena, edge, (struct link){LINK_GATE, gate->effect->location, text});
}

static const char *object_text(struct arena *arena, const struct edge *edge)
{
	const char *columns = names_join(arena, &edge->columns, ", ");

	if (!edge->table)
		return "what the job does";
	if (!edge->columns.count)
		return edge->table;
	return str_printf(arena, edge->columns.count > 1 ? "%s(%s)" : "%s.%s", edge->table, columns);
}

static const char *dependent_text(struct arena *arena, const struct edge *edge)
{
	const char *release = release_or_unknown(arena, edge->dependent_release);
	const char *object = object_text(arena, edge);

	if (!edge->dependent)
		return str_printf(arena, "the class is gone in %s", release);
	if (edge->relation == RELATION_FINALIZES)
		return str_printf(arena, "this gate needs %s to be complete in %s", edge->job->class_name, release);
	if (edge->dependent_job)
		return str_printf(arena, "queues %s, which reads %s, in %s", edge->dependent_job->class_name, object,
				  release);
	if (!edge->dependent_effect)
		return str_printf(arena, "declares in %s that it depends on the job", release);
	return str_printf(arena, "needs %s to be complete: %s of %s in %s", object,
			  effect_verb_name(edge->dependent_effect->verb),
			  effect_object_name(edge->dependent_effect->object), release);
}

static void add_dependent(struct arena *arena, struct edge *edge)
{
	struct link link = {.role = LINK_DEPENDENT, .text = dependent_text(arena, edge)};

	if (edge->dependent_effect)
		link.location = edge->dependent_effect->location;
	else if (edge->dependent)
		link.location = edge->dependent->migration->dependent_jobs_location;
	else if (edge->job->job_class)
		link.location = edge->job->job_class->location;
	add_link(arena, edge, link);
}

static void add_stops(struct arena *arena, struct edge *edge)
{
	for (size_t i = 0; i < edge->stops.count; i++) {
		const struct declared_stop *stop = edge->stops.items[i];
		const char *text = str_printf(arena, "the %s stop %s lies between queue and dependent",
					      stop->kind == STOP_REQUIRED ? "required" : "conditional", stop->release);
		add_link(arena, edge, (struct link){LINK_STOP, stop->location, text});
	}
}

void evidence_write(struct arena *arena, struct edge *edge, const struct proof *proof)
{
	add_queue(arena, edge);
	for (size_t i = 0; i < proof->facts.count && i < MOST_FACTS; i++)
		add_fact(arena, edge, proof->facts.items[i]);
	if (proof->definition) {
		const char *text = proof->definition->name ? proof->definition->name : "the object";
		add_link(arena, edge,
			 (struct link){LINK_SCHEMA, proof->definition->location,
				       str_printf(arena, "%s is defined here", text)});
	}
	if (edge->gate_position == GATE_BEFORE)
		add_gate(arena, edge);
	add_dependent(arena, edge);
	for (size_t i = 0; i < proof->readers.count && i < MOST_FACTS; i++)
		add_reader(arena, edge, proof->readers.items[i]);
	if (edge->gate_position == GATE_AFTER)
		add_gate(arena, edge);
	add_stops(arena, edge);
}
