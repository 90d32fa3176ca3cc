//! Lengths as written.

use crate::kernel::variate::Distribution;
use crate::scenario::section::section;

section! {
    /// How long each stage of provisioning takes, and how long it takes to fail.
    pub struct Timing {
        /// From license and assignment to the start of provisioning.
        optional reaction: Distribution,
        /// Allocating Azure capacity.
        optional allocate_capacity: Distribution,
        /// Creating the virtual machine.
        optional create_vm: Distribution,
        /// Creating the network interface and attaching it to the network.
        optional attach_network: Distribution,
        /// Joining Microsoft Entra ID.
        optional join_entra: Distribution,
        /// Hybrid: joining the Active Directory domain.
        optional join_domain: Distribution,
        /// Hybrid: from the domain join to the first run of the device's registration task.
        optional register_device: Distribution,
        /// Hybrid: until Windows 365 notices the device object in Microsoft Entra ID.
        optional detect_device: Distribution,
        /// Hybrid: completing the registration of the device.
        optional complete_registration: Distribution,
        /// Enrolling in Microsoft Intune.
        optional enroll_intune: Distribution,
        /// Assigning the primary user.
        optional primary_user: Distribution,
        /// Configuring settings after the core stages.
        optional configure: Distribution,
        /// Assigning the Cloud PC to its user.
        optional assign_user: Distribution,
        /// Until Azure has denied a request, for lack of an address or by a policy.
        optional azure_denial: Distribution,
        /// Until a virtual machine that does not come up is given up.
        optional vm_timeout: Distribution,
        /// Until an enrollment that does not come through is given up.
        optional enrollment_timeout: Distribution,
        /// Hybrid: until a domain join that does not work is given up.
        optional join_failure: Distribution,
        /// Until a license that comes with a group is effective.
        optional group_licensing: Distribution,
        /// Until the membership of a dynamic group is effective.
        optional dynamic_group: Distribution,
        /// What a custom image adds to creating the virtual machine.
        optional custom_image: Distribution,
        /// What a language pack adds to configuring settings.
        optional language_pack: Distribution,
        /// What the drivers of a GPU add to configuring settings.
        optional gpu_driver: Distribution,
        /// Resizing a Cloud PC.
        optional resizing: Distribution,
        /// Moving a Cloud PC to another connection.
        optional moving: Distribution,
        /// Deprovisioning a Cloud PC at the end of its grace period.
        optional deprovisioning: Distribution,
    }
}
