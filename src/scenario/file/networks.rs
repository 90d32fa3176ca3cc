//! Subnets, connections and policies as written.

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::scenario::instant::Phase;
use crate::scenario::prefixes::Prefixes;
use crate::scenario::section::{section, words};
use crate::scenario::value::{Names, Probability};

section! {
    /// A subnet of an Azure virtual network.
    pub struct Subnet {
        /// Its address ranges; Azure keeps five addresses of each.
        required prefix: Prefixes,
        /// How many addresses others use: network interfaces, private endpoints, load balancers.
        optional in_use: u64,
    }
}

section! {
    /// An Azure network connection.
    pub struct Connection {
        /// How Cloud PCs on this connection join.
        required join: Join,
        /// The subnet that their network interfaces are attached to.
        required subnet: String,
        /// The Azure region of its virtual network.
        optional region: String,
        /// Hybrid: the Active Directory site of its subnet; that of Entra Connect if not given.
        optional ad_site: String,
        /// Hybrid: the forest of its domain.
        optional forest: String,
        /// Hybrid: how many computers its join account may still join; any number if not given.
        optional join_quota: u64,
        /// Hybrid: how its devices get into Microsoft Entra ID.
        optional device_identity: DeviceIdentity,
        /// How the connection's health is checked.
        optional health_check: HealthCheck,
    }
}

words! {
    /// How the devices of a domain get into Microsoft Entra ID.
    pub enum DeviceIdentity {
        /// Managed domain: Entra Connect brings their objects.
        Synced = "synced",
        /// Federated domain: they register themselves through AD FS.
        Federated = "federated",
    }
}

words! {
    /// How a Cloud PC joins the organization.
    pub enum Join {
        /// Microsoft Entra join.
        Entra = "entra",
        /// Microsoft Entra hybrid join: an Active Directory domain, and Microsoft Entra ID.
        Hybrid = "hybrid",
    }
}

section! {
    /// The periodic health check of an Azure network connection.
    pub struct HealthCheck {
        /// The time from one check's start to the next one's.
        optional interval: SimDuration,
        /// When the first check starts.
        optional phase: Phase,
        /// How long a check takes.
        optional duration: Distribution,
        /// The probability that a check fails although nothing is wrong.
        optional failure: Probability,
        /// Whether a check takes an address of the subnet while it runs.
        optional borrows_address: bool,
        /// Hybrid: whether every check joins a computer of a new name.
        optional new_computer: bool,
    }
}

section! {
    /// A provisioning policy. It has `connections`, or a Microsoft-hosted `network`.
    pub struct Policy {
        /// The Azure network connections by priority: the first healthy one is used.
        optional connections: Names,
        /// The network that Cloud PCs are on, where it is not an Azure network connection's.
        optional network: Network,
        /// The Azure region of Cloud PCs on a Microsoft-hosted network.
        optional region: String,
        /// The groups that the policy is assigned to.
        required groups: Names,
        /// Whether users become local administrators of their Cloud PCs.
        optional local_admin: bool,
        /// The image that Cloud PCs are made from.
        optional image: Image,
        /// Whether a language pack is installed.
        optional language_pack: bool,
        /// Whether Cloud PCs have a GPU, whose drivers are installed.
        optional gpu: bool,
    }
}

words! {
    /// An image that Cloud PCs are made from.
    pub enum Image {
        /// One of Microsoft's gallery.
        Gallery = "gallery",
        /// One of the customer's, which takes longer.
        Custom = "custom",
    }
}

words! {
    /// A network that Microsoft runs.
    pub enum Network {
        /// The Microsoft-hosted network.
        MicrosoftHosted = "microsoft-hosted",
    }
}
