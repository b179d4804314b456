/**
 * The WASM's exports, called as no page of ours calls them: buffers that nobody packed, lengths that nobody reserved, places
 * and drafts that are not there. Nothing may trap, and whatever was called, the next check is right.
 * `ROUNDS` says how many rounds (20,000), `SEED` where they begin.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";

import { Checker } from "../../web/package/dist/checker.js";
import { chance, jsonDocument } from "./random.js";
import { EXAMPLES, READY, TODAY } from "./vectors.js";

const ROUNDS = Number(process.env.ROUNDS ?? 20_000);
const SEED = Number(process.env.SEED ?? 1);
const LENGTHS = [0, 1, 4096, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -1, Number.NaN];
const TAGS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 254, 255];

let engine;
let due;

before(() => {
  const file = new URL("../../web/package/wasm/merchant_signup_bg.wasm", import.meta.url);
  engine = new Checker(new WebAssembly.Module(readFileSync(file)));
  due = JSON.stringify(engine.check(READY, { today: TODAY }));
});

/** Whether the ready example is still judged as in the beginning. */
function isSound() {
  assert.equal(JSON.stringify(engine.check(READY, { today: TODAY })), due);
}

/** Bytes: of chance, of tags, or packed and then damaged. */
function bytes(random) {
  if (random.often(0.2)) return Uint8Array.from({ length: random.below(200) }, () => random.below(256));
  if (random.often(0.4)) {
    return Uint8Array.from({ length: random.below(400) }, () => (random.often(0.7) ? random.one(TAGS) : random.below(64)));
  }
  const { walker } = engine;
  const outer = walker.enter();
  if (random.often(0.3)) walker.place(place(random));
  engine.pack(random.often(0.5) ? random.one(EXAMPLES) : jsonDocument(random));
  const address = engine.wasm.reserve(0) >>> 0;
  const packed = new Uint8Array(engine.wasm.memory.buffer, address, walker.length).slice();
  walker.leave(outer);
  for (let left = random.below(4); left > 0 && packed.length > 0; left--) {
    const at = random.below(packed.length);
    if (random.often(0.5)) packed[at] = random.often(0.5) ? random.one(TAGS) : random.below(256);
    else packed.copyWithin(at, random.below(packed.length), random.below(packed.length));
  }
  return random.often(0.3) ? packed.subarray(0, random.below(packed.length + 1)) : packed;
}

const any32 = (random) => (random.often(0.5) ? random.below(2 ** 16) : Math.floor(random.next() * 2 ** 32));

/** A place: mostly a field's, with rows and elements that may be there. */
function place(random) {
  if (random.often(0.1)) return any32(random);
  const index = () => (random.often(0.5) ? 0 : random.often(0.8) ? random.below(4) : random.below(256));
  return random.below(48) | (index() << 8) | (index() << 16);
}

function settings(random) {
  return random.often(0.5) ? random.below(2) | (random.below(2) << 4) | (random.below(6) << 8) | (random.below(2) << 12) : any32(random);
}

const { words } = engineless();

/** The settings of no engine in particular: issues are read whole each time. */
function engineless() {
  return { words: { issue: (from) => { const end = from.short() + from.at; const issue = from.issue(() => ""); assert.equal(from.at, end); return issue; } } };
}

/** An answer can be read to its end. */
function isWhole(address, read) {
  const { decoder, wasm } = engine;
  decoder.begin(address);
  read(decoder);
  assert.ok(decoder.at <= wasm.memory.buffer.byteLength);
  for (const index of [0, 1, 1000, -1]) decoder.message(index, 0);
}

function isReport(decoder) {
  decoder.byte();
  decoder.sections();
  decoder.issues(words);
}

/** What a draft tells of a change. */
function isChange(address) {
  if (address === 0 || address === 1) return;
  isWhole(address, (decoder) => {
    if (decoder.byte() === 1) return isReport(decoder);
    decoder.byte();
    for (let left = decoder.byte(); left > 0; left--) {
      decoder.summary();
      decoder.issues(words);
    }
  });
}

test(`${ROUNDS} rounds of hostile calls`, () => {
  const { wasm } = engine;
  const drafts = [];
  for (let round = 0; round < ROUNDS; round++) {
    const random = chance(SEED * 1_000_003 + round);
    const given = bytes(random);
    const address = wasm.reserve(given.length) >>> 0;
    new Uint8Array(wasm.memory.buffer, address, given.length).set(given);
    const length = random.often(0.9) ? given.length : random.one(LENGTHS);
    const draft = random.often(0.9) ? (drafts.at(-1) ?? 0) : any32(random);
    switch (random.below(9)) {
      case 0:
      case 1:
        isWhole(wasm.check(length, settings(random), any32(random)), isReport);
        break;
      case 2:
        isWhole(wasm.fix(length), (decoder) => decoder.fixes());
        break;
      case 3:
        drafts.push(wasm.draft(length, settings(random), any32(random)));
        break;
      case 4:
      case 5:
      case 6:
        isChange(wasm.draft_change(draft, length, random.often(0.5)));
        break;
      case 7:
        wasm.draft_owes(draft, place(random));
        break;
      default:
        if (random.often(0.5)) wasm.draft_configure(draft, length, settings(random), any32(random));
        else wasm.draft_free(drafts.length > 5 ? drafts.pop() : draft);
    }
    if (round % 200 === 0) isSound();
  }
  isSound();
});

test("where there is no room, none is reserved", () => {
  for (const length of [2 ** 30 + 1, 2 ** 31 - 1, 2 ** 31, 3 * 2 ** 30, 2 ** 32 - 1, -1]) {
    assert.equal(engine.wasm.reserve(length), 0);
    isSound();
  }
});

test("a catalogue that is none gives messages all the same", () => {
  const { wasm } = engine;
  for (let round = 0; round < 200; round++) {
    const random = chance(SEED * 7_919 + round);
    const given = bytes(random);
    new Uint8Array(wasm.memory.buffer, wasm.reserve(given.length) >>> 0, given.length).set(given);
    wasm.load(random.often(0.8) ? given.length : random.one(LENGTHS), 1 + random.below(8));
    isWhole(wasm.check(given.length, settings(random), any32(random)), isReport);
  }
  isSound();
});
