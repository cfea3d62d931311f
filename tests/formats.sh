#!/usr/bin/env bash
# Every format of every corpus case held against a validator of somebody else: JSON Schema (ajv) for findings, graph, stops,
# plans, reports, traces and Code Quality, the SARIF multitool, the rdformat validator, xmllint with tests/schema/junit.xsd. Also the schemas of the
# configuration and the mitigations file against what the program takes and refuses. TAP.
#
#   tests/formats.sh PROGRAM [runs]
#
# With `runs` the reports are only written, not validated: enough for a build with sanitizers.
set -uo pipefail
program=$(realpath "$1")
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
tools=$root/tests/tools/node_modules
sarif=$tools/@microsoft/sarif-multitool-linux/Sarif.Multitool
work=$(mktemp -d /tmp/stopgraph-formats-XXXXXX)
trap 'rm -rf "$work"' EXIT
# what a sanitizer finds must not look like findings
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:exitcode=99 UBSAN_OPTIONS=${UBSAN_OPTIONS:-}:exitcode=99
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_UPDATE_NOTIFIER=1

validates=true
[[ ${2:-} != runs ]] || validates=false
if $validates && [[ ! -x $tools/.bin/ajv || ! -e $sarif ]]; then
	echo '1..0 # SKIP the validators are not installed (./bootstrap test does it)'
	exit 0
fi
! $validates || chmod +x "$sarif" # install scripts are off, so nobody has done it yet
number=0

