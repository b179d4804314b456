/** Signups to begin with. */

import empty from "../../../tests/examples/empty.json?raw";
import ready from "../../../tests/examples/ready.json?raw";
import twentyFaults from "../../../tests/examples/twenty-faults.json?raw";

export interface Example {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** As people paste it from a spreadsheet, a web page and a telephone bill. */
const pasted = replaced(ready, [
  ['"86011117947"', '" 8601 11 17947"'],
  ['"DNB"', '"DNB "'],
  [': 51', ': "51"'],
  ['"+4799999999"', '"0047 99 99 99 99"'],
]);

/** A comma stands where none may. */
const unreadable = replaced(ready, [['"bank_name": "DNB",', '"bank_name": "DNB",,']]);

/** An account number that stands twice, and names that the payload does not have. */
const twice = replaced(ready, [
  ['"account_number": "86011117947",', '"account_number": "86011117947",\n    "account_number": "15032080119",\n    "acount_number": "86011117947",'],
  ['"gift_cards": true', '"gift_cards": true,\n      "giftcards": false'],
]);

export const EXAMPLES: readonly Example[] = [
  { id: "twenty-faults", title: "Twenty faults", text: twentyFaults },
  { id: "ready", title: "Ready", text: ready },
  { id: "pasted", title: "Fixes to make", text: pasted },
  { id: "unreadable", title: "Unreadable JSON", text: unreadable },
  { id: "twice", title: "Keys that stand twice", text: twice },
  { id: "empty", title: "Empty", text: empty },
];

function replaced(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the example has no ${from} any more`);
    return changed.replace(from, to);
  }, text);
}
