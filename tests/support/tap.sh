# shellcheck shell=bash
# What the tests in shell share, for them to source first:
#
#   source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
#
# Sourcing makes a temporary folder and shuts out the settings of whoever runs the test: git's, colours, what CI says about
# branches. Then there are
#
#   root, corpus                the checkout and its corpus, absolute
#   work                        the temporary folder, absolute and short; it goes when the script ends
#   program                     what `run` runs; the script sets it, absolute
#   status, out, err            of the last `run`; the two texts are the files $work/out and $work/err as well
#
# and, each test being one line of TAP with the next number,
#
#   run ARGUMENT...             the program with these arguments
#   quick OUT ERR ARGUMENT...   the same for thousands of runs, in the folder of the first one: what is printed is added to
#                               the files OUT and ERR, the status is set and returned. tests/runner/many.c of the same build
#                               makes it quick, where it is there; it lives on, so `wait` only for what you know
#   ok NAME CONDITION...        a test: each CONDITION is a text for `eval`, and all must hold; what they print is shown
#                               only when one does not, with the condition and what the last run gave
#   check NAME COMMAND...       a test: the command, with its arguments as they are, succeeds
#   result STATUS NAME          a test whose outcome is known already; only 0 is good
#   skip NAME REASON            a test that cannot be run here
#   skip_all REASON             ends the script: nothing of it can be run here
#   finish                      the last line of every script: says how many tests there were. A script that ends without
#                               it has failed, whatever was printed before.
#   finish_as STATUS            the same when another program has printed all lines and ended with STATUS.
#
# For conditions: has_status NUMBER, out_has TEXT, out_lacks TEXT, err_has TEXT, fails COMMAND...
#
# tap_shows lists the files whose beginning is shown with a failure, beside what the failing command printed.
# A script that has more to do at its end than to remove $work sets a trap of its own, and calls tap_end there.
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
corpus=$root/corpus
work=$(mktemp -d "/tmp/stopgraph-$(basename "$0" .sh)-XXXXXX")
program=
status=0
out=
err=
tap_number=0
tap_finished=false
tap_shows=("$work/out" "$work/err")

export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
# trees of the corpus are no part of the repository that they lie in
export GIT_CEILING_DIRECTORIES=$work:$corpus
# what a sanitizer finds must not look like findings
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:exitcode=99 UBSAN_OPTIONS=${UBSAN_OPTIONS:-}:exitcode=99
unset NO_COLOR CLICOLOR_FORCE STOPGRAPH_CACHE GIT_DIR GIT_WORK_TREE CI_MERGE_REQUEST_DIFF_BASE_SHA \
	CI_MERGE_REQUEST_TARGET_BRANCH_NAME GITHUB_BASE_REF CHANGE_TARGET BITBUCKET_PR_DESTINATION_BRANCH \
	SYSTEM_PULLREQUEST_TARGETBRANCHNAME

tap_end() {
	if [[ -n ${tap_many_PID:-} ]]; then
		exec {tap_many[1]}>&-
		wait "$tap_many_PID"
	fi
	$tap_finished || echo 'Bail out! the script ended before its last line'
	chmod -R u+rwx "$work"
	rm -rf "$work"
}
trap tap_end EXIT

run() {
	"$program" "$@" >"$work/out" 2>"$work/err"
	status=$?
	out=$(tr -d '\0' <"$work/out")
	err=$(tr -d '\0' <"$work/err")
}

quick() {
	local IFS=$'\t' many=${program%/*}/tests/many
	if [[ ! -x $many ]]; then
		"$program" "${@:3}" >>"$1" 2>>"$2" </dev/null
		status=$?
		return "$status"
	fi
	[[ -n ${tap_many_PID:-} ]] || coproc tap_many { exec "$many"; }
	echo "$*" >&"${tap_many[1]}"
	read -r status <&"${tap_many[0]}" || status=125
	return "$status"
}

result() {
	tap_number=$((tap_number + 1))
	if [[ $1 == 0 ]]; then
		echo "ok $tap_number - $2"
	else
		echo "not ok $tap_number - $2"
	fi
}

# tap_failed NAME WHAT: the failed test, with what may tell why
tap_failed() {
	local file

	result 1 "$1"
	printf '# %s\n# status %s\n' "${2//$'\n'/$'\n'# }" "$status"
	for file in "$work/tap.log" "${tap_shows[@]}"; do
		[[ -s $file ]] || continue
		echo "# ${file##*/}:"
		head -c 1500 "$file" | sed 's/^/#   /'
		echo
	done
}

ok() {
	local tap_name=$1 tap_condition
	shift
	for tap_condition in "$@"; do
		if ! eval "$tap_condition" >"$work/tap.log" 2>&1; then
			tap_failed "$tap_name" "$tap_condition"
			return
		fi
	done
	# a test of nothing cannot fail
	result $(($# == 0)) "$tap_name"
}

check() {
	local tap_name=$1
	shift
	if "$@" >"$work/tap.log" 2>&1; then
		result 0 "$tap_name"
	else
		tap_failed "$tap_name" "$*"
	fi
}

skip() {
	tap_number=$((tap_number + 1))
	echo "ok $tap_number - $1 # SKIP $2"
}

skip_all() {
	tap_finished=true
	echo "1..0 # SKIP $1"
	exit 0
}

finish() {
	tap_finished=true
	echo "1..$tap_number"
}

has_status() { [[ $status == "$1" ]]; }
out_has() { [[ $out == *"$1"* ]]; }
out_lacks() { [[ $out != *"$1"* ]]; }
err_has() { [[ $err == *"$1"* ]]; }
fails() { ! "$@"; }

finish_as() {
	tap_finished=true
	exit "$1"
}
