/** The measuring itself, the same in Node and in a browser: interleaved rounds, medians. */

import { PEERS, ROWS } from "./contenders.js";
import { TODAY } from "./own.js";

const OPTIONS = { today: TODAY };
const PHONE = "/signup/applicant/phone_number";
const OWNER = "/signup/ownership/owners/0/percentage";

/** A batch lasts about so long, in milliseconds: long beside the clock's grain, short beside what a busy machine interrupts for. */
const BATCH = 0.5;

/** What is read is added up here, so that nobody can leave out the reading. */
let sink = 0;

/**
 * @param {typeof import("merchant-signup")} ours
 * @param {Record<string, unknown>} examples by name
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>} microseconds by `task / contender / row`
 */
export async function measure(ours, examples, rounds) {
  const { check, checkText, createDraft, init } = ours;
  await init();
  const tasks = [];
  const task = (name, work) => tasks.push({ name, work, times: [], count: 1 });
  const asynchronous = [];

  for (const [example, value] of Object.entries(examples)) {
    // Several copies, and never the same document twice in a row: our check knows the last one again, whatever object it
    // is, and would answer from memory. Two keys that have changed places make it another from there on.
    const values = Array.from({ length: 16 }, (_, index) => {
      const copy = structuredClone(value);
      const [first, second, ...rest] = Object.entries(copy.signup);
      return { ...copy, signup: Object.fromEntries(index % 2 === 0 ? [first, second, ...rest] : [second, first, ...rest]) };
    });
    let next = 0;
    const one = () => values[next++ & 15];
    const texts = values.map((copy) => JSON.stringify(copy));
    const text = () => texts[next++ & 15];

    task(`${example}/check/merchant-signup`, () => {
      const report = check(one(), OPTIONS);
      sink += report.status.length;
      for (const issue of report.issues) sink += issue.message.length + issue.path.length;
    });
    for (const [peer, checker] of Object.entries(PEERS)) {
      for (const [row, isPhone] of Object.entries(ROWS)) {
        const run = checker(isPhone);
        task(`${example}/check/${peer}/${row}`, () => {
          const issues = run(one());
          for (const issue of issues) sink += issue.message.length + (issue.path ?? issue.instancePath).length;
        });
        if (row === "libphonenumber") {
          task(`${example}/text/${peer}/${row}`, () => {
            const issues = run(JSON.parse(text()));
            for (const issue of issues) sink += issue.message.length + (issue.path ?? issue.instancePath).length;
          });
        }
      }
    }
    task(`${example}/text/JSON.parse`, () => {
      sink += Object.keys(JSON.parse(text())).length;
    });
    task(`${example}/text/merchant-signup (JSON.parse, check)`, () => {
      const report = check(JSON.parse(text()), OPTIONS);
      sink += report.status.length;
      for (const issue of report.issues) sink += issue.message.length + issue.path.length;
    });
    asynchronous.push({
      name: `${example}/text/merchant-signup (checkText)`,
      times: [],
      work: async () => {
        const report = await checkText(text(), OPTIONS);
        sink += report.status.length;
        for (const issue of report.issues) sink += issue.message.length + issue.path.length;
      },
    });

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
    // Another one begins each round.
    for (let index = 0; index < tasks.length; index++) {
      const one = tasks[(index + round * 7) % tasks.length];
      one.times.push(time(one) / one.count);
    }
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
