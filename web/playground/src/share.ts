/** A link that carries a document in its fragment, which browsers keep to themselves. */

/** What a link carries. */
export interface Shared {
  readonly text: string;
  readonly level: string;
  readonly profile: string;
  readonly locale: string;
  readonly today: string;
}

const NAME = "#d=";
/** A short link can unfold to very much: a signup has at most a mebibyte. */
const MOST = 4 * 1024 * 1024;

/** The fragment, `#` and all. */
export async function toFragment(shared: Shared): Promise<string> {
  const packed = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return NAME + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * What a fragment carries; undefined where it is another one.
 *
 * @throws {Error} where it cannot be read, such as a link that was cut off.
 */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
  if (!fragment.startsWith(NAME)) return undefined;
  const binary = atob(fragment.slice(NAME.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const parts = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await parts.read(); !part.done; part = await parts.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > MOST) {
      await parts.cancel();
      throw new Error("the link holds more than a signup can have");
    }
  }
  const { text: document, ...options } = JSON.parse(text + decoder.decode()) as Record<string, unknown>;
  if (typeof document !== "string") throw new Error("the link holds no document");
  const word = (name: string) => (typeof options[name] === "string" ? options[name] : "");
  return { text: document, level: word("level"), profile: word("profile"), locale: word("locale"), today: word("today") };
}
