import * as merchantSignup from "merchant-signup";
import { attempt } from "../../attempt.js";
import { Client } from "./client.jsx";

export const dynamic = "force-dynamic";

export default async function Page() {
  return (
    <main>
      <pre id="server">{JSON.stringify(await attempt(merchantSignup))}</pre>
      <Client />
    </main>
  );
}
