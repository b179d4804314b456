/** The WASM's memory, as bytes. */

export interface HasMemory {
  readonly memory: { readonly buffer: ArrayBuffer };
}

export class Memory {
  /** All of it. After a call of the WASM, take it from `view` again: the memory moves when it grows. */
  bytes: Uint8Array;
  #wasm: HasMemory;

  constructor(wasm: HasMemory) {
    this.#wasm = wasm;
    this.bytes = new Uint8Array(wasm.memory.buffer);
  }

  view(): Uint8Array {
    // A view of memory that has grown since has no length: that is quicker to see than the memory's own accessor.
    if (this.bytes.length === 0) this.bytes = new Uint8Array(this.#wasm.memory.buffer);
    return this.bytes;
  }

  /** Looks at another module's memory from now on. */
  move(wasm: HasMemory): void {
    this.#wasm = wasm;
    this.bytes = new Uint8Array(wasm.memory.buffer);
  }
}
