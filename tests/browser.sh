#!/usr/bin/env bash
# The HTML report in a real browser: Debian's Chromium without a window, driven by playwright-core, with axe-core for what
# people need who do not see the page or use no mouse (tests/browser/report.cjs). TAP.
#
#   tests/browser.sh PROGRAM [SCREENSHOT-FOLDER]
#
# Skipped visibly when chromium or the packages of tests/tools are not installed.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")

browser=$(command -v chromium) || skip_all 'chromium is not installed (./bootstrap test does it)'
[[ -e $root/tests/tools/node_modules/playwright-core ]] || skip_all 'playwright-core is not installed (./bootstrap test does it)'
for case in every-section markup-in-sources names-that-look-like-markup nothing-is-declared; do
	"$program" report -q -C "$root/corpus/reports/$case/tree" --format html -o "$work/$case.html" 2>>"$work/err" ||
		echo "$case" >>"$work/err"
done
"$program" report -q -C "$root/corpus/past-stops/duplicate-services/tree" --format html -o "$work/duplicate-services.html"
if [[ -s $work/err ]]; then
	sed 's/^/# /' "$work/err"
	echo 'Bail out! a report could not be written'
	exit 1
fi
# the browser keeps its files there
HOME=$work node "$root/tests/browser/report.cjs" "$browser" "$work" "${2:-}"
finish_as $?
