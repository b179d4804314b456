//! `cargo xtask types`: what stands on both sides of a boundary is written once, and generated for the other side.
//!
//! The source of what the product says is a file a language, `crates/core/src/messages/<tag>.txt`; each part of the
//! product is given its own sections of it. The source of everything else is the core itself.

mod form;
mod language;
mod messages;
mod package;
mod wire;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::shell::root;

const MESSAGES: &str = "crates/core/src/messages/generated.rs";
const PACKAGE: &str = "web/package/src/generated.ts";
const WIRE: &str = "web/package/src/wire.ts";

/// The languages as a browser loads them, beside the WASM. Built, not checked in.
const LANGUAGES: &str = "web/package/wasm/messages";

/// The form's dictionaries. Built, not checked in.
const DICTIONARIES: &str = "web/react/src/language/generated";

/// Generates everything; with `check`, only says whether what is checked in is up to date.
///
/// # Errors
///
/// A language file that is not of its form: names the file, the line and the key. With `check`, a file that is not what
/// would be generated.
pub(crate) fn run(check: bool) -> Result<()> {
    let languages = language::languages()?;
    let files = [
        (MESSAGES, messages::generated(&languages)?),
        (PACKAGE, package::generated(&languages)),
        (WIRE, wire::generated()),
    ];
    for (file, due) in files {
        if check {
            ensure!(
                fs::read_to_string(root().join(file)).unwrap_or_default() == due,
                "{file} is not up to date: `cargo xtask types` writes it anew"
            );
        } else {
            write(&root().join(file), &due)?;
        }
    }
    languages_for_the_web()
}

/// Writes what the browser package and the form have of the languages.
///
/// # Errors
///
/// A language file that is not of its form, or a file that cannot be written.
pub(crate) fn languages_for_the_web() -> Result<()> {
    let languages = language::languages()?;
    let folder = root().join(LANGUAGES);
    let mut index = String::from("export default {\n");
    for language in &languages {
        let tag = &language.tag;
        let text = format!("export default {};\n", serde_json::to_string(&messages::texts(language)?)?);
        write(&folder.join(format!("{tag}.js")), &text)?;
        if language.is_english() {
            // What starts the package at once has English at once. A module of its own: bundlers put one that is imported
            // both ways into what every page loads.
            write(&folder.join("english.js"), &text)?;
            write(&folder.join("english.d.ts"), "declare const texts: string;\nexport default texts;\n")?;
        }
        index.push_str(&format!("  {tag:?}: () => import(\"./{tag}.js\"),\n"));
    }
    index.push_str("};\n");
    write(&folder.join("index.js"), &index)?;
    write(
        &folder.join("index.d.ts"),
        "declare const catalogues: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;\n\
         export default catalogues;\n",
    )?;
    let folder = root().join(DICTIONARIES);
    for (name, module) in form::modules(&languages)? {
        write(&folder.join(name), &module)?;
    }
    Ok(())
}

/// Writes a file that is not so already: what watches it is not woken for nothing.
fn write(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}
