"use strict";
/* Tables that sort by a click on a column's head and show only the rows that the search and their own filter let through. A
 * column is {title, value(row) for sorting and searching, cell(row) when it is shown otherwise, number: true}. */

const ROWS_AT_FIRST = 25;
const SIZES = ["small", "medium", "large", "over_limit"];
const tables = [];
const search = {words: []};

function compareValues(a, b) {
	if (typeof a === "number" && typeof b === "number")
		return a - b;
	return String(a).localeCompare(String(b), "en", {numeric: true});
}

/* All words must be somewhere in the text. */
function isFound(text) {
	return search.words.every(word => text.includes(word));
}

function headCell(table, column, index) {
	const button = make("button", {type: "button"}, column.title);
	button.addEventListener("click", () => {
		table.descending = table.sorted === index ? !table.descending : Boolean(column.number);
		table.sorted = index;
		showTable(table);
	});
	return make("th", {scope: "col", class: column.number ? "number" : null}, button);
}

function bodyRow(table, row) {
	return make("tr", {}, table.columns.map(column =>
		make("td", {class: column.number ? "number" : null}, column.cell ? column.cell(row) : String(column.value(row) ?? ""))));
}

function sortedRows(table, rows) {
	if (table.sorted < 0)
		return rows;
	const {value} = table.columns[table.sorted];
	const sign = table.descending ? -1 : 1;
	return [...rows].sort((a, b) => sign * compareValues(value(a) ?? "", value(b) ?? ""));
}

function showTable(table) {
	const test = table.filters[table.filter.selectedIndex].test;
	const rows = sortedRows(table, table.rows.filter(row => test(row) && isFound(table.texts.get(row))));
	const shown = table.isWhole ? rows : rows.slice(0, ROWS_AT_FIRST);
	table.found = rows.length;
	table.body.replaceChildren(...shown.map(row => bodyRow(table, row)));
	table.heads.forEach((head, index) => {
		if (index === table.sorted)
			head.setAttribute("aria-sort", table.descending ? "descending" : "ascending");
		else
			head.removeAttribute("aria-sort");
	});
	table.count.textContent = rows.length === table.rows.length ? plural(rows.length, "row") : `${rows.length} of ${plural(table.rows.length, "row")}`;
	table.more.hidden = shown.length === rows.length;
	table.more.textContent = `Show all ${rows.length}`;
}

/* A section with a heading, a sentence, a filter and the table. */
function addTable(options) {
	const {id, title, note, columns, rows} = options;
	const filters = [{name: "all", test: () => true}, ...options.filters || []];
	const table = {id, title, columns, rows, filters, sorted: -1, descending: false, isWhole: false,
		texts: new Map(rows.map(row => [row, columns.map(column => column.value(row) ?? "").join(" ").toLowerCase() + " " + (row.path || "").toLowerCase()])),
		filter: make("select", {}, filters.map(filter => make("option", {}, filter.name))),
		body: make("tbody", {}), count: make("span", {class: "empty"}),
		more: make("button", {type: "button", class: "more"})};
	table.heads = columns.map((column, index) => headCell(table, column, index));
	table.filter.selectedIndex = Math.max(0, filters.findIndex(filter => filter.name === options.filter && rows.some(filter.test)));
	table.filter.addEventListener("change", () => showTable(table));
	table.more.addEventListener("click", () => { table.isWhole = true; showTable(table); });
	document.getElementById("tables").append(make("section", {id, "aria-labelledby": `${id}-title`},
		make("h2", {id: `${id}-title`}, title), note && make("p", {class: "note"}, note),
		make("div", {class: "tools"}, filters.length > 1 && make("label", {}, "Show ", table.filter), table.count),
		make("div", {class: "scroller", tabindex: 0, role: "region", "aria-label": `table: ${title}`},
			make("table", {}, make("thead", {}, make("tr", {}, table.heads)), table.body)),
		table.more));
	tables.push(table);
	showTable(table);
}

function sizeColumn() {
	return {title: "size", value: row => SIZES.includes(row.table_size) ? SIZES.indexOf(row.table_size) + 1 : 0, number: false,
		cell: row => row.table_size || ""};
}

