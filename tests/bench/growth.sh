#!/usr/bin/env bash
# How the cost of `check --all` grows with the tree: made-up trees of ten times the size of the one before. One line for each,
# with the processor's time and, for ten times the input, how many times the time that is (10.0 is linear).
#
#   tests/bench/growth.sh PROGRAM [LARGEST]     LARGEST: 10000 unless given
set -euo pipefail
program=$(realpath "$1")
largest=${2:-10000}
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
work=$(mktemp -d /tmp/stopgraph-growth-XXXXXX)
trap 'rm -rf "$work"' EXIT
export GIT_CEILING_DIRECTORIES=$work XDG_CACHE_HOME=$work/cache
TIMEFORMAT='%U %S'
before=
for ((count = 1000; count <= largest; count *= 10)); do
	"$here/generate" "$count" "$work/tree"
	cost=$({ time "$program" check --all -C "$work/tree" --fail-on never -q --format json >/dev/null 2>&1; } 2>&1 |
		awk '{ print $1 + $2 }')
	awk -v count="$count" -v now="$cost" -v before="$before" 'BEGIN {
		printf "%d migrations: %.2f s", count, now
		if (before > 0) printf ", %.1f times that of a tenth", now / before
		print "" }'
	before=$cost
	rm -rf "$work/tree" "$XDG_CACHE_HOME"
done
