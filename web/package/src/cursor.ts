/** Reads the WASM's bytes one after another, as `write.rs` writes them: numbers in little-endian order. */

const decoder = new TextDecoder();

export class Cursor {
  bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    return this.bytes[this.at++]!;
  }

  short(): number {
    const { bytes, at } = this;
    this.at = at + 2;
    return bytes[at]! | (bytes[at + 1]! << 8);
  }

  number(): number {
    const { bytes, at } = this;
    this.at = at + 4;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  text(): string {
    const length = this.short();
    const start = this.at;
    this.at += length;
    return length === 0 ? "" : decoder.decode(this.bytes.subarray(start, this.at));
  }

  /** A place as one number: the field, and one more than each index. */
  place(): number {
    const { bytes, at } = this;
    this.at = at + 3;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
  }
}
