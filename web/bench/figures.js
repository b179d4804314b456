/** The figures that are aimed at, and the tables. */

const PEERS = ["zod", "valibot", "arktype", "ajv", "typebox"];
const OURS = "merchant-signup";

/** The aims: what a figure should be at most, in one run. Node loads the build for speed, a page the small one. */
const AIMS = {
  "cold ready / fastest complete peer": { node: 0.45, chromium: 0.6 },
  "cold ready / fastest short peer": { node: 0.8 },
  "cold, twenty faults / fastest complete peer": { node: 0.33, chromium: 0.33 },
  "typing, issues stay / fastest complete peer": { node: 0.12, chromium: 0.12 },
  "typing, issues change / fastest complete peer": { node: 0.25, chromium: 0.25 },
  "typing, half-filled signup / fastest complete peer": { node: 0.3, chromium: 0.3 },
  "draft: set, status, issuesAt / fastest peer's check": { node: 0.08, chromium: 0.08 },
  "bytes to first report / zod's": { chromium: 1 },
  "brotli, bytes": { size: 40_000 },
};

/** Each figure with its aim, by where it was measured. One without an aim says what another is worth. */
export function figures({ times = {}, sizes }) {
  const found = [];
  const add = (where, name, value, of) => {
    const aim = AIMS[name]?.[where] ?? null;
    found.push({ where, name, value, aim, of, reached: aim === null ? null : value <= aim });
  };
  for (const [where, time] of Object.entries(times)) {
    const fastest = (task, rows) =>
      rows.flatMap((row) => PEERS.map((peer) => [peer, time[`${task}/${peer}/${row}`]])).reduce((a, b) => (b[1] < a[1] ? b : a));
    const against = (name, task, rows, own = time[`${task}/${OURS}`]) => {
      const [peer, theirs] = fastest(task, rows);
      add(where, name, own / theirs, peer);
    };
    const complete = ["libphonenumber"];
    against("cold ready / fastest complete peer", "ready/check", complete);
    against("cold ready / fastest short peer", "ready/check", ["short"]);
    against("cold ready / fastest peer, phone lengths only", "ready/check", ["lengths"]);
    against("cold, six of ten ready / fastest complete peer", "mixed/check", complete);
    against("cold, twenty faults / fastest complete peer", "faulty/check", complete);
    against("typing, issues stay / fastest complete peer", "stay/typing", complete);
    against("typing, issues change / fastest complete peer", "change/typing", complete);
    against("typing, half-filled signup / fastest complete peer", "half/typing", complete);
    against("unchanged / fastest complete peer", "unchanged/typing", complete);
    against("draft: set, status, issuesAt / fastest peer's check", "ready/check", complete, time["ready/change/phone number, wrong"]);
    add(where, "control: the same twice", time[`control/check/${OURS}`] / time[`ready/check/${OURS}`], OURS);
    const [peer, theirs] = fastest("ready/check", complete);
    add(where, "control: the same twice", time[`control/check/${peer}/libphonenumber`] / theirs, peer);
  }
  const { chromium } = times;
  if (chromium) add("chromium", "bytes to first report / zod's", chromium[`first/${OURS}`] / chromium["first/zod/libphonenumber"], "zod");
  if (sizes) add("size", "brotli, bytes", sizes[OURS].brotli, undefined);
  return found;
}

const TITLES = { libphonenumber: "libphonenumber-js/min", lengths: "phone lengths only", short: "as people write it" };

const micro = (value) => (value === undefined ? "" : value < 10 ? value.toFixed(2) : value.toFixed(1));

export function print(results) {
  const { times = {}, sizes, figures: found } = results;
  const line = (...cells) => console.log(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(66) : String(cell).padStart(14))).join(""));
  for (const [where, time] of Object.entries(times)) {
    console.log(`\n${where === "node" ? `Node ${results.node}` : `Chromium ${results.chromium}`}, microseconds, medians of ${results.rounds} rounds\n`);
    line("whole check, object in, all issues read", "ready", "twenty faults");
    line(OURS, micro(time[`ready/check/${OURS}`]), micro(time[`faulty/check/${OURS}`]));
    for (const [row, title] of Object.entries(TITLES)) {
      for (const peer of PEERS) {
        const at = (example) => micro(time[`${example}/check/${peer}/${row}`]);
        line(`${peer}, ${title}`, at("ready"), at("faulty"));
      }
    }
    console.log("");
    line("while somebody types, Standard Schema", "issues stay", "change", "half-filled", "unchanged");
    for (const name of [OURS, ...PEERS.map((peer) => `${peer}/libphonenumber`), ...PEERS.map((peer) => `${peer}/short`)]) {
      const [peer, row] = name.split("/");
      line(row ? `${peer}, ${TITLES[row]}` : peer, ...["stay", "change", "half", "unchanged"].map((kind) => micro(time[`${kind}/typing/${name}`])));
    }
    console.log("");
    for (const kind of ["text", "change"]) {
      line(kind === "text" ? "JSON text in" : "one change: set, status, issuesAt", "ready", "twenty faults");
      for (const name of Object.keys(time).filter((name) => name.startsWith(`ready/${kind}/`))) {
        line(name.split("/").slice(2).join(", ").replace(", libphonenumber", ""), micro(time[name]), micro(time[name.replace("ready/", "faulty/")]));
      }
      console.log("");
    }
  }
  if (times.chromium) {
    line("from bytes to the first report in Chromium");
    for (const name of [`first/${OURS}`, "first/zod/libphonenumber"]) line(name.split("/")[1], micro(times.chromium[name]));
  }
  if (sizes) {
    line("\nwhat a browser loads, bytes", "minified", "gzip", "brotli");
    for (const [name, { raw, gzip, brotli }] of Object.entries(sizes)) line(name.replace("/", ", "), raw, gzip, brotli);
  }
  console.log("");
  line("figure", "", "found", "aim");
  for (const { where, name, value, aim, of, reached } of found) {
    const show = (number) => (number > 100 ? number : number.toFixed(3));
    line(`${where}: ${name}`, of ?? "", show(value), aim === null ? "" : `${show(aim)} ${reached ? "" : "MISSED"}`);
  }
}
