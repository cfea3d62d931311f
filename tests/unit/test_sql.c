/* parser/sql: statements to effects, in a short notation.
 *
 *     verb table(columns) name>to kind ... ~filters[...] <sources[...]
 *
 * Roles in filters and sources: v value, f filter, j join, g group. One line an effect, the effects of a function's body
 * in braces, unresolved statements as "! reason". */
#include "analyzer/base/vec.h"
#include "parser/sql/sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct row {
	const char *sql;
	const char *expected;
};

/* --- a catalog of three tables --- */

static const char *items_columns[] = {"id", "project_id", "state"};
static const char *items_archived_columns[] = {"id", "project_id", "archived_at"};
static const char *projects_columns[] = {"id", "namespace_id", "path"};

static const struct names *answer_columns(void *payload, const char *table)
{
	struct names *names = payload;

	if (str_equal(table, "items"))
		return &names[0];
	if (str_equal(table, "items_archived"))
		return &names[1];
	return str_equal(table, "projects") ? &names[2] : NULL;
}

static enum tristate answer_has_column(void *payload, const char *table, const char *column)
{
	const struct names *columns = answer_columns(payload, table);

	if (!columns)
		return TRI_UNKNOWN;
	return names_has(columns, column) ? TRI_YES : TRI_NO;
}

static const char *answer_index_table(void *payload, const char *index)
{
	(void)payload;
	return str_equal(index, "index_items") ? "items" : NULL;
}

/* --- the notation --- */

static void put_names(struct strbuf *out, const char *before, const struct names *names)
{
	if (!names->count)
		return;
	strbuf_puts(out, before);
	for (size_t i = 0; i < names->count; i++)
		strbuf_printf(out, "%s%s", i ? "," : "", names->items[i]);
	strbuf_putc(out, ')');
}

static void put_refs(struct strbuf *out, const char *before, const struct column_refs *refs)
{
	if (!refs->count)
		return;
	strbuf_puts(out, before);
	for (size_t i = 0; i < refs->count; i++)
		strbuf_printf(out, "%s%s.%s:%c", i ? " " : "", refs->items[i].table ? refs->items[i].table : "?",
			      refs->items[i].column, "vfjg"[refs->items[i].role]);
	strbuf_putc(out, ']');
}

static void put_text(struct strbuf *out, const char *label, const char *text)
{
	if (text)
		strbuf_printf(out, " %s=%s", label, text);
}

static void put_attributes(struct strbuf *out, const struct effect *effect)
{
	static const char *const tristate[] = {"?", "no", "yes"};

	put_text(out, "kind", effect->kind ? constraint_kind_name(effect->kind) : NULL);
	put_text(out, "unique", effect->unique == TRI_YES ? "yes" : NULL);
	put_text(out, "valid", effect->kind && effect->validated != TRI_YES ? tristate[effect->validated] : NULL);
	put_text(out, "expr", effect->expression);
	put_text(out, "where", effect->predicate);
	put_refs(out, " mentions[", &effect->predicate_columns);
	put_text(out, "references", effect->references);
	put_names(out, "(", &effect->references_columns);
	put_text(out, "on_delete", effect->on_delete);
	put_text(out, "type", effect->type);
	put_text(out, "default", effect->default_value);
	put_text(out, "drops_default", effect->drops_default ? "yes" : NULL);
	put_text(out, "null", effect->nullable ? tristate[effect->nullable] : NULL);
	put_text(out, "nulls", effect->writes_null ? "yes" : NULL);
	put_text(out, "upsert", effect->upsert ? "yes" : NULL);
}

static void put_effects(struct strbuf *out, const struct effects *effects)
{
	vec_each(struct effect, effect, effects) {
		strbuf_puts(out, effect_verb_name(effect->verb));
		if (effect->object != OBJECT_ROWS)
			strbuf_printf(out, " %s", effect_object_name(effect->object));
		strbuf_printf(out, " %s", effect->table ? effect->table : "-");
		put_names(out, "(", &effect->columns);
		put_text(out, "name", effect->name);
		put_text(out, "to", effect->to);
		put_names(out, " to(", &effect->to_columns);
		put_attributes(out, effect);
		put_refs(out, " ~[", &effect->filters);
		put_refs(out, " <[", &effect->sources);
		if (effect->certainty != CERTAINTY_PROVEN)
			strbuf_printf(out, " %s", certainty_name(effect->certainty));
		strbuf_putc(out, '\n');
		if (effect->body) {
			strbuf_puts(out, "{\n");
			put_effects(out, effect->body);
			strbuf_puts(out, "}\n");
		}
	}
}

