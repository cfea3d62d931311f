"use strict";
/* report.cjs BROWSER FOLDER [SCREENSHOT-FOLDER]: opens the reports in FOLDER and uses them as people do. TAP. A request that
 * leaves the file, a message on the console, a dialog or an uncaught error fails the report that it comes from. */

const fs = require("fs");
const path = require("path");
const tools = path.join(__dirname, "..", "tools", "node_modules");
const {chromium} = require(path.join(tools, "playwright-core"));
const axe = fs.readFileSync(path.join(tools, "axe-core", "axe.min.js"), "utf8");

const [executablePath, folder, shots] = process.argv.slice(2);
let number = 0;

function ok(name, isTrue, ...notes) {
	number += 1;
	console.log(`${isTrue ? "ok" : "not ok"} ${number} - ${name}`);
	if (!isTrue)
		notes.forEach(note => console.log(`# ${typeof note === "string" ? note : JSON.stringify(note)}`));
	process.exitCode = isTrue ? process.exitCode : 1;
}

function same(name, got, wanted) {
	ok(name, JSON.stringify(got) === JSON.stringify(wanted), {got, wanted});
}

/* A page with a report, and what it did that it must not do. */
async function open(browser, name, options) {
	const page = await browser.newPage({viewport: {width: 1300, height: 900}, ...options});
	const trouble = [];
	page.on("console", message => trouble.push(`console: ${message.text()}`));
	page.on("pageerror", error => trouble.push(`error: ${error.message}`));
	page.on("dialog", async dialog => { trouble.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
	page.on("request", request => { if (!request.url().startsWith("file:")) trouble.push(`request: ${request.url()}`); });
	page.on("framenavigated", frame => { if (frame !== page.mainFrame()) trouble.push(`frame: ${frame.url()}`); });
	await page.goto(`file://${folder}/${name}.html`);
	return {page, trouble};
}

async function violations(page) {
	/* the policy of the page forbids scripts of others: the driver's own evaluation is no script of the page */
	await page.evaluate(axe);
	const result = await page.evaluate(() => window.axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}));
	return result.violations.map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.map(node => node.target).slice(0, 4).join(" ")}`);
}

async function shot(page, name) {
	if (shots)
		await page.screenshot({path: path.join(shots, `${name}.png`), fullPage: true});
}

const rows = (page, section) => page.locator(`#${section} tbody tr`).count();

async function useTables(page) {
	await page.locator("#open-jobs select").selectOption("all");
	const all = await rows(page, "open-jobs");
	same("all jobs", all, 6);
	await page.locator("#open-jobs select").selectOption("open");
	const open = await rows(page, "open-jobs");
	ok("a filter shows less", open > 0 && open < all, {open, all});
	await page.locator("#open-jobs th button", {hasText: "job"}).first().click();
	const names = () => page.locator("#open-jobs tbody tr td:first-child").allTextContents();
	const ascending = await names();
	same("sorted by name", ascending, [...ascending].sort());
	same("which is said", await page.locator("#open-jobs th").first().getAttribute("aria-sort"), "ascending");
	await page.locator("#open-jobs th button", {hasText: "job"}).first().click();
	same("and backwards", await names(), ascending.reverse());
}

async function useSearch(page) {
	await page.keyboard.press("Escape");
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("/");
	same("a slash goes to the search", await page.evaluate(() => document.activeElement.id), "search");
	await page.keyboard.type("beds");
	await page.waitForFunction(() => document.getElementById("search-result").textContent !== "");
	const found = await page.locator("#open-jobs tbody tr").allTextContents();
	ok("the search leaves what it names", found.length === 1 && found[0].includes("FillBedOwner"), found);
	same("in the timeline, too", await page.locator(".timeline tbody th").allTextContents(), ["FillBedOwner"]);
	const nodes = await page.locator(".picture .job:visible").allTextContents();
	ok("and in the graph", nodes.length > 0 && nodes.every(text => text.includes("FillBedOwner")), nodes);
	await page.locator("#search").fill("no such thing");
	await page.waitForFunction(() => document.getElementById("search-result").textContent === "0 rows");
	same("nothing is found", await rows(page, "open-jobs"), 0);
	await page.locator("#search").fill("");
	await page.waitForFunction(() => document.getElementById("search-result").textContent === "");
}

