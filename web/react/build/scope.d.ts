import type { Plugin } from "postcss";

export declare function scope(): Plugin;
export declare function rem(): Plugin;
