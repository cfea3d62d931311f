/* SQL files that are migrations: what their names say, and their sections and directives. */
#include "parser/script/script.h"

#include "tests/support/effect_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *path;
	bool is_migration;
	enum script_kind kind;
	const char *version;
	const char *release;
} names[] = {
	{"db/migration/V1__init.sql", true, SCRIPT_FORWARD, "1", NULL},
	{"db/migration/V1_2__add.sql", true, SCRIPT_FORWARD, "1.2", NULL},
	{"db/migration/V1.10.3__add_state.sql", true, SCRIPT_FORWARD, "1.10.3", NULL},
	{"db/migration/U1.2__add.sql", true, SCRIPT_BACKWARD, "1.2", NULL},
	{"db/migration/R__views.sql", true, SCRIPT_REPEATABLE, "R__views", NULL},
	{"db/migration/V1_add.sql", false, SCRIPT_FORWARD, NULL, NULL},
	{"migrations/000042_add.up.sql", true, SCRIPT_FORWARD, "000042", NULL},
	{"migrations/000042_add.down.sql", true, SCRIPT_BACKWARD, "000042", NULL},
	{"migrations/20250101120000_add.sql", true, SCRIPT_FORWARD, "20250101120000", NULL},
	{"migrations/20250101120000_add/up.sql", true, SCRIPT_FORWARD, "20250101120000", NULL},
	{"migrations/20250101120000_add/down.sql", true, SCRIPT_BACKWARD, "20250101120000", NULL},
	{"migrations/20250101120000_add/migration.sql", true, SCRIPT_FORWARD, "20250101120000", NULL},
	{"migrations/2025-01-01-120000_add/up.sql", true, SCRIPT_FORWARD, "2025.01.01.120000", NULL},
	{"migrations/v1.4/0001_add.sql", true, SCRIPT_FORWARD, "0001", "1.4"},
	{"migrations/release-2.0.1/0001_add.sql", true, SCRIPT_FORWARD, "0001", "2.0.1"},
	{"migrations/1/0001_add.sql", true, SCRIPT_FORWARD, "0001", NULL},
	{"deploy/add_users.sql", true, SCRIPT_FORWARD, "add_users", NULL},
	{"deploy/tables/users.sql", true, SCRIPT_FORWARD, "tables/users", NULL},
	{"verify/tables/users.sql", true, SCRIPT_BACKWARD, "tables/users", NULL},
	{"deploy/migrations/0001_a.sql", true, SCRIPT_FORWARD, "0001", NULL},
	{"revert/add_users.sql", true, SCRIPT_BACKWARD, "add_users", NULL},
	{"migrations/V0001.Initial.up.sql", true, SCRIPT_FORWARD, "0001", NULL},
	{"migrations/V0001.Initial.down.sql", true, SCRIPT_BACKWARD, "0001", NULL},
	{"db/schema.sql", false, SCRIPT_FORWARD, NULL, NULL},
	{"0001_add.rb", false, SCRIPT_FORWARD, NULL, NULL},
};

static void test_names(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct script_name name;
		bool is_migration = script_name_read(arena, names[i].path, &name);
		if (is_migration != names[i].is_migration)
			fail_msg("%s: %d", names[i].path, is_migration);
		if (!is_migration)
			continue;
		if (name.kind != names[i].kind || strcmp(name.version, names[i].version) != 0 ||
		    !str_equal(name.release, names[i].release))
			fail_msg("%s: %d %s %s", names[i].path, name.kind, name.version,
				 name.release ? name.release : "-");
	}
	arena_free(arena);
}

static const struct {
	const char *path;
	const char *foreign;
	const char *history;
} places[] = {
	{"migrations/mysql/0001_a.sql", "MySQL", "migrations/mysql"},
	{"mysql-persistence/db/migration/V1__a.sql", "MySQL", "mysql-persistence/db/migration"},
	{"db/migration_sqlite/V1__a.sql", "SQLite", "db/migration_sqlite"},
	{"sql/0001_a.cockroach.up.sql", "CockroachDB", "sql"},
	{"sql/0001_a.postgres.up.sql", NULL, "sql"},
	{"sql/0001_drop_mysql.up.sql", NULL, "sql"},
	{"migrations/2025-01-01-120000_drop_mysql/up.sql", NULL, "migrations"},
	{"oracle/migrations/0001_a.sql", NULL, "oracle/migrations"},
	{"migrations/oracle/0001_a.sql", "Oracle", "migrations/oracle"},
	{"migrations/v1.4/0001_a.sql", NULL, "migrations"},
	{"src/deploy/a.sql", NULL, "src"},
	{"0001_a.sql", NULL, ""},
};

static void test_places(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct script_name name;
		assert_true(script_name_read(arena, places[i].path, &name));
		if (!str_equal(name.foreign, places[i].foreign))
			fail_msg("%s: %s", places[i].path, name.foreign ? name.foreign : "-");
		assert_string_equal(script_history(arena, places[i].path), places[i].history);
	}
	arena_free(arena);
}

