#!/usr/bin/env bash
# Fails on an include that points up a layer, on one that is not written from the root, and on a foreign library's header
# outside its place. The ranks are those of the layout: analyzer/base < analyzer/model < parser, graph < analyzer <
# reports < analyzer/cli; analyzer/rules is the engine without the parsers. Tests may include anything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find analyzer parser graph reports -name '*.[ch]' -print0 | LC_ALL=C sort -z | xargs -0 awk '
function layer(path) {
	if (path ~ /^analyzer\/base\//) return "base"
	if (path ~ /^analyzer\/model\//) return "model"
	if (path ~ /^analyzer\/cli\//) return "cli"
	if (path ~ /^analyzer\/rules\//) return "rules"
	if (path ~ /^analyzer\//) return "engine"
	if (path ~ /^parser\//) return "parser"
	if (path ~ /^graph\//) return "graph"
	if (path ~ /^reports\//) return "reports"
	return ""
}

function fail(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text
	bad = 1
}

BEGIN {
	may["base"] = "base"
	may["model"] = "base model"
	may["parser"] = "base model parser"
	may["graph"] = "base model graph"
	may["rules"] = "base model graph engine rules"
	may["engine"] = "base model parser graph engine rules"
	may["reports"] = "base model graph engine reports"
	may["cli"] = "base model graph engine reports cli"

	# header of a foreign library -> where it may be included
	home["tree_sitter/"] = "^parser/ruby/tree[.][ch]$"
	home["pg_query.h"] = "^parser/sql/tree[.]c$"
	home["pg_query/"] = "^parser/sql/"
	home["protobuf-c/"] = "^parser/sql/"
	home["nettle/"] = "^(analyzer/base/hash|parser/ruby/eval/names)[.]c$"
	home["yaml.h"] = "^parser/yaml/events[.]c$"
	home["sqlite3.h"] = "^(graph/store|analyzer/cache/file)[.]c$"
	home["git2"] = "^analyzer/inputs/inputs_git[.]c$"
	home["graphviz/"] = "^reports/picture/graphviz[.]c$"
	home["popt.h"] = "^analyzer/cli/options[.]c$"
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, part, "\"")
	to = layer(part[2])
	if (to == "") {
		foreign(part[2])
		if (part[2] !~ /\//)
			fail("include \"" part[2] "\" is not written from the root")
	} else if (index(" " may[layer(FILENAME)] " ", " " to " ") == 0) {
		fail(layer(FILENAME) " must not include " part[2] " (" to ")")
	}
}

/^[ \t]*#[ \t]*include[ \t]*</ {
	split($0, part, /[<>]/)
	foreign(part[2])
}

function foreign(header,   prefix) {
	for (prefix in home)
		if (index(header, prefix) == 1 && FILENAME !~ home[prefix])
			fail("<" header "> belongs into " home[prefix])
}

END { exit bad }
'
