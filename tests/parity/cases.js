/** Prints every vector that has a document, a line each, for programs that read documents: `node tests/parity/cases.js`. */

import { line } from "./native.js";
import { cases } from "./vectors.js";

for (const one of cases()) if (one.javascript === undefined) console.log(line(one));
