/* What a repository's tags and history add: releases, what is gone, what was declared when, and what a merge request
 * changes. */
#include "analyzer/changes.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/fixture.h"
#include "tests/support/repository.h"

static int set_up(void **state)
{
	*state = fixture_new(repository_make);
	return 0;
}

static void tags_are_taken_for_releases(void **state)
{
	static const struct {
		const char *name, *release;
		bool is_final;
	} rows[] = {
		{"v14.10.0-ee", "14.10", true},
		{"v11.2.3", "11.2.3", true},
		{"REL_9_5", "9.5", true},
		{"REL9_5_2", "9.5.2", true},
		{"10.1", "10.1", true},
		{"release-3.2.1", "3.2.1", true},
		{"v11.2.0-rc9", "11.2", false},
		{"v9.6.0.pre", "9.6", false},
		{"v14.10.0-rc42-ee", "14.10", false},
		{"v3.0.0pre1", "3.0", false},
		{"REL_10_0_BETA1", "10.0", false},
		{"v0.9.4", "0.9.4", true},
		{"v0.0.4", NULL, true},
		{"nightly-2025-01-02", NULL, true},
		{"v1.1.0-rtl", NULL, true},
		{"gitaly-v1.2.3", NULL, true},
		{"v18", NULL, true},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct release_tag tag;
		bool taken = release_tag_parse(NULL, rows[i].name, &tag);
		const char *release = taken ? release_text(fixture->arena, tag.release) : NULL;
		if (!rows[i].release) {
			assert_null(release);
			continue;
		}
		assert_string_equal(release, rows[i].release);
		assert_int_equal(tag.is_final, rows[i].is_final);
	}
	struct release_tag tag;
	assert_true(release_tag_parse("^ship/([0-9]+)/([0-9]+)(-test)?$", "ship/3/14", &tag));
	assert_int_equal(tag.release.minor, 14);
	assert_false(release_tag_parse("^ship/([0-9]+)/([0-9]+)$", "v3.14.0", &tag));
	assert_non_null(release_pattern_problem(fixture->arena, "v([0-9]+"));
	assert_non_null(release_pattern_problem(fixture->arena, "v([0-9]+)"));
	assert_null(release_pattern_problem(fixture->arena, release_tags_default));
}

/* "VERSION=RELEASE/SOURCE ..." of the tree as it is, or of a revision. */
static const char *releases(struct fixture *fixture, const char *revision)
{
	struct strbuf text = strbuf_new(fixture->arena);
	struct analysis_options options = {.folder = fixture->folder.path, .revision = revision};
	struct analysis analysis;

	analysis_init(&analysis);
	assert_int_equal(analysis_run(&analysis, &options, ANALYSIS_GRAPH), 0);
	vec_each(const struct placed_migration, placed, &analysis.graph.migrations) {
		const char *source = release_source_name(placed->release_source);
		const char *release = release_text(fixture->arena, placed->release);
		strbuf_printf(&text, "%s=%s/%s ", placed->migration->version, release ? release : "?",
			      source ? source : "?");
	}
	strbuf_printf(&text, "in %s", analysis.scan->project.release ? analysis.scan->project.release : "?");
	analysis_done(&analysis);
	return strbuf_finish(&text);
}

#define ADD(version, name, milestone)                                                                                  \
	repository_migration(&fixture->folder, "db/migrate/" version "_x.rb", name, milestone)

static void the_first_release_that_holds_a_migration(void **state)
{
	struct fixture *fixture = *state;

	ADD("1", "One", NULL);
	repository_run(&fixture->folder, "commit 2024-01-01 1; git tag v1.0.0; git branch stable");
	ADD("2", "Two", NULL);
	repository_run(&fixture->folder, "commit 2024-02-01 2; git tag v1.1.0.pre; git tag v1.1.0-rc1");
	ADD("3", "Three", NULL);
	repository_run(&fixture->folder, "commit 2024-03-01 3; git tag v1.1.0; git mv db/migrate db/post_migrate");
	ADD("4", "Four", "1.2");
	ADD("5", "Five", NULL);
	repository_run(
		&fixture->folder,
		"commit 2024-04-01 4; git tag v1.2.0-rc1; git checkout -q stable; at 2024-04-02; "
		"git checkout -q main -- db/post_migrate/3_x.rb; commit 2024-04-02 back; git tag -a -m m v1.0.3; "
		"git checkout -q main; git tag v1.3.9 $(git rev-parse HEAD:db/migrate/5_x.rb); "
		"echo rubbish >.git/refs/tags/v0.9.0");
	ADD("6", "Six", NULL);
	assert_string_equal(releases(fixture, NULL), "1=1.0/tag 2=1.1/tag 3=1.0.3/tag 4=1.2/milestone 5=1.2/tag "
						     "6=1.2/tag in 1.2");
	assert_string_equal(releases(fixture, "v1.1.0"), "1=1.0/tag 2=1.1/tag 3=1.0.3/tag in 1.1");
	folder_write(&fixture->folder, "VERSION", "1.4.0-pre\n");
	assert_string_equal(releases(fixture, NULL), "1=1.0/tag 2=1.1/tag 3=1.0.3/tag 4=1.2/milestone 5=1.2/tag "
						     "6=1.4/tag in 1.4");
	folder_write(&fixture->folder, ".stopgraph.yml", "release_tags: '^none-([0-9]+)-([0-9]+)$'\n");
	assert_string_equal(releases(fixture, NULL), "1=1.2/inferred 2=1.2/inferred 3=1.2/inferred 4=1.2/milestone "
						     "5=1.2/inferred 6=1.2/inferred in 1.4");
}

