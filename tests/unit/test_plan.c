/* Upgrade plans: paths, reviews, what hops ask for, the status of an instance, pre-checks. */
#include "analyzer/plan/plan_published.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/small_graph.h"

#include <stdlib.h>

struct published {
	const char *release, *condition, *names;
};

/* As the releases file has them. */
static const struct published rows[] = {
	{"14.3.6", NULL, NULL},
	{"14.9.5", NULL, NULL},
	{"14.10.5", NULL, NULL},
	{"15.0.5", NULL, NULL},
	{"15.1.6", "web", "web"},
	{"15.4.6", NULL, NULL},
	{"15.11.13", NULL, NULL},
	{"16.0", "users", "users variables"},
	{"16.1", "packages", "packages"},
	{"16.2", "variables", "variables"},
	{"16.3", NULL, NULL},
};

static struct release release(const char *text)
{
	struct release out = {.patch = -1};
	assert_true(release_parse(text, &out));
	return out;
}

static struct names words(struct arena *arena, const char *text)
{
	struct names out = {0};
	while (*text) {
		size_t length = strcspn(text, " ");
		names_push(arena, &out, str_copy_n(arena, text, length));
		text += length + (text[length] == ' ');
	}
	return out;
}

static struct plan_releases published_rows(struct arena *arena)
{
	struct plan_releases out = {0};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		vec_push(arena, &out,
			 (struct plan_release){.release = release(rows[i].release),
					       .is_required = !rows[i].condition,
					       .condition = rows[i].condition,
					       .names = words(arena, rows[i].names ? rows[i].names : "")});
	return out;
}

/* "14.0.12 14.3.6 15.1.6?": a question mark where a condition is not answered. */
static const char *path_text(struct arena *arena, const struct plan *plan)
{
	struct strbuf text = strbuf_new(arena);
	vec_each(const struct plan_step, step, &plan->path)
		strbuf_printf(&text, "%s%s%s", step == plan->path.items ? "" : " ", release_text(arena, step->release),
			      step->asked ? "?" : "");
	return strbuf_finish(&text);
}

static void test_paths(void **state)
{
	static const struct {
		const char *from, *to, *has, *has_not, *path, *problem;
	} cases[] = {
		{"14.0.12", "16.1", "", "", "14.0.12 14.3.6 14.9.5 14.10.5 15.0.5 15.1.6? 15.4.6 15.11.13 16.0? 16.1",
		 NULL},
		{"14.0.12", "16.1", "", "web 16.0", "14.0.12 14.3.6 14.9.5 14.10.5 15.0.5 15.4.6 15.11.13 16.1", NULL},
		{"15.0.5", "15.4", "web", "", "15.0.5 15.1.6 15.4.6", NULL},
		{"15.11.13", "16.1.5", "variables", "", "15.11.13 16.0 16.1.5", NULL},
		{"15.11.13", "16.1.5", "", "variables", "15.11.13 16.0? 16.1.5", NULL},
		{"15.11.13", "16.1.5", "", "variables users", "15.11.13 16.1.5", NULL},
		{"14.3.1", "14.9", "", "", "14.3.1 14.9.5", NULL},
		{"16.1.1", "16.1.5", "", "", "16.1.1 16.1.5", NULL},
		{"16.1", "15.4", "", "", NULL, "there are no downgrades"},
		{"15.4.6", "15.4.6", "", "", NULL, "already"},
		{"15.12", "16.1", "", "", NULL, "no release 15.12"},
		{"15.11", "16.7", "", "", NULL, "beyond 16.3"},
	};
	(void)state;
	struct arena *arena = arena_new();
	struct plan_releases published = published_rows(arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct plan_question question = {.published = &published,
						 .from = release(cases[i].from),
						 .to = release(cases[i].to),
						 .has = words(arena, cases[i].has),
						 .has_not = words(arena, cases[i].has_not)};
		struct plan plan;
		const char *problem = plan_make(arena, &question, &plan);
		if (cases[i].problem) {
			assert_non_null(problem);
			assert_non_null(strstr(problem, cases[i].problem));
			continue;
		}
		assert_null(problem);
		assert_string_equal(path_text(arena, &plan), cases[i].path);
		assert_int_equal(plan.verdict, PLAN_WAIT); /* no tree, nothing can be sure */
	}
	arena_free(arena);
}

