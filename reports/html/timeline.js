"use strict";
/* Releases across, one bar a job from its queue to its gate, as a table, so that paper repeats the releases on every page. The
 * lines of stops are drawn in each row; together they are one line. Dependents are dots on the bar of their job. */

const ROW = 22;
const LEAST_COLUMN = 22;
const PAPER = 1020; /* pixels across A4, landscape, within the margins */
const SHOWN = [
	{name: "what needs attention", test: job => job.state === "open" || job.new || job.tone === "broken" || job.tone === "warned"},
	{name: "open", test: job => job.state === "open"},
	{name: "overdue", test: job => job.overdue},
	{name: "queued in this report", test: job => job.new},
	{name: "broken or unprotected", test: job => job.tone === "broken" || job.tone === "warned"},
	{name: "all jobs", test: () => true},
];
const timeline = {};

function releaseNumber(release, otherwise) {
	return releaseNumbers.has(release) ? releaseNumbers.get(release) : otherwise;
}

/* Where the bar begins and ends, as numbers of releases; an open job's goes to the right edge, an unknown queue's to the
 * left one. */
function barSpan(job) {
	const first = releaseNumber(job.queued.release, timeline.first - 0.5);
	const last = job.state === "open" ? report.releases.length - 0.5 : releaseNumber(job.finished && job.finished.release, first);
	return [first, Math.max(last, first)];
}

function barText(job) {
	const end = job.state === "open" ? job.overdue ? "overdue" : "open" : `${job.state} in ${job.finished && job.finished.release || "?"}`;
	const unmet = job.dependencies.filter(isUnmet);
	return `${job.class}: queued in ${job.queued.release || "a squashed release"}, ${end}` +
		(unmet.length ? `; ${plural(unmet.length, "dependency", "dependencies")} not protected by a gate` : "");
}

function needMark(dependency, x, y) {
	if (dependency.tone === "benign" || dependency.relation === "finalizes" && dependency.tone === "met")
		return null;
	const title = draw("title", {}, `${dependency.dependent_release} ${dependency.text}: ${protectionText(dependency)}`);
	if (dependency.tone === "met")
		return draw("circle", {class: "need-met", cx: x, cy: y, r: 3}, title);
	return draw("path", {class: `need-${dependency.tone}`, d: `M${x},${y - 6}l6,6l-6,6l-6,-6Z`}, title);
}

function bar(job, column) {
	const [first, last] = barSpan(job);
	const y = ROW / 2;
	const at = number => (number - timeline.first + 0.5) * column;
	const parts = [];
	const kind = job.state === "open" ? job.overdue ? "overdue" : "open" : job.state;
	parts.push(draw("rect", {class: `bar-${kind}`, x: at(first) - 3, y: y - 4, width: Math.max(at(last) - at(first), 0) + 6, height: 8, rx: 4},
		draw("title", {}, barText(job))));
	if (job.state === "gated")
		parts.push(draw("rect", {class: "gate", x: at(last), y: y - 7, width: 3, height: 14}));
	for (const dependency of job.dependencies) {
		const number = releaseNumber(dependency.dependent_release, -1);
		if (number < timeline.first)
			continue;
		if (dependency.tone === "broken")
			parts.push(draw("line", {class: "broken-line", x1: at(first), x2: at(number), y1: y, y2: y}));
		parts.push(needMark(dependency, at(number), y));
	}
	return parts;
}

/* What is behind the bar in every row. */
function backdrop(column) {
	const releases = report.releases.slice(timeline.first);
	const lines = (test, shift) => releases.map((row, number) => test(row) ? `M${(number + shift) * column},0v${ROW}` : "").join("");
	return [
		releases.map((row, number) => row.new && draw("rect", {class: "here", x: number * column, y: 0, width: column, height: ROW})),
		draw("path", {class: "stripe", d: lines(() => true, 0)}),
		draw("path", {class: "stop", d: lines(row => row.stop === "required", 0.5)}),
		draw("path", {class: "stop conditional", d: lines(row => row.stop === "conditional", 0.5)}),
	];
}

/* On paper the names stand upright: a repeated head of a table loses the transformations of what is in it. */
function releaseName(row, number, column, isPaper) {
	const place = isPaper ? {x: (number + 0.5) * column, y: 38, "text-anchor": "middle"} :
		{transform: `translate(${(number + 0.5) * column + 4} 40) rotate(-60)`};
	return draw("text", {class: row.stop ? "stop-name" : null, ...place}, row.release);
}

