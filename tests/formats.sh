#!/usr/bin/env bash
# Every format of every corpus case held against a validator of somebody else: JSON Schema (ajv) for findings, graph, stops,
# plans, reports, traces and Code Quality, the SARIF multitool, the rdformat validator, xmllint with tests/schema/junit.xsd. Also the schemas of the
# configuration and the mitigations file against what the program takes and refuses. TAP.
#
#   tests/formats.sh PROGRAM [runs]
#
# With `runs` the reports are only written, not validated: enough for a build with sanitizers.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
tools=$root/tests/tools/node_modules
sarif=$tools/@microsoft/sarif-multitool-linux/Sarif.Multitool
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_UPDATE_NOTIFIER=1

validates=true
[[ ${2:-} != runs ]] || validates=false
if $validates && [[ ! -x $tools/.bin/ajv || ! -e $sarif ]]; then
	skip_all 'the validators are not installed (./bootstrap test does it)'
fi
! $validates || chmod +x "$sarif" # install scripts are off, so nobody has done it yet

ajv() {
	local result
	node "$tools/.bin/ajv" validate --strict=true --strict-required=false --allow-union-types -s "$1" -d "$2" >"$work/ajv" 2>&1
	result=$?
	grep -v ' valid$' "$work/ajv"
	return $result
}

