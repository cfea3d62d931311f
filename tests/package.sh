#!/usr/bin/env bash
# The Debian package: built, unpacked into a folder of its own and run there, as root with that folder as the root folder, so
# that nothing of the build can help. TAP.
#
#   tests/package.sh MESON-OPTION...
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"

for tool in dpkg-deb dpkg-shlibdeps; do
	command -v "$tool" >"$work/tool" || skip_all "$tool is not installed"
done

"$root/packaging/build-deb" -o "$work" "$@" >"$work/out" 2>"$work/err"
status=$?
package=$(cat "$work/out")
ok 'the package is built' '((status == 0))' '[[ -s $package ]]'
ok 'it names the libraries that it needs' \
	'[[ $(dpkg-deb --field "$package" Depends) == *libc6*libgit2*libpg-query*libtree-sitter* ]]'
mkdir "$work/root"
dpkg-deb -x "$package" "$work/root" >"$work/out" 2>"$work/err"
status=$?
ok 'it unpacks' '((status == 0))' '[[ -x $work/root/usr/bin/stopgraph ]]' \
	'[[ -s $work/root/usr/share/man/man1/stopgraph.1.gz && -s $work/root/usr/share/man/man5/stopgraph.yml.5.gz ]]' \
	'[[ -s $work/root/usr/share/bash-completion/completions/stopgraph ]]'
ok 'the schemas of the outputs and the CI templates come along' \
	'diff -r "$root/reports/schema" "$work/root/usr/share/stopgraph/schema"' \
	'diff -r "$root/templates" "$work/root/usr/share/stopgraph/templates"'
dpkg-deb --control "$package" "$work/control"
(cd "$work/root" && md5sum --check --quiet "$work/control/md5sums") >"$work/out" 2>"$work/err"
status=$?
ok 'every file is the one that the package lists' '((status == 0))'

cp -r "$root/corpus/relations/not-null-ungated/tree" "$work/root/tree"
if ((EUID == 0)); then
	ldd "$work/root/usr/bin/stopgraph" | grep -oE '/[^ ]+' |
		xargs -I LIBRARY cp --dereference --parents LIBRARY "$work/root"
	chroot "$work/root" /usr/bin/stopgraph check --all -C /tree >"$work/out" 2>"$work/err"
else
	"$work/root/usr/bin/stopgraph" check --all -C "$work/root/tree" >"$work/out" 2>"$work/err"
fi
status=$?
ok 'it runs' '((status == 1))' 'grep -q "\[implicit-stop\]" "$work/out"' '[[ ! -s $work/err ]]'
finish
