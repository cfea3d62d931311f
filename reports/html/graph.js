"use strict";
/* The drawing that came with the page: which groups and nodes are shown, and which part of it. Groups are drawn at their own
 * origin, so those that are shown can be packed anew. The view is the viewBox of the drawing. */

const GAP = 26;
const LEAST_SCALE = 0.8; /* below it nothing can be read: then the view begins at the corner instead of showing all */
const DEPTHS = [1, 2, 3, 99];
const graph = {svg: document.querySelector("#graph-view > svg"), box: document.getElementById("graph-view"),
	nodes: [], groups: [], focus: null, view: {x: 0, y: 0, width: 1, height: 1}, whole: {width: 1, height: 1}};
const GROUPS_SHOWN = [
	{name: "what needs attention", test: group => group.isUnmet},
	{name: "what is new in this report", test: group => group.isNew},
	{name: "everything", test: () => true},
];

function readNode(element) {
	const key = element.dataset.key;
	const job = jobsById.get(key);
	const migration = migrationsByPath.get(key);
	const box = element.querySelector("rect");
	const number = name => Number(box.getAttribute(name));
	return {element, key, job, migration, near: [],
		box: {x: number("x"), y: number("y"), right: number("x") + number("width"), bottom: number("y") + number("height")},
		link: job ? `#job-${job.number}` : migration ? `#migration-${migration.number}` : null,
		text: `${key} ${element.textContent}`.toLowerCase()};
}

function readGroup(element, nodes) {
	const group = {element, width: Number(element.dataset.width), height: Number(element.dataset.height),
		nodes: [...element.querySelectorAll(".node")].map(node => nodes.get(node.dataset.node)),
		arrows: [...element.querySelectorAll(".arrow")].map(arrow => ({element: arrow, from: nodes.get(arrow.dataset.from), to: nodes.get(arrow.dataset.to)}))};
	for (const arrow of group.arrows) {
		arrow.from.near.push(arrow.to);
		arrow.to.near.push(arrow.from);
	}
	group.nodes.forEach(node => { node.group = group; });
	group.isUnmet = element.querySelector(".broken, .warned") !== null;
	group.isNew = group.nodes.some(node => node.job && node.job.new || node.migration && node.migration.needs.some(need => need.new));
	return group;
}

/* The nodes at most `depth` arrows away. */
function neighbourhood(start, depth) {
	const seen = new Set([start]);
	let edge = [start];
	for (; depth > 0 && edge.length; depth--) {
		edge = edge.flatMap(node => node.near).filter(node => !seen.has(node) && seen.add(node));
	}
	return seen;
}

function setView(x, y, width, height) {
	graph.view = {x, y, width, height};
	graph.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
}

/* The view that shows the rectangle, never larger than life; with `isReadable` a large one is shown from its corner on. */
function fitView(isReadable) {
	const {width, height, x = 0, y = 0} = graph.whole;
	const room = graph.box.getBoundingClientRect();
	let scale = Math.min(room.width / width, room.height / height, 1.1);
	if (isReadable && scale < LEAST_SCALE)
		scale = Math.min(LEAST_SCALE, 1);
	const seen = {width: room.width / scale, height: room.height / scale};
	setView(seen.width >= width ? x - (seen.width - width) / 2 : x, seen.height >= height ? y - (seen.height - height) / 2 : y, seen.width, seen.height);
}

/* Rows of groups, tall ones first as they came. */
function packGroups(groups) {
	const area = groups.reduce((sum, group) => sum + (group.width + GAP) * (group.height + GAP), 0);
	const room = graph.box.getBoundingClientRect();
	const limit = Math.max(...groups.map(group => group.width), Math.sqrt(area * room.width / Math.max(room.height, 1)), 1);
	let x = 0, y = 0, row = 0, widest = 0;
	for (const group of [...groups].sort((a, b) => b.height - a.height)) {
		if (x > 0 && x + group.width > limit) {
			y += row + GAP;
			x = row = 0;
		}
		row = Math.max(row, group.height);
		group.element.setAttribute("transform", `translate(${x} ${y})`);
		x += group.width + GAP;
		widest = Math.max(widest, x - GAP);
	}
	graph.whole = {x: -GAP / 2, y: -GAP / 2, width: widest + GAP, height: y + row + GAP};
}

