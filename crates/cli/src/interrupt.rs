//! What is left undone where somebody breaks the program off, by ^C or a signal to end.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process;
use std::sync::{Mutex, Once, PoisonError};

use tempfile::NamedTempFile;

/// 128 and SIGINT's number, as a shell has it.
const INTERRUPTED: i32 = 130;

/// A file that is being written, and is of no use before it is whole.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);
static WATCH: Once = Once::new();

/// Makes a file that is removed where the program is broken off.
///
/// # Errors
///
/// When it cannot be made.
pub(crate) fn begin(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    WATCH.call_once(|| {
        // Where the system has no such signals, nothing can break the program off that way.
        let _ = ctrlc::set_handler(|| {
            if let Some(path) = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).take() {
                let _ = fs::remove_file(path);
            }
            process::exit(INTERRUPTED);
        });
    });
    let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let file = make()?;
    *unfinished = Some(file.path().to_owned());
    Ok(file)
}

/// Does what makes the file whole; nothing removes it any more.
pub(crate) fn finish<T>(whole: impl FnOnce() -> T) -> T {
    let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    *unfinished = None;
    whole()
}