# The multitool takes long for each file, and for each run with its list of rules: it gets one file, in which runs that differ
# in their results alone are one run. It ends well when it could read the file; what it has to say is in its log. SARIF2005
# asks for the program's home page.
sarif_is_valid() {
	node -e '
		const fs = require("fs"), [folder, out] = process.argv.slice(1);
		const logs = fs.readdirSync(folder).map(name => JSON.parse(fs.readFileSync(folder + "/" + name, "utf8")));
		const runs = new Map();
		for (const run of logs.flatMap(log => log.runs)) {
			const key = JSON.stringify({...run, invocations: [], results: []});
			const same = runs.get(key);
			same?.results.push(...run.results);
			same?.invocations.push(...run.invocations);
			same || runs.set(key, run);
		}
		fs.writeFileSync(out, JSON.stringify({...logs[0], runs: [...runs.values()]}));' \
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
	[[ ! -e $work/bad-runs ]] || fails cat "$work/bad-runs"
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
	quick /dev/null /dev/null check --all -q -C "$tree" --format json -o "$work/json/$name.json" \
		--report codequality="$work/codequality/$name.json" --report junit="$work/junit/$name.xml" \
		--report github="$work/github/$name.txt" --report rdjson="$work/rdjson/$name.json" \
		--report rdjsonl="$work/rdjsonl/$name.txt" --report sarif="$work/sarif/$name.sarif"
	# a tree without anything to read has no reports
	((status <= 2)) || echo "$case: ended with status $status" >>"$work/bad-runs"
	((status <= 1)) || rm -f "$work"/*/"$name".*
	quick /dev/null /dev/null graph -q -C "$tree" -o "$work/graph/$name.json" || rm -f "$work/graph/$name.json"
	quick /dev/null /dev/null graph -q -C "$tree" --format cincinnati -o "$work/cincinnati/$name.json" ||
		rm -f "$work/cincinnati/$name.json"
	quick /dev/null /dev/null stops -q -C "$tree" --format json -o "$work/stops/$name.json" --propose 18.8 ||
		rm -f "$work/stops/$name.json"
	quick /dev/null /dev/null report -q -C "$tree" --format json -o "$work/report/$name.json"
	((status == 0 || status == 2)) || echo "$case: report ended with status $status" >>"$work/bad-runs"
	((status == 0)) || rm -f "$work/report/$name.json"
	release=$(sed 's/[^0-9.].*//' "$tree/VERSION" 2>/dev/null)
	quick /dev/null /dev/null plan -q -C "$tree" --from 9.0 --to "${release:-10.0}" --format json -o "$work/plan/$name.json"
	((status <= 1)) || rm -f "$work/plan/$name.json"
	if ((number_of_trees++ < 12)); then
		printf '9.0\n%s\n' "${release:-10.0}" >"$work/path"
		printf 'finished | Some,table,id,[]\nactive | Other,table,id,["x"]\n' >"$work/status"
		quick /dev/null /dev/null plan -q -C "$tree" --plan "$work/path" --status "$work/status" --format json \
			-o "$work/plan/$name-review.json"
		((status <= 1)) || rm -f "$work/plan/$name-review.json"
	fi
	# a jump over everything that the tree holds
	target=$(sed -n 's/^\([0-9]*\.[0-9]*\).*/\1/p' "$tree/VERSION" 2>/dev/null)
	quick /dev/null /dev/null trace 9.0 "${target:-99.0}" -q --format json -C "$tree" -o "$work/trace/$name.json"
	((status <= 2)) || echo "$case: trace ended with status $status" >>"$work/bad-runs"
	((status <= 1)) || rm -f "$work/trace/$name.json"
	((status <= 1)) && "$program" trace 9.0 "${target:-99.0}" -q --zero-downtime --format json -C "$tree" \
		-o "$work/trace/$name-zero-downtime.json" 2>/dev/null
	# one line is one diagnostic: the validator takes a list of them
	if [[ -s $work/rdjsonl/$name.txt ]]; then
		sed '1s/^/[/; $!s/$/,/; $s/$/]/' "$work/rdjsonl/$name.txt" >"$work/rdjsonl/$name.json"
	fi
done

check 'every case gave its reports' all_runs_were_read
check 'every run ended as it should' no_bad_runs
if ! $validates; then
	finish
	exit 0
fi
check 'json: reports/schema/findings.json' ajv "$root/reports/schema/findings.json" "$work/json/*.json"
check 'graph: reports/schema/graph.json' ajv "$root/reports/schema/graph.json" "$work/graph/*.json"
check 'cincinnati: reports/schema/cincinnati.json' ajv "$root/reports/schema/cincinnati.json" "$work/cincinnati/*.json"
check 'stops: reports/schema/stops.json' ajv "$root/reports/schema/stops.json" "$work/stops/*.json"
mkdir "$work/empty"
while read -r from to; do
	"$program" plan -q -C "$work/empty" --from "$from" --to "$to" --has-not 16.0 --format json -o "$work/plan/$from-$to.json"
done <<-PLANS
	14.0.12 16.1
	15.11.13 18.11
	16.1.2 16.1.4
	8.5 9.0
PLANS
check 'plan: reports/schema/plan.json' ajv "$root/reports/schema/plan.json" "$work/plan/*.json"
check 'report: reports/schema/report.json' ajv "$root/reports/schema/report.json" "$work/report/*.json"
check 'trace: reports/schema/trace.json' ajv "$root/reports/schema/trace.json" "$work/trace/*.json"
check 'codequality: the fields that GitLab reads' ajv "$root/tests/schema/codequality.json" "$work/codequality/*.json"
check 'junit: the elements that GitLab reads' xmllint --noout --schema "$root/tests/schema/junit.xsd" "$work"/junit/*.xml
check 'sarif: the multitool finds nothing to say' sarif_is_valid
check 'rdjson' node "$tools/.bin/rdformat-validator" --strict --no-extra-fields "$work"/rdjson/*.json
check 'rdjsonl' node "$tools/.bin/rdformat-validator" --strict --no-extra-fields "$work"/rdjsonl/*.json
check 'github: every line is a workflow command' annotations_are_valid

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
check 'the program takes a configuration' takes_config "$work/config.yml"
check 'its schema takes it too' ajv "$share/config.schema.json" "$work/config.yml"
check 'its schema takes the effective configuration' ajv "$share/config.schema.json" "$work/effective.yml"
check 'the program takes the effective configuration' takes_config "$work/effective.yml"
# all are shown to the validator at once
mkdir "$work/bad"
number_of_bad=0
for bad in 'rule: {}' 'fail_on: sometimes' 'paths: { migration: [a] }' 'stops: { schedule: { from: "17.5" } }' \
	'rules: { implicit-stop: loud }' 'ignored_tables: [{ tables: a, reason: b }]' 'profile: gitlub' 'stops: { notice: 0 }'; do
	number_of_bad=$((number_of_bad + 1))
	echo "$bad" >"$work/bad/$number_of_bad.yml"
done
ajv "$share/config.schema.json" "$work/bad/*.yml" >"$work/refused"
for ((i = 1; i <= number_of_bad; i++)); do
	check "bad configuration $i: the program refuses it" fails takes_config "$work/bad/$i.yml"
	check "bad configuration $i: its schema refuses it" grep "/bad/$i.yml invalid" "$work/refused"
done
same_keys() {
	diff <("$program" config -C "$root/corpus/past-stops/csrf-token/tree" | sed -n 's/^\([a-z_]*\):.*/\1/p' | sort) \
		<(node -p 'Object.keys(require(process.argv[1]).properties).sort().join("\n")' "$share/config.schema.json")
}
check 'the schema has the keys of the program' same_keys
# the kinds of files that the manual page lists
same_kinds() {
	diff <("$program" help --format man5 | sed -n '/^.SS "paths"/,/^.PP/p' | grep -o '^[a-z_]\+' | sort) \
		<(node -p 'Object.keys(require(process.argv[1]).properties.paths.properties).sort().join("\n")' "$share/config.schema.json")
}
check 'and the kinds of files' same_kinds
check 'the mitigations files of the corpus fit their schema' ajv "$share/mitigations.schema.json" \
	"$root/corpus/*/*/tree/.stopgraph-mitigations.yml"
finish
