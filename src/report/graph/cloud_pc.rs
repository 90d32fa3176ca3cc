//! Graph's `cloudPC`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::initial;
use crate::provisioning::stage::Stage;
use crate::provisioning::tenancy::license::{Kind, License};
use crate::provisioning::tenant::{Network, Policy, Tenant, Wave};
use crate::provisioning::world::user_and_part;
use crate::record::recorder::{AttemptRow, CloudPcRow};

use super::detail::{self, StatusDetail};
use super::policy::image;
use super::status::{self, Standing};
use super::{State, id};

/// A Cloud PC, with the documented properties that a simulation can tell.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CloudPc<'a> {
    id: String,
    display_name: String,
    image_display_name: Option<&'static str>,
    provisioning_policy_id: Option<String>,
    provisioning_policy_name: Option<&'a str>,
    on_premises_connection_name: &'a str,
    service_plan_id: String,
    service_plan_name: String,
    service_plan_type: &'static str,
    pub(super) status: &'static str,
    user_principal_name: Option<String>,
    last_modified_date_time: String,
    managed_device_id: Option<String>,
    managed_device_name: Option<String>,
    aad_device_id: Option<String>,
    grace_period_end_date_time: Option<String>,
    provisioning_type: &'static str,
    product_type: &'static str,
    device_region_name: Option<&'a str>,
    provisioned_date_time: Option<String>,
    user_account_type: Option<&'static str>,
    /// Single sign-on is not simulated.
    connection_setting: (),
    status_detail: Option<StatusDetail>,
}

/// Characters of a display name.
const LONGEST: usize = 64;

/// All that Microsoft would list: those requested by now and not deleted.
pub(super) fn list<'a>(state: &'a State<'a>) -> Vec<CloudPc<'a>> {
    let waves = Waves::of(state.snapshot.tenant);
    let all = state.snapshot.detail.cloud_pcs.iter();
    all.filter(|row| row.requested <= state.snapshot.at)
        .filter_map(|row| {
            let listed = status::find(row.status)?;
            let (wave, users_before) = waves.places[row.wave.as_str()];
            let standing = listed.standing;
            Some(Look { state, row, wave, users_before, standing, status: listed.status }.told())
        })
        .collect()
}

/// Where each wave stands, and how many users the waves before it have.
struct Waves<'a> {
    places: BTreeMap<&'a str, (usize, u64)>,
}

impl<'a> Waves<'a> {
    fn of(tenant: &'a Tenant) -> Self {
        let mut users = 0;
        let place = |(index, wave): (usize, &'a Wave)| {
            let before = users;
            users += u64::from(wave.users);
            (wave.name.as_str(), (index, before))
        };
        Self { places: tenant.waves.iter().enumerate().map(place).collect() }
    }
}

/// One Cloud PC and what surrounds it.
struct Look<'a> {
    state: &'a State<'a>,
    row: &'a CloudPcRow,
    wave: usize,
    users_before: u64,
    standing: Standing,
    status: Status,
}