ok() {
	local name=$1
	shift
	number=$((number + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		grep -v '^/tmp.* valid$' "$work/log" | head -40 | sed 's/^/# /'
	fi
}

refuses() {
	! "$@"
}

ajv() {
	node "$tools/.bin/ajv" validate --strict=true --strict-required=false --allow-union-types -s "$1" -d "$2"
}

# The multitool takes long for each file, so it gets one with the runs of all. It ends well when it could read the file; what
# it has to say is in its log. SARIF2005 asks for the program's home page.
sarif_is_valid() {
	node -e '
		const fs = require("fs"), [folder, out] = process.argv.slice(1);
		const logs = fs.readdirSync(folder).map(name => JSON.parse(fs.readFileSync(folder + "/" + name, "utf8")));
		fs.writeFileSync(out, JSON.stringify({...logs[0], runs: logs.flatMap(log => log.runs)}));' \
		"$work/sarif" "$work/all.sarif" &&
		"$sarif" validate "$work/all.sarif" --max-file-size-in-kb 100000 --log ForceOverwrite -o "$work/sarif.log" --level 'Error;Warning' &&
		node -e '
			const runs = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8").replace(/^\ufeff/, "")).runs;
			const results = runs.flatMap(run => run.results).filter(result => result.ruleId !== "SARIF2005");
			for (const result of results)
				console.log(result.ruleId, JSON.stringify(result.locations[0].physicalLocation), JSON.stringify(result.message));
			process.exit(results.length ? 1 : 0);' "$work/sarif.log"
}

all_runs_were_read() {
	[[ $(find "$work/sarif" -name '*.sarif' | wc -l) -ge 200 ]]
}

no_bad_runs() {
	[[ ! -e $work/bad-runs ]] || refuses cat "$work/bad-runs"
}

annotations_are_valid() {
	! cat "$work"/github/* | LC_ALL=C.UTF-8 grep -Ev \
		'^::(error|warning|notice) file=[^:,]+,line=[1-9][0-9]*,endLine=[1-9][0-9]*(,col=[1-9][0-9]*,endColumn=[1-9][0-9]*)?,title=[a-z-]+::.+$'
}

number_of_trees=0
for folder in json graph cincinnati stops plan report trace codequality junit github rdjson rdjsonl sarif; do
	mkdir "$work/$folder"
done
for tree in "$root"/corpus/*/*/tree; do
	case=${tree%/tree}
	name=${case#"$root"/corpus/}
	name=${name/\//-}
	"$program" check --all -q -C "$tree" --format json -o "$work/json/$name.json" \
		--report codequality="$work/codequality/$name.json" --report junit="$work/junit/$name.xml" \
		--report github="$work/github/$name.txt" --report rdjson="$work/rdjson/$name.json" \
		--report rdjsonl="$work/rdjsonl/$name.txt" --report sarif="$work/sarif/$name.sarif" 2>/dev/null
	# a tree without anything to read has no reports
	status=$?
	((status <= 2)) || echo "$case: ended with status $status" >>"$work/bad-runs"
	((status <= 1)) || rm -f "$work"/*/"$name".*
	"$program" graph -q -C "$tree" -o "$work/graph/$name.json" 2>/dev/null || rm -f "$work/graph/$name.json"
	"$program" graph -q -C "$tree" --format cincinnati -o "$work/cincinnati/$name.json" 2>/dev/null ||
		rm -f "$work/cincinnati/$name.json"
	"$program" stops -q -C "$tree" --format json -o "$work/stops/$name.json" --propose 18.8 2>/dev/null ||
		rm -f "$work/stops/$name.json"
	"$program" report -q -C "$tree" --format json -o "$work/report/$name.json" 2>/dev/null
	status=$?
	((status == 0 || status == 2)) || echo "$case: report ended with status $status" >>"$work/bad-runs"
	((status == 0)) || rm -f "$work/report/$name.json"
	release=$(sed 's/[^0-9.].*//' "$tree/VERSION" 2>/dev/null)
	"$program" plan -q -C "$tree" --from 9.0 --to "${release:-10.0}" --format json -o "$work/plan/$name.json" 2>/dev/null
	(($? <= 1)) || rm -f "$work/plan/$name.json"
	if ((number_of_trees++ < 12)); then
		printf '9.0\n%s\n' "${release:-10.0}" >"$work/path"
		printf 'finished | Some,table,id,[]\nactive | Other,table,id,["x"]\n' >"$work/status"
		"$program" plan -q -C "$tree" --plan "$work/path" --status "$work/status" --format json \
			-o "$work/plan/$name-review.json" 2>/dev/null
		(($? <= 1)) || rm -f "$work/plan/$name-review.json"
	fi
	# a jump over everything that the tree holds
	target=$(sed -n 's/^\([0-9]*\.[0-9]*\).*/\1/p' "$tree/VERSION" 2>/dev/null)
	"$program" trace 9.0 "${target:-99.0}" -q --format json -C "$tree" -o "$work/trace/$name.json" 2>/dev/null
	status=$?
	((status <= 2)) || echo "$case: trace ended with status $status" >>"$work/bad-runs"
	((status <= 1)) || rm -f "$work/trace/$name.json"
	((status <= 1)) && "$program" trace 9.0 "${target:-99.0}" -q --zero-downtime --format json -C "$tree" \
		-o "$work/trace/$name-zero-downtime.json" 2>/dev/null
	# one line is one diagnostic: the validator takes a list of them
	if [[ -s $work/rdjsonl/$name.txt ]]; then
		sed '1s/^/[/; $!s/$/,/; $s/$/]/' "$work/rdjsonl/$name.txt" >"$work/rdjsonl/$name.json"
	fi
done

ok 'every case gave its reports' all_runs_were_read
ok 'every run ended as it should' no_bad_runs
if ! $validates; then
	echo "1..$number"
	exit 0
fi
ok 'json: reports/schema/findings.json' ajv "$root/reports/schema/findings.json" "$work/json/*.json"
ok 'graph: reports/schema/graph.json' ajv "$root/reports/schema/graph.json" "$work/graph/*.json"
ok 'cincinnati: reports/schema/cincinnati.json' ajv "$root/reports/schema/cincinnati.json" "$work/cincinnati/*.json"
ok 'stops: reports/schema/stops.json' ajv "$root/reports/schema/stops.json" "$work/stops/*.json"
mkdir "$work/empty"
while read -r from to; do
	"$program" plan -q -C "$work/empty" --from "$from" --to "$to" --has-not 16.0 --format json -o "$work/plan/$from-$to.json"
done <<-PLANS
	14.0.12 16.1
	15.11.13 18.11
	16.1.2 16.1.4
	8.5 9.0
PLANS
ok 'plan: reports/schema/plan.json' ajv "$root/reports/schema/plan.json" "$work/plan/*.json"
ok 'report: reports/schema/report.json' ajv "$root/reports/schema/report.json" "$work/report/*.json"
ok 'trace: reports/schema/trace.json' ajv "$root/reports/schema/trace.json" "$work/trace/*.json"
ok 'codequality: the fields that GitLab reads' ajv "$root/tests/schema/codequality.json" "$work/codequality/*.json"
ok 'junit: the elements that GitLab reads' xmllint --noout --schema "$root/tests/schema/junit.xsd" "$work"/junit/*.xml
ok 'sarif: the multitool finds nothing to say' sarif_is_valid
ok 'rdjson' node "$tools/.bin/rdformat-validator" --strict --no-extra-fields "$work"/rdjson/*.json
ok 'rdjsonl' node "$tools/.bin/rdformat-validator" --strict --no-extra-fields "$work"/rdjsonl/*.json
ok 'github: every line is a workflow command' annotations_are_valid

share=$root/analyzer/share
cat >"$work/config.yml" <<-YAML
	profile: gitlab
	default_branch: master
	release_tags: '^v([0-9]+)[.]([0-9]+)[.]([0-9]+)-ee$'
	paths:
	  migrations: ['db/migrate/*.rb']
	  exclude: 'db/migrate/old/*'
	stops:
	  schedule: { from: '17.5', minors: [2, 5, 8, 11] }
	  notice: 3
	fail_on: warning
	rules:
	  unresolved: note
	ignored_tables:
	  - { table: events, reason: archived }
	suppressions:
	  - { rule: implicit-stop, path: 'db/*', reason: shipped, until: '18.11' }
YAML
takes_config() {
	"$program" config -C "$root/corpus/past-stops/csrf-token/tree" --config "$1" -o "$work/effective.yml"
}
ok 'the program takes a configuration' takes_config "$work/config.yml"
ok 'its schema takes it too' ajv "$share/config.schema.json" "$work/config.yml"
ok 'its schema takes the effective configuration' ajv "$share/config.schema.json" "$work/effective.yml"
ok 'the program takes the effective configuration' takes_config "$work/effective.yml"
schema_refuses() {
	[[ $(ajv "$share/config.schema.json" "$work/bad.yml" 2>&1) == *'bad.yml invalid'* ]]
}
number_of_bad=0
for bad in 'rule: {}' 'fail_on: sometimes' 'paths: { migration: [a] }' 'stops: { schedule: { from: "17.5" } }' \
	'rules: { implicit-stop: loud }' 'ignored_tables: [{ tables: a, reason: b }]' 'profile: gitlub' 'stops: { notice: 0 }'; do
	number_of_bad=$((number_of_bad + 1))
	echo "$bad" >"$work/bad.yml"
	ok "bad configuration $number_of_bad: the program refuses it" refuses takes_config "$work/bad.yml"
	ok "bad configuration $number_of_bad: its schema refuses it" schema_refuses
done
same_keys() {
	diff <("$program" config -C "$root/corpus/past-stops/csrf-token/tree" | sed -n 's/^\([a-z_]*\):.*/\1/p' | sort) \
		<(node -p 'Object.keys(require(process.argv[1]).properties).sort().join("\n")' "$share/config.schema.json")
}
ok 'the schema has the keys of the program' same_keys
ok 'the mitigations files of the corpus fit their schema' ajv "$share/mitigations.schema.json" \
	"$root/corpus/*/*/tree/.stopgraph-mitigations.yml"
echo "1..$number"
