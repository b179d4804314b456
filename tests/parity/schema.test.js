/**
 * The JSON Schema of level `contract`, as the command line prints it, refuses what the check at that level refuses: over the
 * vectors and the generated documents, by two validators that are not ours. The npm package has the same schemas.
 */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { check, init, signupSchema } from "../../web/package/dist/index.js";
import { withJsonSchema } from "../../web/package/dist/json-schema.js";
import { SCHEMA_CANNOT_SAY } from "./exceptions.js";
import { batches, shown } from "./generated.js";
import { answers, built, bytesOf, line, native, run } from "./native.js";
import { tell } from "./table.js";
import { cases, READY, TODAY } from "./vectors.js";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { default: Ajv } = require("ajv/dist/2020.js");

/** How many of those that differ are shown, and kept until then. */
const SHOWN = 8;

/** What stands in the table. */
const DOORS = { jsonschema: "JSON Schema, jsonschema", ajv: "JSON Schema, ajv" };

const { stdout: SCHEMA } = await run(built("COMMAND"), ["schema", "--level=contract"]);

/**
 * ajv on what `JSON.parse` makes of a text: whether it lets it through; none where there is nothing to judge. Formats are
 * annotations in this draft, patterns say what they say.
 */
const throughAjv = (() => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(JSON.parse(SCHEMA));
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  return (request) => {
    let value;
    try {
      value = JSON.parse(utf8.decode(bytesOf(request)));
    } catch {
      return null;
    }
    return validate(value);
  };
})();

/** The `jsonschema` crate on what `serde_json` makes of it: the same. */
async function throughCrate(schema, requests) {
  return (await answers(built("VALIDATE"), [schema], requests.map(line))).map((answer) => JSON.parse(answer));
}

/** Every vector that has a text, then the generated documents: all of them at level `contract`, without an account. */
function* everything() {
  const vectors = cases().filter(({ javascript }) => javascript === undefined);
  yield { kind: "vectors", requests: vectors, name: (index) => vectors[index].name };
  for (const { start, requests } of batches()) yield { kind: "generated", requests, name: (index) => shown(requests[index], start + index) };
}

/** Why a verdict may not stand beside a report; none where they agree, or differ by listed codes alone, which are counted. */
function objection(report, verdict, excepted) {
  // What the parser did not read is no document.
  if (verdict === null) return report.status === "malformed" ? undefined : "the parser reads no document";
  if (verdict === (report.status === "ready")) return undefined;
  const codes = report.issues.filter(({ severity }) => severity === "error").map(({ code }) => code);
  if (!verdict) return "the schema refuses it, and the check does not";
  const unlisted = codes.filter((code) => !excepted.has(code));
  if (unlisted.length > 0) return `the schema lets it through, and the check says ${unlisted.join(", ")}`;
  for (const code of new Set(codes)) excepted.set(code, excepted.get(code) + 1);
  return undefined;
}

test("the JSON Schema of level contract agrees with the check", async () => {
  const excepted = Object.fromEntries(Object.entries(SCHEMA_CANNOT_SAY).map(([validator, codes]) => [validator, new Map(codes.map((code) => [code, 0]))]));
  const counts = new Map();
  const verdicts = { true: 0, false: 0, null: 0 };
  const wrong = [];
  const folder = await mkdtemp(join(tmpdir(), "merchant-signup-"));
  try {
    const schema = join(folder, "schema.json");
    await writeFile(schema, SCHEMA);
    for (const { kind, requests, name } of everything()) {
      const options = { today: TODAY, level: "contract" };
      const [due, crate] = await Promise.all([native(requests.map((request) => ({ ...request, options }))), throughCrate(schema, requests)]);
      const all = due.map((report) => JSON.parse(report));
      for (const [validator, said] of Object.entries({ jsonschema: crate, ajv: requests.map(throughAjv) })) {
        const row = `${kind} ${validator}`;
        const count = counts.get(row) ?? { door: DOORS[validator], kind, documents: 0, disagreements: 0 };
        counts.set(row, count);
        for (const [index, report] of all.entries()) {
          count.documents++;
          verdicts[said[index]]++;
          const why = objection(report, said[index], excepted[validator]);
          if (why === undefined) continue;
          count.disagreements++;
          if (wrong.length < SHOWN) wrong.push(`${validator}, ${name(index)}: ${why}`);
        }
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const count of counts.values()) tell(count);
  for (const [validator, codes] of Object.entries(excepted)) {
    for (const [code, count] of codes) tell({ code, validator, count });
  }
  assert.equal(wrong.length, 0, `verdicts differ, the first of them:\n\n${wrong.join("\n\n")}`);
  for (const [validator, codes] of Object.entries(excepted)) {
    const unseen = [...codes].filter(([, count]) => count === 0).map(([code]) => code);
    assert.deepEqual(unseen, [], `listed as what a schema cannot say, and never seen with ${validator}`);
  }
  // Agreement says little where everything is refused.
  assert.ok(verdicts.true > 1000 && verdicts.false > 1000, JSON.stringify(verdicts));
});

describe("the npm package's schema as Standard JSON Schema", () => {
  const written = (target, level) => withJsonSchema(signupSchema(), level && { level })["~standard"].jsonSchema.input({ target });

  for (const level of ["contract", "submission"]) {
    test(`of level ${level} is what the command line prints`, async () => {
      const { stdout } = await run(built("COMMAND"), ["schema", `--level=${level}`]);
      assert.deepEqual(written("draft-2020-12", level), JSON.parse(stdout), "out of date: node web/package/scripts/json-schema.js writes it anew");
    });

    test(`of level ${level} says the same as draft 7`, async () => {
      await init();
      // Unknown keywords still throw; a condition need not name a type that its object's own schema has named.
      const options = { strict: true, strictTypes: false, strictRequired: false, validateFormats: false };
      const validators = [new Ajv(options).compile(written("draft-2020-12", level)), new (require("ajv").default)(options).compile(written("draft-07", level))];
      const verdicts = new Map();
      for (const request of cases()) {
        let value;
        try {
          value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(request)));
        } catch {
          continue;
        }
        const [newer, older] = validators.map((validate) => validate(value));
        assert.equal(older, newer, request.name);
        // What the schema refuses is not ready.
        if (!newer) assert.notEqual(check(value, { today: TODAY, level }).status, "ready", request.name);
        verdicts.set(newer, (verdicts.get(newer) ?? 0) + 1);
      }
      assert.ok(verdicts.get(true) > 20 && verdicts.get(false) > 20, JSON.stringify([...verdicts]));
    });
  }

  test("is the schema still, and gives an object of its own each time", async () => {
    await init();
    const { "~standard": standard } = withJsonSchema(signupSchema({ today: TODAY }));
    assert.deepEqual([standard.version, standard.vendor], [1, "merchant-signup"]);
    assert.deepEqual(standard.validate(READY), { value: READY });
    assert.equal(standard.validate({}).issues[0].code, "signup.required");
    const { input, output } = standard.jsonSchema;
    assert.notEqual(input({ target: "draft-07" }), input({ target: "draft-07" }));
    assert.deepEqual(output({ target: "draft-07" }), input({ target: "draft-07" }));
    assert.deepEqual(written("draft-2020-12"), written("draft-2020-12", "submission"));
  });

  test("throws for a target or a level that is not there", () => {
    for (const target of ["openapi-3.0", "draft-04", "toString", undefined]) assert.throws(() => written(target), /targets draft-2020-12 and draft-07/);
    for (const level of ["toString", null]) assert.throws(() => withJsonSchema(signupSchema(), { level }), /"contract" or "submission"/);
  });
});
