//! Commits of many workers in one transaction, so that they share one sync to disk.
//!
//! No work may spoil another's, and none may be told to be durable that is not.

use rusqlite::{Connection, TransactionBehavior};

use uniac_system::error::{Error, Result};
use uniac_system::seam;

use super::failure::failure;

/// What a writer wants done inside the next transaction.
pub(super) type Work<'a> = Box<dyn FnOnce(&Connection) -> Result<()> + Send + 'a>;

/// Runs each work in a savepoint of one transaction, so that one that fails spoils no other, and
/// commits once. When the commit fails, all have failed.
pub(super) fn commit_together(
    connection: &mut Connection,
    works: Vec<Work<'static>>,
) -> Vec<Result<()>> {
    let count = works.len();
    let all_failed = |error: rusqlite::Error| {
        let text = failure(error);
        (0..count)
            .map(|_| Err(Error::new(text.kind, text.code, text.message.clone())))
            .collect::<Vec<_>>()
    };
    let mut transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate)
    {
        Ok(transaction) => transaction,
        Err(error) => return all_failed(error),
    };
    let mut outcomes = Vec::with_capacity(count);
    for work in works {
        let outcome = match transaction.savepoint().map_err(failure) {
            Ok(savepoint) => work(&savepoint).and_then(|()| savepoint.commit().map_err(failure)),
            Err(error) => Err(error),
        };
        outcomes.push(outcome);
    }
    seam::point(seam::IN_TRANSACTION);
    match transaction.commit() {
        Ok(()) => outcomes,
        Err(error) => all_failed(error),
    }
}
