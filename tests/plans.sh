#!/usr/bin/env bash
# The commands stops and plan as a user sees them, on trees of the corpus and without a tree. TAP.
#
#   tests/plans.sh PROGRAM
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1

# wrapped text on one line
flat_has() { [[ $(tr -s '[:space:]' ' ' <<<"$out") == *"$1"* ]]; }
fits_page() { ! grep -qE '^.{81}' "$work/out"; }

hostile=$corpus/bad-input/hostile-text/tree
run plan -C "$hostile" -q --from 18.2 --to 18.4
ok 'a class that was never there has no place' '! out_has "(null)"' 'out_has "in 18.4 the release no longer has the class"'
ok 'a path with markup stays a path in a plan' 'out_has "\`\`db/post_migrate/20250901100200_it"' '! out_has " \`db/post_migrate/20250901100200_it"'
run stops -C "$hostile" -q --propose 18.5
ok 'and the name of a job a name in a proposal' 'out_has "\`\`<script>"' '! out_has "] \`<script>"'
mkdir empty
cd empty || exit 1
run plan --from 14.0.12 --to 16.1
ok 'the published path' 'has_status 1' \
	'out_has "Path: 14.0.12 -> 14.3.6 -> 14.9.5 -> 14.10.5 -> 15.0.5 -> 15.1.6 (?) -> 15.4.6 -> 15.11.13 -> 16.0.z (?) -> 16.1.z"'
run plan --from 14.0.12 --to 16.1 --has several-web-nodes --has-not many-users --has-not large-pipeline-variables
ok 'conditions are answered' 'out_has " 15.1.6 -> 15.4.6 -> 15.11.13 -> 16.1.z"' '[[ $out != *"(?)"* ]]'
run plan --from 14.0.12 --to 16.1 --has several-web-nodes,16.0
ok 'several answers in one word' 'out_has " 15.1.6 -> 15.4.6 -> 15.11.13 -> 16.0.z -> 16.1.z"'
run plan --from 14.0.12 --to 16.1 --has many-webs
ok 'an unknown condition' 'has_status 2' 'err_has several-web-nodes'
run plan --from 16.1 --to 14.0.12
ok 'a downgrade' 'has_status 2' 'err_has downgrades' '[[ -z $out ]]'
run plan --from 15.12 --to 16.1
ok 'a release that is not known' 'has_status 2' 'err_has 15.12'
run plan --from 16.1 --to 30.1
ok 'a release that is not known yet' 'has_status 2' 'err_has 30.1'
run plan --from 16.1 --to soon
ok 'no release' 'has_status 2' 'err_has soon'
run plan --from 16.1
ok 'half a question' 'has_status 2' 'err_has --to'
run plan --from 16.1 --to 16.3 --format pdf
ok 'an unknown format' 'has_status 2' 'err_has pdf'
run plan --from 16.1 --to 16.3 --status nowhere
ok 'a status that is not there' 'has_status 2' '[[ $err == "stopgraph: nowhere: error: the file cannot be read: No such file"* ]]'
run plan --from 16.1 --to 16.3 --releases nowhere
ok 'a releases file that is not there' 'has_status 2' '[[ -z $out ]]' 'err_has "nowhere: error: the file cannot be read"'
echo 'releases: none' >odd.yml
run plan --from 16.1 --to 16.3 --releases odd.yml
ok 'a releases file that is none' '[[ $err == "stopgraph: odd.yml:1:1: warning: not a list of releases "* ]]'
printf '14.0.12\n14.9.5 # no 14.3\n14.10.5\n' >path
run plan --plan path
ok 'a path that skips a stop' 'has_status 1' 'out_has no-go' 'out_has "skips 14.3.6"'
run plan --plan path --from 14.0
ok 'a path and a question' 'has_status 2'
echo '14.0.12 14.x' >path
run plan --plan path
ok 'a path with a mistake' 'has_status 2' 'err_has 14.x'
run plan --plan nowhere
ok 'a path that is not there' 'has_status 2' 'err_has nowhere'
cd ..

