/** The calls that give the report of this page behind the other doors. */

import type { Level, Locale, Profile } from "merchant-signup";

export interface Chosen {
  readonly level: Level;
  readonly profile: Profile;
  readonly locale: Locale;
  readonly today: string;
}

export interface Call {
  readonly id: string;
  readonly title: string;
  readonly code: string;
}

const RUST_LOCALES: Readonly<Record<Locale, string>> = { en: "English", da: "Danish", fi: "Finnish", nb: "Norwegian", sv: "Swedish" };
const RUST_LEVELS: Readonly<Record<Level, string>> = { submission: "Submission", contract: "Contract" };

export function calls({ level, profile, locale, today }: Chosen): Call[] {
  const [year, month, day] = today.split("-").map(Number);
  const feature = locale === "en" ? "" : ` --features messages-${locale}`;
  return [
    {
      id: "cli",
      title: "Command line",
      code: `merchant-signup check signup.json --format json --today ${today} --level ${level} --profile ${profile} --locale ${locale}\n`,
    },
    {
      id: "typescript",
      title: "TypeScript",
      code: `// npm install merchant-signup
import { readFile } from "node:fs/promises";
import { checkText, init } from "merchant-signup";

await init(undefined, { locale: "${locale}" });
const report = await checkText(await readFile("signup.json"), {
  today: "${today}",
  level: "${level}",
  profile: "${profile}",
  locale: "${locale}",
});
console.log(JSON.stringify(report, null, 2));
`,
    },
    {
      id: "rust",
      title: "Rust",
      code: `// cargo add serde_json
// cargo add merchant-signup${feature}
use merchant_signup::{Date, Level, Locale, Options, Profile, check_slice};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let today = Date::new(${year}, ${month}, ${day}).ok_or("no such day")?;
    let options = Options::new(today)
        .level(Level::${RUST_LEVELS[level]})
        .profile(Profile::${profile.toUpperCase().replaceAll("-", "_")})
        .locale(Locale::${RUST_LOCALES[locale]});
    let report = check_slice(&std::fs::read("signup.json")?, &options);
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
`,
    },
    {
      id: "python",
      title: "Python",
      code: `# pip install merchant-signup
from pathlib import Path

import merchant_signup

report = merchant_signup.check(
    Path("signup.json").read_bytes(),
    today="${today}",
    level="${level}",
    profile="${profile}",
    locale="${locale}",
)
print(report.to_json())
`,
    },
  ];
}
