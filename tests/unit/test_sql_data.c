/* parser/sql: what statements do to rows, with the columns that choose them and those that they are made of. */
#include "tests/support/cmocka_all.h"
#include "tests/support/sql_case.h"

static void test_update(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

static void test_insert(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, true);
}

static void test_delete(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

static void test_select(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, true);
}

static void test_placeholders(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

static void test_marks(void **state)
{
	static const struct sql_row rows[] = {
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
	CHECK_SQL_ROWS(rows, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_update), cmocka_unit_test(test_insert),       cmocka_unit_test(test_delete),
		cmocka_unit_test(test_select), cmocka_unit_test(test_placeholders), cmocka_unit_test(test_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
