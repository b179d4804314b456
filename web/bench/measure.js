/** The measuring itself, the same in Node and in a browser: interleaved rounds, medians. */

import { PEERS, ROWS, checkerOf } from "./contenders.js";
import { generated, inTurn, typing, variations } from "./documents.js";
import { OPTIONS } from "./own.js";

const PHONE = "/signup/applicant/phone_number";
const OWNER = "/signup/ownership/owners/0/percentage";

/** A batch lasts about so long, in milliseconds: long beside the clock's grain, short beside what a busy machine interrupts for. */
const BATCH = 0.5;

/** What is read is added up here, so that nobody can leave out the reading. */
let sink = 0;

/**
 * @param {typeof import("merchant-signup")} ours
 * @param {Record<string, unknown>} examples by name
 * @param {string[]} lines generated documents, as JSON
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>} microseconds by `task / contender / row`
 */
export async function measure(ours, examples, lines, rounds) {
  const { check, checkText, createDraft, init, signupSchema } = ours;
  await init();
  const tasks = [];
  const task = (name, work) => tasks.push({ name, work, times: [], count: 1 });
  const asynchronous = [];
  const readReport = (report) => {
    sink += report.status.length;
    for (const issue of report.issues) sink += issue.message.length + issue.path.length;
  };
  const readIssues = (issues) => {
    for (const issue of issues) sink += issue.message.length + (issue.path ?? issue.instancePath).length;
  };
  const peers = (rows, work) => {
    for (const peer of Object.keys(PEERS)) for (const row of rows) work(peer, row, checkerOf(peer, row));
  };

  // Another document each time: our check knows the last one again, and would answer from memory.
  const { ready, faulty, all } = generated(check, lines);
  const cold = { ready, faulty: variations(examples.faulty, 100), mixed: all, incomplete: faulty };
  for (const [kind, documents] of Object.entries(cold)) {
    const one = inTurn(documents);
    const ofOurs = () => readReport(check(one(), OPTIONS));
    task(`${kind}/check/merchant-signup`, ofOurs);
    if (kind === "ready") task("control/check/merchant-signup", ofOurs);
    peers(kind === "ready" || kind === "faulty" ? Object.keys(ROWS) : ["libphonenumber"], (peer, row, run) => {
      task(`${kind}/check/${peer}/${row}`, () => readIssues(run(one())));
      if (kind === "ready" && row === "libphonenumber") task(`control/check/${peer}/${row}`, () => readIssues(run(one())));
    });
    if (kind !== "ready" && kind !== "faulty") continue;
    const text = inTurn(documents.map((document) => JSON.stringify(document)));
    peers(["libphonenumber"], (peer, row, run) => task(`${kind}/text/${peer}/${row}`, () => readIssues(run(JSON.parse(text())))));
    task(`${kind}/text/JSON.parse`, () => {
      sink += Object.keys(JSON.parse(text())).length;
    });
    task(`${kind}/text/merchant-signup (JSON.parse, check)`, () => readReport(check(JSON.parse(text()), OPTIONS)));
    const work = async () => readReport(await checkText(text(), OPTIONS));
    asynchronous.push({ name: `${kind}/text/merchant-signup (checkText)`, times: [], work });
  }

  // As a form asks: through the Standard Schema, with an object of its own each time.
  const same = Array.from({ length: 16 }, () => structuredClone(examples.ready));
  for (const [kind, documents] of Object.entries({ ...typing(check, examples.ready), unchanged: same })) {
    // A schema of its own, and documents of its own for each: they follow each other for everybody alike.
    const { validate } = signupSchema(OPTIONS)["~standard"];
    const one = inTurn(documents);
    task(`${kind}/typing/merchant-signup`, () => readIssues(validate(one()).issues ?? []));
    peers(["libphonenumber", "short"], (peer, row, run) => {
      const one = inTurn(documents);
      task(`${kind}/typing/${peer}/${row}`, () => readIssues(run(one())));
    });
  }

  for (const [example, value] of Object.entries(examples)) {
    const change = (name, pointer, first, second) => {
      const draft = createDraft(structuredClone(value), OPTIONS);
      let flip = false;
      task(`${example}/change/${name}`, () => {
        flip = !flip;
        draft.set(pointer, flip ? first : second);
        sink += draft.status.length;
        for (const issue of draft.issuesAt(pointer)) sink += issue.message.length;
      });
    };
    change("phone number, right", PHONE, "+4799999999", "+4799999998");
    change("phone number, wrong", PHONE, "+4799999", "+479999");
    change("a share", OWNER, 51, 50);
  }

  const time = (task) => {
    const { work, count } = task;
    const start = performance.now();
    for (let index = 0; index < count; index++) work();
    return performance.now() - start;
  };
  // Warm up, and find out how many calls a batch has.
  for (const one of tasks) {
    const end = performance.now() + 150;
    while (performance.now() < end) for (let index = 0; index < 20; index++) one.work();
    one.count = 20;
    const call = Math.min(...Array.from({ length: 9 }, () => time(one))) / one.count;
    one.count = Math.max(1, Math.round(BATCH / Math.max(0.0001, call)));
  }
  for (const one of asynchronous) for (let index = 0; index < 300; index++) await one.work();
  for (let round = 0; round < rounds; round++) {
    // In another order each round: whoever comes after its like finds the processor's caches warm.
    for (const one of shuffled(tasks)) one.times.push(time(one) / one.count);
    for (const one of asynchronous) {
      const start = performance.now();
      for (let index = 0; index < 10; index++) await one.work();
      one.times.push((performance.now() - start) / 10);
    }
  }
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1] * 1000;
  const results = Object.fromEntries([...tasks, ...asynchronous].map(({ name, times }) => [name, median(times)]));
  if (sink === 0) throw new Error("nothing was read");
  return results;
}

let seed = 1;

/** The same orders in each run. */
function shuffled(tasks) {
  const order = [...tasks];
  for (let index = order.length - 1; index > 0; index--) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const other = (seed >> 8) % (index + 1);
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}
