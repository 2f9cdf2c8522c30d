//! The file that keeps the sign-in of a company's person, beside the company's journal.
//!
//! Nobody but its owner may read it, not even for a moment, and a renewal that was paid for with the
//! old refresh token must not be lost: it is written beside and renamed, under a lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use uniac_connect::erp::login::{Login, Logins};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::files;
use uniac_system::os;
use uniac_system::secret::Secret;
use uniac_texts::t;

/// How much room is made sure of before the old refresh token is spent, bytes.
const ROOM: usize = 16 * 1024;

/// The file of one company.
#[derive(Debug, Clone)]
pub struct LoginFile {
    path: PathBuf,
}

/// The file's content.
#[derive(Serialize, Deserialize)]
struct Wire {
    version: u32,
    issuer: String,
    client_id: String,
    refresh_token: String,
    access_token: Option<String>,
    access_ends_at: Option<Timestamp>,
    who: Option<String>,
    since: Timestamp,
}

/// The version of the content.
const VERSION: u32 = 1;

/// What is done with the file.
#[derive(Debug, Clone, Copy)]
enum Doing {
    Lock,
    Read,
    Write,
    Remove,
}

impl LoginFile {
    /// Returns the file at `path`, which need not be there.
    pub fn new(path: impl Into<PathBuf>) -> LoginFile {
        LoginFile { path: path.into() }
    }

    /// Keeps a new sign-in in place of what is kept, and returns that.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn replace(&self, login: &Login) -> Result<Option<Login>> {
        let mut old = None;
        self.changed(&mut |kept| {
            old = kept.ok().flatten();
            Ok(Some(login.clone()))
        })?;
        Ok(old)
    }

    fn failed(&self, doing: Doing, error: &std::io::Error) -> Error {
        let (path, why) = (self.path.display(), os::why(error));
        Error::new(
            Kind::SignIn,
            "login-file",
            match doing {
                Doing::Lock => t!("login-file-not-locked", path = path, why = why),
                Doing::Read => t!("login-file-not-read", path = path, why = why),
                Doing::Write => t!("login-file-not-written", path = path, why = why),
                Doing::Remove => t!("login-file-not-removed", path = path, why = why),
            },
        )
        .hint(t!("login-file-hint"))
    }

    /// The error of a sign-in that may be somebody else's by now.
    fn changeable(&self) -> Error {
        let message = t!("login-file-changeable", path = self.path.display());
        Error::new(Kind::SignIn, "login-file", message)
            .hint(t!("login-file-anew"))
            .hint(t!("login-file-chmod", path = self.path.display()))
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.path.with_extension(ending)
    }

    /// Locks the sign-in against other processes until the value is dropped.
    fn locked(&self) -> Result<File> {
        if let Some(folder) = self.path.parent() {
            files::make_folder(folder).map_err(|error| self.failed(Doing::Write, &error))?;
        }
        let path = self.beside("lock");
        let lock = files::open(OpenOptions::new().create(true).truncate(false).write(true), &path)
            .and_then(|lock| files::tighten(&path).map(|()| lock))
            .map_err(|error| self.failed(Doing::Lock, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            // Another process renews; that takes no longer than its request.
            Err(TryLockError::WouldBlock) => {
                lock.lock().map_err(|error| self.failed(Doing::Lock, &error))?;
            }
            Err(TryLockError::Error(error)) => return Err(self.failed(Doing::Lock, &error)),
        }
        Ok(lock)
    }

    /// Changes what is kept, under the lock. The new file is there, with room, before `change` is
    /// asked.
    fn changed(
        &self,
        change: &mut dyn FnMut(Result<Option<Login>>) -> Result<Option<Login>>,
    ) -> Result<()> {
        let lock = self.locked()?;
        let fresh = self.beside("new");
        let written = self.prepared(&fresh).and_then(|mut file| {
            let Some(login) = change(self.read())? else { return Ok(false) };
            let text = serde_json::to_string(&Wire::from(&login)).map_err(|error| {
                Error::defect(format!("the sign-in cannot be written: {error}"))
            })?;
            filled(&mut file, text.as_bytes())
                .map_err(|error| self.failed(Doing::Write, &error))?;
            std::fs::rename(&fresh, &self.path)
                .map_err(|error| self.failed(Doing::Write, &error))?;
            files::sync_folder(&self.path);
            Ok(true)
        });
        if !matches!(written, Ok(true)) {
            let _ = std::fs::remove_file(&fresh);
        }
        drop(lock);
        written.map(|_| ())
    }

    /// Makes the new file, with room for what comes.
    fn prepared(&self, path: &Path) -> Result<File> {
        let prepared = match std::fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => files::open(OpenOptions::new().create_new(true).write(true), path).and_then(
                |mut file| {
                    file.write_all(&[b' '; ROOM])?;
                    file.sync_all()?;
                    Ok(file)
                },
            ),
        };
        prepared.map_err(|error| self.failed(Doing::Write, &error))
    }
}

