/* The fingerprints are sorted once and looked up; a baseline of a large project holds thousands. */
#include "analyzer/baseline.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/rules.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

DEFINE_CLEANUP(json_t *, json_decref)

static void mark(const char *path, const struct names *known, struct result *result)
{
	vec_each(struct finding, finding, &result->findings) {
		if (finding->suppressed_reason || !names_has_sorted(known, finding->fingerprint))
			continue;
		finding->suppressed_reason = "known since the baseline";
		finding->suppressed_source = path;
	}
}

int baseline_apply(struct arena *arena, const char *path, struct result *result, const char **error_out)
{
	struct names known = {0};
	json_error_t error;
	_cleanup_(json_decref) json_t *root = json_load_file(path, 0, &error);

	if (!root) {
		*error_out = error.line < 0
				     ? str_printf(arena, "cannot read '%s': %s", path, strerror(errno))
				     : str_printf(arena, "'%s' is no JSON: line %d: %s", path, error.line, error.text);
		return -1;
	}
	const json_t *schema = json_object_get(root, "schema");
	const json_t *findings = json_object_get(root, "findings");
	if (!str_equal(json_string_value(schema), "stopgraph.findings/1") || !json_is_array(findings)) {
		*error_out = str_printf(arena, "'%s' is no report of findings in the format json", path);
		return -1;
	}
	for (size_t i = 0; i < json_array_size(findings); i++) {
		const char *text = json_string_value(json_object_get(json_array_get(findings, i), "fingerprint"));
		if (text)
			names_push(arena, &known, str_copy(arena, text));
	}
	names_sort(&known);
	mark(str_copy(arena, path), &known, result);
	result_count(result);
	return 0;
}
