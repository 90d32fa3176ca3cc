//! How values are spelled as TOML, the way a scenario writes them.

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::scenario::file::{
    Arrivals, Clock, Deed, DeviceIdentity, Image, InitialStatus, Join, LicenseKind, Licensing,
    Limit, Lost, Membership, Network, NonRetriable, Noticed, Overrun, PolicyType, ResizeBy,
    Synchronizer, What,
};
use crate::scenario::instant::{Instant, Phase};
use crate::scenario::prefixes::Prefixes;
use crate::scenario::value::{Names, Probability};
use crate::scenario::week::{Days, TimeOfDay};

/// A value that can be written back into a scenario.
pub(super) trait ToToml {
    fn to_toml(&self) -> String;
}

impl ToToml for u64 {
    fn to_toml(&self) -> String {
        self.to_string()
    }
}

impl ToToml for bool {
    fn to_toml(&self) -> String {
        self.to_string()
    }
}

impl ToToml for String {
    fn to_toml(&self) -> String {
        ::toml::Value::String(self.clone()).to_string()
    }
}

impl ToToml for Probability {
    fn to_toml(&self) -> String {
        format!("{:?}", self.get())
    }
}

impl ToToml for SimDuration {
    fn to_toml(&self) -> String {
        format!("\"{self}\"")
    }
}

impl ToToml for Limit {
    fn to_toml(&self) -> String {
        match self {
            Self::Number(number) => format!("{number:?}"),
            Self::Length(length) => length.to_toml(),
        }
    }
}

impl ToToml for Instant {
    fn to_toml(&self) -> String {
        match self {
            Self::AfterStart(length) => format!("\"+{length}\""),
            Self::Civil(civil) => format!("\"{civil}\""),
        }
    }
}

impl ToToml for Phase {
    fn to_toml(&self) -> String {
        match self {
            Self::Random => "\"random\"".to_string(),
            Self::At(length) => length.to_toml(),
        }
    }
}

impl ToToml for Names {
    fn to_toml(&self) -> String {
        list(self.0.iter().map(|name| name.value.to_toml()))
    }
}

impl ToToml for Days {
    fn to_toml(&self) -> String {
        list(self.0.iter().map(|day| format!("\"{}\"", day.as_str())))
    }
}

impl ToToml for TimeOfDay {
    fn to_toml(&self) -> String {
        format!("\"{self}\"")
    }
}

impl ToToml for Prefixes {
    fn to_toml(&self) -> String {
        list(self.0.iter().map(|prefix| format!("\"{}\"", prefix.value)))
    }
}

impl ToToml for Distribution {
    fn to_toml(&self) -> String {
        let table = |dist: &str, rest: String| format!("{{ dist = \"{dist}\", {rest} }}");
        match self {
            Self::Fixed(length) => length.to_toml(),
            Self::Uniform { min, max } => {
                table("uniform", format!("min = \"{min}\", max = \"{max}\""))
            }
            Self::Triangular { min, mode, max } => {
                table("triangular", format!("min = \"{min}\", mode = \"{mode}\", max = \"{max}\""))
            }
            Self::Exponential { mean } => table("exponential", format!("mean = \"{mean}\"")),
            Self::Lognormal { median, sigma } => {
                table("lognormal", format!("median = \"{median}\", sigma = {sigma:?}"))
            }
            Self::Gamma { mean, shape } => {
                table("gamma", format!("mean = \"{mean}\", shape = {shape:?}"))
            }
            Self::Weibull { scale, shape } => {
                table("weibull", format!("scale = \"{scale}\", shape = {shape:?}"))
            }
            Self::Empirical(lengths) => {
                let values = list(lengths.iter().map(ToToml::to_toml));
                table("empirical", format!("values = {values}"))
            }
        }
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

macro_rules! word_to_toml {
    ($($Word:ty),+) => {$(
        impl ToToml for $Word {
            fn to_toml(&self) -> String {
                format!("\"{}\"", self.as_str())
            }
        }
    )+};
}
word_to_toml!(Arrivals, Clock, Deed, DeviceIdentity, Image, Join, LicenseKind, Licensing);
word_to_toml!(Membership, Network, NonRetriable, Noticed, Overrun, PolicyType, ResizeBy);
word_to_toml!(InitialStatus, Lost, Synchronizer, What);
