/* Repositories that somebody has broken, or made to do harm: each gives an answer or a diagnostic, in time, and nothing is read
 * that it has no business with. test_git.c has the missing objects, odd names, links and settings that name programs. */
#include "analyzer/inputs/inputs_git.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/fixture.h"
#include "tests/support/repository.h"

#include <time.h>

static int set_up(void **state)
{
	struct fixture *fixture = fixture_new(repository_make);

	folder_write(&fixture->folder, "db/migrate/20250101000000_a.rb", "a");
	repository_run(&fixture->folder, "commit 2025-01-01 one");
	*state = fixture;
	return 0;
}

#define COMMON "db/migrate/20250101000000_a.rb\n"

/* The paths that a revision of the repository in a folder of the fixture holds; "no repository", "no revision" otherwise. */
static const char *listed(struct fixture *fixture, const char *folder, const char *name)
{
	struct strbuf text = strbuf_new(fixture->arena);
	struct inputs inputs = {0};
	struct revision revision;
	struct tree tree;

	fixture->diags.count = 0;
	const char *path = folder_path(&fixture->folder, folder);
	struct repository *repository = repository_open(fixture->arena, path, NULL, &fixture->diags);
	if (!repository)
		return "no repository";
	if (repository_revision(repository, name, &revision, &fixture->diags)) {
		repository_close(repository);
		return "no revision";
	}
	tree_open_revision(fixture->arena, repository, &revision, &tree);
	inputs_list(fixture->arena, &tree, &inputs, &fixture->diags);
	vec_each(struct input, input, &inputs)
		strbuf_printf(&text, "%s\n", input->path);
	tree_close(&tree);
	repository_close(repository);
	return strbuf_finish(&text);
}

static bool has_code(const struct fixture *fixture, enum diag_code code)
{
	vec_each(const struct diag, diag, &fixture->diags) {
		if (diag->code == code)
			return true;
	}
	return false;
}

static void tags_of_trees_and_references_in_a_circle(void **state)
{
	static const char *const names[] = {"tree", "tag-of-tree", "tag-of-tag", "first"};
	struct fixture *fixture = *state;

	repository_run(
		&fixture->folder,
		"git tag tree HEAD^{tree}; git tag -a -m m tag-of-tree HEAD^{tree}; "
		"git -c advice.nestedTag=false tag -a -m m tag-of-tag tag-of-tree; "
		"git tag -a -m m tag-of-commit HEAD; git -c advice.nestedTag=false tag -a -m m again tag-of-commit; "
		"echo 'ref: refs/tags/second' >.git/refs/tags/first; echo 'ref: refs/tags/first' "
		">.git/refs/tags/second");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_string_equal(listed(fixture, "", names[i]), "no revision");
		assert_true(has_code(fixture, DIAG_git_revision));
	}
	assert_string_equal(listed(fixture, "", "again"), COMMON);
}

static void packs_that_are_cut_off(void **state)
{
	static const char *const ends[] = {"pack", "idx"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		repository_run(
			&fixture->folder,
			str_printf(
				fixture->arena,
				"git clone -q --no-local . %s; cd %s; git repack -adq; chmod u+w .git/objects/pack/*; "
				"for file in .git/objects/pack/*.%s; do truncate -s 100 $file; done",
				ends[i], ends[i], ends[i]));
		assert_string_equal(listed(fixture, ends[i], "HEAD"), "no revision");
		assert_true(has_code(fixture, DIAG_git_revision));
	}
}

static void objects_that_are_rubbish(void **state)
{
	struct fixture *fixture = *state;

	/* every object but the commit and the trees above the migrations */
	repository_run(&fixture->folder,
		       "lose() { id=$(git rev-parse \"$1\"); file=.git/objects/${id%${id#??}}/${id#??}; "
		       "chmod u+w $file; printf rubbish >$file; }; lose HEAD:db/migrate");
	assert_string_equal(listed(fixture, "", "HEAD"), "");
	assert_true(has_code(fixture, DIAG_git_object));
	repository_run(&fixture->folder, "id=$(git rev-parse HEAD); file=.git/objects/${id%${id#??}}/${id#??}; "
					 "chmod u+w $file; printf rubbish >$file");
	assert_string_equal(listed(fixture, "", "HEAD"), "no revision");
}