impl Logins for LoginFile {
    fn read(&self) -> Result<Option<Login>> {
        if files::others_can_write(&self.path) {
            return Err(self.changeable());
        }
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed(Doing::Read, &error)),
        };
        match serde_json::from_str::<Wire>(&text) {
            Ok(wire) if wire.version == VERSION => Ok(Some(wire.into())),
            _ => {
                let error = std::io::Error::new(ErrorKind::InvalidData, t!("login-file-unknown"));
                Err(self.failed(Doing::Read, &error))
            }
        }
    }

    fn renew(&self, renew: &mut dyn FnMut(Option<Login>) -> Result<Option<Login>>) -> Result<()> {
        self.changed(&mut |kept| renew(kept?))
    }

    fn forget(&self) -> Result<()> {
        let _lock = self.locked()?;
        for path in [self.beside("new"), self.path.clone()] {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(self.failed(Doing::Remove, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl From<&Login> for Wire {
    fn from(login: &Login) -> Wire {
        let access = login.access.as_ref();
        Wire {
            version: VERSION,
            issuer: login.issuer.clone(),
            client_id: login.client_id.clone(),
            refresh_token: login.refresh.expose().to_owned(),
            access_token: access.map(|(token, _)| token.expose().to_owned()),
            access_ends_at: access.map(|(_, ends_at)| *ends_at),
            who: login.who.clone(),
            since: login.since,
        }
    }
}

impl From<Wire> for Login {
    fn from(wire: Wire) -> Login {
        let access = wire.access_token.zip(wire.access_ends_at);
        Login {
            issuer: wire.issuer,
            client_id: wire.client_id,
            refresh: Secret::new(&wire.refresh_token),
            access: access.map(|(token, ends_at)| (Secret::new(&token), ends_at)),
            who: wire.who,
            since: wire.since,
        }
    }
}

fn filled(file: &mut File, text: &[u8]) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text)?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(refresh: &str) -> Login {
        Login {
            issuer: "https://login.unimicro.no".to_owned(),
            client_id: "c".to_owned(),
            refresh: Secret::new(refresh),
            access: Some((Secret::new("a"), Timestamp::UNIX_EPOCH)),
            who: Some("Kari".to_owned()),
            since: Timestamp::UNIX_EPOCH,
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_kept_is_read_renewed_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let file = LoginFile::new(folder.path().join("kopp/login.json"));
        assert_eq!(file.read().unwrap(), None);
        assert_eq!(file.replace(&login("one")).unwrap(), None);
        assert_eq!(file.read().unwrap(), Some(login("one")));
        file.renew(&mut |kept| {
            assert_eq!(kept, Some(login("one")));
            Ok(Some(login("two")))
        })
        .unwrap();
        file.renew(&mut |kept| Ok(kept.filter(|_| false))).unwrap();
        assert_eq!(file.replace(&login("three")).unwrap(), Some(login("two")));
        assert_eq!(names(&folder.path().join("kopp")), ["login.json", "login.lock"]);
        file.forget().unwrap();
        file.forget().unwrap();
        assert_eq!(file.read().unwrap(), None);
    }

    #[test]
    fn a_renewal_that_fails_leaves_what_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = LoginFile::new(folder.path().join("login.json"));
        file.replace(&login("one")).unwrap();
        let error = file.renew(&mut |_| Err(Error::failed("no", "no"))).unwrap_err();
        assert_eq!(error.code, "no");
        assert_eq!(file.read().unwrap(), Some(login("one")));
        assert_eq!(names(folder.path()), ["login.json", "login.lock"]);
    }

    #[test]
    fn a_damaged_file_is_said_to_be_so_and_a_new_sign_in_replaces_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("login.json");
        std::fs::write(&path, "s3cret").unwrap();
        let file = LoginFile::new(&path);
        let error = file.read().unwrap_err();
        assert_eq!(error.code, "login-file");
        assert!(!error.message.contains("s3cret"));
        assert!(file.renew(&mut |_| panic!("asked")).is_err());
        assert_eq!(file.replace(&login("one")).unwrap(), None);
        assert_eq!(file.read().unwrap(), Some(login("one")));
    }

    #[test]
    fn nothing_is_spent_when_nothing_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("login.json");
        let file = LoginFile::new(&path);
        file.replace(&login("one")).unwrap();
        // A folder stands where the new file would be written.
        std::fs::create_dir(folder.path().join("login.new")).unwrap();
        let error = file.renew(&mut |_| panic!("the refresh token was spent")).unwrap_err();
        assert_eq!(error.code, "login-file");
        assert_eq!(file.read().unwrap(), Some(login("one")));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_any_of_the_files_at_any_moment() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = LoginFile::new(folder.path().join("login.json"));
        let modes = || {
            let mode = |name: &String| {
                let metadata = std::fs::metadata(folder.path().join(name)).unwrap();
                metadata.permissions().mode() & 0o777
            };
            names(folder.path()).iter().map(mode).collect::<Vec<_>>()
        };
        file.replace(&login("one")).unwrap();
        file.renew(&mut |_| {
            assert_eq!(modes(), [0o600; 3], "{:?}", names(folder.path()));
            Ok(Some(login("two")))
        })
        .unwrap();
        assert_eq!(modes(), [0o600; 2]);
    }

    #[cfg(unix)]
    #[test]
    fn a_sign_in_that_others_can_change_is_not_used_and_a_new_one_replaces_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("login.json");
        let file = LoginFile::new(&path);
        file.replace(&login("one")).unwrap();
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        for wide in [0o666, 0o620, 0o602] {
            mode(wide).unwrap();
            let error = file.read().unwrap_err();
            assert_eq!((error.code, error.kind), ("login-file", Kind::SignIn));
            assert!(error.message.contains("login.json"), "{error}");
            assert!(file.renew(&mut |_| panic!("it was used")).is_err());
        }
        mode(0o644).unwrap();
        assert_eq!(file.read().unwrap(), Some(login("one")));
        mode(0o666).unwrap();
        assert_eq!(file.replace(&login("two")).unwrap(), None);
        assert_eq!(file.read().unwrap(), Some(login("two")));
    }

    #[test]
    fn two_renewals_at_once_come_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("login.json");
        LoginFile::new(&path).replace(&login("0")).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        let next = |kept: Option<Login>| {
                            let count: u32 = kept.unwrap().refresh.expose().parse().unwrap();
                            Ok(Some(login(&(count + 1).to_string())))
                        };
                        LoginFile::new(&path).renew(&mut { next }).unwrap();
                    }
                });
            }
        });
        assert_eq!(LoginFile::new(&path).read().unwrap(), Some(login("40")));
    }
}