static void test_order(void **state)
{
	static const char *const ordered[] = {"V1__a.sql", "V1.2__a.sql", "V1.10__a.sql",
					      "V2__a.sql", "V10__a.sql",  "R__a.sql"};
	struct arena *arena = arena_new();
	const char *last = "";

	(void)state;
	for (size_t i = 0; i < sizeof(ordered) / sizeof(ordered[0]); i++) {
		struct script_name name;
		assert_true(script_name_read(arena, ordered[i], &name));
		assert_true(strcmp(last, name.sort_key) < 0);
		last = name.sort_key;
	}
	arena_free(arena);
}

static const struct {
	const char *sql;
	const char *effects;
	const char *job; /* of the job X, NULL: there is none */
} scripts[] = {
	{"ALTER TABLE a DROP COLUMN b;\n", "drop_column column a(b)\n", NULL},
	{"-- migrate:up\nDROP TABLE a;\n-- migrate:down\nDROP TABLE b;\n", "drop table a()\n", NULL},
	{"-- +goose Up\n-- +goose StatementBegin\nDROP TABLE a;\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE "
	 "b;\n",
	 "drop table a()\n", NULL},
	{"-- a note: what +goose Up means\nDROP TABLE\n-- with care: it is gone\n a;\n", "drop table a()\n", NULL},
	{"-- stopgraph: background X\nUPDATE a SET b = 1 WHERE b IS NULL;\n-- stopgraph: end\nDROP TABLE c;\n",
	 "queue job a() X\ndrop table c()\n", "write rows a(b)\nread rows a(b)\n"},
	{"-- stopgraph: finalize X\nALTER TABLE a ALTER b SET NOT NULL;\n",
	 "gate job ?() X\nalter_column column a(b)\n", NULL},
	{"\\set ON_ERROR_STOP 1\nBEGIN;\nDROP TABLE a;\nCOMMIT;\n", "drop table a()\n", NULL},
};

/* Do the lines begin with those of `expected`? */
static bool has_effects(struct arena *arena, const struct effects *effects, const char *expected)
{
	const char *lines = effects_text(arena, effects, &(struct unresolved_list){0});

	while (*expected && *lines) {
		size_t length = strcspn(expected, "\n");
		if (strncmp(lines, expected, length) != 0)
			return false;
		lines += strcspn(lines, "\n") + 1;
		expected += length + 1;
	}
	return !*expected && !*lines;
}

static void test_scripts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		struct arena *arena = arena_new();
		struct migration migration = {.database = "main"};
		struct script_jobs jobs = {0};
		struct script_input in = {
			.source = source_new(arena, "migrations/1_x.sql", scripts[i].sql, strlen(scripts[i].sql))};
		script_read(arena, &in, &migration, &jobs);
		if (!has_effects(arena, &migration.effects, scripts[i].effects))
			fail_msg("%s\n gives\n%s", scripts[i].sql,
				 effects_text(arena, &migration.effects, &migration.unresolved));
		const struct script_job *job = script_job_find(&jobs, "X");
		assert_int_equal(job != NULL, scripts[i].job != NULL);
		if (job && !has_effects(arena, &job->reading.effects, scripts[i].job))
			fail_msg("%s\n gives the job\n%s", scripts[i].sql,
				 effects_text(arena, &job->reading.effects, &job->reading.unresolved));
		arena_free(arena);
	}
}

static void test_a_directive_that_is_wrong(void **state)
{
	static const char sql[] = "-- stopgraph: backgrund X\n-- stopgraph: finalize\n\\i other.sql\n";
	struct arena *arena = arena_new();
	struct migration migration = {.database = "main"};
	struct script_jobs jobs = {0};
	struct script_input in = {.source = source_new(arena, "migrations/1_x.sql", sql, strlen(sql))};

	(void)state;
	script_read(arena, &in, &migration, &jobs);
	assert_int_equal(migration.unresolved.count, 3);
	assert_false(migration.is_noop);
	arena_free(arena);
}

static void test_plan(void **state)
{
	static const char text[] =
		"%syntax-version=1.0.0\n%project=shop\n\nschema 2025-01-01T10:00:00Z A <a@b> # first\n"
		"users [schema] 2025-01-02T10:00:00Z A <a@b>\n@beta 2025-01-03T10:00:00Z A <a@b>\n"
		"@v1.4.0 2025-01-03T10:00:00Z A <a@b>\nusers [users@v1.4.0] 2025-01-04T10:00:00Z A <a@b>\n";
	struct arena *arena = arena_new();
	struct script_plan plan = {0};
	size_t index;

	(void)state;
	script_plan_read(arena, source_new(arena, "sqitch.plan", text, strlen(text)), &plan);
	assert_int_equal(plan.count, 3);
	assert_string_equal(script_plan_find(&plan, "schema", &index)->release, "1.4.0");
	assert_string_equal(script_plan_find(&plan, "users@beta", &index)->release, "1.4.0");
	assert_int_equal(index, 1);
	assert_null(script_plan_find(&plan, "users", &index)->release);
	assert_int_equal(index, 2);
	assert_null(script_plan_find(&plan, "orders", &index));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),   cmocka_unit_test(test_places),
		cmocka_unit_test(test_order),   cmocka_unit_test(test_plan),
		cmocka_unit_test(test_scripts), cmocka_unit_test(test_a_directive_that_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
