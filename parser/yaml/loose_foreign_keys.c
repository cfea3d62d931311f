/* Tables whose rows are deleted some time after their parent's: the keys of the map. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

void yaml_read_loose_foreign_keys(struct arena *arena, const struct source *source, struct names *out,
				  struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);

	if (!root || root->kind != YAML_MAP) {
		if (root)
			diag_add(diags, DIAG_yaml_value, root->location, "not a map of tables");
		return;
	}
	for (size_t i = 0; i + 1 < root->count; i += 2) {
		const char *table = yaml_string(root->items[i], diags);
		if (table)
			names_push(arena, out, table);
	}
}