static char *describe(struct arena *arena, const char *sql, bool with_catalog)
{
	struct names columns[] = {{items_columns, 3, 3}, {items_archived_columns, 3, 3}, {projects_columns, 3, 3}};
	struct catalog catalog = {.payload = columns,
				  .has_column = answer_has_column,
				  .columns = answer_columns,
				  .index_table = answer_index_table};
	struct sql_input in = {.text = sql, .length = strlen(sql), .certainty = CERTAINTY_PROVEN};
	struct statements statements = {0};
	struct effects effects = {0};
	struct unresolved_list unresolved = {0};
	struct sql_output out = {&statements, &effects, &unresolved, NULL};
	struct strbuf text = strbuf_new(arena);

	in.catalog = with_catalog ? &catalog : NULL;
	sql_read(arena, &in, &out);
	vec_each(struct statement, statement, &statements) {
		if (!statement->resolved)
			strbuf_printf(&text, "! %s: %s\n", statement->what, statement->why);
	}
	put_effects(&text, &effects);
	return strbuf_finish(&text);
}

static void check_rows(const struct row *rows, size_t count, bool with_catalog)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		char *found = describe(arena, rows[i].sql, with_catalog);

		if (strcmp(found, rows[i].expected) != 0)
			print_error("--- %s\n", rows[i].sql);
		assert_string_equal(found, rows[i].expected);
		arena_free(arena);
	}
}

#define CHECK_ROWS(rows, with_catalog) check_rows((rows), sizeof(rows) / sizeof((rows)[0]), (with_catalog))

