//! Active Directory sites, Entra Connect and AD FS as written.

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::scenario::instant::Phase;
use crate::scenario::section::{section, words};
use crate::scenario::value::Names;
use crate::scenario::week::{Days, TimeOfDay};

section! {
    /// Active Directory: how a change reaches the domain controller that Entra Connect reads.
    pub struct Directory {
        /// The site of the domain controller that Entra Connect reads.
        optional connect_site: String,
        /// How long a change takes within a site: at each end of a path between sites, and once
        /// between two domain controllers of the same site.
        optional intrasite_delay: Distribution,
        /// Whether Cloud PCs in the site of Entra Connect write to the very domain controller that
        /// it reads.
        optional same_domain_controller: bool,
        /// The site links.
        named site_link: SiteLink,
    }
}

section! {
    /// A site link: Active Directory sites between which changes replicate.
    pub struct SiteLink {
        /// The sites that it connects, two or more.
        required sites: Names,
        /// The time from one replication to the next.
        optional interval: SimDuration,
        /// What a path over it costs; changes take the path of least cost.
        optional cost: u64,
        /// When it replicates first.
        optional phase: Phase,
        /// Whether a change is announced at once, so that it passes as within a site.
        optional notify: bool,
        /// The times of the week in which it replicates; always if not given.
        optional window: Window,
    }
}

section! {
    /// The times of the week in which a site link replicates, counted from their beginning.
    pub struct Window {
        /// The days on which it begins; all if not given.
        optional days: Days,
        /// When it begins.
        required from: TimeOfDay,
        /// When it ends; the next day if that is not later than its beginning.
        required to: TimeOfDay,
    }
}

section! {
    /// Entra Connect Sync, which brings devices and groups from Active Directory.
    pub struct Connect {
        /// The time from one cycle's start to the next one's.
        optional interval: SimDuration,
        /// The shortest interval that Microsoft Entra ID allows.
        optional allowed_interval: SimDuration,
        /// When the first cycle starts.
        optional phase: Phase,
        /// How long a cycle takes.
        optional cycle: Cycle,
        /// What a full cycle takes in addition.
        optional full_cycle: FullCycle,
        /// When the cycle after one that took longer than the interval starts.
        optional overrun: Overrun,
        /// How many exports Microsoft Entra ID accepts in five minutes.
        optional throttle: u64,
        /// What synchronizes.
        optional sync: Synchronizer,
    }
}

section! {
    /// How long a cycle of Entra Connect takes.
    pub struct Cycle {
        /// What every cycle takes.
        optional fixed: SimDuration,
        /// What a thousand changes take in addition.
        optional per_1000_changes: SimDuration,
        /// Changes of others in every cycle.
        optional background_changes: u64,
    }
}

section! {
    /// What a full (initial) cycle of Entra Connect takes in addition.
    pub struct FullCycle {
        /// How many objects it goes through.
        optional objects: u64,
        /// What a thousand of them take.
        optional per_1000_objects: SimDuration,
    }
}

words! {
    /// When the cycle after one that took longer than the interval starts.
    pub enum Overrun {
        /// At the next point of the grid.
        Skip = "skip",
        /// An interval after the end of the long one.
        AfterCompletion = "after_completion",
    }
}

words! {
    /// What synchronizes Active Directory with Microsoft Entra ID.
    pub enum Synchronizer {
        /// Entra Connect Sync: users, groups and devices.
        Connect = "connect",
        /// Entra Cloud Sync: users and groups, but no devices.
        CloudSync = "cloud_sync",
    }
}

section! {
    /// AD FS, through which the devices of federated domains register themselves.
    pub struct Federation {
        /// How long a device takes to register itself.
        optional registration: Distribution,
        /// Whether a device waits for Entra Connect while AD FS is down.
        optional fallback: bool,
    }
}

section! {
    /// The wait of Windows 365 for a device's Microsoft Entra hybrid join.
    pub struct HybridJoin {
        /// How long after the domain join the device object may take to appear.
        optional timeout: SimDuration,
    }
}
