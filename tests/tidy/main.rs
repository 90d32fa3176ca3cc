//! Properties of the source itself, where a rule of the house can be a program.

#![expect(clippy::disallowed_methods, reason = "a test about files reads files")]

// Only clippy compiles it: a ban that stops working leaves an expectation unfulfilled.
#[cfg(clippy)]
mod bans;
mod canaries;
mod layers;
mod shape;
mod source;