static void alternates_that_lead_elsewhere(void **state)
{
	struct fixture *fixture = *state;

	repository_run(
		&fixture->folder,
		"git clone -q --shared . shared; git clone -q --shared . gone; git clone -q --no-local . circle; "
		"echo /nonexistent/objects >gone/.git/objects/info/alternates; "
		"echo ../../.git/objects >circle/.git/objects/info/alternates");
	assert_string_equal(listed(fixture, "shared", "HEAD"), COMMON);
	assert_string_equal(listed(fixture, "gone", "HEAD"), "no revision");
	assert_string_equal(listed(fixture, "circle", "HEAD"), COMMON);
}

/* `git init --separate-git-dir` makes such a file, so it is followed; what it leads to must be a repository. */
static void a_file_instead_of_git_s_folder(void **state)
{
	struct fixture *fixture = *state;

	repository_run(&fixture->folder,
		       "mkdir good etc long loop; echo 'gitdir: ../.git' >good/.git; echo 'gitdir: /etc' >etc/.git; "
		       "head -c 3000000 /dev/zero >long/.git; ln -s .git loop/.git");
	assert_string_equal(listed(fixture, "good", "HEAD"), COMMON);
	assert_string_equal(listed(fixture, "etc", "HEAD"), "no repository");
	assert_string_equal(listed(fixture, "long", "HEAD"), "no repository");
	assert_true(has_code(fixture, DIAG_git_object));
	/* no repository of its own: that around it does not hold the folder */
	assert_string_equal(listed(fixture, "loop", "HEAD"), "");
}

static void pipes_in_place_of_git_s_files(void **state)
{
	static const char *const names[] = {"HEAD", "config", "index", "objects/info/alternates", "packed-refs"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		repository_run(
			&fixture->folder,
			str_printf(
				fixture->arena,
				"git clone -q --no-local . clone%zu; rm -f clone%zu/.git/%s; mkfifo clone%zu/.git/%s",
				i, i, names[i], i, names[i]));
		const char *found = listed(fixture, str_printf(fixture->arena, "clone%zu", i), "HEAD");
		/* without HEAD it is no repository at all, and the one around it does not hold the folder */
		assert_string_equal(found, i ? "no repository" : "");
		assert_int_equal(has_code(fixture, DIAG_git_object), i > 0);
	}
	repository_run(&fixture->folder, "mkfifo .git/refs/tags/v1.0.0");
	assert_string_equal(listed(fixture, "", "HEAD"), COMMON);
}

