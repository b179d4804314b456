//! A file that is written anew, all at once: who reads it sees the old text or the new one.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::interrupt::{begin, finish};

/// What takes the place of a file once it is written.
#[derive(Debug)]
pub(crate) struct Replacement {
    /// The file; where it was named by a link, what that points to.
    pub(crate) path: PathBuf,
    new: NamedTempFile,
    /// What is known of the file that is there.
    old: Option<Metadata>,
}

impl Replacement {
    /// Begins to write a file, beside its place.
    ///
    /// # Errors
    ///
    /// When nothing can be written there, or the file is read-only.
    pub(crate) fn of(path: &Path) -> io::Result<(Self, File)> {
        let path = if path.exists() { fs::canonicalize(path)? } else { path.to_owned() };
        let old = fs::metadata(&path).ok();
        if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
            return Err(io::Error::other("it is read-only"));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let new = begin(|| tempfile::Builder::new().prefix(".merchant-signup-").tempfile_in(folder))?;
        let writer = new.as_file().try_clone()?;
        Ok((Self { path, new, old }, writer))
    }

    /// Where the new text stands until it is in its place.
    pub(crate) fn new_path(&self) -> &Path {
        self.new.path()
    }

    /// Puts what was written in its place, with the mode and the owner that the file had; what could not be kept, in words.
    ///
    /// # Errors
    ///
    /// When that is not possible; the old file stays.
    pub(crate) fn put_in_place(self) -> io::Result<Vec<&'static str>> {
        let mut lost = Vec::new();
        if let Some(old) = &self.old {
            if !keep_owner(self.new.path(), old) {
                lost.push("its owner or group could not be kept");
            }
            if has_other_names(old) {
                lost.push("it has other names (hard links), which keep the old text");
            }
            self.new.as_file().set_permissions(old.permissions())?;
        }
        self.new.as_file().sync_all()?;
        finish(|| self.new.persist(&self.path)).map_err(|error| error.error)?;
        Ok(lost)
    }
}

/// Gives a file the owner and the group of another; false where they are different and that is not allowed.
#[cfg(unix)]
fn keep_owner(new: &Path, old: &Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt, chown};
    let is_same = |new: Metadata| (new.uid(), new.gid()) == (old.uid(), old.gid());
    fs::metadata(new).is_ok_and(is_same) || chown(new, Some(old.uid()), Some(old.gid())).is_ok()
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) -> bool {
    true
}

#[cfg(unix)]
fn has_other_names(old: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(old) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}
