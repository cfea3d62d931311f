/* GitLab's Code Quality report: an array of what it reads of the Code Climate format. Lines are 1-based (a whole file
 * is line 1), paths have no leading "./", fingerprints hold no line numbers, so that a finding stays the same one when
 * the file is edited above it. Suppressed findings are left out: the format has no word for them. */
#include "reports/json_out.h"
#include "reports/place.h"

#include "analyzer/report_format.h"

static const char *severity_words(enum level level)
{
	static const char *const words[] = {"info", "major", "critical"};
	return words[level];
}

static void emit_finding(struct json_out *json, const struct finding *finding)
{
	struct place place = place_of_finding(finding);

	emit_object(json, NULL);
	emit_string(json, "description", finding->message);
	emit_string(json, "check_name", finding->rule);
	emit_string(json, "fingerprint", finding->fingerprint);
	emit_string(json, "severity", severity_words(finding->level));
	emit_object(json, "location");
	emit_string(json, "path", place.path);
	emit_object(json, "lines");
	emit_number(json, "begin", place.start.line);
	emit_number(json, "end", place.end.line);
	emit_close(json);
	emit_close(json);
	emit_close(json);
}

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);

	emit_array(&json, NULL);
	vec_each(const struct finding, finding, &result->findings) {
		if (!finding->suppressed_reason)
			emit_finding(&json, finding);
	}
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}

const struct report_format report_format_codequality = {
	.name = "codequality",
	.media_type = "application/json",
	.write_findings = write_findings,
};
