/** A key for each element of a list, which stays with it when others come and go. */
export class RowKeys {
  #lists = new Map<string, number[]>();
  #next = 1;

  of(list: string, length: number): readonly number[] {
    const keys = this.#lists.get(list) ?? [];
    while (keys.length < length) keys.push(this.#next++);
    this.#lists.set(list, keys);
    return keys;
  }

  insert(list: string, index: number, length: number) {
    this.#lists.set(list, this.of(list, length).toSpliced(index, 0, this.#next++));
  }

  remove(list: string, index: number, length: number) {
    this.#lists.set(list, this.of(list, length).toSpliced(index, 1));
  }

  /** The elements are others now. */
  forget(list: string) {
    this.#lists.delete(list);
  }

  clear() {
    this.#lists.clear();
  }
}
