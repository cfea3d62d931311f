#!/usr/bin/env bash
# The batch report: which releases it can tell about, what it counts against what the graph holds, and its Markdown as a
# renderer of somebody else (cmark-gfm, which GitLab's rendering follows) understands it. TAP.
#
#   tests/reports.sh PROGRAM
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1

# js EXPRESSION: whether it holds of `r`, the report, and `g`, the graph
js() {
	node -e '
		const fs = require("fs"), read = name => JSON.parse(fs.readFileSync(name, "utf8"));
		const r = read("report.json"), g = fs.existsSync("graph.json") ? read("graph.json") : null;
		const value = eval(process.argv[1]);
		if (value !== true) { console.log(JSON.stringify(value)); process.exit(1); }' "$1" >>"$work/out"
}

tree=$corpus/reports/every-section/tree

run report -q -C "$tree" --release 18.9
ok 'one release' '((status == 0))' '[[ $out == "# Migrations and background jobs of 18.9"* ]]'
default=$out
run report -q -C "$tree" --format json --no-cache
fresh=$out
run report -q -C "$tree" --format json --cache cache.sqlite
run report -q -C "$tree" --format json --cache cache.sqlite
ok 'lines of source are there when the files are not read again' '((status == 0))' '[[ -s cache.sqlite && $out == "$fresh" ]]'
run report -q -C "$tree"
ok 'the release of the tree is the default' '((status == 0))' '[[ $out == "$default" ]]'
run report -q -C "$tree" --from 18.5 --to 18.9
ok 'what came since a release' '((status == 0))' '[[ $out == "# Migrations and background jobs of 18.6 to 18.9"* ]]'
range=$out
run report -q -C "$tree" --from 18.5
ok 'up to the release of the tree by default' '[[ $out == "$range" ]]'
run report -q -C "$tree" --release 18.10
ok 'a release beyond the tree' '((status == 2))' '[[ $err == "stopgraph: the tree is of 18.9: it cannot tell about 18.10" && -z $out ]]'
run report -q -C "$tree" --release 18.14
ok 'no release at all' '((status == 2))' '[[ $err == *"there is no release 18.14 that is known"* ]]'
run report -q -C "$tree" --release 17.0
ok 'a release that was squashed' '((status == 2))' '[[ $err == *"those of 17.0 are squashed"*--rev* ]]'
run report -q -C "$tree" --release soon
ok 'what is no release' '((status == 2))' '[[ $err == *"--release wants a release such as 18.9"* ]]'
run report -q -C "$tree" --from 18.9 --to 18.9
ok 'an empty range' '((status == 2))' '[[ $err == *"there is no release after 18.9 up to 18.9"* ]]'
run report -q -C "$tree" --from 18.9
ok 'an empty range up to the tree' '((status == 2))' '[[ $err == *"there is no release after 18.9 up to 18.9"* ]]'
run report -q -C "$tree" --from 18.9 --to 18.5
ok 'a range backwards' '((status == 2))'
run report -q -C "$tree" --to 18.9
ok 'a range without a beginning' '((status == 2))' '[[ $err == *"--to wants --from"* ]]'
run report -q -C "$tree" --release 18.9 --from 18.5
ok 'a release and a range' '((status == 2))' '[[ $err == *"either --release, or --from and --to"* ]]'
run report -q -C "$tree" --format text
ok 'a format that is not there' '((status == 2))' '[[ $err == *"markdown, html or json, not "?text* ]]'
run report -q -C "$tree" -o "$work/file.md"
ok 'into a file' '((status == 0))' '[[ -z $out && $(cat "$work/file.md") == "$default" ]]'
run report -q -C "$tree" --release 18.4
ok 'a release without migrations' '((status == 0))' '[[ $out == *"> No migration of the tree is of 18.4."* ]]'
run report -q -C "$work"
ok 'no tree' '((status == 2))' '[[ -z $out ]]'

