/* What a check of changed migrations reads: a product with many tables of which one is changed. That what it says is right
 * is tested by tests/reach.sh with the whole corpus. */
#include "analyzer/changes.h"

#include "analyzer/cache/file.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/fixture.h"
#include "tests/support/repository.h"

#define TABLES 40u

static void write_migration(const struct folder_fixture *folder, const char *version, const char *name,
			    const char *line)
{
	char path[128];
	char text[512];

	snprintf(path, sizeof(path), "db/post_migrate/%s_%s.rb", version, name);
	snprintf(text, sizeof(text),
		 "class %c%s < Gitlab::Database::Migration[2.3]\n  milestone '18.9'\n  def up\n    %s\n  end\nend\n",
		 name[0] & ~0x20, name + 1, line);
	folder_write(folder, path, text);
}

static void make(struct folder_fixture *folder)
{
	char version[32], name[32], line[128];

	repository_make(folder);
	folder_write(folder, "VERSION", "18.9.0-pre\n");
	folder_write(folder, "config/upgrade_path.yml", "- major: 17\n  minor: 11\n- major: 18\n  minor: 2\n");
	folder_write(folder, "lib/gitlab/background_migration/fill_plots.rb",
		     "class Gitlab::BackgroundMigration::FillPlots < Gitlab::BackgroundMigration::BatchedMigrationJob\n"
		     "  def perform\n    each_sub_batch { |b| b.update_all('garden_id = 1') }\n  end\nend\n");
	write_migration(folder, "20251201000000", "queue",
			"queue_batched_background_migration('FillPlots', :plots, :id)");
	for (unsigned i = 0; i < TABLES; i++) {
		snprintf(version, sizeof(version), "202511010000%02u", i);
		snprintf(name, sizeof(name), "table%02u", i);
		snprintf(line, sizeof(line), "create_table(:things_%02u) { |t| t.bigint :state }", i);
		write_migration(folder, version, name, line);
	}
	repository_run(folder, "commit 2025-12-02 base");
}

static int set_up(void **state)
{
	*state = fixture_new(make);
	return 0;
}

/* How many migrations were read by a check of what is there now; 0 when everything was. */
static size_t count_read(struct fixture *fixture, size_t *statements)
{
	struct cache_file *cache = cache_file_open(fixture->arena, folder_path(&fixture->folder, "cache.sqlite"));
	struct analysis_options options = {.folder = fixture->folder.path, .cache = cache, .lists = true};
	struct base_request request = {.revision = "HEAD"};
	struct changed_files changed;
	struct names known = {0};
	struct revision base;
	struct analysis now;
	size_t count = 0;

	analysis_init(&now);
	assert_int_equal(analysis_run(&now, &options, ANALYSIS_CONFIG), 0);
	assert_int_equal(changes_find_base(&now, &request, &base), 0);
	assert_true(changes_any(&now, &options, &base, &changed));
	assert_int_equal(changes_known(now.arena, &options, &now, &base, &known), 0);
	options.base = &base;
	if (changes_are_harmless(&options, &now, &base, &known, &changed)) {
		vec_each(struct migration *, migration, &now.scan->project.migrations)
			count += (*migration)->statements.count > 0;
		*statements = now.graph.statements;
	}
	assert_int_equal(now.diags.count, 0);
	analysis_done(&now);
	cache_file_close(cache);
	return count;
}

static void only_what_touches_the_same_table_is_read(void **state)
{
	struct fixture *fixture = *state;
	size_t statements = 0;

	write_migration(&fixture->folder, "20260101000000", "more", "add_column :things_05, :color, :text");
	assert_int_equal(count_read(fixture, &statements), 2);
	assert_int_equal(statements, 2 * TABLES + 2);
}

static void a_name_that_only_evaluation_tells_is_followed(void **state)
{
	struct fixture *fixture = *state;
	size_t statements = 0;

	write_migration(&fixture->folder, "20260101000000", "more",
			"add_column ['things', '07'].join('_'), :color, :text");
	assert_int_equal(count_read(fixture, &statements), 2);
	assert_int_equal(statements, 2 * TABLES + 2);
}

static void a_changed_one_counts_with_what_it_touched_before(void **state)
{
	struct fixture *fixture = *state;
	size_t statements = 0;

	write_migration(&fixture->folder, "20251101000009", "table09", "add_column :things_08, :color, :text");
	assert_int_equal(count_read(fixture, &statements), 2);
	assert_int_equal(statements, 2 * TABLES);
}

static void with_a_finding_everything_is_read(void **state)
{
	struct fixture *fixture = *state;
	size_t statements = 0;

	write_migration(&fixture->folder, "20260101000000", "more", "change_column_null :plots, :garden_id, false");
	assert_int_equal(count_read(fixture, &statements), 0);
}

static void with_another_file_changed_everything_is_read(void **state)
{
	struct fixture *fixture = *state;
	size_t statements = 0;

	write_migration(&fixture->folder, "20260101000000", "more", "add_column :things_05, :color, :text");
	folder_write(&fixture->folder, "db/docs/things_05.yml", "table_name: things_05\nclasses:\n- Thing\n");
	assert_int_equal(count_read(fixture, &statements), 0);
}

static void with_one_gone_everything_is_read(void **state)
{
	struct fixture *fixture = *state;
	size_t statements = 0;

	repository_run(&fixture->folder, "rm db/post_migrate/20251101000009_table09.rb");
	assert_int_equal(count_read(fixture, &statements), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, fixture_done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_what_touches_the_same_table_is_read),
		TEST(a_name_that_only_evaluation_tells_is_followed),
		TEST(a_changed_one_counts_with_what_it_touched_before),
		TEST(with_a_finding_everything_is_read),
		TEST(with_another_file_changed_everything_is_read),
		TEST(with_one_gone_everything_is_read),
	};

	return git_is_there() ? cmocka_run_group_tests(tests, NULL, NULL) : git_skip();
}
