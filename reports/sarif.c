/* SARIF 2.1.0 (OASIS), with what code scanning services read of it: rules with help, the chain as related locations
 * that the message links to and as a code flow, suppressions, and fingerprints without line numbers.
 *
 * Columns count characters (columnKind says so), lines and columns are 1-based, the end is exclusive. Paths are
 * relative to the root of the tree. */
#include "reports/json_out.h"
#include "reports/place.h"

#include "analyzer/report_format.h"
#include "analyzer/rule.h"

#include <ctype.h>
#include <string.h>

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define DESCRIPTION_LIMIT 1000

static void emit_text(struct json_out *json, const char *key, const char *text)
{
	emit_object(json, key);
	emit_string(json, "text", text);
	emit_close(json);
}

/* "Text." from "text": sentences of this program begin in lower case and have no full stop. */
static const char *sentence(struct arena *arena, const char *text)
{
	size_t length = strlen(text);
	const char *stop = length && strchr(".!?", text[length - 1]) ? "" : ".";
	char *copy = str_printf(arena, "%s%s", text, stop);

	if (length > 1 && !isupper((unsigned char)copy[1]))
		copy[0] = (char)toupper((unsigned char)copy[0]);
	return copy;
}

static const char *rule_name(struct arena *arena, const char *id)
{
	char *words = str_copy(arena, id);

	for (char *byte = words; *byte; byte++)
		*byte = *byte == '-' ? '_' : *byte;
	return str_camelize(arena, words);
}

static const char *full_description(struct arena *arena, const struct rule *rule)
{
	const char *what = rule->explain.what ? rule->explain.what : rule->summary;
	const char *text = sentence(arena, what);

	if (strlen(text) > DESCRIPTION_LIMIT)
		text = sentence(arena, rule->summary);
	return text;
}

static void add_part(struct strbuf *text, const char *heading, const char *part, const char *fence)
{
	if (!part || !*part)
		return;
	if (text->length)
		strbuf_puts(text, "\n\n");
	if (heading)
		strbuf_printf(text, "%s\n", heading);
	strbuf_printf(text, "%s%s%s%s", fence, part, *fence && !str_ends_with(part, "\n") ? "\n" : "",
		      *fence ? "```" : "");
}

static const char *rule_help(struct arena *arena, const struct rule *rule, bool markdown)
{
	struct strbuf text = strbuf_new(arena);
	const char *fence = markdown ? "\n```ruby\n" : "";

	add_part(&text, NULL, sentence(arena, rule->summary), "");
	add_part(&text, NULL, rule->explain.what, "");
	add_part(&text, NULL, rule->explain.why, "");
	add_part(&text, "Fires:", rule->explain.bad, fence);
	add_part(&text, "Is silent:", rule->explain.good, fence);
	return strbuf_finish(&text);
}

static const char *level_words(enum level level)
{
	return level_name(level); /* SARIF has the same three words */
}

static void emit_rule(struct json_out *json, const struct rule *rule)
{
	struct arena *arena = json->arena;

	emit_object(json, NULL);
	emit_string(json, "id", rule->id);
	if (strcasecmp(rule_name(arena, rule->id), rule->id) != 0) /* a name must say more than the id */
		emit_string(json, "name", rule_name(arena, rule->id));
	emit_text(json, "shortDescription", sentence(arena, rule->summary));
	emit_text(json, "fullDescription", full_description(arena, rule));
	emit_object(json, "help");
	emit_string(json, "text", rule_help(arena, rule, false));
	emit_string(json, "markdown", rule_help(arena, rule, true));
	emit_close(json);
	emit_object(json, "defaultConfiguration");
	emit_string(json, "level", level_words(rule->level));
	emit_close(json);
	emit_object(json, "properties");
	emit_string(json, "problem.severity", rule->level == LEVEL_NOTE ? "recommendation" : level_name(rule->level));
	emit_string(json, "precision", rule->level == LEVEL_ERROR ? "high" : "medium");
	emit_array(json, "tags");
	emit_string(json, NULL, "database");
	emit_string(json, NULL, "upgrade");
	emit_close(json);
	emit_close(json);
	emit_close(json);
}

