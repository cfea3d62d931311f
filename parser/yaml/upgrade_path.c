/* Declared stops. The file is a list of {major, minor, comments}; a stop that not every installation needs is only
 * told apart by its comment ("Conditional stop", but not "unconditional"). */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

#include <ctype.h>
#include <string.h>

/* Each lies on the way of every dependency around it. Products have declared some dozens in ten years. */
#define STOPS_MAX 1000

static bool says_conditional(const char *comment)
{
	for (const char *at = strcasestr(comment, "conditional"); at; at = strcasestr(at + 1, "conditional")) {
		if (at == comment || !isalpha((unsigned char)at[-1]))
			return true;
	}
	return false;
}

static bool is_number(const char *text)
{
	return text && *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 6;
}

static void read_entry(struct arena *arena, const struct yaml_node *entry, struct project *out, struct diags *diags)
{
	const char *major = yaml_string(yaml_get(entry, "major"), NULL);
	const char *minor = yaml_string(yaml_get(entry, "minor"), NULL);
	const char *comment = yaml_string(yaml_get(entry, "comments"), diags);

	if (!is_number(major) || !is_number(minor)) {
		diag_add(diags, DIAG_yaml_value, entry->location, "an entry needs 'major' and 'minor' as numbers");
		return;
	}
	struct declared_stop stop = {
		.release = str_printf(arena, "%s.%s", major, minor),
		.kind = comment && says_conditional(comment) ? STOP_CONDITIONAL : STOP_REQUIRED,
		.comment = comment ? comment : "",
		.location = entry->location,
	};
	vec_push(arena, &out->stops, stop);
}

void yaml_read_upgrade_path(struct arena *arena, const struct source *source, struct project *out, struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);

	out->stops_declared = true;
	if (root && root->kind != YAML_LIST) {
		diag_add(diags, DIAG_yaml_value, root->location, "not a list of stops");
		return;
	}
	for (size_t i = 0; root && i < root->count; i++) {
		if (i == STOPS_MAX) {
			diag_add(diags, DIAG_yaml_limit, root->items[i]->location,
				 "more than %d stops; the rest is not read", STOPS_MAX);
			break;
		}
		read_entry(arena, root->items[i], out, diags);
	}
}