const JOB_COLUMNS = [
	{title: "job", value: job => job.class, cell: job => jobLink(job)},
	{title: "state", value: job => job.overdue ? "overdue" : job.state, cell: stateTag},
	{title: "queued", value: job => job.queued.release || ""},
	{title: "finalized", value: job => job.finished ? job.finished.release || "?" : ""},
	{title: "stops since", value: job => job.stops_passed, number: true},
	{title: "waiting", value: job => job.waiting, number: true},
	{title: "table", value: job => job.table || "", cell: job => make("code", {}, job.table || "")},
	sizeColumn(),
	{title: "owner", value: job => job.feature_category || ""},
];

const DEPENDENCY_COLUMNS = [
	{title: "what needs the job", value: row => row.text, cell: row => make("a", {href: `#dependency-${row.number}`}, row.text)},
	{title: "job", value: row => row.owner ? row.owner.class : row.job, cell: row => make("span", {class: "name"}, jobLink(row.owner, row.owner ? null : row.job))},
	{title: "protected by", value: protectionText, cell: row => tag(protectionText(row), row.tone)},
	{title: "relation", value: row => row.relation},
	{title: "queued", value: row => row.interval.from || ""},
	{title: "needed", value: row => row.dependent_release || ""},
	{title: "table", value: row => row.table || "", cell: row => make("code", {}, row.table || "")},
	sizeColumn(),
	{title: "migration", value: row => row.dependent || "", cell: row => make("span", {class: "place"}, row.dependent || "class is gone")},
];

const isUnmet = row => row.tone === "broken" || row.tone === "warned";

function addDependencyTables() {
	const isGate = row => row.relation === "finalizes";
	const byTone = (a, b) => WORST.indexOf(b.tone) - WORST.indexOf(a.tone);
	addTable({id: "dependencies", title: "Dependencies", columns: DEPENDENCY_COLUMNS, filter: "new",
		note: "What a migration, or another job, needs of a job. Unfinished work breaks the upgrade unless a gate or a required stop comes before.",
		rows: report.dependencies.filter(row => !isGate(row)).sort(byTone),
		filters: [{name: "new", test: row => row.new && row.tone !== "benign"}, {name: "broken or unprotected", test: isUnmet},
			{name: "not benign", test: row => row.tone !== "benign"}, {name: "protected by a stop alone", test: row => row.tone !== "benign" && row.protection === "stop"}]});
	addTable({id: "gates", title: "Gates", columns: DEPENDENCY_COLUMNS, filter: "new",
		note: "A gate runs what is left of its job inside the upgrade: on a large table, and without a stop before it, that is downtime.",
		rows: report.dependencies.filter(isGate).sort(byTone),
		filters: [{name: "new", test: row => row.new}, {name: "without a stop before", test: row => row.protection === "none"},
			{name: "on large tables", test: row => SIZES.indexOf(row.table_size) >= 2}]});
}

function addFindingTable() {
	const tone = {error: "broken", warning: "warned"};
	const level = ["note", "warning", "error"];
	report.findings.forEach(finding => { finding.text = finding.message; });
	addTable({id: "findings", title: "Findings", rows: report.findings, filter: "new",
		filters: [{name: "new", test: row => row.new}, {name: "errors", test: row => row.severity === "error"},
			{name: "errors and warnings", test: row => row.severity !== "note"}],
		columns: [
			{title: "finding", value: row => row.message, cell: row => make("a", {href: `#finding-${row.number}`}, row.message)},
			{title: "level", value: row => level.indexOf(row.severity), cell: row => tag(row.severity, tone[row.severity])},
			{title: "rule", value: row => row.rule, cell: row => make("code", {}, row.rule)},
			{title: "release", value: row => row.release || ""},
			{title: "place", value: placeText, cell: row => make("span", {class: "place"}, placeText(row))},
		]});
}