if command -v node >/dev/null; then
	"$program" report -q -C "$tree" --format json -o report.json
	"$program" graph -q -C "$tree" -o graph.json
	ok 'jobs queued are those of the graph' \
		'js "r.queued.slice().sort().join() === g.jobs.filter(j => j.release === \"18.9\").map(j => j.id).sort().join()"'
	ok 'open jobs are those without a gate in the graph' \
		'js "r.open.slice().sort().join() === g.jobs.filter(j => !j.gates.length).map(j => j.id).sort().join()"'
	ok 'gates and dependencies are the edges that break' \
		'js "r.new_gates.length + r.new_dependencies.length === g.edges.filter(e => e.dependent_release === \"18.9\" && e.severity === \"breaks\").length"'
	ok 'every excerpt shows its line' \
		'js "r.excerpts.every(e => e.first_line <= e.line && e.line - e.first_line < e.lines.length) && r.excerpts.length > 10"'
	ok 'every place with bytes has an excerpt of its line' \
		'js "r.dependencies.every(d => d.evidence.every(e => e.excerpt === null || (r.excerpts[e.excerpt].path === e.path && r.excerpts[e.excerpt].line === e.line)))"'
	ok 'jobs that dependencies name are listed' \
		'js "r.dependencies.every(d => r.jobs.some(j => j.id === d.job))"'
	ok 'the sizes of tables come from their dictionary' 'js "r.jobs.find(j => j.table === \"plots\").table_size === \"over_limit\""'
	ok 'a job has the owner of its dictionary' 'js "r.jobs.find(j => j.table === \"seeds\").feature_category === \"seed_keeping\""'

	"$program" report -q -C "$tree" --release 18.7 --format json -o report.json
	ok 'an earlier release: gates of later ones do not count' \
		'js "(j => j.state === \"open\" && j.finished === null && j.later_gate.release === \"18.9\")(r.jobs.find(j => j.table === \"plots\"))"' \
		'js "r.jobs.every(j => j.queued.release !== \"18.9\") && r.dependencies.every(d => d.dependent_release !== \"18.9\")"' \
		'js "r.remarks.some(t => t.startsWith(\"the files are those of 18.9\"))"'
	ok 'a gate between two stops is early' 'js "r.releases.at(-1).gates_without_stop === 1"'
	ok 'the next stop is needed when only it helps what the tree holds' \
		'js "r.next_stop.release === \"18.8\" && r.next_stop.need === \"proven\" && r.next_stop.needs.some(n => n.relation === \"finalizes\" && n.dependent_release === \"18.9\")"' \
		'js "r.decisions.some(d => d.title === \"stop 18.8 is needed\")"'
	"$program" report -q -C "$corpus/reports/stop-of-the-release/tree" --format json -o report.json
	ok 'right after a stop nothing needs the next one yet' 'js "r.next_stop.need === \"none\" && r.next_stop.argument_for === null"'
	"$program" report -q -C "$tree" --release 18.8 --format json -o report.json
	ok 'a dependency that is still to come counts for its own release only' 'js "r.next_stop.release === \"18.11\" && r.next_stop.needs.length === 0"'
else
	skip 'the numbers of the report' 'node is not there'
fi

# Every report of the corpus, rendered: raw HTML is only that of folds, links lead to headings of the page or to the web.
render() {
	cmark-gfm --unsafe -e table -e autolink -e strikethrough -e tasklist "$1"
}
# Of each page: a heading for each section that is linked, and an end for each fold.
pages_are_whole() {
	awk '
		function judge(anchor) {
			for (anchor in linked)
				if (!(anchor in headings)) { print file ": no heading for " anchor; bad = 1 }
			if (opened != closed) { print file ": " opened " folds begin, " closed " end"; bad = 1 }
			split("", linked); split("", headings); opened = closed = 0
		}
		FNR == 1 { judge(); file = FILENAME }
		$0 == "<details>" { opened++ }
		$0 == "</details>" { closed++ }
		{
			line = tolower($0)
			if (match(line, /<h2>[^<]*<\/h2>/)) {
				heading = substr(line, RSTART + 4, RLENGTH - 9)
				gsub(/ /, "-", heading)
				headings[heading] = 1
			}
			while (match(line, /href="#[^"]*"/)) {
				linked[substr(line, RSTART + 7, RLENGTH - 8)] = 1
				line = substr(line, RSTART + RLENGTH)
			}
		}
		END { judge(); exit bad }' "$@"
}
rendered_well() {
	! grep -oE '<[a-zA-Z][^ >/]*' "$@" |
		grep -vE '(^|:)<(a|blockquote|code|details|h1|h2|h3|li|ol|p|pre|strong|summary|table|tbody|td|th|thead|tr|ul)$' || return 1
	! grep -oE 'href="[^"]*"' "$@" |
		grep -vE '(^|:)href="(#(findings|gates|stops|open-jobs|squash|coverage)|https?://[^"]*)"$' || return 1
	pages_are_whole "$@"
}
all_rendered_well() {
	local each name
	mkdir pages
	for each in "$corpus"/*/*/tree; do
		quick /dev/null /dev/null report -q -C "$each" -o report.md || continue
		name=${each#"$corpus"/}
		name=${name%/tree}
		render report.md >"pages/${name/\//-}.html" || return 1
	done
	[[ $(find pages -type f | wc -l) -ge 200 ]] && rendered_well pages/*
}
if command -v cmark-gfm >/dev/null; then
	ok 'Markdown: nothing of a tree becomes markup' all_rendered_well
	"$program" report -q -C "$corpus/reports/names-that-look-like-markup/tree" -o report.md
	out=$(render report.md)
	ok 'Markdown: names are shown as they are' \
		'[[ $out == *"<code>&lt;img src=x onerror=alert(1)&gt; | **@all** \`\`\` #1 \\u0060</code>"* ]]' \
		'[[ $out == *"<code>&lt;/summary&gt;&lt;script&gt;alert(1)&lt;/script&gt;|\`x\`|</code>"* ]]' \
		'[[ $out != *"javascript:alert(1)\""* && $out != *"<a href=\"javascript"* ]]'
else
	skip 'Markdown: nothing of a tree becomes markup' 'cmark-gfm is not there'
fi
finish
