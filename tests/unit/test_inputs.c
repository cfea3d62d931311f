/* Listing and reading a tree: what belongs to the profile, and everything that a folder can do to a reader. */
#include "analyzer/inputs/inputs.h"

#include "analyzer/base/str.h"
#include "tests/support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
	struct folder_fixture folder;
	struct arena *arena;
	struct tree tree;
	struct inputs inputs;
	struct diags diags;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	folder_make(&fixture->folder);
	fixture->arena = arena_new();
	fixture->diags = diags_new(fixture->arena);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	tree_close(&fixture->tree);
	arena_free(fixture->arena);
	folder_remove(&fixture->folder);
	free(fixture);
	return 0;
}

static void list(struct fixture *fixture)
{
	assert_int_equal(tree_open_folder(fixture->arena, fixture->folder.path, &fixture->tree, &fixture->diags), 0);
	inputs_list(fixture->arena, &fixture->tree, &fixture->inputs, &fixture->diags);
	diags_sort(&fixture->diags);
}

static const char *listed(struct fixture *fixture)
{
	struct strbuf text = strbuf_new(fixture->arena);

	vec_each(struct input, input, &fixture->inputs)
		strbuf_printf(&text, "%s|%d|%s\n", input->path, (int)input->role,
			      input->database ? input->database : "");
	return strbuf_finish(&text);
}

static const char *diagnosed(struct fixture *fixture)
{
	struct strbuf text = strbuf_new(fixture->arena);

	vec_each(struct diag, diag, &fixture->diags)
		strbuf_printf(&text, "%s:%u %s\n", location_path(diag->location), location_line(diag->location),
			      diag_code_name(diag->code));
	return strbuf_finish(&text);
}

static void the_profile_is_listed_in_byte_order(void **state)
{
	struct fixture *fixture = *state;
	static const char *const files[] = {
		"db/post_migrate/20200102000000_b.rb",
		"db/migrate/20200101000000_a.rb",
		"db/migrate/README.md",
		"db/migrate/helper.rb",
		"db/geo/migrate/20200101000000_g.rb",
		"ee/db/geo/post_migrate/20200101000000_g.rb",
		"db/structure.sql",
		"db/docs/batched_background_migrations/job.yml",
		"db/docs/table.yml",
		"db/docs/deleted_tables/gone.yml",
		"db/click_house/migrate/main/20200101000000_c.rb",
		"lib/gitlab/background_migration/job.rb",
		"lib/gitlab/background_migration/nested/job.rb",
		"lib/other/background_migration/job.rb",
		"ee/lib/ee/gitlab/background_migration/job.rb",
		"ee/lib/gitlab/background_migration/job.rb",
		"lib/gitlab/other.rb",
		"app/models/concerns/m.rb",
		"VERSION",
		"config/upgrade_path.yml",
		"spec/db/migrate/20200101000000_no.rb",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		folder_write(&fixture->folder, files[i], "x");
	list(fixture);
	assert_string_equal(diagnosed(fixture), "");
	assert_string_equal(listed(fixture), "VERSION|9|\n"
					     "app/models/concerns/m.rb|12|\n"
					     "config/upgrade_path.yml|8|\n"
					     "db/click_house/migrate/main/20200101000000_c.rb|16|\n"
					     "db/docs/batched_background_migrations/job.yml|3|\n"
					     "db/docs/deleted_tables/gone.yml|4|\n"
					     "db/docs/table.yml|4|\n"
					     "db/geo/migrate/20200101000000_g.rb|0|geo\n"
					     "db/migrate/20200101000000_a.rb|0|main\n"
					     "db/post_migrate/20200102000000_b.rb|1|main\n"
					     "db/structure.sql|5|main\n"
					     "ee/db/geo/post_migrate/20200101000000_g.rb|1|geo\n"
					     "ee/lib/ee/gitlab/background_migration/job.rb|2|\n"
					     "ee/lib/gitlab/background_migration/job.rb|2|\n"
					     "lib/gitlab/background_migration/job.rb|2|\n"
					     "lib/gitlab/background_migration/nested/job.rb|2|\n"
					     "lib/other/background_migration/job.rb|2|\n");
}

static void links_are_followed_once_and_never_outside(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "db/structure.sql", "SELECT 1;");
	folder_write(&fixture->folder, "shared/20200101000000_a.rb", "x");
	folder_link(&fixture->folder, "db/ci/structure.sql", "../structure.sql");
	folder_link(&fixture->folder, "db/migrate", "../shared");
	folder_link(&fixture->folder, "db/post_migrate/20200101000000_out.rb", "/etc/passwd");
	folder_link(&fixture->folder, "db/post_migrate/20200101000001_gone.rb", "nowhere.rb");
	folder_link(&fixture->folder, "db/post_migrate/20200101000002_self.rb", "20200101000002_self.rb");
	folder_link(&fixture->folder, "db/post_migrate/up", "../post_migrate");
	list(fixture);
	assert_string_equal(listed(fixture), "db/migrate/20200101000000_a.rb|0|main\n"
					     "db/structure.sql|5|main\n");
	assert_string_equal(diagnosed(fixture), "db/post_migrate/20200101000000_out.rb:1 input_link_outside\n"
						"db/post_migrate/20200101000001_gone.rb:1 input_unreadable\n"
						"db/post_migrate/20200101000002_self.rb:1 input_link_loop\n"
						"db/post_migrate/up:1 input_link_loop\n");
}

