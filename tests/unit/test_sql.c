/* parser/sql: functions, names of other schemas, where statements stand, fragments, what is cut off. */
#include "parser/sql/sql.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/sql_case.h"

#include <string.h>

/* What a statement of a trigger's function is reached by. */
static void test_reached(void **state)
{
	static const struct sql_row rows[] = {
		{"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (TG_OP = 'DELETE') THEN DELETE "
		 "FROM "
		 "c; ELSIF (TG_OP = 'UPDATE') THEN UPDATE c SET b = 1; ELSIF TG_OP IN ('INSERT', 'TRUNCATE') THEN "
		 "INSERT "
		 "INTO c (b) VALUES (1); ELSE DELETE FROM d; END IF; RETURN NULL; END $$",
		 "create function - name=f\n"
		 "{\n"
		 "delete c never=insert never=update\n"
		 "write c(b) never=insert never=delete\n"
		 "insert c(b) never=update never=delete\n"
		 "delete d never=insert never=update never=delete\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.a IS NULL THEN RETURN NULL; "
		 "END "
		 "IF; DELETE FROM c; IF OLD.a IS NOT NULL AND NOT (OLD.b IS DISTINCT FROM NEW.b) THEN RETURN NULL; END "
		 "IF; "
		 "DELETE FROM d; IF OLD.a = NEW.a THEN RETURN NULL; END IF; DELETE FROM e; END $$",
		 "create function - name=f\n"
		 "{\n"
		 "read NEW(a) <[NEW.a:v]\n"
		 "delete c\n"
		 "read OLD(a,b) <[OLD.a:v OLD.b:v]\n"
		 "read NEW(b) <[NEW.b:v]\n"
		 "delete d\n"
		 "read OLD(a) <[OLD.a:v]\n"
		 "read NEW(a) <[NEW.a:v]\n"
		 "delete e after(a)\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.a <> OLD.a OR NEW.b IS "
		 "DISTINCT "
		 "FROM OLD.b THEN DELETE FROM c; END IF; IF NEW.a > 1 THEN RETURN NULL; END IF; FOR i IN 1..2 LOOP IF "
		 "OLD.a IS NOT DISTINCT FROM NEW.a THEN RETURN NULL; END IF; DELETE FROM d; END LOOP; DELETE FROM e; "
		 "END $$",
		 "create function - name=f\n"
		 "{\n"
		 "read NEW(a,b) <[NEW.a:v NEW.b:v]\n"
		 "read OLD(a,b) <[OLD.a:v OLD.b:v]\n"
		 "delete c after(a,b)\n"
		 "read NEW(a) <[NEW.a:v]\n"
		 "read OLD(a) <[OLD.a:v]\n"
		 "read NEW(a) <[NEW.a:v]\n"
		 "delete d after(a)\n"
		 "delete e\n"
		 "}\n"},
	};

	(void)state;
	CHECK_SQL_ROWS(rows, false);
}