/* Settings are read wherever the repository says that more of them lie, as git does it; nothing else comes of it. */
static void settings_that_lie_elsewhere(void **state)
{
	static const char *const pipes[] = {
		"[include]\npath = ../../pipe\n",
		"[include] path=\"HERE/pi\\\npe\" ; here\n",
		"[includeIf \"gitdir:/nowhere\"]\n\tPath = ../../pipe\n",
		"[include]\npath = ../../second\n",
	};
	struct fixture *fixture = *state;

	repository_run(&fixture->folder,
		       "mkfifo pipe; printf '[include]\npath = pipe\n' >second; "
		       "printf '[core]\nrepositoryformatversion = 1\n[extensions]\nunheardof = true\n' >future; "
		       "printf '[include]\npath = round\n' >round; printf '[secret hush\n' >secret; "
		       "for name in good future round secret linked; do git clone -q --no-local . c-$name; done; "
		       "printf '[include]\npath = ../../nowhere\n' >>c-good/.git/config; "
		       "printf '[include]\npath = ../../future\n' >>c-future/.git/config; "
		       "printf '[include]\npath = ../../round\n' >>c-round/.git/config; "
		       "printf '[include]\npath = ../../secret\n' >>c-secret/.git/config");
	assert_string_equal(listed(fixture, "c-good", "HEAD"), COMMON);
	assert_string_equal(listed(fixture, "c-future", "HEAD"), "no repository");
	assert_string_equal(listed(fixture, "c-round", "HEAD"), "no repository");
	assert_string_equal(listed(fixture, "c-secret", "HEAD"), "no repository");
	assert_true(has_code(fixture, DIAG_git_object));
	vec_each(const struct diag, diag, &fixture->diags)
		assert_null(strstr(diag->text, "hush"));
	for (size_t i = 0; i < sizeof(pipes) / sizeof(pipes[0]); i++) {
		folder_write(&fixture->folder, "added", pipes[i]);
		repository_run(&fixture->folder, str_printf(fixture->arena,
							    "git clone -q --no-local . p%zu; "
							    "sed \"s@HERE@$PWD@\" added >>p%zu/.git/config",
							    i, i));
		assert_string_equal(listed(fixture, str_printf(fixture->arena, "p%zu", i), "HEAD"), "no repository");
	}
	/* a work tree whose settings are those of the first */
	repository_run(&fixture->folder, "git -C c-linked worktree add -q ../further HEAD; "
					 "printf '[include]\npath = ../../pipe\n' >>c-linked/.git/config");
	assert_string_equal(listed(fixture, "further", "HEAD"), "no repository");
}

static void settings_that_are_broken_or_foreign(void **state)
{
	struct fixture *fixture = *state;

	repository_run(&fixture->folder, "for name in broken future foreign; do git clone -q --no-local . $name; done; "
					 "echo '[core' >>broken/.git/config; "
					 "printf '[core]\\nrepositoryformatversion = 1\\n[extensions]\\nunheardof = "
					 "true\\n' >>future/.git/config; "
					 "printf '[core]\\nworktree = /etc\\n' >>foreign/.git/config");
	assert_string_equal(listed(fixture, "broken", "HEAD"), "no repository");
	assert_true(has_code(fixture, DIAG_git_object));
	assert_string_equal(listed(fixture, "future", "HEAD"), "no repository");
	assert_true(has_code(fixture, DIAG_git_object));
	assert_string_equal(listed(fixture, "foreign", "HEAD"), COMMON);
}

static void a_worktree_with_settings_of_its_own(void **state)
{
	struct fixture *fixture = *state;

	repository_run(&fixture->folder, "git worktree add -q linked HEAD; git config extensions.worktreeConfig true; "
					 "git -C linked config --worktree core.fsmonitor \"touch $PWD/executed\"; "
					 "git -C linked config --worktree core.bare false");
	const char *found = listed(fixture, "linked", "HEAD");
	/* an extension that the library does not know makes it refuse the repository */
	assert_true(str_equal(found, COMMON) || has_code(fixture, DIAG_git_object));
	assert_int_not_equal(access(folder_path(&fixture->folder, "executed"), F_OK), 0);
}

/* Appends an entry of a tree object: mode, name, and the id of 40 hex digits. */
static void add_row(struct strbuf *raw, const char *mode, const char *name, const char *id)
{
	strbuf_printf(raw, "%s %s", mode, name);
	strbuf_add(raw, "", 1);
	for (size_t i = 0; i < 40; i += 2) {
		const char digits[3] = {id[i], id[i + 1], '\0'};
		strbuf_putc(raw, (char)strtol(digits, NULL, 16));
	}
}

/* Writes a tree object without git's checks and gives its id. */
static const char *make_tree(struct fixture *fixture, const struct strbuf *raw)
{
	char id[41] = "";

	folder_write_bytes(&fixture->folder, "raw", raw->bytes, raw->length);
	repository_run(&fixture->folder, "git hash-object -w --literally -t tree raw >id");
	FILE *file = fopen(folder_path(&fixture->folder, "id"), "r");
	assert_non_null(file);
	assert_int_equal(fread(id, 1, 40, file), 40);
	fclose(file);
	return str_copy(fixture->arena, id);
}