/* Lines "LEVEL RULE PATH" of what `check` reports: all, or what is new since `base` ("": as found). */
static const char *check(struct fixture *fixture, const char *base, bool staged)
{
	struct strbuf text = strbuf_new(fixture->arena);
	struct analysis_options options = {.folder = fixture->folder.path, .staged = staged};
	struct base_request request = {.revision = base && *base ? base : NULL};
	struct names known = {0};
	struct revision revision;
	struct analysis now;

	analysis_init(&now);
	int status = analysis_run(&now, &options, ANALYSIS_CONFIG);
	if (base && status == 0)
		status = changes_find_base(&now, &request, &revision);
	if (base && status == 0 && !changes_any(&now, &options, &revision, &(struct changed_files){.others = false})) {
		analysis_done(&now);
		return "nothing changed";
	}
	if (base && status == 0)
		status = changes_known(fixture->arena, &options, &now, &revision, &known);
	options.base = base ? &revision : NULL;
	if (status == 0)
		status = analysis_run(&now, &options, ANALYSIS_FINDINGS);
	if (status)
		strbuf_printf(&text, "%s", now.diags.items[now.diags.count - 1].text);
	else if (base)
		changes_keep_new(&now.result, &known);
	vec_each(struct finding, finding, &now.result.findings)
		strbuf_printf(&text, "%s %s %s\n", level_name(finding->level), finding->rule,
			      location_path(finding->location));
	analysis_done(&now);
	return strbuf_finish(&text);
}

static void stops(struct fixture *fixture, const char *text)
{
	folder_write(&fixture->folder, "config/upgrade_path.yml", text);
}

#define STOP(major, minor) "- major: " #major "\n  minor: " #minor "\n"

static void only_what_is_new_is_reported(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "VERSION", "18.2.0-pre\n");
	stops(fixture, STOP(17, 11));
	ADD("20250230000000", "Old", "18.2");
	repository_run(&fixture->folder, "commit 2025-05-01 one; git checkout -q -b feature");
	assert_string_equal(check(fixture, "", false), "nothing changed");
	assert_string_equal(check(fixture, NULL, false), "note impossible-timestamp db/migrate/20250230000000_x.rb\n");
	folder_write(&fixture->folder, "README", "no input");
	assert_string_equal(check(fixture, "", false), "nothing changed");
	ADD("20250631000000", "New", "18.2");
	assert_string_equal(check(fixture, "", false), "note impossible-timestamp db/migrate/20250631000000_x.rb\n");
	assert_string_equal(check(fixture, "", true), "nothing changed");
	repository_run(&fixture->folder, "git add -A");
	assert_string_equal(check(fixture, "", true), "note impossible-timestamp db/migrate/20250631000000_x.rb\n");
	repository_run(&fixture->folder, "commit 2025-05-02 two");
	assert_string_equal(check(fixture, "", false), "note impossible-timestamp db/migrate/20250631000000_x.rb\n");
	assert_string_equal(check(fixture, "HEAD", false), "nothing changed");
}

static void a_file_rewritten_in_the_moment_of_the_commit(void **state)
{
	struct fixture *fixture = *state;

	ADD("20250101000000", "Abc", "18.1");
	repository_run(&fixture->folder, "commit 2025-05-01 one");
	ADD("20250101000000", "Abd", "18.1");
	assert_string_not_equal(check(fixture, "", false), "nothing changed");
}

