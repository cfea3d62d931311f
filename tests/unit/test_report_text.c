/* The report for people: excerpts, wrapping, widths, styles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/dump.h"
#include "reports/excerpt.h"
#include "reports/explain_text.h"
#include "reports/formats.h"
#include "tests/support/small_graph.h"

#include <stdlib.h>

static char *written(int (*write)(const struct result *, const struct report_options *, FILE *),
		     const struct result *result, const struct report_options *options)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_int_equal(write(result, options, out), 0);
	fclose(out);
	return text;
}

static void test_excerpts(void **state)
{
	static const struct {
		const char *text;
		uint32_t offset, length;
		int width;
		const char *expected;
	} cases[] = {
		{"one\n  two three\n", 6, 3, 80, "    2 |   two three\n      |   ^~~\n"},
		{"\ttab x\n", 5, 1, 80, "    1 |         tab x\n      |             ^\n"},
		{"a\tb\n", 2, 1, 80, "    1 | a       b\n      |         ^\n"},
		{"\xc3\xa4\xe6\x97\xa5 x\n", 6, 1, 80, "    1 | \xc3\xa4\xe6\x97\xa5 x\n      |     ^\n"},
		{"a\xff"
		 "b\x01\n",
		 2, 1, 80,
		 "    1 | a\xef\xbf\xbd"
		 "b\xef\xbf\xbd\n      |   ^\n"},
		{"two\nlines here\n", 0, 9, 80, "    1 | two\n      | ^~~\n"},
		{"last", 4, 0, 80, "    1 | last\n      |     ^\n"},
		{"crlf\r\nx", 0, 4, 80, "    1 | crlf\n      | ^~~~\n"},
		{"0123456789012345678901234567890123456789 WORD 0123456789012345678901234567890\n", 41, 4, 40,
		 "    1 | ...678901234567890123456789 WO...\n      |                             ^~\n"},
	};
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report_options options = {.width = cases[i].width};
		struct styled s = styled_new(arena, &options);
		struct source *source = source_new(arena, "x.rb", cases[i].text, strlen(cases[i].text));
		excerpt_add(&s, (struct location){source, cases[i].offset, cases[i].length}, STYLE_ERROR);
		if (cases[i].width == 80) {
			assert_string_equal(strbuf_finish(&s.text), cases[i].expected);
			continue;
		}
		/* cut lines: the page is not exceeded, the place is seen, both ends are marked */
		const char *text = strbuf_finish(&s.text);
		const char *line_end = strchr(text, '\n');
		assert_true(line_end - text <= cases[i].width);
		assert_non_null(strstr(text, "| ..."));
		assert_memory_equal(line_end - 3, "...", 3);
		const char *caret = strchr(line_end, '^');
		assert_memory_equal(text + (caret - line_end - 1), "WORD", 4);
		assert_memory_equal(caret, "^~~~\n", 5);
	}
	arena_free(arena);
}

static void test_widths(void **state)
{
	(void)state;
	assert_int_equal(text_width("abc", 3), 3);
	assert_int_equal(text_width("\xe6\x97\xa5\xe6\x9c\xac", 6), 4);
	assert_int_equal(text_width("e\xcc\x81", 3), 1);
	assert_int_equal(text_width("\xff\xfe", 2), 2);
	assert_int_equal(text_width("\xe6\x97", 2), 2); /* cut */
	assert_int_equal(text_width("\xc0\xaf", 2), 2); /* overlong */
}

static const char expected_report[] =
	"db/post_migrate/20250901120000_require_namespace.rb:5:5: error: job\n"
	"    'BackfillNotes' (queued in 18.3) may be unfinished when migration\n"
	"    20250901120000 (18.4) sets NOT NULL on notes.namespace_id, which the job\n"
	"    fills: upgrades from 18.2 or earlier straight to 18.4 or later fail\n"
	"    [implicit-stop]\n"
	"    5 |     add_not_null_constraint :notes, :namespace_id\n"
	"      |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
	"db/post_migrate/20250801120000_queue_backfill_notes.rb:5:5: note: queues\n"
	"    BackfillNotes in 18.3\n"
	"    5 |     queue_batched_background_migration('BackfillNotes', :notes, :id)\n"
	"      |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
	"note: no gate for the job runs before this\n"
	"config/upgrade_path.yml:2:3: note: no stop is declared at 18.3; the nearest are\n"
	"    18.2 and 18.5\n"
	"    2 | - 18.5\n"
	"      |   ^~~~\n"
	"help: postpone the dependent to 18.6, the first release after the required stop\n"
	"    18.5 at or after the queue; finalize the job there first\n"
	"help: add a gate before it, which runs what is left of the job in the\n"
	"    foreground: ensure_batched_background_migration_is_finished(job_class_name:\n"
	"    'BackfillNotes', table_name: :notes, column_name: :id, job_arguments: [])\n"
	"help: declare a required stop at 18.3\n"
	"\n"
	"1 error, 0 warnings, 0 notes\n"
	"read: 2 migrations, 2 of 2 statements resolved, 1 of 1 job resolved\n";

