/* The releases file: a list of {release, date, patch, stop, condition, name}. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

void yaml_read_releases(struct arena *arena, const struct source *source, struct release_rows *out, struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);

	if (root && root->kind != YAML_LIST) {
		diag_add(diags, DIAG_yaml_value, root->location, "not a list of releases");
		return;
	}
	for (size_t i = 0; root && i < root->count; i++) {
		const struct yaml_node *entry = root->items[i];
		struct release_row row = {
			.release = yaml_string(yaml_get(entry, "release"), diags),
			.date = yaml_string(yaml_get(entry, "date"), diags),
			.patch = yaml_string(yaml_get(entry, "patch"), diags),
			.condition = yaml_string(yaml_get(entry, "condition"), diags),
			.names = yaml_string(yaml_get(entry, "name"), diags),
			.location = entry->location,
		};
		const char *stop = yaml_string(yaml_get(entry, "stop"), diags);
		row.is_required = str_equal(stop, "required");
		if (stop && !row.is_required)
			diag_add(diags, DIAG_yaml_value, entry->location, "'stop' is 'required', not '%s'", stop);
		if (row.release)
			vec_push(arena, out, row);
		else
			diag_add(diags, DIAG_yaml_value, entry->location, "an entry needs 'release'");
	}
}
