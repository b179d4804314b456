/** The figures that are aimed at, and the tables. */

const PEERS = ["zod", "valibot", "arktype", "ajv", "typebox"];
const OURS = "merchant-signup";

/** The aims: what a figure should be at most, in one run. */
const AIMS = {
  "ready / fastest peer": 1 / 3,
  "faulty / fastest peer": 1 / 5,
  "ready / fastest peer, phone lengths only": 1,
  "one change / fastest peer's whole check": 1 / 30,
  "bytes to first report / zod's": 1,
  "brotli, bytes": 30_500,
};

/** Each figure with its aim, by where it was measured. */
export function figures({ times = {}, sizes }) {
  const found = [];
  const add = (where, name, value, of) => found.push({ where, name, value, aim: AIMS[name], of, reached: value <= AIMS[name] });
  for (const [where, time] of Object.entries(times)) {
    const fastest = (example, row) => PEERS.map((peer) => [peer, time[`${example}/check/${peer}/${row}`]]).reduce((a, b) => (b[1] < a[1] ? b : a));
    const against = (name, example, row, own) => {
      const [peer, theirs] = fastest(example, row);
      add(where, name, own / theirs, peer);
    };
    against("ready / fastest peer", "ready", "libphonenumber", time[`ready/check/${OURS}`]);
    against("faulty / fastest peer", "faulty", "libphonenumber", time[`faulty/check/${OURS}`]);
    against("ready / fastest peer, phone lengths only", "ready", "lengths", time[`ready/check/${OURS}`]);
    against("one change / fastest peer's whole check", "ready", "libphonenumber", time["ready/change/phone number, wrong"]);
  }
  const { chromium } = times;
  if (chromium) add("chromium", "bytes to first report / zod's", chromium[`first/${OURS}`] / chromium["first/zod/libphonenumber"], "zod");
  if (sizes) add("size", "brotli, bytes", sizes[OURS].brotli, undefined);
  return found;
}

const micro = (value) => (value === undefined ? "" : value < 10 ? value.toFixed(2) : value.toFixed(1));

export function print(results) {
  const { times = {}, sizes, figures: found } = results;
  const line = (...cells) => console.log(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(44) : String(cell).padStart(14))).join(""));
  for (const [where, time] of Object.entries(times)) {
    console.log(`\n${where === "node" ? `Node ${results.node}` : `Chromium ${results.chromium}`}, microseconds, medians of ${results.rounds} rounds\n`);
    line("whole check, object in, all issues read", "ready", "twenty faults");
    line(OURS, micro(time[`ready/check/${OURS}`]), micro(time[`faulty/check/${OURS}`]));
    for (const row of ["libphonenumber", "lengths"]) {
      for (const peer of PEERS) {
        const at = (example) => micro(time[`${example}/check/${peer}/${row}`]);
        line(`${peer}, ${row === "lengths" ? "phone lengths only" : "libphonenumber-js/min"}`, at("ready"), at("faulty"));
      }
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
    line(`${where}: ${name}`, of ?? "", show(value), `${show(aim)} ${reached ? "" : "MISSED"}`);
  }
}