static void test_functions(void **state)
{
	static const struct sql_row rows[] = {
		{"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.\"p\" "
		 "IS NULL THEN SELECT \"p\" INTO NEW.\"p\" FROM \"issues\" WHERE \"issues\".\"id\" = "
		 "NEW.\"issue_id\"; END IF; RETURN NEW; END $$",
		 "create function - name=f\n"
		 "{\n"
		 "read NEW(p) <[NEW.p:v]\n"
		 "read issues(id,p) ~[issues.id:j] <[issues.p:v]\n"
		 "read NEW(issue_id) ~[NEW.issue_id:j]\n"
		 "write NEW(p) ~[issues.id:j NEW.issue_id:j] <[issues.p:v]\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := "
		 "NEW.b + 1; RETURN NEW; END $$",
		 "create function - name=f\n"
		 "{\n"
		 "read NEW(b) <[NEW.b:v]\n"
		 "write NEW(a) <[NEW.b:v]\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO "
		 "t (a) VALUES (OLD.id) ON CONFLICT DO NOTHING; UPDATE u SET b = NEW.c WHERE "
		 "u.id = NEW.u_id; RETURN NULL; END $$",
		 "create function - name=f\n"
		 "{\n"
		 "insert t(a) <[OLD.id:v]\n"
		 "read OLD(id) <[OLD.id:v]\n"
		 "write u(b) ~[u.id:j NEW.u_id:j] <[NEW.c:v]\n"
		 "read NEW(c,u_id) ~[NEW.u_id:j] <[NEW.c:v]\n"
		 "read u(id) ~[u.id:j]\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ DECLARE v int; r "
		 "record; BEGIN SELECT max(x) INTO v FROM t; FOR r IN SELECT id FROM u LOOP "
		 "UPDATE w SET a = r.id, b = v; END LOOP; END $$",
		 "create function - name=f\n"
		 "{\n"
		 "read t(x) <[t.x:v]\n"
		 "write w(a,b) <[u.id:v t.x:v]\n"
		 "read u(id) <[u.id:v]\n"
		 "read t(x) <[t.x:v]\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE "
		 "FROM q'; EXECUTE format('DELETE FROM r WHERE x = %L', 1); EXECUTE "
		 "format('DELETE FROM %I', TG_TABLE_NAME); END $$",
		 "! CREATE FUNCTION: a table name is computed at run time\n"
		 "create function - name=f\n"
		 "{\n"
		 "delete q\n"
		 "delete r ~[r.x:f]\n"
		 "read r(x) ~[r.x:f]\n"
		 "delete - unknown\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; END "
		 "$$",
		 "! CREATE FUNCTION: EXECUTE of a statement that is computed at run time\n"
		 "create function - name=f\n"
		 "{\n"
		 "}\n"},
		{"CREATE FUNCTION f(p int) RETURNS void LANGUAGE sql AS 'UPDATE t SET a = p "
		 "WHERE id = $1'",
		 "create function - name=f\n"
		 "{\n"
		 "write t(a) ~[t.id:f]\n"
		 "read t(id) ~[t.id:f]\n"
		 "}\n"},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM t; "
		 "SELECT CASE WHEN a THEN 1 END FROM u; END; DELETE FROM v",
		 "create function - name=f\n"
		 "{\n"
		 "delete t\n"
		 "read u(a) <[u.a:v]\n"
		 "}\n"
		 "delete v\n"},
		{"DO $$ BEGIN DELETE FROM t WHERE a = 1; END $$", "delete t ~[t.a:f]\n"
								  "read t(a) ~[t.a:f]\n"},
		{"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE; END $$",
		 "! CREATE FUNCTION: the function body does not parse\n"
		 "create function - name=f\n"
		 "{\n"
		 "}\n"},
	};

	(void)state;
	CHECK_SQL_ROWS(rows, false);
}