async function useEvidence(page) {
	await page.locator("#dependencies select").selectOption("all");
	await page.locator("#dependencies tbody a").first().click();
	await page.locator("dialog[open]").waitFor();
	ok("a link opens the evidence", (await page.locator("dialog figure").count()) >= 2);
	ok("with lines of the source", (await page.locator("dialog pre .marked").first().textContent()).length > 4);
	ok("with its place", /\.(rb|yml):\d+$/.test(await page.locator("dialog figcaption").first().textContent()));
	ok("that no object stands for", !(await page.locator("dialog").textContent()).includes("[object"));
	same("accessible with the evidence open", await violations(page), []);
	await page.locator("dialog dl a[href^='#job-']").first().click();
	await page.locator("dialog details").first().waitFor();
	ok("from there to the job", (await page.locator("dialog details").count()) >= 1);
	await page.goBack();
	await page.locator("dialog details").first().waitFor({state: "detached"});
	ok("the way back works", await page.locator("dialog[open]").isVisible());
	await page.keyboard.press("Escape");
	await page.locator("dialog[open]").waitFor({state: "hidden"});
	same("closed, the address names nothing", await page.evaluate(() => location.hash), "");
}

async function useGraph(page) {
	const visible = () => page.locator(".picture .node:visible").count();
	const view = () => page.locator(".picture").getAttribute("viewBox");
	await page.locator("#graph-tools select").first().selectOption("everything");
	const all = await visible();
	await page.locator("#graph-tools input").fill("FillPlotOwner");
	await page.locator("#graph-tools input").press("Enter");
	await page.locator("#graph-tools input").blur();
	const near = await visible();
	ok("the focus on a job leaves its neighbours", near > 1 && near < all, {near, all});
	same("and marks it", await page.locator(".picture .focus:visible").count(), 1);
	await page.locator("#graph-tools select").nth(1).selectOption("1 arrow");
	ok("nearer ones are fewer", (await visible()) <= near);
	const before = await view();
	await page.locator("#graph-view").focus();
	await page.keyboard.press("ArrowRight");
	const moved = await view();
	ok("arrow keys move it", moved !== before, moved);
	await page.keyboard.press("+");
	ok("plus zooms in", Number((await view()).split(" ")[2]) < Number(moved.split(" ")[2]));
	await page.keyboard.press("0");
	const whole = await view();
	const box = await page.locator("#graph-view").boundingBox();
	await page.mouse.move(box.x + 5, box.y + 5);
	await page.mouse.down();
	await page.mouse.move(box.x + 65, box.y + 45, {steps: 4});
	await page.mouse.up();
	ok("dragging moves it", (await view()) !== whole);
	await page.keyboard.press("0");
	await page.locator(".picture .job:visible").first().focus();
	await page.keyboard.press("Enter");
	await page.locator("dialog[open]").waitFor();
	ok("a node opens its evidence", (await page.locator("#evidence-title").textContent()) === "FillPlotOwner");
	await page.keyboard.press("Escape");
	await page.locator("#graph-tools button", {hasText: "End focus"}).click();
	same("without focus everything is back", await visible(), all);
}

async function useTheme(page) {
	const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await paper();
	await page.locator("#theme").click();
	same("light when the system is light", await paper(), light);
	await page.locator("#theme").click();
	ok("dark by choice", (await paper()) !== light, await paper());
	same("accessible in the dark", await violations(page), []);
	await page.reload();
	ok("the choice is remembered", (await page.locator("#theme").textContent()) === "Theme: dark");
	await shot(page, "dark");
	await page.locator("#theme").click();
	same("and automatic again", await page.locator("#theme").textContent(), "Theme: auto");
}

/* The picture of the README. */
async function pictureReport(browser) {
	const {page} = await open(browser, "every-section", {viewport: {width: 960, height: 900}, deviceScaleFactor: 0.85, colorScheme: "light"});
	const bottom = await page.locator("#graph-view").evaluate(element => element.getBoundingClientRect().bottom + scrollY);
	await page.screenshot({path: path.join(shots, "report.png"), fullPage: true, clip: {x: 0, y: 0, width: 960, height: Math.ceil(bottom) + 20}});
	await page.close();
}