function showOne(node) {
	const near = neighbourhood(node, DEPTHS[graph.depth.selectedIndex]);
	const box = {x: Infinity, y: Infinity, right: -Infinity, bottom: -Infinity};
	graph.groups.forEach(group => group.element.classList.toggle("on", group === node.group));
	node.group.element.setAttribute("transform", "translate(0 0)");
	node.group.nodes.forEach(other => other.element.classList.toggle("off", !near.has(other)));
	node.group.arrows.forEach(arrow => arrow.element.classList.toggle("off", !near.has(arrow.from) || !near.has(arrow.to)));
	for (const other of near) {
		box.x = Math.min(box.x, other.box.x);
		box.y = Math.min(box.y, other.box.y);
		box.right = Math.max(box.right, other.box.right);
		box.bottom = Math.max(box.bottom, other.box.bottom);
	}
	graph.whole = {x: box.x - GAP, y: box.y - GAP, width: box.right - box.x + 2 * GAP, height: box.bottom - box.y + 2 * GAP};
	graph.note.textContent = `${near.size - 1} of ${node.group.nodes.length - 1} nodes that hang together with ${node.job ? node.job.class : node.key}.`;
}

function showGroups() {
	const {test} = GROUPS_SHOWN[graph.shown.selectedIndex];
	const groups = graph.groups.filter(group => search.words.length ? group.nodes.some(node => isFound(node.text)) : test(group));
	graph.groups.forEach(group => group.element.classList.toggle("on", groups.includes(group)));
	graph.svg.querySelectorAll(".node.off, .arrow.off").forEach(element => element.classList.remove("off"));
	if (groups.length)
		packGroups(groups);
	graph.note.textContent = groups.length === 0 ? search.words.length ? "Nothing in the graph matches the search." : "Nothing of that kind: choose what to show." :
		`${groups.length} of ${plural(graph.groups.length, "group")} of jobs and migrations that hang together${search.words.length ? ", those that match the search" : ""}. Benign dependencies are in the tables only.`;
}

function showGraph() {
	graph.nodes.forEach(node => node.element.classList.toggle("focus", node === graph.focus));
	if (graph.focus)
		showOne(graph.focus);
	else
		showGroups();
	graph.all.hidden = !graph.focus;
	/* as high as what is in it, within limits */
	const scale = Math.max(Math.min(graph.box.clientWidth / graph.whole.width, 1.1), LEAST_SCALE);
	graph.box.style.setProperty("height", `clamp(14rem, ${Math.ceil(graph.whole.height * scale)}px, 62vh)`);
	fitView(true);
}

function graphFocus(job) {
	graph.focus = graph.nodes.find(node => node.job === job) || null;
	graph.choice.value = graph.focus ? job.class : "";
	showGraph();
	if (!graph.focus)
		graph.note.textContent = `Nothing breaks without ${job.class}: it is not in the graph.`;
	document.getElementById("graph").scrollIntoView();
	graph.box.focus({preventScroll: true});
}

function move(x, y) {
	const {view} = graph;
	setView(view.x + x * view.width, view.y + y * view.height, view.width, view.height);
}

/* Zooms about a point that is given in parts of the view. */
function zoom(factor, x = 0.5, y = 0.5) {
	const {view} = graph;
	setView(view.x + view.width * x * (1 - factor), view.y + view.height * y * (1 - factor), view.width * factor, view.height * factor);
}

const KEYS = {
	ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
	"+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), "0": () => fitView(false),
};

/* Dragging moves; a press that does not move is a click on what is there. */
function startDragging() {
	let from = null;
	graph.box.addEventListener("pointerdown", event => {
		from = {x: event.clientX, y: event.clientY, view: graph.view, moved: false};
	});
	graph.box.addEventListener("pointermove", event => {
		if (!from || !event.buttons)
			return;
		const scale = graph.view.width / graph.box.clientWidth;
		const x = event.clientX - from.x, y = event.clientY - from.y;
		if (!from.moved && Math.hypot(x, y) < 4)
			return;
		if (!from.moved)
			graph.box.setPointerCapture(event.pointerId);
		from.moved = true;
		graph.box.classList.add("moving");
		setView(from.view.x - x * scale, from.view.y - y * scale, from.view.width, from.view.height);
	});
	graph.box.addEventListener("pointerup", () => graph.box.classList.remove("moving"));
	graph.box.addEventListener("click", event => {
		const element = event.target.closest(".node");
		if (element && !(from && from.moved))
			openNode(element);
		from = null;
	});
}

