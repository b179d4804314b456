import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", rolldownOptions: { input: ["react-hook-form.html", "tanstack-form.html", "react-component.html", "server-rendered.html"] } },
});
