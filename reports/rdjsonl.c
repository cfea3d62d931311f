/* rdjsonl: one Diagnostic per line for reviewdog. */
#include "reports/rdjson_parts.h"

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	int status = 0;

	vec_each(const struct finding, finding, &result->findings) {
		if (finding->suppressed_reason)
			continue;
		struct arena *arena = arena_new();
		struct json_out json = json_out_new(arena, out);
		json.is_one_line = true;
		rdjson_emit_diagnostic(&json, finding);
		status |= json_out_finish(&json);
		arena_free(arena);
	}
	return status ? -1 : 0;
}

const struct report_format report_format_rdjsonl = {
	.name = "rdjsonl",
	.media_type = "application/x-ndjson",
	.write_findings = write_findings,
};
