"use strict";
/* The head of the page: figures, decisions, sections, search, theme. */

const THEMES = ["auto", "light", "dark"];

/* Storage may be refused to a page from disk; then the choice lasts as long as the page. */
function remember(theme) {
	try {
		localStorage.setItem("stopgraph-theme", theme);
	} catch (refused) {
		return;
	}
}

function remembered() {
	try {
		return localStorage.getItem("stopgraph-theme");
	} catch (refused) {
		return null;
	}
}

function setTheme(theme) {
	document.documentElement.dataset.theme = theme;
	document.getElementById("theme").textContent = `Theme: ${theme}`;
}

function startTheme() {
	const saved = remembered();
	setTheme(THEMES.includes(saved) ? saved : "auto");
	document.getElementById("theme").addEventListener("click", () => {
		const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
		setTheme(next);
		remember(next);
	});
}

function tile(count, text, section, tone) {
	return make("a", {class: `tile ${count ? tone || "" : ""}`, href: `#${section}`}, make("strong", {}, String(count)), make("span", {}, text));
}

function showTiles() {
	const count = test => report.dependencies.filter(test).length;
	const isNeed = row => row.new && row.relation !== "finalizes" && row.tone !== "benign";
	const level = (severity, isNew) => report.findings.filter(finding => finding.severity === severity && (!isNew || finding.new)).length;
	document.getElementById("tiles").append(
		tile(level("error"), `errors, ${level("error", true)} new`, "findings", "broken"),
		tile(level("warning"), `warnings, ${level("warning", true)} new`, "findings", "warned"),
		tile(count(row => isNeed(row) && row.tone !== "met"), "new dependencies at risk", "dependencies", "broken"),
		tile(count(isNeed), "new dependencies", "dependencies"),
		tile(report.jobs.filter(job => job.overdue).length, "overdue jobs", "open-jobs", "warned"),
		tile(report.open.length, "open jobs", "open-jobs"), tile(report.queued.length, "jobs queued", "open-jobs"),
		tile(report.finished.length, "jobs finished", "open-jobs"), tile(report.new_gates.length, "gates", "gates"),
		tile(report.changes.length, "schema changes", "changes"));
	document.getElementById("about").textContent =
		`${plural(report.migrations.count, "migration")} (${report.migrations.regular} regular, ${report.migrations.post} post)` +
		` in ${report.from ? `the releases after ${report.from} up to ${report.to}` : `release ${report.to}`}.` +
		` Verdicts are for self-managed instances. ${report.coverage.resolved} of ${report.coverage.statements} statements and` +
		` ${report.coverage.jobs_resolved} of ${report.coverage.jobs} jobs of the tree are read exactly.` +
		report.remarks.map(remark => ` Note: ${remark}.`).join("");
}

const DECISION_SECTIONS = {"open-jobs": "open-jobs", jobs: "open-jobs", dependencies: "dependencies", gates: "gates", findings: "findings", stops: "stops", squash: "squash"};

function showDecisions() {
	const tone = {error: "broken", warning: "warned"};
	const items = report.decisions.map((decision, number) => make("li", {class: tone[decision.level]}, make("p", {},
		tag(decision.level, tone[decision.level]), " ", make("strong", {}, decision.title), ": ", decision.text, ". ",
		DECISION_SECTIONS[decision.section] && make("a", {href: `#${DECISION_SECTIONS[decision.section]}`}, "Details"),
		decision.path && [" ", make("a", {href: `#decision-${number}`}, "Source")])));
	document.getElementById("decisions").append(items.length ? make("ol", {class: "decisions"}, items) : make("p", {class: "empty"}, "Nothing."));
}

function showSections() {
	const links = [...document.querySelectorAll("main section[id]")].map(section =>
		make("a", {href: `#${section.id}`}, section.querySelector("h2").textContent));
	document.getElementById("sections").append(...links);
}

function runSearch() {
	search.words = document.getElementById("search").value.toLowerCase().split(/\s+/).filter(Boolean);
	tables.forEach(showTable);
	graph.focus = null;
	graph.choice.value = "";
	fitTimeline();
	showGraph();
	const found = tables.reduce((sum, table) => sum + table.found, 0);
	document.getElementById("search-result").textContent = search.words.length ? `${plural(found, "row")}` : "";
}

function startSearch() {
	let waiting = 0;
	document.getElementById("search-form").addEventListener("submit", event => { event.preventDefault(); runSearch(); });
	document.getElementById("search").addEventListener("input", () => {
		clearTimeout(waiting);
		waiting = setTimeout(runSearch, 120);
	});
	document.addEventListener("keydown", event => {
		if (event.key === "/" && !dialog.open && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
			event.preventDefault();
			document.getElementById("search").focus();
		}
	});
}

/* Paper has no button for the rest of a table. */
function startPrinting() {
	window.addEventListener("beforeprint", () => tables.forEach(table => { table.isWhole = true; showTable(table); }));
}

startTheme();
showTiles();
showDecisions();
startTimeline();
addTables();
startGraph();
showSections();
startSearch();
startPrinting();
startEvidence();