function addPlaceTable(id, title, rows, note, columns, rest) {
	const name = {changes: "change", stops: "stop", coverage: "unresolved"}[id];
	const numbers = new Map(rows.map((row, number) => [row, number]));
	const first = {...columns[0], cell: row => make("a", {href: `#${name}-${numbers.get(row)}`}, String(columns[0].value(row)))};
	addTable({id, title, rows, note, columns: [first, ...columns.slice(1)], ...rest});
}

function nextStopNote() {
	const next = report.next_stop;
	if (!next)
		return "No next stop is known.";
	return [`Next: ${next.release}${next.declared ? " (declared)" : ""}${next.published ? `, ${next.published}` : ""}${next.deadline ? `, to be settled by ${next.deadline}` : ""}.`,
		next.argument_for && `For it: ${next.argument_for}.`, next.argument_against && `Against it: ${next.argument_against}.`].filter(Boolean).join(" ");
}

function addTables() {
	const isOpen = job => job.state === "open";
	addTable({id: "open-jobs", title: "Jobs", columns: JOB_COLUMNS, rows: [...report.jobs].sort((a, b) => b.stops_passed - a.stops_passed), filter: "open",
		note: "A job is open until a gate or a cancellation ends it, and overdue when two required stops have passed since its queue.",
		filters: [{name: "open", test: isOpen}, {name: "overdue", test: job => job.overdue}, {name: "queued in this report", test: job => job.new},
			{name: "finished in this report", test: job => report.finished.includes(job.id)}, {name: "in the way of a squash", test: job => job.blocks_squash}]});
	addDependencyTables();
	addFindingTable();
	addPlaceTable("changes", "Changes of the schema", report.changes, "What is dropped, tightened or swapped in the releases of this report.", [
		{title: "change", value: row => `${row.table || ""} ${row.text}`},
		{title: "kind", value: row => row.kind}, sizeColumn(), {title: "release", value: row => row.release || ""},
		{title: "place", value: placeText, cell: row => make("span", {class: "place"}, placeText(row))}]);
	addPlaceTable("stops", "Stops", report.stops, nextStopNote(), [
		{title: "stop", value: row => row.release}, {title: "kind", value: row => row.kind},
		{title: "only it protects", value: row => row.alone.length, number: true}, {title: "shared", value: row => row.shared.length, number: true},
		{title: "comment", value: row => row.comment}]);
	addTable({id: "squash", title: "Squash", rows: report.squashes, columns: [
		{title: "at the stop", value: row => row.at || ""}, {title: "up to", value: row => row.to || ""},
		{title: "migrations", value: row => row.migrations, number: true}, {title: "first kept", value: row => row.first_kept || ""},
		{title: "open jobs in the way", value: row => row.blocks.length,
			cell: row => row.blocks.map(id => make("div", {}, jobLink(jobsById.get(id), jobsById.has(id) ? null : id)))}]});
	addTrend();
	addPlaceTable("coverage", "What could not be read", report.unresolved,
		`${report.coverage.resolved} of ${report.coverage.statements} statements and ${report.coverage.jobs_resolved} of ${report.coverage.jobs} jobs are read exactly.`, [
			{title: "statement", value: row => row.what}, {title: "why", value: row => row.why},
			{title: "place", value: placeText, cell: row => make("span", {class: "place"}, placeText(row))}]);
}

function addTrend() {
	const rows = report.trend.map(name => report.releases[releaseNumbers.get(name)]).filter(Boolean);
	const counts = (title, value) => ({title, value, number: true});
	addTable({id: "trend", title: "Trend", rows, note: "Only releases whose migrations the tree still holds completely.", columns: [
		{title: "release", value: row => row.release, cell: row => make("span", {}, row.release, " ", row.stop && tag(`${row.stop} stop`))},
		counts("migrations", row => row.migrations), counts("queued", row => row.queued), counts("finished", row => row.gated),
		counts("open at its end", row => row.open), counts("overdue", row => row.overdue), counts("needs behind a gate", row => row.dependencies.gate),
		counts("behind a stop", row => row.dependencies.stop), counts("unprotected", row => row.dependencies.none + row.dependencies.conditional_stop)]});
}
