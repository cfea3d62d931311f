#!/usr/bin/env bash
# The past stops of the corpus as they came about, in throw-away repositories: a release queues the job, a merge request adds
# what depends on it, the release is tagged, and much later the stop is declared and the queue emptied. `check` in the merge
# request and `trace` over the jump must both name the stop; a jump from the stop must pass, and so must one to a release in
# which the queue is empty. Migrations say no milestone: tags alone tell releases. TAP.
#
#   tests/past-stops.sh PROGRAM CORPUS
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
corpus=$(realpath "$2")/past-stops
git --version >/dev/null 2>&1 || skip_all 'there is no git'
export HOME=$work
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org

run() {
	"$program" "$@" -C "$tree" --format json >"$work/out" 2>"$work/err"
	status=$?
}

commit() {
	echo "$1.0" >"$tree/VERSION"
	git -C "$tree" add -A
	GIT_AUTHOR_DATE=$2T12:00:00Z GIT_COMMITTER_DATE=$2T12:00:00Z git -C "$tree" commit -q -m "$2"
}

# bring VERSION...: the migrations come into the tree
bring() {
	local version file
	for version; do
		for file in "$held"/db/*/"$version"_*; do
			mkdir -p "$tree/db/$(basename "$(dirname "$file")")"
			sed '/^  milestone /d' "$file" >"$tree/db/$(basename "$(dirname "$file")")/$(basename "$file")"
		done
	done
}

# empty VERSION...: the migrations do nothing any more
empty() {
	local version file
	for version; do
		for file in "$tree"/db/*/"$version"_*; do
			sed -i -n '/^class /p; $s/.*/\n  def up; end\n\n  def down; end\nend/p' "$file"
		done
	done
}

earlier() {
	[[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | head -1) == "$1" ]]
}

# A new finding fails for jumps that start before the stop and end after it.
check_names() {
	local from to
	[[ $status == 1 ]] || return 1
	while IFS=' ' read -r from to; do
		earlier "$from" "$1" && earlier "$1" "$to" && return 0
	done < <(sed -n 's/.*"fails_on":{"from":"\([0-9.]*\)","to":"\([0-9.]*\)"}.*/\1 \2/p' "$work/out")
	return 1
}

trace_names() {
	[[ $status == 1 ]] && grep -q "^\"stops\":{\"fewest\":\[{\"release\":\"$1\"," "$work/out"
}

trace_declares() {
	[[ $status == 1 ]] && grep '^"stops":' "$work/out" | grep "\"release\":\"$1\",\"kind\":\"required\"" |
		grep -q '"declared_later":true}.*"declared_suffice":true'
}

explain() {
	"$program" explain "$@" -C "$tree" >"$work/out" 2>"$work/err"
	status=$?
	# one line, so that no wrapping hides a word
	tr -s '\n ' ' ' <"$work/out" >"$work/line"
}

explain_tells() {
	[[ $status == 0 ]] &&
		grep -q "dependent [0-9]*: committed $2-03-01 ([0-9a-f]*), first released in $release (v$release.0-ee, $2-03-01)" \
			"$work/line" &&
		grep -q "stop $1 first declared: committed 2028-01-01 ([0-9a-f]*), first released in 16.0 (v16.0.0-ee, 2028-01-01): [0-9]* days" \
			"$work/line"
}

rca_tells() {
	[[ $status == 0 ]] && grep -q '^| Upgrade paths affected | ' "$work/out" &&
		grep -q '^| Time until detection | [0-9]* days' "$work/out" && grep -q "^- stop $1: committed 2028-01-01" "$work/out" &&
		grep -q '^`stopgraph trace' "$work/out"
}

passes() {
	[[ $status == 0 ]] && grep -q '^"summary":{"broken":0,' "$work/out"
}

