"use strict";
/* The report as the page uses it: stopgraph.report/1 with its references followed. Text reaches the document through
 * make() alone, as text: nothing here parses markup. */

const SVG = "http://www.w3.org/2000/svg";

/* An element with attributes and children; strings become text, null and false nothing. */
function make(tag, attributes, ...children) {
	return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes, ...children) {
	return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes || {})) {
		if (value !== null && value !== undefined && value !== false)
			element.setAttribute(name, value === true ? "" : value);
	}
	element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
	return element;
}

const report = JSON.parse(document.getElementById("data").textContent);
const jobsById = new Map();
const findingsByFingerprint = new Map();
const migrations = []; /* that queue or need something: {path, queues, needs} */
const migrationsByPath = new Map();
const releaseNumbers = new Map(report.releases.map((row, number) => [row.release, number]));

function migrationOf(path) {
	if (!migrationsByPath.has(path)) {
		migrationsByPath.set(path, {number: migrations.length, path, queues: [], needs: []});
		migrations.push(migrationsByPath.get(path));
	}
	return migrationsByPath.get(path);
}

/* "broken": an error is reported; "warned": a warning, or nothing protects it; "benign"; "met". */
function toneOf(dependency) {
	const finding = findingsByFingerprint.get(dependency.finding);
	if (dependency.severity === "benign")
		return "benign";
	if (finding && finding.severity === "error")
		return "broken";
	return finding && finding.severity === "warning" || dependency.protection === "none" ? "warned" : "met";
}

function protectionText(dependency) {
	if (dependency.severity === "benign")
		return "benign";
	switch (dependency.protection) {
	case "gate": return dependency.gate ? `gate ${dependency.gate}` : "gate";
	case "stop": return `stop ${dependency.stop}`;
	case "conditional_stop": return `only conditional stop ${dependency.stop}`;
	default: return "nothing";
	}
}

/* The parts of releases, "18.10" behind "18.9". Unknown ones come first. */
function compareReleases(a, b) {
	const left = (a || "0").split(".").map(Number), right = (b || "0").split(".").map(Number);
	for (let i = 0; i < 3; i++) {
		if ((left[i] || 0) !== (right[i] || 0))
			return (left[i] || 0) - (right[i] || 0);
	}
	return 0;
}

const WORST = ["benign", "met", "warned", "broken"];

function linkModel() {
	report.findings.forEach((finding, number) => {
		finding.number = number;
		findingsByFingerprint.set(finding.fingerprint, finding);
	});
	report.jobs.forEach((job, number) => {
		Object.assign(job, {number, dependencies: [], tone: "met"});
		jobsById.set(job.id, job);
		if (job.queued.path)
			migrationOf(job.queued.path).queues.push(job);
	});
	report.dependencies.forEach((dependency, number) => {
		const job = jobsById.get(dependency.job);
		Object.assign(dependency, {number, tone: toneOf(dependency), owner: job});
		if (dependency.dependent_path)
			migrationOf(dependency.dependent_path).needs.push(dependency);
		if (!job)
			return;
		job.dependencies.push(dependency);
		if (WORST.indexOf(dependency.tone) > WORST.indexOf(job.tone))
			job.tone = dependency.tone;
	});
}

linkModel();

function jobLink(job, text) {
	return job ? make("a", {href: `#job-${job.number}`}, text || job.class) : text || "?";
}

function placeText(thing) {
	return thing.path ? `${thing.path}:${thing.line}` : "";
}

function tag(text, tone) {
	return make("span", {class: `tag ${tone || ""}`}, text);
}

function plural(count, one, many) {
	return `${count} ${count === 1 ? one : many || one + "s"}`;
}
