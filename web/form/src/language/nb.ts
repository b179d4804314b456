export { en as nb } from "./en";
