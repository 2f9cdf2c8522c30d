//! Commits of many workers in one transaction, so that they share one sync to disk.
//!
//! No work may spoil another's, and none may be told to be durable that is not.

use uniac_system::error::{Error, Result};
use uniac_system::seam;

use crate::db::{Connection, DbError, failure};
use crate::failure::{LOST, lost};

/// So often a transaction is begun anew of which a lost connection has left nothing.
const TRIES: usize = 5;

/// What a writer wants done inside the next transaction. It may be done again, when nothing of it was kept.
pub(crate) type Work = Box<dyn Fn(&Connection) -> Result<()> + Send>;

/// Runs all works in one transaction, and commits once. Where one fails, all is taken back and done again with each in a
/// savepoint, so that it spoils no other: that is seldom, and savepoints are two statements a work. When the commit fails, all
/// have failed.
pub(crate) fn commit_together(connection: &Connection, works: &[Work]) -> Vec<Result<()>> {
    let mut are_apart = false;
    for _ in 0..TRIES {
        let transaction = match connection.begin() {
            Ok(transaction) => transaction,
            Err(error) => return all_failed(works, error),
        };
        let outcomes: Vec<_> = match are_apart {
            true => works.iter().map(|work| transaction.apart(work)).collect(),
            false => match works.iter().try_for_each(|work| work(&transaction)) {
                Ok(()) => works.iter().map(|_| Ok(())).collect(),
                Err(error) if works.len() == 1 && error.code != LOST => return vec![Err(error)],
                Err(error) => {
                    are_apart = error.code != LOST;
                    continue;
                }
            },
        };
        // With a server's connection all that was not committed is gone.
        if outcomes.iter().any(|outcome| matches!(outcome, Err(error) if error.code == LOST)) {
            continue;
        }
        seam::point(seam::IN_TRANSACTION);
        match transaction.commit() {
            Ok(()) => return outcomes,
            Err(error) if error.is_lost() => {}
            Err(error) => return all_failed(works, error),
        }
    }
    works.iter().map(|_| Err(lost())).collect()
}

/// Tells each of the works the same.
fn all_failed(works: &[Work], error: DbError) -> Vec<Result<()>> {
    let told = failure(error);
    let same =
        || Error { hints: told.hints.clone(), ..Error::new(told.kind, told.code, &told.message) };
    works.iter().map(|_| Err(same())).collect()
}
