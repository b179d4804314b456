/** Where in a JSON text the places of a report stand, by the editor's own parse tree. */

import type { Text } from "@codemirror/state";
import type { SyntaxNode, Tree } from "@lezer/common";
import type { AnyIssue } from "merchant-signup";

export interface Range {
  readonly from: number;
  readonly to: number;
}

const KEY_ISSUES = new Set(["document.unknown_field", "document.duplicate_key"]);

/** One for each text: it remembers what stands in the objects and lists that it has looked into. */
export class Places {
  readonly #tree: Tree;
  readonly #text: Text;
  readonly #inside = new Map<number, Map<string, SyntaxNode>>();

  constructor(tree: Tree, text: Text) {
    this.#tree = tree;
    this.#text = text;
  }

  /** What is to be marked for an issue: the value, or the nearest thing that is there. */
  of(issue: AnyIssue): Range {
    const { line, column } = issue.params as { line?: number; column?: number };
    if (issue.path === "" && line !== undefined) return this.#at(line, column ?? 1);
    const { value, isWhole } = this.#walk(issue.path);
    const key = keyOf(value);
    // A whole object would be half of the text: its name says as much.
    const isLeaf = value.name !== "Object" && value.name !== "Array" && value.name !== "JsonText";
    if (isWhole && isLeaf && !KEY_ISSUES.has(issue.code)) return value;
    return key ?? { from: value.from, to: Math.min(value.from + 1, this.#text.length) };
  }

  /** The value that stands at a pointer, if one does. */
  value(pointer: string): Range | undefined {
    const { value, isWhole } = this.#walk(pointer);
    return isWhole ? value : undefined;
  }

  #walk(pointer: string): { value: SyntaxNode; isWhole: boolean } {
    const top = this.#tree.topNode;
    let value = values(top)[0] ?? top;
    for (const token of pointer.split("/").slice(1)) {
      const next = this.#children(value).get(token.replaceAll("~1", "/").replaceAll("~0", "~"));
      if (!next) return { value, isWhole: false };
      value = next;
    }
    return { value, isWhole: true };
  }

  #children(node: SyntaxNode): Map<string, SyntaxNode> {
    const known = this.#inside.get(node.from);
    if (known) return known;
    const children = new Map<string, SyntaxNode>();
    if (node.name === "Array") {
      for (const [index, value] of values(node).entries()) children.set(String(index), value);
    } else if (node.name === "Object") {
      for (const property of node.getChildren("Property")) {
        const name = property.getChild("PropertyName");
        const value = values(property)[0];
        // Of a key that stands twice the last counts, as for `JSON.parse`.
        if (name && value) children.set(unquoted(this.#text.sliceString(name.from, name.to)), value);
      }
    }
    this.#inside.set(node.from, children);
    return children;
  }

  #at(line: number, column: number): Range {
    const found = this.#text.line(Math.min(Math.max(line, 1), this.#text.lines));
    // A report counts bytes of UTF-8, the editor units of UTF-16.
    const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(found.text).subarray(0, column - 1)).length;
    const from = Math.min(found.from + before, this.#text.length);
    // At the end of a text there is nothing to mark but what stands before it.
    return from < found.to ? { from, to: from + 1 } : { from: Math.max(found.from, from - 1), to: from };
  }
}

const VALUES = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

function values(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (VALUES.has(child.name)) found.push(child);
  return found;
}

function keyOf(value: SyntaxNode): SyntaxNode | null {
  return value.parent?.name === "Property" ? value.parent.getChild("PropertyName") : null;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
