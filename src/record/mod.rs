//! The data contract: what remains of a replication, as counts and as flat rows.

pub mod layout;
pub mod recorder;
pub mod series;
pub mod tally;
