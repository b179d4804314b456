import { Component, type OnInit, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import * as merchantSignup from "merchant-signup/inline";
import { attempt } from "../../attempt.js";

declare global {
  interface Window {
    result: unknown;
  }
}

@Component({ selector: "app-root", template: "<p>{{ status() }}</p>" })
class App implements OnInit {
  readonly status = signal("");

  async ngOnInit(): Promise<void> {
    try {
      const result = await attempt(merchantSignup);
      this.status.set(result.status);
      window.result = result;
    } catch (error) {
      window.result = { error: String(error) };
    }
  }
}

bootstrapApplication(App).catch((error: unknown) => (window.result = { error: String(error) }));
