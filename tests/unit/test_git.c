/* Trees of git revisions: read like folders, wherever the repository lies and whatever is in it. */
#include "analyzer/inputs/inputs_git.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/repository.h"

struct fixture {
	struct folder_fixture folder;
	struct arena *arena;
	struct repository *repository;
	struct revision revision;
	struct tree tree;
	struct inputs inputs;
	struct diags diags;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	repository_make(&fixture->folder);
	fixture->arena = arena_new();
	fixture->diags = diags_new(fixture->arena);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	tree_close(&fixture->tree);
	repository_close(fixture->repository);
	arena_free(fixture->arena);
	folder_remove(&fixture->folder);
	free(fixture);
	return 0;
}

/* Opens the repository from `folder` of the fixture and lists what a revision holds. */
static void list(struct fixture *fixture, const char *folder, const char *revision)
{
	const char *path = folder_path(&fixture->folder, folder);

	tree_close(&fixture->tree);
	repository_close(fixture->repository);
	fixture->inputs.count = 0;
	fixture->diags.count = 0;
	fixture->repository = repository_open(fixture->arena, path, NULL, &fixture->diags);
	assert_non_null(fixture->repository);
	assert_int_equal(repository_revision(fixture->repository, revision, &fixture->revision, &fixture->diags), 0);
	tree_open_revision(fixture->arena, fixture->repository, &fixture->revision, &fixture->tree);
	inputs_list(fixture->arena, &fixture->tree, &fixture->inputs, &fixture->diags);
	diags_sort(&fixture->diags);
}

static const char *listed(struct fixture *fixture)
{
	struct strbuf text = strbuf_new(fixture->arena);

	vec_each(struct input, input, &fixture->inputs)
		strbuf_printf(&text, "%s\n", input->path);
	return strbuf_finish(&text);
}

static const char *diagnosed(struct fixture *fixture)
{
	struct strbuf text = strbuf_new(fixture->arena);

	vec_each(struct diag, diag, &fixture->diags)
		strbuf_printf(&text, "%s %s\n", location_path(diag->location), diag_code_name(diag->code));
	return strbuf_finish(&text);
}

static const char *text_of(struct fixture *fixture, const char *path)
{
	struct input input = {.path = path};
	struct source *source = input_read(fixture->arena, &fixture->tree, &input, &fixture->diags);

	return source ? str_copy_n(fixture->arena, source->bytes, source->length) : NULL;
}

static void a_revision_is_read_without_a_checkout(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "old");
	folder_write(&fixture->folder, "db/post_migrate/20250101000001_same.rb", "old");
	folder_write(&fixture->folder, "README", "no input");
	repository_run(&fixture->folder, "commit 2025-01-01 one; git tag v1.0.0; git branch side");
	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "new");
	folder_write(&fixture->folder, "db/migrate/20250102000000_untracked.rb", "new");
	list(fixture, "", "HEAD");
	assert_string_equal(listed(fixture),
			    "db/migrate/20250101000000_a.rb\ndb/post_migrate/20250101000001_same.rb\n");
	assert_string_equal(text_of(fixture, "db/migrate/20250101000000_a.rb"), "old");
	assert_null(text_of(fixture, "db/migrate/20250102000000_untracked.rb"));
	assert_true(fixture->inputs.items[0].has_content);
	assert_true(object_id_equal(&fixture->inputs.items[0].content, &fixture->inputs.items[1].content));
	assert_int_equal(strlen(fixture->tree.revision), 40);
}

/* What was read of one revision's folders serves the others, and only where they are the same. */
static void revisions_share_their_folders(void **state)
{
	struct fixture *fixture = *state;
	const char *last = "app/models/part599/model.rb";

	repository_run(&fixture->folder, "for n in $(seq 600); do mkdir -p app/models/part$n; "
					 "echo $n >app/models/part$n/model.rb; done; commit 2025-01-01 one; "
					 "echo other >app/models/part599/model.rb; rm -r app/models/part7; "
					 "commit 2025-01-02 two");
	list(fixture, "", "HEAD~1");
	assert_int_equal(fixture->inputs.count, 600);
	assert_string_equal(text_of(fixture, last), "599\n");
	struct tree later;
	struct inputs inputs = {0};
	assert_int_equal(repository_revision(fixture->repository, "HEAD", &fixture->revision, NULL), 0);
	tree_open_revision(fixture->arena, fixture->repository, &fixture->revision, &later);
	inputs_list(fixture->arena, &later, &inputs, &fixture->diags);
	assert_int_equal(inputs.count, 599);
	assert_null(input_find(&inputs, "app/models/part7/model.rb"));
	struct source *source = input_read(fixture->arena, &later, input_find(&inputs, last), &fixture->diags);
	assert_non_null(source);
	assert_memory_equal(source->bytes, "other\n", 6);
	assert_string_equal(text_of(fixture, last), "599\n");
	tree_close(&later);
}