static void test_names(void **state)
{
	static const struct sql_row rows[] = {
		{"Projects", "projects"},
		{"\"Projects\"", "Projects"},
		{"public.projects", "projects"},
		{"\"public\".\"projects\"", "projects"},
		{"gitlab_partitions_dynamic.p_1", "p_1"},
		{"partitions.p_1", "partitions.p_1"},
		{"`users`", "users"},
		{"\"a\"\"b\"", "a\"b"},
		{"\"a.b\".c", "a.b.c"},
		{"", ""},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(sql_name(arena, rows[i].sql), rows[i].expected);
	assert_null(sql_name(arena, NULL));
	assert_true(sql_has_placeholder("index_sg_unknown_12_x"));
	assert_false(sql_has_placeholder("sg_unknown_"));
	assert_false(sql_has_placeholder(NULL));
	arena_free(arena);
}

static void test_statements_and_places(void **state)
{
	static const char text[] = "BEGIN;\n-- a comment; with a semicolon\nDELETE FROM a;;\nSELECT FROM WHERE;\n"
				   "UPDATE b SET c = 'x;y' ;\n";
	struct arena *arena = arena_new();
	struct source *source = source_new(arena, "a.sql", text, strlen(text));
	struct sql_input in = {.text = text,
			       .length = strlen(text),
			       .location = {source, 0, 0},
			       .text_is_source = true,
			       .guard = GUARD_EE,
			       .certainty = CERTAINTY_LIKELY};
	struct statements statements = {0};
	struct effects effects = {0};
	struct unresolved_list unresolved = {0};
	struct sql_output out = {&statements, &effects, &unresolved, NULL};

	(void)state;
	assert_false(sql_read(arena, &in, &out));
	assert_int_equal(statements.count, 4);
	assert_string_equal(statements.items[1].what, "DELETE");
	assert_int_equal(location_line(statements.items[1].location), 3);
	assert_false(statements.items[2].resolved);
	assert_int_equal(unresolved.count, 1);
	assert_int_equal(location_line(unresolved.items[0].location), 4);
	assert_int_equal(effects.count, 2);
	assert_int_equal(effects.items[1].statement, 3);
	assert_int_equal(location_line(effects.items[1].location), 5);
	assert_int_equal(effects.items[1].guard, GUARD_EE);
	assert_int_equal(effects.items[1].certainty, CERTAINTY_LIKELY);
	arena_free(arena);
}

static void test_fragment_columns(void **state)
{
	static const char text[] = "SELECT 1 FROM items WHERE state = 1 AND projects.path = 'x' AND project_id IN "
				   "(SELECT p.id FROM projects p)";
	struct sql_input in = {.text = text, .length = strlen(text), .certainty = CERTAINTY_PROVEN};
	struct arena *arena = arena_new();
	struct column_refs refs = {0};

	(void)state;
	assert_true(sql_read_columns(arena, &in, &refs));
	assert_true(column_refs_has(&refs, "items", "state"));
	assert_true(column_refs_has(&refs, "items", "project_id"));
	assert_true(column_refs_has(&refs, "projects", "path"));
	assert_true(column_refs_has(&refs, "projects", "id"));
	assert_false(column_refs_has(&refs, "items", "path"));
	in.text = "SELECT 1 FROM";
	in.length = strlen(in.text);
	assert_false(sql_read_columns(arena, &in, &refs));
	arena_free(arena);
}

/* `head`, then `count` times `part`, then `tail`. */
static char *repeated(struct arena *arena, const char *head, const char *part, size_t count)
{
	struct strbuf text = strbuf_new(arena);

	strbuf_puts(&text, head);
	for (size_t i = 0; i < count; i++)
		strbuf_puts(&text, part);
	return strbuf_finish(&text);
}

/* The columns of the rows that a statement gives; none when they are not all known. */
static void test_results(void **state)
{
	static const char *const rows[][2] = {
		{"SELECT id, max(name) AS last FROM things GROUP BY id", "id,last"},
		{"WITH x AS (SELECT id AS a, 1 AS b FROM things) SELECT * FROM x", "a,b"},
		{"DELETE FROM things WHERE id = 1 RETURNING id, name", "id,name"},
		{"INSERT INTO things (id) VALUES (1)", ""},
		{"SELECT * FROM sg_unknown_1", ""},
		{"UPDATE things SET id = 1", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct effects effects = {0};
		struct names results = {0};
		struct sql_input in = {.text = rows[i][0], .length = strlen(rows[i][0])};
		struct sql_output out = {.effects = &effects, .results = &results};
		sql_read(arena, &in, &out);
		assert_string_equal(names_join(arena, &results, ","), rows[i][1]);
		arena_free(arena);
	}
}

static void test_limits(void **state)
{
	static const struct {
		const char *head;
		const char *part;
	} deep[] = {
		{"SELECT 1", "+1"},
		{"SELECT ", "("},
		{"SELECT 1", "::int"},
		{"SELECT ", "NOT "},
		{"SELECT ", "- "},
		{"SELECT ", "CASE WHEN "},
		{"SELECT 1", " UNION SELECT 1, 2"},
		{"SELECT 1 FROM a", " JOIN b ON c AND d"},
		{"SELECT x", "[1]::int"},
		{"SELECT ", "ARRAY["},
		{"DO $$ BEGIN ", "BEGIN "},
		{"DO $$ BEGIN ", "IF a THEN "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(deep) / sizeof(deep[0]); i++) {
		struct arena *arena = arena_new();

		assert_true(str_starts_with(
			sql_effects(arena, repeated(arena, deep[i].head, deep[i].part, 20000), false), "! "));
		arena_free(arena);
	}
}

static void test_long_lists_are_no_depth(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(sql_effects(arena, repeated(arena, "INSERT INTO t (a) VALUES (1)", ", (2)", 20000), false),
			    "insert t(a)\n");
	assert_string_equal(sql_effects(arena, repeated(arena, "DELETE FROM t WHERE a = 1", " OR a = 2", 5000), false),
			    "delete t ~[t.a:f]\nread t(a) ~[t.a:f]\n");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_reached),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_statements_and_places),
		cmocka_unit_test(test_fragment_columns),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_long_lists_are_no_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