function timelineHead(column, isPaper) {
	const releases = report.releases.slice(timeline.first);
	const isRoomy = !isPaper || column >= 30;
	return draw("svg", {class: "plot", width: releases.length * column + 16, height: 44, "aria-hidden": "true"},
		releases.map((row, number) => (isRoomy || row.stop) && releaseName(row, number, column, isPaper)));
}

/* The release before the first queue of these jobs. */
function firstRelease(jobs) {
	const numbers = jobs.map(job => releaseNumber(job.queued.release, 0));
	return Math.max(Math.min(...numbers, report.releases.length) - 1, 0);
}

function timelineRow(job, column, width) {
	return make("tr", {class: job.tone},
		make("th", {scope: "row"}, make("a", {href: `#job-${job.number}`, title: job.class}, job.class)),
		make("td", {}, draw("svg", {class: "plot", width, height: ROW, role: "img", "aria-label": barText(job)}, backdrop(column), bar(job, column))));
}

function showTimeline(space) {
	const test = SHOWN[timeline.filter.selectedIndex].test;
	const jobs = report.jobs.filter(job => test(job) && isFound(timeline.texts.get(job)))
		.sort((a, b) => compareReleases(a.queued.release, b.queued.release));
	timeline.first = firstRelease(jobs);
	const shown = Math.max(report.releases.length - timeline.first, 1);
	const column = Math.max(LEAST_COLUMN, (space - timeline.corner.firstChild.offsetWidth - 18) / shown);
	timeline.head.replaceChildren(timelineHead(column, space === PAPER));
	timeline.body.replaceChildren(...jobs.map(job => timelineRow(job, column, shown * column)));
	timeline.count.textContent = jobs.length === report.jobs.length ? plural(jobs.length, "job") : `${jobs.length} of ${plural(report.jobs.length, "job")}`;
}

function fitTimeline() {
	showTimeline(timeline.box.clientWidth);
}

function legendItem(text, ...shapes) {
	return make("li", {}, draw("svg", {class: "plot", width: 26, height: 14, "aria-hidden": "true"}, shapes), text);
}

function timelineLegend() {
	const line = kind => draw("rect", {class: `bar-${kind}`, x: 1, y: 3, width: 24, height: 8, rx: 4});
	const items = [
		legendItem("open", line("open")), legendItem("overdue", line("overdue")),
		legendItem("finalized by a gate", line("gated"), draw("rect", {class: "gate", x: 22, y: 0, width: 3, height: 14})),
		legendItem("dependency, protected", draw("circle", {class: "need-met", cx: 13, cy: 7, r: 3})),
		legendItem("dependency with a warning", draw("path", {class: "need-warned", d: "M13,1l6,6l-6,6l-6,-6Z"})),
		legendItem("broken dependency", draw("line", {class: "broken-line", x1: 0, x2: 13, y1: 7, y2: 7}), draw("path", {class: "need-broken", d: "M13,1l6,6l-6,6l-6,-6Z"})),
		legendItem("required stop", draw("line", {class: "stop", x1: 13, x2: 13, y1: 0, y2: 14})),
		legendItem("conditional stop", draw("line", {class: "stop conditional", x1: 13, x2: 13, y1: 0, y2: 14})),
	];
	items.forEach(item => item.firstChild.style.setProperty("display", "inline-block"));
	return make("ul", {class: "legend"}, items);
}

function startTimeline() {
	timeline.filter = make("select", {}, SHOWN.map(shown => make("option", {}, shown.name)));
	timeline.count = make("span", {class: "empty"});
	timeline.corner = make("th", {scope: "col"}, make("span", {}, "job"));
	timeline.head = make("td", {});
	timeline.body = make("tbody", {});
	timeline.box = make("div", {class: "timeline", tabindex: 0, role: "region", "aria-label": "timeline of jobs"},
		make("table", {}, make("thead", {}, make("tr", {}, timeline.corner, timeline.head)), timeline.body));
	timeline.texts = new Map(report.jobs.map(job => [job, [job.id, job.feature_category, job.queued.path, job.table,
		...job.dependencies.map(dependency => dependency.dependent_path)].join(" ").toLowerCase()]));
	if (!report.jobs.some(SHOWN[0].test))
		timeline.filter.selectedIndex = SHOWN.length - 1;
	timeline.filter.addEventListener("change", fitTimeline);
	document.getElementById("timeline").append(make("div", {class: "tools"}, make("label", {}, "Show ", timeline.filter), timeline.count),
		timelineLegend(), timeline.box);
	window.addEventListener("resize", fitTimeline);
	window.addEventListener("beforeprint", () => showTimeline(PAPER));
	window.addEventListener("afterprint", fitTimeline);
	fitTimeline();
	timeline.box.scrollLeft = timeline.box.scrollWidth;
}