/* Names that lead elsewhere, one name twice, a mode that there is not, a file that calls itself a folder, and no order. */
static void trees_that_git_would_not_make(void **state)
{
	static const char *const rows[][2] = {{"100644", "9_z.rb"}, {"100644", "../1_up.rb"}, {"100644", ".."},
					      {"100644", "."},      {"100644", ".git"},       {"100644", "2_b.rb"},
					      {"100644", "2_b.rb"}, {"777", "3_c.rb"},        {"40000", "4_d.rb"},
					      {"40000", "nested"}};
	struct fixture *fixture = *state;
	const char *id = "2e65efe2a145dda7ee51d1741299f848e5bf752e"; /* of the file "a" */

	for (size_t depth = 0; depth < 2; depth++) {
		struct strbuf raw = strbuf_new(fixture->arena);
		for (size_t i = 0; depth == 0 && i < sizeof(rows) / sizeof(rows[0]); i++)
			add_row(&raw, rows[i][0], rows[i][1], id);
		if (depth == 1)
			add_row(&raw, "40000", "migrate", id);
		id = make_tree(fixture, &raw);
	}
	repository_run(&fixture->folder, str_printf(fixture->arena,
						    "db=%s; root=$(printf '040000 tree %%s\\tdb\\n' $db | git mktree); "
						    "git tag odd $(echo odd | git commit-tree $root)",
						    id));
	const char *found = listed(fixture, "", "odd");
	assert_non_null(strstr(found, "db/migrate/2_b.rb\n"));
	assert_null(strstr(found, "up.rb"));
	assert_null(strstr(found, ".."));
	assert_null(strstr(found, "4_d.rb"));
}

static void a_deep_tree(void **state)
{
	struct fixture *fixture = *state;

	repository_run(&fixture->folder, "tree=$(git rev-parse HEAD:db/migrate); for i in $(seq 200); do "
					 "tree=$(printf '040000 tree %s\\tdeep\\n' $tree | git mktree); done; "
					 "db=$(printf '040000 tree %s\\tmigrate\\n' $tree | git mktree); "
					 "root=$(printf '040000 tree %s\\tdb\\n' $db | git mktree); git tag deep "
					 "$(echo deep | git commit-tree $root)");
	assert_string_equal(listed(fixture, "", "deep"), "");
	assert_true(has_code(fixture, DIAG_input_too_deep));
}

/* A hundred thousand names of one file, which is one object. */
static void a_huge_tree(void **state)
{
	struct fixture *fixture = *state;
	clock_t start = clock(); /* of this processor alone: others may be at work */

	repository_run(&fixture->folder,
		       "blob=$(git rev-parse HEAD:db/migrate/20250101000000_a.rb); "
		       "migrate=$(seq 100000 199999 | sed \"s/.*/100644 blob $blob\\t&_a.rb/\" | git mktree); "
		       "db=$(printf '040000 tree %s\\tmigrate\\n' $migrate | git mktree); "
		       "root=$(printf '040000 tree %s\\tdb\\n' $db | git mktree); git tag huge $(echo huge | git "
		       "commit-tree $root)");
	const char *found = listed(fixture, "", "huge");
	assert_int_equal(strlen(found), 100000 * strlen("db/migrate/100000_a.rb\n"));
	assert_true((clock() - start) / CLOCKS_PER_SEC < 120);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, fixture_done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tags_of_trees_and_references_in_a_circle),
		TEST(packs_that_are_cut_off),
		TEST(objects_that_are_rubbish),
		TEST(alternates_that_lead_elsewhere),
		TEST(a_file_instead_of_git_s_folder),
		TEST(pipes_in_place_of_git_s_files),
		TEST(settings_that_lie_elsewhere),
		TEST(settings_that_are_broken_or_foreign),
		TEST(a_worktree_with_settings_of_its_own),
		TEST(trees_that_git_would_not_make),
		TEST(a_deep_tree),
		TEST(a_huge_tree),
	};

	return git_is_there() ? cmocka_run_group_tests(tests, NULL, NULL) : git_skip();
}
