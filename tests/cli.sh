#!/usr/bin/env bash
# The command line as a user sees it: exit status, what goes to which stream, and what bad input does. TAP.
#
#   tests/cli.sh PROGRAM
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1

silent_out() { [[ -z $out ]]; }
silent_err() { [[ -z $err ]]; }

migration() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-RUBY
		class $2 < Gitlab::Database::Migration[2.3]
		  milestone '18.1'

		  def change
		    add_column :things, :$3, :bigint
		  end
		end
	RUBY
}

mkdir tree
echo 18.2.0-pre >tree/VERSION
migration tree/db/migrate/20250601000000_add_size.rb AddSize size

run
ok 'no command: usage on stderr, 2' 'has_status 2' 'silent_out' 'err_has usage:'
run help
ok 'help goes to stdout' 'has_status 0' 'silent_err' 'out_has "check"'
run check --help
ok 'help of a command' 'has_status 0' 'out_has "stopgraph check"' 'out_has --fail-on'
help_fits() {
	local name
	local -a names
	mapfile -t names < <("$program" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
	((${#names[@]} > 10)) || return 1
	for name in '' "${names[@]}"; do
		# shellcheck disable=SC2086
		"$program" help $name | awk -v name="$name" 'length > 80 { print name ": " $0; bad = 1 } END { exit bad }' || return 1
	done
}
ok 'help fits into 80 columns' help_fits
run version
ok 'version' 'has_status 0' 'out_has "stopgraph "'
run --version
ok 'version as an option' 'has_status 0' 'out_has "stopgraph "'
run chekc --all
ok 'a mistyped command gets a proposal' 'has_status 2' 'silent_out' "err_has \"did you mean 'check'\""
run check --alll
ok 'a mistyped option gets a proposal' 'has_status 2' "err_has \"did you mean 'all'\""
run check --format nonsense --all -C tree
ok 'an unknown format' 'has_status 2' 'err_has nonsense'
run check -C tree
ok 'check needs a repository, --all or files' 'has_status 2' 'silent_out' 'err_has --all'
run check --all -C nowhere
ok 'a folder that is not there' 'has_status 2' 'err_has nowhere'
mkdir empty
run check --all -C empty
ok 'a tree without migrations' 'has_status 2' 'silent_out' 'err_has "error:"'

run check --all -C tree
ok 'nothing wrong: 0' 'has_status 0' 'silent_err'
run -C tree check --all
ok 'global options may stand in front' 'has_status 0'
run -C tree check --all -o report.txt
ok 'the output goes to a file' 'has_status 0' 'silent_out' '[[ -e report.txt ]]'
run check --all -C tree -o /no/such/folder/report.txt
ok 'an output that cannot be written' 'has_status 2' 'err_has /no/such/folder'
"$program" graph -C tree >/dev/full 2>err
status=$?
err=$(cat err)
ok 'a full disk is noticed' 'has_status 2' 'err_has "cannot write"'
"$program" rules 2>err | head -1 >out
status=${PIPESTATUS[0]}
out=$(cat out) err=$(cat err)
ok 'a reader that stops early is no trouble' '[[ $status == 141 || $status == 0 ]]' 'silent_err'

run graph -C tree
ok 'the graph is json on stdout' 'has_status 0' 'silent_err' 'out_has stopgraph.graph/1'
run dump effects -C tree
ok 'dump shows an effect' 'has_status 0' 'out_has add_column'
run dump effects -C tree db/migrate/20250601000000_add_size.rb
ok 'dump of one file' 'has_status 0' 'out_has add_column'
run dump efects -C tree
ok 'an unknown stage: those that there are' 'has_status 2' "err_has \"statements, effects, facts or edges\""
run explain implicit-stop
ok 'a rule is explained without a tree' 'has_status 0' 'out_has implicit-stop'
run explain AddSize -C tree
ok 'a migration is explained' 'has_status 0' 'out_has 20250601000000'
run explain nothing-of-that-name -C tree
ok 'nothing to explain' 'has_status 2' 'silent_out'

run explain AddSize -C tree --rca
ok 'a root-cause analysis needs a history' 'has_status 2' 'silent_out' 'err_has "git repository"'

run trace 18.0 18.1 -C tree
ok 'a jump in which nothing breaks: 0' 'has_status 0' 'silent_err' 'out_has "1 migration"' 'out_has "0 broken"'
run trace 18.0 18.1 -C tree --full --zero-downtime
ok 'a jump with all that runs' 'has_status 0' 'out_has db/migrate/20250601000000_add_size.rb'
for format in json dot mermaid; do
	run trace 18.0 18.1 -C tree --format "$format"
	ok "a jump as $format" 'has_status 0' 'silent_err' '[[ -n $out ]]'
done
run trace 18.0 18.1 -C tree --format sarif
ok 'a jump has formats of its own' 'has_status 2' 'silent_out' 'err_has sarif' 'err_has mermaid'
run trace 18.1 18.0 -C tree
ok 'a jump leads forward' 'has_status 2' 'silent_out' 'err_has "18.1 is not before 18.0"'
run trace 18.1 later -C tree
ok 'a jump leads to a release' 'has_status 2' 'silent_out' "err_has \"'later' is no release\""
run trace 18.1 19.0 -C tree
ok 'a jump leads to a release that is known' 'has_status 2' 'silent_out' 'err_has 19.0' 'err_has 18.2'
run trace 18.1 -C tree
ok 'a jump has two ends' 'has_status 2' 'silent_out' 'err_has "FROM TO"'

export XDG_CACHE_HOME=$work/cache
versions='SELECT version FROM migrations'
run query "$versions" -C tree
ok 'a query builds the index' 'has_status 0' 'silent_err' 'out_has 20250601000000' '[[ -e $(ls cache/stopgraph/*.sqlite | grep -v /readings-) ]]'
run index -C tree
index=$out
ok 'index tells its path' 'has_status 0' 'silent_err' '[[ -s $index ]]'
run query --format json "$versions" -C tree
ok 'an answer as json' 'has_status 0' 'out_has "{\"version\":\"20250601000000\"}"'
migration tree/db/migrate/20250608000000_add_more.rb AddMore more
run query --format csv "$versions" -C tree
ok 'a tree that has changed is read again' 'has_status 0' 'silent_err' 'out_has 20250608000000'
rm tree/db/migrate/20250608000000_add_more.rb
run query "$versions" -C tree
ok 'and again' 'has_status 0' '[[ $out != *20250608000000* ]]'
printf 'paths:\n  migrations: [changes/*.rb]\n' >paths.yml
migration tree/changes/20250607000000_add_much.rb AddMuch much
run query "$versions" -C tree --config paths.yml
migration tree/changes/20250608000000_add_more.rb AddMore more
run query "$versions" -C tree --config paths.yml
ok 'a tree whose files lie where the configuration says, too' 'has_status 0' 'out_has 20250608000000'
rm -r tree/changes
run query 'DELETE FROM migrations' -C tree
ok 'a query only reads' 'has_status 2' 'silent_out' 'err_has read'
run query 'SELECT nothing FROM migrations' -C tree -o kept.txt
ok 'a mistake in the SQL writes no file' 'has_status 2' 'err_has nothing' '[[ ! -e kept.txt ]]'
script -qec "stty cols 60; '$program' query 'SELECT version, path, path AS again FROM migrations' -C tree" /dev/null |
	tr -d '\r' >out
ok 'a table fits the terminal' 'grep -q ^20250601000000 out' '! grep -q "$(printf .%.0s {1..61})" out'
run query 'SELECT * FROM migration' -C tree
ok 'a mistyped table gets a proposal' 'has_status 2' "err_has \"did you mean 'migrations'\""
run query --time-limit 0.1 -C tree \
	'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
ok 'a runaway query ends' 'has_status 2' 'err_has --time-limit'
"$program" query - -C tree >out 2>err < <(echo 'SELECT 1;'; yes -- '-- more' | head -c 1100000)
status=$? err=$(cat err) out=$(cat out)
ok 'SQL that is too long is not cut off' 'has_status 2' 'silent_out' 'err_has "longer than"'
run query --schema
ok 'the schema needs no tree' 'has_status 0' 'out_has "view open_jobs: "'
truncate -s 5000 "$index"
run query "$versions" -C tree
ok 'a damaged index is built anew, with a word' 'has_status 0' 'err_has [index-rebuilt]' 'out_has 20250601000000'
run query "$versions" -C tree
ok 'once' 'has_status 0' 'silent_err'
echo 'a letter' >letter
run query "$versions" -C tree --index letter
ok 'what is no index is kept' 'has_status 0' 'err_has [index-rebuilt]' '[[ $(cat letter.old) == "a letter" ]]'
run query "$versions" -C tree --index no/such/folder/index
ok 'an index that cannot be written is used in memory' 'has_status 0' 'err_has [index-in-memory]' \
	'out_has 20250601000000'
run index -C tree --index no/such/folder/index
ok 'but index fails then' 'has_status 2' 'silent_out'
XDG_CACHE_HOME=relative HOME=$work/home run index -C tree
ok 'a relative XDG_CACHE_HOME is not used' 'has_status 0' '[[ $out == */home/.cache/stopgraph/* && ! -e relative ]]'

printf 'rules:\n  implicit-stop: sometimes\n' >bad.yml
run check --all -C tree --config bad.yml
ok 'a bad configuration is named with its line' 'has_status 2' 'err_has bad.yml:2:'
printf 'rules: [\n' >bad.yml
run check --all -C tree --config bad.yml
ok 'so is one that is no YAML, in one error' 'has_status 2' '[[ $err == "stopgraph: bad.yml:2:1: error: "* && $(wc -l <err) == 1 ]]'
run check --all -C tree --baseline nowhere
ok 'a baseline that is not there' 'has_status 2' "err_has \"cannot read 'nowhere': No such file\""
printf 'rules:\n  no-such-rule: off\n' >bad.yml
run check --all -C tree --config bad.yml
ok 'an unknown rule in the configuration' 'has_status 2' 'err_has no-such-rule'
run check --all -C tree --config missing.yml
ok 'a configuration that is not there' 'has_status 2' 'err_has missing.yml'
printf 'fail_on: note\n' >tree/.stopgraph.yml
run config -C tree
ok 'config shows what is in effect' 'has_status 0' 'out_has "fail_on: note"'
run config -C tree
rm tree/.stopgraph.yml

# bad input: each gets a diagnostic with its path, and the rest is still read
migration tree/db/migrate/20250602000000_other.rb Other other
head -c 10485760 /dev/zero | tr '\0' '#' >tree/db/migrate/20250603000000_large.rb
mkdir tree/db/migrate/20250604000000_folder.rb
printf 'class Bytes < Gitlab::Database::Migration[2.3]\n  # \xff\xfe\nend\n' >tree/db/migrate/20250605000000_bytes.rb
printf 'class Broken < Gitlab::Database::Migration[2.3]\n  def change\n    add_column(:a, :b\n' \
	>tree/db/migrate/20250606000000_broken.rb
ln -s 20250607000000_loop.rb tree/db/migrate/20250607000000_loop.rb
ln -s ../migrate tree/db/migrate/again
mkdir -p tree/config tree/db/docs
printf -- '- major: 18\n  minor: 2\n- major: [\n' >tree/config/upgrade_path.yml
printf 'CREATE TABLE things (id bigint);\nCREATE TABLE ((;\nCREATE TABLE others (id bigint);\n' >tree/db/structure.sql
run check --all -C tree --fail-on never
ok 'bad input is no reason to stop' 'has_status 0'
ok 'a migration of 10 MB' 'err_has 20250603000000_large.rb:'
ok 'a folder with the name of a migration' 'err_has 20250604000000_folder.rb:'
ok 'bytes that are not UTF-8, with their line' 'err_has 20250605000000_bytes.rb:2:'
ok 'a link to itself' 'err_has 20250607000000_loop.rb:'
ok 'a link to a folder above' 'err_has db/migrate/again:'
ok 'broken YAML, with its line' 'err_has config/upgrade_path.yml:'
run dump effects -C tree
ok 'the good files are still read' 'out_has 20250601000000' 'out_has 20250602000000'
run graph -C tree
ok 'broken Ruby is listed as unresolved' 'out_has 20250606000000_broken.rb'
ok 'broken SQL is listed as unresolved' 'out_has db/structure.sql'

run check --all -C tree -q --fail-on never
ok 'quiet: no warnings' 'silent_err'
run check --all -C tree -q --fail-on never
ok 'no colour into a pipe' '! grep -q "$(printf "\033")" "$work/out"'

# git: what is new since the base
repository() {
	env -u GIT_DIR GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org \
		GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org GIT_AUTHOR_DATE=2025-06-02T00:00:00Z \
		GIT_COMMITTER_DATE=2025-06-02T00:00:00Z git -C repository "$@" >/dev/null 2>&1
}
if git --version >/dev/null 2>&1; then
	unset CI_MERGE_REQUEST_DIFF_BASE_SHA CI_MERGE_REQUEST_TARGET_BRANCH_NAME GITHUB_BASE_REF CHANGE_TARGET \
		BITBUCKET_PR_DESTINATION_BRANCH SYSTEM_PULLREQUEST_TARGETBRANCHNAME GIT_CEILING_DIRECTORIES
	mkdir repository
	echo 18.2.0-pre >repository/VERSION
	migration repository/db/migrate/20250601000000_add_size.rb AddSize size
	migration repository/db/migrate/20250631000000_old.rb Old old
	repository init -b main .
	run check -C repository
	ok 'a repository without a commit' 'has_status 2' 'silent_out' 'err_has --all'
	repository add -A
	repository commit -m one
	run check -C repository
	ok 'nothing changed: 0' 'has_status 0' 'silent_err'
	run check -C repository --format json
	ok 'nothing changed, as json' 'has_status 0' 'out_has "stopgraph.findings/1"'
	migration repository/db/migrate/20250632000000_new.rb New new
	run check -C repository --fail-on note
	ok 'only what is new' 'has_status 1' 'out_has 20250632000000' '[[ $out != *20250631000000* ]]'
	run check -C repository --fail-on note --staged
	ok 'the index does not have it yet' 'has_status 0'
	repository add -A
	run check -C repository --fail-on note --staged
	ok 'now it does' 'has_status 1' 'out_has 20250632000000'
	run check -C repository --fail-on note db/migrate/20250601000000_add_size.rb
	ok 'files keep what concerns them' 'has_status 0'
	run check -C repository --fail-on note db/migrate/20250632000000_new.rb
	ok 'a file with something new' 'has_status 1'
	run check -C repository --all --rev HEAD --fail-on note
	ok 'a revision' 'has_status 1' 'out_has 20250631000000' '[[ $out != *20250632000000* ]]'
	run graph -C repository --rev main
	ok 'every command takes a revision' 'has_status 0' '[[ $out =~ \"revision\":\ ?\"[0-9a-f]{40} ]]'
	run check -C repository --all --rev nowhere
	ok 'no such revision' 'has_status 2' 'silent_out' 'err_has nowhere'
	run check -C repository --base nowhere
	ok 'no such base' 'has_status 2' 'silent_out' 'err_has "git fetch origin nowhere"'
	GITHUB_BASE_REF=other run check -C repository
	ok 'a target branch that is not here' 'has_status 2' 'err_has "git fetch origin other"'
	CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git -C repository rev-parse HEAD) run check -C repository --fail-on note
	ok 'a base that the environment names' 'has_status 1' 'out_has 20250632000000'
	run check -C repository --all --base HEAD
	ok 'all and a base' 'has_status 2'
	run check -C tree --rev HEAD --all
	ok 'a revision without a repository' 'has_status 2' 'err_has "git repository"'
	run check -C repository --base HEAD~9
	ok 'no such base, by a name that cannot be fetched' 'has_status 2' '[[ $err != *"git fetch"* ]]'
	cp -r "$corpus/past-stops/duplicate-services/tree/." repository
	repository add -A
	repository commit -m two
	git clone -q --depth 1 "file://$work/repository" shallow
	run explain RemoveDuplicateServices/ --rca -C shallow
	ok 'no root cause without a history' 'has_status 2' 'silent_out' 'err_has "--unshallow"'
	run explain RemoveDuplicateServices/ -C shallow
	ok 'and explain says that it is cut off' 'has_status 0' 'err_has "this clone is shallow"'
	run trace 13.7 13.9 -C shallow
	ok 'so does trace' 'has_status 1' 'err_has "release tags do not count"'
fi

# The help, the check of a value and the command agree about the formats.
for command in check graph report query stops plan trace help; do
	words=$("$program" help $command | tr -s ' \n' ' ' | grep -oP -- '--format FORMAT [^:]*: \K[a-z0-9, ]+(?= [-#])' | tr -d ,)
	arguments=(-C tree)
	[[ $command != query ]] || arguments+=('SELECT 1')
	[[ $command != check ]] || arguments+=(--all)
	[[ $command != trace ]] || arguments+=(18.1 18.2)
	[[ $command != plan ]] || arguments+=(--from 18.1 --to 18.2)
	taken=0
	for word in $words; do
		run $command --format "$word" "${arguments[@]}"
		[[ $status != 2 && $out ]] && taken=$((taken + 1))
	done
	run $command --format nonsense "${arguments[@]}"
	refused=$(tr -d ',\n' <err)
	ok "$command: formats" '((taken > 1 && taken == $(wc -w <<<"$words")))' 'has_status 2' \
		'[[ ${refused/ or / } == *" is $words not "* ]]'
done
run check --report nonsense=file -C tree
ok 'formats of --report' 'has_status 2' 'err_has "codequality, github, json, junit, rdjson, rdjsonl, sarif or text"'
run check --format
ok 'an option without its value' 'has_status 2' "err_has \"'--format' wants a value\""
run rules implicit-stop
ok 'usage of a command without arguments' 'has_status 2' '[[ $err == *"[OPTION...]" ]]'
run help chek
ok 'help for a mistyped command' 'has_status 2' "err_has \"did you mean 'check'\""
run explain implicit-stp -C tree
ok 'a mistyped rule' 'has_status 2' "err_has \"did you mean 'implicit-stop'\""

# Texts of a tree must not control the terminal of whoever reads them.
mkdir -p strange/db/migrate
echo 18.9.0 >strange/VERSION
printf 'class A < Gitlab::Database::Migration[2.3]\n  milestone "18.9"\n  def up\n    queue_batched_background_migration("Ev\033]0;title\007\033[2J\302\233\342\200\256il", :notes, :id)\n  end\nend\n' \
	>strange/db/migrate/20260101000000_a.rb
run check --all -C strange
ok 'control characters of a text are not printed' 'out_has "Ev�]0;title��[2J��il"' '! grep -q [[:cntrl:]] <<<"$(tr -d "\n\t" <out)"'
run check --all -C strange --color always
ok 'styles are' 'grep -q $'"'"'\033\\[1'"'"' out' '! grep -q $'"'"'\007\\|\033]\\|\033\\[2J'"'"' out'
run check --all -C strange --format json
ok 'JSON has the text as it is' 'out_has "\\u001B]0;title\\u0007"'
run check --all -C strange --format github
ok 'annotations hold no control characters' 'out_has "::"' '! grep -q [[:cntrl:]] <<<"$(tr -d "\n" <out)"'
run check --all -C strange --format json --report text=side.txt --report json=side.json
ok 'nor does a text that is written beside JSON' '[[ -s side.txt ]]' '! grep -q [[:cntrl:]] <<<"$(tr -d "\n\t" <side.txt)"'
run check --all -C strange --report json=beside.json
ok 'JSON beside a text has the text as it is' 'cmp -s side.json beside.json'
run graph -C strange
mv out graph.json
run graph -C strange --format json
ok 'the graph is the same whether its format is named or not' 'cmp -s out graph.json'

# Nothing is written that was not asked for.
state() { find tree -printf '%P %s %T@ %m\n' | sort; }
state >before
for words in 'check --all' 'graph --format json' 'explain --coverage' 'trace 18.1 18.2'; do
	# shellcheck disable=SC2086 # several words
	HOME=$work/elsewhere XDG_CACHE_HOME='' run $words -C tree
done
state >after
ok 'the tree is left as it was' 'cmp before after'

finish