static void emit_artifact(struct json_out *json, const char *path)
{
	emit_object(json, "artifactLocation");
	emit_string(json, "uri", place_uri(json->arena, path));
	emit_string(json, "uriBaseId", "SRCROOT");
	emit_close(json);
}

static void emit_region(struct json_out *json, const char *key, const struct source *source, struct place place)
{
	emit_object(json, key);
	emit_number(json, "startLine", place.start.line);
	if (!place.is_whole_file) {
		emit_number(json, "startColumn", place_character_column(source, place.start));
		emit_number(json, "endLine", place.end.line);
		emit_number(json, "endColumn", place_character_column(source, place.end));
	}
	emit_close(json);
}

static void emit_physical_location(struct json_out *json, struct location location, struct place place)
{
	emit_object(json, "physicalLocation");
	emit_artifact(json, place.path);
	emit_region(json, "region", location.source, place);
	emit_close(json);
}

/* One location of the chain. `id` 0: none. */
static void emit_link(struct json_out *json, const struct link *link, size_t id)
{
	if (id)
		emit_number(json, "id", id);
	emit_physical_location(json, link->location, place_of(link->location));
	emit_text(json, "message", sentence(json->arena, link->text));
}

static bool has_path(const struct link *link)
{
	return location_path(link->location)[0] != '\0';
}

static void emit_related(struct json_out *json, const struct finding *finding)
{
	size_t id = 0;

	emit_array(json, "relatedLocations");
	vec_each(const struct link, link, &finding->evidence) {
		if (!has_path(link))
			continue;
		emit_object(json, NULL);
		emit_link(json, link, ++id);
		emit_close(json);
	}
	emit_close(json);
}

static void emit_code_flow(struct json_out *json, const struct finding *finding)
{
	emit_array(json, "codeFlows");
	emit_object(json, NULL);
	emit_array(json, "threadFlows");
	emit_object(json, NULL);
	emit_array(json, "locations");
	vec_each(const struct link, link, &finding->evidence) {
		if (!has_path(link))
			continue;
		emit_object(json, NULL);
		emit_object(json, "location");
		emit_link(json, link, 0);
		emit_close(json);
		emit_close(json);
	}
	for (int i = 0; i < 5; i++)
		emit_close(json);
}

/* The first sentence is what services show as the title; links to the chain and the ways out follow. */
static const char *message_text(struct arena *arena, const struct finding *finding)
{
	struct strbuf text = strbuf_new(arena);
	size_t id = 0;

	for (const char *byte = sentence(arena, finding->message); *byte; byte++) {
		if (*byte == '[' || *byte == ']')
			strbuf_putc(&text, '\\');
		strbuf_putc(&text, *byte);
	}
	vec_each(const struct link, link, &finding->evidence) {
		if (has_path(link))
			strbuf_printf(&text, "\n- [%s](%zu): %s", link_role_name(link->role), id + 1, link->text);
		id += has_path(link);
	}
	vec_each(const struct fix, fix, &finding->fixes)
		strbuf_printf(&text, "\nHelp: %s", sentence(arena, fix->text));
	const char *words = strbuf_finish(&text);
	return str_ends_with(words, ".") ? words : str_printf(arena, "%s.", words);
}

static void emit_suppressions(struct json_out *json, const struct finding *finding)
{
	emit_array(json, "suppressions");
	if (finding->suppressed_reason) {
		emit_object(json, NULL);
		emit_string(json, "kind", finding->suppressed_in_source ? "inSource" : "external");
		emit_string(json, "justification", finding->suppressed_reason);
		emit_close(json);
	}
	emit_close(json);
}

/* Only fixes that edit a file have a form here; the others stand in the message. */
static void emit_fix(struct json_out *json, const struct fix *fix)
{
	struct place place = place_of(fix->edit_place);

	emit_object(json, NULL);
	emit_text(json, "description", sentence(json->arena, fix->text));
	emit_array(json, "artifactChanges");
	emit_object(json, NULL);
	emit_artifact(json, place.path);
	emit_array(json, "replacements");
	emit_object(json, NULL);
	emit_region(json, "deletedRegion", fix->edit_place.source, place);
	emit_text(json, "insertedContent", fix->edit_text);
	for (int i = 0; i < 5; i++)
		emit_close(json);
}