static void a_missing_base_says_what_to_do(void **state)
{
	struct fixture *fixture = *state;

	ADD("20250101000000", "Abc", "18.1");
	assert_non_null(strstr(check(fixture, "", false), "--all"));
	repository_run(&fixture->folder, "commit 2025-05-01 one");
	assert_non_null(strstr(check(fixture, "nowhere", false), "git fetch origin nowhere"));
	repository_run(&fixture->folder, "git branch -m work");
	assert_non_null(strstr(check(fixture, "", false), "default branch is not known"));
	folder_write(&fixture->folder, ".stopgraph.yml", "default_branch: trunk\n");
	assert_non_null(strstr(check(fixture, "", false), "git fetch origin trunk"));
	repository_run(&fixture->folder,
		       "git checkout -q --orphan trunk; commit 2025-05-02 other; git checkout -q work");
	folder_write(&fixture->folder, ".stopgraph.yml", "default_branch: trunk\n");
	assert_non_null(strstr(check(fixture, "", false), "no common ancestor with 'trunk'"));
	repository_run(&fixture->folder, "git rev-parse HEAD >.git/shallow");
	assert_non_null(strstr(check(fixture, "", false), "git fetch --unshallow"));
}

/* Releases 18.1 with three migrations, one of them empty, and 18.2; the tree is of 18.3. */
static void make_releases(struct fixture *fixture)
{
	folder_write(&fixture->folder, "VERSION", "18.1.0\n");
	stops(fixture, STOP(17, 11) STOP(18, 2));
	ADD("20250601000000", "One", "18.1");
	ADD("20250602000000", "Two", NULL);
	folder_write(&fixture->folder, "db/migrate/20250603000000_x.rb",
		     "class Empty < Gitlab::Database::Migration[2.3]\n  milestone '18.1'\n  def change\n  end\nend\n");
	folder_write(&fixture->folder, "db/init_structure.sql", "CREATE TABLE a (id bigint);\n");
	repository_run(&fixture->folder, "commit 2025-06-19 1; git tag v18.1.0");
	folder_write(&fixture->folder, "VERSION", "18.2.0\n");
	ADD("20250620000000", "Three", "18.2");
	repository_run(&fixture->folder, "commit 2025-07-17 2; git tag v18.2.0");
	folder_write(&fixture->folder, "VERSION", "18.3.0-pre\n");
	ADD("20250801000000", "Four", "18.3");
	repository_run(&fixture->folder, "commit 2025-08-01 3");
}

#define REMOVED(version) "error removed-migration db/migrate/" version "_x.rb\n"

static void a_migration_that_is_gone(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	assert_string_equal(check(fixture, NULL, false), "");
	repository_run(&fixture->folder,
		       "git checkout -q -b feature; rm db/migrate/20250602*; rm db/migrate/20250603*; "
		       "rm db/migrate/20250801*");
	/* the empty one and the one that never shipped may go */
	assert_string_equal(check(fixture, NULL, false), REMOVED("20250602000000"));
	assert_string_equal(check(fixture, "", false), REMOVED("20250602000000"));
	repository_run(&fixture->folder, "commit 2025-08-02 4");
	assert_string_equal(check(fixture, "", false), REMOVED("20250602000000"));
	assert_string_equal(check(fixture, "HEAD", false), "nothing changed");
}

static void a_squash_up_to_a_stop(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	folder_write(&fixture->folder, "db/init_structure.sql", "CREATE TABLE a (id bigint, b bigint);\n");
	repository_run(&fixture->folder, "rm db/migrate/202506010* db/migrate/20250602*");
	/* 18.2 still has a migration, so that nothing was squashed to the stop 18.2 */
	assert_string_equal(check(fixture, NULL, false), REMOVED("20250601000000") REMOVED("20250602000000"));
	repository_run(&fixture->folder, "rm db/migrate/20250620*");
	assert_string_equal(check(fixture, NULL, false), "");
}

/* A migration that is older than all others, is new and makes tables stands for those that it is younger than. */
static void a_squash_into_the_first_migration(void **state)
{
	struct fixture *fixture = *state;
	static const char initial[] = "class Init < Gitlab::Database::Migration[2.3]\n  milestone '18.2'\n  def up\n"
				      "    create_table :a\n  end\nend\n";

	make_releases(fixture);
	repository_run(&fixture->folder, "rm db/migrate/202506010* db/migrate/202506020* db/migrate/202506030* "
					 "db/migrate/20250620*");
	folder_write(&fixture->folder, "db/migrate/20250602000001_x.rb", initial);
	/* what is younger is not in it, and so it does not reach the stop 18.2 */
	assert_string_equal(check(fixture, NULL, false), REMOVED("20250620000000"));
	repository_run(&fixture->folder, "mv db/migrate/20250602000001_x.rb db/migrate/20250620000001_x.rb");
	assert_string_equal(check(fixture, NULL, false), "");
}

