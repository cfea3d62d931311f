#!/usr/bin/env bash
# A check that reads only what a change reaches says the same as one that reads everything. In a throw-away repository of each
# case of the corpus, each migration in turn is the one that comes with the merge request; and each comes once more, under a
# later version. Without a cache nothing is left out, so that run is the judge. TAP.
#
#   tests/reach.sh PROGRAM CORPUS [FOLDER...]
#
# With FOLDERs, only cases of those folders of the corpus.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
corpus=$(realpath "$2")
folders=("${@:3}")
git --version >/dev/null 2>&1 || skip_all 'there is no git'
export HOME=$work
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE=2025-01-01T00:00:00Z GIT_COMMITTER_DATE=2025-01-01T00:00:00Z
tree=$work/tree
quick_ones=0

# compare NAME BASE: twice with a cache, the second time with all that the first one kept
compare() {
	local way options=(check -C "$tree" --base "$2" --format json)

	rm -f "$work"/{first,second,whole}{,.status} "$work"/err
	for way in first second whole; do
		[[ $way == whole ]] && options+=(--no-cache)
		quick "$work/$way" "$work/err" "${options[@]}"
		echo "$status" >>"$work/$way"
	done
	ok "$1" 'cmp "$work/first" "$work/whole"' 'cmp "$work/second" "$work/whole"' '[[ $status == [01] ]]'
	grep -q '"findings":\[\]' "$work/whole" && quick_ones=$((quick_ones + 1))
}

# without PATH: a commit of everything else
without() {
	git -C "$tree" update-index --force-remove "$1"
	git -C "$tree" commit-tree "$(git -C "$tree" write-tree)" -m without
	git -C "$tree" update-index --add "$1"
}

# replay NAME FOLDER
replay() {
	local path later

	rm -rf "$tree"
	cp -r "$2" "$tree"
	git -C "$tree" init -q -b main .
	git -C "$tree" add -A
	git -C "$tree" commit -q -m base
	while read -r path; do
		[[ $path =~ /(post_)?migrate/([0-9]{14})_[^/]*\.rb$ ]] || continue
		compare "$1: $path is new" "$(without "$path")"
		later=${path/"${BASH_REMATCH[2]}"/$((BASH_REMATCH[2] + 7))}
		cp "$tree/$path" "$tree/$later"
		compare "$1: $path comes again" HEAD
		rm "$tree/$later"
	done < <(git -C "$tree" ls-files)
}

for folder in "$corpus"/*/*/tree; do
	name=${folder#"$corpus"/}
	name=${name%/tree}
	[[ ${#folders[@]} == 0 || " ${folders[*]} " == *" ${name%%/*} "* ]] && replay "$name" "$folder"
done
# silence is what is told without reading everything
ok 'there are changes without a new finding' '((quick_ones > 20))'
finish