static void test_alter_table(void **state)
{
	static const struct row rows[] = {
		{"ALTER TABLE public.a ADD COLUMN x varchar(255) DEFAULT 'a,b'::text NOT NULL, "
		 "ALTER COLUMN y SET NOT NULL, DROP COLUMN z",
		 "add_column column a(x) type=varchar(255) default='a,b'::text null=no\n"
		 "alter_column column a(y) kind=not_null null=no\n"
		 "drop_column column a(z)\n"},
		{"ALTER TABLE a ADD COLUMN \"B\" integer DEFAULT (1 + 2) REFERENCES b (id), ALTER "
		 "c TYPE bigint USING c::bigint",
		 "add_column column a(B) type=integer default=1 + 2 null=yes\n"
		 "add_foreign_key foreign_key a(B) name=a_B_fkey kind=foreign_key "
		 "references=b(id)\n"
		 "alter_column column a(c) type=bigint <[a.c:v]\n"},
		{"ALTER TABLE a ALTER d SET DEFAULT now(), ALTER e DROP DEFAULT, ALTER f DROP "
		 "NOT NULL",
		 "alter_column column a(d) default=now()\n"
		 "alter_column column a(e) drops_default=yes\n"
		 "alter_column column a(f) null=yes\n"},
		{"ALTER TABLE a ADD CONSTRAINT fk_1 FOREIGN KEY (b_id, p) REFERENCES b(id, p) "
		 "ON DELETE SET NULL NOT VALID",
		 "add_foreign_key foreign_key a(b_id,p) name=fk_1 kind=foreign_key valid=no "
		 "references=b(id,p) on_delete=nullify\n"},
		{"ALTER TABLE a VALIDATE CONSTRAINT fk_1, DROP CONSTRAINT IF EXISTS k CASCADE",
		 "validate_constraint constraint a name=fk_1\n"
		 "drop_constraint constraint a name=k\n"},
		{"ALTER TABLE a ADD CONSTRAINT u UNIQUE USING INDEX i",
		 "rename index a name=i to=u\n"
		 "add_constraint constraint a name=u kind=unique unique=yes\n"},
		{"ALTER TABLE a ADD PRIMARY KEY (id), ADD UNIQUE (b, c), ADD FOREIGN KEY (d) "
		 "REFERENCES e",
		 "add_constraint constraint a(id) name=a_pkey kind=primary_key unique=yes\n"
		 "add_constraint constraint a(b,c) name=a_b_c_key kind=unique unique=yes\n"
		 "add_foreign_key foreign_key a(d) name=a_d_fkey kind=foreign_key references=e\n"},
		{"ALTER TABLE p ATTACH PARTITION gitlab_partitions_static.p_1 FOR VALUES IN (1)",
		 "partition table p_1 references=p type=ATTACH\n"},
		{"ALTER TABLE p DETACH PARTITION p_1", "partition table p_1 references=p type=DETACH\n"},
		{"ALTER TABLE a INHERIT b", "partition table a references=b type=INHERITS\n"},
		{"ALTER TABLE a RENAME COLUMN x TO y", "rename column a(x) name=x to=y to(y)\n"},
		{"ALTER TABLE a RENAME TO b", "rename table a name=a to=b\n"},
		{"ALTER TABLE a RENAME CONSTRAINT k TO l", "rename constraint a name=k to=l\n"},
		{"ALTER TABLE a SET SCHEMA archive", "rename table a name=a to=archive.a\n"},
		{"ALTER TABLE a SET SCHEMA gitlab_partitions_dynamic", ""},
		{"ALTER TABLE a DISABLE TRIGGER ALL, SET (fillfactor = 70), REPLICA IDENTITY "
		 "FULL",
		 ""},
		{"ALTER TABLE a ADD CONSTRAINT e EXCLUDE USING gist (b WITH =, tsrange(c, d) "
		 "WITH &&) WHERE (f)",
		 "add_constraint constraint a(b,c,d) name=e kind=exclusion expr=b WITH =, "
		 "tsrange(c, d) WITH && mentions[a.c:v a.d:v a.f:f]\n"},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_checks(void **state)
{
	static const struct row rows[] = {
		{"ALTER TABLE a ADD CONSTRAINT k CHECK ((y IS NOT NULL)) NOT VALID",
		 "add_constraint constraint a(y) name=k kind=not_null valid=no expr=(y IS NOT "
		 "NULL) mentions[a.y:f]\n"},
		{"ALTER TABLE a ADD CONSTRAINT k CHECK (num_nonnulls(x, y) = 1)",
		 "add_constraint constraint a(x,y) name=k kind=multi_not_null "
		 "expr=num_nonnulls(x, y) = 1 mentions[a.x:f a.y:f]\n"},
		{"ALTER TABLE a ADD CONSTRAINT k CHECK ((char_length(t) <= 255))",
		 "add_constraint constraint a(t) name=k kind=text_limit expr=(char_length(t) <= "
		 "255) mentions[a.t:f]\n"},
		{"ALTER TABLE a ADD CHECK (x IS NOT NULL OR y IS NOT NULL)",
		 "add_constraint constraint a(x,y) name=a_check kind=check expr=x IS NOT NULL "
		 "OR y IS NOT NULL mentions[a.x:f a.y:f]\n"},
		{"ALTER TABLE a ADD CHECK (x > 0)",
		 "add_constraint constraint a(x) name=a_x_check kind=check expr=x > 0 "
		 "mentions[a.x:f]\n"},
		{"ALTER TABLE a ADD CONSTRAINT tmp_k CHECK (char_length(t) > 3)",
		 "add_constraint constraint a(t) name=tmp_k kind=check "
		 "expr=char_length(t) > 3 mentions[a.t:f]\n"},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_create_table(void **state)
{
	static const struct row rows[] = {
		{"CREATE TABLE n (id bigint PRIMARY KEY, b text DEFAULT 'x' UNIQUE, c int "
		 "REFERENCES o ON DELETE CASCADE, CONSTRAINT k CHECK (char_length(b) <= 5))",
		 "create table n(id,b,c) name=n\n"
		 "add_column column n(id) type=bigint null=no\n"
		 "add_constraint constraint n(id) name=n_pkey kind=primary_key unique=yes\n"
		 "add_column column n(b) type=text default='x' null=yes\n"
		 "add_constraint constraint n(b) name=n_b_key kind=unique unique=yes\n"
		 "add_column column n(c) type=int null=yes\n"
		 "add_foreign_key foreign_key n(c) name=n_c_fkey kind=foreign_key references=o "
		 "on_delete=cascade\n"
		 "add_constraint constraint n(b) name=k kind=text_limit expr=char_length(b) <= "
		 "5 mentions[n.b:f]\n"},
		{"CREATE TABLE gitlab_partitions_dynamic.p_1 PARTITION OF p FOR VALUES FROM (1) "
		 "TO (2)",
		 "create table p_1 name=p_1 references=p\n"
		 "partition table p_1 references=p type=PARTITION OF\n"},
		{"CREATE TABLE n (LIKE items INCLUDING ALL) PARTITION BY RANGE (id)",
		 "create table n(id,project_id,state) name=n references=items\n"},
		{"CREATE TABLE n (x int) INHERITS (items)",
		 "create table n(id,project_id,state,x) name=n references=items\n"
		 "add_column column n(x) type=int null=yes\n"
		 "partition table n references=items type=INHERITS\n"},
		{"CREATE TABLE n AS SELECT id, state AS s FROM items WHERE project_id = 1",
		 "create table n(id,s) name=n\n"
		 "insert n(id,s) ~[items.project_id:f] <[items.id:v items.state:v]\n"
		 "read items(project_id,id,state) ~[items.project_id:f] <[items.id:v "
		 "items.state:v]\n"},
		{"CREATE TABLE n AS TABLE items WITH NO DATA", "create table n(id,project_id,state) name=n\n"},
		{"SELECT id INTO n FROM items", "create table n(id) name=n\n"
						"insert n(id) <[items.id:v]\n"
						"read items(id) <[items.id:v]\n"},
		{"CREATE TABLE n (a int, b int GENERATED ALWAYS AS (a * 2) STORED)",
		 "create table n(a,b) name=n\n"
		 "add_column column n(a) type=int null=yes\n"
		 "add_column column n(b) expr=a * 2 mentions[n.a:v] type=int null=yes\n"},
	};

	(void)state;
	CHECK_ROWS(rows, true);
}

static void test_indexes(void **state)
{
	static const struct row rows[] = {
		{"CREATE UNIQUE INDEX CONCURRENTLY idx ON a USING btree (p, lower(q) DESC) "
		 "INCLUDE (z) WHERE (deleted_at IS NULL)",
		 "add_index index a(p,q) name=idx unique=yes expr=p, lower(q) DESC "
		 "where=(deleted_at IS NULL) mentions[a.q:v a.deleted_at:f]\n"},
		{"CREATE INDEX ON a (x, lower(y))",
		 "add_index index a(x,y) name=a_x_lower_idx expr=x, lower(y) mentions[a.y:v]\n"},
		{"CREATE INDEX tmp_idx ON a (x) WHERE b IN (1, 2) AND c",
		 "add_index index a(x) name=tmp_idx where=b IN (1, 2) AND c "
		 "mentions[a.b:f a.c:f]\n"},
		{"DROP INDEX CONCURRENTLY IF EXISTS index_items, other", "drop_index index items name=index_items\n"
									 "drop_index index - name=other\n"},
		{"ALTER INDEX index_items RENAME TO i2", "rename index items name=index_items to=i2\n"},
		{"ALTER INDEX i ATTACH PARTITION j", "partition index - name=j references=i type=ATTACH\n"},
	};

	(void)state;
	CHECK_ROWS(rows, true);
}

static void test_other_ddl(void **state)
{
	static const struct row rows[] = {
		{"DROP TABLE IF EXISTS a, \"B\" CASCADE", "drop table a name=a\n"
							  "drop table B name=B\n"},
		{"DROP VIEW v", "drop view v name=v\n"},
		{"DROP TRIGGER t ON a", "drop_trigger trigger a name=t\n"},
		{"DROP FUNCTION IF EXISTS f(int), g()", "drop function - name=f\n"
							"drop function - name=g\n"},
		{"DROP SEQUENCE s", "drop sequence - name=s\n"},
		{"TRUNCATE a, public.b", "truncate a\n"
					 "truncate b\n"},
		{"COPY a (x, y) FROM STDIN", "insert a(x,y)\n"},
		{"CREATE TRIGGER trg BEFORE INSERT OR UPDATE OF a, b ON t FOR EACH ROW WHEN "
		 "((NEW.a IS NULL)) EXECUTE FUNCTION f()",
		 "create_trigger trigger t(a,b) name=trg to=f where=(NEW.a IS NULL) "
		 "mentions[t.a:f] type=BEFORE INSERT OR UPDATE\n"},
		{"CREATE OR REPLACE VIEW v AS SELECT id, name AS n FROM t WHERE x = 1",
		 "create view v(id,n) name=v references=t ~[t.x:f] <[t.id:v t.name:v]\n"},
		{"CREATE MATERIALIZED VIEW v AS SELECT id FROM t", "create view v(id) name=v references=t <[t.id:v]\n"},
		{"ALTER VIEW v RENAME TO w", "rename view v name=v to=w\n"},
		{"CREATE SEQUENCE s", "create sequence - name=s\n"},
		{"LOCK TABLE a IN EXCLUSIVE MODE; SET statement_timeout = 0; GRANT ALL ON a TO "
		 "b; COMMENT ON TABLE a IS 'x'; COMMIT; ANALYZE a; ALTER SEQUENCE s OWNED BY "
		 "t.id",
		 ""},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_update(void **state)
{
	static const struct row rows[] = {
		{"UPDATE a SET c = b.d, e = NULL FROM b WHERE a.b_id = b.id AND a.c IS NULL",
		 "write a(c,e) ~[a.b_id:j b.id:j a.c:f] <[b.d:v]\n"
		 "read b(d,id) ~[b.id:j] <[b.d:v]\n"
		 "read a(b_id,c) ~[a.b_id:j a.c:f]\n"},
		{"UPDATE a SET c = NULL::int, e = NULL WHERE id BETWEEN 1 AND 2", "write a(c,e) nulls=yes ~[a.id:f]\n"
										  "read a(id) ~[a.id:f]\n"},
		{"UPDATE \"t\" SET x = x", "write t(x) <[t.x:v]\n"
					   "read t(x) <[t.x:v]\n"},
		{"UPDATE t SET (a, b) = (SELECT x, y FROM u WHERE u.id = t.u_id)",
		 "write t(a,b) ~[u.id:j t.u_id:j] <[u.x:v u.y:v]\n"
		 "read u(id,x,y) ~[u.id:j] <[u.x:v u.y:v]\n"
		 "read t(u_id) ~[t.u_id:j]\n"},
		{"UPDATE t AS q SET c = v.c FROM (VALUES (1, 2), (3, 4)) AS v(id, c) WHERE q.id "
		 "= v.id",
		 "write t(c) ~[t.id:j]\n"
		 "read t(id) ~[t.id:j]\n"},
		{"UPDATE t SET c = CASE id WHEN 1 THEN a ELSE b END, d = jsonb_set(d, '{x}', "
		 "'1')",
		 "write t(c,d) <[t.id:v t.a:v t.b:v t.d:v]\n"
		 "read t(id,a,b,d) <[t.id:v t.a:v t.b:v t.d:v]\n"},
		{"UPDATE t SET c = u.x FROM (SELECT y AS x, id FROM v WHERE w = 1) u WHERE u.id "
		 "= t.u_id",
		 "write t(c) ~[v.w:f v.id:j t.u_id:j] <[v.y:v]\n"
		 "read v(w,y,id) ~[v.w:f v.id:j] <[v.y:v v.id:v]\n"
		 "read t(u_id) ~[t.u_id:j]\n"},
		{"WITH b AS MATERIALIZED (SELECT id, p FROM s WHERE q LIMIT 10) UPDATE t SET c "
		 "= b.p FROM b WHERE t.id = b.id",
		 "write t(c) ~[s.q:f t.id:j s.id:j] <[s.p:v]\n"
		 "read s(q,id,p) ~[s.q:f s.id:j] <[s.id:v s.p:v]\n"
		 "read t(id) ~[t.id:j]\n"},
		{"WITH RECURSIVE tree AS (SELECT id FROM ns WHERE parent_id IS NULL UNION ALL "
		 "SELECT ns.id FROM ns JOIN tree ON tree.id = ns.parent_id) UPDATE t SET root = "
		 "tree.id FROM tree WHERE tree.id = t.ns_id",
		 "write t(root) ~[ns.parent_id:f ns.id:j ns.parent_id:j t.ns_id:j] <[ns.id:v]\n"
		 "read ns(parent_id,id) ~[ns.parent_id:f ns.id:j ns.parent_id:j] <[ns.id:v]\n"
		 "read t(ns_id) ~[t.ns_id:j]\n"},
		{"UPDATE t SET c = 1 WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id AND "
		 "u.s = 2)",
		 "write t(c) ~[u.t_id:j t.id:j u.s:f]\n"
		 "read u(t_id,s) ~[u.t_id:j u.s:f]\n"
		 "read t(id) ~[t.id:j]\n"},
		{"UPDATE t SET c = 1 WHERE d IN (SELECT e FROM u)", "write t(c) ~[t.d:j u.e:j]\n"
								    "read t(d) ~[t.d:j]\n"
								    "read u(e) ~[u.e:j] <[u.e:v]\n"},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_insert(void **state)
{
	static const struct row rows[] = {
		{"INSERT INTO t (a, b) VALUES (1, 2), (3, 4)", "insert t(a,b)\n"},
		{"INSERT INTO t (a, b) SELECT x.a, y.b FROM x LEFT JOIN y ON y.id = x.y_id "
		 "WHERE y.id IS NULL ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b, c = t.c + 1",
		 "insert t(a,b) to(b,c) upsert=yes ~[y.id:j x.y_id:j] <[x.a:v y.b:v t.c:v]\n"
		 "read x(y_id,a) ~[x.y_id:j] <[x.a:v]\n"
		 "read y(id,b) ~[y.id:j] <[y.b:v]\n"
		 "read t(c) <[t.c:v]\n"},
		{"INSERT INTO t (a) SELECT b FROM u ON CONFLICT DO NOTHING", "insert t(a) <[u.b:v]\n"
									     "read u(b) <[u.b:v]\n"},
		{"INSERT INTO items SELECT id, namespace_id FROM projects",
		 "insert items(id,project_id) <[projects.id:v projects.namespace_id:v]\n"
		 "read projects(id,namespace_id) <[projects.id:v projects.namespace_id:v]\n"},
		{"INSERT INTO t SELECT * FROM items",
		 "insert t(*) <[items.id:v items.project_id:v items.state:v] likely\n"
		 "read items(id,project_id,state) <[items.id:v items.project_id:v "
		 "items.state:v]\n"},
		{"INSERT INTO t VALUES (1)", "insert t(*) likely\n"},
		{"INSERT INTO t DEFAULT VALUES", "insert t\n"},
		{"WITH del AS (DELETE FROM items WHERE state = 3 RETURNING id, project_id) "
		 "INSERT INTO items_archived SELECT id, project_id, now() FROM del",
		 "delete items ~[items.state:f]\n"
		 "insert items_archived(id,project_id,archived_at) ~[items.state:f] "
		 "<[items.id:v items.project_id:v]\n"
		 "read items(state,id,project_id) ~[items.state:f] <[items.id:v "
		 "items.project_id:v]\n"},
		{"WITH del AS (DELETE FROM items RETURNING *), ins AS (INSERT INTO "
		 "items_archived (id, project_id) SELECT id, project_id FROM del) DELETE FROM u "
		 "USING del WHERE u.item_id = del.id",
		 "delete items\n"
		 "insert items_archived(id,project_id) <[items.id:v items.project_id:v]\n"
		 "delete u ~[u.item_id:j items.id:j]\n"
		 "read u(item_id) ~[u.item_id:j]\n"
		 "read items(id,project_id) ~[items.id:j] <[items.id:v items.project_id:v]\n"},
	};

	(void)state;
	CHECK_ROWS(rows, true);
}

static void test_delete(void **state)
{
	static const struct row rows[] = {
		{"DELETE FROM t WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER "
		 "(PARTITION BY a, b ORDER BY id) AS rn FROM t) x WHERE rn > 1)",
		 "delete t ~[t.id:j t.a:g t.b:g t.id:f]\n"
		 "read t(id,a,b) ~[t.id:j t.a:g t.b:g t.id:f] <[t.id:v]\n"},
		{"DELETE FROM t USING u WHERE t.u_id = u.id", "delete t ~[t.u_id:j u.id:j]\n"
							      "read u(id) ~[u.id:j]\n"
							      "read t(u_id) ~[t.u_id:j]\n"},
		{"DELETE FROM t WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a, b)",
		 "delete t ~[t.id:j t.a:g t.b:g]\n"
		 "read t(id,a,b) ~[t.id:j t.a:g t.b:g] <[t.id:v]\n"},
		{"DELETE FROM t a USING t b WHERE a.id > b.id AND a.k = b.k", "delete t ~[t.id:j t.k:j]\n"
									      "read t(id,k) ~[t.id:j t.k:j]\n"},
		{"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.d THEN DELETE WHEN "
		 "MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT (a, b) VALUES "
		 "(s.a, s.b)",
		 "delete t ~[t.id:j s.id:j s.d:f]\n"
		 "write t(a) ~[t.id:j s.id:j s.d:f] <[s.a:v]\n"
		 "insert t(a,b) ~[t.id:j s.id:j s.d:f] <[s.a:v s.b:v]\n"
		 "read s(id,d,a,b) ~[s.id:j s.d:f] <[s.a:v s.b:v]\n"
		 "read t(id) ~[t.id:j]\n"},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_select(void **state)
{
	static const struct row rows[] = {
		{"SELECT * FROM t", "read t(*) <[t.*:v]\n"},
		{"SELECT i.* FROM items i", "read items(id,project_id,state) <[items.id:v items.project_id:v "
					    "items.state:v]\n"},
		{"SELECT DISTINCT ON (a) a, b FROM t ORDER BY c", "read t(a,b,c) ~[t.a:g t.c:f] <[t.a:v t.b:v]\n"},
		{"SELECT a AS k, count(*) FROM t GROUP BY 1 HAVING max(c) > 1",
		 "read t(a,c) ~[t.a:g t.c:f] <[t.a:v]\n"},
		{"SELECT state, path FROM items JOIN projects ON project_id = projects.id",
		 "read items(project_id,state) ~[items.project_id:j] <[items.state:v]\n"
		 "read projects(id,path) ~[projects.id:j] <[projects.path:v]\n"},
		{"SELECT state, color FROM items, projects, t", "read items(state) <[items.state:v]\n"
								"read projects\n"
								"read t(color) <[t.color:v]\n"},
		{"SELECT other, thing FROM t, u", "read t(other,thing) <[t.other:v t.thing:v] likely\n"
						  "read u\n"},
		{"SELECT id FROM t FOR UPDATE SKIP LOCKED", "read t(id) <[t.id:v]\n"},
		{"SELECT x.id FROM items AS x WHERE EXISTS (SELECT * FROM projects WHERE "
		 "projects.id = x.project_id)",
		 "read items(project_id,id) ~[items.project_id:j] <[items.id:v]\n"
		 "read projects(id) ~[projects.id:j]\n"},
		{"SELECT id FROM items LEFT JOIN projects USING (id)",
		 "read items(id) ~[items.id:j] <[items.id:v] likely\n"
		 "read projects(id) ~[projects.id:j]\n"},
		{"SELECT to_jsonb(i) FROM items i", "read items(id,project_id,state) <[items.id:v items.project_id:v "
						    "items.state:v]\n"},
		{"SELECT v.a FROM t, jsonb_to_record(t.data) AS v(a int)", "read t(data) <[t.data:v]\n"},
	};

	(void)state;
	CHECK_ROWS(rows, true);
}

static void test_placeholders(void **state)
{
	static const struct row rows[] = {
		{"UPDATE t SET a = sg_unknown_1 WHERE id IN (sg_unknown_2) AND sg_unknown_3", "write t(a) ~[t.id:f]\n"
											      "read t(id) ~[t.id:f]\n"},
		{"UPDATE t SET a = 'sg_unknown_1' WHERE id = 5 sg_unknown_1", "write t(a) ~[t.id:f]\n"
									      "read t(id) ~[t.id:f]\n"},
		{"UPDATE t SET a = 2, sg_unknown_1 WHERE id = 5", "! UPDATE: a column name is computed at run time\n"
								  "write t(a) ~[t.id:f]\n"
								  "write t ~[t.id:f] unknown\n"
								  "read t(id) ~[t.id:f]\n"},
		{"UPDATE sg_unknown_1 SET a = u.x FROM u WHERE u.id = sg_unknown_1.u_id",
		 "! UPDATE: a table name is computed at run time\n"
		 "write -(a) ~[u.id:j] <[u.x:v] unknown\n"
		 "read u(x,id) ~[u.id:j] <[u.x:v]\n"},
		{"UPDATE t SET sg_unknown_1 = u.x FROM u WHERE u.id = t.u_id",
		 "! UPDATE: a column name is computed at run time\n"
		 "write t ~[u.id:j t.u_id:j] <[u.x:v] unknown\n"
		 "read u(x,id) ~[u.id:j] <[u.x:v]\n"
		 "read t(u_id) ~[t.u_id:j]\n"},
		{"INSERT INTO t (a, b) VALUES sg_unknown_1 ON CONFLICT (a) DO UPDATE SET b = "
		 "EXCLUDED.b",
		 "insert t(a,b) to(b) upsert=yes\n"},
		{"INSERT INTO t (a, b) sg_unknown_1", "! INSERT: a sub-select is computed at run time\n"
						      "insert t(a,b)\n"},
		{"WITH x AS (sg_unknown_1) UPDATE t SET a = x.a FROM x WHERE x.id = t.id",
		 "! WITH: a sub-select is computed at run time\n"
		 "write t(a) ~[t.id:j]\n"
		 "read t(id) ~[t.id:j]\n"},
		{"WITH x AS sg_unknown_1 (SELECT a, id FROM u) UPDATE t SET a = x.a FROM x "
		 "WHERE x.id = t.id",
		 "write t(a) ~[u.id:j t.id:j] <[u.a:v]\n"
		 "read u(a,id) ~[u.id:j] <[u.a:v u.id:v]\n"
		 "read t(id) ~[t.id:j]\n"},
		{"WITH sg_unknown_1, y AS (SELECT 1) UPDATE t SET a = 1 FROM y JOIN "
		 "sg_unknown_2 WHERE y.id = t.id",
		 "! WITH: a sub-select is computed at run time\n"
		 "write t(a) ~[t.id:j]\n"
		 "read t(id) ~[t.id:j] likely\n"},
		{"sg_unknown_1 UPDATE t SET a = x.a FROM x WHERE x.id = t.id",
		 "! UPDATE: a part of the statement is computed at run time\n"
		 "write t(a) ~[x.id:j t.id:j] <[x.a:v]\n"
		 "read x(a,id) ~[x.id:j] <[x.a:v] likely\n"
		 "read t(id) ~[t.id:j] likely\n"},
		{"UPDATE t SET a = v.b FROM (VALUES sg_unknown_1) AS v(id, b) WHERE v.id = t.id",
		 "write t(a) ~[t.id:j]\n"
		 "read t(id) ~[t.id:j]\n"},
		{"UPDATE t SET a = CASE sg_unknown_1 END", "write t(a)\n"},
		{"SELECT a.id FROM a sg_unknown_1 WHERE a.x = 1", "read a(x,id) ~[a.x:f] <[a.id:v]\n"},
		{"CREATE INDEX sg_unknown_1 idx ON t (a)", "add_index index t(a) name=idx\n"},
		{"CREATE INDEX idx_sg_unknown_1 ON t (a)", "! CREATE INDEX: a name is computed at run time\n"
							   "add_index index t(a)\n"},
		{"ALTER TABLE t ADD CONSTRAINT c CHECK (x > 0) sg_unknown_1",
		 "add_constraint constraint t(x) name=c kind=check valid=? expr=x > 0 "
		 "mentions[t.x:f]\n"},
		{"ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES b (id) ON DELETE "
		 "sg_unknown_1",
		 "add_foreign_key foreign_key t(a) name=c kind=foreign_key valid=? "
		 "references=b(id)\n"},
		{"ALTER TABLE t sg_unknown_1",
		 "! ALTER TABLE: SQL does not parse: syntax error at or near \"sg_unknown_1\"\n"},
		{"CREATE TABLE sg_unknown_1.p_1 PARTITION OF p FOR VALUES FROM (sg_unknown_2) "
		 "TO (sg_unknown_3)",
		 "create table p_1 name=p_1 references=p\n"
		 "partition table p_1 references=p type=PARTITION OF\n"},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_marks(void **state)
{
	static const struct row rows[] = {
		{"DELETE FROM t WHERE id BETWEEN ? AND ? AND x = :name AND y -> 'a' ? 'b' AND z "
		 "IN (:ids)",
		 "delete t ~[t.id:f t.x:f t.y:f t.z:f]\n"
		 "read t(id,x,y,z) ~[t.id:f t.x:f t.y:f t.z:f]\n"},
		{"DELETE FROM t WHERE a[1:2] = ?", "delete t ~[t.a:f]\n"
						   "read t(a) ~[t.a:f]\n"},
		{"UPDATE `t` SET `a` = 1 WHERE `b` IS NULL", "write t(a) ~[t.b:f]\n"
							     "read t(b) ~[t.b:f]\n"},
		{"DELETE FROM t WHERE id IN (%{ids})", "delete t ~[t.id:f]\n"
						       "read t(id) ~[t.id:f]\n"},
		{"UPDATE t INNER JOIN u ON t.id = u.id SET t.a = 1",
		 "! UPDATE: SQL does not parse: syntax error at or near \"INNER\"\n"},
	};

	(void)state;
	CHECK_ROWS(rows, false);
}

static void test_functions(void **state)
{
	static const struct row rows[] = {
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
	CHECK_ROWS(rows, false);
}

static void test_names(void **state)
{
	static const struct row rows[] = {
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

		assert_true(str_starts_with(describe(arena, repeated(arena, deep[i].head, deep[i].part, 20000), false),
					    "! "));
		arena_free(arena);
	}
}

static void test_long_lists_are_no_depth(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(describe(arena, repeated(arena, "INSERT INTO t (a) VALUES (1)", ", (2)", 20000), false),
			    "insert t(a)\n");
	assert_string_equal(describe(arena, repeated(arena, "DELETE FROM t WHERE a = 1", " OR a = 2", 5000), false),
			    "delete t ~[t.a:f]\nread t(a) ~[t.a:f]\n");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alter_table),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_create_table),
		cmocka_unit_test(test_indexes),
		cmocka_unit_test(test_other_ddl),
		cmocka_unit_test(test_update),
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_delete),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_placeholders),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_statements_and_places),
		cmocka_unit_test(test_fragment_columns),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_long_lists_are_no_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
