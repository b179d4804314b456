import { TextDecoder, TextEncoder } from "node:util";

// Jest's jsdom has neither.
globalThis.TextDecoder ??= TextDecoder;
globalThis.TextEncoder ??= TextEncoder;
