//! A file that is written anew, all at once: who reads it sees the old text or the new one.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// What takes the place of a file once it is written.
#[derive(Debug)]
pub(crate) struct Replacement {
    pub(crate) path: PathBuf,
    new: NamedTempFile,
}

impl Replacement {
    /// Begins to write a file, beside its place.
    ///
    /// # Errors
    ///
    /// When nothing can be written there.
    pub(crate) fn of(path: &Path) -> io::Result<(Self, File)> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let new = tempfile::Builder::new().prefix(".merchant-signup-").tempfile_in(folder)?;
        let writer = new.as_file().try_clone()?;
        Ok((Self { path: path.to_owned(), new }, writer))
    }

    /// Puts what was written in its place.
    ///
    /// # Errors
    ///
    /// When that is not possible; the old file stays.
    pub(crate) fn put_in_place(self) -> io::Result<()> {
        self.new.as_file().sync_all()?;
        self.new.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}
