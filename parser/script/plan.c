/* sqitch.plan: one change or tag a line, in the order in which they are deployed.
 *
 *     add_users [add_schema !old] 2025-01-01T10:00:00Z A. Person <a@example.com> # note
 *     @v1.4.0 2025-02-01T10:00:00Z A. Person <a@example.com> # note
 *
 * A tag releases what stands before it. Lines that begin with % are settings, those with # comments. The format is that
 * of sqitchchanges(3). A name that comes again reworks the change; its script has "@tag" in its name up to that tag. */
#include "parser/script/script.h"

#include "analyzer/base/str.h"

#include <string.h>

static const char *release_of_tag(struct arena *arena, const char *tag)
{
	size_t length;

	tag += *tag == 'v' || *tag == 'V' ? 1 : 0;
	length = strspn(tag, "0123456789.");
	return length && tag[length] == '\0' && strchr(tag, '.') ? str_copy_n(arena, tag, length) : NULL;
}

static void take_tag(struct arena *arena, const char *tag, struct script_plan *plan)
{
	const char *release = release_of_tag(arena, tag);

	for (size_t i = plan->count; release && i-- > 0 && !plan->items[i].release;)
		plan->items[i].release = release;
	for (size_t i = plan->count; i-- > 0 && !plan->items[i].tag;)
		plan->items[i].tag = tag;
}

void script_plan_read(struct arena *arena, const struct source *source, struct script_plan *out)
{
	for (uint32_t number = 1; number <= source->line_count; number++) {
		size_t length;
		const char *line = source_line(source, number, &length);
		char *text = str_copy_n(arena, line, length);
		text += strspn(text, " \t");
		size_t name = strcspn(text, " \t\r");
		if (!name || strchr("%#", *text))
			continue;
		struct location location = {source, (uint32_t)(line - source->bytes), (uint32_t)length};
		text[name] = '\0';
		if (*text == '@')
			take_tag(arena, text + 1, out);
		else
			vec_push(arena, out, (struct planned_change){.name = text, .location = location});
	}
}

/* A reworked change is looked for under "name@tag" up to the tag, and under its name after the last one. */
const struct planned_change *script_plan_find(const struct script_plan *plan, const char *version, size_t *index_out)
{
	const char *at = strchr(version, '@');
	size_t length = at ? (size_t)(at - version) : strlen(version);
	const struct planned_change *found = NULL;

	for (size_t i = 0; i < plan->count; i++) {
		const struct planned_change *change = &plan->items[i];
		if (strncmp(change->name, version, length) != 0 || change->name[length])
			continue;
		if (at && !str_equal(change->tag, at + 1))
			continue;
		found = change;
		*index_out = i;
	}
	return found;
}
