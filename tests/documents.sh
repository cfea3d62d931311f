#!/usr/bin/env bash
# Manual pages, completions and the README against the program: nothing is forgotten, nothing is untrue. TAP.
#
#   tests/documents.sh PROGRAM [--update]
#
# --update first writes the output and the commands anew into the README: the diff is the review.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$root" || exit 1

for name in man man5 bash zsh fish; do
	"$program" help --format "$name" >"$work/$name"
done
sed 's/\\-/-/g' "$work/man" >"$work/man.plain"

# replace START END <TEXT: puts the text between the line START and the next line that matches END
replace() {
	awk -v start="$1" -v end="$2" -v text="$(cat)" '
		!inside { print }
		$0 == start { inside = 1; print text; next }
		inside && $0 ~ end { inside = 0; print }' README.md >"$work/README.md"
	cp "$work/README.md" README.md
}
if [[ ${2:-} == --update ]]; then
	"$program" check --all -C corpus/past-stops/duplicate-services/tree 2>&1 |
		sed 's/\\/&&/g' | replace '$ build/stopgraph check --all -C corpus/past-stops/duplicate-services/tree' '^```'
	"$program" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) *\(.*\)/| `stopgraph \1` | \2 |/p' |
		replace '|:---|:---|' '^$'
fi

# The tables as the program shows them elsewhere.
commands=$("$program" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
options=$(
	"$program" help | sed -n 's/.*--\([a-z][a-z-]*\).*/\1/p'
	for command in $commands; do
		"$program" help "$command" | sed -n '/^options:/,$s/^ .*  *--\([a-z][a-z-]*\).*/\1/p'
	done
)
options=$(sort -u <<<"$options")
formats=$(sed -n 's/^X(\(.*\))/\1/p' reports/formats.def)
rules=$("$program" rules | sed -n 's/^\([a-z-]*\) ([a-z]*): .*/\1/p')

names_all() {
	local file=$1 prefix=$2 missing=0 word
	shift 2
	(($# >= 3)) || return 1
	for word in "$@"; do
		grep -qE -e "(^|[^a-z-])$prefix$word([^a-z-]|\$)" "$file" || {
			echo "$word is missing"
			missing=1
		}
	done
	return $missing
}

# shellcheck disable=SC2086 # lists of words
{
	for file in man.plain bash zsh fish; do
		prefix=--
		[[ $file != fish ]] || prefix='-l '
		check "$file names every command" names_all "$work/$file" '' $commands
		check "$file names every option" names_all "$work/$file" "$prefix" $options
		check "$file names every rule" names_all "$work/$file" '' $rules
		check "$file names every format" names_all "$work/$file" '' $formats
	done
	check 'the README names every command' names_all README.md 'stopgraph ' $commands
}

is_clean_roff() {
	[[ -z $(groff -man -ww -z -Tutf8 "$1" 2>&1 | tee -a "$work/log") ]]
}

for page in man man5; do
	if command -v groff >/dev/null; then
		check "groff has nothing to say about $page" is_clean_roff "$work/$page"
	else
		skip "groff has nothing to say about $page" 'there is no groff'
	fi
done
for shell in bash zsh fish; do
	if command -v "$shell" >/dev/null; then
		check "$shell can read its completion" "$shell" -n "$work/$shell"
	else
		skip "$shell can read its completion" "there is no $shell"
	fi
done

# completes WORD... PROPOSALS: what bash proposes for the last word
completes() {
	local -a words=(stopgraph "${@:1:$#-1}")
	[[ $(
		# shellcheck disable=SC1091
		source "$work/bash"
		COMP_WORDS=("${words[@]}") COMP_CWORD=$((${#words[@]} - 1))
		_stopgraph
		echo "${COMPREPLY[*]}"
	) == "${*: -1}" ]]
}
check 'bash completes a command' completes chec check
check 'bash completes an option of a command' completes check --expl --explain-suppressed
check 'bash completes a format' completes check --format sar sarif
check 'bash completes a rule' completes explain implicit implicit-stop

readme_shows() {
	awk -v command="\$ $1" '$0 == command { shown = 1; next } shown && /^```/ { exit } shown' README.md >"$work/shown"
	[[ -s $work/shown ]] && shift && diff "$work/shown" <("$program" "$@" 2>&1)
}
check 'the README shows the real output' readme_shows \
	'build/stopgraph check --all -C corpus/past-stops/duplicate-services/tree' \
	check --all -C corpus/past-stops/duplicate-services/tree
readme_paths() {
	local path missing=0
	while read -r path; do
		[[ -e $path ]] || {
			echo "there is no $path"
			missing=1
		}
	done < <(grep -oE '`(analyzer|parser|graph|reports|tests|corpus)/[a-z_./-]*[a-z]`' "$1" | tr -d '`' | sort -u)
	return $missing
}
check 'the README names files that are there' readme_paths README.md
check 'the threat model names files that are there' readme_paths SECURITY.md
# "`name` in `file`"
named_tests() {
	local name file missing=0
	while IFS='|' read -r name file; do
		grep -qF "$name" "$file" || {
			echo "there is no test '$name' in $file"
			missing=1
		}
	done < <(grep -oE '`[^`]+` in `tests/[^`]+`' SECURITY.md | sed 's/^`\(.*\)` in `\(.*\)`$/\1|\2/')
	return $missing
}
check 'the threat model names tests that are there' named_tests

patterns=corpus/patterns.md
pattern_cases() {
	local name missing=0
	while read -r name; do
		[[ -d corpus/$name/tree ]] || {
			echo "there is no case $name"
			missing=1
		}
	done < <(grep -oE '`[a-z-]+/[a-z0-9-]+`' "$patterns" | tr -d '`' | sort -u)
	return $missing
}
check 'the page of patterns names cases that are there' pattern_cases
# Rows of its tables that name neither a case nor a limit.
pattern_rows() {
	[[ $(grep -cE '^\| [^|]+ \| .+ \|$' "$patterns") -gt 60 ]] &&
		! grep -nE '^\| ' "$patterns" | grep -vE '\| (`[a-z-]+/|limit: ).* \|$|\| case or limit \|$'
}
check 'each of its rows names a case or a limit' pattern_rows
# Cases of the two families that neither it nor the list of traps names.
pattern_families() {
	local folder missing=0
	for folder in corpus/helpers/*/ corpus/eras/*/; do
		folder=${folder#corpus/}
		folder=${folder%/}
		grep -qF "\`${folder%.bug}\`" "$patterns" corpus/traps.md || {
			echo "$folder is not named"
			missing=1
		}
	done
	return $missing
}
check 'it or the list of traps names every case about helpers and eras' pattern_families
finish
