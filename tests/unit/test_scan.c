/* The scan as a whole: what is put together from several files, and what a broken file leaves behind. */
#include "analyzer/scan/scan.h"

#include "analyzer/base/str.h"
#include "tests/support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
	struct folder_fixture folder;
	struct arena *arena;
	struct tree tree;
	struct diags diags;
	struct scan *scan;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	folder_make(&fixture->folder);
	folder_write(&fixture->folder, "db/migrate/20250601000000_add_size.rb",
		     "class AddSize < Gitlab::Database::Migration[2.3]\n  milestone '18.1'\n\n  def change\n"
		     "    add_column :things, :size, :bigint\n  end\nend\n");
	fixture->arena = arena_new();
	fixture->diags = diags_new(fixture->arena);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	scan_free(fixture->scan);
	tree_close(&fixture->tree);
	arena_free(fixture->arena);
	folder_remove(&fixture->folder);
	free(fixture);
	return 0;
}

static void scan(struct fixture *fixture)
{
	static const char releases[] = "- release: '17.1'\n  condition: large tables\n"
				       "- release: '17.2'\n  patch: 17.2.9\n"
				       "- release: '17.3'\n  condition: declared as required\n"
				       "- release: '18.10'\n  condition: of the future\n";
	struct scan_options options = {.tree = &fixture->tree};

	options.releases = source_new(fixture->arena, "releases.yml", releases, sizeof(releases) - 1);
	assert_int_equal(tree_open_folder(fixture->arena, fixture->folder.path, &fixture->tree, &fixture->diags), 0);
	fixture->scan = scan_tree(fixture->arena, &options, &fixture->diags);
}

static const char *stops_of(struct fixture *fixture)
{
	struct strbuf text = strbuf_new(fixture->arena);

	vec_each(struct declared_stop, stop, &fixture->scan->project.stops)
		strbuf_printf(&text, "%s%s ", stop->release, stop->kind == STOP_CONDITIONAL ? "?" : "");
	return strbuf_finish(&text);
}

static void published_stops_complete_the_declared_ones(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "VERSION", "18.2.0-pre\n");
	folder_write(&fixture->folder, "config/upgrade_path.yml",
		     "- major: 17\n  minor: 11\n- major: 17\n  minor: 3\n- major: 18\n  minor: 2\n");
	scan(fixture);
	assert_string_equal(fixture->scan->project.release, "18.2");
	assert_string_equal(stops_of(fixture), "17.1? 17.3 17.11 18.2 ");
	assert_int_equal(fixture->diags.count, 0);
}

static void nothing_is_published_where_nothing_is_declared(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "VERSION", "18.2.0-pre\n");
	scan(fixture);
	assert_false(fixture->scan->project.stops_declared);
	assert_string_equal(stops_of(fixture), "");
}

static void migrations_carry_what_their_path_says(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "VERSION", "18.2.0\n");
	folder_write(&fixture->folder, "ee/db/geo/post_migrate/20250602000000_other.rb",
		     "class Other < Gitlab::Database::Migration[2.3]\n  def up\n  end\nend\n");
	scan(fixture);
	assert_int_equal(fixture->scan->project.migrations.count, 2);
	const struct migration *geo = fixture->scan->project.migrations.items[0];
	const struct migration *main_one = fixture->scan->project.migrations.items[1];
	assert_string_equal(geo->database, "geo");
	assert_string_equal(geo->version, "20250602000000");
	assert_int_equal(geo->kind, MIGRATION_POST);
	assert_string_equal(main_one->database, "main");
	assert_string_equal(main_one->class_name, "AddSize");
	assert_int_equal(main_one->kind, MIGRATION_REGULAR);
}

static void trouble_with_a_file_is_listed_as_unresolved(void **state)
{
	struct fixture *fixture = *state;
	bool found = false;

	folder_write(&fixture->folder, "VERSION", "next\n");
	folder_write(&fixture->folder, "config/upgrade_path.yml", "- major: [\n");
	scan(fixture);
	assert_null(fixture->scan->project.release);
	vec_each(struct unresolved, item, &fixture->scan->project.unresolved)
		found = found || str_equal(location_path(item->location), "config/upgrade_path.yml");
	assert_true(found);
	assert_true(fixture->scan->project.unresolved.count >= 2);
}

static void a_tree_with_nothing_to_analyse_gives_no_scan(void **state)
{
	struct fixture *fixture = *state;

	unlink(folder_path(&fixture->folder, "db/migrate/20250601000000_add_size.rb"));
	folder_write(&fixture->folder, "VERSION", "18.2.0\n");
	scan(fixture);
	assert_null(fixture->scan);
	assert_int_equal(fixture->diags.count, 1);
	assert_int_equal(fixture->diags.items[0].code, DIAG_none_found);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(published_stops_complete_the_declared_ones),
		TEST(nothing_is_published_where_nothing_is_declared),
		TEST(migrations_carry_what_their_path_says),
		TEST(trouble_with_a_file_is_listed_as_unresolved),
		TEST(a_tree_with_nothing_to_analyse_gives_no_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
