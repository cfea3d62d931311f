/* A jump as a picture: queueing migration -> job -> dependent, one arrow a dependency, broken ones marked. Nodes are
 * numbered in the order in which the list of dependencies names them; only quotes, backslashes and line breaks could end
 * a label, and names have none, but text from a tree is escaped all the same. */
#include "analyzer/base/str.h"
#include "graph/map.h"
#include "reports/trace.h"

#include <string.h>

struct picture {
	struct arena *arena;
	struct map nodes; /* key -> number text */
	size_t count;
	FILE *out;
	bool is_dot;
};

/* Quotes end a label in dot and in mermaid; mermaid has entities for them. */
static const char *label(struct picture *picture, const char *text)
{
	struct strbuf out = strbuf_new(picture->arena);

	for (; text && *text; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte == '"' || byte == '\\' || byte < ' ')
			strbuf_puts(&out, byte == '"' && !picture->is_dot ? "#quot;" : byte == '"' ? "\\\"" : "?");
		else
			strbuf_putc(&out, *text);
	}
	return strbuf_finish(&out);
}

/* The name of a node; a new one is written. `lines` are two at most. */
static const char *node(struct picture *picture, const char *key, const char *shape, const char *first,
			const char *second)
{
	const char *name = map_get(&picture->nodes, key);
	bool is_job = strcmp(shape, "job") == 0;

	if (name)
		return name;
	name = str_printf(picture->arena, "n%zu", ++picture->count);
	map_put(&picture->nodes, key, (void *)(uintptr_t)name);
	first = label(picture, first);
	second = label(picture, second);
	if (picture->is_dot)
		fprintf(picture->out, "  %s [shape=%s, label=\"%s\\n%s\"];\n", name, is_job ? "ellipse" : "box", first,
			second);
	else
		fprintf(picture->out, "  %s%s\"%s<br>%s\"%s\n", name, is_job ? "([" : "[", first, second,
			is_job ? "])" : "]");
	return name;
}

static const char *migration_node(struct picture *picture, const struct placed_migration *placed)
{
	const char *release = release_text(picture->arena, placed->release);
	const char *kind = placed->migration->kind == MIGRATION_POST ? "post" : "regular";

	return node(picture, placed->migration->path, "migration",
		    str_printf(picture->arena, "%s %s (%s)", release ? release : "?", placed->migration->version, kind),
		    placed->migration->class_name);
}

static const char *job_node(struct picture *picture, const struct job *job)
{
	return node(picture, job->id, "job", job->class_name, job->table ? job->table : "");
}

static void arrow(struct picture *picture, const char *from, const char *to, const char *text, bool is_broken)
{
	text = label(picture, text);
	if (!picture->is_dot)
		fprintf(picture->out, "  %s %s|\"%s\"| %s\n", from, is_broken ? "==>" : "-.->", text, to);
	else
		fprintf(picture->out, "  %s -> %s [label=\"%s\"%s];\n", from, to, text,
			is_broken ? ", color=red, penwidth=2" : ", style=dashed");
}

static void add_need(struct picture *picture, const struct trace_need *need)
{
	const struct edge *edge = need->edge;
	const char *job = job_node(picture, edge->job);
	const char *to = edge->dependent ? migration_node(picture, edge->dependent)
					 : node(picture, edge->dependent_path ? edge->dependent_path : "", "migration",
						"the target's tree", "has no such class");

	arrow(picture, job, to,
	      str_printf(picture->arena, "%s: %s", relation_name(edge->relation), trace_state_name(need->state)),
	      need->state == TRACE_BROKEN);
}

static void add_queue(struct picture *picture, const struct trace_job *item)
{
	const char *from = migration_node(picture, item->run->migration);
	const char *to = job_node(picture, item->job);

	if (picture->is_dot)
		fprintf(picture->out, "  %s -> %s [label=\"queues\"];\n", from, to);
	else
		fprintf(picture->out, "  %s -->|\"queues\"| %s\n", from, to);
}

static int write_picture(const struct trace *trace, const struct trace_report *options, FILE *out, bool is_dot)
{
	struct arena *arena = arena_new();
	struct picture picture = {.arena = arena, .nodes = map_new(arena), .out = out, .is_dot = is_dot};

	fputs(is_dot ? "digraph trace {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n" : "flowchart LR\n", out);
	vec_each(const struct trace_job, item, &trace->jobs)
		add_queue(&picture, item);
	vec_each(const struct trace_need, need, &trace->needs) {
		if (need->state != TRACE_BENIGN || options->full)
			add_need(&picture, need);
	}
	if (is_dot)
		fputs("}\n", out);
	arena_free(arena);
	return ferror(out) ? -1 : 0;
}

int trace_write_dot(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	return write_picture(trace, options, out, true);
}

int trace_write_mermaid(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	return write_picture(trace, options, out, false);
}

static const struct trace_format formats[] = {
	{"dot", trace_write_dot},
	{"json", trace_write_json},
	{"mermaid", trace_write_mermaid},
	{"text", trace_write_text},
};

const struct trace_format *trace_format_find(const char *name)
{
	for (size_t i = 0; name && i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}
