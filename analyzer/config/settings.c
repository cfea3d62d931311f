/* The helpers that the configuration and the mitigations file are read with. */
#include "analyzer/config/settings.h"

int settings_reject(struct settings_reader *reader, const struct yaml_node *node, const char *text)
{
	diag_add(reader->diags, DIAG_config_invalid, node->location, "%s", text);
	return -1;
}

int settings_reject_key(struct settings_reader *reader, const struct yaml_node *key, const char *const *words)
{
	const char *name = yaml_string(key, NULL);
	const char *proposal = name ? str_proposal(reader->arena, name, words) : "";

	if (!*proposal) {
		struct names known = {0};
		for (; *words; words++)
			names_push(reader->arena, &known, *words);
		proposal = str_printf(reader->arena, "; there are %s", names_join(reader->arena, &known, ", "));
	}
	diag_add(reader->diags, DIAG_config_invalid, key->location, "there is no setting '%s'%s", name ? name : "",
		 proposal);
	return -1;
}

int settings_read(struct settings_reader *reader, const struct yaml_node *map, const struct setting *rows, size_t count)
{
	const char *keys[SETTINGS_MAX + 1] = {NULL};
	int status = 0;

	if (map->kind != YAML_MAP)
		return settings_reject(reader, map, "a map of settings is wanted here");
	for (size_t i = 0; i < count && i < SETTINGS_MAX; i++)
		keys[i] = rows[i].key;
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		const char *key = yaml_string(map->items[i], NULL);
		size_t row = 0;
		while (row < count && !str_equal(rows[row].key, key))
			row++;
		if (row == count)
			status = settings_reject_key(reader, map->items[i], keys);
		else if (rows[row].read(reader, map->items[i + 1]))
			status = -1;
	}
	return status;
}

int settings_text(struct settings_reader *reader, const struct yaml_node *value, const char **out,
		  const char *complaint)
{
	const char *text = yaml_string(value, NULL);

	if (!text && value->kind == YAML_SCALAR && value->is_plain && str_equal(value->text, "null"))
		return 0;
	if (!text)
		return settings_reject(reader, value, complaint);
	*out = text;
	return 0;
}

int settings_read_file(struct settings_reader *reader, const struct source *source, const struct setting *rows,
		       size_t count)
{
	struct diags met = diags_new(reader->arena);
	const struct yaml_node *root = yaml_read(reader->arena, source, &met);

	vec_each(const struct diag, diag, &met)
		diag_add(reader->diags, DIAG_config_invalid, diag->location, "%s", diag->text);
	if (met.count)
		return -1;
	return root ? settings_read(reader, root, rows, count) : 0;
}
