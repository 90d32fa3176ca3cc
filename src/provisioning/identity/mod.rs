//! Identity: how a hybrid device gets from its domain controller into Microsoft Entra ID.

pub mod connect_sync;
pub mod directory;
pub mod grid;

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Sampler;

use connect_sync::ConnectSync;
use directory::Directory;

/// All of it.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Sites, site links, replication.
    pub directory: Directory,
    /// Entra Connect Sync.
    pub connect: ConnectSync,
    /// AD FS.
    pub federation: Federation,
    /// From the domain join's success to the device object, per attempt (ID-01, CON-02).
    pub timeout: SimDuration,
}

/// Registration of federated devices through AD FS.
#[derive(Clone, Debug)]
pub struct Federation {
    /// How long a device takes to register itself.
    pub registration: Sampler,
    /// Whether devices wait for Entra Connect while AD FS is down.
    pub fallback: bool,
}