static void bare_repositories_worktrees_and_folders_in_them(void **state)
{
	static const char *const places[][2] = {{"bare.git", "v1.0.0"}, {"linked", "HEAD"}, {"main", "v1.0.0^{}"}};
	struct fixture *fixture = *state;

	repository_run(&fixture->folder,
		       "mkdir main; git init -q -b main main; cd main; mkdir -p db/migrate part; "
		       "echo a >db/migrate/20250101000000_a.rb; cp -r db part/db; commit 2025-01-01 one; "
		       "git tag -a -m one v1.0.0; git worktree add -q ../linked v1.0.0; cd ..; "
		       "git clone -q --bare main bare.git");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		list(fixture, places[i][0], places[i][1]);
		assert_string_equal(listed(fixture), "db/migrate/20250101000000_a.rb\n");
		assert_string_equal(text_of(fixture, "db/migrate/20250101000000_a.rb"), "a\n");
	}
	list(fixture, "main/part", "HEAD");
	assert_string_equal(listed(fixture), "db/migrate/20250101000000_a.rb\n");
	repository_run(&fixture->folder, "mkdir main/later");
	list(fixture, "main/later", "HEAD");
	assert_false(object_id_known(&fixture->revision.tree));
	assert_string_equal(listed(fixture), "");
}

static void links_stay_inside(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "db/structure.sql", "SELECT 1;");
	folder_write(&fixture->folder, "shared/20250101000000_a.rb", "x");
	folder_link(&fixture->folder, "db/ci/structure.sql", "../structure.sql");
	folder_link(&fixture->folder, "db/migrate", "../shared");
	folder_link(&fixture->folder, "db/post_migrate/20250101000000_out.rb", "/etc/passwd");
	folder_link(&fixture->folder, "db/post_migrate/20250101000001_gone.rb", "nowhere.rb");
	folder_link(&fixture->folder, "db/post_migrate/20250101000002_self.rb", "20250101000002_self.rb");
	folder_link(&fixture->folder, "db/post_migrate/20250101000003_up.rb", "../../../etc/passwd");
	repository_run(&fixture->folder, "commit 2025-01-01 one");
	list(fixture, "", "HEAD");
	assert_string_equal(listed(fixture), "db/migrate/20250101000000_a.rb\ndb/structure.sql\n");
	assert_string_equal(text_of(fixture, "db/ci/structure.sql"), "SELECT 1;");
	assert_string_equal(diagnosed(fixture), "db/post_migrate/20250101000000_out.rb input_link_outside\n"
						"db/post_migrate/20250101000001_gone.rb input_unreadable\n"
						"db/post_migrate/20250101000002_self.rb input_link_loop\n"
						"db/post_migrate/20250101000003_up.rb input_link_outside\n");
}

static void submodules_and_odd_names(void **state)
{
	struct fixture *fixture = *state;

	repository_run(&fixture->folder,
		       "blob=$(echo x | git hash-object -w --stdin); "
		       "commit=1111111111111111111111111111111111111111; "
		       "migrate=$(printf \"100644 blob $blob\\t1_\\377.rb\\000100644 blob $blob\\t2_\\n.rb\\000"
		       "100644 blob $blob\\t3_good.rb\\000160000 commit $commit\\t4_module.rb\\000\" | "
		       "git mktree -z --missing); "
		       "db=$(printf \"040000 tree $migrate\\tmigrate\\n160000 commit $commit\\tpost_migrate\\n\" | "
		       "git mktree --missing); root=$(printf \"040000 tree $db\\tdb\\n\" | git mktree); "
		       "git tag odd $(echo odd | git commit-tree $root)");
	list(fixture, "", "odd");
	assert_string_equal(listed(fixture), "db/migrate/3_good.rb\n");
	assert_string_equal(diagnosed(fixture), "db/migrate/1_?.rb input_odd_name\n"
						"db/migrate/2_?.rb input_odd_name\n"
						"db/migrate/4_module.rb input_unreadable\n"
						"db/post_migrate input_not_supported\n");
}

static void missing_objects(void **state)
{
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "lost");
	folder_write(&fixture->folder, "db/migrate/20250101000001_b.rb", "kept");
	folder_write(&fixture->folder, "db/post_migrate/20250101000002_c.rb", "folder");
	repository_run(&fixture->folder,
		       "commit 2025-01-01 one; "
		       "lose() { id=$(git rev-parse \"$1\"); rm -f .git/objects/${id%${id#??}}/${id#??}; }; "
		       "lose HEAD:db/migrate/20250101000000_a.rb; lose HEAD:db/post_migrate");
	list(fixture, "", "HEAD");
	assert_string_equal(listed(fixture), "db/migrate/20250101000000_a.rb\ndb/migrate/20250101000001_b.rb\n");
	assert_string_equal(diagnosed(fixture), "db/post_migrate git_object\n");
	assert_null(text_of(fixture, "db/migrate/20250101000000_a.rb"));
	assert_string_equal(text_of(fixture, "db/migrate/20250101000001_b.rb"), "kept");
	assert_int_equal(fixture->diags.items[fixture->diags.count - 1].code, DIAG_git_object);
}

