//! uniac administers and runs auto-capture: web orders invoiced in Uni become captured money.
//!
//! This package is the process's edge; what it is made of are crates, in the direction of the data:
//!
//! * `uniac_core`: facts, the purchase, the rules; pure
//! * `uniac_connect`: Uni, the shops and the providers; where facts come from and acts go to
//! * `uniac_store`: journal, settings and facts, kept
//! * `uniac_engine`: a pass, whose `execute` is the only code that sends money
//! * `uniac_system`: errors, time, stop, secrets, private files
//! * `uniac_sandbox`: the outside world on a loopback port, which shares no code with the connectors
//!
//! Here are [`cli`] over [`config`] and [`logins`], what is typed ([`typed`]), and what shows it: [`ui`], [`explain`].

pub mod cli;
pub mod config;
pub mod explain;
pub mod logins;
pub mod typed;
pub mod ui;

/// Orders are read in one thread and looked at in another: the systems' own allocators pay for that with a fifth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
