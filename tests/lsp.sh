#!/usr/bin/env bash
# The language server, with a client that sends a script and looks at the answers. TAP.
#
#   tests/lsp.sh PROGRAM
set -uo pipefail
shopt -s lastpipe # so that what talk() finds out is known here
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1

cp -r "$corpus/relations/not-null-ungated/tree" 'my tree'
uri=file://$work/my%20tree
dependent=db/post_migrate/20250901100200_add_not_null_to_plot_owner.rb
queue=db/post_migrate/20250801100100_queue_fill_plot_owner.rb
class=lib/gitlab/background_migration/fill_plot_owner.rb

send() {
	LC_ALL=C printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$1" | wc -c)" "$1"
}

request() {
	send "{\"jsonrpc\":\"2.0\",\"id\":$1,\"method\":\"$2\",\"params\":$3}"
}

tell() {
	send "{\"jsonrpc\":\"2.0\",\"method\":\"$1\",\"params\":$2}"
}

# json_text <TEXT: as a JSON string
json_text() {
	sed 's/\\/\\\\/g; s/"/\\"/g; s/$/\\n/' | tr -d '\n' | sed 's/^/"/; s/$/"/'
}

open() {
	tell textDocument/didOpen "{\"textDocument\":{\"uri\":\"$uri/$1\",\"languageId\":\"ruby\",\"version\":1,\"text\":$(json_text <"my tree/$1")}}"
}

change() {
	tell textDocument/didChange "{\"textDocument\":{\"uri\":\"$uri/$1\",\"version\":2},\"contentChanges\":[{\"text\":$(json_text)}]}"
}

# at FILE LINE COLUMN, counted from 0
at() {
	printf '{"textDocument":{"uri":"%s"},"position":{"line":%d,"character":%d}}' "$uri/$1" "$2" "$3"
}

# talk <SCRIPT: one answer a line into the file out. The client waits a little before it goes on typing.
talk() {
	"$program" lsp >raw 2>err
	status=$?
	sed 's/Content-Length: [0-9]*\r//g; s/}\(Content-Length\)/}\n\1/g' raw | tr -d '\r' | grep . >out
}

begin() {
	request 1 initialize "{\"processId\":null,\"rootUri\":\"$uri\",\"capabilities\":{}}"
	tell initialized '{}'
}

end() {
	request 99 shutdown null
	tell exit null
}

{ begin; end; } | talk
ok 'a session begins and ends' '((status == 0))' 'grep -q "\"id\":1,.*hoverProvider" out' '[[ ! -s err ]]'
begin | talk
ok 'an end without goodbye is told' '((status == 1))'

{ begin; open $dependent; request 2 textDocument/hover "$(at $dependent 7 40)"; end; } | talk
ok 'a finding with what led to it' 'grep "publishDiagnostics" out | grep -q "\"code\":\"implicit-stop\""' \
	'grep publishDiagnostics out | grep -q "relatedInformation.*my%20tree/$queue"' \
	'grep publishDiagnostics out | grep -q "\"start\":{\"line\":7,\"character\":4}"'
ok 'hover on a column' 'grep "\"id\":2," out | grep -q "plots.owner_id"'

{ begin; open $queue; request 2 textDocument/hover "$(at $queue 6 18)"
	request 3 textDocument/definition "$(at $queue 9 8)"; request 4 textDocument/definition "$(at $queue 0 3)"
	request 5 textDocument/nonsense '{}'; request 6 textDocument/references "$(at $queue 9 8)"
	sed "s/^  MIGRATION/  NOTE = '😀é'; MIGRATION/" "my tree/$queue" | change $queue
	request 7 textDocument/hover "$(at $queue 6 29)"; end; } | talk
ok 'hover on a job' 'grep "\"id\":2," out | grep -q "FillPlotOwner.*plots"'
ok 'from the queue to the class' 'grep "\"id\":3," out | grep -q "my%20tree/$class"' 'grep "\"id\":3," out | grep -q "\"line\":4"'
ok 'whatever has to do with the job' 'grep "\"id\":6," out | grep -q "my%20tree/$dependent"' 'grep "\"id\":6," out | grep -q "my%20tree/$class"'
ok 'columns count in UTF-16 units' 'grep "\"id\":7," out | grep -q "FillPlotOwner.*plots"'
ok 'no definition of a comment' 'grep "\"id\":4," out | grep -q "\"result\":null"'
ok 'an unknown request is refused' 'grep "\"id\":5," out | grep -q -- -32601'

{ begin; open $dependent
	request 2 textDocument/codeAction "{\"textDocument\":{\"uri\":\"$uri/$dependent\"},\"range\":{\"start\":{\"line\":7,\"character\":0},\"end\":{\"line\":7,\"character\":9}},\"context\":{\"diagnostics\":[]}}"
	end; } | talk
ok 'a gate as a code action' 'grep "\"id\":2," out | grep -q "\"kind\":\"create\".*20250901100159_finalize_fill_plot_owner.rb"' \
	'grep "\"id\":2," out | grep -q "ensure_batched_background_migration_is_finished"'

{ begin; open $dependent; request 2 textDocument/hover "$(at $dependent 7 40)"
	sed 's/add_not_null_constraint/# &/' "my tree/$dependent" | change $dependent
	request 3 textDocument/hover "$(at $dependent 7 40)"; end; } | talk
ok 'the finding goes when the text changes, unsaved' \
	'[[ $(grep publishDiagnostics out | grep "$dependent" | tail -1) == *"\"diagnostics\":[]"* ]]' \
	'[[ $(grep -c "code...implicit-stop" out) == 1 ]]'