async function testEverySection(browser) {
	const {page, trouble} = await open(browser, "every-section", {colorScheme: "light"});
	await shot(page, "light");
	same("accessible", await violations(page), []);
	const sections = await page.locator("main section[id]").evaluateAll(list => list.map(section => section.id));
	same("every section", sections, ["decisions", "timeline", "graph", "open-jobs", "dependencies", "gates", "findings", "changes", "stops", "squash", "trend", "coverage"]);
	ok("what is broken is red in the timeline", (await page.locator(".plot .need-broken").count()) >= 1);
	await useTables(page);
	await useSearch(page);
	await useEvidence(page);
	await useGraph(page);
	await useTheme(page);
	same("no trouble", trouble, []);
	await page.close();
}

/* Text of a tree is text: no element, no script, no request comes of it. */
async function testMarkup(browser, name) {
	const {page, trouble} = await open(browser, name);
	const count = await page.evaluate(() => report.jobs.length + report.dependencies.length + report.findings.length);
	ok(`${name}: something is told`, count >= 2, count);
	for (const kind of ["job", "dependency", "finding", "migration", "stop", "decision"]) {
		const length = await page.evaluate(which => EVIDENCE[which][0].length, kind);
		for (let i = 0; i < length; i++)
			await page.evaluate(hash => { location.hash = hash; followAddress(); document.querySelectorAll("details").forEach(one => { one.open = true; }); }, `${kind}-${i}`);
	}
	await page.waitForTimeout(100);
	const strange = await page.evaluate(() => [...document.querySelectorAll("img, iframe, object, embed, b, i, textarea, link, base, script[src], [onerror], [onload], [style*='url']")].map(element => element.outerHTML.slice(0, 80)));
	same(`${name}: no element comes of it`, strange, []);
	same(`${name}: no script ran`, await page.evaluate(() => typeof window.broken), "undefined");
	same(`${name}: scripts are the page's own`, await page.evaluate(() => document.scripts.length), 7);
	same(`${name}: links stay in the page`, await page.evaluate(() => [...document.links].map(link => link.getAttribute("href")).filter(href => !href.startsWith("#"))), []);
	same(`${name}: accessible`, await violations(page), []);
	same(`${name}: no trouble`, trouble, []);
	await page.close();
}

async function testPolicy(browser) {
	const {page, trouble} = await open(browser, "every-section");
	await page.evaluate(() => {
		const script = document.createElement("script");
		script.textContent = "window.broken = true";
		document.body.append(script);
	});
	same("the policy refuses any other script", await page.evaluate(() => typeof window.broken), "undefined");
	ok("and says so", trouble.some(line => /Content.Security.Policy/.test(line)), trouble);
	await page.close();
}

async function testShapes(browser) {
	const narrow = await open(browser, "every-section", {viewport: {width: 380, height: 800}});
	const width = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
	ok("nothing sticks out of a narrow window", width <= 380, width);
	same("accessible when narrow", await violations(narrow.page), []);
	await shot(narrow.page, "narrow");
	await narrow.page.close();
	const print = await open(browser, "duplicate-services", {colorScheme: "dark"});
	await print.page.emulateMedia({media: "print", colorScheme: "dark"});
	same("paper is white", await print.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
	ok("and has no buttons", !(await print.page.locator("#theme").isVisible()));
	ok("it prints", (await print.page.pdf()).length > 10000);
	await print.page.close();
	const empty = await open(browser, "nothing-is-declared");
	same("a report of little: no trouble", empty.trouble, []);
	same("and accessible", await violations(empty.page), []);
	await empty.page.close();
}

async function main() {
	const browser = await chromium.launch({executablePath, args: ["--no-sandbox"]});
	try {
		await testEverySection(browser);
		await testMarkup(browser, "markup-in-sources");
		await testMarkup(browser, "names-that-look-like-markup");
		await testPolicy(browser);
		await testShapes(browser);
		if (shots)
			await pictureReport(browser);
	} finally {
		await browser.close();
	}
	console.log(`1..${number}`);
}

main().catch(error => {
	console.log(`Bail out! ${String(error.stack).split("\n").join("\n# ")}`);
	process.exitCode = 1;
});