static void test_report(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct result result = small_result(&g);
	const struct report_format *format = format_find("text");
	char *text = written(format->write_findings, &result, &(struct report_options){.width = 80});
	assert_string_equal(text, expected_report);
	free(text);
	text = written(format->write_findings, &result, &(struct report_options){.color_tags = true});
	assert_non_null(strstr(text, "<path>db/post_migrate/20250901120000_require_namespace.rb:5:5:</path> "
				     "<error>error:</error> job\n"));
	assert_non_null(strstr(text, "    <error>^~~~"));
	assert_non_null(strstr(text, "<help>help:</help> postpone"));
	free(text);
	text = written(format->write_findings, &result, &(struct report_options){.color = true});
	assert_non_null(strstr(text, "\033[1;31merror:\033[0m"));
	free(text);
	small_graph_done(&g);
}

static void test_no_finding(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	g.graph.edges.count = 0;
	const struct report_format *format = format_find("text");
	struct report_options options = {0};
	struct result result = small_result(&g);
	char *text = written(format->write_findings, &result, &options);
	assert_true(str_starts_with(text, "no finding\nread: 2 migrations"));
	free(text);
	struct statement statement = {.location = g.queue.class_location, .what = "execute", .why = "computed SQL"};
	vec_push(g.arena, &g.queue.statements, statement);
	g.graph.statements_resolved = 1;
	result = small_result(&g);
	text = written(format->write_findings, &result, &options);
	assert_non_null(strstr(text, "note: 'execute'"));
	assert_non_null(strstr(text, "\nno finding, but 1 statement could not be resolved\n"));
	free(text);
	small_graph_done(&g);
}

static void test_dumps(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_int_equal(dump_stage_find("edges")->write(&g.graph, NULL, out), 0);
	fclose(out);
	assert_string_equal(text, "not_null breaks proven BackfillNotes queued=20250801120000@18.3 "
				  "dependent=20250901120000@18.4 notes.namespace_id gate=none stop=none "
				  "rule=implicit-stop guard=-\n");
	free(text);
	struct names paths = small_names(g.arena, "20250801120000_queue_backfill_notes.rb");
	out = open_memstream(&text, &length);
	assert_int_equal(dump_stage_find("effects")->write(&g.graph, &paths, out), 0);
	fclose(out);
	assert_string_equal(text, "20250801120000 queue job notes(id) BackfillNotes era=batched manner=inline "
				  "arguments=\"[]\" helper=queue_batched_background_migration\n");
	free(text);
	small_graph_done(&g);
}

static void test_explain(void **state)
{
	static const struct {
		const char *what;
		enum explain_status status;
		const char *part;
	} cases[] = {
		{"BackfillNotes", EXPLAIN_FOUND, "writes      notes.namespace_id\n"},
		{"BackfillNot", EXPLAIN_FOUND, "job BackfillNotes/notes.id/[]"},
		{"20250901120000", EXPLAIN_FOUND, "post migration of database 'main'"},
		{"require_namespace", EXPLAIN_FOUND, "migration 20250901120000"},
		{"notes.namespace_id", EXPLAIN_FOUND, "touched     20250901120000 (18.4): add_constraint"},
		{"implicit-stop", EXPLAIN_FOUND, "rule implicit-stop (error)"},
		{"2025", EXPLAIN_AMBIGUOUS, "'2025' may be any of these 2\n  db/post_migrate/20250801120000"},
		{"nothing_like_it", EXPLAIN_UNKNOWN, NULL},
		{"", EXPLAIN_UNKNOWN, NULL},
	};
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct result result = small_result(&g);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct explanation about;
		assert_int_equal(explain(g.arena, &result, cases[i].what, &about), cases[i].status);
		if (!cases[i].part)
			continue;
		char *text = NULL;
		size_t length = 0;
		FILE *out = open_memstream(&text, &length);
		assert_int_equal(explain_write_text(&about, &(struct report_options){0}, out), 0);
		fclose(out);
		assert_non_null(strstr(text, cases[i].part));
		free(text);
	}
	struct explanation about;
	assert_int_equal(explain(g.arena, &result, result.findings.items[0].fingerprint, &about), EXPLAIN_FOUND);
	small_graph_done(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_excerpts),   cmocka_unit_test(test_widths), cmocka_unit_test(test_report),
		cmocka_unit_test(test_no_finding), cmocka_unit_test(test_dumps),  cmocka_unit_test(test_explain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
