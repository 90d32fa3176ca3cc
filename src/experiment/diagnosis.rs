//! One Cloud PC's replication, and the same one with what hurt it switched off.

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::tenant::Tenant;
use crate::record::recorder::{AttemptRow, CloudPcRow, Detail};

use super::otherwise::{Otherwise, changed};
use super::reasons::Reasons;
use super::{Experiment, Told};

/// At most so many things are switched off one by one.
const MOST: usize = 4;

/// What became of a Cloud PC, and what would have become of it otherwise.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The replication as it was.
    pub told: Told,
    /// The Cloud PC.
    pub cloud_pc: CloudPcRow,
    /// What would have been otherwise; empty where nothing hurt.
    pub alternatives: Vec<Alternative>,
}

/// The same replication with something switched off.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What is switched off.
    pub without: Vec<Otherwise>,
    /// What becomes of the Cloud PC.
    pub cloud_pc: CloudPcRow,
    /// The attempts that it then makes, in order.
    pub attempts: Vec<AttemptRow>,
}

impl Alternative {
    /// The attempt by which the Cloud PC is ready first.
    pub fn success(&self) -> Option<&AttemptRow> {
        self.attempts.iter().find(|attempt| attempt.cause.is_none())
    }
}

impl Experiment<'_> {
    /// Diagnoses a Cloud PC of a replication; `None` if it has none of this name.
    pub fn diagnose(&self, told: Told, name: &str) -> Option<Diagnosis> {
        let cloud_pc = told.detail.cloud_pcs.iter().find(|pc| pc.name == name)?.clone();
        let reasons = reasons(self.tenant, &told.detail, &cloud_pc);
        let one = |without: &[Otherwise]| self.without(told.number, without, name);
        let mut alternatives: Vec<Alternative> =
            reasons.iter().take(MOST).filter_map(|reason| one(&[*reason])).collect();
        // Where nothing helps by itself, all of it together may.
        let helps = |alternative: &Alternative| goes_well(&alternative.cloud_pc);
        if reasons.len() > 1 && !alternatives.iter().any(helps) {
            alternatives.extend(one(&reasons));
        }
        Some(Diagnosis { told, cloud_pc, alternatives })
    }

    fn without(&self, number: u64, without: &[Otherwise], name: &str) -> Option<Alternative> {
        let tenant = changed(self.tenant, without, self.horizon);
        let detail = Experiment { tenant: &tenant, ..self.clone() }.tell(number).detail;
        let cloud_pc = detail.cloud_pcs.into_iter().find(|pc| pc.name == name)?;
        let mut attempts = detail.attempts;
        attempts.retain(|attempt| attempt.cloud_pc == name);
        Some(Alternative { without: without.to_vec(), cloud_pc, attempts })
    }
}

fn goes_well(pc: &CloudPcRow) -> bool {
    let ready = [Status::Provisioned, Status::ProvisionedWithWarnings];
    ready.iter().any(|status| status.graph_name() == pc.status)
}

/// All that could have been otherwise, in the order in which it hurt.
fn reasons(tenant: &Tenant, detail: &Detail, pc: &CloudPcRow) -> Vec<Otherwise> {
    let look = Reasons { tenant, detail };
    let attempts = detail.attempts.iter().filter(|attempt| attempt.cloud_pc == pc.name);
    let mut found: Vec<Otherwise> = vec![];
    let of_attempts = attempts.flat_map(|attempt| look.of(attempt));
    let of_license = waited(detail, pc).then(|| license(tenant, pc)).flatten();
    let ended = pc.ready.filter(|_| !goes_well(pc));
    let of_changes = ended.map(|_| look.changes_of(&pc.name, LATEST)).unwrap_or_default();
    for reason in of_attempts.chain(of_license.map(Otherwise::EnoughLicenses)).chain(of_changes) {
        if !found.contains(&reason) {
            found.push(reason);
        }
    }
    found
}

const LATEST: SimTime = SimTime::from_ms(u64::MAX);

/// Whether a Cloud PC ever waited for a license, or never began.
fn waited(detail: &Detail, pc: &CloudPcRow) -> bool {
    let mut of_this = detail.statuses.iter().filter(|row| row.cloud_pc == pc.name);
    pc.attempts == 0 || of_this.any(|row| row.status == Status::PendingProvision.graph_name())
}

/// The license that a Cloud PC takes, if there is only a number of them.
fn license(tenant: &Tenant, pc: &CloudPcRow) -> Option<u8> {
    let wave = tenant.waves.iter().find(|wave| wave.name == pc.wave)?;
    let license = tenant.groups[usize::from(wave.group)].license;
    tenant.licenses[usize::from(license)].available.map(|_| license)
}