static void what_is_no_revision(void **state)
{
	static const char *const names[] = {"nowhere", "blob", "broken", "refs/heads/dangling", "", "HEAD:db"};
	struct fixture *fixture = *state;

	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "a");
	repository_run(&fixture->folder,
		       "commit 2025-01-01 one; git tag blob $(git rev-parse HEAD:db/migrate/20250101000000_a.rb); "
		       "echo 'no id' >.git/refs/tags/broken; "
		       "echo 2222222222222222222222222222222222222222 >.git/refs/heads/dangling");
	list(fixture, "", "HEAD");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct revision revision;
		fixture->diags.count = 0;
		assert_int_equal(repository_revision(fixture->repository, names[i], &revision, &fixture->diags), -1);
		assert_int_equal(fixture->diags.count, 1);
		assert_int_equal(fixture->diags.items[0].code, DIAG_git_revision);
	}
}

static void no_repository_at_all(void **state)
{
	struct fixture *fixture = *state;

	repository_run(&fixture->folder, "rm -rf .git; mkdir half; echo 'gitdir: /nowhere' >half/.git");
	assert_null(repository_open(fixture->arena, fixture->folder.path, NULL, &fixture->diags));
	assert_string_equal(diagnosed(fixture), "");
	assert_null(repository_open(fixture->arena, folder_path(&fixture->folder, "half"), NULL, &fixture->diags));
}

static void the_index_is_a_revision(void **state)
{
	struct fixture *fixture = *state;
	struct object_id id;

	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "committed");
	repository_run(&fixture->folder, "commit 2025-01-01 one");
	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "staged");
	repository_run(&fixture->folder, "git add -A; find .git/objects -type f | sort >before");
	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "worked on");
	list(fixture, "", "HEAD");
	assert_int_equal(repository_index(fixture->repository, &fixture->revision, &fixture->diags), 0);
	tree_close(&fixture->tree);
	tree_open_revision(fixture->arena, fixture->repository, &fixture->revision, &fixture->tree);
	assert_string_equal(text_of(fixture, "db/migrate/20250101000000_a.rb"), "staged");
	assert_true(repository_file_id(fixture->repository, "db/migrate/20250101000000_a.rb", &id));
	/* nothing was written */
	repository_run(&fixture->folder, "find .git/objects -type f | sort >after; cmp before after && touch equal");
	assert_int_equal(access(folder_path(&fixture->folder, "equal"), F_OK), 0);
}

/* Whatever the repository asks for, none of it is run. */
static void nothing_is_executed(void **state)
{
	struct fixture *fixture = *state;
	struct object_id id;

	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "a");
	repository_run(&fixture->folder, "commit 2025-01-01 one");
	repository_run(&fixture->folder,
		       "run=\"touch $PWD/executed\"; echo '* filter=bad diff=bad text eol=crlf' >.gitattributes; "
		       "git config filter.bad.clean \"$run\"; git config filter.bad.smudge \"$run\"; "
		       "git config filter.bad.required true; git config diff.bad.textconv \"$run\"; "
		       "git config core.fsmonitor \"$run\"; git config core.sshCommand \"$run\"; "
		       "git config core.hooksPath \"$PWD/hooks\"; mkdir hooks; "
		       "for hook in post-checkout pre-commit post-index-change reference-transaction; do "
		       "printf '#!/bin/sh\\n%s\\n' \"$run\" >hooks/$hook; chmod +x hooks/$hook; done");
	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "changed\n");
	list(fixture, "", "HEAD");
	assert_string_equal(text_of(fixture, "db/migrate/20250101000000_a.rb"), "a");
	assert_true(repository_file_id(fixture->repository, "db/migrate/20250101000000_a.rb", &id));
	assert_int_equal(repository_index(fixture->repository, &fixture->revision, &fixture->diags), 0);
	assert_int_not_equal(access(folder_path(&fixture->folder, "executed"), F_OK), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_revision_is_read_without_a_checkout),
		TEST(revisions_share_their_folders),
		TEST(bare_repositories_worktrees_and_folders_in_them),
		TEST(links_stay_inside),
		TEST(submodules_and_odd_names),
		TEST(missing_objects),
		TEST(what_is_no_revision),
		TEST(no_repository_at_all),
		TEST(the_index_is_a_revision),
		TEST(nothing_is_executed),
	};

	return git_is_there() ? cmocka_run_group_tests(tests, NULL, NULL) : git_skip();
}