static void emit_fixes(struct json_out *json, const struct finding *finding)
{
	size_t edits = 0;

	vec_each(const struct fix, fix, &finding->fixes)
		edits += fix->edit_text != NULL;
	if (edits == 0)
		return;
	emit_array(json, "fixes");
	vec_each(const struct fix, fix, &finding->fixes) {
		if (fix->edit_text)
			emit_fix(json, fix);
	}
	emit_close(json);
}

static void emit_properties(struct json_out *json, const struct finding *finding)
{
	emit_object(json, "properties");
	emit_string(json, "certainty", certainty_name(finding->certainty));
	if (finding->job)
		emit_string(json, "job", finding->job->id);
	if (finding->dependent)
		emit_string(json, "dependent", finding->dependent);
	if (finding->edge)
		emit_string(json, "relation", relation_name(finding->edge->relation));
	emit_close(json);
}

static size_t rule_index_of(const struct rule *const *rules, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rules[i]->id, id) == 0)
			return i;
	}
	return count;
}

static void emit_result(struct json_out *json, const struct finding *finding, size_t rule)
{
	struct location location = finding->location;

	emit_object(json, NULL);
	emit_string(json, "ruleId", finding->rule);
	emit_number(json, "ruleIndex", rule);
	emit_string(json, "level", level_words(finding->level));
	emit_text(json, "message", message_text(json->arena, finding));
	emit_array(json, "locations");
	emit_object(json, NULL);
	emit_physical_location(json, location, place_of_finding(finding));
	emit_close(json);
	emit_close(json);
	emit_object(json, "partialFingerprints");
	emit_string(json, "primaryLocationLineHash", str_printf(json->arena, "%s:1", finding->fingerprint));
	emit_string(json, "stopgraph/v1", finding->fingerprint);
	emit_close(json);
	if (finding->evidence.count) {
		emit_related(json, finding);
		emit_code_flow(json, finding);
	}
	emit_fixes(json, finding);
	emit_suppressions(json, finding);
	emit_properties(json, finding);
	emit_close(json);
}

static void emit_tool(struct json_out *json, const struct result *result, const struct rule *const *rules, size_t count)
{
	emit_object(json, "tool");
	emit_object(json, "driver");
	emit_string(json, "name", "stopgraph");
	emit_string(json, "semanticVersion", result->tool_version ? result->tool_version : "0.0.0");
	emit_string(json, "version", result->tool_version ? result->tool_version : "0.0.0");
	emit_array(json, "rules");
	for (size_t i = 0; i < count; i++)
		emit_rule(json, rules[i]);
	for (int i = 0; i < 3; i++)
		emit_close(json);
}

static void emit_invocation(struct json_out *json, const struct result *result)
{
	emit_array(json, "invocations");
	emit_object(json, NULL);
	emit_boolean(json, "executionSuccessful", true);
	emit_array(json, "toolExecutionNotifications");
	for (size_t i = 0; i < result->remarks.count; i++) {
		emit_object(json, NULL);
		emit_string(json, "level", "note");
		emit_text(json, "message", sentence(json->arena, result->remarks.items[i]));
		emit_close(json);
	}
	for (int i = 0; i < 3; i++)
		emit_close(json);
}

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);
	size_t count;
	const struct rule *const *rules = rules_list(arena, &count);

	emit_object(&json, NULL);
	emit_string(&json, "$schema", SARIF_SCHEMA);
	emit_string(&json, "version", "2.1.0");
	emit_array(&json, "runs");
	emit_object(&json, NULL);
	emit_tool(&json, result, rules, count);
	emit_invocation(&json, result);
	emit_object(&json, "originalUriBaseIds");
	emit_object(&json, "SRCROOT");
	emit_text(&json, "description", "The root of the tree that was checked.");
	emit_close(&json);
	emit_close(&json);
	emit_string(&json, "columnKind", "unicodeCodePoints");
	emit_object(&json, "automationDetails");
	emit_string(&json, "id", "stopgraph/");
	emit_close(&json);
	emit_array(&json, "results");
	vec_each(const struct finding, finding, &result->findings)
		emit_result(&json, finding, rule_index_of(rules, count, finding->rule));
	for (int i = 0; i < 4; i++)
		emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}

const struct report_format report_format_sarif = {
	.name = "sarif",
	.media_type = "application/sarif+json",
	.write_findings = write_findings,
};
