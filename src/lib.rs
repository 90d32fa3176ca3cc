//! A deterministic discrete-event simulator of Windows 365 Cloud PC provisioning.
//!
//! ```
//! use cloudpc_sim::{Experiment, Source, scenario};
//!
//! let text = r#"
//!     [policy.everyone]
//!     network = "microsoft-hosted"
//!     groups = ["staff"]
//!     [group.staff]
//!     [wave.first]
//!     group = "staff"
//!     users = 10
//! "#;
//! let source = Source { name: "hello".into(), text: text.into() };
//! let scenario = scenario::load(source, &[], &()).expect("the scenario is good");
//! let outcome = Experiment::new(&scenario).run(&()).expect("nobody stops it");
//! assert_eq!(outcome.summary("ready").and_then(|ready| ready.estimate.value), Some(10.0));
//! ```

/// How the project is built, for whoever changes it.
#[doc = include_str!("ARCHITECTURE.md")]
pub mod architecture {}

pub mod experiment;
pub mod exports;
pub mod kernel;
pub mod provisioning;
pub mod record;
pub mod report;
pub mod scenario;
pub mod statistics;

pub use experiment::{Experiment, Outcome, Watch};
pub use kernel::time::{SimDuration, SimTime};
pub use provisioning::tenant::Tenant;
pub use scenario::{Problems, Scenario, Source};
pub use statistics::measure::Summary;
