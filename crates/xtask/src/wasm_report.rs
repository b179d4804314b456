//! What the bytes of the browser build are spent on: its sections, crates and functions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fs;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::wasm::{self, Module};

/// Prints what the sections, the crates and the largest functions take, before compression.
///
/// # Errors
///
/// When the build fails, or its result cannot be parsed as WASM.
pub(crate) fn print(functions: usize) -> Result<()> {
    let file = fs::read(wasm::named(Module::Main)?)?;
    let Sizes { sections, functions: mut all } = sizes(&file)?;
    let code: usize = all.iter().map(|(_, bytes)| bytes).sum();
    println!("\n{:>8}  section", "bytes");
    for (section, bytes) in sections {
        println!("{bytes:>8}  {section}");
    }
    println!("\n{:>8}  {:>5}  crate and module", "bytes", "code");
    let mut modules: Vec<_> = all
        .iter()
        .fold(BTreeMap::new(), |mut modules, (name, bytes)| {
            *modules.entry(module(name)).or_insert(0) += bytes;
            modules
        })
        .into_iter()
        .collect();
    modules.sort_by_key(|(_, bytes)| Reverse(*bytes));
    let line = |name: &str, bytes: usize| println!("{bytes:>8}  {:>4}%  {name:.100}", 100 * bytes / code);
    let (large, small): (Vec<_>, Vec<_>) = modules.into_iter().partition(|(_, bytes)| 100 * bytes >= code);
    large.iter().for_each(|(module, bytes)| line(module, *bytes));
    line("all others", small.iter().map(|(_, bytes)| bytes).sum());
    println!("\n{:>8}  {:>5}  function", "bytes", "code");
    all.sort_by_key(|(_, bytes)| Reverse(*bytes));
    all.iter().take(functions).for_each(|(name, bytes)| line(name, *bytes));
    Ok(())
}

/// The bytes of each section and of each function.
struct Sizes {
    sections: Vec<(&'static str, usize)>,
    functions: Vec<(String, usize)>,
}

fn sizes(file: &[u8]) -> Result<Sizes> {
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    let mut imported = 0;
    let (mut code, mut data, mut exports) = (0, 0, 0);
    for payload in Parser::new(0).parse_all(file) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => code = range.len(),
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::ExportSection(section) => exports = section.range().len(),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(functions) = subsection? else { continue };
                    for function in functions {
                        let function = function?;
                        names
                            .insert(function.index, format!("{:#}", rustc_demangle::demangle(function.name)));
                    }
                }
            }
            _ => {}
        }
    }
    let sections = vec![("code", code), ("data", data), ("exports", exports)];
    let functions = (imported..)
        .zip(bodies)
        .map(|(index, bytes)| (names.remove(&index).unwrap_or_else(|| format!("function {index}")), bytes));
    Ok(Sizes { sections, functions: functions.collect() })
}

/// The crate that a function belongs to, and the module too if the crate is ours. It is the first path in the function's name.
fn module(name: &str) -> String {
    let path = name.trim_start_matches(['<', '&', '*', '(', '[']);
    let end = path.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(path.len());
    let path = path.get(..end).unwrap_or(path);
    let depth = if path.starts_with("merchant_signup") { 2 } else { 1 };
    path.split("::").take(depth).collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_the_first_path_of_a_name() {
        assert_eq!(module("<merchant_signup_core::draft::Draft>::put"), "merchant_signup_core::draft");
        assert_eq!(module("<&str as core::fmt::Display>::fmt"), "str");
        assert_eq!(module("alloc::vec::Vec<u8>::push"), "alloc");
        assert_eq!(module("memcpy"), "memcpy");
    }
}
