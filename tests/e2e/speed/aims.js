/** What is wanted of the first step on a merchant's phone, and what each figure says. Bytes are those on the wire, in brotli. */
export const AIMS = {
  scripts: { says: "JavaScript", unit: "kB", most: 60_000 },
  fonts: { says: "fonts", unit: "kB", most: 15_000 },
  styles: { says: "style sheets", unit: "kB", most: 12_000 },
  everything: { says: "everything, late files too", unit: "kB", most: 135_000 },
  requests: { says: "requests", unit: "" },
  paint: { says: "first paint", unit: "ms", most: 1_200 },
  usable: { says: "usable: a tap on the first answer is followed by its question", unit: "ms", most: 2_000 },
  blocked: { says: "blocked: what tasks take beyond 50 ms, until usable", unit: "ms", most: 150 },
  key: { says: "a key typed until its frame, 95 of 100", unit: "ms", most: 50 },
};