tree=$corpus/past-stops/duplicate-services/tree
run plan -C "$tree" --from 13.8.4 --to 13.9
ok 'a job to wait for, and the check of its rows' 'has_status 1' 'out_has ": wait"' 'out_has RemoveDuplicateServices' \
	"out_has 'GROUP BY \"project_id\", \"type\" HAVING count(*) > 1'"
run plan -C "$tree" --from 13.1 --to 13.9
ok 'a job on the way' 'has_status 1' 'out_has no-go' 'out_has "stop at 13.8 or later, before 13.9"'
run plan -C "$tree" --from 13.8 --to 14.3
ok 'beyond the tree' 'has_status 2' 'err_has 13.9'
tree=$corpus/relations/not-null-ungated/tree
run stops -C "$tree"
ok 'stops of a tree' 'has_status 0' 'out_has "undeclared stops that are needed"'
run stops -C "$tree" --format json
ok 'stops as json' 'has_status 0' 'out_has stopgraph.stops/1'

tree=$corpus/past-stops/merge-request-state-stop-declared/tree
run stops -C "$tree"
ok 'why a stop exists, and which is redundant' 'has_status 0' 'out_has "12.1: needed"' 'out_has "12.0: redundant"' \
	'flat_has "merge_requests.state, which the job reads"' fits_page
run stops -C "$tree" 12.1
ok 'one stop, with the chain' 'has_status 0' 'out_has "12.1: needed"' 'flat_has "rows by merge_requests.state"' \
	'[[ $out != *11.11* ]]'
run stops -C "$tree" --full
ok 'all of them in full' 'has_status 0' 'out_has "12.0: redundant"' 'flat_has "rows by merge_requests.state"'
run stops -C "$tree" 12.7
ok 'a stop that is none' 'has_status 2' 'err_has "no stop is declared at 12.7"'
cp -r "$tree" tree
cp tree/config/upgrade_path.yml before.yml
printf '# the end\n' >>tree/config/upgrade_path.yml
run stops -C tree --propose 12.10
ok 'a proposal' 'has_status 0' 'out_has "# Required stop 12.10"' 'out_has "2020-04-12"' 'out_has "Squash migrations to 12.0"' \
	'out_has "after the squash it can be 2019"'
ok 'changes nothing' '[[ $(wc -l <tree/config/upgrade_path.yml) == 8 ]]'
run stops -C tree --propose 12.10 --write
ok 'unless asked to' 'has_status 0' \
	'diff <(printf "%s\n- major: 12\n  minor: 10\n# the end\n" "$(cat before.yml)") tree/config/upgrade_path.yml'
cp tree/config/upgrade_path.yml once.yml
run stops -C tree --propose 12.10 --write
ok 'and once' 'has_status 0' 'out_has "has it already"' 'cmp once.yml tree/config/upgrade_path.yml'
run stops -C tree --propose 12.1.2.3
ok 'no release to propose' 'has_status 2' 'err_has 12.1.2.3'
run stops -C tree --write
ok 'nothing to write' 'has_status 2' 'err_has --propose'
run stops -C empty
ok 'no tree' 'has_status 2' '[[ -z $out ]]'

tree=$corpus/relations/not-null-ungated/tree
run graph -C "$tree" --format cincinnati
ok 'releases as a graph of upgrades' 'has_status 0' "out_has '{\"version\":\"18.2.0\",\"payload\":\"18.2\",\"metadata\":{\"stop\":\"required\"}}'" \
	"out_has '\"edges\":[{\"from\":\"18.2.0\",\"to\":\"18.4.0\"}]'" \
	"out_has '\"name\":\"FillPlotOwner_20250901100200_not_null\"'" '[[ $(grep -c '"'^\\['"' "$work/out") -ge 2 ]]'
run check --all -C "$tree" --format cincinnati
ok 'is none of findings' 'has_status 2' 'err_has cincinnati'

echo '{"a": 1}' >status
run plan -C tree --from 12.1 --to 12.9 --status status
ok 'a status that is none' 'has_status 2' 'err_has status'
printf 'job_class_name,status\nOther,3\n' >status
run plan -C tree --from 12.1 --to 12.9 --status status --format json
ok 'a job of Sidekiq is in no list' 'has_status 1' "out_has '\"verdict\":\"wait\"'" 'out_has Sidekiq'
finish
