/** Pointers as types: a slip of the pen does not compile. */

import type { SignupDocument } from "./generated.js";

type Below<T, P extends string> = T extends readonly (infer E)[]
  ? P | `${P}/-` | Below<NonNullable<E>, `${P}/${number}`>
  : T extends object
    ? P | { [K in keyof T & string]-?: Below<NonNullable<T[K]>, `${P}/${K}`> }[keyof T & string]
    : P;

/** A pointer (RFC 6901) to something that a signup has: `/signup/ownership/owners/0/name`. */
export type Pointer = Below<SignupDocument, "">;

/**
 * A pointer as it is written in a program: one that is written out must be a {@link Pointer}; one that is put together
 * while the program runs is taken as it is.
 */
export type PointerOf<P extends string> = P extends Pointer ? P : IsOpen<P> extends true ? P : Pointer;

/** A text that is not written out asks for no key: an object without any has all that are due. */
type IsOpen<P extends string> = {} extends Record<P, 1> ? true : false;

type Get<T, Path extends string> = Path extends `${infer Key}/${infer Rest}` ? Get<Step<T, Key>, Rest> : Step<T, Path>;
type Step<T, Key extends string> = NonNullable<T> extends readonly (infer E)[]
  ? E
  : Key extends keyof NonNullable<T>
    ? NonNullable<T>[Key]
    : unknown;

/** What stands at a pointer; anything, where the pointer is put together while the program runs. */
export type ValueAt<P extends string> = P extends `/${infer Path}` ? (string extends Path ? unknown : Get<SignupDocument, Path> | null | undefined) : unknown;
