/* What a key changes. Only what the edited migrations can reach is analysed, and only findings that have one of them in
 * their chain are made anew; all others stay as the last analysis of the whole tree found them, which the next one
 * corrects as soon as the editor is silent for a moment. */
#include "analyzer/cli/cli.h"

#include "analyzer/cli/lsp.h"
#include "analyzer/reach/reach.h"

#include <string.h>

/* With more texts than that the whole tree is as quickly analysed. */
#define EDITED_MAX 8u

void edit_note(struct server *s, const char *path)
{
	names_add(s->arena, &s->edited, path);
}

void edit_expect(struct server *s)
{
	if (!s->index && s->options->cache && s->is_analysed && s->analysis.scan)
		s->index = reach_index(&s->analysis);
}

void edit_forget(struct server *s)
{
	if (s->is_edited)
		analysis_done(&s->edit);
	s->is_edited = false;
	s->index = NULL;
	s->edited.count = 0;
}

static bool are_migrations(const struct server *s)
{
	for (size_t i = 0; i < s->edited.count; i++) {
		const struct input *input = input_find(&s->analysis.inputs, s->edited.items[i]);
		if (!input || (input->role != INPUT_MIGRATION && input->role != INPUT_POST_MIGRATION))
			return false;
	}
	return s->edited.count > 0 && s->edited.count <= EDITED_MAX;
}

bool edit_analyse(struct server *s, const struct analysis_options *options)
{
	struct analysis_options wanted = *options;

	edit_expect(s);
	if (!s->index || s->must_look || !are_migrations(s))
		return false;
	if (s->is_edited)
		analysis_done(&s->edit);
	analysis_init(&s->edit);
	s->is_edited = true;
	wanted.lists = true;
	if (analysis_run(&s->edit, &wanted, ANALYSIS_CONFIG) || !s->edit.contents)
		return false;
	struct reach *reach = reach_new(&(struct reach_request){
		.arena = s->edit.arena, .index = s->index, .contents = s->edit.contents, .changed = &s->edited});
	return reach && reach_analyse(reach, &s->edit, &wanted);
}

static bool has_edited(const struct server *s, const struct finding *finding)
{
	if (names_has(&s->edited, location_path(finding->location)))
		return true;
	vec_each(const struct link, link, &finding->evidence) {
		if (names_has(&s->edited, location_path(link->location)))
			return true;
	}
	return false;
}

void edit_show(struct server *s)
{
	struct arena *arena = s->is_edited ? s->edit.arena : s->analysis.arena;

	s->shown = (struct shown_findings){0};
	vec_each(const struct finding, finding, &s->analysis.result.findings) {
		if (!finding->suppressed_reason && (!s->is_edited || !has_edited(s, finding)))
			vec_push(arena, &s->shown, finding);
	}
	for (size_t i = 0; s->is_edited && i < s->edit.result.findings.count; i++) {
		const struct finding *finding = &s->edit.result.findings.items[i];
		if (!finding->suppressed_reason && has_edited(s, finding))
			vec_push(arena, &s->shown, finding);
	}
}