/* A patch release that came out later got a migration that this tree never had. */
static void a_later_backport_is_not_gone(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	repository_run(&fixture->folder, "git checkout -q -b stable v18.2.0");
	ADD("20250619000000", "Backported", NULL);
	repository_run(&fixture->folder, "commit 2025-08-20 5; git tag v18.2.1; git checkout -q -; rm -f "
					 "db/migrate/20250619*");
	assert_string_equal(check(fixture, NULL, false), "");
	repository_run(&fixture->folder, "echo >>VERSION; commit 2025-08-21 6");
	assert_string_equal(check(fixture, NULL, false), REMOVED("20250619000000"));
}

static void a_removal_in_a_clone_without_tags(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	repository_run(&fixture->folder, "git tag -d v18.1.0 v18.2.0 >/dev/null; rm db/migrate/20250601*; "
					 "rm db/migrate/20250801*");
	assert_string_equal(check(fixture, NULL, false), "");
	assert_string_equal(check(fixture, "HEAD", false),
			    REMOVED("20250601000000") "warning removed-migration db/migrate/20250801000000_x.rb\n");
}

static void a_stop_on_short_notice(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	stops(fixture, STOP(17, 11) STOP(18, 2) STOP(18, 5));
	assert_string_equal(check(fixture, "", false), "");
	repository_run(&fixture->folder, "commit 2025-08-20 4; git tag v18.3.0");
	folder_write(&fixture->folder, "VERSION", "18.7.0-pre\n");
	stops(fixture, STOP(17, 11) STOP(18, 2) STOP(18, 5) STOP(18, 8));
	assert_string_equal(check(fixture, NULL, false), "warning short-notice-stop config/upgrade_path.yml\n");
	assert_string_equal(check(fixture, "", false), "warning short-notice-stop config/upgrade_path.yml\n");
}

static void a_timestamp_older_than_the_first_commit(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	repository_run(&fixture->folder, "git checkout -q -b feature");
	ADD("20250705000000", "Late", "18.3");
	assert_string_equal(check(fixture, "", false), "");
	repository_run(&fixture->folder, "commit 2025-08-10 late");
	assert_string_equal(check(fixture, "", false), "warning stale-timestamp db/migrate/20250705000000_x.rb\n");
}

/* 18.1 was published on 2025-06-19. */
static void a_migration_of_a_patch_release(void **state)
{
	struct fixture *fixture = *state;

	make_releases(fixture);
	ADD("20250701000000", "Fix", NULL);
	repository_run(&fixture->folder, "commit 2025-07-02 fix; git tag v18.1.2");
	assert_string_equal(check(fixture, NULL, false), "");
}

static void a_folder_that_lies_in_somebody_elses_repository(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "README", "x");
	repository_run(&fixture->folder, "commit 2025-08-10 one; git tag v3.0.0");
	ADD("20250705000000", "Late", NULL);
	struct folder_fixture outer = fixture->folder;
	snprintf(fixture->folder.path, sizeof(fixture->folder.path), "%.40s/sub", outer.path);
	folder_write(&outer, "sub/db/migrate/1_x.rb", "class A < ActiveRecord::Migration[7.0]\n  def up\n  end\nend\n");
	assert_string_equal(releases(fixture, NULL), "1=?/? in ?");
	fixture->folder = outer;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, fixture_done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tags_are_taken_for_releases),
		TEST(the_first_release_that_holds_a_migration),
		TEST(only_what_is_new_is_reported),
		TEST(a_file_rewritten_in_the_moment_of_the_commit),
		TEST(a_missing_base_says_what_to_do),
		TEST(a_migration_that_is_gone),
		TEST(a_squash_into_the_first_migration),
		TEST(a_later_backport_is_not_gone),
		TEST(a_squash_up_to_a_stop),
		TEST(a_removal_in_a_clone_without_tags),
		TEST(a_stop_on_short_notice),
		TEST(a_timestamp_older_than_the_first_commit),
		TEST(a_migration_of_a_patch_release),
		TEST(a_folder_that_lies_in_somebody_elses_repository),
	};

	return git_is_there() ? cmocka_run_group_tests(tests, NULL, NULL) : git_skip();
}
