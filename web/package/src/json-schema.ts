/**
 * The signup's JSON Schema, for what asks a schema for it as Standard JSON Schema has it (https://standardschema.dev/json-schema). A
 * subpath of its own, for its four kilobytes (after compression) would otherwise be in every form.
 *
 * @module
 */

import type { StandardJSONSchemaV1 } from "@standard-schema/spec";
import { JSON_SCHEMAS } from "./json-schemas.js";
import type { SignupSchema } from "./schema.js";
import type { Level } from "./types.js";

/** What JSON Schema is called in each of its versions, for those that can be had. */
const VERSIONS: Readonly<Record<string, string>> = {
  "draft-2020-12": "https://json-schema.org/draft/2020-12/schema",
  "draft-07": "http://json-schema.org/draft-07/schema#",
};

export interface JsonSchemaOptions {
  /** What is described: what the API itself refuses (`contract`), or what is asked for before a signup is sent. */
  level?: Level;
}

/**
 * The same schema, which also tells its JSON Schema: `schema["~standard"].jsonSchema.input({ target: "draft-2020-12" })`.
 *
 * The JSON Schema is that of the whole document, of the level that is given here, also where the schema judges a section or takes
 * texts for numbers. It says less than the check of that level, and never refuses a document that is ready there. Input and output are the
 * same, for a signup is handed on as it is. Another target than `draft-2020-12` and `draft-07` throws.
 */
export function withJsonSchema<In, Out>(
  schema: SignupSchema<In, Out>,
  { level = "submission" }: JsonSchemaOptions = {},
): SignupSchema<In, Out> & StandardJSONSchemaV1<In, Out> {
  if (!Object.hasOwn(JSON_SCHEMAS, level)) {
    throw new TypeError('merchant-signup: the level of a JSON Schema is "contract" or "submission"');
  }
  const write = ({ target }: StandardJSONSchemaV1.Options): Record<string, unknown> => written(level, target);
  return { "~standard": { ...schema["~standard"], jsonSchema: { input: write, output: write } } };
}

function written(level: Level, target: string): Record<string, unknown> {
  const version = Object.hasOwn(VERSIONS, target) ? VERSIONS[target] : undefined;
  if (version === undefined) {
    throw new TypeError(`merchant-signup: a JSON Schema can be had for the targets ${Object.keys(VERSIONS).join(" and ")}`);
  }
  const text = JSON_SCHEMAS[level];
  // Of what these schemas use, the older draft lacks the name of the definitions alone.
  const { $defs, ...rest } = JSON.parse(target === "draft-07" ? text.replaceAll('"#/$defs/', '"#/definitions/') : text);
  return { ...rest, $schema: version, [target === "draft-07" ? "definitions" : "$defs"]: $defs };
}
