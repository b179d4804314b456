import "./styles/index.css";

export * from "./index";
