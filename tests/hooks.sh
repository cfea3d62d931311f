#!/usr/bin/env bash
# Hooks and CI: the files that others include are run in throw-away repositories, by the tools that they are for. TAP.
#
#   tests/hooks.sh PROGRAM
#
# Tools that are not there are skipped: pre-commit and python3-yaml (Debian), lefthook (tests/tools). The scripts of the
# CI files are run by bash with the variables that GitLab and GitHub set.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1
tap_shows=(log)
mkdir bin
ln -s "$program" bin/stopgraph
export PATH=$work/bin:$PATH HOME=$work PRE_COMMIT_HOME=$work/pre-commit GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global user.name Tester
git config --global user.email tester@example.org
git config --global init.defaultBranch main

dependent=db/post_migrate/20250901100200_add_not_null_to_plot_owner.rb

# A repository whose branch `change` is to get the migration that needs the job; it lies in the file `mistake`.
product() {
	rm -rf product
	cp -r "$root/corpus/relations/not-null-ungated/tree" product
	mv product/$dependent mistake
	git -C product init --quiet
	git -C product add --all
	git -C product commit --quiet --message base
	git -C product checkout --quiet -b change
}

# try_hook: commits first something harmless, then the mistake, as a person does; into statuses and log
try_hook() {
	echo text >product/notes.txt
	git -C product add notes.txt
	git -C product commit --quiet --message harmless >log 2>&1
	harmless=$?
	cp mistake product/$dependent
	git -C product add --all
	git -C product commit --quiet --message mistake >log 2>&1
	status=$?
}

try_pre_commit() {
	mkdir hooks
	cp "$root/.pre-commit-hooks.yaml" hooks
	git -C hooks init --quiet
	git -C hooks add --all
	git -C hooks commit --quiet --message hooks
	product
	printf '%s\n' 'repos:' "- repo: $work/hooks" "  rev: $(git -C hooks rev-parse HEAD)" '  hooks:' \
		'  - id: stopgraph' '  - id: stopgraph-push' >product/.pre-commit-config.yaml
	(cd product && git add --all && git commit --quiet --message hooks &&
		pre-commit install --hook-type pre-commit --hook-type pre-push) >log 2>&1
	try_hook
	ok 'pre-commit lets a harmless commit pass' '((harmless == 0))'
	ok 'pre-commit stops the mistake' '((status == 1))' 'grep -q "\[implicit-stop\]" log'
	git -C product commit --quiet --no-verify --message mistake
	git init --quiet --bare remote
	git -C product push --quiet "$work/remote" change >log 2>&1
	status=$?
	ok 'pre-commit stops the push of it' '((status != 0))' 'grep -q "\[implicit-stop\]" log'
}

try_lefthook() {
	product
	cp "$root/templates/lefthook/lefthook.yml" product
	(cd product && git add --all && git commit --quiet --message hooks && "$1" install) >log 2>&1
	PATH=$(dirname "$1"):$PATH try_hook
	ok 'lefthook lets a harmless commit pass' '((harmless == 0))'
	ok 'lefthook stops the mistake' '((status == 1))' 'grep -q "\[implicit-stop\]" log'
	git -C product commit --quiet --no-verify --message mistake
	rm -rf remote
	git init --quiet --bare remote
	PATH=$(dirname "$1"):$PATH git -C product push --quiet "$work/remote" change >log 2>&1
	status=$?
	ok 'lefthook stops the push of it' '((status != 0))' 'grep -q "\[implicit-stop\]" log'
}

# The script of the component with the defaults of its inputs, as GitLab puts them in. Fails on an input that is used and not
# declared, or the reverse.
component_script() {
	python3 - "$root/templates/stopgraph.yml" <<-'PYTHON'
		import re, sys, yaml
		text = open(sys.argv[1]).read()
		head, body = text.split("\n---\n")
		inputs = yaml.safe_load(head)["spec"]["inputs"]
		used = set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", body))
		assert used == set(inputs), used ^ set(inputs)
		value = lambda match: (inputs[match.group(1)] or {}).get("default", "debian:12")
		jobs = yaml.safe_load(re.sub(r"\$\[\[ inputs\.([a-z-]+) \]\]", value, body))
		assert list(jobs) == ["stopgraph"], jobs
		print("set -e")
		print("\n".join(jobs["stopgraph"]["script"]))
	PYTHON
}

workflow_script() {
	python3 - "$root/templates/github/stopgraph.yml" <<-'PYTHON'
		import sys, yaml
		steps = yaml.safe_load(open(sys.argv[1]))["jobs"]["stopgraph"]["steps"]
		print("set -e")
		print("\n".join(step["run"] for step in steps if step.get("run", "").startswith("stopgraph ")))
	PYTHON
}

commit_mistake() {
	product
	cp mistake product/$dependent
	git -C product add --all
	git -C product commit --quiet --message mistake
}

try_component() {
	component_script >component.sh 2>log
	status=$?
	ok 'every input of the component is declared and used' '((status == 0))'
	commit_mistake
	(cd product && CI_PIPELINE_SOURCE=merge_request_event \
		CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git rev-parse main) bash ../component.sh) >log 2>&1
	status=$?
	ok 'the component fails a merge request with the mistake' '((status == 1))' 'grep -q "\[implicit-stop\]" log' \
		'grep -q implicit-stop product/gl-code-quality-report.json product/stopgraph-junit.xml'
	(cd product && CI_PIPELINE_SOURCE=push bash ../component.sh) >log 2>&1
	status=$?
	ok 'on the default branch it only reports' '((status == 0))'
}

try_workflow() {
	workflow_script >workflow.sh 2>log
	commit_mistake
	(cd product && GITHUB_BASE_REF=main bash ../workflow.sh) >log 2>&1
	status=$?
	ok 'the workflow fails a pull request with the mistake, as annotations' '((status == 1))' \
		'grep -q "^::error file=$dependent" log' 'grep -q implicit-stop product/stopgraph.sarif'
}

harmless=0
if command -v pre-commit >pre-commit.path; then
	try_pre_commit
else
	skip 'hooks of pre-commit' 'pre-commit is not installed'
fi
lefthook=$(command -v "$root/tests/tools/node_modules/.bin/lefthook" || command -v lefthook)
if [[ -n $lefthook ]]; then
	try_lefthook "$lefthook"
else
	skip 'hooks of lefthook' 'lefthook is not in tests/tools'
fi
if python3 -c 'import yaml' 2>log; then
	try_component
	try_workflow
else
	skip 'the CI files' 'python3-yaml is not installed'
fi
finish
