//! The only file access: inputs are read whole, outputs are written beside and renamed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use cloudpc_sim::scenario::Files;
use tempfile::{Builder, NamedTempFile};

use super::exit::Failure;

/// Temporary files under way, to be removed if the program is stopped.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(vec![]);

/// Reads a file of at most so many bytes, which is to be this.
pub(super) fn read(path: &Path, most: u64, what: &str) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| Failure::file(path.display(), &error);
    if path.is_dir() {
        return Err(Failure::input(format!(
            "{}: this is a folder; name {what} file in it",
            path.display()
        )));
    }
    let file = open(path).map_err(refuse)?;
    let mut bytes = vec![];
    file.take(most + 1).read_to_end(&mut bytes).map_err(refuse)?;
    if bytes.len() as u64 > most {
        let most = most >> 20;
        return Err(Failure::input(format!(
            "{}: larger than the {most} MiB {what} may have",
            path.display()
        )));
    }
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "this is the place for it")]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The folder of a scenario, for the files that it names.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder that holds this file.
    pub(super) fn beside(path: &Path) -> Self {
        Self(path.parent().unwrap_or(Path::new("")).to_path_buf())
    }
}

impl Files for Folder {
    fn text(&self, name: &str) -> Result<String, String> {
        const MOST: u64 = 16 << 20;
        let file = open(&self.0.join(name)).map_err(|error| error.to_string())?;
        let mut text = String::new();
        file.take(MOST + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
        if text.len() as u64 > MOST {
            return Err(format!("it is larger than {} MiB", MOST >> 20));
        }
        Ok(text)
    }
}

/// Creates a folder with its parents and checks that files can be written there.
pub(super) fn create_folder(folder: &Path) -> Result<(), Failure> {
    let refuse = |error: io::Error| Failure::file(folder.display(), &error);
    fs::create_dir_all(folder).map_err(refuse)?;
    NamedTempFile::new_in(folder).map(drop).map_err(refuse)
}

/// Writes a file whole or not at all.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    write_beside(folder, &path, bytes).map_err(|error| Failure::file(path.display(), &error))
}

fn write_beside(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Unlike the crate's own way, this makes a file as readable as any other.
    let mut file =
        Builder::new().prefix(".cloudpc-sim-").make_in(folder, |path| File::create_new(path))?;
    remember(file.path());
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let done = file.persist(path).map(drop).map_err(|error| error.error);
    TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    done
}

/// Removes a file of an earlier run, if it is there.
pub(super) fn remove(folder: &Path, name: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::file(path.display(), &error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remember(path: &Path) {
    let mut temporary = TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    temporary.push(path.to_path_buf());
}

/// Removes temporary files before the program is stopped from outside.
pub(super) fn forget_temporary() {
    let mut temporary = TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for path in temporary.drain(..) {
        // What cannot be removed now is at least no half result: its name is a temporary one.
        let _ = fs::remove_file(path);
    }
}
