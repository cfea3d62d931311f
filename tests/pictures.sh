#!/usr/bin/env bash
# Pictures of the graph and of a jump, as programs of somebody else read them: xmllint, graphviz's own parser (gvpr), and a
# validator of Mermaid; what is in them against the graph as JSON; and the messages of the options. TAP.
#
#   tests/pictures.sh PROGRAM
#
# What is not installed (packages libxml2-utils and graphviz, npm's @probelabs/maid in tests/tools) is skipped visibly.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1
maid=$root/tests/tools/node_modules/.bin/maid

# valid COMMAND NAME TEST...: like ok, skipped when the command is not there
valid() {
	local tool=$1
	shift
	if ! command -v "$tool" >tool; then
		skip "$1" "$tool is not installed"
		return
	fi
	ok "$@"
}

count() {
	[[ $(grep -c -- "$1" out) == "$2" ]]
}

tree=$corpus/past-stops/duplicate-services/tree
run graph -C "$tree" --format svg
cp out duplicate.svg
ok 'svg of a past stop' '((status == 0))' '[[ ! -s err ]]' 'count "class=\"node job" 1' 'count "class=\"node migration" 2' \
	'count "class=\"arrow broken" 1' 'count "class=\"arrow plain" 1' 'out_has "unique: implicit-stop"'
valid xmllint 'it is XML' 'xmllint --noout duplicate.svg'
run graph -C "$tree" --format svg
ok 'equal input gives equal bytes' 'cmp out duplicate.svg'
HOME=/nonexistent FONTCONFIG_FILE=/nonexistent FONTCONFIG_PATH=/nonexistent GVBINDIR=/nonexistent LC_ALL=C.UTF-8 \
	"$program" graph -C "$tree" --format svg >out 2>err
ok 'neither fonts nor plug-ins nor the language of the machine change it' 'cmp out duplicate.svg' '[[ ! -s err ]]'
run graph -C "$tree" --format dot
cp out duplicate.dot
ok 'dot of a past stop' '((status == 0))' 'count "shape=ellipse" 1' 'count "shape=box" 2' 'out_has "color=red"'
valid gvpr 'graphviz reads the same nodes and arrows' \
	'[[ $(gvpr "BEG_G { printf(\"%d %d\", nNodes(\$G), nEdges(\$G)) }" duplicate.dot) == "3 2" ]]'
run graph -C "$tree" --format mermaid
cp out duplicate.mmd
ok 'mermaid of a past stop' '((status == 0))' 'out_has "n1 ==>|unique: implicit-stop| n3"'
run trace 13.7 13.9 -C "$tree" --format svg
cp out jump.svg
ok 'a jump as svg' '((status == 1))' 'out_has "upgrade from 13.7 to 13.9 in one go"' 'out_has "unique: broken"'
valid xmllint 'it is XML, too' 'xmllint --noout jump.svg'

# what a part of the graph is
tree=$corpus/reports/every-section/tree
run graph -C "$tree" --format dot --focus FillPondOwner --depth 1 -q
ok 'a job and what is one arrow away' '((status == 0))' 'count "shape=ellipse" 1' 'count "penwidth=3" 1' 'out_lacks FillSeedOwner'
run graph -C "$tree" --format dot --focus FillPondOwner --depth 0 -q
ok 'the focus alone' 'count "shape=" 1' 'out_lacks " -> "'
run graph -C "$tree" --format dot --focus plots.owner_id -q
ok 'a column' '((status == 0))' 'out_has FillPlotOwner' 'out_lacks FillPondOwner'
run graph -C "$tree" --format dot --focus 20260124100000 -q
ok 'a migration that nothing depends on is drawn' '((status == 0))' 'count "shape=" 1' 'out_has "20260124100000 post"'
run graph -C "$tree" --format dot --focus implicit-stop -q
ok 'a rule stands for its findings' '((status == 0))' 'out_has "implicit-stop"' 'out_has "penwidth=3"'
run graph -C "$tree" --format dot --focus FillP
ok 'a name of several things' '((status == 2))' 'err_has "may be any of these"' 'err_has FillPlotOwner' 'err_has FillPondOwner'
run graph -C "$tree" --format dot --focus Nobody
ok 'a name of nothing' '((status == 2))' 'err_has "nothing is called '"'Nobody'"'"'
run graph -C "$tree" --format dot -q
cp out whole.dot
run graph -C "$tree" --format dot --release-range 18.9..18.9 -q
ok 'a range of releases' '((status == 0))' '[[ $(wc -l <out) -lt $(wc -l <whole.dot) ]]' 'out_has "18.9 2026"'
run graph -C "$tree" --format dot --release-range ..99.0 -q
sed -i 's/, queued or needed[^"]*//' out
ok 'an open range is everything' 'cmp out whole.dot'
for bad in 18.9 18.9.. ..; do
	run graph -C "$tree" --format dot --release-range "$bad"
	[[ $bad == 18.9.. ]] && ok 'a range may be open at its end' '((status == 0))' && continue
	ok "'$bad' is no range" '((status == 2))' 'err_has "--release-range is A..B"'
