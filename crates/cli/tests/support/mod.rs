//! Running the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// What the program said, and its exit status.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, in English, with no colours, in the folder of the test data.
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_merchant-signup"));
    program.current_dir(data(""));
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        program.env_remove(variable);
    }
    program
}

pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

pub(crate) fn run(args: &[&str]) -> Said {
    run_on(args, b"")
}

pub(crate) fn run_on(args: &[&str], input: &[u8]) -> Said {
    run_in(&data(""), args, input)
}

/// The program, in a folder.
pub(crate) fn run_in(folder: &Path, args: &[impl AsRef<OsStr>], input: &[u8]) -> Said {
    let mut program = program();
    program
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program need not read all of it.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of its own with what the tests read.
pub(crate) fn copy_of_data() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let (path, to) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
            if path.is_dir() {
                copy(&path, &to);
            } else {
                fs::copy(&path, &to).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&data(""), folder.path());
    folder
}

pub(crate) const DAY: &[&str] = &["--today", "2026-11-22"];

/// `check` on a fixed day.
pub(crate) fn check(args: &[&str], input: &[u8]) -> Said {
    run_on(&[&["check"], DAY, args].concat(), input)
}

pub(crate) fn ready() -> String {
    fs::read_to_string(data("ready.json")).unwrap()
}

/// The ready signup on one line.
pub(crate) fn ready_line() -> String {
    serde_json::from_str::<serde_json::Value>(&ready()).unwrap().to_string()
}
