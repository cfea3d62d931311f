#!/usr/bin/env bash
# Replays what was saved, and the seeds, through a fuzz target: TARGET PROGRAM.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
seeds=$(mktemp -d /tmp/stopgraph-seeds-XXXXXX)
trap 'rm -rf "$seeds"' EXIT
"$here/seeds.sh" "$1" "$seeds"
"$2" "$here/saved/$1" "$seeds"
