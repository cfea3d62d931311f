#!/usr/bin/env bash
# What earlier runs have kept never changes an answer: every tree of the corpus is read without a cache, with a new one, and
# with what that run left; then each of its files is taken away in turn, and changed in turn. After that the cache itself is
# treated badly. TAP.
#
#   tests/cache.sh PROGRAM CORPUS [KILLS [STEP]]
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
corpus=$(realpath "$2")
kills=${3:-40}
step=${4:-12} # of so many files of the corpus one is changed
export HOME=$work XDG_CACHE_HOME=$work/xdg
cache=$work/cache.sqlite

# answers TREE OPTION...: all that can be said about a tree, with its status
answers() {
	"$program" graph --format json -q -C "$1" "${@:2}"
	echo "status $?"
	"$program" check --all -q -C "$1" "${@:2}"
	echo "status $?"
}

# quick_answers TREE FILE OPTION...: the same into the file
quick_answers() {
	local into=$work/$2
	: >"$into"
	quick "$into" "$into" graph --format json -q -C "$1" "${@:3}"
	echo "status $status" >>"$into"
	quick "$into" "$into" check --all -q -C "$1" "${@:3}"
	echo "status $status" >>"$into"
}

# same TREE: does the cache say what reading says? again TREE: the same once more
same() {
	quick_answers "$1" expected --no-cache
	again "$1"
}

again() {
	quick_answers "$1" got --cache "$cache"
	cmp -s "$work/expected" "$work/got"
}

# --- every tree, cold and warm ---

cp -r "$corpus" "$work/corpus"
sleep 2.1 # files that were written just now are not trusted, and this test is about trust
bad=
while IFS= read -r tree; do
	same "$tree" && again "$tree" && again "$tree" || bad+=" ${tree#"$work/corpus/"}"
done < <(find "$work/corpus" -type d -name tree | LC_ALL=C sort)
echo "# $(stat -c %s "$cache") bytes are kept"
result ${#bad} "cold and warm, the answers are those without a cache$bad"

# --- every file in turn: away, changed, back ---

bad=
while IFS= read -r file; do
	tree=${file%%/tree/*}/tree
	mv "$file" "$work/held"
	same "$tree" || bad+=" -${file#"$work/corpus/"}"
	# other names for what the file defines or uses; a copy whose times are not those of before
	sed -e 's/project_id/group_id/g; s/Batched/Bached/; s/18\.[0-9]/17.2/' "$work/held" >"$file"
	same "$tree" || bad+=" ~${file#"$work/corpus/"}"
	mv "$work/held" "$file"
	same "$tree" || bad+=" +${file#"$work/corpus/"}"
done < <(find "$work/corpus" -path '*/tree/*' -type f | LC_ALL=C sort | awk -v step="$step" 'NR % step == 1')
result ${#bad} "when files go, change and come back, the answers follow$bad"

# --- a cache that is treated badly ---

tree=$(find "$work/corpus" -type d -path '*duplicate-services/tree' | head -n 1)
answers "$tree" --no-cache >"$work/expected" 2>&1

# holds NAME OPTION...: the answers with a cache are those without one
holds() {
	answers "$tree" "${@:2}" >"$work/got" 2>"$work/err"
	cmp -s "$work/expected" "$work/got"
	result $? "$1"
}

# says NAME WORDS OPTION...: and what is wrong is said
says() {
	"$program" check --all -C "$tree" "${@:3}" >/dev/null 2>"$work/err"
	[[ $(grep -c "cache-unusable" "$work/err") == 1 ]] && grep -q "$2" "$work/err"
	result $? "$1 is said once"
}

new_cache() {
	rm -f "$cache"*
	"$program" check --all -q -C "$tree" --cache "$cache" >/dev/null
}

bad=0
RANDOM=4711
for ((i = 0; i < kills; i++)); do
	new_cache
	size=$(stat -c %s "$cache")
	truncate -s $((RANDOM * RANDOM % size)) "$cache"
	same "$tree" || bad=$((bad + 1))
	new_cache
	for ((k = 0; k < 20; k++)); do
		printf '\x5a\xa5' | dd of="$cache" bs=1 seek=$((RANDOM * RANDOM % size)) conv=notrunc status=none
	done
	same "$tree" || bad=$((bad + 1))
done
result $bad "a cache that is cut off or overwritten at random ($kills times each) changes no answer"

bad=0
for ((i = 0; i < kills; i++)); do
	((i % 4)) || rm -f "$cache"*
	"$program" check --all -q -C "$tree" --cache "$cache" >/dev/null 2>&1 &
	victim=$!
	sleep "0.0$((RANDOM % 30 + 10))"
	kill -9 $victim 2>/dev/null
	wait $victim 2>/dev/null
	same "$tree" || bad=$((bad + 1))
done
result $bad "a run that is killed at any moment ($kills times) leaves nothing that changes an answer"

rm -f "$cache"*
runs=()
for i in 1 2 3 4; do
	answers "$tree" --cache "$cache" >"$work/got.$i" 2>&1 &
	runs+=($!)
done
wait "${runs[@]}"
bad=0
for i in 1 2 3 4; do
	cmp -s "$work/expected" "$work/got.$i" || bad=1
done
result $bad "four runs at once give the same answers"

echo 'a letter' >"$work/letter"
says "a file that is no cache" "no file that this program made" --cache "$work/letter"
[[ $(cat "$work/letter") == 'a letter' ]]
result $? "it is left alone"
new_cache
printf '\0\0\0\x63' | dd of="$cache" bs=1 seek=60 conv=notrunc status=none
holds "a newer cache changes no answer" --cache "$cache"
says "a newer cache" "newer version" --cache "$cache"
printf 'SQLite format 3' >"$cache"
says "a damaged cache" "damaged" --cache "$cache"
holds "after that there is a new one" --cache "$cache"
holds "a place where nothing can be written changes no answer" --cache /proc/none/cache.sqlite
says "a place where nothing can be written" "is not used" --cache /proc/none/cache.sqlite
mkdir "$work/folder.sqlite"
holds "a folder in its place changes no answer" --cache "$work/folder.sqlite"
rm -f "$cache"*
(
	trap '' XFSZ
	ulimit -f 8
	"$program" check --all -C "$tree" --cache "$cache" 2>"$work/err"
) >"$work/got"
"$program" check --all -q -C "$tree" --no-cache >"$work/full"
cmp -s "$work/got" "$work/full" && grep -q cache-unusable "$work/err"
result $? "a full disk changes no answer, and is said"
[[ -z $(find "$work/xdg" -name 'readings*' 2>/dev/null) ]]
result $? "with --cache and --no-cache nothing lies in the cache folder"
"$program" check --all -q -C "$tree" >/dev/null
[[ -f $work/xdg/stopgraph/readings-2.sqlite ]]
result $? "else it lies in XDG_CACHE_HOME"
finish
