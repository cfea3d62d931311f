/* A jump as a picture: queueing migration -> job -> dependent, one arrow a dependency, broken ones marked. */
#include "reports/graph_picture.h"
#include "reports/trace.h"

#include <string.h>

static enum picture_tone tone_of(enum trace_state state)
{
	switch (state) {
	case TRACE_BROKEN:
		return TONE_BROKEN;
	case TRACE_FOREGROUND:
		return TONE_WARNED;
	case TRACE_MET:
		return TONE_MET;
	default:
		return TONE_BENIGN;
	}
}

static void add_need(struct picture *picture, const struct trace_need *need)
{
	const struct edge *edge = need->edge;
	struct picture_arrow arrow = {.from = picture_job(picture, edge->job),
				      .to = picture_dependent(picture, edge),
				      .tone = tone_of(need->state)};

	arrow.text = str_printf(picture->arena, "%s: %s", relation_name(edge->relation), trace_state_name(need->state));
	picture_arrow(picture, arrow);
}

static struct picture trace_picture(struct arena *arena, const struct trace *trace, const struct trace_report *options)
{
	const char *title =
		str_printf(arena, "upgrade from %s to %s in one go%s", release_text(arena, trace->jump.from),
			   release_text(arena, trace->jump.to), trace->jump.zero_downtime ? ", without downtime" : "");
	struct picture picture = picture_new(arena, title);

	vec_each(const struct trace_job, item, &trace->jobs) {
		size_t from = picture_migration(&picture, item->run->migration);
		size_t to = picture_job(&picture, item->job);
		picture_arrow(&picture, (struct picture_arrow){.from = from, .to = to, .text = "queues"});
	}
	vec_each(const struct trace_need, need, &trace->needs) {
		if (need->state != TRACE_BENIGN || options->full)
			add_need(&picture, need);
	}
	return picture;
}

static int write_picture(const struct trace *trace, const struct trace_report *options, FILE *out, const char *format)
{
	struct arena *arena = arena_new();
	struct picture picture = trace_picture(arena, trace, options);
	int status = picture_format_find(format)->write(&picture, out);

	arena_free(arena);
	return status;
}

int trace_write_dot(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	return write_picture(trace, options, out, "dot");
}

int trace_write_mermaid(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	return write_picture(trace, options, out, "mermaid");
}

int trace_write_svg(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	return write_picture(trace, options, out, "svg");
}

static const struct trace_format formats[] = {
	{"dot", trace_write_dot}, {"json", trace_write_json}, {"mermaid", trace_write_mermaid},
	{"svg", trace_write_svg}, {"text", trace_write_text},
};

const struct trace_format *trace_format_find(const char *name)
{
	for (size_t i = 0; name && i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}
