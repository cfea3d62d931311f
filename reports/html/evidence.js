"use strict";
/* The evidence of one thing, in a dialog that a link such as #job-3 opens: facts, then the chain of places, each with a few
 * lines of the source. */

const dialog = document.getElementById("evidence");

function sourceLines(excerpt) {
	return make("pre", {tabindex: 0, "aria-label": `lines of ${excerpt.path}`}, make("code", {}, excerpt.lines.map((line, i) => {
		const number = excerpt.first_line + i;
		const isMarked = number >= excerpt.line && number <= excerpt.end_line;
		return make("span", {class: isMarked ? "marked" : null},
			make("span", {class: "line-number", "aria-hidden": "true"}, String(number)), line || " ");
	})));
}

function sourceFigure(thing) {
	if (!thing.path)
		return null;
	const excerpt = report.excerpts[thing.excerpt];
	return make("figure", {}, make("figcaption", {}, placeText(thing)), excerpt ? sourceLines(excerpt) : null);
}

function chainList(links) {
	return make("ol", {class: "chain"}, links.map(link =>
		make("li", {}, make("strong", {}, `${link.role}: `), link.text, sourceFigure(link))));
}

function facts(rows) {
	return make("dl", {}, rows.filter(row => row[1]).map(([name, ...values]) =>
		[make("dt", {}, name), make("dd", {}, values)]));
}

function stateTag(job) {
	if (job.state !== "open")
		return tag(job.state === "gated" ? "finalized" : job.state);
	return job.overdue ? tag("overdue", "warned") : tag("open");
}

/* Only what is plainly a web address becomes a link. */
function webLink(address) {
	return /^https:\/\/[^\s"'<>]+$/.test(address || "") ?
		make("a", {href: address, rel: "noreferrer noopener", target: "_blank"}, address) : address;
}

function dependencyDetails(dependency, isOpen) {
	const title = `${dependency.dependent_release || "?"} ${dependency.relation}: ${dependency.text}`;
	return make("details", {open: isOpen},
		make("summary", {}, title, dependency.tone === "benign" ? " " : ", protected by ", tag(protectionText(dependency), dependency.tone)),
		dependency.why_benign && make("p", {class: "note"}, `benign: ${dependency.why_benign}`),
		chainList(dependency.evidence));
}

function jobEvidence(job) {
	const focus = make("button", {type: "button"}, "Show in the graph");
	focus.addEventListener("click", () => { dialog.close(); graphFocus(job); });
	return [job.class, [
		facts([
			["state", stateTag(job), job.stops_passed ? ` ${plural(job.stops_passed, "required stop")} since its queue` : ""],
			["job", make("code", {}, job.id)],
			["queued", `${job.queued.release || "before the squash"}${job.queue_version ? `, by ${job.queue_version}` : ""}`],
			["finalized", job.finished && `${job.finished.release || "?"}`],
			["later gate", job.later_gate && `${job.later_gate.release}`],
			["table", job.table && `${job.table}${job.table_size ? `, ${job.table_size}` : ""}`],
			["owner", job.feature_category],
			["introduced by", webLink(job.introduced_by_url)],
			["reads", job.reads.join(", ")],
			["writes", job.writes.join(", ")],
			["not exactly known", job.resolved ? null : "what it reads and writes may be more"],
		]),
		make("p", {}, focus),
		sourceFigure(job.queued), job.finished && sourceFigure(job.finished), job.later_gate && sourceFigure(job.later_gate),
		make("h3", {}, plural(job.dependencies.length, "dependency", "dependencies")),
		[...job.dependencies].sort((a, b) => WORST.indexOf(b.tone) - WORST.indexOf(a.tone))
			.map(dependency => dependencyDetails(dependency, dependency.tone === "broken")),
	]];
}

function dependencyEvidence(dependency) {
	return [dependency.text, [
		facts([
			["job", jobLink(dependency.owner, dependency.job)],
			["dependent", dependency.dependent, ` (${dependency.dependent_release || "?"})`],
			["relation", dependency.relation],
			["protected by", tag(protectionText(dependency), dependency.tone)],
			["releases", `a stop from ${dependency.interval.from || "?"} on and before ${dependency.interval.before || "?"} protects it`],
			["certainty", dependency.certainty],
			["benign", dependency.why_benign],
		]),
		chainList(dependency.evidence),
	]];
}

function findingEvidence(finding) {
	return [finding.message, [
		facts([
			["rule", make("code", {}, finding.rule)],
			["level", finding.severity],
			["release", finding.release],
			["job", finding.job && jobLink(jobsById.get(finding.job), finding.job)],
			["fails", finding.fails_on && `upgrades from ${finding.fails_on.from} to ${finding.fails_on.to}`],
			["fingerprint", make("code", {}, finding.fingerprint)],
		]),
		sourceFigure(finding),
		finding.fixes.length ? [make("h3", {}, "What to do"), make("ul", {}, finding.fixes.map(fix => make("li", {}, fix.text)))] : null,
		chainList(finding.evidence),
	]];
}

function migrationEvidence(migration) {
	return [migration.path.split("/").pop(), [
		make("p", {class: "place"}, migration.path),
		migration.queues.map(job => [make("h3", {}, "queues ", jobLink(job)), sourceFigure(job.queued)]),
		migration.needs.map(dependency => [make("h3", {}, "needs ", jobLink(dependency.owner, dependency.job)),
			dependencyDetails(dependency, true)]),
	]];
}

function placeEvidence(thing) {
	return [thing.text || thing.why || thing.release || "Evidence", [sourceFigure(thing)]];
}

const EVIDENCE = {
	job: [report.jobs, jobEvidence],
	dependency: [report.dependencies, dependencyEvidence],
	finding: [report.findings, findingEvidence],
	migration: [migrations, migrationEvidence],
	change: [report.changes, placeEvidence],
	stop: [report.stops, placeEvidence],
	unresolved: [report.unresolved, placeEvidence],
	decision: [report.decisions, placeEvidence],
};

/* Opens what the address names, closes the dialog for any other address. */
function followAddress() {
	const match = /^#([a-z]+)-(\d+)$/.exec(location.hash);
	const [list, show] = match && EVIDENCE[match[1]] || [];
	const thing = list && list[Number(match[2])];
	if (!thing) {
		dialog.close();
		return;
	}
	const [title, parts] = show(thing);
	const heading = document.getElementById("evidence-title");
	heading.textContent = title;
	document.getElementById("evidence-body").replaceChildren(...parts.flat(Infinity).filter(Boolean));
	if (!dialog.open)
		dialog.showModal();
	dialog.scrollTop = 0;
	heading.focus();
}

/* The address must not name what is closed: the same link would otherwise do nothing. */
function forgetAddress() {
	if (/^#[a-z]+-\d+$/.test(location.hash))
		history.replaceState(null, "", location.pathname + location.search);
}

function startEvidence() {
	document.getElementById("evidence-close").addEventListener("click", () => dialog.close());
	dialog.addEventListener("close", forgetAddress);
	dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
	window.addEventListener("hashchange", followAddress);
	followAddress();
}