done
run graph -C "$tree" --format dot --release-range 18.9..18.2
ok 'a range backwards' '((status == 2))' 'err_has "--release-range is A..B"'
run graph -C "$tree" --format dot --depth 2
ok 'a depth without a focus' '((status == 2))' 'err_has "give --focus"'
run graph -C "$tree" --format dot --focus FillPondOwner --depth x
ok 'a depth that is no number' '((status == 2))' 'err_has "--depth is a number"'
run graph -C "$tree" --focus FillPondOwner
ok 'json is the whole graph' '((status == 2))' 'err_has "about pictures"'
run graph -C "$tree" --format png
ok 'no such format' '((status == 2))' 'err_has "dot, mermaid or svg"'
tree=$corpus/relations/drop-support-index/tree
run graph -C "$tree" --format svg
ok 'benign dependencies are counted, not drawn' '((status == 0))' 'out_lacks "drop_support"' 'err_has "--full draws them"'
run graph -C "$tree" --format svg --full
ok 'with --full they are drawn' '((status == 0))' 'out_has "drop_support: benign"' '[[ ! -s err ]]'

# every corpus case, and names that would be markup
mkdir svg dot mermaid html
for tree in "$corpus"/*/*/tree; do
	name=${tree%/tree}
	name=${name#"$corpus"/}
	name=${name/\//-}
	for format in svg dot mermaid; do
		quick /dev/null err graph --full -q -C "$tree" --format $format -o "$format/$name"
		((status == 0 || status == 2)) || echo "$name $format: status $status" >>failed
		((status == 0)) || rm -f "$format/$name"
	done
	quick /dev/null err report -q -C "$tree" --format html -o "html/$name"
	((status == 0 || status == 2)) || echo "$name html: status $status" >>failed
done
ok 'a picture of every corpus case' '[[ ! -e failed ]]' '[[ $(find svg -type f | wc -l) -ge 200 ]]' \
	'[[ $(grep -lF "</html>" html/* | wc -l) -ge 200 ]]'
valid xmllint 'svg: all are XML' 'xmllint --noout svg/*'
valid gvpr 'dot: graphviz reads all' 'gvpr "BEG_G { }" dot/*'
if command -v node >tool && [[ -e $maid ]]; then
	mkdir flowcharts
	for file in mermaid/*; do
		# a chart of nothing is nothing to draw
		[[ $(wc -l <"$file") -le 1 ]] || cp "$file" "flowcharts/${file##*/}.mmd"
	done
	ok 'mermaid: the validator takes all' '[[ $(find flowcharts -type f | wc -l) -ge 100 ]]' 'node "$maid" flowcharts'
else
	skip 'mermaid: the validator takes all' 'the validator is not installed (./bootstrap test does it)'
fi
ok 'no text is an element' '! grep -liE "<(script|img|iframe|b|i)[ >]" svg/*' 'grep -q "&lt;img" svg/reports-markup-in-sources'
finish