static void test_reviews(void **state)
{
	static const struct {
		const char *path, *skipped, *reason;
		enum plan_verdict verdict;
	} cases[] = {
		{"14.0.12\n14.3.6 # first\n14.9.5", "", "no tree", PLAN_WAIT},
		{"14.0.12 -> 14.9.5", "14.3.6", "skips 14.3.6, a required stop", PLAN_NO_GO},
		{"14.0.12, 14.3.2, 14.9.5", "", "14.3.2: the latest patch of this stop is 14.3.6", PLAN_WAIT},
		{"14.9.5 14.10.5 15.0.5 15.2 15.4.6", "15.1.6", "15.2 is no stop", PLAN_WAIT},
	};
	(void)state;
	struct arena *arena = arena_new();
	struct plan_releases published = published_rows(arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *bad;
		struct source *file = source_new(arena, "path.txt", cases[i].path, strlen(cases[i].path));
		struct releases given = plan_read_path(arena, file, &bad);
		struct plan_question question = {.published = &published, .given = &given};
		struct plan plan;
		assert_null(bad);
		assert_null(plan_make(arena, &question, &plan));
		assert_int_equal(plan.verdict, cases[i].verdict);
		assert_string_equal(plan.skipped.count ? release_text(arena, plan.skipped.items[0]) : "",
				    cases[i].skipped);
		assert_non_null(strstr(names_join(arena, &plan.reasons, "\n"), cases[i].reason));
	}
	arena_free(arena);
}

/* The job is queued in 18.3 and needed in 18.4. */
static void test_hops(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct plan_releases none = {0};
	struct plan_question question = {
		.graph = &g.graph, .published = &none, .from = release("18.3"), .to = release("18.4")};
	struct plan plan;
	assert_null(plan_make(g.arena, &question, &plan));
	assert_int_equal(plan.verdict, PLAN_WAIT);
	assert_int_equal(plan.path.items[0].wait_for.count, 1);
	assert_string_equal(plan.path.items[1].checks.items[0].sql,
			    "SELECT count(*) FROM \"notes\" WHERE \"namespace_id\" IS NULL;");
	assert_int_equal(plan.path.items[1].can_fail.count, 0);

	question.from = release("18.2");
	assert_null(plan_make(g.arena, &question, &plan));
	assert_int_equal(plan.verdict, PLAN_NO_GO);
	assert_int_equal(plan.path.items[0].wait_for.count, 0);
	assert_int_equal(plan.path.items[1].can_fail.count, 1);

	question.to = release("18.5");
	assert_non_null(strstr(plan_make(g.arena, &question, &plan), "beyond 18.4"));
	small_graph_done(&g);
}

static void test_verdicts(void **state)
{
	static const struct {
		const char *status;
		enum plan_verdict verdict;
	} cases[] = {
		{"finished | BackfillNotes,notes,id,[]\n", PLAN_GO},
		{"finalized | BackfillNotes,notes,id,[]\n", PLAN_GO},
		{"active   | BackfillNotes,notes,id,[]\n", PLAN_WAIT},
		{"paused   | BackfillNotes,notes,id,[]\n", PLAN_WAIT},
		{"failed   | BackfillNotes,notes,id,[]\n", PLAN_NO_GO},
		{"finished | BackfillNotes,issues,id,[]\n", PLAN_WAIT},
		{"finished | BackfillNotes,notes,id,[]\nactive | Other,notes,id,[]\n", PLAN_WAIT},
		{"Database: main\n", PLAN_WAIT},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct small_graph g;
		small_graph_init(&g);
		struct plan_releases none = {0};
		struct status_list list;
		struct source *file = source_new(g.arena, "status", cases[i].status, strlen(cases[i].status));
		assert_null(status_read(g.arena, file, release("18.3"), &list));
		struct plan_question question = {.graph = &g.graph,
						 .published = &none,
						 .from = release("18.3"),
						 .to = release("18.4"),
						 .status = &list};
		struct plan plan;
		assert_null(plan_make(g.arena, &question, &plan));
		assert_int_equal(plan.verdict, cases[i].verdict);
		small_graph_done(&g);
	}
}