static void a_folder_or_a_pipe_with_the_name_of_a_file(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "db/migrate/20200101000000_x.rb/keep", "");
	mkfifo(folder_path(&fixture->folder, "db/migrate/20200101000001_x.rb"), 0666);
	list(fixture);
	assert_int_equal(fixture->inputs.count, 0);
	assert_string_equal(diagnosed(fixture), "db/migrate/20200101000000_x.rb:1 input_folder\n"
						"db/migrate/20200101000001_x.rb:1 input_unreadable\n");
}

static void large_unreadable_and_binary_files(void **state)
{
	struct fixture *fixture = *state;
	size_t large = 10u << 20;
	char *bytes = calloc(1, large);

	folder_write_bytes(&fixture->folder, "db/migrate/1_large.rb", bytes, large);
	free(bytes);
	folder_write_bytes(&fixture->folder, "db/migrate/2_bytes.rb", "\xef\xbb\xbf# \xc3\xa9\n# \xff\0\xc3\n", 14);
	folder_write(&fixture->folder, "db/migrate/3_gone.rb", "x");
	list(fixture);
	assert_int_equal(fixture->inputs.count, 3);
	unlink(folder_path(&fixture->folder, "db/migrate/3_gone.rb"));
	assert_null(input_read(fixture->arena, &fixture->tree, &fixture->inputs.items[0], &fixture->diags));
	struct source *source = input_read(fixture->arena, &fixture->tree, &fixture->inputs.items[1], &fixture->diags);
	assert_int_equal(source->length, 14);
	assert_memory_equal(source->bytes, "   # \xc3\xa9\n# ???\n", 14);
	assert_null(input_read(fixture->arena, &fixture->tree, &fixture->inputs.items[2], &fixture->diags));
	diags_sort(&fixture->diags);
	assert_string_equal(diagnosed(fixture), "db/migrate/1_large.rb:1 input_too_large\n"
						"db/migrate/2_bytes.rb:2 input_bad_bytes\n"
						"db/migrate/3_gone.rb:1 input_unreadable\n");
}

static void folders_of_migrations_are_known_by_name(void **state)
{
	static const struct {
		const char *folder;
		enum folder_use use;
		const char *database;
	} rows[] = {
		{"db", FOLDER_LEADS_ON, NULL},
		{"app", FOLDER_USELESS, NULL},
		{"db/migrate", FOLDER_OF_MIGRATIONS, "main"},
		{"ee/db/geo/post_migrate", FOLDER_OF_MIGRATIONS, "geo"},
		{"db/click_house", FOLDER_LEADS_ON, NULL},
		{"db/click_house/migrate", FOLDER_USELESS, NULL},
		{"ee", FOLDER_LEADS_ON, NULL},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *database = NULL;
		assert_int_equal(input_folder_use(fixture->arena, NULL, rows[i].folder, &database), rows[i].use);
		assert_true(str_equal(database, rows[i].database));
	}
	assert_string_equal(input_version(fixture->arena, "db/migrate/20250101000000_a.rb"), "20250101000000");
	assert_string_equal(input_version(fixture->arena, "db/migrate/20250101000000_a.rb.orig"), "");
}

static void folders_that_a_project_names_are_known_too(void **state)
{
	static const struct {
		const char *folder;
		enum folder_use use;
	} rows[] = {
		{"", FOLDER_LEADS_ON},          {"server", FOLDER_LEADS_ON},    {"server/db", FOLDER_OF_MIGRATIONS},
		{"server/old", FOLDER_USELESS}, {"migrations", FOLDER_USELESS}, {"db/migrate", FOLDER_OF_MIGRATIONS},
	};
	struct input_path items[] = {{"server/db/*.sql", INPUT_SCRIPT}, {"*/odd_*", INPUT_ROLE_COUNT}};
	const struct input_paths paths = {items, 2, 2};
	const struct input_places places = {.paths = &paths};
	struct fixture *fixture = *state;
	const char *database = NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(input_folder_use(fixture->arena, &places, rows[i].folder, &database), rows[i].use);
	assert_string_equal(input_database(fixture->arena, &places, "server/db/1_a.sql", "main"), "main");
	assert_null(input_database(fixture->arena, &places, "server/db/more/1_a.sql", "main"));
	assert_null(input_database(fixture->arena, &places, "server/db/odd_1.sql", "main"));
	assert_string_equal(input_database(fixture->arena, &places, "ee/db/geo/migrate/1_a.rb", "geo"), "geo");
}

static void a_missing_root_is_a_diagnostic(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(tree_open_folder(fixture->arena, "/no/such/folder", &fixture->tree, &fixture->diags), -1);
	assert_string_equal(diagnosed(fixture), "/no/such/folder:1 input_unreadable\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_profile_is_listed_in_byte_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links_are_followed_once_and_never_outside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_folder_or_a_pipe_with_the_name_of_a_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(large_unreadable_and_binary_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(folders_of_migrations_are_known_by_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(folders_that_a_project_names_are_known_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_missing_root_is_a_diagnostic, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