# A client of somebody else: what neovim shows, and the file that it writes when the code action is taken.
neovim() {
	cat >client.lua <<-LUA
		local out = io.open('shown', 'w')
		vim.cmd('edit my\\\\ tree/$dependent')
		local id = vim.lsp.start_client({ name = 'stopgraph', cmd = { '$program', 'lsp' }, root_dir = '$work/my tree' })
		vim.lsp.buf_attach_client(0, id)
		vim.wait(100000, function() return #vim.diagnostic.get(0) > 0 end)
		for _, shown in ipairs(vim.diagnostic.get(0)) do
			out:write(shown.lnum, ' ', shown.code, '\\n')
		end
		local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', {
			textDocument = { uri = vim.uri_from_bufnr(0) }, context = { diagnostics = {} },
			range = { start = { line = 7, character = 0 }, ['end'] = { line = 7, character = 5 } },
		}, 100000)
		for _, action in ipairs(answers[id].result) do
			vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
		end
		vim.cmd('wall')
		out:close()
		vim.cmd('qa!')
	LUA
	timeout 240 nvim --headless --clean -c 'luafile client.lua' >out 2>&1 <<<''
	status=$?
	ok 'neovim shows the finding' 'grep -qx "7 implicit-stop" shown'
	"$program" check --all -C 'my tree' >out 2>&1
	ok 'neovim writes the gate' '! grep -q implicit-stop out' '[[ -e "my tree/${dependent%/*}/20250901100159_finalize_fill_plot_owner.rb" ]]'
}
if command -v nvim >out; then
	HOME=$work neovim
else
	skip 'neovim as the client' 'neovim is not installed'
fi

rm -rf 'my tree'
cp -r "$corpus/relations/not-null-ungated/tree" 'my tree'
mkdir -p 'my tree/db/migrate'
other=db/migrate/20250101000000_create_other.rb
printf 'class CreateOther < Gitlab::Database::Migration[2.3]\n  milestone "18.2"\n  def change\n  end\nend\n' >"my tree/$other"
{ begin; open "$other"; request 2 textDocument/hover "$(at "$other" 0 0)"
	printf '# more\n' | cat "my tree/$other" - | change "$other"; request 3 textDocument/hover "$(at "$other" 0 0)"; end; } | talk
ok 'what the editor has already is not sent again' '[[ $(grep -c "publishDiagnostics.*$dependent" out) == 1 ]]' 'grep -q "\"id\":3," out'
{ begin; open "$other"; request 2 textDocument/hover "$(at "$other" 0 0)"
	open "$dependent"; request 3 textDocument/hover "$(at "$dependent" 0 0)"; end; } | talk
ok 'but for a file that is opened' '[[ $(grep -c "publishDiagnostics.*$dependent" out) == 2 ]]'

# shown FILE TEXT: waits until the diagnostics that the file has last been given hold the text ("": until there are none)
shown() {
	local last step
	for ((step = 0; step < 600; step++)); do
		last=$(awk -v RS='Content-Length' -v file="\"uri\":\"$uri/$1\",\"diagnostics\":" \
			'index($0, file) { last = $0 } END { print last }' raw)
		if [[ -z $2 ]]; then
			[[ $last == *'"diagnostics":[]'* ]] && return
		elif [[ $last == *"$2"* ]]; then
			return
		fi
		sleep 0.1
	done
	return 1
}

# A client that waits for what it is shown. The gate is made between queue and dependent, in a file that no finding names.
rm -rf 'my tree' steps
cp -r "$corpus/relations/not-null-ungated/tree" 'my tree'
between=db/post_migrate/20250901000000_finish.rb
call="ensure_batched_background_migration_is_finished(job_class_name: 'FillPlotOwner', table_name: :plots, column_name: :id, job_arguments: [])"
printf "class Finish < Gitlab::Database::Migration[2.3]\n  milestone '18.4'\n  def up\n    # %s\n  end\nend\n" "$call" >"my tree/$between"
: >raw
{ begin; open "$between"; shown "$dependent" implicit-stop && echo before >>steps &&
	sleep 1 && # a pause, after which a key finds everything ready
	sed 's/# ensure/ensure/' "my tree/$between" | change "$between" &&
	shown "$between" early-finalize && echo at-once >>steps &&
	shown "$dependent" '' && echo after-pause >>steps &&
	change "$between" <"my tree/$between" &&
	shown "$between" '' && echo gone >>steps &&
	shown "$dependent" implicit-stop && echo again >>steps
	end; } | "$program" lsp >raw 2>err
ok 'keys change what their file is part of at once, and the rest in a pause' '[[ $(paste -sd" " steps) == "before at-once after-pause gone again" ]]'

rm -rf 'my tree'
cp -r "$corpus/rules/early-finalize-later-release/tree" 'my tree'
gate=db/post_migrate/20250901100100_finalize_fill_plot_owner.rb
{ begin; open $queue; request 2 textDocument/definition "$(at $queue 9 8)"
	open $gate; request 3 textDocument/definition "$(at $gate 8 8)"; end; } | talk
ok 'from the queue to the gates, and back' 'grep "\"id\":2," out | grep -q "my%20tree/$gate"' 'grep "\"id\":3," out | grep -q "my%20tree/$queue"'

rm -rf 'my tree'
mkdir 'my tree'
{ begin; tell textDocument/didOpen "{\"textDocument\":{\"uri\":\"$uri/x.rb\",\"text\":\"\"}}"
	request 2 textDocument/hover "$(at x.rb 0 0)"; end; } | talk
ok 'a folder without migrations' '((status == 0))' 'grep -q showMessage out' 'grep "\"id\":2," out | grep -q "\"result\":null"'
finish