static void test_status(void **state)
{
	static const struct {
		const char *text, *from;
		enum job_status status;
		const char *arguments;
	} cases[] = {
		{"Database: main\nfinished   | BackfillNotes,notes,id,[\"a\", 1]\n", "18.3", STATUS_FINISHED,
		 "[\"a\",1]"},
		{"job_class_name,table_name,column_name,job_arguments,status\n"
		 "BackfillNotes,notes,id,\"[\"\"a\"\",1]\",6\n",
		 "18.3", STATUS_FINALIZED, "[\"a\",1]"},
		{"status\ttable_name\tjob_class_name\n5\tnotes\tGitlab::BackgroundMigration::BackfillNotes\n", "18.3",
		 STATUS_FINALIZING, NULL},
		{" job_class_name | table_name | job_arguments | status \n----------------+-----+----+---\n"
		 " BackfillNotes  | notes      | [\"a\"]         |      4\n(1 row)\n\n",
		 "18.3", STATUS_FAILED, "[\"a\"]"},
		{"| job_class_name | status |\n|---|---|\n| BackfillNotes | 1 |\n", "18.3", STATUS_ACTIVE, NULL},
		{"[{\"job_class_name\": \"BackfillNotes\", \"table_name\": \"notes\", \"job_arguments\": [1], "
		 "\"status\": 0}]",
		 "18.3", STATUS_PAUSED, "[1]"},
		{"job_class_name,status\nBackfillNotes,2\n", "13.11", STATUS_ABORTED, NULL},
		{"job_class_name,status\nBackfillNotes,2\n", "14.0", STATUS_UNKNOWN, NULL},
		{"job_class_name,status\nBackfillNotes,6\n", "13.11", STATUS_UNKNOWN, NULL},
		{"job_class_name,status\nBackfillNotes,sleeping\n", "18.3", STATUS_UNKNOWN, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		struct status_list list;
		struct source *file = source_new(arena, "status", cases[i].text, strlen(cases[i].text));
		assert_null(status_read(arena, file, release(cases[i].from), &list));
		assert_int_equal(list.count, 1);
		assert_int_equal(list.ignored.count, 0);
		assert_string_equal(list.items[0].class_name, "BackfillNotes");
		assert_int_equal(list.items[0].status, cases[i].status);
		assert_true(str_equal(list.items[0].arguments, cases[i].arguments));
		arena_free(arena);
	}
}

static void test_bad_status(void **state)
{
	static const char *const texts[] = {
		"[{", "{}", "no table at all\n", "[1, {\"status\": {}}, null, \"x\"]", "\xff|\xfe\n", "|\n||\n"};
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *arena = arena_new();
		struct status_list list;
		struct source *file = source_new(arena, "status", texts[i], strlen(texts[i]));
		const char *problem = status_read(arena, file, release("18.3"), &list);
		assert_true(problem != NULL || list.count == 0);
		arena_free(arena);
	}
}