function openNode(element) {
	const node = graph.nodes.find(other => other.element === element);
	if (node && node.link)
		location.hash = node.link;
}

function startKeys() {
	graph.box.addEventListener("keydown", event => {
		const node = event.target.closest(".node");
		if (node && (event.key === "Enter" || event.key === " "))
			openNode(node);
		else if (KEYS[event.key] && !event.ctrlKey && !event.metaKey)
			KEYS[event.key]();
		else
			return;
		event.preventDefault();
	});
	graph.box.addEventListener("wheel", event => {
		if (!event.ctrlKey && document.activeElement !== graph.box)
			return; /* the page scrolls */
		event.preventDefault();
		const room = graph.box.getBoundingClientRect();
		zoom(event.deltaY > 0 ? 1.15 : 0.87, (event.clientX - room.left) / room.width, (event.clientY - room.top) / room.height);
	}, {passive: false});
}

function choose() {
	const name = graph.choice.value.trim();
	graph.focus = name ? graph.nodes.find(node => node.job && node.job.class === name) || null : null;
	if (!name || graph.focus)
		showGraph();
}

function tool(text, label, action) {
	const button = make("button", {type: "button", title: label, "aria-label": label.startsWith(text) ? null : `${text} ${label}`}, text);
	button.addEventListener("click", action);
	return button;
}

function startTools() {
	const names = [...new Set(graph.nodes.filter(node => node.job).map(node => node.job.class))].sort();
	graph.shown = make("select", {}, GROUPS_SHOWN.map(shown => make("option", {}, shown.name)));
	graph.choice = make("input", {type: "search", list: "graph-jobs", size: 28, autocomplete: "off", placeholder: "name of a job"});
	graph.depth = make("select", {}, DEPTHS.map(depth => make("option", {}, depth > 9 ? "all" : plural(depth, "arrow"))));
	graph.depth.selectedIndex = 1;
	graph.all = tool("End focus", "End focus on one job", () => { graph.focus = null; graph.choice.value = ""; showGraph(); });
	graph.note = document.getElementById("graph-note");
	graph.shown.addEventListener("change", () => { graph.focus = null; graph.choice.value = ""; showGraph(); });
	graph.choice.addEventListener("change", choose);
	graph.depth.addEventListener("change", showGraph);
	document.getElementById("graph-tools").append(make("label", {}, "Show ", graph.shown), make("label", {}, "Focus ", graph.choice),
		make("datalist", {id: "graph-jobs"}, names.map(name => make("option", {value: name}))),
		make("label", {}, "Distance ", graph.depth), graph.all, tool("+", "Zoom in", () => zoom(0.8)), tool("\u2212", "Zoom out", () => zoom(1.25)), tool("Fit", "Show all of it", () => fitView(false)));
}

function startGraph() {
	const elements = [...graph.svg.querySelectorAll(".node")];
	const nodes = new Map(elements.map(element => [element.dataset.node, readNode(element)]));
	graph.nodes = [...nodes.values()];
	graph.groups = [...graph.svg.querySelectorAll(".group")].map(element => readGroup(element, nodes));
	graph.nodes.filter(node => node.link).forEach(node => {
		node.element.setAttribute("tabindex", "0");
		node.element.setAttribute("role", "link");
	});
	graph.svg.removeAttribute("width");
	graph.svg.removeAttribute("height");
	startTools();
	startDragging();
	startKeys();
	const first = GROUPS_SHOWN.findIndex(shown => graph.groups.some(shown.test));
	graph.shown.selectedIndex = Math.max(first, 0);
	showGraph();
	window.addEventListener("resize", () => fitView(true));
	window.addEventListener("beforeprint", () => fitView(false));
}
