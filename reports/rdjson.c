/* rdjson: one DiagnosticResult for reviewdog. Suppressed findings are left out: the format has no word for them. */
#include "reports/rdjson_parts.h"

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);

	emit_object(&json, NULL);
	emit_object(&json, "source");
	emit_string(&json, "name", "stopgraph");
	emit_close(&json);
	emit_array(&json, "diagnostics");
	vec_each(const struct finding, finding, &result->findings) {
		if (!finding->suppressed_reason)
			rdjson_emit_diagnostic(&json, finding);
	}
	emit_close(&json);
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}

const struct report_format report_format_rdjson = {
	.name = "rdjson",
	.media_type = "application/json",
	.write_findings = write_findings,
};