static void test_checks(void **state)
{
	static const struct {
		enum relation relation;
		struct effect effect;
		const char *sql;
	} cases[] = {
		{RELATION_NOT_NULL,
		 {.table = "a\"b", .kind = CONSTRAINT_NOT_NULL},
		 "SELECT count(*) FROM \"a\"\"b\" WHERE \"namespace_id\" IS NULL;"},
		{RELATION_NOT_NULL,
		 {.table = "notes", .kind = CONSTRAINT_CHECK, .expression = "char_length(a) <= 5"},
		 "SELECT count(*) FROM \"notes\" WHERE NOT (char_length(a) <= 5);"},
		{RELATION_UNIQUE,
		 {.table = "notes", .predicate = "kind = 1"},
		 "SELECT count(*) FROM (SELECT 1 FROM \"notes\" WHERE \"namespace_id\" IS NOT NULL AND (kind = 1) "
		 "GROUP BY "
		 "\"namespace_id\" HAVING count(*) > 1) AS duplicates;"},
		{RELATION_NOT_NULL, {.table = "notes", .name = "known_by_name_only"}, NULL},
		{RELATION_UNIQUE,
		 {.table = "notes", .expression = "project_id, lower(name)"},
		 "SELECT count(*) FROM (SELECT 1 FROM \"notes\" WHERE num_nulls(project_id, lower(name)) = 0 GROUP BY "
		 "project_id, lower(name) HAVING count(*) > 1) AS duplicates;"},
		{RELATION_UNIQUE, {.table = "notes", .expression = "lower(name) DESC"}, NULL},
		{RELATION_FK,
		 {.table = "notes", .references = "x.namespaces"},
		 "SELECT count(*) FROM \"notes\" AS referencing WHERE \"namespace_id\" IS NOT NULL AND NOT EXISTS "
		 "(SELECT 1 "
		 "FROM \"x\".\"namespaces\" AS referenced WHERE referenced.\"id\" = referencing.\"namespace_id\");"},
		{RELATION_DROP_SOURCE, {.table = "notes"}, NULL},
	};
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct edge edge = {.relation = cases[i].relation, .columns = small_names(arena, "namespace_id")};
		const char *sql = plan_check_sql(arena, &edge, &cases[i].effect);
		if (cases[i].sql)
			assert_string_equal(sql, cases[i].sql);
		else
			assert_null(sql);
	}
	arena_free(arena);
}

/* The releases file and the tags complete each other; the later patch wins. */
static void test_published(void **state)
{
	static const char text[] =
		"- release: '15.4'\n  patch: 15.4.6\n  stop: required\n- release: '15.1'\n  patch: 15.1.6\n"
		"  condition: several nodes\n  name: nodes  web\n- release: '15.2'\n  stop: perhaps\n";
	static const struct {
		const char *tag;
		bool is_final;
	} tagged[] = {{"15.1.2", true}, {"15.4.9", true}, {"15.5.1", true}, {"15.5.7", false}};
	(void)state;
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct release_tags tags = {0};
	struct plan_releases out;
	for (size_t i = 0; i < sizeof(tagged) / sizeof(tagged[0]); i++)
		vec_push(arena, &tags,
			 (struct release_tag){.release = release(tagged[i].tag), .is_final = tagged[i].is_final});
	plan_published(arena, source_new(arena, "releases.yml", text, sizeof(text) - 1), &tags, &out, &diags);
	assert_int_equal(out.count, 4);
	assert_string_equal(release_text(arena, out.items[0].release), "15.1.6");
	assert_int_equal(out.items[0].names.count, 2);
	assert_string_equal(release_text(arena, out.items[1].release), "15.2");
	assert_string_equal(release_text(arena, out.items[2].release), "15.4.9");
	assert_true(out.items[2].is_required);
	assert_string_equal(release_text(arena, out.items[3].release), "15.5.1");
	assert_int_equal(diags.count, 1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),    cmocka_unit_test(test_reviews),   cmocka_unit_test(test_hops),
		cmocka_unit_test(test_verdicts), cmocka_unit_test(test_status),    cmocka_unit_test(test_bad_status),
		cmocka_unit_test(test_checks),   cmocka_unit_test(test_published),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