impl<'a> Look<'a> {
    fn told(&self) -> CloudPc<'a> {
        let Self { state, row, wave, .. } = *self;
        let license = &state.snapshot.tenant.licenses[usize::from(row.license)];
        let version = self.version();
        let policy = version.map(|version| self.policy(version));
        let plan = usize::from(row.license);
        let machine = |kind| id::of_machine(kind, wave, row.number, row.attempts);
        let enrolled = self.has_done(Stage::EnrollIntune);
        let enrolled_name = || id::machine_name(wave, row.number, row.attempts);
        CloudPc {
            id: id::of_cloud_pc(wave, row.number),
            display_name: self.display_name(),
            image_display_name: policy.map(image),
            provisioning_policy_id: version.map(|version| self.policy_id(version)),
            provisioning_policy_name: policy.map(|policy| policy.name.as_str()),
            on_premises_connection_name: self.connection().unwrap_or_default(),
            service_plan_id: id::of_place(id::Kind::ServicePlan, plan),
            service_plan_name: plan_name(license),
            service_plan_type: "enterprise",
            status: row.status,
            user_principal_name: self.user(license),
            last_modified_date_time: self.last_modified(),
            managed_device_id: enrolled.then(|| machine(id::Kind::IntuneDevice)),
            managed_device_name: enrolled.then(enrolled_name),
            aad_device_id: self.is_registered().then(|| machine(id::Kind::EntraDevice)),
            grace_period_end_date_time: self.grace_ends(),
            provisioning_type: provisioning_type(license.kind),
            product_type: product_type(license.kind),
            device_region_name: policy.and_then(|policy| self.region(policy)),
            provisioned_date_time: self.provisioned(),
            user_account_type: policy.map(account),
            connection_setting: (),
            status_detail: detail::of(state, row, self.status),
        }
    }

    /// The end of its name, which tells Cloud PCs apart, as far as there is room.
    fn display_name(&self) -> String {
        let name = &self.row.name;
        name.chars().skip(name.chars().count().saturating_sub(LONGEST)).collect()
    }

    /// The version of its policy: the one its attempt follows; before any, the one that would be.
    fn version(&self) -> Option<u16> {
        if self.standing == Standing::Waits {
            let group = self.state.snapshot.tenant.waves[self.wave].group;
            return self.state.assigned.first(group);
        }
        self.row.policy
    }

    fn policy(&self, version: u16) -> &'a Policy {
        &self.state.snapshot.tenant.policies[usize::from(version)]
    }

    fn policy_id(&self, version: u16) -> String {
        id::of_place(id::Kind::Policy, usize::from(self.state.assigned.base(version)))
    }

    fn connection(&self) -> Option<&'a str> {
        let waits = self.standing == Standing::Waits;
        self.row.connection.as_deref().filter(|_| !waits)
    }

    /// A shared Cloud PC belongs to no user (FL-05).
    fn user(&self, license: &License) -> Option<String> {
        let wave = &self.state.snapshot.tenant.waves[self.wave];
        let (user, _) = user_and_part(self.row.number, wave);
        let number = self.users_before + u64::from(user) + 1;
        (license.kind != Kind::FrontlineShared).then(|| id::user(number))
    }

    fn region(&self, policy: &'a Policy) -> Option<&'a str> {
        let connections = &self.state.snapshot.tenant.connections;
        match &policy.network {
            Network::MicrosoftHosted { region } => region.as_deref(),
            Network::Connections(_) => {
                let name = self.connection()?;
                connections.iter().find(|known| known.name == name)?.region.as_deref()
            }
        }
    }

    fn attempt(&self) -> Option<&'a AttemptRow> {
        self.state.rows.runs.get(self.row.name.as_str()).copied()
    }

    /// Whether its machine has a stage behind it.
    fn has_done(&self, stage: Stage) -> bool {
        match self.standing {
            Standing::Stands => true,
            Standing::Comes => {
                self.attempt().is_some_and(|row| row.stage_ends[stage.index() - 1].is_some())
            }
            Standing::Waits | Standing::Gone => false,
        }
    }

    fn is_registered(&self) -> bool {
        self.has_done(Stage::JoinEntra) || self.has_done(Stage::SyncDevice)
    }

    /// The latest of what is told of it: a status, or an attempt's start or end.
    fn last_modified(&self) -> String {
        let (name, rows) = (self.row.name.as_str(), &self.state.rows);
        let changed = rows.since.get(name).copied();
        let ended = rows.ended.get(name).map(|row| row.ended);
        let started = self.attempt().map(|row| row.started);
        let all = [Some(self.row.requested), changed, ended, started].into_iter().flatten();
        self.state.instant(all.max().unwrap_or(self.row.requested))
    }

    fn grace_ends(&self) -> Option<String> {
        let since = self.state.rows.since.get(self.row.name.as_str())?;
        let tenant = self.state.snapshot.tenant;
        let ends = match tenant.waves[self.wave].initial.map(|initial| initial.standing) {
            Some(initial::Standing::InGrace { ends, .. }) if *since == SimTime::ZERO => ends,
            Some(_) | None => *since + tenant.loss.grace_period,
        };
        (self.status == Status::InGracePeriod).then(|| self.state.instant(ends))
    }

    fn provisioned(&self) -> Option<String> {
        let at = self.state.rows.ready.get(self.row.name.as_str())?;
        (self.standing == Standing::Stands).then(|| self.state.instant(*at))
    }
}

/// Whether users may administer their Cloud PC (POST-04).
fn account(policy: &Policy) -> &'static str {
    if policy.local_admin { "administrator" } else { "standardUser" }
}

fn plan_name(license: &License) -> String {
    let product = match license.kind {
        Kind::Enterprise => "Cloud PC Enterprise (simulated)",
        Kind::FrontlineDedicated => "Cloud PC Frontline (simulated)",
        Kind::FrontlineShared => "Cloud PC Frontline shared (simulated)",
    };
    if license.name.is_empty() { product.into() } else { format!("{product} {}", license.name) }
}

/// Graph's `cloudPcProvisioningType` of the Cloud PCs that a license makes.
pub(super) fn provisioning_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Enterprise => "dedicated",
        Kind::FrontlineDedicated => "sharedByUser",
        Kind::FrontlineShared => "sharedByEntraGroup",
    }
}

fn product_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Enterprise => "enterprise",
        Kind::FrontlineDedicated | Kind::FrontlineShared => "frontline",
    }
}
