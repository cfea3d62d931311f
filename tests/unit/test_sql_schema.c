/* parser/sql: what statements do to the schema: tables, columns, constraints, indexes. */
#include "tests/support/cmocka_all.h"
#include "tests/support/sql_case.h"

static void test_alter_table(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

static void test_checks(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

static void test_create_table(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, true);
}

static void test_indexes(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, true);
}

static void test_other_ddl(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alter_table),  cmocka_unit_test(test_checks),
		cmocka_unit_test(test_create_table), cmocka_unit_test(test_indexes),
		cmocka_unit_test(test_other_ddl),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
