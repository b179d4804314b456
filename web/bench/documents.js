/** What is checked: documents that differ, as a server gets them, and documents that follow each other, as a form has them. */

import { OPTIONS } from "./own.js";

/** Documents in turn, for ever. */
export function inTurn(documents) {
  let next = 0;
  return () => documents[next++ % documents.length];
}

/**
 * Copies of a document that have no text in common with the one before, where nobody minds what it is, and no key in its place:
 * what a check has kept of the last one is of no use.
 */
export function variations(document, count) {
  return Array.from({ length: count }, (_, index) => {
    const { signup, ...others } = structuredClone(document);
    const keys = Object.entries(signup);
    const turned = index % 2 === 0 ? keys : keys.reverse();
    return { ...others, signup: { ...Object.fromEntries(turned), bank_name: `Bank ${index}` } };
  });
}

/** Generated documents that are ready, or are not. */
export function generated(check, lines) {
  const documents = lines.map((line) => JSON.parse(line));
  const isReady = (document) => check(document, OPTIONS).status === "ready";
  const [ready, faulty] = [documents.filter(isReady), documents.filter((document) => !isReady(document))];
  const share = ready.length / documents.length;
  if (share < 0.55 || share > 0.68) throw new Error(`${share} of the generated documents are ready: six of ten should be`);
  return { ready, faulty, all: documents };
}

/**
 * What a form asks for while somebody types: each document is an object of its own and differs from the one before in one leaf. In
 * `stay` no character changes what is wrong, in `change` each does, in `half` most of the form is still empty.
 */
export function typing(check, ready) {
  const after = (base, ...changes) => {
    const copy = structuredClone(base);
    for (const [path, value] of changes) {
      const keys = path.split(".");
      const last = keys.pop();
      keys.reduce((object, key) => object[key], copy.signup)[last] = value;
    }
    return copy;
  };
  const typed = (base, path, values) => values.map((value) => after(base, [path, value]));
  const growing = (text, from) => Array.from({ length: text.length - from + 1 }, (_, index) => text.slice(0, from + index));
  const wrong = after(ready, ["applicant.phone_number", "+47999"]);
  const half = structuredClone(ready);
  for (const section of ["ownership", "verifications", "signature", "applicant", "store_type"]) delete half.signup[section];
  half.signup.account_number = null;

  const name = "Kari Nordmann-Ødegård";
  const back = (documents) => [...documents, ...documents.slice(1, -1).reverse().map((document) => structuredClone(document))];
  const sequences = {
    // A phone number that is too short until its last digits, a name, a share: there and back again, so that it never jumps.
    stay: [
      ...back(typed(wrong, "ownership.owners.0.name", growing(name, 1))),
      ...back(typed(wrong, "applicant.phone_number", ["+47990", "+47991", "+47992", "+47993", "+47994"])),
      ...back(typed(wrong, "ownership.owners.0.percentage", [50.1, 50.2, 50.3, 50.4, 50.5])),
    ],
    change: [
      ...typed(ready, "applicant.phone_number", ["+479999999", "+4799999999"]),
      ...typed(ready, "ownership.owners.0.name", ["", ready.signup.ownership.owners[0].name]),
      ...typed(ready, "ownership.owners.0.percentage", [151, ready.signup.ownership.owners[0].percentage]),
    ],
    half: back(typed(half, "bank_name", growing("Sparebanken Sørøst", 1))),
  };
  const issuesOf = (document) => JSON.stringify(check(document, OPTIONS).issues);
  for (const [kind, documents] of Object.entries(sequences)) {
    const steps = documents.map((document, index) => issuesOf(document) !== issuesOf(documents.at(index - 1)));
    const changes = steps.filter(Boolean).length;
    // Between two fields a sequence steps aside once.
    const isAsMeant = kind === "change" ? changes === steps.length : kind === "half" ? changes === 0 : changes <= 6;
    if (!isAsMeant) throw new Error(`typing, ${kind}: ${changes} of ${steps.length} steps change what is wrong`);
  }
  return sequences;
}
