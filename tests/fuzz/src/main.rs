//! The fuzzer: libFuzzer, seeded by the vectors, over one of [`targets::TARGETS`].
//!
//! `cargo xtask fuzz` builds and runs it. `FUZZ_TARGET` names the target; where `FUZZ_SEEDS` names a folder, the target's
//! seeds are written there first.

#![no_main]

#[path = "../../../crates/core/tests/cases/mod.rs"]
mod cases;
mod mutate;
mod seeds;
mod targets;

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use targets::{Input, TARGETS, Target};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
    TARGETS.iter().find(|target| target.0 == name).unwrap_or_else(|| panic!("there is no target {name}"))
});

fuzz_target!(
    init: {
        if let Ok(folder) = std::env::var("FUZZ_SEEDS") {
            for (index, seed) in seeds::seeds(TARGET.1).iter().enumerate() {
                std::fs::write(Path::new(&folder).join(format!("seed-{index:04}")), seed).expect("a folder for seeds");
            }
        }
    },
    |data: &[u8]| (TARGET.2)(data)
);

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Bytes as libFuzzer changes them find what is no JSON; most documents and edits are changed as such.
    if TARGET.1 != Input::Text
        && !seed.is_multiple_of(4)
        && let Some(mutated) = mutate::mutated(&data[..size], seed, TARGET.1)
        && mutated.len() <= max_size.min(data.len())
    {
        data[..mutated.len()].copy_from_slice(&mutated);
        return mutated.len();
    }
    fuzzer_mutate(data, size, max_size)
});