# replay CASE STOP START RELEASE=VERSION[,VERSION]... : the last release holds the dependents, the first commits are queues
replay() {
	local name=$1 stop=$2 start=$3 step release='' queues='' last=${*: -1} year dependent
	held=$work/held tree=$work/tree
	rm -rf "$held" "$tree"
	cp -r "$corpus/$name/tree" "$held"
	cp -r "$held" "$tree"
	rm -rf "$tree"/db/*migrate
	git -C "$tree" init -q -b main .
	commit "$start" 2020-01-01
	git -C "$tree" tag "v$start.0-ee"
	year=2020
	for step in "${@:4:$#-4}"; do
		release=${step%%=*}
		# shellcheck disable=SC2046 # a list of versions
		bring $(tr , ' ' <<<"${step#*=}")
		queues+=" $(tr , ' ' <<<"${step#*=}")"
		year=$((year + 1))
		commit "$release" "$year-01-01"
		git -C "$tree" tag "v$release.0-ee"
	done
	release=${last%%=*}
	# the branch towards the dependent's release says so before the merge request
	commit "$release" "$year-02-01"
	git -C "$tree" checkout -q -b feature
	# shellcheck disable=SC2046
	bring $(tr , ' ' <<<"${last#*=}")
	commit "$release" "$year-03-01"
	run check
	check "$name: check in the merge request names $stop" check_names "$stop"
	git -C "$tree" tag "v$release.0-ee"
	run trace "$start" "$release"
	check "$name: trace $start $release names $stop" trace_names "$stop"
	run trace "$stop" "$release"
	check "$name: a jump from $stop passes" passes
	run trace "$start" "$release" --zero-downtime
	check "$name: without downtime it breaks as well" test "$status" = 1
	printf -- '- major: %s\n  minor: %s\n' "${stop%.*}" "${stop#*.}" >>"$tree/config/upgrade_path.yml"
	# shellcheck disable=SC2086
	empty $queues
	commit 16.0 2028-01-01
	git -C "$tree" tag v16.0.0-ee
	run trace "$start" "$release"
	check "$name: trace reads the files as they shipped, and knows the stop by now" trace_declares "$stop"
	read -r dependent < <(tr , '\n' <<<"${last#*=}")
	explain "$dependent" --rev "v$release.0-ee"
	check "$name: explain knows when the stop was declared" explain_tells "$stop" "$year"
	explain "$dependent" --rev "v$release.0-ee" --rca
	check "$name: the fields of a root-cause analysis" rca_tells "$stop"
	run trace "$start" 16.0
	check "$name: nothing breaks where the queue is empty" passes
}

says() {
	[[ $status == 2 && ! -s $work/out ]] && grep -q "$1" "$work/err"
}

replay merge-request-state 12.1 11.11 12.0=20190528180441 12.1=20190620112608 12.8= 12.9=20200219193117,20200219184219
replay duplicate-services 13.8 13.7 13.8=20201207165956,20210112143418 13.9=20210126091713
replay diff-commit-users 14.3 14.0 14.1=20210708130419 14.3=20210901153324 14.4= 14.5=20211012134316,20211012143815
replay project-namespaces 14.9 14.8 14.9=20220301093434 \
	14.10=20220322071127,20220323023800,20220324081709,20220325155953,20220325160153,20220326163653
# the same in other words
replay merge-request-state-in-sql 12.0 11.11 12.0=20190528180441 12.8= 12.9=20200219193117
replay merge-request-state-from-arguments 12.0 11.11 12.0=20190528180441 12.8= 12.9=20200219193117
replay duplicate-services-in-ruby 13.8 13.7 13.8=20210112143418 13.9=20210126091713
replay diff-commit-users-stolen-by-name 14.3 14.0 14.1=20210708130419 14.3=20210901153324 \
	14.5=20211012134316,20211012143815
replay project-namespaces-tracked 14.9 14.8 14.9=20220301093434 14.10=20220323023800
replay project-namespaces-without-gate 14.9 14.8 14.9=20220301093434 \
	14.10=20220323023800,20220324081709,20220325155953,20220325160153,20220326163653

# the repository of the last one
run trace 14.7 14.10
check 'a start without a tag' says 'there is no release tag of 14.7; they go from v14.8.0-ee to v16.0.0-ee'
run trace 14.8.3 14.10
check 'a patch without a tag' says 'there is no release tag of 14.8.3; there are v14.8.0-ee'
run trace 14.8 15.0
check 'a target without a tag between others' says 'no release tag of 15.0'
run trace 14.8 17.0
check 'a target that the tree is not' says 'the release 17.0 is not known'
commit 17.0 2028-02-01
run trace 14.8 17.0
check 'the tree itself stands for a target that is not tagged yet' passes

# a patch release takes the dependents back
git -C "$tree" checkout -q -b stable v14.10.0-ee
empty 20220323023800 20220324081709
commit 14.10 2021-03-20
git -C "$tree" tag v14.10.1-ee
git -C "$tree" checkout -q feature
run trace 14.8 14.10.0
check 'the release as it came out' trace_names 14.9
run trace 14.8 14.10
check 'a release without a patch is its latest patch' passes
run trace 14.10.0 14.10.1
check 'a jump to a patch' passes
finish
