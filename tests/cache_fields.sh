#!/usr/bin/env bash
# Every member of a struct that the cache keeps has a row in analyzer/cache/fields.c, or is named there as one that is not
# kept: a member without one would be lost between two runs, and no other test might notice. TAP.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
cd "$root" || exit 1

# members STRUCT: what the headers say
members() {
	awk -v name="$1" '
		$0 ~ "^struct " name " [{]$" { inside = 1; next }
		inside && /^}/ { exit }
		inside {
			if (comment && !sub(/.*[*][/]/, "")) next
			comment = index($0, "/*") && !index($0, "*/")
			sub(/[/][*].*/, "")
			if (!/;/) next
			sub(/;.*/, "")
			gsub(/[*]|\[[^]]*\]/, " ")
			count = split($0, part, ",")
			for (i = 1; i <= count; i++) { size = split(part[i], word, " "); print word[size] }
		}
	' analyzer/model/*.h analyzer/cache/*.h analyzer/cache/fields.c parser/ruby/ruby.h
}

# rows STRUCT: what the table says
rows() {
	grep -o "ROW($1, [a-z_]*" analyzer/cache/fields.c | sed 's/.*, //'
	tr -d '\n\t' <analyzer/cache/fields.c | grep -o "SHAPE($1,[^;]*;" | grep -o '"[^"]*"' | tr -d '"' | tr ' ' '\n' | grep .
}

for name in $(grep -o 'ROW([a-z_]*' analyzer/cache/fields.c | sed 's/ROW(//' | grep -v '^type$' | sort -u); do
	difference=$(diff <(members "$name" | sort) <(rows "$name" | sort))
	if [[ -n $(members "$name") ]]; then
		result ${#difference} "struct $name${difference:+: ${difference//$'\n'/; }}"
	else
		result 1 "struct $name has no members"
	fi
done
finish
