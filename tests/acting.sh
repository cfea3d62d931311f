#!/usr/bin/env bash
# What people do with findings: several reports at once, a baseline, suppressions explained, a workaround that a merge request
# removes. TAP.
#
#   tests/acting.sh PROGRAM
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1

cp -r "$corpus/past-stops/duplicate-services/tree" tree

run check --all -C tree --report sarif=r.sarif --report junit=r.xml --report json=r.json
ok 'reports beside the text on the terminal' '((status == 1))' '[[ $out == *"[implicit-stop]"* ]]' \
	'[[ -s r.sarif && -s r.xml && -s r.json ]]'
run check --all -C tree --report json=- --format github
ok 'a report to the standard output' '[[ $out == ::error* && $out == *stopgraph.findings/1* ]]'
run check --all -C tree --report sarf=r
ok 'a mistyped format is refused before anything is read' '((status == 2))' '[[ ! $out && ! -e r ]]' \
	'[[ $err == *"sarif or text, not '\''sarf'\''"* ]]'
run check --all -C tree --report sarif
ok 'a report needs a file' '((status == 2))' '[[ $err == *FORMAT=FILE* ]]'
run check --all -C tree --report sarif=no/such/folder/r
ok 'a report that cannot be written' '((status == 2))' '[[ $err == *no/such/folder* && $out == *implicit-stop* ]]'

run check --all -C tree --baseline r.json
ok 'what the baseline holds is no finding' '((status == 0))' '[[ $out == *"(1 suppressed)"* ]]'
mv tree/db/migrate/20210126091713_add_unique_index_services_project_id_and_type.rb moved
sed '1i # a line more' moved >tree/db/migrate/20210126091713_add_unique_index_services_project_id_and_type.rb
run check --all -C tree --baseline r.json
ok 'lines above do not matter' '((status == 0))'
run check --all -C tree --baseline r.json --format json
ok 'json says where it comes from' '[[ $out == *"known since the baseline"* && $out == *"\"source\":\"r.json\""* ]]'
echo '{' >bad.json
run check --all -C tree --baseline bad.json
ok 'a baseline that is none' '((status == 2))' '[[ $err == *bad.json* ]]'
run check --all -C tree --baseline r.sarif
ok 'another kind of JSON is no baseline' '((status == 2))' '[[ $err == *r.sarif* ]]'

sed '1i # stopgraph:disable implicit-stop -- nobody has any until 13.9' moved \
	>tree/db/migrate/20210126091713_add_unique_index_services_project_id_and_type.rb
run check --all -C tree
ok 'a suppressed finding is counted only' '((status == 0))' '[[ $out != *"[implicit-stop]"* && $out == *"(1 suppressed)"* ]]'
run check --all -C tree --explain-suppressed
ok 'and shown with its reason when asked for' '((status == 0))' '[[ $out == *"[implicit-stop]"* ]]' \
	'[[ $out == *"suppressed: nobody has any (until 13.9,"* ]]'
run check --all -C tree --format sarif
ok 'sarif carries it as a suppression' '[[ $out == *"\"suppressions\":[{\"kind\":\"inSource\""* ]]'
run check --all -C tree --format codequality
ok 'codequality leaves it out' '[[ $out == "[]" ]]'

cp -r "$corpus/rules/dictionary-finalized-by-wrong/tree" dictionary
run check --all -C dictionary --format rdjson
ok 'rdjson suggests the edit' '[[ $out == *"\"suggestions\":[{\"range\":"*"\"text\":\""* ]]'
# applies the first suggestion as a client would: lines and byte columns from 1, the end exclusive
suggestion=$(grep -o '"suggestions":\[{"range":.*"text":"[^"]*"' out | head -1)
read -r line from to text < <(sed -E 's/.*"start":\{"line":([0-9]+),"column":([0-9]+)\},"end":\{"line":[0-9]+,"column":([0-9]+)\}\},"text":"([^"]*)".*/\1 \2 \3 \4/' <<<"$suggestion")
file=$(echo dictionary/db/docs/batched_background_migrations/*.yml)
sed -i -E "${line}s/^(.{$((from - 1))}).{$((to - from))}/\1$text/" "$file"
run check --all -C dictionary
ok 'which makes the finding go away' '((status == 0))' '[[ $out != *dictionary-mismatch* ]]'

if command -v git >/dev/null; then
	cp -r "$corpus/past-stops/artifact-expire-at-recorded/tree" merge
	service=app/services/ci/job_artifacts/destroy_batch_service.rb
	cp merge/$service without
	sed '1a # detect_and_fix_wrongly_expired_artifacts' without >merge/$service
	commit() {
		git -C merge add -A && git -C merge -c user.name=a -c user.email=a@b commit -q -m "$1"
	}
	git init -q -b master merge
	commit one
	git -C merge checkout -q -b topic
	run check -C merge --base master
	ok 'a merge request without a change' '((status == 0))'
	cp without merge/$service
	run check -C merge --base master
	ok 'a merge request that removes a recorded workaround' '((status == 1))' '[[ $out == *"[workaround-removed]"* ]]' \
		'[[ $out != *stale-timestamp* ]]'
	commit two
	git -C merge checkout -q -b later
	run check -C merge --base topic
	ok 'the next one is not blamed' '((status == 0))'
fi
finish
