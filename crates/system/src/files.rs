//! Files and folders that nobody but their owner may read: how they are made, and what is wider.
//!
//! A file of uniac's own must never exist for a moment with more rights than these, whatever the
//! umask; a folder that was there before uniac must never lose its rights here.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use uniac_texts::t;

/// The rights of a file.
#[cfg(unix)]
const FILE_MODE: u32 = 0o600;

/// The rights of a folder.
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o700;

/// The names of uniac's own files in a company's folder. SQLite gives what it keeps beside a database
/// the database's rights (sqlite.org/src, `findCreateFileMode` in os_unix.c).
const OWN: &[&str] = &[
    "store.db",
    "store.db-wal",
    "store.db-shm",
    "store.lock",
    "exchanges.db",
    "exchanges.db-wal",
    "exchanges.db-shm",
    LOGIN,
    "login.lock",
    "doctor.json",
    "sandbox.db",
    "sandbox.db-wal",
    "sandbox.db-shm",
    "uni-client.pem",
];

/// The file of a person's sign-in.
const LOGIN: &str = "login.json";

/// Makes a folder with all that are missing above it, for the owner alone.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(FOLDER_MODE);
    }
    // Windows: the folder is in the user's profile, whose access list it inherits.
    builder.create(path)
}

/// Opens a file that, if it is new, is its owner's alone from the first moment on.
///
/// # Errors
/// When it cannot be opened.
pub fn open(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(FILE_MODE);
    }
    // Windows: as for folders.
    options.open(path)
}

/// Makes an empty file where there is none, for a library that would make it with the umask's rights.
///
/// # Errors
/// When it cannot be made.
pub fn touch(path: &Path) -> std::io::Result<()> {
    open(OpenOptions::new().create(true).append(true), path).map(|_| ())
}

/// Makes the renaming to `path` durable, where a folder can be synced. It has happened either way.
pub fn sync_folder(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Takes a file of uniac's own away from all others.
///
/// # Errors
/// When it is somebody else's.
pub fn tighten(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if others(path).is_some() {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(FILE_MODE))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Returns the mode of a file or folder that others have rights on; `None` when there is nothing to
/// fear, nothing there, or no modes.
pub fn others(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some(mode)
    }
    #[cfg(not(unix))]
    {
        // Windows: access lists are inherited from the user's profile; there is no cheap mode to test.
        let _ = path;
        None
    }
}

/// Returns whether others than the owner can write a file.
pub fn others_can_write(path: &Path) -> bool {
    others(path).is_some_and(|mode| mode & 0o022 != 0)
}

/// Something that others had more rights on than they should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wide {
    /// Where it is.
    pub path: PathBuf,
    /// The rights that it was found with.
    pub mode: u32,
    /// Whether it is its owner's alone now.
    pub is_mended: bool,
}

impl Wide {
    /// Returns what a person can do about it.
    pub fn remedy(&self) -> String {
        match self.is_mended {
            true => t!("files-look-around"),
            false => {
                let mode = if self.path.is_dir() { "700" } else { "600" };
                t!("files-chmod", path = self.path.display().to_string(), mode = mode)
            }
        }
    }
}

impl fmt::Display for Wide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, mode) = (self.path.display().to_string(), format!("{:o}", self.mode));
        f.write_str(&match self.is_mended {
            true => t!("files-mended", path = path, mode = mode),
            false => t!("files-wide", path = path, mode = mode),
        })
    }
}

/// Looks at the data folder, a company's folder in it and uniac's own files there, and takes away what
/// others have of the files. Folders keep their rights: others may need the way through them. A
/// sign-in that others could have changed is left as it is, to be refused where it is read.
pub fn wide(data: &Path, company: &Path) -> Vec<Wide> {
    let folders = [data, company].into_iter().map(Path::to_owned);
    let files = OWN.iter().map(|name| company.join(name));
    let found = folders.chain(files).filter_map(|path| {
        let mode = others(&path)?;
        let is_ours = path.is_file() && !(path.ends_with(LOGIN) && others_can_write(&path));
        let is_mended = is_ours && tighten(&path).is_ok();
        Some(Wide { path, mode, is_mended })
    });
    found.collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_is_made_is_the_owners_alone_and_what_was_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        set(folder.path(), 0o755);
        let inner = folder.path().join("a/b");
        make_folder(&inner).unwrap();
        make_folder(&inner).unwrap();
        assert_eq!((mode(&folder.path().join("a")), mode(&inner)), (0o700, 0o700));
        assert_eq!(mode(folder.path()), 0o755);
        let file = inner.join("store.db");
        touch(&file).unwrap();
        std::fs::write(&file, "kept").unwrap();
        touch(&file).unwrap();
        assert_eq!((mode(&file), std::fs::read_to_string(&file).unwrap()), (0o600, "kept".into()));
    }

    #[test]
    fn what_is_wider_is_found_and_a_file_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let (data, company) = (folder.path().join("data"), folder.path().join("data/kopp"));
        assert_eq!(wide(&data, &company), []);
        make_folder(&company).unwrap();
        for (name, mode) in [("store.lock", 0o666), ("login.json", 0o644), ("notes.txt", 0o644)] {
            std::fs::write(company.join(name), "").unwrap();
            set(&company.join(name), mode);
        }
        set(&company, 0o755);
        let found = wide(&data, &company);
        let said: Vec<_> = found
            .iter()
            .map(|w| (w.path.strip_prefix(&data).unwrap().to_str().unwrap(), w.mode, w.is_mended))
            .collect();
        let expected = [
            ("kopp", 0o755, false),
            ("kopp/store.lock", 0o666, true),
            ("kopp/login.json", 0o644, true),
        ];
        assert_eq!(said, expected);
        assert_eq!(mode(&company.join("store.lock")), 0o600);
        assert_eq!((mode(&company), mode(&company.join("notes.txt"))), (0o755, 0o644));
        assert!(found[0].remedy().starts_with("Run `chmod 700"), "{}", found[0].remedy());
    }

    #[test]
    fn a_sign_in_that_others_could_have_changed_is_left_to_be_refused() {
        let folder = tempfile::tempdir().unwrap();
        let login = folder.path().join("login.json");
        std::fs::write(&login, "{}").unwrap();
        set(&login, 0o666);
        set(folder.path(), 0o700);
        assert_eq!(wide(folder.path(), folder.path()).len(), 1);
        assert_eq!(mode(&login), 0o666);
    }
}
