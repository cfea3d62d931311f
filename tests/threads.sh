#!/usr/bin/env bash
# The number of threads never changes an answer: a made-up tree, with files that are no Ruby, no UTF-8 or cannot be read, says
# the same byte for byte with one thread and, again and again, with several; also while a cache is filled, and from it. TAP.
#
#   tests/threads.sh PROGRAM GENERATE [COUNT [ROUNDS]]
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
generate=$(realpath "$2")
count=${3:-1000}
rounds=${4:-4}
export HOME=$work XDG_CACHE_HOME=$work/xdg

# answers OPTION...: all that can be said about the tree, with its status
answers() {
	"$program" graph --format json -C "$work/tree" "$@" 2>&1
	echo "status $?"
	"$program" check --all -C "$work/tree" "$@" 2>&1
	echo "status $?"
}

"$generate" "$count" "$work/tree"
printf 'class Broken < Gitlab::Database::Migration[2.2]\n  def up\n    drop_table :things\n' \
	>"$work/tree/db/migrate/20240401000001_broken.rb"
printf 'class Odd < Gitlab::Database::Migration[2.2]\n  def up\n    drop_table :th\377ngs\n  end\nend\n' \
	>"$work/tree/db/migrate/20240401000002_odd.rb"
ln -s nowhere "$work/tree/db/migrate/20240401000003_gone.rb"
mkdir "$work/tree/db/migrate/20240401000004_folder.rb"

answers --no-cache --threads 1 >"$work/expected"
[[ $(wc -c <"$work/expected") -gt 10000 ]]
result $? "one thread answers"
for threads in 2 3 8; do
	bad=0
	for ((round = 0; round < rounds; round++)); do
		answers --no-cache -j "$threads" | cmp -s "$work/expected" - || bad=1
	done
	result $bad "$threads threads say the same"
done
answers --no-cache | cmp -s "$work/expected" -
result $? "as many threads as are usual say the same"
answers --cache "$work/cache.sqlite" -j 3 | cmp -s "$work/expected" -
result $? "3 threads say the same while a cache is filled"
answers --cache "$work/cache.sqlite" -j 3 | cmp -s "$work/expected" -
result $? "3 threads say the same from the cache"
"$program" check --all -C "$work/tree" -j 0 >/dev/null 2>"$work/message"
[[ $? == 2 ]] && grep -q -e "--threads is a number from 1" "$work/message"
result $? "no thread at all is refused"
finish
